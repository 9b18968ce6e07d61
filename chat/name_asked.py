"""What kind of name a question asks for: a body, a person, a place, a document …, and the noun that says so."""

import re

from chat.name_candidates import tokens_of

CLASSES = {
    "body": re.compile(r"部门|单位|机关|机构|[局厅委办司处署院部所]|谁|办公室|小组|公司|企业|银行|政府|家|哪级|工作组|协会|媒体|级"),
    "person": re.compile(r"谁|位|人|总理|组长|主任|局长|书记|叫什么名字|发言人|职务|领导"),
    "place": re.compile(r"城市?|园区|省|市|县|区|地方|村|哪里|哪儿|地|窗口|大厅|国家|在哪|去哪|上哪"),
    "paper": re.compile(r"文件|条例|办法|规定|文号|号|法|依据|公告|通知|单子|凭证|证|表|名录|目录|标准|方案|书"),
    "net": re.compile(r"平台|系统|网站?|应用|小程序|云|栏目|频道|软件|APP|app"),
    "money": re.compile(r"税|费|险|钱|资金|基金|经费|财政"),
    "act": re.compile(r"制度|行动|工程|计划|机制|项目|叫什么|叫啥|名字|会|代码|号码|指标|比率|领域|合作|原则|券|展|奖|赛"),
}  # fmt: skip
"""What asks for a name of each class, in the noun asked for or else anywhere in the question."""

_HEAD = re.compile(
    r"(?:哪|什么|啥|何)(?:一|几|两|俩)?(?:个|家|级|座|种|项|条|份|部(?=[法条规])|款|位|类|块|届|所|处|本)?"
    r"(?:新|专项|具体)?(?P<head>[\u4e00-\u9fff]{0,8})"
)
_TAIL = re.compile(r"(?P<head>[\u4e00-\u9fff]{1,4}?)(?:全称)?(?:是|叫|为|改成|改叫)(?:哪|什么|啥|谁|多少)")
_ONE = re.compile(r"哪一?[个家]|牵头|第一|谁")


class NameAsked:
    """`head` is the noun asked for (哪个【平台】), "" where none is; `classes` those of `CLASSES` that it may be of;
    `one` says whether one name is asked for, `who` whether a person or body.

    >>> NameAsked("在哪个平台上报名").head
    '平台'
    """

    def __init__(self, question: str):
        self.question = question
        found = _HEAD.search(question)
        head = found["head"] if found else ""
        if not head:
            tail = _TAIL.search(question)
            head = tail["head"] if tail else ""
        self.head = _noun(head)
        self.classes = [name for name, form in CLASSES.items() if form.search(self.head or question)]
        if "谁" in question:
            self.classes = list(dict.fromkeys([*self.classes, "body", "person"]))
        self.one = bool(_ONE.search(question))
        self.who = "谁" in question or "body" in self.classes


def _noun(text: str) -> str:
    """The nouns with which a text begins."""
    noun = ""
    for token in tokens_of(text):
        if noun and token.parts:
            break
        noun += "" if token.parts else token.text
    return noun[:6]
