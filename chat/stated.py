"""What is asked for by its name (conditions, papers, a calculation, a last day, places, so many things), and what states it.

符合条件的 names conditions without stating any: the right sentence about the right thing, and still no answer.
"""

import re
from collections.abc import Sequence

from chat.charge import asks_charge
from chat.fitness import names_body, only_in
from chat.marks import fold_words
from chat.question import Question
from corpus.numerals import parse_numeral
from indexing.places import find_places

_CONDITIONS = re.compile(
    r"须|必须|应当|应(?=具备|符合|满足|为|在|由|有)|要(?=有|在|达|占|求|具|是|符|满|经|与|签|依)|具备|具有|[不高低多少大小]于|不[超得]|以[上下内]|至少|达到|下列|限于|仅限|属于|只要"
    r"|(?:满|超过)\s*[\d一二三四五六七八九十]|条件[是为：:]|已|未|无|同时|签订|缴纳|取得|注册|参加|[的者](?:[；;。：:，]?$|[；;]\s)|(?:、|并且?|以及)[^，。；]{2,}的(?=，)|对[^，。；]{4,}的[\u4e00-\u9fff]{2,8}[给予实按]|依法|合法|经.{2,20}(?:认定|批准|评定|备案)|列入|纳入"
)
# what is demanded of those who act, not of those who apply: 加强货源组织, 保持场所通风
_DEMANDS = re.compile(
    r"加强|强化|落实|保持|做好|严格|确保|保障|指导|制定|配合|按照|禁止|一律|不准|坚持|组织|尽量|注意"
)
_STATED = {
    "条件": (
        re.compile(
            r"(?:什么|哪些|啥|哪几[个项条样]|何种|怎样的?|什么样的?|几个)(?:申请|申报|申领|准入)?(?:条件|资格|资质|门槛)"
            r"|(?:条件|资格|资质|门槛)(?:是|有|都有?|包括)?(?:什么(?!时)|哪些|啥(?!时)|哪几|多少)|(?:满足|具备|符合)(?:什么|哪些|啥|哪几|怎样)(?!标准|时间|规模)"
            r"|(?:什么样的?|啥样的?)[^，。？]{1,8}(?:能|可以|才(?![叫算]))|(?:具备|满足|符合|达到|需要|要?有|要)(?:什么样?的?|哪些|啥|怎样的?|何种)[^，。？]{0,8}(?:等级|水平|设施)"
            r"|(?:有什么|有啥|有哪些|什么)[^，。？]{0,4}门槛|到(?:什么|啥)(?:程度|水平)[^，。？]{0,6}(?:能|才|可)|有没有(?:门槛|条件)"
            r"|(?:要|需要|得)(?:是|有)?什么样的"
        ),
        _CONDITIONS,
    ),
    "要求": (
        re.compile(r"(?:有什么|有啥|有哪些|什么|哪些)[^，。？]{0,4}要求"),
        re.compile(f"{_CONDITIONS.pattern}|{_DEMANDS.pattern}"),
    ),
    "要交的材料": (
        re.compile(
            r"(?:什么|哪些|啥|哪几[样份种])(?:申请|申报|证明)?(?:材料|资料|证件|证明)|(?:材料|资料|证件)(?:是|有|都有?|包括)?(?:什么(?!时)|哪些|啥(?!时)|哪几)"
            r"|(?:带|交|递交|提交|上传|准备)(?:什么|啥|哪些)(?:$|[？?，,]|东西|材料|资料)"
        ),
        re.compile(
            r"材料[：:是为]|包括|证(?:件|书|明|$|[、，。；：（(》”及和或])|执照|户口|申请表|[表书单函][、，。；：（(》]|[表书单函]$|合同|协议|复印件|副本|原件|凭证|票据?|报告|方案|清单|照片|档案|账"
            r"|批文|决议|章程|简历|说明|审批材料|[卡盘][、，。和及]|公章|电子版"
        ),
    ),
    "计算方法": (
        re.compile(
            r"(?:怎么|怎样|如何|咋)计?算(?:出来|的|$|[？?])|(?:怎么|如何)(?:计算|核算)|计算(?:公式|方法|口径)"
        ),
        re.compile(
            r"计算|除以|占|的比例|÷|[＝=]|乘|之和|合计|平均|[按以].{1,30}(?:计|算|扣|减|抵|征|%|标准)|[按以为]\d|是指|换算|减去|限"
        ),
    ),
    "停止的日期": (
        re.compile(
            r"(?<![从自])(?:哪一?[天年日]|什么时[候间]|何时|几月|几号|啥时).{0,12}(?:废止|失效|作废|停止|取消)|(?:废止|失效|作废|停止)[^，。]{0,6}(?:哪一?[天年日]|什么时[候间]|何时|几月|几号|日期)"
        ),
        re.compile(
            r"\d[年月日](?:(?!印发|公布|发布|通过)[^。；]){0,30}(?:废止|失效|停止|作废|取消)|(?:废止|失效|停止|作废|取消)[^。；]{0,20}\d[年月日]|有效期|[至到]\d{4}年|同时废止|之日"
        ),
    ),
    "学历": (
        re.compile(
            r"(?:什么|哪些|啥|多高的?|何种)(?:样的)?(?:学历|学位|文凭)|学历[^，。]{0,6}(?:什么|啥|多高|要求)"
        ),
        re.compile(r"学历|本科|[大专]科|硕士|博士|学位|研究生|毕业"),
    ),
    "年限": (
        re.compile(r"(?:什么|多长|多少|啥)(?:工作|从业)?年[限头]|年限[^，。]{0,6}(?:什么|多长|要求)"),
        re.compile(r"[\d一二三四五六七八九十两]+(?:周|个)?年"),
    ),
    "年龄": (
        re.compile(r"(?:什么|多大|多少|啥)(?:年龄|岁数|年纪)|年龄[^，。]{0,6}(?:什么|多大|要求|限制)"),
        re.compile(r"岁|年龄|成年|退休"),
    ),
}
# what is given at most, aimed at, done within days or already there is no condition of it
_NO_CONDITION = re.compile(
    r"最高[^，。；]*|(?:补|奖|贷|申请|贴息?)[^，。；]{0,8}不超过[^，。；]*|达到?\d[^，。；的]*(?=[，。；]|$)"
    r"|应?当?[自在从][^，。；]{0,12}?[\d一二三四五六七八九十]+个?(?:工作)?日(?:之)?内[^，。；]*|已(?:经?出台|开通|有)"
)
# 要不要交钱: what says nothing of money says neither yes nor no
_ASKS_PAYING = re.compile(
    r"[交缴付掏垫收花出](?:不[交缴付掏垫收花出])?[^，。？]{0,6}(?:钱|费(?!用于)|押金|保证金)|要钱|(?:自己|另外|还)[要得]?掏|免费"
)
_OF_MONEY = re.compile(
    r"费|钱|[万亿\d]元|免[征收交缴]?|[无有]偿|缴|资助|补[贴助偿]|资金|承担|负担|押金|保证金|[收付]款|税|价|[营盈]利|公益"
)
_ASKS_PLACES = re.compile(
    r"哪[些几](?:个|座)?(?:省|市|城市|区|县|岛|州)(?![级里])|(?:城市|省份|区县)(?:都?有|是|包括)哪些"
)
_ASKS_PLACE = re.compile(r"哪一?个?(?:省份?|城市|自贸(?:试验)?区|新区|市(?![场政民级])|县(?!级))(?![里])")
# a share of the whole is no growth, nor is the yearly mean of a time what one year brought
_ASKS_SHARE = re.compile(r"占[^，。？]{1,12}(?:多少|百分之|比[重例])|占比|比重")
_OF_SHARE = re.compile(r"占|比[重例率]|之比|强度|份额")
_GROWS = re.compile(r"增长|增加|提高|上升|下降|降低|增幅|增速")
_YEARLY_MEAN = re.compile(r"[^，。；]*(?:年均|每年平均|平均每年)[^，。；]*")
_FORMULA = re.compile(r"[×*]\s*\d+(?:\.\d+)?\s*[%‰]?")  # 预约人次/总人次×100%
_OF_SEVERAL_YEARS = re.compile(
    r"年均|平均|[到至]20\d\d|[几三五十\d]年(?:来|间|内|里)|规划|目标|力争|计划|预期"
)
_EDITION = re.compile(r"((?:19|20)\d\d)年?版")
_NAMED = re.compile(r"(?:符合|具备|满足|有)[^，。；]{0,14}?(?:条件|要求|规定)的?")
# how many things are asked for: 哪四条原则, 那111种药都有哪些
_NUMBER = r"(?P<{}>\d{{1,3}}|[三四五六七八九十百]{{1,3}})(?P<{}>[\u4e00-\u9fff])"
_SO_MANY = re.compile(
    rf"(?<![第几\d一二三四五六七八九十百千万]){_NUMBER.format('n', 'unit')}[^，。？]{{0,14}}?(?:(?:分别|都|各)(?:是|叫|有)?(?:什么|哪|谁|啥)|(?:具体)?有?哪些)|哪{_NUMBER.format('m', 'kind')}(?!字)"
)
_NO_KIND = frozenset("年月日号元周天万亿百千工小部来多字姓")
_ITEM = re.compile(r"[、；;，,]|[和及](?=\D)|[一二三四五六七八九十]是")


