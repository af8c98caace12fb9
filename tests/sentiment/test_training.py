from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.steps import as_lemmas
from voc_cli.morphemes import Tokenizer, Vocabulary, collect
from voc_cli.patterns import Lemmatise
from voc_cli.sentiment import linear, stacking, training
from voc_cli.sentiment.asking import Asking
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.labelled import (
    Labelled,
    Read,
    Written,
    is_for_weighing,
    is_held_out,
    read_films,
    read_kept_films,
    read_written,
)
from voc_cli.sentiment.lexicon import Entry, Lexicon, load_lexicon
from voc_cli.sentiment.network_training import Meanings
from voc_cli.sentiment.scorer import Scores, SentimentScorer, count_denials, whole_texts
from voc_cli.sentiment.training import train
from voc_cli.sentiment.weights import Weights, decode, encode, load_weights
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.lemmas import LemmaReader, lemmatise
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.valuechain.training import read_seeds

SHARE = 0.9  # of a table that must have the right sign

# --- what is read -----------------------------------------------------------------------------------------------------


def test_one_text_in_fourteen_is_held_out() -> None:
    n_held_out = sum(is_held_out(f"영화 {number}") for number in range(14_000))
    assert n_held_out == pytest.approx(1_000, rel=0.1)


@given(st.text())
def test_equal_texts_are_held_out_alike(text: str) -> None:
    assert (
        is_held_out(text)
        == is_held_out("".join(list(text)))
        == (int.from_bytes(hashlib.sha1(text.encode()).digest()) % 14 == 0)
    )


FILMS = """id,text,rating
1,최고의 영화,10
2,지루했다,1
3,그냥 그래요,5
4,볼만해요,8
5,음악이 별로,6
6,또 보고 싶다,9
7,보통,7
8,감동,10
9,재미없다,1
10,최고의 영화,1
11, ,10
12,NA,2
"""


@pytest.fixture
def films(tmp_path: Path) -> Labelled:
    path = tmp_path / "films.csv"
    path.write_text(FILMS, encoding="utf-8")
    return read_films(path)


def test_films_that_are_held_out_rated_seven_empty_or_told_before_are_left_out(films: Labelled) -> None:
    assert is_held_out("감동")
    assert is_held_out("재미없다")
    assert films.texts == ["최고의 영화", "지루했다", "그냥 그래요", "볼만해요", "음악이 별로", "또 보고 싶다", "NA"]


def test_films_are_good_from_a_rating_of_eight(films: Labelled) -> None:
    assert films.signs.tolist() == [1, -1, -1, 1, -1, 1, -1]


def test_mild_films_weigh_half_and_both_sides_weigh_the_same(films: Labelled) -> None:
    # Bad: 1 + 0.5 + 0.5 + 1 = 3; good: 1 + 0.5 + 1 = 2.5 before they are raised to 3.
    assert films.weights == pytest.approx([1.2, 1, 0.5, 0.6, 0.5, 1.2, 1])
    assert films.weights[films.signs > 0].sum() == pytest.approx(films.weights[films.signs < 0].sum())


def test_films_for_weighing_have_clear_ratings_and_no_model_sees_them(tmp_path: Path) -> None:
    told = [f"{number}번 영화" for number in range(2_000)]
    rows = "\n".join(f"{number},{text},{number % 10 + 1}" for number, text in enumerate(told))
    path = tmp_path / "films.csv"
    path.write_text(f"id,text,rating\n{rows}\n", encoding="utf-8")
    kept, seen = read_kept_films(path), read_films(path)
    clear = [text for number, text in enumerate(told) if is_for_weighing(text) and number % 10 + 1 not in {5, 6, 7, 8}]
    assert kept.texts == clear
    assert not set(clear) & set(seen.texts)
    assert kept.signs.tolist() == [1 if int(text.partition("번")[0]) % 10 + 1 >= 9 else -1 for text in clear]
    assert kept.weights[kept.signs > 0].sum() == pytest.approx(kept.weights[kept.signs < 0].sum())
    assert not any(map(is_held_out, [*kept.texts, *seen.texts]))


def test_what_was_written_is_sentences_by_what_they_speak_of_and_whole_reviews_each_alone() -> None:
    written = read_written()
    n = len(written.texts)
    assert (len(written.signs), len(written.groups), len(written.is_review)) == (n, n, n)
    first = int(np.argmax(written.is_review))
    assert 2_500 <= first < n - 900
    assert written.is_review[first:].all()
    assert set(written.signs[:first].tolist()) == {-1, 0, 1}
    assert set(written.signs[first:].tolist()) == {-1, 1}
    assert len(set(written.groups[first:])) == n - first
    assert not set(written.groups[first:]) & set(written.groups[:first])
    assert not set(written.texts) & {row["text"] for row in read_seeds(also="stage") if row["teaches"] == "stage"}


