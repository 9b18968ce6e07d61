"""What a quote must hold to answer at all: a day for what asks for one, a number to call for 电话, money for 多少钱.

No score outweighs these: a sentence about the right thing that lacks the very date or amount is the fluent
neighbour of an answer, not one.
"""

import re

from chat.charge import puts_in_charge
from chat.definitions import defines
from chat.figure_ranking import SIDES
from chat.figures import is_change, unit_fits
from chat.marks import fold_words
from chat.question import Question
from indexing.quantities import Quantity, find_quantities
from indexing.tokenizer import open_tokenizer

_TIME = re.compile(
    r"\d\s*[年月日号]|[〇一二三四五六七八九十]{1,3}[年月日]|[年月季]度?底|之日|当[年月日]|季度|[今明去前]年|次[年月日]|即日|[上下]半年|年内|"
    r"\d\s*个?(?:天|工作日|小时|周)|[一二三四五六七八九十]+个?(?:天|工作日|小时|周)|期满|届满|立即"
)
_DAY = re.compile(
    r"\d\s*[月日号]|[〇一二三四五六七八九十]+[月日号]|[上下当次每本][个一]?[月日]|月[初末底中份]|工作日|之日|即日|年底|季度|期满|届满"
)
_ASKS_DAY = re.compile(r"哪个?月|几月|哪一?[天日]|几号|何月|何日")
# what a way to reach somebody looks like, by what asks for it; the last is for all other questions
_REACHED = (
    (re.compile(r"电话|热线|座机|手机|传真"), re.compile(r"\d{5,}|\d{3,4}[-—－]\d{4,}")),
    (re.compile(r"邮箱|邮件地址"), re.compile(r"@")),
    (re.compile(r"地址|寄|邮编"), re.compile(r"\d+号|[路街巷道]|大厦|大厅|园区|\d{6}|地址")),
    (re.compile(""), re.compile(r"\d{5,}|\d{3,4}[-—－]\d{4,}|@|www|http|公众号|网站|网址|平台|客户端|小程序|app")),
)  # fmt: skip
_DOCUMENT_NUMBER = re.compile(r"(?:〔\d{4}〕|\[\d{4}\]|\d{4}年第|第)\d+号")
# what is begun by no day but by what comes before: 取得执照即可开业
_EVENT = re.compile(r"即可|方可|[前后时](?:[，,]?(?:可|方|才|再|即)|[，,。；])|同时|随时")
_ASKS_MOMENT = re.compile(r"(?:什么|啥)时候?|何时|几时")
_EVERY = re.compile(r"每(?:半?年|半?个?月|季度?|周|日|天)|按(?:年|月|季)|年度")
_ASKS_BODY = re.compile(r"(?:哪个|哪一?家|什么|由哪|归哪)个?(?:部门|单位|[局厅委]|部委|机构|机关|科室)")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:局|厅|部|委|办|署|院|政府|中心|专班|机关|机构|公司|银行|协会|部门|单位|办公室|科)(?![分署队件门下内外是])"
)
_BODY_END = re.compile(
    r"(?:局|厅|部|委|办|署|政府|中心|专班|机关|机构|公司|银行|协会|部门|单位|办公室|委员会|科室|法院|检察院|医院|学校|院)$"
)
_ASKS_OFFICE = re.compile(r"(?:哪个|什么|由哪|归哪|哪一个)个?(?:部门|[局厅委]|部委|处室|机关|科室)")
_OFFICE = re.compile(
    r"部门|政府|机关|委员会|办公室|专班|领导小组|国务院|法院|检察院|(?<![布结格])局(?![部势面限])|(?<![大客餐展])厅|[部委署办处](?=[、，。；（）()负牵会将应要发印联统批审主组依可等的在受为和及备指汇确与同\s]|$)"
    r"|由[^，。；]{2,20}(?:负责|牵头|承担|主管|解释|制定|确定|审|批|办理|认定|组织)"
    r"|[向经报][\u4e00-\u9fff]{2,12}(?:部|局|委|厅|署|办)(?![分署队件门下内外是理法事])"
)
# who does a thing is told by what speaks of doing it, or of being in charge: 由谁审核 not by 积分政策要完善
_DOES = re.compile(
    r"(?:由谁|归谁|谁来|由?哪个(?:部门|单位|[局厅]|处室)来?|哪家(?:单位|公司|机构|银行))[^，。？]?"
    r"(负责|牵头|审核|审批|起草|制定|开发|翻译|承建|承办|选派|评审|督办|发放|认定|修|印|赔)"
)
_IN_CHARGE = re.compile(
    r"负责|牵头|承担|主管|会同|责任单位|由[^，。；]{2,16}|管理|统筹|指导|承办|落实|办理|组织|协调"
)
# 翻译成英文由哪个单位做
_DONE_BY = re.compile(
    r"(翻译|检测|评审|评估|审计|培训|开发|运营|维护)[^，。？]{0,8}?由(?:谁|哪[^，。？]{0,6}?)(?:来|去)?[做干弄]"
)
_ASKS_OVER = re.compile(r"归(?:谁|哪)[^，。？]{0,6}(?<!监)管|(?:谁|哪[个家][^，。？]{0,3})(?:来|在)管")
# 办公室设在哪个单位 is told by where it is, not by 下设办公室
_ASKS_SEAT = re.compile(r"(?:设|挂)(?:靠)?在(?:哪|什么|何处)")
_SEATED = re.compile(r"(?:设|挂靠?|放|落户?)[在于]|位于|承担")
# what is done in a way of its own is told by its own word, whoever is in charge: 由哪个部门翻译
_DOES_ITSELF = re.compile(
    r"(?:谁|哪(?:一[个家]?|[个家位])[^，。？]{0,4})(?:来|去|给)?(翻译|赔|催收|评(?!价)|印(?!发)|修|主持|带头|出编制|批(?!准文)|运营|处分|承保|中标|调解)"
)
_ASKS_KIND = re.compile(r"(?:哪一?[家些所个几]|什么)(银行|医院|学校|大学|公司|企业|协会)")
_SAME_KIND = {
    "公司": "公司|集团|企业|厂",
    "企业": "公司|集团|企业|厂",
    "大学": "大学|学院",
    "学校": "学校|大学|学院|[小中]学",
}
_ASKS_PERSON = re.compile(
    r"^(?!.*对象).*(?<![有给对为])谁|姓名|哪位|(?:人|长|主任|记者|专家|院士|同志)叫什么"
)
_PERSON = re.compile(
    r"由.{2,}|[局厅部处科校院会市县区省]长|主任|主席|书记|总理|院士|负责人|发言人|担任|记者|同志|先生|女士"
)
_ASKS_PLACE = re.compile(r"地址|什么地方|哪个(?:会场|地点)|在(?:哪里?|哪儿)(?:开|办公|举行|举办)?[？?。]?$")
_PLACE = re.compile(
    r"位于|设在|地处|地址|落户|[\u4e00-\u9fff]{2,}(?:[省市区县镇乡村]|路|街|大厦|广场|中心|园区|大厅|窗口)|\d+号|网站|平台"
)
_AIMS = re.compile(r"力争|争取|目标|预期|达到.{0,12}以上|计划|拟安排|到20\d\d年")
# how many there are by now, and what only says how many there are to be
_ASKS_SO_FAR = re.compile(
    r"(?:现在|目前|截至目前|如今)[^，。？]{0,6}(?:已经?|有)|已经(?:建成|有|达到|完成)|最后实际|实际(?:收|完成|花)"
)
_AIMED_AT = re.compile(
    r"^(?!.*(?:已|现有|目前|截至|[年月]末)).*(?:力争|争取|目标|预期|要达|达到[^，。；]{0,12}(?:以上|左右|\d家)|计划|到20\d\d年|以上)"
)
_FRACTION = re.compile(r"[一二三四五六七八九十]分之[一二三四五六七八九十]")
_AT_ONCE = re.compile(r"当[日天场]|即时|即[到来]即办|立等|立即|长期有效|永久")
# what answers 多少 without a number: 全额补贴, 不收费
_ALL_OR_NOTHING = re.compile(
    r"全额|免费|免征|免收|免缴|不(?:再|得)?(?:另行)?收取?(?:任何)?费|无偿|据实|以实际[^，。；]{2,12}为限"
)
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|[末底])")
# not what is only compared with or counted in: 比2007年增加, 2010年不变价, 从2004年人均700元提高到
_YEAR = re.compile(r"(?<![\d比较])(?<!从)(?<!由)(?:19|20)\d\d(?=年(?!不变价|[^，。；、]{0,8}相比))")
_HOLDS = re.compile(r"担任|兼任|任.{0,6}[长任记席挥人]|[\u4e00-\u9fff][　 ][\u4e00-\u9fff]")
# 谁当组长, 主任叫什么: one who holds an office is told by what names it
_POST = r"副?(?:[局厅部处科校院会市县区省州镇乡村组班司书行事站馆团队]长|主任|主席|书记|总指挥|召集人|总经理|记者|院士|科学家|主持人|考官|主编|教授)"
_ASKS_POST = re.compile(
    rf"(?P<held>{_POST})(?:是|叫|由)?(?:谁|哪位|哪个|什么名|啥名|什么$|什么[？?])"
    rf"|(?:哪一?[位个]|谁来?[当任做是]|谁来?担任)[\u4e00-\u9fff]{{0,8}}?(?P<asked>{_POST})"
)


