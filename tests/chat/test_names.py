"""Which name in a quote is the one asked for, and which questions ask for one."""

import numpy as np
import pytest

from chat.material import Material
from chat.name_asked import NameAsked
from chat.name_candidates import names_in, tokens_of
from chat.name_ranking import NAMES, candidates, name_in
from chat.name_signs import Quoted
from chat.question import analyse
from chat.topic import Topic
from corpus.document import Document, Span


def named(question: str, quote: str) -> str | None:
    document = Document("d", "题", quote)
    material = Material(analyse(question), [], lambda _: document, lambda texts: [0.0] * len(texts))
    span = name_in(material, Span("d", 0, len(quote)), None)
    return None if span is None else document.quote(span)


@pytest.mark.parametrize(
    ("question", "quote", "name"),
    [
        ("渔船补贴由哪个部门审核？", "渔船更新补贴由县海洋渔业局审核，", "县海洋渔业局"),
        ("码头改造谁来牵头？", "码头改造由市港航局牵头，市财政局配合。", "市港航局"),
        ("渔民贷款在哪个平台上申请？", "渔民贷款通过“渔信通”平台申请，", "“渔信通”平台"),
        ("养殖保险的保费按什么办法补贴？", "养殖保险保费按照《云溪市渔业保险补贴办法》执行。", "《云溪市渔业保险补贴办法》"),
        ("渔业指挥部总指挥由谁担任？", "渔业指挥部总指挥由市长担任，", "市长"),
    ],
)  # fmt: skip
def test_the_name_asked_for_is_chosen(question: str, quote: str, name: str) -> None:
    assert named(question, quote) == name


def test_of_several_bodies_the_one_that_the_question_is_about_is_chosen() -> None:
    quote = "渔船登记由市港航局负责，冷库登记由市商务局负责，苗种登记由市农业农村局负责。"
    assert named("冷库登记归谁负责？", quote) == "市商务局"
    assert named("渔船登记归谁负责？", quote) == "市港航局"


def test_of_clauses_of_one_mould_the_one_that_shares_its_difference_with_the_question_is_chosen() -> None:
    quote = "渔港维护费由市港航局征收，冷库检查费由市商务局征收，苗种检疫费由市农业农村局征收。"
    assert named("苗种那块的检疫费由谁征收？", quote) == "市农业农村局"
    quote = "渔民办证统一接入“渔信通”，惠渔政策统一接入“渔策通”。"
    assert named("给渔民的优惠政策统一放在哪个平台？", quote) == "“渔策通”"


def test_the_clauses_of_one_mould_are_told_apart() -> None:
    asked = NameAsked("苗种的检疫费由谁征收")
    text = Quoted(
        asked,
        Topic(analyse("苗种的检疫费由谁征收").topic, []),
        "维护费由港航局征收，苗种费由农业局征收；逾期加倍。",
    )
    assert text.of_a_mould == [-1.0, 1.0, 0.0]


def test_an_article_is_part_of_the_name_where_it_is_asked_for() -> None:
    quote = (
        "渔船的检验周期，见《云溪市渔船检验规程》第十二条；渔网的网目尺寸，按云渔〔2031〕4号通知第三条执行。"
    )
    assert named("渔船检验周期依据的是哪部规程的第几条？", quote) == "《云溪市渔船检验规程》第十二条"
    assert named("渔船检验周期依据的是哪部规程？", quote) == "《云溪市渔船检验规程》"


def test_what_a_task_is_given_to_begins_a_name() -> None:
    tokens = tokens_of("事项交由渔港管理站自主决定")
    names = {
        "".join(t.text for t in tokens)[n.low : n.high] for n in names_in(tokens, [False] * len(tokens), [])
    }
    assert "渔港管理站" in names


def test_an_amount_is_no_part_of_a_name() -> None:
    quote = "使用300亿元渔业发展基金支持渔港改造，"
    tokens = tokens_of(quote)
    names = {quote[name.low : name.high] for name in names_in(tokens, [False] * len(tokens), [])}
    assert "渔业发展基金" in names and not any("亿元" in name and name[0].isdigit() for name in names)


def test_a_quote_without_a_name_gives_none() -> None:
    assert named("渔船补贴由哪个部门审核？", "每年3月底前完成，") is None


