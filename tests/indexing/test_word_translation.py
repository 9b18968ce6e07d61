"""What people say and documents write: learned from pairs written here, and as it is shipped."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing import word_translation
from indexing.tokenizer import open_tokenizer
from indexing.training import word_translation as training
from indexing.training.questions import answered_pairs, kept_apart
from indexing.word_translation import asking_words, translated, translations

LOST = "居民身份证遗失的，应当申请补领"
BOATS = "渔船应当在指定港口停泊"
ASKED = "身份证丢了怎么办"
# what is asked in everyday words, and answered in those of a document
DIALOGUES = [
    ("证件丢了怎么办", "证件遗失的，向发证机关申请补发"),
    ("营业执照丢了要登报吗", "营业执照遗失的，应当公告作废"),
    ("存折丢了钱还在吗", "存折遗失的，可以向银行挂失"),
    ("娃上学要交钱吗", "儿童接受义务教育不收学费"),
    ("娃打疫苗去哪里", "儿童在居住地接种单位接种疫苗"),
    ("娃几岁能上幼儿园", "三周岁以上的儿童可以进入幼儿园"),
    *[("渔船停在哪里", "渔船应当停泊在渔港"), ("农机怎么买划算", "农机购置享受补贴")] * 20,
]


def learned() -> training.Learned:
    pairs = [(asking_words(q), open_tokenizer().words(a)) for q, a in DIALOGUES]
    return training.learn(pairs * 4)


def test_words_that_answer_each_other_are_learned() -> None:
    strengths = learned().strengths
    assert strengths["丢"][0][0] == "遗失" and strengths["娃"][0][0] == "儿童"
    assert "遗失" not in dict(strengths["娃"]) and "儿童" not in dict(strengths["丢"])
    for found in strengths.values():
        values = [strength for _, strength in found]
        assert values == sorted(values, reverse=True) and all(0 < value <= 1 for value in values)


def test_what_is_rare_among_questions_weighs_more() -> None:
    rarity = learned().rarity
    assert rarity["丢"] > rarity["渔船"] > 0


def folder(tmp_path: Path, texts: dict[str, str], rows: list[dict[str, object]]) -> tuple[Path, Path]:
    for place, lines in (
        (tmp_path / "documents", [{"doc_id": name, "text": text} for name, text in texts.items()]),
        (tmp_path / "questions", rows),
    ):
        place.mkdir()
        with gzip.open(place / "official.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return tmp_path / "questions", tmp_path / "documents"


def test_the_command_learns_from_the_sentences_that_answer(tmp_path: Path) -> None:
    names = [f"d{number}" for number in range(300) if not kept_apart(f"d{number}")][: 4 * len(DIALOGUES)]
    texts, rows = {}, []
    for number, name in enumerate(names):
        question, answer = DIALOGUES[number % len(DIALOGUES)]
        texts[name] = f"总则。{answer}。附则。"
        rows.append({"query": question, "doc_id": name, "start": 0, "end": 6, "answer": [3, 3 + len(answer)]})
    questions, documents = folder(tmp_path, texts, rows)
    output = tmp_path / "words.tsv"
    arguments = ["--documents", str(documents), "--questions", str(questions), "--output", str(output)]
    assert training.main(arguments) == 0
    first = output.read_text("utf-8")
    line = next(line for line in first.splitlines() if line.startswith("丢\t"))
    assert line.split("\t")[2].startswith("遗失:") and "总则" not in first
    training.main(arguments)
    assert output.read_text("utf-8") == first


def test_documents_kept_for_fitting_teach_nothing(tmp_path: Path) -> None:
    apart = next(f"d{n}" for n in range(99) if kept_apart(f"d{n}"))
    taken = next(f"d{n}" for n in range(99) if not kept_apart(f"d{n}"))
    rows: list[dict[str, object]] = [
        {"query": ASKED, "doc_id": name, "start": 0, "end": len(LOST)} for name in (apart, taken, "elsewhere")
    ]
    questions, documents = folder(tmp_path, {apart: LOST, taken: LOST}, rows)
    assert [pair.passage for pair in answered_pairs(questions, [documents])] == [LOST]


def test_another_text_than_was_asked_about_is_refused(tmp_path: Path) -> None:
    taken = next(f"d{n}" for n in range(99) if not kept_apart(f"d{n}"))
    rows: list[dict[str, object]] = [{"query": ASKED, "doc_id": taken, "start": 0, "end": 999}]
    questions, documents = folder(tmp_path, {taken: LOST}, rows)
    with pytest.raises(ValueError, match=taken):
        list(answered_pairs(questions, [documents]))


def test_nothing_to_learn_from_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions, documents = folder(tmp_path, {}, [])
    with pytest.raises(SystemExit):
        training.main(
            [
                "--documents",
                str(documents),
                "--questions",
                str(questions),
                "--output",
                str(tmp_path / "x"),
            ]
        )
    assert "none of the questions" in capsys.readouterr().err


def test_a_text_that_says_it_in_its_own_words_holds_the_question() -> None:
    lost, boats, same = translated(ASKED, [LOST, BOATS, "身份证丢了怎么办理"])
    assert lost[0] > boats[0] + 0.3 and lost[1] > 0 == same[1]
    assert same[0] == pytest.approx(1, abs=0.2) and same[0] > lost[0]


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=30))
def test_shares_stay_within_their_bounds(texts: list[str], question: str) -> None:
    shares = translated(question, texts)
    assert shares.shape == (len(texts), 2)
    assert (shares >= 0).all() and (shares <= 1 + 1e-9).all() and (shares[:, 1] <= shares[:, 0] + 1e-9).all()


@pytest.mark.parametrize("question", ["", "2027", "？"])
def test_a_question_without_words_is_held_by_nothing(question: str) -> None:
    assert not translated(question, [LOST]).any()


def test_what_is_shipped_is_well_formed() -> None:
    assert {"未成年人", "子女"} <= {said for said, _ in translations("孩子")}
    assert translations("从未有人问过的词") == ()
    for word in word_translation._lines():
        found = translations(word)
        assert all(len(said) > 1 and 0 < strength <= 1 for said, strength in found)
        assert np.all(np.diff([strength for _, strength in found]) <= 0)
        assert word_translation.rarity(word) > 0
