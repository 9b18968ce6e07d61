"""How a question asks: the words that ask, the noun each belongs to, and what its last asking clause ends with.

都有谁能申报, 要干哪些事 and 举几个出来 ask for several things; 能把几种叠着用吗 asks for yes or no, whatever amounts it
speaks of; 减免额怎么算 for a way.
"""

import re
from typing import Literal

from corpus.numerals import parse_numeral
from indexing.tokenizer import article_number

Asked = Literal["yes_no", "list", "explanation"]

_WH = re.compile(r"多少|几|哪|谁|(?<!要)什么|啥|怎|咋|何|干嘛|干吗|多[久大高长快]|多会儿")
# 是那个部门在管, where nothing else asks: mistyped for 哪
_MISTYPED = re.compile(r"(?<=[是由归找在去到])那(?=一?[个家些位里]|[天年])")
# words that ask nothing: 好几年, 这几个, 举几个出来, 招了几个人
_INDEFINITE = re.compile(
    r"(?<=[好这那头近没前])(?<!提前)几(?=[年天个月家种次条项位名户人台套])"
    r"|(?<=了)几(?=[个名位家户人台套].*[，,].*(?:多少|什么|啥|谁|哪|怎|吗|不[？?]?$))|(?<=[举列])几(?=[个种条项样])"
    r"|几(?=[个家][^，,。？?]{1,12}的?时候)|几(?=[十百千万]+[块元]的)|(?<=[少多晚早][\u4e00-\u9fff])几(?=[次天回][^，,]*行不行)|(?<=没)有?(?:多少|几)|(?<=的)几(?=[件项条点个种][^，,。？?]{0,4}[：:])"  # 没多少钱; 要改进的几件事：
    r"|(?<=分)几(?=[批次期回][^，,。？?]{0,8}[，,、](?!.*(?:多少|各|叫|哪)))"  # 分几次付款，每次都得交？
)
# 能不能少报几次 asks for no number
_ALLOWED_SOME = re.compile(
    r"(?P<may>(?:能不能|可不可以|能否|可否)[^，,。？?]{0,10}[少多晚早缓宽延][^，,。？?几]{0,3})几(?=[次回天个年月])"
)
# what only says where the answer is to be looked for: …吗，报告里怎么说
_SOURCE = re.compile(
    r"[，,。？?][^，,？?]{0,14}(?:怎么|如何|咋)(?:说|讲|提|写|定|规定|要求)(?:的|来着)?[？?。]*$"
)
# a point of a document that has no articles: 复函里第四点, 那份文件的第七项
_POINT = re.compile(
    r"(?:文|件|函|复|知|见|告|案|法|定|点|划|要|》)[里中内的]{0,2}第\s*(?P<number>[一二三四五六七八九十\d]{1,3})\s*大?[点项]"
)
_REGULATION_ASKED = re.compile(r"(?:哪一?[部个份]|什么)(?:法律?|法规|条例|办法|规定|规章|文件|通知)")
_OF_A_LAW = re.compile(
    r"[法例定则程知告见案》]的?\s*[\d一二三四五六七八九十百零]+条"
)  # not 数据二十条, 21条惠企措施
_COUNTED = re.compile(r"\d条(?:措施|政策|意见|举措)|(?<![法例定则第\d])\d+条(?:里|中)")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_PARTICLE = re.compile(
    r"(?:吗|(?<![什怎这那多要])么|没有?|(?<!对)不|吧|对不对|行不行|可不可以|能不能|成不成)[呀啊呢的]?$"
)
# 在哪个区都能领，对吧 asks for a yes, whatever it names before; so does 会退回来还是不会
_TAG = re.compile(
    r"(?:^|[^面方])(?:对吧|是吧|(?:我?没(?:说|记|弄)?错)吧|对不对|真的假的|(?P<may>会|能|要|行|可以|算)[^，,]*还是不(?P=may)|(?<![不无][管论])哪一?个[^，,]{1,4}都(?:可以|能)[^，,]*)$"
)
_VERB_NOT_VERB = re.compile(r"(?P<v>[\u4e00-\u9fff])[不没](?P=v)|有没有|能否|可否|是否|会否")
# 会不会说是谁反映的 asks whether it is said
_WHETHER_SAID = re.compile(
    r"(?:会不会|能不能|要不要|该不该|用不用|可不可以)[^，,]{0,6}(?:说|讲|告诉|公开|透露|写|知道|问)[^，,]{0,4}(?:谁|哪|什么|几|多少)"
)
_ASSUMES = re.compile(r"(?:会|能|可以|得|要|还|也|必须|允许)[^，,]*(?<!是)$|才行$|不可$")
_EITHER = re.compile(r"还是|或者")
# 有补贴吗, 给点什么支持没有: which support there is, not whether
_OFFERED = re.compile(
    r"(?:有|给)[^，。？?]{0,8}(?:补贴|补助|奖励|奖补|资助|扶持|支持|优惠|贷款|减免|政策|服务券|地方)[^，,]{0,8}$"
)
# 哪些部门, 哪些人 ask for names; 哪些部门手里的数据 for data
_OTHER = r"(?!人|部门(?!手|的)|单位(?!的)|机构|机关|局|厅|委|银行)"
_SEVERAL = re.compile(
    rf"哪些{_OTHER}"
    r"|都[^，,？?多几]{0,5}?(?:谁|什么(?!意思|时|原因)|啥(?!意思|时)|哪(?:些|[几两二三四五六七八九十\d]))"
    r"|几(?:种|类|个|档|步|条)(?:不同的?)?(?:方式|办法|方法|选法|做法|类型|情形|情况|环节|步骤|方面|渠道|途径|阶段|路子)"
    r"|几[种类档个项家][，,](?:分别|都)?叫"
    r"|(?:^|[，,。；\s])请?(?:再)?[举列说][^，,]{0,2}[几些][个种条项样]|列(?:一下|出来|举|给)|都(?:说说|列出?)|(?:说|列)全(?![县市省国区村镇])"
)
_MEASURED = re.compile(r"多少|百分之|多[久长大高]")
_CALCULATED = re.compile(r"(?:怎么|咋|如何|怎样)(?:个)?(?:计?算|折算|换算|扣)(?:法|的|呢)?[？?。]*$")
# 什么时候去、找谁、带啥: no one name or day answers so many questions
_OPEN = re.compile(r"什么|啥|谁|哪(?![年月日天号])|怎|咋|如何")
_AT_ONCE = 3