def states_what_is_asked(question: Question, quotes: Sequence[str]) -> bool:
    """Whether quotes state conditions, papers to hand in, a calculation, a last day and the like where a question asks for
    them by that name, places for 哪几个省, and as many things as it says there are where it asks for each of them."""
    words = fold_words(" ".join(quotes))
    asked = fold_words(question.text)
    whether = question.kind == "yes_no"
    place = _ASKS_PLACES.search(asked) or (not whether and _ASKS_PLACE.search(asked))
    if place and not find_places(words):
        return False
    if not whether and not _of_the_edition(asked, words):
        return False
    if question.kind == "figure" and not _of_its_kind(question, words):
        return False
    paying = whether and _ASKS_PAYING.search(asked)
    if paying and not _OF_MONEY.search(words):
        return False
    words = _NAMED.sub("", words)  # 符合条件的, 有条件的地方 name conditions without stating any
    sides = sides_asked(question)
    if sides == ["条件"] and question.kind not in ("figure", "article"):
        words = _NO_CONDITION.sub("", words)
    if question.kind in ("name", "definition", "article"):  # which regulation says them: a name
        sides = [side for side in sides if side != "条件"]
    stated = all(_STATED[side][1].search(words) for side in sides)
    if question.kind == "list" and asks_charge(asked) and not names_body(words):
        return False
    return stated and _so_many(question, quotes)


