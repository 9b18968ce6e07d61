"""What in a quoted text may be the name that a question asks for: a body, person, place, document or thing.

A candidate is a run of words of one stretch between marks that begins and ends where a phrase may: at a mark, beside
a verb or preposition, or beside words that the question repeats. Titles in 《》, names in quotation marks and document
numbers stand whole.
"""

import re
from typing import NamedTuple

from indexing.tokenizer import open_tokenizer

_WORDS = 14  # of a candidate at most
_LENGTH = 40  # characters of a candidate at most
_READ = 400  # characters of a quote that are looked through
_MOST = 160  # candidates
_APART = re.compile(r"[，,。；;：:！!？?\n—]")
_FIXED = re.compile(
    r"《[^《》\n]{2,60}》|(?:(?![据按见依于照及和为])[\u4e00-\u9fff]){1,12}[〔\[（(]\d{4}[〕\]）)]第?\d{1,4}号|第\d+号|\d[\d-]{4,}(?!年)|[A-Za-z][\w.&/-]*(?: [\w.&/-]+)*"
    r"|[\u4e00-\u9fff]\u3000[\u4e00-\u9fff](?=[\s，。]|$)"  # 韩　正
    r"|(?<![\u4e00-\u9fff])(?!问|记者)[\u4e00-\u9fff]{2,3}(?=答[：:])"  # 王明答：
)
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[（(]\d{4}[〕\]）)]第?\d{1,4}号$|第?\d+号$")
_PERSON = re.compile(r"[\u4e00-\u9fff]\u3000?[\u4e00-\u9fff]{1,2}")
_OPENING, _CLOSING = "“‘「（(【", "”’」）)】"
_EMPTY = frozenset("upcdryewx")
_BOUND = frozenset("vpcdurf")  # parts of speech beside which a phrase begins or ends
_NO_VERBS = frozenset(["vn"])
# jieba glues 由州, 报市, 人为: a function word and what it governs
_GLUED = re.compile(
    r"^(?:[由报经按据交向](?=[省市州县区本其].?$)|[由](?!于|此)|任(?=.长$|主任$|总指挥$)|[展会](?=上$)|人(?=为$)|受访人(?=为$)|答问人(?=为$)|[^理自事缘案原](?=由$))(?=.)"
)
_GLUED_THRICE = re.compile(r"[^理自事缘案原]由[省市县区州镇]")  # 维护费由市
_GOVERNS = frozenset("由报经按据交向任")
_HOUSED = re.compile(r"(?:交易|研究|事务|派出|看守|检验|结算|托管)$")
_OFFICE = re.compile(r"(?:组长|主任|总指挥)$")  # jieba takes them for verbs
_ACTS = frozenset("签发 代行 审签 核发 制发 会签".split())  # jieba takes them for names
_GIVEN_TO = frozenset(["交由", "归由", "改由", "统一由"])  # jieba takes them for nouns
_REST = {"为": "v", "上": "f", "由": "p"}
CUES = frozenset(
    "任 担任 兼任 会同 列支 牵头 落地 负责 统筹 做大 做强 项下 获取 审批 审核 初审 指导 考核 督促检查 提升 要 根据 推广 深入开展 认定 在 由 经 报 向 等 自行 自主 应 应当 将 可 须 已 已经 均 都".split()
)
_AT = frozenset("时中内后前间")
_EACH = re.compile(r"^各[省市县区州地]$")
_OWN = re.compile(r"^[本其各该]")
ITEM = re.compile(r"第[一二三四五六七八九十百\d]+[条章款项]")


class Token(NamedTuple):
    """A word of a text with its offsets and part of speech (`indexing.tokenizer`); 《…》 and 文号 are one."""

    low: int
    high: int
    text: str
    tag: str

    @property
    def parts(self) -> bool:
        """Whether a phrase may end before it and begin after it."""
        return self.text in CUES or (self.tag[:1] in _BOUND and self.tag not in _NO_VERBS)


class Name(NamedTuple):
    """A candidate: words `first` to `last` (exclusive) of the text, characters `low` to `high`."""

    first: int
    last: int
    low: int
    high: int