def test_candidates_are_whole_words_of_the_quote_inside_one_stretch() -> None:
    quote = "上线“渔信通”，由市港航局（渔政支队）管理。"
    tokens = tokens_of(quote)
    assert "".join(token.text for token in tokens) == quote
    names = {quote[name.low : name.high] for name in names_in(tokens, [False] * len(tokens), [])}
    assert {"渔信通", "市港航局", "市港航局（渔政支队）"} <= names
    assert not any("，" in name or name.startswith("由") for name in names)


def test_a_reading_is_a_candidate_as_it_stands() -> None:
    quote = "由市港航局管理。"
    names = names_in(tokens_of(quote), [False] * len(tokens_of(quote)), [(2, 5)])
    assert (2, 5) in {(name.low, name.high) for name in names}


def test_each_candidate_and_none_have_every_feature() -> None:
    names, table = candidates(
        "码头谁管？", Topic(analyse("码头谁管？").topic, []), "码头由市港航局管理。", None
    )
    assert table.shape == (len(names) + 1, len(NAMES)) and np.isfinite(table).all()
    assert table[:, NAMES.index("none")].tolist() == [0.0] * len(names) + [1.0]
    assert candidates("码头谁管？", Topic((), []), "……", None)[1].shape == (1, len(NAMES))


def test_what_is_asked_for_is_read_from_the_question() -> None:
    assert NameAsked("在哪个平台上报名").head == "平台"
    assert "place" in NameAsked("厂房建在哪座城市").classes
    assert {"body", "person"} <= set(NameAsked("这事归谁管").classes)
    assert "money" not in NameAsked("养鱼的钱由谁出").classes


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("这笔钱归哪个部门管", "部门"),
        ("出海前要带什么证件去港口", "证"),
        ("要推行的那种渔船保险叫什么名字", "保险"),
        ("渔业专班的组长是谁", "组长"),
        ("渔业指挥部的主管单位是哪个", "单位"),
        ("渔业令规定是谁来管", ""),
        ("渔港上哪儿办证", ""),
    ],
)
def test_the_noun_asked_for_stands_without_what_is_no_part_of_a_name(question: str, head: str) -> None:
    assert NameAsked(question).head == head


def test_what_is_done_with_the_name_is_read_from_both_sides() -> None:
    asked = NameAsked("渔船数据由谁核实")
    assert (asked.before, asked.after) == ("数据", "核实")


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        ("自然资源部门要划定渔港范围。", "自然资源部门"),
        ("支持云溪水产交易所做大做强。", "云溪水产交易所"),
        ("李海明答：渔港要扩建。", "李海明"),
        ("总指挥部由市长任组长，", "市长"),
        ("已在云溪国际渔业展上首发。", "云溪国际渔业展"),
        ("各市摸清渔船底数。", "各市"),
    ],
)
def test_words_that_the_tokenizer_glues_or_cuts_are_mended(quote: str, name: str) -> None:
    tokens = tokens_of(quote)
    assert "".join(token.text for token in tokens) == quote
    assert name in {quote[found.low : found.high] for found in names_in(tokens, [False] * len(tokens), [])}


def test_no_candidate_is_one_character() -> None:
    quote = "由市管，"
    assert all(found.high - found.low > 1 for found in names_in(tokens_of(quote), [False] * 4, []))


@pytest.mark.parametrize(
    "question",
    [
        "支持哪个港区建冷链基地？",
        "冷链中心建在哪座城市？",
        "渔民培训的钱从哪项经费里出？",
        "渔船补贴写在哪份文件里？",
        "那家水产交易所的全称是什么？",
        "渔业令是第几号令？",
        "养殖户人数由谁统计？",
        "渔业兴旺用的是哪个指标？",
        "渔具检验，送哪里审？",
    ],
)
def test_questions_for_one_thing_of_a_kind_ask_for_a_name(question: str) -> None:
    assert analyse(question).kind == "name"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("渔船更新的目标是多少？", "figure"),
        ("有几个部门参加？", "figure"),
        ("哪个月开始休渔？", "date"),
        ("渔民能享受什么补贴？", "support"),
        ("哪些渔民可以申请补贴？", "list"),
    ],
)
def test_other_questions_do_not(question: str, kind: str) -> None:
    assert analyse(question).kind == kind
