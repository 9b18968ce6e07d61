"""The number of a document, 发文字号, in whatever brackets and width it is written: 国发〔2024〕12号."""

import re

OPENING = "〔[［(（【﹝〖「『〈《<＜{｛"
CLOSING = "〕]］)）】﹞〗」』〉》>＞}｝"
# The year in its brackets, and the number behind it.
YEAR_AND_NUMBER = rf"[{re.escape(OPENING)}]\s*(?:19|20|１９|２０)\d{{2}}\s*年?\s*[{re.escape(CLOSING)}]\s*第?\s*\d{{1,5}}\s*号"
_PLAIN = {ord(mark): "〔" for mark in OPENING} | {ord(mark): "〕" for mark in CLOSING}
_PLAIN |= {ord("０") + digit: str(digit) for digit in range(10)}


def plain_number(written: str) -> str:
    """The number in one spelling: 国发[2024] 12号 and 国发（２０２４）12号 as 国发〔2024〕12号."""
    plain = re.sub(r"\s", "", written).translate(_PLAIN)
    return re.sub(r"(?<=〔\d{4})年(?=〕)", "", plain)