def may_answer(question: Question, quote: str) -> bool:
    """Whether a quote holds a thing of the kind asked for; True where the kind asks for nothing in particular."""
    words = fold_words(quote)
    if question.kind == "date":
        words = _DOCUMENT_NUMBER.sub("", words)
        event = _ASKS_MOMENT.search(fold_words(question.text)) and _EVENT.search(words)
        return bool(event or (_DAY if _ASKS_DAY.search(question.text) else _TIME).search(words))
    if question.kind == "contact":
        return bool(next(form for asks, form in _REACHED if asks.search(question.text)).search(words))
    if question.kind == "definition":
        return defines(question, words)
    if _ASKS_PLACE.search(question.text):
        return bool(_PLACE.search(words))
    if question.kind == "name" and not (_does(question, words) and _holds_post(question, words)):
        return False
    if question.kind == "name" and (kind := _ASKS_KIND.search(fold_words(question.text))):
        return bool(re.search(_SAME_KIND.get(kind[1], kind[1]), words))
    if question.kind == "name" and _ASKS_OFFICE.search(question.text):
        return bool(_OFFICE.search(words))
    if question.kind == "name" and _ASKS_BODY.search(question.text):
        return names_body(words)
    if question.kind == "name" and _ASKS_PERSON.search(question.text):
        return bool(_BODY.search(words) or _PERSON.search(words))
    if question.kind == "figure":
        return (
            _of_the_period(question, words)
            and _of_the_year(question, words)
            and _counts(question, words)
            and _of_the_case(question, words)
            and not (question.asks_reached and _AIMS.search(words))
            and not (_ASKS_SO_FAR.search(question.text) and _AIMED_AT.search(words))
        )
    return _of_the_period(question, words)


