"""The table of particulars that government sites put beside a document: 发文字号, 成文日期, 索引号 …"""

import re

LONGEST_VALUE = 200  # characters
# The words that sites use → our key.
_KEYS = {
    **dict.fromkeys(("标题", "名称", "信息名称", "文件名称"), "title"),
    **dict.fromkeys(("发文机关", "发文单位", "制发机关", "制定机关"), "issuer"),
    **dict.fromkeys(("发文字号", "文号", "文件编号"), "document_number"),
    **dict.fromkeys(("成文日期", "发文日期", "印发日期"), "issued_on"),
    **dict.fromkeys(("施行日期", "实施日期", "生效日期"), "effective_on"),
    "失效日期": "expires_on",
    **dict.fromkeys(("有效性", "时效性", "效力状态"), "status"),
}
_OTHERS = "索引号|统一编号|主题分类|发布日期|发布机构|公开日期|主题词|公文种类|来源|分类|服务对象|组配分类|公开方式|公开时限".split(
    "|"
)
_LABEL = re.compile(
    "(?:" + "|".join(r"[\s\u3000]*".join(label) for label in [*_KEYS, *_OTHERS]) + r")[\s\u3000]*[：:]"
)


def key_of(label: str) -> str | None:
    """Our key for a label; None for labels we don't use."""
    return _KEYS.get(re.sub(r"[\s\u3000\[\]【】]", "", label))


def starts_with_label(text: str) -> bool:
    """Whether the text is a label with what follows it."""
    return _LABEL.match(text) is not None


def is_particulars(text: str) -> bool:
    """Whether a block of text is such a table: labels and short values, hardly more."""
    return len(_LABEL.findall(text)) >= 3 and len(text) < 150 * len(_LABEL.findall(text))


def read_particulars(text: str) -> dict[str, str]:
    """Values by our keys, from a text in which labels and values alternate."""
    found: dict[str, str] = {}
    labels = list(_LABEL.finditer(text))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = " ".join(text[label.end() : following.start() if following else None].split())
        key = key_of(label[0].rstrip("：: \u3000"))
        if key and value and len(value) <= LONGEST_VALUE:
            found.setdefault(key, value)
    return found
