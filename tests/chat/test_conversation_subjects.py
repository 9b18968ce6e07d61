"""What later questions stand for: persons, the thing named last, targets and qualifiers that replace their like."""

import pytest

from chat.conversation import completed


def complete(question: str, *history: str) -> str | None:
    return completed(question, history, lambda earlier: None, lambda *asked: True)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("襄阳渔业访谈采访的是谁？", "他在厅里是什么职务？", "襄阳渔业访谈采访的人在厅里是什么职务?"),
        ("渔业部谁来谈的码头问题？", "这位是什么职务？", "渔业部谈码头问题的人是什么职务?"),
        ("襄阳冷链工作组的组长是谁", "他什么时候上任？", "襄阳冷链工作组的组长什么时候上任?"),
    ],
)
def test_a_person_asked_for_is_named_by_what_was_said_of_him(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


def test_he_stays_where_no_person_was_asked_for() -> None:
    given = complete("他能领多少？", "襄阳渔船补贴给多少？")
    assert given is not None and "渔船补贴" in given and "的人" not in given


@pytest.mark.parametrize(
    ("second", "whole"),
    [
        # a thing of a name of its own is what is spoken of from then on
        ("专项特别渔业券是从哪年开始发？", "襄阳专项特别渔业券，首年发多少"),
        ("办公室设在哪个部门？", "襄阳渔业赤字，首年发多少"),
    ],
)
def test_the_thing_named_last_is_what_is_gone_on_about(second: str, whole: str) -> None:
    assert complete("首年发多少", "襄阳渔业赤字怎么安排？", second) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("2024年城镇新增渔民目标多少人？", "那失业率目标呢", "2024年失业率目标多少？"),
        ("马家村有多少户房子漏雨？", "严重的呢", "马家村有多少户严重的房子漏雨？"),
        (
            "襄阳渔业窗口，已网签又做了预审的渔船多久办完？",
            "没网签也没预审的呢？",
            "襄阳渔业窗口，没网签也没预审的渔船多久办完？",
        ),
        (
            "2012年小麦最低收购价每50公斤提高多少？",
            "错了 我要问的是稻谷",
            "2012年稻谷最低收购价每50公斤提高多少？",
        ),
        ("雄安新区规划渔业空间占多少？", "远景开发强度呢？", "雄安远景开发强度占多少？"),
        # a value by its own name is asked of the thing that the rate is one of
        ("2024年渔业公报的亏损率是多少？", "总额呢？", "2024年渔业公报的亏损总额是多少？"),
        ("襄阳水产产业怎么转型？", "那船舶呢？", "襄阳船舶产业怎么转型？"),
        ("2024年末渔船贷款余额是多少？", "存款那块呢", "2024年末渔船存款余额是多少？"),
        ("襄阳自然人的基础档案用什么标识？", "企业的呢", "襄阳企业的基础档案用什么标识？"),
        ("2023年居民人均渔业收入增长多少？", "脱贫地区农民的呢", "2023年脱贫地区农民人均渔业收入增长多少？"),
        ("2023年渔港失业率提升几个点？", "森林覆盖率呢", "2023年森林覆盖率提升几个点？"),
    ],
)
def test_like_is_replaced_by_like(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


def test_what_is_only_said_after_a_question_belongs_to_its_subject() -> None:
    given = complete("合同呢，多少天之内签", "渔船公告要公示多久？襄阳渔港平台")
    assert given is not None and given.startswith("襄阳渔港平台") and "合同" in given


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("襄阳渔民返还由谁牵头？", "渔业部管不管这事？", "襄阳渔民返还，渔业部管不管这事?"),
        ("襄阳渔场罚款怎么算？", "罚它多少", "襄阳渔场罚款，罚它多少"),
    ],
)
def test_what_stands_for_the_matter_within_a_clause_is_left_there(
    before: str, question: str, whole: str
) -> None:
    assert complete(question, before) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        # the figure asked for stays where only its change is asked
        ("2023年上半年售鱼率多少？", "比上年同期变了几个点", "2023年上半年售鱼率，比上年同期变了几个点"),
        ("襄阳渔场投资总额是多少？", "其中中央新增多少？", "襄阳渔场投资总额，中央新增多少?"),
        # where something is done is not what is asked about
        ("渔船上牌能在县里办吗", "货车呢？", "货车上牌能在县里办吗"),
        ("全国渔船登记率要到多少？", "丘陵山区的县呢？", "丘陵山区的县渔船登记率要到多少？"),
        (
            "襄阳渔民申请补助，几天内要交材料？",
            "超期没交会怎样？",
            "襄阳渔民申请补助,交材料，超期没交会怎样?",
        ),
        ("襄阳渔船卖了多少艘？", "都是什么型号", "襄阳渔船，都是什么型号"),
    ],
)
def test_a_subject_holds_what_the_later_question_rests_on(before: str, question: str, whole: str) -> None:
    assert complete(question, before) == whole


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("襄阳渔场登记率要多少？", "襄阳冷链设施覆盖率要达到百分之几？"),
        ("困难渔场在岗培训的钱先从哪儿出？", "困难渔场搞在岗培训，评估合格的标准有哪几条？"),
    ],
)
def test_what_names_its_place_and_things_itself_stands_alone(before: str, question: str) -> None:
    assert complete(question, before) is None


def test_a_place_alone_does_not_make_a_question_stand_alone() -> None:
    whole = complete("襄阳的由谁管？", "宜昌渔业数据由谁管？")
    assert whole is not None and "襄阳" in whole and "渔业数据" in whole and "宜昌" not in whole
