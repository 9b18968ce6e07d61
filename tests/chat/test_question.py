"""What a question asks, read from the question alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.marks import fold_words
from chat.question import analyse, stretches_of, years_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("到2027年滨海市的海洋产业规模要达到多少?", "figure"),
        ("绿色船舶占比要达到多少", "figure"),
        ("数字化转型补贴每家补多少钱？", "figure"),
        ("培育几家小巨人企业", "figure"),
        ("办理需要多久？", "figure"),
        ("贷款利率是多少", "figure"),
        ("去年实际完成了多少亿元？", "figure"),
        ("海洋强市有哪三大举措?", "list"),
        ("有哪些重点任务？", "list"),
        ("小微企业数字化转型有什么支持？", "support"),
        ("申请上云补贴的条件是什么", "support"),
        ("有上云补贴吗？", "support"),
        ("第三条规定了什么？", "article"),
        ("什么是链主企业？", "definition"),
        ("该办法还有效吗？", "validity"),
        ("海洋产业规模2027年是10万亿吗？", "yes_no"),
        ("咨询电话是多少？", "contact"),
        ("冷链热线升级花了多少万", "figure"),
        ("冷库检查要提前几天通知", "figure"),
        ("“链长制”具体是个什么制度", "definition"),
        ("保温箱是个什么东西", "definition"),
        ("冷链热线的接通率要达到百分之几", "figure"),
        ("冷链热线哪个月底前升级完", "date"),
        ("冷链热线升级由哪个单位牵头", "name"),
        ("一个地址能注册两家冷库吗", "yes_no"),
        ("冷链企业有没有电话可以打", "contact"),
        ("投诉冷库打哪个热线", "contact"),
        ("什么时候施行？", "date"),
        ("由哪个部门负责解释？", "name"),
        ("为什么要发展海洋产业？", "explanation"),
        ("你好", "small_talk"),
        ("谢谢您！", "small_talk"),
        ("Hello", "small_talk"),
        ("你好，上云补贴每家补多少钱？", "figure"),
        ("冷链热线的一次打通的比率有什么要求", "figure"),
        ("认一座冷库，凭的是哪个号码", "name"),
        ("省里的53条里，冷链试点放在哪个园区", "name"),
        ("冷链模型用的是什么神经网络", "name"),
        ("冷链平台按国家哪套架构来建？", "name"),
        ("那个办法的第八条还有效吗", "validity"),
        ("为什么没有定冷链的增速目标", "explanation"),
        ("想用评估报告的金额抵冷库的税，得交什么", "explanation"),
        ("想建冷库又没多少钱，市里怎么帮？", "explanation"),
        ("我们一直网上报税，纸质材料能不能少报几次？", "yes_no"),
        ("一个合同分几次付款，每次都得交复印件？", "yes_no"),
        ("冷库场景有几个，叫啥", "list"),
        ("把冷链的几项预期指标列给我看看", "list"),
        ("什么样的车才叫“链上车”？", "definition"),
        ("冷链费率，单户的是多少", "figure"),
        ("冷库检查会不会说是谁反映的问题", "yes_no"),
        ("在冷库大厅受了气，投诉打什么号", "contact"),
        ("冷链平台平时是那个部门在管", "name"),
        ("那个冷链办法还有效吗", "validity"),
    ],
)
def test_the_kind(question: str, kind: str) -> None:
    assert analyse(question).kind == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("同一艘渔船，船东能把几种补助叠着用吗", "yes_no"),
        ("去年没用完的捕捞额度，今年接着用行不行？", "yes_no"),
        ("渔船贷款的利率占不占渔港的总额度", "yes_no"),
        ("渔船可以停在外港么（滨海）", "yes_no"),
        ("船东能把捕捞网转卖给别人吗，办法里怎么说", "yes_no"),
        ("渔港的考核结果会送到省里去？", "yes_no"),
        ("非得到现场报名不可？", "yes_no"),
        ("公司能申领渔船补助吗", "yes_no"),
        ("船东能得到什么补助吗，能贷多少", "figure"),
        ("渔港是归县里管还是归市里管", "explanation"),
        ("都有谁能找渔业担保帮忙", "list"),
        ("渔港的主管部门都要干哪些事？", "list"),
        ("选渔具供应商有几种选法", "list"),
        ("哪样的鱼不许捕捞，举几个出来", "list"),
        ("渔船、渔港、渔具的目标都说说", "list"),
        ("要用到哪些部门手里的数据", "list"),
        ("由哪些部门负责", "name"),
        ("鱼苗有几种？", "figure"),
        ("连着发好几年的那种渔业债券叫什么名字？", "name"),
        ("没干满一年的，限额怎么折算", "explanation"),
        ("渔船补贴什么时候去领、找谁、带啥？", "explanation"),
        ("协会招了几个人，由谁负责", "name"),
        ("码头上浮的幅度要到什么程度", "figure"),
        ("渔港推行的是什么制？", "name"),
        ("县里要搞一个什么工程", "name"),
        ("冷库选在了哪儿？", "name"),
        ("渔船检验要照哪份文件的第几条来", "name"),
        ("船东该翻哪部法规的第十二条", "name"),
        ("渔政热线升级哪个月底前弄完？", "date"),
        ("渔政热线是多少？", "contact"),
        ("休渔补贴给的期限是什么时候", "date"),
        ("休渔补贴的期限是多久", "figure"),
        ("渔港规划是管哪几年的？", "date"),
        ("渔业资源算什么性质的东西？", "definition"),
        ("啥样的才叫休闲渔船", "definition"),
        ("多大规模的冷库才算大型冷库", "definition"),
        ("渔船年检每年最晚弄到什么日子", "date"),
        ("渔港要全部通电，定的是到哪年底", "date"),
        ("渔船年检在啥平台上填来着", "name"),
        ("冷库里温度要压到零下几度", "figure"),
        ("滞纳金一天按万分之几滚", "figure"),
        ("保险费率今年降到几了", "figure"),
        ("在哪个渔港停船都能领这笔补助，不分船籍，对吧", "yes_no"),
        ("多缴的渔船税费会自己退回来还是不会", "yes_no"),
        ("少报几次渔获行不行", "yes_no"),
        ("滨海出台的减船政策具体指什么？", "explanation"),
        ("渔港建设中突出保安全是指什么？", "explanation"),
        ("渔业二十条是什么意思", "definition"),
        ("渔业法二十条是怎么规定的", "article"),
        ("几个渔港意见不一致的时候，航道这事怎么协调", "explanation"),
        ("码头断了三个月电又续上，等待期多长", "figure"),
        ("渔港章程有效期到啥时候", "date"),
        ("提意见的最后期限", "date"),
        ("渔政站咋联系，我人在外地", "contact"),
        ("渔船上牌要去啥地方办", "name"),
        ("休闲渔船到底是咋划的", "definition"),
        ("县里说全县都通了电，是到哪年底", "date"),
        ("渔民考核不合格到第几次就要停船", "figure"),
    ],
)
def test_the_kind_by_the_words_that_ask(question: str, kind: str) -> None:
    assert analyse(question).kind == kind


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("到2027年规模多大", (2027,)),
        ("2027年和2030年分别是多少", (2027, 2030)),
        ("到27年和2030年要达到多少家", (2027, 2030)),
        ("二〇三〇年底规模多大", (2030,)),
        ("２０２７年规模多大？", (2027,)),
        ("2027年、2027年", (2027,)),
        ("目标是多少", ()),
        ("拨打12345", ()),
        ("14年7月起税率合成几个点", (2014,)),
        ("干满14年7个月能领多少", ()),
    ],
)
def test_the_years(question: str, years: tuple[int, ...]) -> None:
    assert analyse(question).years == years


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("补多少钱？", {"元", "万元"}, {"家", "%"}),
        ("新增多少家企业？", {"家", "户"}, {"%", "元"}),
        ("占比要达到多少？", {"%"}, {"家", "元"}),
        ("办理需要多少个工作日？", {"个工作日", "日"}, {"元", "家"}),
        ("推广多少辆新能源汽车？", {"辆"}, {"家"}),
        ("头一次先拨总额的多少", {"%", "成"}, {"元"}),
        ("主业收入要占到总收入的多少以上", {"%"}, {"元"}),
        ("从动工到交付最长给多少时间", {"年", "天"}, {"元"}),
        ("渔船检验压到几个小时了", {"小时"}, {"家"}),
        ("今年减税一共减了多少个亿", {"元"}, {"小时"}),
        ("渔港考评里安全占多少分", {"分"}, {"%"}),
    ],
)
def test_the_units_that_can_answer(question: str, holds: set[str], lacks: set[str]) -> None:
    units = analyse(question).units
    assert holds <= units and not lacks & units


def test_a_question_for_a_size_leaves_the_unit_open() -> None:
    assert analyse("工业规模要达到多少？").units == frozenset()


def test_what_is_given_is_probably_money_or_a_share() -> None:
    assert {"元", "%"} <= analyse("小微企业能贷多少？").likely_units
    assert not analyse("要建多少座码头？").likely_units


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("有哪三大举措?", 3),
        ("有哪五项任务", 5),
        ("两个方面是哪些", 2),
        ("有哪些举措", None),
        ("补3个月多少钱", None),
    ],
)
def test_how_many_things_a_list_must_hold(question: str, count: int | None) -> None:
    assert analyse(question).count == count


@pytest.mark.parametrize(
    ("question", "article"),
    [("第三条规定了什么", "3"), ("第23条是什么", "23"), ("第二十三条说什么", "23"), ("几条", None)],
)
def test_the_article(question: str, article: str | None) -> None:
    assert analyse(question).article == article


def test_the_topic_holds_what_it_is_about_and_not_how_it_is_asked() -> None:
    words = {word.text: word.weight for word in analyse("请问到2027年，海洋产业的规模要达到多少？").topic}
    assert {"海洋", "产业", "规模"} <= set(words)
    assert not {"请问", "多少", "达到", "2027", "年"} & set(words)
    assert all(0 < weight <= 1 for weight in words.values())


def test_the_figures_that_a_question_asserts() -> None:
    (claim,) = analyse("海洋产业规模2027年是10万亿吗？").quantities
    assert claim.number == 10 and claim.magnitude == "万亿"
    assert analyse("2027年3月有多少？").quantities == ()


def test_what_is_reached_what_is_aimed_at_and_whether_several_are_asked() -> None:
    reached, aimed = analyse("去年实际完成了多少亿元？"), analyse("2030年目标是多少？")
    assert (reached.asks_reached, reached.asks_aim) == (True, False)
    assert (aimed.asks_reached, aimed.asks_aim) == (False, True)
    assert analyse("按多少比例补，封顶多少？").asks_several
    assert not analyse("每家补多少钱？").asks_several
    assert aimed.asks_figure and not analyse("有哪些任务？").asks_figure


def test_support_is_noticed_beside_another_kind() -> None:
    assert analyse("上云补贴每家补多少钱？").asks_support
    assert not analyse("港口吞吐量是多少？").asks_support
    assert analyse("养鱼的小厂子省里有什么照顾").asks_support
    assert analyse("渔船加油怎么抵税").asks_support


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("到2027年年底和多少几家万亿%？?第三条吗呢《》“”哪些有效什么是", max_size=25),
    )
)
def test_reading_a_question_never_raises(text: str) -> None:
    question = analyse(text)
    assert question.text in (text, fold_words(text))  # simplified, where it was not
    assert all(1900 <= year <= 2099 for year in years_of(text))
    assert all(stretch.strip() for stretch in stretches_of(text))
    assert question.count is None or question.kind == "list"


def test_what_is_to_be_reached_was_not() -> None:
    assert analyse("去年冷库投资完成多少").asks_reached
    assert not analyse("2018年要完成多少冷库投资").asks_reached
    assert not analyse("要求当年完成多少冷库投资").asks_reached


def test_a_question_in_traditional_characters_is_read_in_simplified_ones() -> None:
    question = analyse("冷鏈補助2024年能漲嗎，漲多少？")
    assert question.text == "冷链补助2024年能涨吗，涨多少？" and question.asks_change
