"""How much of a sentence is quoted around the clauses that answer."""

import pytest

from chat.assistant import Assistant
from chat.quoting import quote_of
from chat.reader import Reading
from corpus.document import Document, Span
from tests.chat.conftest import assistant_over

PRIZES = "对一批示范茶园、非遗工坊和乡村书屋，一次性奖补20万元。"
LONG = (
    "市农业农村局会同市财政局、市供销社和各县区人民政府，按照自愿申报、专家评审、集中公示和择优扶持的办法，"
    "每年从全市合作社里遴选一批示范社给予奖励，其获奖名单在市政府门户网站公示，公示期满无异议的拨付奖励资金。"
)
CASE = "茶园受灾的，合作社可以缓缴租金；不足部分由县级财政承担。"
TRADE = "茶叶外销的，由海关优先查验。"
HELP = "（三）仓储补助。上年新建恒温茶库且容积在500立方米以上的合作社，市级按造价的20%补助，最高30万元。"
ADVICE = "鼓励合作社为茶农代存茶叶。"
MEASURES = Document(
    "tea",
    "云溪市茶产业扶持办法",
    f"云溪市茶产业扶持办法\n\n{PRIZES}\n{LONG}\n{CASE}\n{TRADE}\n{HELP}{ADVICE}\n",
    region="云溪市",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("tea"), [MEASURES])


def span_of(words: str) -> Span:
    start = MEASURES.text.index(words)
    return Span("tea", start, start + len(words))


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "quoted"),
    [
        ("云溪市哪些能拿一次性20万元", PRIZES, "一次性奖补20万元。", PRIZES),
        ("云溪市示范茶园奖补多少", PRIZES, "一次性奖补20万元。", PRIZES),
        # a day or a number to call stands in its clause
        ("云溪市示范茶园哪天奖补", PRIZES, "一次性奖补20万元。", "一次性奖补20万元。"),
        # of a long sentence what follows, and what the first clause goes on about
        (
            "说说云溪市示范社名单公开的事",
            LONG,
            "其获奖名单在市政府门户网站公示，",
            LONG[LONG.index("每年从") :],
        ),
        ("云溪市茶园受灾哪天补租金", CASE, "不足部分由县级财政承担。", CASE[CASE.index("合作社") :]),
    ],
)
def test_a_quote_holds_what_its_answer_is_said_of(
    assistant: Assistant, question: str, sentence: str, marked: str, quoted: str
) -> None:
    material, _ = assistant.drafted(question)
    reading = Reading(span_of(marked), 0.5, 1)
    quote = quote_of(material, span_of(sentence), [reading])
    assert material.words(quote.span) == quoted
    assert material.words(quote.core) == marked and quote.reading is reading


def test_a_sentence_that_the_reader_passes_over_is_quoted_whole(assistant: Assistant) -> None:
    material, _ = assistant.drafted("云溪市示范茶园奖补多少")
    quote = quote_of(material, span_of(PRIZES), [Reading(span_of(CASE), 0.5, 1)])
    assert quote.span == quote.core == span_of(PRIZES) and quote.reading is None


def test_a_run_in_heading_makes_a_sentence_no_longer(assistant: Assistant) -> None:
    material, _ = assistant.drafted("说说云溪市恒温茶库的造价怎么补")
    quote = quote_of(material, span_of(HELP), [Reading(span_of("市级按造价的20%补助，最高30万元。"), 0.5, 1)])
    assert material.words(quote.span) == HELP


def test_of_several_sentences_the_first_is_no_mere_end(assistant: Assistant) -> None:
    material, _ = assistant.drafted("说说云溪市恒温茶库的造价怎么补")
    quote = quote_of(material, span_of(ADVICE), [Reading(span_of("最高30万元。" + ADVICE), 0.5, 1)])
    assert material.words(quote.span) == HELP[HELP.index("上年") :] + ADVICE


def test_of_several_sentences_the_last_is_not_broken_off(assistant: Assistant) -> None:
    material, _ = assistant.drafted("说说云溪市受灾茶园的事")
    marked = f"{CASE}\n{TRADE[:6]}"
    quote = quote_of(material, span_of(CASE), [Reading(span_of(marked), 0.5, 1)])
    assert material.words(quote.span) == f"{CASE}\n{TRADE}"
