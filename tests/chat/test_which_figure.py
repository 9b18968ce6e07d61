"""Which figures of neighbouring clauses answer: what is new or all there is, so much a year, a change, or several at once."""

import pytest

from chat.assistant import Assistant
from chat.drafting import drafts
from chat.figures import match_figures
from chat.reader import Reader
from chat.several_figures import answer_several_figures
from corpus.document import Document
from tests.chat.conftest import assistant_over

PLAN = Document(
    "plan",
    "云溪市2025年供热和公交计划",
    """云溪市2025年供热和公交计划

一、2025年任务
（一）换热站新增30座，累计建成210座。
（二）公交车更新400辆；纯电动公交车每年投放60辆以上。
（三）供热补贴资金安排3200万元，比上年增加500万元。

二、2025年收支
（一）热费收入拟安排1.2亿元，管网维修支出0.4亿元。
（二）公交线路补贴安排2600万元；站台改造投入900万元。
（三）供热企业中，年营业收入超3亿元的要达到4家，超2亿元的要达到7家，超1亿元的要达到15家。
（五）2024年清洁供热面积占比为38%，2021年以来清洁供热面积年均增长11%，管网改造投入年均增长9%。
（四）供热企业担保：单户300万元以上的，担保收费不超过1.2%；300万元及以下的，不超过0.8%。
""",
    region="云溪市",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("plan"), [PLAN])


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("云溪市换热站一共有多少座", "210座"),
        ("云溪市换热站要新增多少座", "30座"),
        ("云溪市纯电动公交车每年投放多少辆", "60辆"),
        ("云溪市供热补贴资金安排多少", "3200万元"),
        ("云溪市年营收过三亿的供热企业要有几家", "4家"),
        ("云溪市年营收过两亿的供热企业要有几家", "7家"),
        ("云溪市供热企业单户300万以下的担保收费是多少", "不超过0.8%"),
        ("云溪市供热补贴资金比上年多安排了多少", "500万元"),
    ],
)
def test_of_two_figures_the_one_meant_answers(assistant: Assistant, question: str, figure: str) -> None:
    material, drafted = assistant.drafted(question)
    short = next(draft.short for draft in drafted if draft.kind == "figure")
    assert short and material.words(short).startswith(figure)


@pytest.mark.parametrize(
    ("question", "fitting"),
    [
        ("云溪市2024年管网改造投入占全部投入的比重是多少", False),  # how fast it grows is no part of a whole
        ("云溪市2024年管网改造投入增长了多少", False),  # nor is the mean of several years one year's
        ("云溪市管网改造投入年均增长多少", True),
    ],
)
def test_a_share_is_no_growth_and_a_mean_no_single_year(
    assistant: Assistant, question: str, fitting: bool
) -> None:
    material, _ = assistant.drafted(question)
    figures = [material.words(match.row.figure) for match in match_figures(material, None)]
    assert ("9%" in figures) == fitting


def test_a_figure_that_the_question_names_is_no_answer_to_it(assistant: Assistant) -> None:
    for question, named in (
        ("供热企业单户300万以下的收费上限是多少", False),
        ("供热企业单户贷款上限是多少", True),
    ):
        material, _ = assistant.drafted(f"云溪市{question}")
        figures = [material.words(match.row.figure) for match in match_figures(material, None)]
        assert any(figure.startswith("300万元") for figure in figures) is named


def test_several_matters_are_each_given_their_figure(assistant: Assistant) -> None:
    material, drafted = assistant.drafted("2025年云溪市的热费收入、管网维修、公交线路补贴和站台改造各是多少")
    assert len(drafted) == 1 and drafted[0].listed
    quotes = " ".join(material.words(span) for spans in drafted[0].statements for span in spans)
    assert all(figure in quotes for figure in ("1.2亿元", "0.4亿元", "2600万元", "900万元"))


@pytest.mark.parametrize(
    "question",
    [
        "2025年云溪市的热费收入、地铁票价、站台改造各是多少",  # one of them has no figure
        "云溪市的热费收入和站台改造各是多少",  # two are asked apart elsewhere
        "2025年云溪市的热费收入、管网维修、站台改造这些都安排了多少",  # examples of what is asked for
        "云溪市供热、公交、管网由谁负责",
    ],
)
def test_matters_without_a_figure_each_are_left_to_other_ways(assistant: Assistant, question: str) -> None:
    material, _ = assistant.drafted(question)
    assert answer_several_figures(material) is None
    assert all(
        len(draft.statements) < 3 for draft in drafts(material, Reader.load()) if draft.kind == "figure"
    )


def test_an_amount_that_says_whom_a_question_is_about_is_no_claim(assistant: Assistant) -> None:
    for question, kind in (("单户不到300万元的企业还能少收吗", False), ("供热补贴资金是3200万元吗", True)):
        _, drafted = assistant.drafted(f"云溪市{question}")
        assert any(draft.kind == "premise" for draft in drafted) is kind


def test_a_claim_in_days_is_corrected_by_a_figure_in_working_days(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = "云溪市供热办法\n\n第三条 供热企业受理报装申请后，应当在八个工作日内接通供热管网。\n"
    assistant = assistant_over(tmp_path_factory.mktemp("days"), [Document("heat", "云溪市供热办法", text)])
    answer = assistant.ask("供热企业受理报装申请后二十天内接通供热管网，对吗")
    assert "八个工作日" in answer.text and answer.text.startswith("资料写的不是")


def test_all_figures_of_one_sentence_are_shown_where_several_are_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("云溪市2025年换热站要新增几座，累计多少座？")
    assert "30座" in answer.text and "210座" in answer.text


def test_the_figure_of_another_month_does_not_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "云溪市渔业收支\n\n其中6月份的渔业收支顺差为82万元。7月份渔业收入167万元，支出182万元，逆差为15万元。\n"
    assistant = assistant_over(tmp_path_factory.mktemp("months"), [Document("trade", "云溪市渔业收支", text)])
    _, drafted = assistant.drafted("7月的渔业收支差额是多少")
    shorts = {text[draft.short.start : draft.short.end] for draft in drafted if draft.short is not None}
    assert "82万元" not in shorts
