from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps import as_lemmas, lemmas_of, read_lemmas
from tests.valuechain.made_up import aspect, loud_weights, weights_that_follow_the_table
from voc_cli.annotate import Annotator
from voc_cli.schema import Stage
from voc_cli.text.entries import entry_reader
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.model import load_stage_weights
from voc_cli.valuechain.stages import STAGE_CODES, Placement, StageClassifier
from voc_cli.valuechain.taxonomy import Aspect, load_taxonomy
from voc_cli.valuechain.votes import TableVotes

# Measured 1.0 and 0.997. The weights have seen these examples: the shares say that table, weights and program belong
# together, not how well a stranger's text is placed.
STAGE_SHARE, ASPECT_SHARE = 0.85, 0.85

TAXONOMY = (
    aspect(
        "배송 속도",
        Stage.OUTBOUND,
        phrases=("아직/M 오/V NEG",),
        targets=("배송/N", "택배/N"),
        predicates=("늦/V", "빠르/V", "느리/V"),
        counter=("답변/N",),
    ),
    aspect("앱 속도", Stage.TECHNOLOGY, targets=("앱/N",), predicates=("느리/V", "빠르/V")),
    aspect("강제 종료", Stage.TECHNOLOGY, phrases=("튕기/V",), targets=("앱/N",), predicates=("느리/V",)),
    aspect("응대 속도", Stage.SERVICE, targets=("답변/N",), predicates=("늦/V", "느리/V")),
    aspect("느낌", Stage.NONE),
)
MANY = tuple(aspect(f"느낌 {number}", Stage.NONE) for number in range(10))
CLASSIFIER = StageClassifier(TAXONOMY, as_lemmas, weights_that_follow_the_table(TAXONOMY))
LOUD = StageClassifier(TAXONOMY, as_lemmas, loud_weights(TAXONOMY))


def place(
    *clauses: str,
    leans: tuple[bool, ...] = (),
    documents: tuple[int, ...] = (),
    classifier: StageClassifier = CLASSIFIER,
) -> Placement:
    """Where clauses of one text go, unless ``documents`` says otherwise."""
    n = len(clauses)
    return classifier.place(
        lemmas_of(*clauses),
        leans=np.array(leans or (False,) * n, dtype=bool),
        documents=np.array(documents or (0,) * n, dtype=np.int32),
    )


def names(found: Placement) -> list[str]:
    return [TAXONOMY[number].name if number != UNKNOWN else "" for number in found.aspects.tolist()]


@pytest.mark.parametrize(
    ("clause", "stage", "name"),
    [
        ("배송/N 늦/V", Stage.OUTBOUND, "배송 속도"),
        ("택배/N", Stage.OUTBOUND, "배송 속도"),
        ("앱/N 튕기/V", Stage.TECHNOLOGY, "강제 종료"),
        ("앱/N 빠르/V", Stage.TECHNOLOGY, "앱 속도"),
        ("아직/M 오/V NEG", Stage.OUTBOUND, "배송 속도"),
        ("좋/V", Stage.NONE, "느낌"),
        ("", Stage.NONE, "느낌"),
    ],
)
def test_a_clause_goes_where_its_words_point(clause: str, stage: Stage, name: str) -> None:
    found = place(clause)
    assert (found.stages, names(found)) == ([stage], [name])


def test_a_counter_takes_its_aspect_away() -> None:
    assert names(place("배송/N 답변/N 늦/V")) == ["응대 속도"]


def test_where_several_aspects_are_as_likely_none_is_named_but_the_stage_is() -> None:
    found = place("모름/N", classifier=StageClassifier(MANY, as_lemmas, weights_that_follow_the_table(MANY)))
    assert found.stages == [Stage.NONE]
    assert found.aspects.tolist() == [UNKNOWN]
    assert found.evidence == [()]


def test_equal_evidence_goes_to_the_first_aspect_of_the_table() -> None:
    twins = (aspect("나중", Stage.SERVICE, targets=("물/N",)), aspect("먼저", Stage.SERVICE, targets=("물/N",)))
    for taxonomy in (twins, twins[::-1]):
        classifier = StageClassifier(taxonomy, as_lemmas, weights_that_follow_the_table(taxonomy))
        assert place("물/N", classifier=classifier).aspects.tolist() == [0]


