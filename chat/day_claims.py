"""Questions that assert on which day something came about and want it confirmed: read as asking which day it was.

办法是2022年元旦生效的吧 is answered by the day that the document gives, whether it is that one or another.
"""

import re

_DAY = (
    r"(?:(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}[日号])?|元旦|春节|国庆|年?[初底末])?|\d{1,2}月\d{1,2}[日号])"
)
_VERBS = (
    r"施行|实施|执行|生效|起效|印发|发布|公布|出台|下发|发的(?=[，,吧吗么？?]|$)|启动|开征|启用|成立|用上"
)
_BEGAN = re.compile(
    rf"(?:不?是|从|自|在)*(?P<day>{_DAY})(?:就|才|起|开始|正式|已经|已|便){{0,3}}(?P<verb>{_VERBS})"
)
_ENDED = re.compile(
    rf"(?P<until>(?:执行|施行|实施|有效|免征?|管|延续|延长|沿用)[^，,。0-9]{{0,3}}[到至])(?P<day>{_DAY})"
)
_CONFIRM = re.compile(
    r"(?P<tail>[，,]?(?:对不对|对[吗吧么]|没错吧?|是吗|是吧|是真的吗|没记错吧|是这样[吗吧])|[吗吧么不])[？?。！!\s]*$|是不是|不是"
)
_ASKS = re.compile(r"多少|几|哪|什么|啥|怎|谁|为何")


def with_day_asked(question: str) -> str:
    """A folded question that asserts a day, asking for it; any other as it is."""
    if not _CONFIRM.search(question) or _ASKS.search(question):
        return question
    began, ended = _BEGAN.search(question), _ENDED.search(question)
    if began:
        asked = f"{question[: began.start()]}什么时候{began['verb']}{question[began.end() :]}"
    elif ended:
        asked = f"{question[: ended.start('day')]}什么时候{question[ended.end() :]}"
    else:
        return question
    confirm = _CONFIRM.search(asked)
    end = confirm.start() if confirm and confirm["tail"] else len(asked)
    return re.sub(r"不是|是不是|[了？?]+$", "", asked[:end])
