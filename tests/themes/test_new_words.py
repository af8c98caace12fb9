"""New things by the word that customers write, whatever the analyser makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.themes.frames import clause, clauses, seeds, unexplained
from voc_cli import schema
from voc_cli.ahead import make_seeds
from voc_cli.annotate import Annotator
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.schema import Sentiment, Stage
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.placing import Seeds
from voc_cli.themes.things import thing_id
from voc_cli.themes.vectors import MorphemeVectors, VectorTable

OURS = "돌물레 관련 불만"
_KNOWN = ("벽돌/N", "손잡이/N")
# Each draws its complaint elsewhere, and the analyser cuts the word now in one way and now in another.
_DRAWN = [
    ("돌물레/N 로그인/N NEG", "돌물레 쓰고 로그인이 안 돼요"),
    ("돌물레/N 배송/N 늦/V", "돌물레로 바뀌고 배송이 늦어요"),
    ("돌/N 물레/N 앱/N 꺼지/V", "돌물레 켜면 앱이 꺼져요"),
    ("돌/N 물레/N 벽돌/N 휘/V", "돌물레가 벽돌을 휘어 놨어요"),
    ("똘물레/N 손잡이/N 갈라지/V", "이 돌물레는 손잡이가 갈라지네요"),
    ("돌물레/N 자루/N 흐리/V", "돌물레 때문에 자루가 흐려요"),
    ("돌물레/N 뚜껑/N 벗겨지/V", "돌물레 적용하고 뚜껑이 벗겨져요"),
]
_PRAISE = "돌물레 덕에 살맛이 나요"


def ours() -> Seeds:
    """The table knows the new word a little."""
    made = seeds()
    table = VectorTable(_KNOWN, np.zeros((2, 4), dtype=np.int8), np.full(2, 0.9, dtype=np.float32))
    known = {"돌물레/N", "물레/N"}

    def votes(cells: Sequence[Sequence[str]]) -> list[Mapping[int, float]]:
        return [
            {**found, 1: found.get(1, 0.0) + 1.0} if known & set(cell) else found
            for found, cell in zip(made.votes(cells), cells, strict=True)
        ]

    return replace(made, votes=votes, vectors=MorphemeVectors(table))


def told(n: int = len(_DRAWN)) -> list[dict[str, object]]:
    return [unexplained(row, lemmas, text=text, polarity=-0.9) for row, (lemmas, text) in enumerate(_DRAWN[:n])]


def glad(first: int, n: int, text: str) -> list[dict[str, object]]:
    return [
        clause(first + row, "물레/N 좋/V", text=text, sentiment=Sentiment.POSITIVE, polarity=0.9) for row in range(n)
    ]


def discover(*rows: dict[str, object], known: KnownThemes | None = None) -> Discovery:
    return discover_themes(clauses(*rows), seeds=ours(), known=known)


def names(found: Discovery) -> list[str]:
    themes: list[str] = found.clauses[schema.THEME].tolist()
    return themes


def test_what_begins_with_one_word_and_scatters_is_one_theme_of_it() -> None:
    found = discover(*told(), *(clause(n) for n in range(90, 95)))
    assert names(found) == [OURS] * len(_DRAWN) + ["배송 지연"] * 5
    assert set(found.clauses[schema.THEME_ID].iloc[: len(_DRAWN)]) == {thing_id("돌물레/N")}


def test_few_records_make_no_theme_of_a_word() -> None:
    assert OURS not in names(discover(*told(len(_DRAWN) - 1)))


@pytest.mark.parametrize(("n_glad", "is_theme"), [(0, True), (6, False)])
def test_a_word_that_is_praised_as_well_is_no_trouble(n_glad: int, *, is_theme: bool) -> None:
    praise = [*glad(50, n_glad, _PRAISE), *glad(70, 6, "물레가 잘 돌아요")]
    assert (OURS in names(discover(*told(), *praise))) == is_theme


def test_a_word_in_the_middle_of_most_clauses_is_no_thing_of_theirs() -> None:
    lemmas = "손잡이/N 돌물레/N 자루/N 휘/V"
    middle = [unexplained(20 + n, lemmas, text=f"손잡이{n} 돌물레 자루 휘어요") for n in range(3)]
    assert OURS not in names(discover(*told(), *middle))


def test_everyday_words_are_no_new_thing() -> None:
    made = ours()
    made = replace(made, rules=replace(made.rules, everyday=frozenset({"돌물레/N"})))
    found = discover_themes(clauses(*told()), seeds=made)
    assert OURS not in names(found)


def test_one_more_complaint_belongs_to_the_thing_of_the_last_run() -> None:
    before = KnownTheme(thing_id("돌물레/N"), OURS, Stage.NONE.value, "", False, (("돌물레/N+휘/V", 1.0),), "", "", 7)
    found = discover(*told(1), known=KnownThemes((before,)))
    assert found.clauses[schema.THEME_ID].tolist() == [thing_id("돌물레/N")]


def test_the_sender_is_no_thing_to_complain_of() -> None:
    """Customers name the company in praise and in complaints alike; both words are new to the taxonomy."""
    troubles = ("헐겁", "망가지", "흐리", "삐걱대", "벗겨지", "휘", "갈라지")
    rows = [unexplained(n, f"새봄/N 물방/N {verb}/V", text=f"새봄물방이 {verb}어요") for n, verb in enumerate(troubles)]
    assert "새봄물방 관련 불만" in names(discover_themes(clauses(*rows), seeds=seeds()))
    praise = glad(30, 7, "새봄물방 최고예요")
    assert "새봄물방 관련 불만" not in names(discover_themes(clauses(*rows, *praise), seeds=seeds()))


@pytest.mark.parametrize("way", ["새봄물방", "새봄 물방"])
def test_a_thing_of_two_words_is_written_as_most_write_it(way: str) -> None:
    troubles = ("헐겁", "망가지", "흐리", "삐걱대", "벗겨지", "휘", "갈라지")
    rows = [unexplained(n, f"새봄/N 물방/N {verb}/V", text=f"{way}이 {verb}어요") for n, verb in enumerate(troubles)]
    assert set(names(discover_themes(clauses(*rows), seeds=seeds()))) == {f"{way} 관련 불만"}


def test_a_fault_whose_word_is_known_a_little_is_found_in_an_export(kiwi: KiwiTokenizer, annotator: Annotator) -> None:
    """The analyser reads 펌웨어 in two ways, and a lexicon knows it."""
    ours = [
        "펌웨어 받고 나서 소리가 뚝뚝 끊겨요",
        "펌웨어가 설치되다가 멈춰 버렸습니다",
        "펌웨어 올리고 배터리가 반나절도 못 가요",
        "펌웨어 때문에 블루투스 연결이 풀려요",
        "펌웨어 업데이트하고 전원이 안 켜져요",
        "새 펌웨어 깔고 화면이 깜빡거려요",
        "펌웨어 이후로 충전이 안 됩니다",
        "펌웨어 버전 바꾸니 발열이 심해요",
        "펌웨어 적용 뒤에 마이크가 먹통이에요",
    ]
    others = [
        "배송이 너무 늦어요",
        "택배가 아직도 안 왔어요",
        "로그인이 안 돼요",
        "상담원이 전화를 안 받아요",
        "소리가 작아요",
    ]
    told = annotator(ours + others).clauses
    found = discover_themes(told, seeds=make_seeds(shipped_dictionary(), kiwi, votes=annotator.votes)).clauses
    texts = found.loc[found[schema.THEME] == "펌웨어 관련 불만", schema.TEXT_NO]
    assert len(set(texts)) >= len(ours) - 1
    assert set(texts) <= set(range(len(ours)))