def test_the_aspect_lies_in_the_stage() -> None:
    found = place(*(f"말{number}/N 배송/N" for number in range(50)), classifier=LOUD)
    for stage, number in zip(found.stages, found.aspects.tolist(), strict=True):
        assert number == UNKNOWN or TAXONOMY[number].stage == stage


def test_a_shorter_table_offers_only_its_own_stages() -> None:
    short = TAXONOMY[:1]
    for weights in (weights_that_follow_the_table(TAXONOMY), loud_weights(TAXONOMY)):
        found = place("앱/N 튕기/V", "모름/N", classifier=StageClassifier(short, as_lemmas, weights))
        assert found.stages == [Stage.OUTBOUND] * 2
        assert set(found.aspects.tolist()) <= {0, UNKNOWN}


def test_an_aspect_that_the_weights_have_not_learnt_is_found_by_its_words() -> None:
    weights = weights_that_follow_the_table(TAXONOMY)
    added = (*TAXONOMY, aspect("새벽 배송", Stage.OUTBOUND, phrases=("새벽/N",)))
    found = place("새벽/N", "배송/N", classifier=StageClassifier(added, as_lemmas, weights))
    assert found.stages == [Stage.OUTBOUND] * 2
    assert found.evidence[1] == ("배송/N",)
    assert found.aspects.tolist()[1] == 0


def test_evidence_names_the_words_that_decided() -> None:
    found = place("앱/N 튕기/V", "좋/V", "배송/N 정말/M 늦/V", documents=(0, 1, 2))
    assert set(found.evidence[0]) == {"앱/N", "튕기/V"}
    assert found.evidence[1] == ()  # no word of it weighs anything
    assert set(found.evidence[2]) == {"배송/N", "늦/V"}


def test_the_owner_of_a_stage_is_the_department_with_most_of_its_aspects() -> None:
    taxonomy = (
        aspect("가", Stage.SERVICE, owner="고객센터"),
        aspect("나", Stage.SERVICE, owner="AS팀"),
        aspect("다", Stage.SERVICE, owner="AS팀"),
    )
    owner_of = StageClassifier(taxonomy, as_lemmas, weights_that_follow_the_table(taxonomy)).owner_of
    assert owner_of[Stage.SERVICE] == "AS팀"
    assert owner_of[Stage.OUTBOUND] == ""


# --- the text around a clause -----------------------------------------------------------------------------------------


def test_a_request_without_a_thing_leans_on_the_clause_before_it() -> None:
    leaning = place("배송/N 늦/V", "고치/V", leans=(False, True))
    assert names(leaning) == ["배송 속도", "배송 속도"]
    assert leaning.stages == [Stage.OUTBOUND] * 2


def test_a_request_with_a_thing_of_its_own_does_not_lean() -> None:
    assert names(place("배송/N 늦/V", "앱/N 튕기/V", leans=(False, True))) == ["배송 속도", "강제 종료"]


def test_no_clause_leans_on_another_text() -> None:
    assert names(place("배송/N 늦/V", "고치/V", leans=(False, True), documents=(0, 1))) == ["배송 속도", "느낌"]
    assert names(place("고치/V", leans=(True,))) == ["느낌"]


TIED = (
    aspect("배송", Stage.OUTBOUND, targets=("상자/N", "배송/N")),
    aspect("앱", Stage.TECHNOLOGY, targets=("상자/N", "앱/N")),
)


@pytest.mark.parametrize(("other", "stage"), [("배송/N", Stage.OUTBOUND), ("앱/N", Stage.TECHNOLOGY)])
def test_the_other_clauses_of_a_text_decide_a_tie(other: str, stage: Stage) -> None:
    classifier = StageClassifier(TIED, as_lemmas, weights_that_follow_the_table(TIED))
    assert place("상자/N", other, classifier=classifier).stages == [stage] * 2
    assert place(other, "상자/N", classifier=classifier).stages == [stage] * 2
    # What another text speaks of decides nothing.
    apart = place("상자/N", other, documents=(0, 1), classifier=classifier).stages[0]
    assert apart == place("상자/N", classifier=classifier).stages[0]


