"""Which of the known aspects are themes of an export: those that enough of its texts truly speak of.

Among many complaints some always say by chance what is said of another business: a bank's customers of how a lipstick
spreads. The limits were set by 1,207 members of themes of five exports (shopping, food, earphones, samples), each read
by one of three readers: where the three best members speak of a theme with a probability of .7 or more in the mean, one
quote in seven did not belong to it; where it was less, every second.

What the last run found is less likely to be chance, and should not go because more data came or because the limits lie
between two exports: half of what speaks for a new theme is enough for it, and where most of its records are still
there, nothing more is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.themes.complaints import Complaints
from voc_cli.themes.fit import load_manner, meant
from voc_cli.themes.placing import Seeds
from voc_cli.themes.timeline import Numbers, Timeline

HEARD: Final = 0.4  # how likely a text at least must speak of a theme
CHANCE: Final = 450  # texts of which one may speak of a theme by chance
ENOUGH: Final = 5  # texts that are enough for a theme, however many there are
_RECURS: Final = 3  # texts from which one at least must be heard; one or two of a small export are believed
_WELL, _BETTER, _BEST = 0.5, 0.065, 0.75  # how likely the best of them must speak of it in the mean: more for each text
# that is heard by chance, up to the last
_MANY: Final = 2  # times the texts that a new theme needs: so many need not be heard well where the last run found it
_FEW: Final = 30  # members that are listened to closely: of more, some surely speak of the theme


def least_heard(n_texts: int) -> int:
    """In how many texts a theme must be heard where ``n_texts`` complain."""
    return min(n_texts // CHANCE, ENOUGH)


def standing_themes(
    told: Complaints,
    ids: Sequence[str],
    sure: NDArray[np.bool_],
    seeds: Seeds,
    *,
    lasting: frozenset[str] = frozenset(),
    unmoved: frozenset[str] = frozenset(),
    line: Timeline | None = None,
) -> frozenset[str]:
    """Ids of the themes that enough texts are likely to speak of. What the members of the others say are single
    remarks: words of another line of business have drawn them together.

    Args:
        ids: Theme of each complaint, "" for none.
        sure: Which complaints are sure members of their theme.
        lasting: Ids of themes that stood in the last run,
        unmoved: and of these, those whose records have not gone since: more data came beside them.
        line: When the texts came in; themes that stood when there were fewer last as well.
    """
    speaks = listened(told, ids, sure, seeds)
    by_theme: dict[str, dict[int, float]] = defaultdict(dict)  # how likely each text speaks of it
    for row in np.flatnonzero(sure).tolist():
        of_text, text = by_theme[ids[row]], int(told.texts[row])
        of_text[text] = max(float(speaks[row]), of_text.get(text, 0.0))
    by_theme.pop("", None)
    texts = np.unique(told.texts)
    if line is not None:
        lasting |= _stood(by_theme, texts, line)
    return _standing(by_theme, least_heard(len(texts)), lasting) | unmoved


def _standing(by_theme: Mapping[str, Mapping[int, float]], least: int, lasting: frozenset[str]) -> frozenset[str]:
    return frozenset(
        identity for identity, found in by_theme.items() if stands(found.values(), least, is_known=identity in lasting)
    )


def _stood(by_theme: Mapping[str, Mapping[int, float]], texts: Numbers, line: Timeline) -> frozenset[str]:
    """Ids of the themes that stood in the last period before more texts had to speak of them, each time since chance
    first had a part: what runs over a growing history would have handed on, found in the history itself."""
    limits = np.array([least_heard(int(n)) for n in line.n_until(texts)], dtype=np.int64)
    stood = frozenset[str]()
    for least in np.unique(limits[limits > 0]).tolist():
        last = int(np.flatnonzero(limits == least)[-1])
        there = set(line.texts[line.periods <= last].tolist())
        until = {
            identity: {text: value for text, value in found.items() if text in there}
            for identity, found in by_theme.items()
        }
        stood = _standing({identity: found for identity, found in until.items() if found}, least, stood)
    return stood


def stands(speaks: Iterable[float], least: int, *, is_known: bool = False) -> bool:
    """Whether a theme is one by how likely each text speaks of it: ``least`` texts are heard, and at least one where it
    recurs. Where chance has a part, the best must be heard well besides.

    Args:
        is_known: The theme stood in the last run: half of ``least`` is enough, and many need not be heard well.
    """
    best = sorted(speaks, reverse=True)
    recurs = len(best) >= _RECURS
    n_heard = sum(value >= HEARD for value in best)
    if is_known:
        if n_heard >= max(_MANY * least, ENOUGH):
            return True
        least = -(-least // 2)
    if n_heard < max(least, recurs):
        return False
    well = min(_WELL + _BETTER * least, _BEST)
    return not (least and recurs) or sum(best[:_RECURS]) >= _RECURS * well


def listened(told: Complaints, ids: Sequence[str], sure: NDArray[np.bool_], seeds: Seeds) -> NDArray[np.float64]:
    """``told.speaks``, less for members of small themes that mean something else by a word of it."""
    rows = np.flatnonzero(sure)
    sizes = Counter(ids[row] for row in rows.tolist())
    rows = rows[[bool(ids[row]) and sizes[ids[row]] <= _FEW for row in rows.tolist()]]
    members = told.clauses.iloc[rows]
    own = told.aspects[rows, None] == np.arange(len(seeds.aspects))
    manner, speaks = load_manner(), told.speaks.copy()
    speaks[rows] *= meant(members, own, [told.cells[row] for row in rows.tolist()], seeds)
    speaks[rows] *= [manner.means(text) for text in members[schema.TEXT].tolist()]
    return speaks
