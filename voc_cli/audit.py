"""The user's own categories against the place that the text speaks of: agreement, and rows that look misfiled."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from voc_cli import resources, schema
from voc_cli.schema import Stage
from voc_cli.scoring import Batch

if TYPE_CHECKING:
    import pandas as pd

CATEGORY: Final = "category"
SUGGESTION: Final = "suggestion"
STRENGTH: Final = "strength"
AUDIT: Final = (
    schema.SOURCE_FILE,
    schema.SOURCE_ROW,
    schema.KIND,
    CATEGORY,
    SUGGESTION,
    schema.STAGE,
    schema.ASPECT,
    schema.SIGNALS,
    STRENGTH,
    schema.TEXT,
    schema.EVIDENCE,
)
_FEWEST: Final = 3  # records of one place in another category, before it can be a suggestion
_STRONG: Final = 0.5
_PRIOR: Final = 2.0  # records of doubt: a place that few records name proves little
_NO_WORD: Final = re.compile(r"[\W_]+")


class AuditKind(StrEnum):
    """Why a row is worth a second look."""

    MISFILED = "misfiled"  # records that speak of the same are nearly all in another category
    OTHER = "other"  # filed under "기타", though the text speaks of something


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category of the user and where its records speak of."""

    name: str
    n: int
    stage: str  # the most frequent one, "none" aside where there is another
    share: float  # of its records that speak of that stage
    by_stage: tuple[int, ...]  # records by stage, in the order of schema.Stage
    aspects: tuple[tuple[str, int], ...]  # the three most frequent aspects and their records


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well categories and places tell the same story, on ``n`` records."""

    n: int
    agreement: float  # share of records whose stage is the most frequent one of their category
    mutual_information: float  # normalised, 0 (strangers) to 1 (one follows from the other), of category and aspect
    categories: tuple[CategoryLine, ...]  # most records first
    n_other: int  # records in categories such as "기타"
    n_other_placed: int  # of them, those whose text speaks of a stage


def place_texts(batches: Iterable[Batch]) -> pd.DataFrame:
    """schema.TEXT (masked), SIGNALS, STAGE, ASPECT and EVIDENCE of each row: its main stage, and what it names most.

    A clause weighs by its polarity; a text without a stage has the aspect of its verdict.
    """
    import pandas as pd

    return pd.concat([_places(batch) for batch in batches], ignore_index=True)


def _places(batch: Batch) -> pd.DataFrame:
    texts, clauses = batch.annotated.texts, batch.annotated.clauses
    main = [cell.split(schema.SEPARATOR)[0] or Stage.NONE.value for cell in texts[schema.STAGES].tolist()]
    weights: list[dict[str, float]] = [defaultdict(float) for _ in range(len(texts))]
    words: list[dict[str, None]] = [{} for _ in range(len(texts))]
    names = (schema.TEXT_NO, schema.STAGE, schema.ASPECT, schema.POLARITY, schema.EVIDENCE)
    for number, stage, aspect, polarity, evidence in zip(*(clauses[name].tolist() for name in names), strict=True):
        if stage == main[number]:
            weights[number][aspect] += 0.25 + abs(polarity)
        words[number].update(dict.fromkeys(filter(None, evidence.split(schema.SEPARATOR))))
    best = [min(found, key=lambda name, f=found: (-f[name], name), default="") for found in weights]  # type: ignore[misc]
    table = texts[[schema.TEXT, schema.SIGNALS]].assign(
        **{
            schema.STAGE: main,
            schema.ASPECT: best,
            schema.EVIDENCE: [schema.SEPARATOR.join(found) for found in words],
        }
    )
    return table.take(batch.numbers)


def compare_categories(categories: Sequence[str], places: pd.DataFrame) -> Agreement:
    """The agreement of ``categories`` (one a row) with ``places`` (as ``place_texts`` gives them)."""
    from sklearn.metrics import normalized_mutual_info_score

    stages, aspects = places[schema.STAGE].tolist(), places[schema.ASPECT].tolist()
    members: dict[str, list[int]] = defaultdict(list)
    for row, category in enumerate(categories):
        members[category].append(row)
    lines = [_line(name, rows, stages, aspects) for name, rows in members.items()]
    main = {line.name: line.stage for line in lines}
    others = [row for row, category in enumerate(categories) if is_other(category)]
    topics = [f"{stage}/{aspect}" for stage, aspect in zip(stages, aspects, strict=True)]
    return Agreement(
        n=len(categories),
        agreement=sum(main[c] == stage for c, stage in zip(categories, stages, strict=True)) / max(len(categories), 1),
        mutual_information=float(normalized_mutual_info_score(list(categories), topics)),
        categories=tuple(sorted(lines, key=lambda line: (-line.n, line.name))),
        n_other=len(others),
        n_other_placed=sum(stages[row] != Stage.NONE for row in others),
    )


def _line(name: str, rows: Sequence[int], stages: Sequence[str], aspects: Sequence[str]) -> CategoryLine:
    counts = Counter(stages[row] for row in rows)
    order = {stage.value: rank for rank, stage in enumerate(Stage)}
    stage = min(counts, key=lambda code: (code == Stage.NONE, -counts[code], order[code]))
    topics = Counter(aspects[row] for row in rows if aspects[row])
    return CategoryLine(
        name=name,
        n=len(rows),
        stage=stage,
        share=counts[stage] / len(rows),
        by_stage=tuple(counts[code.value] for code in Stage),
        aspects=tuple(sorted(topics.items(), key=lambda item: (-item[1], item[0]))[:3]),
    )


def audit(categories: Sequence[str], places: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """AUDIT: the rows whose category and text disagree, safety and legal cases before all others, then the strongest.

    A row disagrees where the other records of its place (of its stage, where few speak of its aspect) are nearly all in
    one other category, or where it is filed
    under "기타" and its text speaks of something or may be a case. ``strength`` is the lead of that category over the
    row's own among the other records of the place, in [0, 1], pulled to 0 where there are few.

    Args:
        categories: One a row.
        places: As ``place_texts`` gives them.
        sources: schema.SOURCE_FILE and SOURCE_ROW of each row.
    """
    import pandas as pd

    keys = list(zip(places[schema.STAGE].tolist(), places[schema.ASPECT].tolist(), strict=True))
    urgent = places[schema.SIGNALS].str.contains("|".join(schema.URGENT), regex=True).tolist()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    of_stages: dict[str, Counter[str]] = defaultdict(Counter)
    for key, category in zip(keys, categories, strict=True):
        if not is_other(category):
            counts[key][category] += 1
            of_stages[key[0]][category] += 1
    rows = [
        (row, *found)
        for row, (key, c, is_urgent) in enumerate(zip(keys, categories, urgent, strict=True))
        # An aspect of which few records speak proves nothing, but that its stage is filed elsewhere does.
        if (found := _doubt(key, c, _enough(counts[key], of_stages[key[0]]), is_urgent=is_urgent))
    ]
    table = places.assign(**{CATEGORY: list(categories)}).reset_index(drop=True)
    picked = pd.concat([sources.reset_index(drop=True), table], axis=1).iloc[[row for row, *_ in rows]].copy()
    picked[schema.KIND] = [kind.value for _, kind, _, _ in rows]
    picked[SUGGESTION] = [suggestion for *_, suggestion, _ in rows]
    picked[STRENGTH] = [round(strength, 3) for *_, strength in rows]
    strongest = picked.sort_values(STRENGTH, ascending=False, kind="stable")
    # A fire among what was filed under "기타" is what the list is for.
    is_case = strongest[schema.SIGNALS].str.contains("|".join(schema.URGENT), regex=True).to_numpy(dtype=bool)
    return pd.concat([strongest[is_case], strongest[~is_case]])[list(AUDIT)].reset_index(drop=True)


def _enough(of_aspect: Counter[str], of_stage: Counter[str]) -> Counter[str]:
    """The categories of an aspect's records, those of its whole stage where they are too few to compare with."""
    return of_aspect if sum(of_aspect.values()) > _FEWEST else of_stage