def test_the_text_around_does_not_outvote_a_clear_clause() -> None:
    assert names(place("배송/N 늦/V", "앱/N 튕기/V", "배송/N"))[1] == "강제 종료"


# --- batches ----------------------------------------------------------------------------------------------------------


def test_no_clauses_have_no_place() -> None:
    found = place()
    assert found.stages == []
    assert found.evidence == []
    assert found.aspects.shape == (0,)


CLAUSES = st.lists(st.sampled_from(["배송/N", "늦/V", "앱/N", "느리/V", "튕기/V", "답변/N", "NEG", "좋/V"]), max_size=6)
TEXTS = st.lists(st.lists(st.tuples(CLAUSES.map(" ".join), st.booleans()), min_size=1, max_size=4), max_size=5)
EITHER = (CLASSIFIER, LOUD)


@pytest.mark.parametrize("classifier", EITHER, ids=["table", "loud"])
@given(texts=TEXTS)
def test_a_text_is_placed_alike_alone_and_among_others(
    classifier: StageClassifier, texts: list[list[tuple[str, bool]]]
) -> None:
    def placed(*numbers: int) -> tuple[list[str], list[int], list[tuple[str, ...]]]:
        clauses = [(clause, lean, place_) for place_, number in enumerate(numbers) for clause, lean in texts[number]]
        found = place(
            *(clause for clause, _, _ in clauses),
            leans=tuple(lean for _, lean, _ in clauses),
            documents=tuple(document for _, _, document in clauses),
            classifier=classifier,
        )
        return found.stages, found.aspects.tolist(), found.evidence

    alone = [placed(number) for number in range(len(texts))]
    together = placed(*range(len(texts)))
    assert together[0] == [stage for stages, _, _ in alone for stage in stages]
    assert together[1] == [aspect for _, aspects, _ in alone for aspect in aspects]
    assert together[2] == [words for _, _, evidence in alone for words in evidence]


# --- the table and the weights that ship ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(kiwi: KiwiTokenizer) -> StageClassifier:
    return StageClassifier(load_taxonomy(), entry_reader(kiwi), load_stage_weights())


def place_texts(kiwi: KiwiTokenizer, classifier: StageClassifier, texts: Sequence[str]) -> Placement:
    """Each text as one clause."""
    clauses = [" ".join(words) for words in read_lemmas(texts, kiwi)]
    return place(*clauses, documents=tuple(range(len(texts))), classifier=classifier)


def test_a_word_that_the_analyser_misreads_alone_is_found_in_running_text(shipped: StageClassifier) -> None:
    votes = shipped.votes.of(["알림/N", "이상/N"])
    (number,) = (number for number, aspect in enumerate(shipped.taxonomy) if aspect.name == "알림")
    assert shipped.votes.evidence(votes, number) == ("알림",)


