"""Who answers for a thing: what asks for that, and the words that say it."""

import re

# who answers for a thing: 归哪几家负责, 谁牵头; not 负责人是谁, a person's name
_ASKS_CHARGE = re.compile(
    r"(?:谁|(?:哪|什么|啥)(?!个?(?:系统|平台|网站|地方|里|儿)))[^，。？]{0,12}(?:负责(?!人)|牵头|挂帅|挑头|承办|落实|主管|统筹|指导|来?(?<![监保])管(?![的到几多用]))|(?:负责|牵头|主责|承办|责任)(?:考核)?的?(?:单位|部门|是)[^，。？]{0,6}(?:谁|哪|什么|啥)"
    r"|(?:谁|哪[^，。？]{0,4}(?:部门|单位|家|[局委厅处]))的(?:事|活|职责|责任)"
    r"|[归由](?:谁|哪)[^，。？]{0,8}(?:管|办|抓|做|干|负责|牵头)|(?:责任|牵头|负责|主责)(?:单位|部门)(?:都?(?:有|是|包括))?(?:哪|谁|什么|$|[？?])"
)
_IN_CHARGE = re.compile(
    r"(?:[局厅部委署院会办府司处心组]|单位|部门|机构|中心)[^，。；、（(]{0,8}(?:负责(?!人)|牵头|主管|统筹|承担|挂帅|指导)|由[^，。；]{2,24}(?:负责(?!人)|牵头|承担|主管|统筹)|(?:责任|牵头|主责|承办)(?:单位|部门)[为是：:]"
)


def asks_charge(question: str) -> bool:
    """Whether a question asks who answers for a thing."""
    return bool(_ASKS_CHARGE.search(question))


def puts_in_charge(words: str) -> bool:
    """Whether words themselves say who answers for what they tell."""
    return bool(_IN_CHARGE.search(words))
