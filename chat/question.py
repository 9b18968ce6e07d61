"""What a question asks: a figure, a list, support, a definition …, for which years, counted in which unit.

Read by patterns from the question alone; whether the documents answer it is decided elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Literal

from chat.asked_units import DURATION, MONEY, SHARE, likely_units, units_asked
from chat.asking_phrase import asked_as, asking_clauses, definite, names_article, point_asked
from chat.comparing import EACH
from chat.contact_asked import asks_contact
from chat.day_claims import with_day_asked
from chat.marks import fold_words
from chat.words import PERIOD, Word, words_of
from corpus.numerals import parse_numeral, with_digits
from indexing.quantities import Quantity, find_quantities
from indexing.tokenizer import article_number, open_tokenizer

Kind = Literal[
    "figure",
    "date",
    "contact",
    "name",
    "list",
    "definition",
    "validity",
    "support",
    "yes_no",
    "article",
    "explanation",
    "small_talk",
]

_SMALL_TALK = re.compile(
    r"^(?:你好|您好|嗨|哈喽|早上好|下午好|晚上好|谢谢(?:你|您)?|多谢|再见|拜拜|在吗|你是谁|你会(?:做)?什么|你能做什么|hi|hello|ok|好的|嗯+)"
    r"[呀啊吗呢吧，,！!？?。.\s]*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"什么时候|什么时间|何时|几时|哪一?[天日年]|几号(?!文)|最后一[天日]|哪个?月|几月|时间是|日期|截止到?(?:什么|哪|几)|什么时段"
    r"|(?:从|自|到|至)(?:什么|何)时|几点|多会儿|啥时候?|年份(?:是|为)?[？?]?$|什么日子|啥日子|哪一?年底|具体(?:日子|日期|哪天)|有效期(?:至|到)[？?]?$|(?:最后|截止)(?:的?期限|时间)(?=[是到在为？?]|$)"
)
# from which year to which, and the day on which a term ends
_PERIOD = re.compile(r"哪几年|哪一?[天年日][^，。？?]{0,4}[到至][^，。？?]{0,2}哪一?[天年日]")
_LIMIT_DAY = re.compile(
    r"(?:期限|时限|有效期)[^，。？?]{0,8}(?:什么时[候间]|啥时候?|何时|哪一?[天年日]|哪个?月|几[月号])"
    r"|有效期(?:至|到)[？?]?$|(?:最后|截止)(?:的?期限|时间)(?=[是到在为？?]|$)|多久[^？?]*(?:哪一?[天日]起|具体日子)"
)
_FIGURE = re.compile(
    r"多少|(?<![哪这那第])几(?:个|家|项|件|名|位|户|人|种|类|条|座|处|所|批|台|辆|款|万|亿|成|倍|次|支|只|吨|亩|公里|部|张|千|百|十|级|轮|天|年|月|岁|行|回|遍|枚|份|套|间|栋|册|趟)"
    r"|[百千万]分之几|多大|多高|多快|[多有隔离][远宽深重](?!一点)|几(?:度|米|厘米|毫米|分(?!之|别|批|期|次|类|种|步|钟)|分贝|小时|周)|[到了为是]几了?[？?]?$|(?:到|为|是)(?:啥|什么|多大)(?:数(?!据)|水平|程度|规模|比重)|每[人户年月天][^，。？?]{0,8}标准(?:是|为)?[？?]?$|(?:总数|总量|总额|啥价|单价|保费|工本费)(?:是|为)?[？?]?$|几(?:多|毛|角)|第几[次级档]|[一二三四五六七八九十百千万亿\d]+还是[一二三四五六七八九十百千万亿\d]+|(?:合格|及格|分数|起付|最低)线(?:是|为)?[？?]?$|(?:什么|啥|哪个|多大)数(?!据|字|额)|个数$|占比|比例|比率|比重|(?<!哪个)(?<!什么)(?:指标|目标)(?:值|数)?(?:是|为|呢|[？?]|$)|多大规模|什么(?:规模|水平|量级|程度)|规模(?:目标)?(?:是|为|要|[？?]|$)"
    r"|金额|额度|上限|下限|标准(?:是|为)(?:多少|什么)|总量(?:是|为|[？?])|数量|人数|增速|增幅|税率|费率|利率|率(?:是|为|[？?]|$)"
)
_NAME = re.compile(
    r"谁|哪(?:个|家|一?家|一个|所|位|些?|座|一?级)?(?:部(?!分)|政府|税务|栏目|单位|机关|机构|医院|公司|企业|省|市|平台|人|银行|委员会|学校|地方|地区|城市|领域|办公室|局|厅|委|科室|岗位|职位|协会)(?!.*(?:措施|政策))"
    r"|哪(?:一?个|级|类|项)?(?:司|处|工作组|小组|场景|标准|系统|网站|凭证|表|名录|新?税种|项目|窗口|证)(?!.*(?:措施|政策))|哪一?[家级]|什么(?:单子|凭证|证件|税种|名录|系统|软件|标准(?!算|补|奖|发|给|计|收|执行))|叫啥|改成(?:什么|啥)|[找问]哪[里儿]|几号文|编号是"
    r"|什么(?:部门|单位|机关|机构|人|平台|名称|名字|文件|文号|号|级别|职务|身份|头衔|小组|会议)|哪一?位|由谁|叫什么|名称是|文号|牵头(?:单位|部门)是|主管部门|负责人是|受访(?:人|者)"
    # of one thing out of its kind, whatever kind that is: 哪座城市, 哪份文件, 哪个园区
    r"|(?<!随便)(?<![不无][管论])哪一?(?:个|座|份|部|款|届|本|栋|家|支|条|套|张|台|门)(?!月|年|天|日|时候|季|更|比|[多高大少快先好]|划算|环节|阶段|方面|条件|情形|情况)"
    r"|哪一?(?:种|类|项|块|处)[^，。？?]{0,4}(?:税|费|险|经费|资金|基金|收入|号码|代码|证|制度|行动|工程|计划|指标|平台|市场|产业|贸易)(?!.*(?:措施|政策))|[靠是]哪一?块|(?:什么|啥)成果"
    r"|全[称名]|(?:什么|啥)(?:平台|软件|系统|[aA][pP][pP]|网站|单位|部门|机构)|叫个?(?:什么|啥)|名[字称]是?[？?]?$|(?:在|去|到)(?:(?:什么|啥)地方|哪[儿里]了)|名儿是?[？?]?$|是哪[里儿]的[？?]?$|求[^，。]{0,6}名字|[上到去]哪[儿里](?=[去办领交查]|$)|(?<!又)简称|上哪[里儿]?(?=下载|查)|(?<!是个)什么[^，。？?]{0,6}(?:工程|行动|制度?|计划|基金|小程序|代码|号码|称号|券|国债|模式|原则|机制|会议|称呼|网络|架构|框架|模型|算法|技术|协议|口号|主题)(?=[？?来的呢啊执运认]|$)"
    r"|(?:[去到在往向找]|选在了?|设在了?|落在了?)[^，。？?]{0,6}哪[儿里](?=[？?办领取交审查看登备申管]|$)|哪一?条(?=[？?]|$)"
    r"|(?:报|送|交)(?:到|给|去)?哪[里儿]?(?=备案|审|批|登记|核|存)|(?:单位|部门|机关)[？?]?$"
)
# a figure by its matter alone (人数, 标准), where the question asks for a name
_ASKS_AMOUNT = re.compile(
    r"多少|(?<![哪这那第])几(?!个?(?:部门|单位|家|方|地|局|委|厅))|百分之|多[大高快久长]|最[高多低少]|上限|下限|封顶|额度|比例|增[速幅长]|[率]"
)
_WHO = re.compile(
    r"由谁|归谁|[被找向给]谁|谁(?:来|牵头|负责|管|定|批|审|解释|发|出)|归?(?:哪|什么)(?:个|一个)?(?:部门|单位|机关|机构|小组|局|委|厅)"
)
_WHY = re.compile(r"为什么|为啥|为何|(?:怎么|咋)没")
_LIST = re.compile(
    r"哪些|哪几|哪(?:两|二|三|四|五|六|七|八|九|十|\d)|有什么(?:要求|任务|措施|举措|条件|内容|做法|步骤|原则|类型|材料)"
    r"|(?:几|[两二三四五六七八九十])(?:大|个(?!月|工作日|小时|学期|季度|点|百分)|项|条|种|类|方面|步|点|件|环节)|分别(?:是|为)|包括什么|包含什么|都有(?:什么|啥)|分为|要素|任务(?:是|有)什么|有啥"
)
_SEVERAL = re.compile(r"哪几|分别叫|都(?:是|有)(?:什么|哪|啥)|有哪些|包括哪些|哪[两二三四五六七八九十]")
_SUPPORT = re.compile(
    r"补贴|补助|奖励|奖补|资助|扶持|支持|优惠|减免|免征|免税|减税|贷款|融资|担保|贴息|服务券|返还|申报|申请|申领|怎么(?:领|办|拿)|如何(?:领|办)"
    r"|条件|材料|手续|资格|符合什么|享受|待遇|福利|帮扶|帮助|照顾|便利|好处|优待|实惠|[抵退减]税"
)
# 有补贴吗 asks which support there is, not for a yes
_OFFERED = re.compile(
    r"(?:有|享受|申请|领|拿)[^，。？?]{0,6}(?:补贴|补助|奖励|奖补|资助|扶持|支持|优惠|贷款|减免|政策|服务券)"
)
_VALIDITY = re.compile(
    r"(?:还|仍|继续|是否|现在还?|目前还?)(?:有效|管用|算数|能用|按这个来|作数)|还在?(?:执行|适用|施行)|废止了?[吗没么]|失效了?[吗没么]|过期了?[吗没么]|作废|还有没有效|有没有(?:废止|失效|过期)"
)
_DEFINITION = re.compile(
    r"什么样的[^，。？]{1,8}?(?:叫做?(?!什么|啥)|算是?|属于)[“\"\u4e00-\u9fff]|^(?:请问)?(?:什么是|何谓|何为|啥是|什么叫)|[什啥]么?意思|是个?(?:什么|啥)(?:东西|玩意儿?|概念|样的人)|是个(?:什么|啥)(?:制度|行动|计划|机制|工程)|代表(?:的?是)?(?:什么|啥)|[”\"」]是(?:啥|什么)[？?呀啊]*$|指的?是?(?:什么|啥|谁|哪(?!部|份|家|一?个(?:部门|单位|文件|平台|地方|机构)))|怎么解释[？?。]?$|到底(?:是|指)(?:啥|什么)|(?:怎么|如何|怎样)界定|界定的|(?:的)?(?:定义|含义)(?:是|为)?|指什么|怎么(?:理解|定义)|给[^，。？?]{2,12}定性|算(?:是)?(?:一[种个]|个)?(?:什么|啥)(?:性质)?的?东西|如何(?:理解|定义)|是啥意思?|(?:反映|衡量)的?是?(?:什么|哪)|是看(?:什么|啥)|啥叫|何为|哪些人?(?:可以)?算|(?:啥|什么|怎么?)样的?(?:才|就)?(?:算|叫)(?!.*哪[部份个])(?!钱|成本|出|法|多少|几|什么|啥|符合)|多大(?!比例)[^，。？?]{0,8}才算(?!符合)|(?:啥|什么)样的[^，。？?]{1,6}才算[？?]?$|指(?:的是)?哪(?:部分|一?段|一?块)|说的是哪[段类]|(?:解释|说明)一下[呗吧]?$|说白了是(?:什么|啥)|啥玩意儿?[？?]?$|(?:怎么|咋)划的|按[^，。？?]{1,8}还是按[^，。？?]{1,8}[认算划定]"
)
# what is done is no term: 出台的减免政策具体指什么, 突出保民生是指什么
_CONTENT = re.compile(
    r"(?:推出|出台|提出|实施|采取|延长|突出|加强|加大|强化|落实|推进|推动|建立|完善)(?!的[“\"])[^，,。？?“\"]*(?:政策|措施|举措|评估|工作|事项|[保稳促抓防管][\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{8,})(?:具体|具)?$"
)
_YES_NO = re.compile(
    r"[吗吧][？?。！\s]*$|不[？?。！\s]*$|(?P<verb>[让设行用准算])不(?P=verb)|是否|是不是|能否|能不能|可不可以|可否|有没有|要不要|会不会|对不对|对吧|没错吧|算不算|行不行|需不需要"
)

_ASKS_FIGURE = re.compile(
    r"多少|(?<!哪)几(?=[个家年天万成座处项名人户件条种批次台套所分])|上限|封顶|多久|多长|比例|额度"
)
_OF_EACH = re.compile(rf"(?:分别|{EACH}).{{0,12}}(?:多少|几|百分之)")
_QUESTION_WORDS = re.compile(
    r"请问一下|请问|请介绍一下|请介绍|介绍一下|我想问一?下?|我想知道|想了解一?下?|想问一?下?|麻烦问一?下?|问一下|帮我(?:查|看)一?下?|告诉我|能不能|能否|可不可以|是不是|是否|有没有|要不要|会不会|对不对|对吧"
    r"|有哪些|有什么|有啥|是什么|为什么|什么样的?|什么|有哪几?个?|哪几?[个项种类条]?|哪些|哪一?[家年天位级种]|多少|多大|多高|多长时间|多长|多久|百分之几|几(?:万亿|万|亿|成|个|家|项|年|天|次|种|大|条|号|月|点|倍|岁|名|户|件|类|批|块|位|所|处|支)"
    r"|区别|差别|怎么样|怎么办|怎么|怎样|如何|为何|何时|达到|分别|具体|情况|的话|可以|能够|需要|应该|应当|以及|或者|还是|关于|对于|针对|今年|明年"
    r"|咱们|我们公司|我们企业|我们|我(?:公司|单位|厂|店)|你们|本公司|我司|我家|大概|一共|总共|到底|究竟|目前|现在|实际|根据|按照|文件[里中]|资料[里中]|政策[里中]|里面|提到的?|规定的?|不用说|不是问|要的是|不是|不算"
    r"|(?<=的)(?:安排|部署|说法|精神)(?=[，,])|[吗呢吧啊呀嘛了啥咋谁]|(?<=[\u4e00-\u9fff])(?:想|要)(?=做|冲|发展)"
)
# 第二条里说的建有率是多少 counts the points of an interview, where no regulation is named
_SAID_IN = re.compile(r"条(?:里|中)?(?:说|提|讲)")
_REGULATION = re.compile(r"条例|办法|规定|细则|法第|通则")
_YEAR = re.compile(
    r"(?<![\d〔\[(])((?:19|20)\d\d)(?!\d|年?版)(?:\s*年)?(?:底|末|前)?|(?<=[到至、和与跟])(\d\d)年"
    # 24年的粮食产量, 95年; of other numbers, and beside words that measure, as likely a duration
    r"|(?<![\d满近超过每第期前后达共长短])(0\d|1[5-9]|2\d|9\d)年(?![期内以来间前后多及]|的?[^，,]{0,6}(?:规则|条例|办法))"
    r"|(?<![一二三四五六七八九十〇零百])二([〇零一二三四五六七八九])年(?![期内以来间前后多及])"  # 二一年
    r"|(?<![\d满近超过每第期前后达共长短])(1[0-4])年(?=(?:1[0-2]|[1-9])月)"  # 14年7月
)
_NUMBER_OF = re.compile(
    r"(?:第几|哪一?)[条款](?=[？?来规里]|$)|(?:文号|编号|代码|编码)(?:是|为|叫)?(?:多少|什么|几|啥)|第?几号(?:令|文|公告|通知)"
)
_CHANGES = re.compile(
    r"提|升|高|涨|增|调|降|减|扩|缩|变|多[出补贴发给领退]|加|[比较][^，,]{1,14}[多少][^，,]{0,6}(?:多少|几)"
)
_STATED_COUNT = re.compile(r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:大|个|项|条|种|类|方面|点|步|件)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    `topic` holds the words that say what it is about, question words and years left out; `units`
    the units that a figure must have to answer it (empty where any will do), `likely_units` those it probably has; `count` how many things a list
    must hold (三大举措: 3); `quantities` the figures that the question itself asserts.
    """

    text: str
    kind: Kind
    topic: tuple[Word, ...]
    years: tuple[int, ...] = ()
    units: frozenset[str] = frozenset()
    likely_units: frozenset[str] = frozenset()
    count: int | None = None
    article: str | None = None
    quantities: tuple[Quantity, ...] = ()
    asks_support: bool = False

    @property
    def asks_several(self) -> bool:
        """Whether more than one figure is asked for at once: 按多少比例补，封顶多少; 三档各补多少."""
        if _OF_EACH.search(self.text):
            return True
        clauses = re.split(r"[，,、；;？?。]|和(?=[^，,]*(?:多少|几))", self.text)
        return sum(bool(_ASKS_FIGURE.search(clause)) for clause in clauses) > 1

    @property
    def asks_reached(self) -> bool:
        """Whether it asks what was reached, not what is aimed at."""
        asked = re.search(r"实际|实现了|完成了|达到了|完成多少|执行结果", self.text)
        return bool(asked) and not re.search(
            r"(?:要|应|须|需|计划|目标|力争|预期)[^，。？]{0,16}完成", self.text
        )

    @property
    def asks_present(self) -> bool:
        """Whether it asks how things stand now, not what is aimed at."""
        return bool(re.search(r"目前|现在|已有|已经|现有", self.text)) and not re.search(
            r"目标|预期|计划|力争|要达到|要求", self.text
        )

    @property
    def asks_change(self) -> bool:
        """Whether it asks by how much something rises or falls; 涨了以后一共多少 asks what it comes to."""
        asked = re.split(r"[，,。；]", self.text.rstrip("？?。 "))[-1]
        return bool(_CHANGES.search(asked)) and not re.search(r"一共|总共|合计|到手|共计", asked)

    @property
    def asks_aim(self) -> bool:
        """Whether it asks what is aimed at, not what was reached."""
        return bool(re.search(r"目标|预期|计划|力争|争取|打算|拟", self.text)) and not self.asks_reached

    @property
    def asks_figure(self) -> bool:
        """Whether one figure answers it."""
        return self.kind == "figure"