# --- training on a made-up world --------------------------------------------------------------------------------------

THINGS = ("배송/NNG", "가격/NNG", "화면/NNG", "상담/NNG", "포장/NNG", "색/NNG")
GOOD, BAD, FACT = "훌륭하/VA 어요/EF", "엉망이/VA 어요/EF", "확인하/VV 어요/EF"
ENTRIES = (Entry("좋/V", 2, "공통", ()), Entry("나쁘/V", -2, "공통", ()))


MEANINGS = Meanings(("배송/N", "훌륭하/V"), np.eye(2, 4, dtype=np.int8) * 127)


def labelled(groups: dict[int, list[str]]) -> Labelled:
    texts = [text for group in groups.values() for text in group]
    signs = np.array([sign for sign, group in groups.items() for _ in group])
    return Labelled(texts, signs, np.ones(len(texts)))


def made_up_films() -> Labelled:
    return labelled(
        {1: [f"{thing} 재미있/VA 어요/EF" for thing in THINGS], -1: [f"{t} 졸리/VA 어요/EF" for t in THINGS]}
    )


def made_up_seeds() -> Written:
    one = {sign: [f"{thing} {word}" for thing in THINGS] for sign, word in ((1, GOOD), (-1, BAD), (0, FACT))}
    two = {1: [f"{text} 좋/VA 어요/EF" for text in one[1]], -1: [f"{text} 나쁘/VA 어요/EF" for text in one[-1]], 0: []}
    found = labelled({sign: one[sign] + two[sign] for sign in one})
    # What a sentence speaks of is its first word; the last one stands for a whole review.
    groups = [text.partition(" ")[0] for text in found.texts]
    return Written(found.texts, found.signs, groups, np.arange(len(groups)) == len(groups) - len(THINGS) - 1)


def read(texts: list[str], tokenizer: Tokenizer, lexicon: Lexicon) -> Read:
    vocabulary = Vocabulary()
    morphemes = collect(texts, tokenizer, vocabulary)
    spans = ClauseSplitter(vocabulary).split(morphemes)
    lemmas = LemmaReader(vocabulary).read(morphemes, spans)
    words = [lemmas.of(clause) for clause in range(len(spans))]
    opinions = [lexicon.opinions(found) for found in words]
    denials = [count_denials(*pair) for pair in zip(words, opinions, strict=True)]
    return Read(morphemes, spans, lemmas, opinions, denials, Asking.nothing(len(spans)))


def train_made_up() -> Weights:
    seeds, kept, tokenizer = made_up_seeds(), made_up_films(), FakeTokenizer()
    of_seeds, of_kept = (read(x.texts, tokenizer, Lexicon(ENTRIES, as_lemmas)) for x in (seeds, kept))
    return train(made_up_films(), seeds, of_seeds, kept, of_kept, tokenizer=tokenizer, meanings=MEANINGS)


@pytest.fixture(scope="module")
def trained() -> Weights:
    with pytest.MonkeyPatch.context() as patch:
        # A made-up world needs no four million buckets.
        for module in (training, linear, stacking):
            patch.setattr(module, "FILM_BITS", 14)
            patch.setattr(module, "CUSTOMER_BITS", 12)
        weights = train_made_up()
        assert encode(weights) == encode(train_made_up()), "the same bytes each time"
        return weights


def score(
    texts: list[str], weights: Weights, tokenizer: Tokenizer, entries: tuple[Entry, ...], lemmas: Lemmatise
) -> Scores:
    vocabulary = Vocabulary()
    morphemes = collect(texts, tokenizer, vocabulary)
    spans = ClauseSplitter(vocabulary).split(morphemes)
    scorer = SentimentScorer(weights, Lexicon(entries, lemmas), Hasher(vocabulary))
    return scorer.score(morphemes, spans, LemmaReader(vocabulary).read(morphemes, spans))