def tokens_of(text: str) -> list[Token]:
    """The words of a text as it stands, in order."""
    found: list[Token] = []
    position = 0
    for fixed in _FIXED.finditer(text[:_READ]):
        found += _cut(text, position, fixed.start())
        words = fixed[0]
        tag = "title" if words[0] == "《" else "number" if _NUMBER_OF_DOCUMENT.search(words) else "eng"
        tag = "nr" if _PERSON.fullmatch(words) else tag
        found.append(Token(fixed.start(), fixed.end(), words, tag))
        position = fixed.end()
    return _mended(found + _cut(text, position, min(len(text), _READ)))


def _mended(tokens: list[Token]) -> list[Token]:
    """Words with the end of a body's name put back that jieba cuts off: 资源部|门要 is 资源部门|要, 交易|所 is a place."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        last = found[-1] if found else None
        if last and last.high == token.low and last.text[-1] == "部" and token.text[0] == "门":
            found[-1] = Token(last.low, last.high + 1, last.text + "门", "n")
            if len(token.text) > 1:
                found.append(Token(token.low + 1, token.high, token.text[1:], token.tag))
        elif last and token.text == "所" and _HOUSED.search(last.text):
            found[-1] = Token(last.low, token.high, last.text + token.text, "n")
        elif (
            last
            and 1 < len(token.text) < 4
            and SUFFIX["person"].search(last.text)
            and not _suffixed(token.text)
            and token.text not in _ACTS
        ):
            after = tokens[place + 1].text[:1] if place + 1 < len(tokens) else ""
            named = not ("\u4e00" <= after <= "\u9fff") and token.tag[:1] in "nv"
            found.append(token._replace(tag="nr") if named else token)
        else:
            found.append(token)
    return found


def _suffixed(words: str) -> bool:
    return any(form.search(words) for form in SUFFIX.values())


def _cut(text: str, low: int, high: int) -> list[Token]:
    found: list[Token] = []
    for word, tag in open_tokenizer().cut_tagged(text[low:high]) if low < high else ():
        glued, thrice = _GLUED.match(word), _GLUED_THRICE.fullmatch(word)
        if thrice:
            found += [Token(low + n, low + n + 1, word[n], tag) for n, tag in enumerate("npn")]
        elif glued:
            cut = low + glued.end()
            found.append(
                Token(low, cut, text[low:cut], "p" if glued.end() == 1 and word[0] in _GOVERNS else "n")
            )
            found.append(Token(cut, low + len(word), text[cut : low + len(word)], _REST.get(word[-1], "n")))
        else:
            tag = "p" if word in _GIVEN_TO else tag
            tag = "v" if word in _ACTS else "m" if ITEM.fullmatch(word) else tag
            tag = "n" if _OFFICE.search(word) else tag
            found.append(Token(low, low + len(word), word, tag))
        low += len(word)
    return found


def names_in(tokens: list[Token], repeated: list[bool], others: list[tuple[int, int]]) -> list[Name]:
    """The candidates among words; `repeated` says of each whether the question holds it, `others` are further runs of
    characters that may be a name."""
    starts = [i for i in range(len(tokens)) if _begins(tokens, repeated, i)]
    found: dict[tuple[int, int], Name] = {}
    for first in starts:
        depth: list[int] = []
        for last in range(first + 1, min(first + _WORDS, len(tokens)) + 1):
            token = tokens[last - 1]
            if token.tag != "title" and token.tag != "number" and _APART.search(token.text):
                break
            if token.text in _OPENING:
                depth.append(_OPENING.index(token.text))
            elif token.text in _CLOSING and (not depth or depth.pop() != _CLOSING.index(token.text)):
                break
            if depth or tokens[last - 1].high - tokens[first].low > _LENGTH:
                continue
            if _ends(tokens, repeated, last) and not all(repeated[first:last]):
                low, high = tokens[first].low, token.high
                if high - low == 1:
                    continue
                found[low, high] = Name(first, last, low, high)
            if len(found) >= _MOST:
                break
    for low, high in others:
        inner = [place for place, token in enumerate(tokens) if token.low < high and low < token.high]
        if inner and high <= tokens[-1].high:
            found.setdefault((low, high), Name(inner[0], inner[-1] + 1, low, high))
    return list(found.values())


def agents_in(tokens: list[Token]) -> list[tuple[int, int]]:
    """Who acts, from 由 to the verb: 由【负责日常工作的副主任】代行职务, 由【市政府秘书长】签发."""
    found = []
    for place, token in enumerate(tokens[:-1]):
        if token.text not in ("由", *_GIVEN_TO) or _APART.search(tokens[place + 1].text):
            continue
        for last in range(place + 2, min(place + _WORDS, len(tokens))):
            before, verb = tokens[last - 1], tokens[last]
            if _APART.search(before.text):
                break
            noun = before.tag[:1] in "njl" or before.tag == "vn" or bool(SUFFIX["person"].search(before.text))
            if noun and verb.parts and verb.tag[:1] in "vpd":
                found.append((tokens[place + 1].low, before.high))
                break
    return found


def _begins(tokens: list[Token], repeated: list[bool], place: int) -> bool:
    token = tokens[place]
    if token.text in "“‘「":
        return True
    if (token.tag[:1] in _EMPTY and not _OWN.search(token.text)) or not re.search(r"\w", token.text):
        return False
    if place and (token.text in CUES or token.tag == "f" or token.text in _AT):
        return False
    if token.tag == "m" and token.text[0].isdigit():  # an amount, no part of what it is paid from
        return False
    if place == 0:
        return True
    before = tokens[place - 1]
    return (
        before.parts
        or before.tag in ("vn", "x", "m", "nr", "b", "l", "i", "z", "title")
        or bool(SUFFIX["person"].search(before.text))
        or repeated[place - 1]
        or not re.search(r"\w", before.text)
        or token.tag[:2] in ("ns", "nr", "nt")
    )


def _ends(tokens: list[Token], repeated: list[bool], last: int) -> bool:
    token = tokens[last - 1]
    if token.text in "”’」）)":
        return True
    if _EACH.search(token.text) or (last > 1 and ITEM.fullmatch(token.text)):
        return True
    if token.tag[:1] in _EMPTY or token.text in CUES or not re.search(r"\w", token.text):
        return False
    if last == len(tokens):
        return True
    after = tokens[last]
    return (
        after.parts
        or after.tag[:1] in "vmtabliz"
        or repeated[last]
        or after.tag == "x"
        or token.tag in ("nr", "nt", "title", "number")
        or bool(SUFFIX["body"].search(token.text))
    )


SUFFIX = {
    "body": re.compile(
        r"(?:部门|[局厅部委办院署会司处所站]|办公室|单位|机构|中心|政府|公司|集团|银行|机关|小组|企业|大学|学校|专班|工作组|气象台|科)(?:[（(][^（()）]{1,8}[）)])?$"
    ),
    "person": re.compile(r"(?:人|者|[局厅部处司市省县区院校组台]长|主任|书记|总理|主席|领导|专员)$"),
    "place": re.compile(r"(?:[省市县区镇乡村路街港岛园城州国旗]|园区|新区|基地|大厅|窗口|地)$"),
    "paper": re.compile(r"(?:条例|办法|规定|细则|法|方案|意见|通知|公告|文件|标准|目录|名录|清单|书|证|单|表|协定|纲要|规划)$"),
    "net": re.compile(r"(?:平台|系统|网|网站|云|APP|app|小程序|库|门户|频道|栏目|专区|号|客户端|入口)$"),
    "money": re.compile(r"(?:税|费|险|金|经费|基金|资金|财政|收入|预算|专款)$"),
    "act": re.compile(r"(?:制度?|行动|工程|计划|机制|战略|合作|试点|模式|改革|活动|项目|大会|会议|峰会|论坛|率|代码|指标|原则|券|债|展|奖|大赛)$"),
}  # fmt: skip
"""The last characters of names of each class."""