def analyse(text: str) -> Question:
    """Reads a question that stands on its own. Never raises."""
    given = open_tokenizer().fold(text).strip()
    folded = with_day_asked(given)
    if folded != given:
        text = folded
    elif _is_traditional(text.strip(), given):
        text = fold_words(text)
    asserted = tuple(q for q in find_quantities(with_digits(folded)) if not q.is_year and not q.is_date_part)
    count = _STATED_COUNT.search(folded)
    number = parse_numeral(count["n"]) if count else None
    kind = _kind(folded)
    return Question(
        text=text,
        kind=kind,
        topic=words_of(
            stretches_of(re.sub(r"(?:发展)?(?:目标|指标)值?", "　", folded) if kind == "figure" else folded)
        ),
        years=years_of(folded),
        units=units_asked(definite(folded)) if kind == "figure" else frozenset(),
        likely_units=likely_units(folded) if kind == "figure" else frozenset(),
        count=int(number) if number is not None and kind == "list" else None,
        article=article_number(folded) or point_asked(folded),
        quantities=asserted,
        asks_support=bool(_SUPPORT.search(folded)),
    )


def _is_traditional(text: str, simplified: str) -> bool:
    """Whether a text is written in other characters than its simplified form."""
    same_length = len(text) == len(simplified)
    return same_length and any(a != b and min(a, b) >= "一" for a, b in zip(text, simplified, strict=True))


