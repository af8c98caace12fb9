"""Small tables of clauses, and a small world of aspects and meanings, for the tests of themes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from voc_cli import schema
from voc_cli.known_themes import KnownThemes
from voc_cli.schema import Intent, Sentiment, Stage
from voc_cli.theme_edits import ThemeEdits
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.placing import KnownAspect, Seeds
from voc_cli.themes.rules import Rules
from voc_cli.themes.vectors import MorphemeVectors, VectorTable
from voc_cli.themes.weights import BITS, AspectWeights

ASPECTS = (
    KnownAspect("배송 속도", "outbound", "물류팀", "배송 지연"),
    KnownAspect("로그인", "technology", "앱개발팀", "앱 로그인 오류"),
    KnownAspect("앱 전반", "technology", "앱개발팀", "앱 전반 불만"),
    KnownAspect("전반 평가", "none", "마케팅팀", "전반적인 불만족"),
    KnownAspect("이용 중단", "none", "영업팀", "이용 중단"),
    KnownAspect("재구매", "none", "마케팅팀", "재구매 안 함"),
)
_CUES = {"배송/N": 0, "늦/V": 0, "로그인/N": 1, "앱/N": 2, "최악/N": 3, "탈퇴/N": 4, "재구매/N": 5}
RULES = Rules(
    general=frozenset({"앱 전반", "전반 평가"}),
    empty=frozenset({"해결/N", "최악/N", "문제/N", "불편/N"}),
    qualities=frozenset({"복잡/N", "불편/N"}),
    plain=frozenset({"쓰/V", "있/V"}),
    acts=frozenset({"옮기/V"}),
    deeds=frozenset({"쓰/V", "옮기/V"}),
    troubles=frozenset({"오류/N", "지연/N", "복잡/N"}),
    departure="이용 중단",
    same={"재구매": "이용 중단"},
    leaning=frozenset({"고치/V", "똑같/V", "오류/N", "깔/V"}),
    again=frozenset({"깔/V"}),
    devices=frozenset({"앱/N"}),
)
# Words that mean the same stand in the same direction.
_DIRECTIONS = {
    "손잡이/N": (1, 0, 0, 0),
    "자루/N": (0.98, 0.2, 0, 0),
    "헐겁/V": (0, 1, 0, 0),
    "느슨하/V": (0.2, 0.98, 0, 0),
    "뚜껑/N": (0, 0, 1, 0),
    "열리/V": (0, 0, 0, 1),
    "안개/N": (-1, 0, 0, 0),
}


def votes(cells: Sequence[Sequence[str]]) -> list[dict[int, float]]:
    """The table of words: 3 for each cue."""
    found: list[dict[int, float]] = [{} for _ in cells]
    for scores, cell in zip(found, cells, strict=True):
        for lemma in cell:
            if lemma in _CUES:
                scores[_CUES[lemma]] = scores.get(_CUES[lemma], 0.0) + 3.0
    return found


def meanings() -> MorphemeVectors:
    """Vectors of a few words."""
    rows = np.array(list(_DIRECTIONS.values()), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    table = VectorTable(tuple(_DIRECTIONS), np.rint(rows * 127).astype(np.int8), np.ones(len(rows), dtype=np.float32))
    return MorphemeVectors(table)


def seeds() -> Seeds:
    """A model that knows nothing beside the table of words."""
    names = tuple(aspect.name for aspect in ASPECTS)
    words = np.zeros((1 << BITS, len(names)), dtype=np.float32)
    weights = AspectWeights(names, words, np.zeros((12, len(names)), dtype=np.float32), np.zeros(len(names)))
    return Seeds(ASPECTS, votes, weights, meanings(), RULES)


def clause(
    text_no: int,
    lemmas: str = "배송/N 늦/V",
    *,
    text: str = "배송이 늦어요",
    aspect: str = "배송 속도",
    stage: Stage = Stage.OUTBOUND,
    sentiment: Sentiment = Sentiment.NEGATIVE,
    polarity: float = -0.5,
    theme_id: str = "",
    pair: str = "",
    typical: float = 1.0,
) -> dict[str, object]:
    """One row of clauses."""
    return {
        **dict.fromkeys(schema.ANNOTATED_CLAUSES, ""),
        schema.TEXT_NO: text_no,
        schema.CLAUSE_NO: 1,
        schema.TEXT: text,
        schema.LEMMAS: lemmas,
        schema.ASPECT: aspect,
        schema.STAGE: stage.value,
        schema.OWNER: "물류팀" if aspect else "",
        schema.SENTIMENT: sentiment,
        schema.INTENT: Intent.COMPLAINT,
        schema.POLARITY: polarity,
        schema.ACT: 0,
        schema.THEME_ID: theme_id,
        schema.FOUND_ID: theme_id,
        schema.PAIR: pair,
        schema.TYPICAL: typical,
    }


_FOUND = (schema.THEME_ID, schema.FOUND_ID, schema.PAIR, schema.TYPICAL)


def clauses(*rows: dict[str, object]) -> pd.DataFrame:
    """The table of the rows."""
    return pd.DataFrame(list(rows), columns=[*schema.ANNOTATED_CLAUSES, *_FOUND])


def unexplained(text_no: int, lemmas: str, **values: object) -> dict[str, object]:
    """A complaint that no aspect explains."""
    return {**clause(text_no, lemmas, aspect="", stage=Stage.NONE), **values}


def discover(
    table: pd.DataFrame,
    weights: list[int] | None = None,
    known: KnownThemes | None = None,
    edits: ThemeEdits | None = None,
) -> Discovery:
    """What is found in ``table`` by the small world of these tests."""
    series = None if weights is None else pd.Series(weights)
    return discover_themes(table, seeds=seeds(), weights=series, known=known, edits=edits)


def themes_of(found: Discovery) -> list[str]:
    """The name of the theme of each clause."""
    names: list[str] = found.clauses[schema.THEME].tolist()
    return names