def lean_of_films(leaning: float) -> float:
    """How loud a word of both signs ("음악") speaks beside one of one sign ("명작"), in a model of film reviews."""
    told = labelled({1: ["명작/NNG 음악/NNG", "명작/NNG"] * 10, -1: ["음악/NNG", "망작/NNG"] * 10})
    asked = collect(["음악/NNG", "명작/NNG"], FakeTokenizer(), Vocabulary())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linear, "FILM_BITS", 14)
        patch.setattr(linear, "_LEANING", leaning)
        model = linear.fit_films(collect(told.texts, FakeTokenizer(), Vocabulary()), told.signs, told.weights)
    both, one = model.logits(linear.feature_matrix(asked, whole_texts(asked), 14)) - model.intercept
    return float(abs(both) / abs(one))


def test_a_word_that_leans_to_no_side_says_less_of_a_film() -> None:
    assert lean_of_films(0.5) < 0.6 * lean_of_films(0.0)


def test_trained_weights_survive_the_round_trip(trained: Weights) -> None:
    again = decode(encode(trained))
    assert again.meta == trained.meta
    assert all(np.array_equal(*pair) for pair in zip(again.tables, trained.tables, strict=True))


def test_trained_weights_say_what_they_were_trained_on(trained: Weights) -> None:
    assert trained.meta.bits == (14, 12, 12)
    assert trained.meta.trained_on == "NSMC raw 12, texts 30; fake 1"
    assert 0 < trained.meta.neutral < 1


def test_training_learns_the_obvious_sign_of_clauses_and_texts(trained: Weights) -> None:
    texts = [f"의자/NNG {GOOD}", f"의자/NNG {BAD}"]
    scores = score(texts, trained, FakeTokenizer(), ENTRIES, as_lemmas)
    for polarity in (scores.clauses, scores.documents):
        assert polarity[0] > trained.meta.neutral
        assert polarity[1] < -trained.meta.neutral


def test_training_learns_from_films_what_no_customer_wrote(trained: Weights) -> None:
    vocabulary = Vocabulary()
    morphemes = collect(["재미있/VA 어요/EF", "졸리/VA 어요/EF"], FakeTokenizer(), vocabulary)
    scorer = SentimentScorer(trained, Lexicon(ENTRIES, as_lemmas), Hasher(vocabulary))
    logits = scorer.logits(morphemes, whole_texts(morphemes))
    assert logits.films[0] > 0 > logits.films[1]


def test_training_learns_which_clauses_hold_an_opinion(trained: Weights) -> None:
    vocabulary = Vocabulary()
    morphemes = collect([f"의자/NNG {GOOD}", f"의자/NNG {BAD}", f"의자/NNG {FACT}"], FakeTokenizer(), vocabulary)
    scorer = SentimentScorer(trained, Lexicon(ENTRIES, as_lemmas), Hasher(vocabulary))
    logits = scorer.logits(morphemes, whole_texts(morphemes))
    assert min(logits.opinion[:2]) > logits.opinion[2]


# --- the weights that ship --------------------------------------------------------------------------------------------

COMPLAINTS = """\
배송이 너무 늦어요
로그인이 안 돼요
주문한 지 2주가 지났는데 아직 안 왔어요
상자가 찢어진 채로 왔어요
다른 색상이 왔어요
물건이 하나 빠졌어요
한 달 쓰고 고장 났어요
전원이 안 켜져요
충전이 안 됩니다
소리가 안 나와요
물이 새요
이틀 만에 지퍼가 떨어졌어요
한 번 빨았더니 줄어들었어요
냄새가 심하게 나요
국물이 식어서 왔어요
음식에서 머리카락이 나왔어요
전화를 아무리 해도 안 받아요
상담원 연결이 안 돼요
환불을 안 해 줘요
환불이 한 달째 안 들어와요
결제가 두 번 됐어요
앱이 자꾸 꺼져요
업데이트하고 나서 화면이 멈춰요
인증 번호가 안 와요
사진이랑 색이 달라요
가격이 너무 올랐어요
기사님이 물건을 던지고 갔어요
직원이 반말을 해요
다시는 안 살 거예요
돈이 아까워요
기대했는데 실망이에요
광고가 너무 많아요
맛이 하나도 없어요""".splitlines()
PRAISES = """\
조용하고 좋아요
배송이 빨라요
배송이 정말 빨라서 놀랐어요
포장이 꼼꼼해요
가격도 착하고 튼튼해요
직원분이 친절하게 설명해 주셨어요
맛있게 잘 먹었습니다
아이가 정말 좋아해요
화면이 깨끗하고 선명해요
설치가 간단했어요
소음이 없어서 좋아요
불편한 점이 없어요
전혀 끈적이지 않아요
자극이 없고 순해요
벌써 세 번째 구매예요
다음에도 여기서 살게요
가격 대비 만족합니다
방이 깨끗하고 전망이 좋아요
상담이 빠르고 정확했어요
앱이 쓰기 편해요
고장 없이 잘 쓰고 있어요
색이 예쁘고 잘 어울려요
문제가 바로 해결됐어요
강력 추천합니다""".splitlines()
GOODS_DENIED = """\
배송이 빠르지 않아요
그렇게 촉촉하지 않아요
맛있지 않아요
친절하지 않네요
조용하지 않아요
편하지가 않아요
추천하고 싶지 않아요
튼튼하지 않아요
쉽지 않아요
품질이 좋지 않아요
좋지 않네요
마음에 들지 않아요
깨끗하지 못하네요
안 친절해요
안 시원해요
별로 안 빨라요
쿠폰이 적용되지 않아요
이해가 되지 않아요
작동하지 않아요
저장이 되지 않습니다
배송이 오지 않았어요
연락이 오지 않습니다
도움이 안 돼요
만족스럽지 못해요""".splitlines()