def _kind(text: str) -> Kind:
    text = definite(text)
    if _SMALL_TALK.match(text):
        return "small_talk"
    if (
        names_article(text)
        and not _VALIDITY.search(text)
        and not (_SAID_IN.search(text) and _FIGURE.search(text) and not _REGULATION.search(text))
    ):
        return "article"
    if _VALIDITY.search(text):
        return "validity"
    if (meant := _DEFINITION.search(text)) and not _CONTENT.search(text[: meant.start()]):
        return "definition"
    asks_list, asked = _LIST.search(text), asked_as(text)
    if _PERIOD.search(text):
        return "date"
    if _SEVERAL.search(text):
        return "list"
    if asks_contact(text, asked == "yes_no"):
        return "contact"
    if asked:
        return asked
    if _WHY.search(text) and not re.search(r"多少|百分之", text):
        return "list" if re.search(r"哪[些几]|都有", text) else "explanation"
    asking = asking_clauses(text)
    if DURATION.search(asking) and not asks_list and not _LIMIT_DAY.search(text):
        return "figure"
    if _NUMBER_OF.search(text) or (_WHO.search(text) and not _ASKS_AMOUNT.search(text)):
        return "name"
    if _DATE.search(text):
        return "date"
    if (_FIGURE.search(asking) or MONEY.search(asking) or SHARE.search(asking)) and not (
        asks_list and not re.search(r"多少|几|率有什么", text)
    ):
        return "figure"
    if _NAME.search(text):
        return "name"
    if _YES_NO.search(text):
        return "support" if _OFFERED.search(text) else "yes_no"
    if asks_list:
        return "list"
    if _SUPPORT.search(text):
        return "support"
    return "explanation"


def years_of(text: str) -> tuple[int, ...]:
    """The years named, in order; 27年 after 到 or 、 is 2027. Digits and 二〇二七 alike."""
    found = [(m.start(), _year(m)) for m in _YEAR.finditer(text)]
    found += [
        (q.start, int(q.number))
        for q in find_quantities(text)
        if q.is_year and not text[q.start].isdigit()  # 二〇二七年
    ]
    return tuple(dict.fromkeys(year for _, year in sorted(found)))


def _year(named: re.Match[str]) -> int:
    if named[1] or named[4]:
        return (
            int(named[1]) if named[1] else 2020 + "〇一二三四五六七八九".index(named[4].replace("零", "〇"))
        )
    short = named[2] or named[3] or named[5]
    return int(f"{19 if short[0] == '9' else 20}{short}")


def stretches_of(text: str) -> tuple[str, ...]:
    """What is left of a folded question without its question words, years and marks."""
    text = _QUESTION_WORDS.sub("　", _YEAR.sub("　", text))
    text = PERIOD.sub(r"　\g<0>　", text)
    return tuple(stretch for stretch in re.split(r"[^\w%.]+|_", text) if stretch.strip("."))
