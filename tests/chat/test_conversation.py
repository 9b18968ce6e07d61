"""Follow-up questions made complete from the questions before them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.conversation import completed
from tests.chat.conftest import TITLE, complete


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("到2027年襄阳的海洋产业规模要达到多少？", "那2030年呢?", "到2030年襄阳的海洋产业规模要达到多少？"),
        ("到2027年襄阳的海洋产业规模要达到多少？", "2030年呢", "到2030年襄阳的海洋产业规模要达到多少？"),
        (
            "到2027年襄阳的海洋产业规模要达到多少？",
            "２０３０年呢？",
            "到2030年襄阳的海洋产业规模要达到多少？",
        ),
        ("2027年和2030年襄阳的规模分别是多少？", "那2035年呢？", "2035年襄阳的规模分别是多少？"),
        ("到2027年武汉的工业规模要达到多少？", "那襄阳呢？", "到2027年襄阳的工业规模要达到多少？"),
        ("武汉有多少家上云企业？", "换成襄阳呢？", "襄阳有多少家上云企业？"),
        ("小微企业数字化转型有什么支持？", "那专精特新企业呢？", "专精特新企业数字化转型有什么支持？"),
        ("小微企业数字化转型有什么支持？", "个体工商户呢？", "个体工商户数字化转型有什么支持？"),
        ("武汉有多少家上云企业？", "我是说襄阳", "襄阳有多少家上云企业？"),
        ("武汉有多少家上云企业？", "不对，我问的是襄阳。", "襄阳有多少家上云企业？"),
        ("2027年武汉有多少家上云企业？", "我是说2030年", "2030年武汉有多少家上云企业？"),
        ("2027年武汉有多少家上云企业？", "不是2027，是2030年", "2030年武汉有多少家上云企业？"),
        ("武汉有多少家上云企业？", "不是武汉，襄阳的", "襄阳有多少家上云企业？"),
        ("武汉有多少家上云企业？", "说错了，是襄阳", "襄阳有多少家上云企业？"),
        ("武汉的国三渔船报废补多少？", "国四的", "武汉的国四渔船报废补多少？"),
        ("武汉的国三渔船报废补多少？", "国四的也有吗", "武汉的国四渔船报废补多少？"),
        ("2025年3月襄阳的用电量是多少？", "4月份的", "2025年4月份襄阳的用电量是多少？"),
        ("上半年襄阳的用电量增长多少？", "一季度是多少来着", "一季度襄阳的用电量增长多少？"),
        ("襄阳的瞪羚企业补多少？", "独角兽企业呢", "襄阳的独角兽企业补多少？"),
    ],
)
def test_what_the_new_words_stand_for_is_replaced(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


def test_later_years_in_general_are_no_year_of_their_own() -> None:
    whole = complete("它满负荷以后一年能多挣多少？", "2023年海水淡化厂的收益是多少？")
    assert whole is not None and "2024年" not in whole


def test_another_indicator_takes_the_place_of_the_first_with_place_and_year_kept() -> None:
    whole = complete("船舶产量呢？", "到2027年武汉的工业规模要达到多少？")
    assert whole is not None
    assert all(part in whole for part in ("2027年", "武汉", "船舶产量")) and "工业规模" not in whole


@pytest.mark.parametrize("question", ["它什么时候施行？", "这个办法什么时候施行？", "该办法什么时候施行？"])
def test_a_pronoun_becomes_the_title_of_the_document(question: str) -> None:
    whole = complete(question, "养老床位补助多少钱？")
    assert whole is not None and f"《{TITLE}》" in whole and "什么时候施行" in whole


def test_without_a_title_the_earlier_question_gives_the_subject() -> None:
    whole = complete("它什么时候施行？", "养老床位补助多少钱？", title=None)
    assert whole is not None and "养老床位" in whole and "什么时候施行" in whole


def test_a_question_without_a_subject_takes_the_earlier_one() -> None:
    whole = complete("怎么申请？", "养老床位建设补助有什么支持？")
    assert whole is not None and "养老床位" in whole and "怎么申请" in whole


def test_every_follow_up_builds_on_the_one_before() -> None:
    asked = ("到2027年武汉的工业规模要达到多少？", "那2030年呢？")
    assert complete("襄阳呢？", *asked) == "到2030年襄阳的工业规模要达到多少？"


@pytest.mark.parametrize("question", ["那2030年呢？", "它什么时候施行？", "我是说襄阳", ""])
def test_without_earlier_questions_nothing_is_completed(question: str) -> None:
    assert complete(question) is None
    assert complete(question, "") is None


def test_the_title_is_looked_up_only_where_it_is_needed() -> None:
    def fail(earlier: str) -> str | None:
        raise AssertionError(earlier)

    assert completed("那2030年呢？", ["到2027年规模多大？"], fail) == "到2030年规模多大？"


PIECES = st.sampled_from(
    "那 2030年 呢 ？ 它 武汉 襄阳 这个办法 我是说 不对 多少 家 上云企业 怎么申请 《 》 小微企业 。 和 到".split()
)


@settings(deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join)),
    st.lists(st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=8).map("".join)), max_size=3),
)
def test_completing_never_raises(question: str, history: list[str]) -> None:
    whole = complete(question, *history)
    assert whole is None or isinstance(whole, str)
    assert history or whole is None


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("2021年新增就业多少人", "23年呢？", "2023年新增就业多少人"),
        ("单户500万元以下的费率最高多少", "超过800万元的呢", "单户超过800万元的费率最高多少"),
        ("十堰冷链补助多少", "需要什么材料", "十堰冷链补助，需要什么材料"),
    ],
)
def test_amounts_years_of_two_digits_and_bare_aspects(before: str, question: str, whole: str) -> None:
    assert completed(question, [before], lambda _: None) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (
            "武汉2026年第一批港口项目什么时候截止？",
            "第二批呢",
            "武汉2026年第二批港口项目什么时候截止？",
        ),
        ("去年底那次，甲醇一升涨了多少？", "乙醇呢？", "去年底那次，乙醇一升涨了多少？"),
        ("原来17%的税率变成多少了？", "原来11%的呢", "原来11%的税率变成多少了？"),
        ("海洋系统外有多少人参加？", "系统内呢", "海洋系统内有多少人参加？"),
        ("个人安居贷款能贷多少", "小微企业呢", "小微企业安居贷款能贷多少"),
    ],
)
def test_a_counterpart_alone_is_replaced(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


def test_a_case_is_set_before_the_earlier_question() -> None:
    whole = complete("合同没写日期呢？", "港口土地的税从什么时候开始交？")
    assert whole == "合同没写日期，港口土地的税从什么时候开始交？"


def test_another_thing_of_which_something_else_is_asked_keeps_the_subject() -> None:
    whole = complete("乙级呢，最多领几份？", "新办企业第一次领甲级发票要几天？")
    assert whole == "新办企业第一次领乙级发票，最多领几份?"


def test_each_later_question_keeps_the_first_ones_subject_only() -> None:
    asked = ["冷链公司申请补助几天办完？", "能到窗口交材料吗？"]
    whole = completed("审核要多久？", asked, lambda _: None, lambda *asked: True)
    assert whole is not None and "冷链公司申请补助" in whole and "窗口" not in whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        # the verb that reaches for the amount is none of the nouns
        ("襄阳省级渔场奖多少？", "冷链园区呢", "襄阳省级冷链园区奖多少？"),
        # what is counted is what was asked about
        ("襄阳每年评选多少个冷链示范方案？", "那养殖APP呢？", "襄阳每年评选多少个养殖app？"),
        # of a target it is the indicator that is replaced
        ("2027年渔业产值目标是多少？", "水果呢", "2027年水果目标是多少？"),
        ("2027年渔业产值目标是多少？", "失业率目标呢", "2027年失业率目标是多少？"),
        ("2021年小麦最低收购价平均每斤提高多少？", "稻谷的呢", "2021年稻谷最低收购价平均每斤提高多少？"),
        ("襄阳行政处罚信息要公示多久？", "严重的呢", "襄阳严重的行政处罚信息要公示多久？"),
        ("2009年渔民人均培训经费不低于多少？", "07年的呢", "2007年渔民人均培训经费不低于多少？"),
    ],
)
def test_what_was_asked_about_is_replaced_and_the_verb_stays(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("襄阳每年要培育多少家“云渔”企业？", "要满足啥才算呢？", "襄阳“云渔”企业，要满足啥才算呢?"),
        ("襄阳渔港处罚信息要公示多久？", "能缩短吗，缩多少", "襄阳渔港处罚信息公示，能缩短吗,缩多少"),
        ("个人渔船贷款能贷多少", "那小微企业呢，最多多少", "小微企业渔船贷款能贷多少"),
        ("渔民开店的优惠，每年能扣多少？", "最高呢，封顶多少", "渔民开店的优惠，最高，封顶多少"),
        ("“渔业一点通”能办什么？", "谁来管这事", "谁来管“渔业一点通”"),
        ("襄阳的渔业方案在冷链物流上要干啥", "金融呢？要用哪些数据", "襄阳的渔业方案在金融上，要用哪些数据"),
        ("襄阳2021年要新增多少个泊位？", "2022年呢，又加多少", "襄阳2022年泊位，又加多少"),
        ("襄阳要培育多少家养殖平台？", "只说企业级的，要多少家？", "襄阳养殖平台，企业级的，要多少家?"),
        ("2023年渔业贷款余额多少？", "它比年初多了多少？", "2023年渔业贷款余额比年初多了多少?"),
    ],
)
def test_the_subject_taken_over_is_a_noun_phrase(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        # of a text one asks when it is in force, of a platform when it is done
        ("襄阳渔业平台要升到哪一版？", "它什么时候完工？", "襄阳渔业平台什么时候完工?"),
        ("襄阳冷链工作组的组长是谁？", "它的办公室设在哪？", "襄阳冷链工作组的办公室设在哪?"),
        ("襄阳渔港怎么改？", "谁写的这个报告？", f"谁写的《{TITLE}》?"),
    ],
)
def test_it_is_the_text_only_where_of_a_text_one_asks_so(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


def test_that_before_a_noun_only_points_to_it() -> None:
    given = completed(
        "旧的那个暂行规定还管用吗？", ["襄阳渔港办法哪天施行的？"], lambda _: TITLE, lambda *asked: True
    )
    assert given == "襄阳渔港办法，旧的那个暂行规定还管用吗?"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("襄阳渔港改造怎么搞？", "超了又会咋样？", "襄阳渔港改造，超了又会咋样?"),
        ("襄阳今年新增多少个渔场？", "总共会有多少，哪个局管", "襄阳今年渔场，总共会有多少,哪个局管"),
        ("单位确认结果后，多久发渔港公告？", "那要公示几天", "单位确认结果后,发渔港公告，要公示几天"),
        ("襄阳怎么强化渔场的环保设施？", "一年几次？", "襄阳强化渔场的环保设施，一年几次?"),
        ("襄阳渔船贷款市里贴多少息？", "最长能贴几年", "襄阳渔船贷款市里贴息，最长能贴几年"),
        ("襄阳表扬了多少项渔业经验？", "海港的有哪几个县", "襄阳渔业经验，海港的有哪几个县"),
        ("渔船补贴现在给哪些人？", "能领几年？", "渔船补贴，能领几年?"),
    ],
)
def test_what_names_nothing_of_its_own_takes_the_whole_subject(
    before: str, question: str, whole: str
) -> None:
    assert complete(question, before) == whole