def test_examples_of_the_table_go_to_their_own_stage_and_aspect(kiwi: KiwiTokenizer, shipped: StageClassifier) -> None:
    examples = [(text, number) for number, found in enumerate(shipped.taxonomy) for text in found.examples]
    found = place_texts(kiwi, shipped, [text for text, _ in examples])
    right = [shipped.taxonomy[number].stage == stage for stage, (_, number) in zip(found.stages, examples, strict=True)]
    assert sum(right) >= STAGE_SHARE * len(examples)
    named = [number == own for number, (_, own) in zip(found.aspects.tolist(), examples, strict=True)]
    assert sum(named) >= ASPECT_SHARE * len(examples)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("계속 품절이에요", Stage.INBOUND),
        ("재입고 언제 되나요?", Stage.INBOUND),
        ("소음이 너무 심해요", Stage.OPERATIONS),
        ("한 달 만에 고장났어요", Stage.OPERATIONS),
        ("배송이 너무 늦어요", Stage.OUTBOUND),
        ("택배가 아직도 안 왔어요", Stage.OUTBOUND),
        ("포장이 찢어져서 왔어요", Stage.OUTBOUND),
        ("가격이 너무 비싸요", Stage.MARKETING_SALES),
        ("쿠폰이 적용이 안 돼요", Stage.MARKETING_SALES),
        ("광고랑 전혀 달라요", Stage.MARKETING_SALES),
        ("환불을 안 해 줘요", Stage.SERVICE),
        ("고객센터 연결이 안 돼요", Stage.SERVICE),
        ("로그인이 안 됩니다", Stage.TECHNOLOGY),
        ("앱이 자꾸 튕겨요", Stage.TECHNOLOGY),
        ("직원이 불친절해요", Stage.PEOPLE),
        ("개인정보가 유출됐어요", Stage.INFRASTRUCTURE),
        ("판매자가 중고를 보냈어요", Stage.PROCUREMENT),
        ("최고예요", Stage.NONE),
        ("정말 좋아요", Stage.NONE),
        ("친구 추천으로 샀는데 배송이 너무 늦네요", Stage.OUTBOUND),
    ],
)
def test_clear_cases_go_to_their_stage(kiwi: KiwiTokenizer, shipped: StageClassifier, text: str, stage: Stage) -> None:
    assert place_texts(kiwi, shipped, [text]).stages == [stage]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("불친절하네요", Stage.PEOPLE),
        ("느리네요", Stage.TECHNOLOGY),
        ("비싸네요", Stage.MARKETING_SALES),
        ("촌스러워요", Stage.OPERATIONS),
        ("더러워요", Stage.OPERATIONS),
        ("늦게 왔어요", Stage.OUTBOUND),
    ],
)
def test_asides_move_no_clause_to_another_stage(
    kiwi: KiwiTokenizer, shipped: StageClassifier, text: str, stage: Stage
) -> None:
    asides = ("정말", "진짜", "너무", "아주", "이렇게", "항상", "요즘", "또", "이번에", "아직도", "역시")
    said = [text, *(f"{aside} {text}" for aside in asides), f"{text} ㅠㅠ"]
    assert place_texts(kiwi, shipped, said).stages == [stage] * len(said)


# --- rows that decide -------------------------------------------------------------------------------------------------


def sure_of(*names: str) -> list[Aspect]:
    """Two aspects that share a word; those named are sure of it."""
    return [
        replace(found, sure=("배송/N 늦/V",) if found.name in names else ())
        for found in (
            aspect("속도", Stage.OUTBOUND, phrases=("배송/N 늦/V",)),
            aspect("앱", Stage.TECHNOLOGY, phrases=("배송/N 늦/V", "앱/N")),
        )
    ]


@pytest.mark.parametrize(("sure", "found"), [((), -1), (("앱",), 1), (("속도",), 0), (("속도", "앱"), -1)])
def test_a_phrase_that_one_row_is_sure_of_decides(sure: tuple[str, ...], found: int) -> None:
    assert TableVotes(sure_of(*sure), as_lemmas).of(("배송/N", "늦/V")).sure == found


@given(CLAUSES)
def test_a_batch_gets_the_votes_of_its_clauses(clauses: list[str]) -> None:
    apart, together = (TableVotes(TAXONOMY, as_lemmas) for _ in range(2))
    words = [clause.split() for clause in clauses]
    assert together.of_all(lemmas_of(*clauses)) == [apart.of(clause) for clause in words]


def test_a_word_counts_once_in_its_strongest_role() -> None:
    rows = [aspect("앱", Stage.TECHNOLOGY, phrases=("앱/N",), targets=("앱/N", "화면/N"), predicates=("앱/N",))]
    table = TableVotes(rows, as_lemmas)
    assert table.of(("앱/N",)).scores == {0: 3.0}
    assert table.of(("앱/N", "화면/N", "앱/N")).scores == {0: 8.0}
    assert table.evidence(table.of(("화면/N", "앱/N")), 0) == ("앱/N", "화면/N")


def test_a_counter_takes_a_sure_phrase_away() -> None:
    rows = [replace(row, counter=("안내/N",)) for row in sure_of("앱")]
    assert TableVotes(rows, as_lemmas).of(("배송/N", "늦/V", "안내/N")).sure == -1


def test_a_weight_multiplies_the_votes_of_a_row() -> None:
    plain, heavy = (
        TableVotes([replace(row, weight=weight) for row in sure_of()], as_lemmas).of(("앱/N",)).scores[1]
        for weight in (1.0, 1.5)
    )
    assert heavy == 1.5 * plain