FACTS = """\
지난주 화요일에 주문했습니다
엄마랑 같이 쓰려고 두 개 샀어요
색상은 베이지입니다
이번이 세 번째 주문입니다
아직 개봉 전이에요
회사 탕비실에 두고 씁니다
키는 165이고 평소 55 입어요
여름 휴가 때 가져가려고요
저녁 일곱 시에 방문했습니다
카드로 결제했어요""".splitlines()
# Whole reviews: what comes last, or what weighs most, is not what the most words say.
WHOLE = {
    "디자인은 정말 예쁘고 배송도 빨랐어요. 그런데 일주일 만에 전원이 안 켜집니다.": -1,
    "진짜 완전 잘 부러져요. 생각보다 너무 약하네요.": -1,
    "아주아주 후회합니다. 효과가 하나도 없어요.": -1,
    "포장은 조금 아쉬웠지만 맛은 정말 최고예요. 또 시킬게요!": 1,
    "처음엔 비싸다고 생각했는데 써 보니 값을 하네요. 만족합니다.": 1,
    "배송이 하루 늦었지만 물건이 튼튼하고 좋아요.": 1,
}


@pytest.fixture(scope="module")
def wrong(kiwi: KiwiTokenizer) -> dict[str, float]:
    """Sentences whose sign is wrong by the shipped weights, with their polarity."""
    signs = {**dict.fromkeys(COMPLAINTS + GOODS_DENIED, -1), **dict.fromkeys(PRAISES, 1)}
    scores = score(list(signs), load_weights(), kiwi, load_lexicon(), lambda entries: lemmatise(entries, kiwi))
    found = zip(signs.items(), scores.documents.tolist(), strict=True)
    return {text: polarity for (text, sign), polarity in found if polarity * sign <= 0}


@pytest.mark.parametrize("texts", [COMPLAINTS, PRAISES], ids=["complaints", "praises"])
def test_the_shipped_weights_tell_plain_complaints_from_plain_praise(texts: list[str], wrong: dict[str, float]) -> None:
    missed = {text: wrong[text] for text in texts if text in wrong}
    assert len(missed) <= (1 - SHARE) * len(texts), missed


def test_the_shipped_weights_take_goods_that_are_denied_for_complaints(wrong: dict[str, float]) -> None:
    missed = {text: wrong[text] for text in GOODS_DENIED if text in wrong}
    # 19 of 24 were right when this was written; the share may only rise.
    assert len(missed) <= 5, missed


def test_the_shipped_weights_find_no_opinion_in_plain_facts(kiwi: KiwiTokenizer) -> None:
    scores = score(FACTS, load_weights(), kiwi, load_lexicon(), lambda entries: lemmatise(entries, kiwi))
    neutral = load_weights().meta.neutral
    signed = [text for text, value in zip(FACTS, scores.documents.tolist(), strict=True) if abs(value) >= neutral]
    assert len(signed) <= 2, signed


def test_the_shipped_weights_judge_whole_reviews_by_what_decides(kiwi: KiwiTokenizer) -> None:
    scores = score(list(WHOLE), load_weights(), kiwi, load_lexicon(), lambda entries: lemmatise(entries, kiwi))
    found = dict(zip(WHOLE, scores.documents.tolist(), strict=True))
    missed = {text: value for text, value in found.items() if value * WHOLE[text] <= 0}
    # 5 of 6 were right when this was written: two praises still drown a last fault.
    assert len(missed) <= 1, missed