def _doubt(
    key: tuple[str, str], category: str, counts: Counter[str], *, is_urgent: bool
) -> tuple[AuditKind, str, float] | None:
    """Why the row is doubtful, the category that fits better ("" where none is known) and how strongly."""
    if key[0] == Stage.NONE:
        return (AuditKind.OTHER, "", 0.0) if is_urgent and is_other(category) else None
    own = 0 if is_other(category) else counts[category] - 1
    rivals = sorted(((n, name) for name, n in counts.items() if name != category), key=lambda item: (-item[0], item[1]))
    n, rival = rivals[0] if rivals else (0, "")
    strength = max(0.0, (n - own) / (sum(counts.values()) - (not is_other(category)) + _PRIOR))
    is_clear = n >= _FEWEST and strength >= _STRONG
    if is_other(category):
        return AuditKind.OTHER, rival if is_clear else "", strength if is_clear else 0.0
    return (AuditKind.MISFILED, rival, strength) if is_clear and key[1] else None


def is_other(category: str) -> bool:
    """Whether a category says nothing about what a record is about."""
    last = category.rsplit(" > ", maxsplit=1)[-1]
    return _NO_WORD.sub("", last).casefold() in _others()


@cache
def _others() -> frozenset[str]:
    table = tomllib.loads(resources.read_text("categories.toml"))
    return frozenset(_NO_WORD.sub("", word).casefold() for word in table["other"])