@given(CLAUSES)
def test_shares_add_up_to_one_and_the_stage_is_the_one_with_most(clauses: list[str]) -> None:
    found = place(*clauses, classifier=LOUD)
    assert found.shares.shape == (len(clauses), len(STAGE_CODES))
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(len(clauses)))
    assert [STAGE_CODES[column] for column in found.shares.argmax(axis=1)] == found.stages


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("고객센터가 전화를 안 받아요. 30분이나 기다렸어요.", ("service", "고객센터 연결")),
        ("전화 연결이 너무 안 돼요. 30분째예요.", ("service", "고객센터 연결")),
        ("택배가 열흘째 안 와요. 두 번이나 이랬어요.", ("outbound", "배송 속도")),
        ("쿠폰이 적용이 안 돼요. 세 번이나 그랬어요.", ("marketing_sales", "할인·쿠폰")),
        ("로그인이 안 됩니다. 어제부터 계속 이래요.", ("technology", "로그인")),
        ("포장이 찢어져 있었어요. 전에도 그랬어요.", ("outbound", "포장")),
        ("앱이 자꾸 튕겨요. 벌써 사흘째예요.", ("technology", "강제 종료·멈춤")),
        # The cause, not what came of it.
        ("앱에서 결제하면 오류가 나요. 그래서 결국 포기했어요.", ("technology", "결제 오류")),
        ("배송이 2주나 늦었어요. 그래서 결국 환불했어요.", ("outbound", "배송 속도")),
        ("환불을 신청했어요. 결국 환불이 안 됐어요.", ("service", "환불")),
    ],
)
def test_a_clause_without_a_thing_speaks_of_that_of_the_one_before(
    annotator: Annotator, text: str, place: tuple[str, str]
) -> None:
    last = annotator([text]).clauses.iloc[-1]
    assert (last["stage"], last["aspect"]) == place


# --- rows that a user moved or barred ---------------------------------------------------------------------------------


def test_an_aspect_that_a_user_moved_is_found_and_stands_in_its_new_stage(kiwi: KiwiTokenizer) -> None:
    taxonomy = tuple(
        replace(a, stage=Stage.TECHNOLOGY, learnt=a.stage) if a.name == "소음·진동" else a for a in load_taxonomy()
    )
    classifier = StageClassifier(taxonomy, entry_reader(kiwi), load_stage_weights())
    found = place_texts(kiwi, classifier, ["소음이 심해요", "향이 독해요"])
    assert found.stages == ["technology", "operations"]
    assert [taxonomy[number].name for number in found.aspects.tolist()] == ["소음·진동", "향·냄새"]
    assert found.shares[0].argmax() == STAGE_CODES.index("technology")
    assert found.shares.sum(axis=1) == pytest.approx(1)


def test_a_counter_takes_its_aspect_away_also_where_the_model_knows_it(kiwi: KiwiTokenizer) -> None:
    taxonomy = tuple(
        replace(a, counter=(*a.counter, "팔각정")) if a.name == "소음·진동" else a for a in load_taxonomy()
    )
    classifier = StageClassifier(taxonomy, entry_reader(kiwi), load_stage_weights())
    found = place_texts(kiwi, classifier, ["소음이 심해요", "팔각정 소음이 심해요"])
    assert taxonomy[found.aspects[0]].name == "소음·진동"
    assert found.aspects[1] == UNKNOWN
    assert found.stages == ["operations", "operations"]


# --- what told where the table did not --------------------------------------------------------------------------------


def test_a_clause_that_the_model_alone_places_names_the_word_that_weighed_most(
    kiwi: KiwiTokenizer, shipped: StageClassifier
) -> None:
    found = place_texts(kiwi, shipped, ["첫 달 무료라더니 바로 결제됐어요"])
    assert (found.stages, found.evidence) == (["marketing_sales"], [("학습:무료",)])


def test_a_clause_that_leans_names_the_word_of_its_neighbour() -> None:
    found = place("택배/N 늦/V", "고치/V", leans=(False, True))
    assert found.stages == ["outbound", "outbound"]
    assert found.evidence[1] == (f"앞뒤:{found.evidence[0][0]}",)
