"""Names of public bodies, as they stand in titles and under documents."""

import re

_ENDINGS = (
    "国务院|政府|办公厅|办公室|厅|局|部|委|办|署|法院|检察院|科学院|工程院|银行|支行|分行|社|会|中心|小组|专班"
    "|指挥部|中央|军委|妇联|残联|工商联|科协|总队|支队|管理处|处|公司|集团|人大|税务所|交易所"
)
_NAME = rf"[\u4e00-\u9fff（）()“”·—-]{{0,40}}?(?:{_ENDINGS})"
_SEPARATOR = r"[ \t\u3000\xa0\ue003\ue004、，,]+"
_ORGANS = re.compile(
    rf"{_NAME}(?:{_SEPARATOR}{_NAME}){{0,40}}(?:等[\d一二三四五六七八九十]{{1,3}}(?:个)?部门)?"
)
_SEVERAL = re.compile(rf"{_NAME}等[\d一二三四五六七八九十]{{1,3}}(?:个)?(?:部门|单位|部委)")
# What never stands in a body's name, but in sentences that end like one.
_NOT_IN_A_NAME = re.compile(
    "关于|根据|为了|请|联系|印发|负责|报送|同意|要求|应当|以及|我[省市县区局]|各[省市县区级]|本[省市局]|附件|抄送|主送|由"
)


def is_organs(text: str) -> bool:
    """Whether the text is the name of one body, or of several with spaces between."""
    text = text.strip()
    if not 2 < len(text) <= 400 or _NOT_IN_A_NAME.search(text):
        return False
    return bool(_ORGANS.fullmatch(text) or _SEVERAL.fullmatch(text))
