from pathlib import Path

import pytest

from indexing.tokenizer import Tokenizer, article_number, open_tokenizer

tokenizer = Tokenizer()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第二十三条", "第23条"),
        ("第二十三条", "23条"),
        ("第２３条", "二十三条"),
        ("第一百零二条之一", "第102条之1"),
        ("国办发〔2024〕12号", "国办发[2024]12号"),
        ("（2024）第12号", "〔2024〕12 号"),
        ("一千三百家", "1300家"),
        ("二〇二七年", "2027年"),
    ],
)
def test_spellings_share_a_term(one: str, other: str) -> None:
    numbers = [
        {t for t in tokenizer.terms(text) if t.startswith("#") or t.isdecimal()} for text in (one, other)
    ]
    assert numbers[0] & numbers[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("專精特新中小企業", "专精特新中小企业"),
        ("ＧＤＰ增长５％", "GDP增长5%"),
        ("規模以上工業企業", "规模以上工业企业"),
    ],
)
def test_scripts_and_widths_give_the_same_terms(one: str, other: str) -> None:
    assert tokenizer.terms(one) == tokenizer.terms(other)


def test_policy_terms_stay_whole_and_two_character_words_are_found() -> None:
    terms = tokenizer.terms("小微企业可以申领上云服务券，低保家庭参加医保")
    assert {"小微企业", "上云服务券", "低保", "医保"} <= set(terms)


def test_a_typo_shares_terms_with_the_right_word() -> None:
    assert set(tokenizer.terms("专精特薪")) & set(tokenizer.terms("专精特新"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("《劳动法》第二十三条", "23"),
        ("劳动法23条怎么说", "23"),
        ("第二十三条之一", "23-1"),
        ("三条措施", None),
        ("补贴", None),
    ],
)
def test_article_number(text: str, number: str | None) -> None:
    assert article_number(text) == number


def test_own_words_of_a_home_change_the_version(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text("# 自己的词\n楚天云贷\n", encoding="utf-8")
    own = open_tokenizer(tmp_path)
    assert "楚天云贷" in own.terms("申请楚天云贷的企业")
    assert own.version != tokenizer.version


def test_empty_and_strange_texts_have_no_terms() -> None:
    assert tokenizer.terms("") == tokenizer.terms("。，！") == []
