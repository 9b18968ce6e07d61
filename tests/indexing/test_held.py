import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexing.held import BigramCounts, Bigrams, best_share, held_in, share_of, shares
from indexing.lexical import LexicalIndex
from indexing.question import understand
from indexing.tokenizer import Tokenizer

LETTERS = "企业补贴多a1，。\n😀\ud800"


@given(text=st.text(LETTERS), query=st.text("企业补贴多", max_size=9))
def test_bigrams_are_counted_as_str_count_counts_them(text: str, query: str) -> None:
    bigrams = list(dict.fromkeys(query[i : i + 2] for i in range(len(query) - 1)))
    counted = BigramCounts(text).of(Bigrams(bigrams))
    assert counted.tolist() == [text.count(bigram) for bigram in bigrams]


def test_all_bigrams_of_a_question_can_be_counted() -> None:
    text = "第三条 ABC企业，〇补贴㐀贴。"
    grams = understand(text, Tokenizer(), LexicalIndex.build([])).grams
    assert BigramCounts(text).of(Bigrams(grams)).tolist() == [text.count(gram) for gram in grams]


def test_shares_are_by_weight() -> None:
    words, by_word = ["企业", "补贴", "上云"], np.array([1.0, 2.0, 5.0])
    texts = [["给企业补贴", "企业上云"], ["奖励"], []]
    held = held_in(words, ["。".join(text) for text in texts])
    assert held.tolist() == [[True, True, True], [False] * 3, [False] * 3]
    assert shares(held, by_word).tolist() == [1, 0, 0]
    assert best_share(words, by_word, held, texts).tolist() == [0.75, 0, 0]
    assert share_of(words, by_word, "企业上云") == 0.75 and share_of(words, by_word, "") == 0