def _of_the_edition(asked: str, words: str) -> bool:
    """False where quotes speak only of other editions than the one asked for: 2022版目录 where 2023年版 was."""
    editions, said = set(_EDITION.findall(asked)), set(_EDITION.findall(words))
    return not editions or not said or bool(editions & said)


def _of_its_kind(question: Question, words: str) -> bool:
    """False where the only figures are of another kind than asked for: growth for a share, a yearly mean for one year's,
    the 100% of a formula."""
    asked = fold_words(question.text)
    if _ASKS_SHARE.search(asked) and _GROWS.search(words) and not _OF_SHARE.search(words):
        return False
    one_year = question.years and not _OF_SEVERAL_YEARS.search(asked)
    if one_year and only_in(_YEARLY_MEAN, question, words):
        return False
    return not only_in(_FORMULA, question, words)


def _so_many(question: Question, quotes: Sequence[str]) -> bool:
    """Whether quotes hold as many things as a question asks for one by one (那111种药都有哪些).

    True as well where they state another number of them: then the question is mistaken, and that answers.
    """
    asked = _SO_MANY.search(fold_words(question.text))
    if not asked:
        return True
    kind = asked["unit"] or asked["kind"]
    number = parse_numeral(asked["n"] or asked["m"])
    if number is None or kind in _NO_KIND:
        return True
    words = fold_words(" ".join(quotes))
    said = {parse_numeral(n) for n in re.findall(rf"(\d+|[一二三四五六七八九十百]+){kind}", words)}
    items = max(len(_ITEM.split(clause)) for clause in re.split(r"[。：:\n]", words))
    return max(len(quotes), items) >= number or bool(said - {number})


def sides_asked(question: Question) -> list[str]:
    """What of conditions, papers, a way to calculate, a last day, schooling, years and age a question asks for by name."""
    asked = fold_words(question.text)
    return [side for side, (asks, _) in _STATED.items() if asks.search(asked)]
