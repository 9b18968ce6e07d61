"""What a quote must hold to answer at all."""

import pytest

from chat.fitness import may_answer, only_figure
from chat.question import analyse, years_of
from chat.stated import states_what_is_asked


@pytest.mark.parametrize(
    ("question", "quote", "answers"),
    [
        ("数据竞赛哪个月举办", "每年举办数据竞赛。", False),
        ("数据竞赛哪个月举办", "数据竞赛于9月举办。", True),
        ("冷链补助什么时候截止", "冷链补助由市商务局受理。", False),
        ("冷链补助什么时候截止", "冷链补助的申报在2025年底截止。", True),
        ("冷链考核由哪个部门牵头", "考核冷链企业不少于100家。", False),
        ("冷链考核由哪个部门牵头", "冷链考核由市商务局牵头。", True),
        ("冷链补助每家多少元", "每家可享受冷链补助一次。", False),
        ("冷链补助每家多少元", "每家补助30万元。", True),
        ("冷链备案多少天内答复", "自收到备案材料之日起15日内答复。", True),
        ("公告要挂够几天", "公告满二十日且无人反对的，准予备案。", True),
        ("冷链备案多少天内答复", "冷链备案自15日起受理。", False),
        ("冷库由哪个部门验收", "市政务服务局负责冷库的验收。", True),
        ("“年度冷链得分”怎么算出来的", "年度冷链得分取两次得分的平均数。", True),
        ("上调以后补助一共是多少元", "补助标准提高30元。", False),
        ("补助标准提高多少元", "补助标准提高30元。", True),
        ("2024年产量多少吨", "2023年产量达到50吨。", False),
        ("2024年产量多少吨", "2024年产量达到50吨。", True),
        ("8月份是顺差还是逆差", "6月份顺差为82亿美元。", False),
        ("多久考评一回", "每半年考评一次。", True),
        ("服务站地址在哪", "服务站提供咨询。", False),
        ("服务站地址在哪", "服务站设在科技大道8号。", True),
        ("冷链企业如何申请", "冷链企业应当报名。", True),
        ("冷链投诉打哪个电话", "平台公开投诉电话，", False),
        ("冷链投诉打哪个电话", "投诉电话：027-8123456", True),
        ("材料发到哪个邮箱", "联系电话：027-8123456", False),
        ("材料寄到什么地方", "寄至科技大道8号院。", True),
        ("“冷链入户”具体指啥", "推动实现冷链入户。", False),
        ("“冷链入户”具体指啥", "共配即由平台统一配送。", False),
        ("“冷链入户”是什么意思", "冷链入户，是指冷库直接配送到户。", True),
        ("“冷链三强”是什么意思", "市里把九家冷库合并成“冷链三强”。", True),
        ("“冷链入户”怎么理解", "冷库直接配送、居民不用上门取货的“冷链入户”试点继续开展。", True),
        ("冷链企业那种制度叫什么名字", "对冷链企业实行库长制。", True),
        ("主管冷链的局长叫什么", "冷链企业享受补助。", False),
        ("冷链由哪个部门负责", "冷链研发机构超过40家。", False),
        ("冷链由哪个部门负责", "市商务局牵头，县级政府配合。", True),
        ("冷链平台是哪家公司承建的", "市商务局负责平台的建设。", False),
        ("冷链平台是哪家公司承建的", "平台由云溪科技集团承建。", True),
        ("冷链贷款由哪家银行承办", "市商务局出台了贷款办法。", False),
        ("冷库评分由谁来审核", "市商务局要完善冷库评分政策。", False),
        ("冷库评分由谁来审核", "冷库评分由市商务局组织。", True),
        ("冷库评分由谁来审核", "市商务局审核冷库评分。", True),
        ("冷链补助每户发多少", "冷链农户超过1000万户。", False),
        ("冷链补助每户发多少", "每户发300元。", True),
        ("冷库二期总投资是多少", "冷库占比超过50%。", False),
        ("冷库二期总投资是多少", "冷库二期投资3亿元。", True),
        ("冷链产值目标是多少亿", "创建冷链集群3个。", False),
        ("冷链产值目标是多少亿", "冷链产值达到5千亿级。", True),
    ],
)
def test_a_quote_must_hold_the_thing_asked_for(question: str, quote: str, answers: bool) -> None:
    assert may_answer(analyse(question), quote) is answers


def test_the_only_figure_of_a_quote_is_told_from_one_of_several() -> None:
    question = analyse("产值多少万元")
    assert only_figure(question, "产值达到300万元。")
    assert not only_figure(question, "产值由200万元增加到300万元。")


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("24年的粮食产了多少", (2024,)),
        ("22年跟24年比呢", (2022, 2024)),
        ("承包期延长30年吗", ()),
        ("贷款最长25年吗", ()),
    ],
)
def test_years_of_two_digits(question: str, years: tuple[int, ...]) -> None:
    assert years_of(question) == years


@pytest.mark.parametrize(
    ("question", "quote", "stated"),
    [
        ("冷链补助要满足哪些条件", "符合条件的企业可申请冷链补助30万元。", False),
        ("冷链补助要满足哪些条件", "企业应当在云溪市登记满2年。", True),
        ("冷链补助的申报条件是什么", "（一）在云溪市登记的；（二）没有欠税的。", True),
        ("申请冷链补助要交哪些材料", "精简申请手续，网上提供咨询。", False),
        ("申请冷链补助要交哪些材料", "提交营业执照和冷库检测报告。", True),
        ("冷链补助多少钱", "每家补助30万元。", True),
        ("什么样的企业能报冷链补助", "市里每年发放冷链补助。", False),
        ("什么样的企业能报冷链补助", "企业应当在云溪市登记满2年。", True),
        ("冷库要具备哪些条件才能联网", "有条件的冷库先行联网，符合条件的可以申请。", False),
        ("报冷链补助需要什么样的信用等级", "冷链企业、农户和个体工商户。", False),
        ("冷链评分对面积有什么要求", "冷链评分的结果公开。", False),
        ("冷链达标率是怎么计算的", "冷链达标率要达90%以上，3月底取得成效。", False),
        ("冷链达标率是怎么计算的", "冷链达标率为达标冷库占全部冷库的比例。", True),
        ("冷链返还怎么算", "一是以6个月的租金为准，二是以上年的电费为准。", True),
        ("冷链办法是哪一天废止的", "冷链办法2018年5月1日印发，已废止。", False),
        ("冷链办法是哪一天废止的", "2018年5月1日印发。来源标明冷链办法已废止。", False),
        ("冷链办法是哪一天废止的", "冷链办法自2020年5月1日起停止执行。", True),
        ("那12种果蔬都有哪些", "果蔬包括苹果、梨、桃。", False),
        ("那12种果蔬都有哪些", "果蔬有3种，包括苹果、梨、桃。", True),
        ("管理冷库要守哪四条原则", "安全第一，节能降耗，分级管理，公开透明。", True),
        ("管理冷库要守哪四条原则", "管理冷库要守住原则。", False),
    ],
)
def test_what_a_question_asks_for_by_name_or_number_must_be_stated(
    question: str, quote: str, stated: bool
) -> None:
    assert states_what_is_asked(analyse(question), [quote]) is stated


def test_the_items_of_a_list_are_counted() -> None:
    question = analyse("冷链的四项任务分别是什么")
    assert states_what_is_asked(question, ["建冷库。", "买冷藏车。", "联网。", "培训。"])
    assert not states_what_is_asked(question, ["建冷库。", "买冷藏车。"])