def _does(question: Question, words: str) -> bool:
    """Whether a quote speaks of doing what the question asks who does; True where it asks for no doer."""
    asked = fold_words(question.text)
    itself = _DOES_ITSELF.search(asked)
    done = _DONE_BY.search(asked)
    if (itself and itself[1] not in words) or (done and done[1] not in words):
        return False
    if _ASKS_SEAT.search(asked) and not _SEATED.search(words):
        return False
    if _ASKS_OVER.search(asked) and not (puts_in_charge(words) or _IN_CHARGE.search(words)):
        return False
    act = _DOES.search(asked)
    return act is None or act[1] in words or bool(_IN_CHARGE.search(words))


def _holds_post(question: Question, words: str) -> bool:
    """Whether a quote names the post whose holder is asked for (专家组【组长】是谁), not its deputy's, and somebody who
    holds it or is to; True where none is asked for."""
    asks = _ASKS_POST.search(fold_words(question.text))
    if asks is None:
        return True
    post = asks["held"] or asks["asked"]
    told = re.sub(rf"副{post}", "", re.sub(r"\s", "", words)) if post[0] != "副" else words
    # 局长周一鸣）：, 总指挥：市应急局主要负责人
    named = re.search(rf"{post}(?:[\u4e00-\u9fff]{{2,3}}(?=[)）:：]|$)|[:：]\S{{2,}})", told)
    return post in told and (
        bool(named or _HOLDS.search(words)) or any(tag == "nr" for _, tag in open_tokenizer().tagged(words))
    )


def names_body(words: str) -> bool:
    """Whether a quote names a body: the last word of one is a word of its own (财政部门, 市人社局), no part of 局部."""
    before = ""
    for word, tag in open_tokenizer().tagged(words):
        noun = word if tag.startswith(("n", "j")) else ""
        if len(before + noun) > 1 and noun and _BODY_END.search(before + noun):  # 政务服务 + 局
            return True
        before = noun
    return bool(re.search(r"由[^，。；]{2,20}(?:负责|牵头|承担|主管|解释)", words))


def only_figure(question: Question, quote: str) -> bool:
    """Whether a quote holds a single figure of the kind asked for, which therefore is the one."""
    return len(_figures(question, fold_words(quote))) == 1


def _counts(question: Question, words: str) -> bool:
    every = "年" in question.units and _EVERY.search(words)
    paid = (not question.units or question.units & {"元", "%"}) and "省" not in question.text
    share = (not question.units or "%" in question.units) and _FRACTION.search(words)
    at_once = "天" in question.units and _AT_ONCE.search(words)
    return bool(
        every or at_once or share or (paid and _ALL_OR_NOTHING.search(words)) or _figures(question, words)
    )


def only_in(kind: re.Pattern[str], question: Question, words: str) -> bool:
    """Whether the figures of folded words that could answer stand only where a pattern matches: in formulas, in clauses of
    a yearly mean."""
    return bool(kind.search(words)) and not _figures(question, kind.sub("", words))


def _figures(question: Question, words: str) -> list[Quantity]:
    return [
        quantity
        for quantity in find_quantities(words)
        if not quantity.is_year
        and not quantity.is_date_part
        and unit_fits(quantity, question.units)
        and (question.asks_change or not is_change(words, quantity.start, quantity.unit))
    ]


def _of_the_period(question: Question, words: str) -> bool:
    asked, said = (set(_MONTH.findall(text)) for text in (fold_words(question.text), words))
    return not asked or not said or bool(asked & said)


def _of_the_case(question: Question, words: str) -> bool:
    """False where a quote speaks only of the other side of an amount: 500万元及以下 where 超过500万 was asked."""
    said = [quantity for quantity in find_quantities(words) if not quantity.is_year]
    for asked in question.quantities:
        same = [SIDES[quantity.comparator] for quantity in said if quantity.value == asked.value]
        if SIDES[asked.comparator] and same and all(side == -SIDES[asked.comparator] for side in same):
            return False
    return True


def _of_the_year(question: Question, words: str) -> bool:
    years = {int(year) for year in _YEAR.findall(words)}
    return not question.years or not years or bool(years & set(question.years))
