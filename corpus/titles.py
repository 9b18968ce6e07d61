"""The title that a text begins with, and the document type that a title tells."""

import re
from dataclasses import dataclass

from corpus.document_number import YEAR_AND_NUMBER

LONGEST_LINE = 60  # characters
MOST_LINES = 4
HEAD = 1500  # characters in which an order names what it puts into force
_NOUNS = (
    "通知|意见|办法|规定|条例|方案|公告|通告|函|批复|决定|决议|细则|报告|规划|纲要|指南|指引|措施|计划|要点|规则|规范|规程"
    "|标准|目录|清单|预案|政策|倡议书|公报|说明|解读|答复|准则|章程|制度|法|令|须知|问答|访谈|公约|协议|协定|整理|摘要"
)
_ENDS_LIKE_A_TITLE = re.compile(
    rf"(?:{_NOUNS})[”》]?(?:[（(〔【][^（）()]{{1,24}}[）)〕】])*$|答记者问$|\d+问$"
)
_SENTENCE = re.compile(r"[。；;！!？?，,：:…]$")
_STARTS_A_BODY = re.compile(
    r"第[一二三四五六七八九十百\d]+[条章节编]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]"
    r"|[问答][:：]|附件|目\s*录|[（(【]|https?:|各[省市县区有地相]|索\s*引\s*号|发布|来源|日期|时间"
)
_MARKDOWN = re.compile(r"#{1,6}[ \t]+|\*\*(?=.*\*\*$)|>[ \t]*")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
_TYPES = [
    (r"访谈|专访|答记者问|对话", "interview"),
    (r"(?:行动|实施|工作|试点|改革|总体|建设|专项)?(?:方案|行动计划|工作计划|三年计划)$", "action_plan"),
    (r"(?:办法|条例|规定|细则|规则|法|令)$", "regulation"),
    (r"(?:措施|政策|若干条|\d+条)$", "measures"),
    (r"意见$", "opinions"),
    (r"报告$", "report"),
    (r"(?:通知|公告|通告|函|批复|决定)$", "notice"),
]
_NUMBER = re.compile(rf"[（(]?[^，。]{{1,30}}{YEAR_AND_NUMBER}[）)]?")
_ORDER = re.compile(
    r"[\u4e00-\u9fff \u3000]{4,40}(?:令|代表大会(?:常务委员会)?公告)\s*(?:[（(]?第.{1,12}号[）)]?)?$"
)
_PASSED = re.compile(r"《[^《》\n]{3,60}》已[由经于]")
_SESSION_NUMBER = re.compile(r"[〔\[［(（][^〕\]］)）]{1,8}届[〕\]］)）]\s*第?\s*\d+\s*号")
_TURN = re.compile(r"^[ \u3000]*(?:问|答|记者|主持人)[:：]", re.M)


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the characters it was read from; `text` has line breaks and letter spacing taken out."""

    text: str
    start: int
    end: int


def read_title(text: str) -> Title | None:
    """The title in the first lines, over up to four of them; None if the text begins otherwise."""
    lines = _first_lines(text)
    if not lines:
        return None
    start, first = lines[0]
    if _ORDER.match(first) or _PASSED.match(first):
        return _promulgated(text)
    if not _may_be_title(first):
        return _before_a_space(start, first)
    count = _lines_before_a_number(lines) or _lines_that_read_as_title(lines)
    if count:
        joined = "".join(_despaced(line) for _, line in lines[:count])
        return Title(joined, start, lines[count - 1][0] + len(lines[count - 1][1]))
    if 4 <= len(first) <= 40 and len(lines) > 1:
        return Title(_despaced(first), start, start + len(first))
    return None


def _lines_before_a_number(lines: list[tuple[int, str]]) -> int:
    """How many lines stand above a document number: they are the title, whatever they say."""
    for count, (_, line) in enumerate(lines[: MOST_LINES + 1]):
        if count and _NUMBER.fullmatch(line):
            return count
        if not _may_be_title(line):
            break
    return 0


def _lines_that_read_as_title(lines: list[tuple[int, str]]) -> int:
    """How many lines it takes until they end like a title; 0 if they never do."""
    joined = ""
    for count, (_, line) in enumerate(lines[:MOST_LINES], start=1):
        if not _may_be_title(line):
            return 0
        joined += _despaced(line)
        follows = lines[count][1] if count < len(lines) else ""
        whole = joined.count("《") == joined.count("》") and not follows.startswith("的")
        if whole and _ENDS_LIKE_A_TITLE.search(joined):
            return count
        if count == 1 and not re.search("关于|《|转发|印发", joined) and not follows.startswith("关于"):
            return 0
    return 0


def _promulgated(text: str) -> Title | None:
    """What an order puts into force: 《…》已经…通过, 现公布《…》."""
    head = text[:HEAD]
    match = re.search(r"《([^《》\n]{3,60})》[^。\n]{0,120}(?:通过|公布|发布|施行)", head) or re.search(
        r"(?:公布|发布)[^。\n]{0,30}《([^《》\n]{3,60})》", head
    )
    return Title(match[1], match.start(1), match.end(1)) if match else None


def read_type(title: str, text: str) -> str | None:
    """The document type that the title tells, or the turns of an interview; None if neither does."""
    title = re.sub(r"[（(〔【][^（）()]*[）)〕】]\s*$", "", title.strip())
    inner = re.search(r"(?:印发|发布|公布|实施)[^《]*《(.+)》", title)
    inner_words = re.sub(r"[（(][^（）()]*[）)]$", "", inner[1]) if inner else None
    candidates = [inner_words, title] if inner_words else [title]
    unquoted = re.search(r"关于(?:印发|发布|公布)(?!《)(.+?)的(?:通知|公告|函|通告)$", title)
    if unquoted:
        candidates.insert(0, unquoted[1])
    for candidate in candidates:
        for pattern, kind in _TYPES:
            if re.search(pattern, candidate):
                return kind
    return "interview" if len(_TURN.findall(text)) >= 4 else None


def _first_lines(text: str) -> list[tuple[int, str]]:
    """The first lines that are not blank, with their offsets, Markdown signs aside."""
    lines: list[tuple[int, str]] = []
    offset = 0
    behind_arrow = False  # of a page's path: 首页 > 政务公开
    for line in text[:2000].split("\n"):
        begin = len(line) - len(line.lstrip())
        if mark := _MARKDOWN.match(line, begin):
            begin = mark.end()
        words = line[begin:].rstrip().rstrip("*")
        is_path = behind_arrow or line.strip() == ">"
        behind_arrow = line.strip() == ">" or (behind_arrow and not words)
        is_said = words == lines[-1][1] if lines else _is_before_title(words)  # some pages say a title twice
        if words and not is_path and not is_said:
            lines.append((offset + begin, words))
        offset += len(line) + 1
        if len(lines) > MOST_LINES:
            break
    return lines


def _is_before_title(line: str) -> bool:
    """Whether the line may stand above a title: a number, a banner, an address."""
    return bool(
        _NUMBER.fullmatch(line)
        or _SESSION_NUMBER.fullmatch(line)
        or re.fullmatch(r"\S{2,20}(?:政府|[厅局部院委办]|委员会|办公室)文件", line)
        or re.match(r"https?:|【|原文链接", line)
    )


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST_LINE and not _SENTENCE.search(line) and not _STARTS_A_BODY.match(line)


def _before_a_space(start: int, line: str) -> Title | None:
    """A title that only a space parts from the text behind it."""
    words = line.split(None, 1)[0]
    if len(words) < len(line) and _may_be_title(words) and _ENDS_LIKE_A_TITLE.search(words):
        return Title(words, start, start + len(words))
    return None


def _despaced(line: str) -> str:
    """The line without the spaces that only stretch it: 国 家 应 急 预 案."""
    gaps = len(_SPACED.findall(line))
    letters = len(re.findall(r"[\u4e00-\u9fff]", line))
    return _SPACED.sub("", line) if gaps > 2 and gaps * 2 >= letters - 1 else line
