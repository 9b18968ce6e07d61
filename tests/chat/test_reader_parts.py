"""What the reader is made of: question, features, network, decision, short answers, and how it is fitted."""

import numpy as np
import pytest
import torch

from chat.fitting.gather import Case, Finder, case, covering, rarities
from chat.fitting.made import Maker
from chat.fitting.network import TorchNetwork, batch
from chat.reader import decide
from chat.reader_features import NAMES, Table, stretches
from chat.reader_network import Network, Outline, inputs, outline, product, spans
from chat.reader_question import KINDS, analyse, character_codes
from chat.reader_short import candidates
from corpus.document import Document, Span
from indexing.tokenizer import Tokenizer

TEXT = (
    "## 滨湖市停车管理规定\n第一条 本规定所称公共停车位，是指向社会开放的停车位。\n"
    "第二条 公共停车位由市城市管理局负责监督。首小时收费5元，之后每小时2元，每日最高收费30元。\n"
    "第三条 违反规定占用消防通道的，责令改正，并处二百元罚款。\n"
)
DOCUMENT = Document("park", "滨湖市停车管理规定", TEXT)


def table(question: str) -> Table:
    finder = Finder([DOCUMENT], Tokenizer())
    read = stretches(finder.find(question, 8), {"park": DOCUMENT}.__getitem__)
    return Table(analyse(question, {}, 1.0), read)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("咨询电话是多少？", "phone"),
        ("停车费每小时多少元？", "figure"),
        ("由哪个部门监督？", "who"),
        ("如何处理占用通道？", "how"),
        ("为什么要收费？", "why"),
        ("可以免费停车吗？", "yes_no"),
        ("需要提交什么材料？", "materials"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert analyse(question, {}, 1.0).kinds[list(KINDS).index(kind)] == 1.0


def test_the_words_that_ask_do_not_count() -> None:
    asked = analyse("停车费需要多少？", {}, 1.0)
    assert len(asked.codes) == 2  # 停车, 车费


@pytest.mark.parametrize("text", ["", "İstanbul", "ＡＢＣ１２", "\ud800x", "𠀀字"])
def test_one_code_a_character(text: str) -> None:
    assert len(character_codes(text)) == len(text)


def test_features_are_finite_and_lie_on_their_clauses() -> None:
    made = table("公共停车位由谁负责？")
    assert made.rows.shape == (made.count, len(NAMES))
    assert np.isfinite(made.rows).all()
    best = int(made.rows[:, NAMES.index("own")].argmax())
    assert "由市城市管理局负责" in TEXT[made.starts[best] : made.ends[best]]


def test_numpy_and_torch_give_the_same_scores() -> None:
    torch.manual_seed(0)
    network = TorchNetwork(torch.zeros(len(NAMES)), torch.ones(len(NAMES)))
    for value in network.parameters():
        if value.requires_grad:
            torch.nn.init.normal_(value, std=0.1)
    network.eval()
    made = table("占用消防通道怎么处罚？")
    given, lines = inputs(made.asked, made), outline(made)
    score, none = Network({n: v.detach().numpy() for n, v in network.state_dict().items()}).scores(
        given, spans(lines)
    )
    with torch.no_grad():
        theirs, absent = network(batch([Case("", given, lines, 0, 0, False)], {}))
    assert np.allclose(score, theirs.numpy(), atol=1e-3)
    assert none == pytest.approx(float(absent[0]), abs=1e-3)


def test_the_product_in_blocks_is_the_product() -> None:
    one = np.arange(5000, dtype=np.float32).reshape(500, 10) % 7
    other = np.arange(10000, dtype=np.float32).reshape(10, 1000) % 5
    assert np.array_equal(product(one, other), one @ other)


def test_spans_stay_in_one_stretch() -> None:
    lines = Outline(
        np.array([0, 5, 0, 4]),
        np.array([5, 9, 4, 8]),
        np.zeros(4, int),
        np.zeros(4, int),
        np.array([0, 0, 1, 1]),
    )
    runs = spans(lines)
    assert list(zip(runs.first.tolist(), runs.last.tolist(), strict=True)) == [
        (0, 0), (0, 1), (1, 1), (2, 2), (2, 3), (3, 3),
    ]  # fmt: skip


def test_the_span_in_the_middle_wins_over_the_single_most_probable() -> None:
    # 0–10 is the likeliest, but most of the probability lies on spans around 20–40
    low, high = np.array([0, 20, 20, 22]), np.array([10, 40, 38, 40])
    score = np.log(np.array([0.31, 0.23, 0.23, 0.23]))
    place, expected, present = decide(score, -50.0, low, high)[0]
    assert place == 1
    assert expected > 0.6
    assert present == pytest.approx(1.0)


def test_short_candidates_hold_figures_and_names_whole() -> None:
    text = "公共停车位由市城市管理局负责监督。首小时收费5元，每日上限30元。"
    given = candidates(
        analyse("公共停车位由哪个部门监督？", {}, 1.0), text, [(0, 17), (17, 25), (25, len(text))]
    )
    words = {text[c.low : c.high] for c in given}
    assert {"市城市管理局", "5元", "30元"} <= words
    assert all(0 <= c.low < c.high <= len(text) for c in given)


def test_the_right_span_is_the_narrowest_run_of_clauses() -> None:
    made = table("占用消防通道怎么处罚？")
    start = TEXT.index("二百元")
    first, last = covering(Span("park", start, start + 3), made)
    assert first == last
    assert TEXT[made.starts[first] : made.ends[last]] == "并处二百元罚款。"


def test_made_questions_lie_on_their_answers() -> None:
    examples = Maker().from_policy(DOCUMENT)
    assert examples == Maker().from_policy(DOCUMENT)
    assert any(e.source == "definition" and "指" in e.question for e in examples)
    for example in examples:
        assert example.question.strip()
        assert DOCUMENT.quote(example.span).strip()
        assert example.short is None or example.span.contains(example.short)


def test_a_question_of_the_wrong_documents_has_no_right_span() -> None:
    other = Document("other", "", "图书馆每天九点开放。\n读者凭证借书。\n")
    finder = Finder([DOCUMENT, other], Tokenizer())
    example = Maker().from_policy(DOCUMENT)[0]
    rarity, unseen = rarities([DOCUMENT, other], most=20)
    right = case(example, finder, rarity, unseen, answerable=True)
    wrong = case(example, finder, rarity, unseen, answerable=False)
    assert right is not None and right.first >= 0
    assert wrong is not None and wrong.first == -1
    assert np.array_equal(right.packed().unpacked().bag, right.given.bag)
