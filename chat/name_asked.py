"""What kind of name a question asks for: a body, a person, a place, a document …, and the noun that says so."""

import re

from chat.name_candidates import SUFFIX, Token, tokens_of

CLASSES = {
    "body": re.compile(r"部门|单位|机关|机构|[局厅委办司处署院部所]|谁|办公室|小组|公司|企业|银行|政府|家|哪级|工作组|协会|媒体|集团|专班|科|级"),
    "person": re.compile(r"谁|官员|嘉宾|位|人|总理|组长|主任|局长|书记|叫什么名字|发言人|职务|领导"),
    "place": re.compile(r"城市?|园区|省|市|县|区|地方|村|哪里|哪儿|地|窗口|大厅|国家|在哪|去哪|上哪"),
    "paper": re.compile(r"文件|条例|办法|规定|文号|号|法|依据|公告|通知|单子|凭证|证|表|名录|目录|标准|方案|书"),
    "net": re.compile(r"平台|系统|网站?|应用|小程序|云|栏目|频道|软件|APP|app|入口|库"),
    "money": re.compile(r"税|费|险|钱|资金|基金|经费|财政"),
    "act": re.compile(r"制度|行动|工程|计划|机制|项目|叫什么|叫啥|名字|会|代码|号码|指标|比率|领域|合作|原则|模式|券|债|展|奖|赛"),
}  # fmt: skip
"""What asks for a name of each class, in the noun asked for or else anywhere in the question."""

_HEAD = re.compile(
    r"(?:哪(?![里儿])|什么|啥|何)(?:一|几|两|俩)?(?:个|個|家|级|座|种|项|条|份|部(?=[法条规])|款|位|类|块|届|所|处|本)?"
    r"(?:新|具体)?(?P<head>[\u4e00-\u9fff]{0,12})"
)
_TAIL = re.compile(
    r"(?P<head>[\u4e00-\u9fff]{1,16}?)(?:的?(?:正式)?(?:全称|名称|名字|姓名|大名|名))?(?:是|叫|为|改成|改叫)(?:做|作)?(?P<by>哪|什么|啥|谁|多少)"
)
_THAT = re.compile(r"[那这](?:个|种|家|套|项|笔|类|款|位|部|份|本)(?P<head>[\u4e00-\u9fff]{1,8})")
_CALLED = re.compile(r"名字?|全称|名称|姓名|大名|名儿")
_KIND = re.compile(
    r"部委|司局|部门|部門|机构|單位|单位|公司|企业|银行|平台|系统|网站|号码?|[部局司厅委处科省市县区](?=$|[^门长记局委市区级])"
)  # 哪个【局】发
_WHO = re.compile(r"谁|哪一?[家位]")
_ONE_WHO = re.compile(rf"{SUFFIX['body'].pattern}|{SUFFIX['person'].pattern}|(?:组长|副组长|主体|嘉宾|单位)$")
_WHERE = re.compile(r"哪[里儿]|去哪|上哪|在哪(?!个)")
_ONE = re.compile(r"哪一?[个家]|牵头|第一|谁")
_ASKS = re.compile(r"谁|哪|什么|啥|何")


class NameAsked:
    """`head` is the noun asked for (哪个【平台】), "" where none is; `classes` those of `CLASSES` that it may be of;
    `one` says whether one name is asked for, `who` whether a person or body; `before` and `after` are the words that
    say on either side what is done with it (由谁【核实】, 【纳入】哪个平台).

    >>> NameAsked("在哪个平台上报名").head
    '平台'
    """

    def __init__(self, question: str):
        self.question = question
        self.head = _head(question)
        form = "谁" if not self.head and "谁" in question else self.head or question
        self.classes = [name for name, asks in CLASSES.items() if asks.search(form)]
        if "谁" in question:
            self.classes = list(dict.fromkeys([*self.classes, "body", "person"]))
        if not self.head and _WHERE.search(question):
            self.classes = list(dict.fromkeys([*self.classes, "place", "body"]))
        self.one = bool(_ONE.search(question))
        self.who = "谁" in question or "body" in self.classes
        asks = _ASKS.search(question)
        self.before, self.after = "", ""
        if asks:
            rest = question[asks.end() :]
            cut = rest.find(self.head) + len(self.head) if self.head in rest[:12] else 0
            self.before, self.after = _doing(question[: asks.start()], -1), _doing(rest[cut:], 0)


def _head(question: str) -> str:
    """The noun that says what is asked for, as short as names of the kind end in it."""
    found = _HEAD.search(question)
    head = _noun(found["head"]) if found else ""
    if not head or _CALLED.fullmatch(head):
        tail = _TAIL.search(question)
        head = _last_noun(tail["head"]) if tail else ""
        if tail and tail["by"] == "谁" and not _ONE_WHO.search(head):
            head = ""
    if not head or _CALLED.fullmatch(head):
        that = _THAT.search(question)
        head = _noun(that["head"]) if that and not _WHO.search(question) else ""
    return "" if _CALLED.fullmatch(head) else head


def _noun(text: str) -> str:
    """The nouns with which a text begins, without what is no part of a name of the kind (部门【管】)."""
    kind = _KIND.match(text)
    if kind:
        return kind[0]
    noun: list[Token] = []
    for token in tokens_of(text):
        named = len(token.text) > 1 and _suffixed(token.text)
        if token.parts and noun and not named:
            break
        if named or not token.parts:
            noun.append(token)
    words = "".join(token.text for token in noun)
    while noun and (noun[-1].tag[:1] not in "njlg" or noun[-1].tag in ("b", "s")) and not _suffixed(words):
        words = words[: -len(noun.pop().text)]
    fits = [end for end in range(1, len(words) + 1) if _suffixed(words[:end])]
    return words[: fits[-1]][-6:] if fits else words[:6]


def _suffixed(words: str) -> bool:
    return any(form.search(words) for form in SUFFIX.values())


def _last_noun(text: str) -> str:
    """The noun with which a text ends, "" where it ends with none."""
    token = next(iter(tokens_of(text)[::-1]), None)
    return token.text if token and token.tag[:1] in "njl" else ""


def _doing(text: str, place: int) -> str:
    """The first (0) or last (-1) verb or noun of a text that is not the asking itself."""
    words = [
        token.text
        for token in tokens_of(text)
        if token.tag[:1] in "vn" and len(token.text) > 1 and not _LIGHT.fullmatch(token.text)
    ]
    return words[place] if words else ""


_LIGHT = re.compile(r"[是有得能会要来去出里人说讲]|负责|组织|进行|可以|需要|应该|什么|部门|单位")