def asked_as(question: str) -> Asked | None:
    """What the grammar of a folded question says that it asks for; None where that decides nothing."""
    text = definite(_BRACKETS.sub("", question))
    without_source = _SOURCE.sub("", text)
    clauses = [
        clause.strip() for clause in re.split(r"[，,。；;：:？?！!]", without_source) if clause.strip()
    ]
    if _asks_yes_no(clauses, question.rstrip().endswith(("？", "?"))):
        return "yes_no"
    if _SEVERAL.search(text) and not _MEASURED.search(text):
        return "list"
    at_once = len(_OPEN.findall(text)) >= _AT_ONCE and not _MEASURED.search(text)
    return "explanation" if at_once or _CALCULATED.search(text) else None


def definite(text: str) -> str:
    """A question in which 几 stands only where it asks: 好几年 becomes 好些年, 是那个部门 where nothing else asks 是哪个部门."""
    text = _ALLOWED_SOME.sub(r"\g<may>些", _INDEFINITE.sub("些", text))
    return text if _WH.search(text) or _PARTICLE.search(text.rstrip("？?。 ")) else _MISTYPED.sub("哪", text)


def asking_clauses(text: str) -> str:
    """The clauses of a question that ask, all where none does: 想用评估的金额抵税，得交什么 asks for no amount."""
    if _SOURCE.search(text):
        return text
    clauses = re.split(r"(?<=[，,。；;：:？?！!])", text)
    return (
        "".join(clause for clause in clauses if _WH.search(clause) or _is_yes_no(clause.strip("，,。；;？?")))
        or text
    )


def _asks_yes_no(clauses: list[str], marked: bool) -> bool:
    """Whether the last clause that asks does so for a yes or no and no other asks for anything else; `marked` with ？."""
    asking = [
        n
        for n, clause in enumerate(clauses)
        if _WH.search(clause) or _is_yes_no(clause) or _TAG.search(clause)
    ]
    if not asking:
        return (
            marked
            and bool(clauses)
            and bool(_ASSUMES.search(clauses[-1]))
            and not _EITHER.search(clauses[-1])
        )
    last = clauses[asking[-1]]
    if _TAG.search(clauses[-1]) and not _MEASURED.search("".join(clauses)):
        return True
    if not _is_yes_no(last) or _MEASURED.search(last) or _OFFERED.search(last):
        return False
    return not any(_WH.search(clauses[n]) for n in asking[:-1])


def _is_yes_no(clause: str) -> bool:
    """Whether a clause asks for a yes or no: 几种 and 什么 in one that ends with 吗 are any."""
    if _EITHER.search(clause):
        return False
    if _PARTICLE.search(clause) or _WHETHER_SAID.search(clause):
        return True
    return bool(_VERB_NOT_VERB.search(clause) and not _WH.search(clause))


def point_asked(text: str) -> str | None:
    """The number of the point of a document that a folded question asks for, as 4 for 复函里第四点; None without one."""
    point = _POINT.search(text)
    number = parse_numeral(point["number"]) if point else None
    return None if number is None else str(int(number))


def names_article(text: str) -> bool:
    """Whether a folded question asks what an article, or a point, of a document says; not of 21条措施, nor which regulation."""
    if point_asked(text):
        return True
    numbered = article_number(text) and ("第" in text or _OF_A_LAW.search(text))
    return bool(numbered) and not (_REGULATION_ASKED.search(text) or _COUNTED.search(text))
