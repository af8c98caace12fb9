from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc_cli.morphemes import Token, Vocabulary, collect
from voc_cli.text.tokenise import KiwiTokenizer


def tokens_of(kiwi: KiwiTokenizer, text: str) -> list[Token]:
    return list(next(iter(kiwi.tokenise([text]))))


def _told(tokens: Sequence[Token]) -> list[tuple[str, str, int, int]]:
    return [(token.form, token.tag, token.start, token.end) for token in tokens]


@pytest.mark.parametrize("front", ["", "😊", "👨‍👩‍👧 ", "🇰🇷𠮷", "\n\n", "é"])
def test_offsets_are_characters_of_python_whatever_stands_in_front(kiwi: KiwiTokenizer, front: str) -> None:
    text = f"{front}배송 지연😡 환불"
    nouns = [token for token in tokens_of(kiwi, text) if token.tag == "NNG" and token.form in {"배송", "지연", "환불"}]
    assert [token.form for token in nouns] == ["배송", "지연", "환불"]
    assert [text[token.start : token.end] for token in nouns] == ["배송", "지연", "환불"]


@pytest.mark.parametrize(
    ("text", "form", "tag"),
    [("방이 더워요", "덥", "VA"), ("소리를 들었어요", "듣", "VV"), ("배송이 빨라요", "빠르", "VA")],
)
def test_marks_of_irregular_conjugation_are_left_out_of_the_vocabulary(
    kiwi: KiwiTokenizer, text: str, form: str, tag: str
) -> None:
    assert (form, tag) in collect([text], kiwi, Vocabulary()).vocabulary.pairs


def test_an_empty_text_keeps_its_place(kiwi: KiwiTokenizer) -> None:
    lengths = [len(tokens) for tokens in kiwi.tokenise(["", "배송", "  \n", "", "포장"])]
    assert lengths == [0, 1, 0, 0, 1]


def test_no_texts_give_nothing(kiwi: KiwiTokenizer) -> None:
    assert list(kiwi.tokenise([])) == []


def test_two_thousand_texts_come_back_in_order(kiwi: KiwiTokenizer) -> None:
    texts = [f"{number}번 상품 {'배송이 늦어요 ' * (number % 7)}" for number in range(2_000)]
    found = list(kiwi.tokenise(iter(texts)))
    assert [int(tokens[0].form) for tokens in found] == list(range(2_000))


def test_a_batch_is_cut_like_single_texts(kiwi: KiwiTokenizer) -> None:
    texts = ["배송이 늦어요", "", "앱이 자꾸 튕겨요ㅠㅠ", "환불해 주세요"]
    together = [_told(tokens) for tokens in kiwi.tokenise(texts)]
    assert together == [_told(tokens_of(kiwi, text)) for text in texts]
    assert len(together[0]) == 4


def test_the_version_names_analyser_model_and_how_far_it_searches(kiwi: KiwiTokenizer) -> None:
    name, _, model = kiwi.version.partition(", model ")
    assert name.startswith("kiwipiepy 0.")
    assert model.split(".")[0].isdigit()
    assert model.endswith(", cut-off 5, single words")


def test_kiwi_searches_no_further_than_its_version_says(kiwi: KiwiTokenizer) -> None:
    assert kiwi.load().global_config.cutoff_threshold == 5


def test_a_name_of_several_words_stays_several_words(kiwi: KiwiTokenizer) -> None:
    # Kiwi's own dictionary of such names, which takes most of its loading, would make one morpheme of it.
    assert [token.form for token in tokens_of(kiwi, "네이버 쇼핑")] == ["네이버", "쇼핑"]


def test_kiwi_is_loaded_once(kiwi: KiwiTokenizer) -> None:
    assert kiwi.load() is kiwi.load()


def test_the_version_is_told_without_loading() -> None:
    tokenizer = KiwiTokenizer()
    assert "kiwipiepy" in tokenizer.version
    assert tokenizer._kiwi is None


@settings(max_examples=60)
@given(text=st.text(max_size=60))
def test_any_text_gives_tokens_inside_of_it(kiwi: KiwiTokenizer, text: str) -> None:
    for token in tokens_of(kiwi, text):
        assert 0 <= token.start <= token.end <= len(text)
        assert token.form
        assert token.tag
