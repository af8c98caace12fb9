"""The members of each theme that may be quoted: those that surely speak of it themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from voc_cli import schema
from voc_cli.schema import Intent, Sentiment
from voc_cli.themes.editing import theme_id
from voc_cli.themes.fit import Fit, fits, load_manner, plainness
from voc_cli.themes.membership import speaking_probabilities
from voc_cli.themes.quotes import Members
from voc_cli.themes.things import thing_id

if TYPE_CHECKING:
    import pandas as pd

    from voc_cli.themes.placing import Seeds

_LIKELY: Final = 150  # members of a theme that are weighed for a quotation
_PLACED: Final = 0.3  # of how surely a member was placed, in how surely it speaks
_FEWEST_WORDS, _MOST_WORDS = 2, 13  # of a clause that is likely to be quoted
_OTHERWISE: Final = 0.2  # how surely what says something else than the name of a discovered theme speaks of it
_ENOUGH: Final = 30  # members that speak of the theme themselves, beside which no others are weighed
_GLAD: Final = 0.4  # of how surely a member speaks of its theme, taken where its record has one of the best marks
_FIT: Final = "fit"
_SPEAKS: Final = "speaks"


def speaking(group: pd.DataFrame) -> pd.DataFrame:
    """The members that speak of the theme themselves, or all where none does."""
    own = group[group[schema.TYPICAL] > 0]
    return group if own.empty else own


def quotable_members(
    members: pd.DataFrame,
    ages: NDArray[np.float64],
    seeds: Seeds,
    *,
    gladness: NDArray[np.float64] | None = None,
) -> dict[str, Members]:
    """The members of each theme that may be quoted, by its id.

    Args:
        members: Clauses of themes, see theme_table.
        ages: Of each record, 0 for the newest.
        gladness: 1 for each record with one of the best marks: what it blames is often somebody else's.
    """
    held = _likely(members, ages)
    manner, fit = load_manner(), _fits(held, seeds)
    polarity, typical = (held[column].to_numpy(dtype=float) for column in (schema.POLARITY, schema.TYPICAL))
    blames = 1 - _GLAD * (gladness[held[schema.TEXT_NO].to_numpy()] if gladness is not None else 0.0)
    means = blames * fit.meant * np.array([manner.means(text) for text in held[schema.TEXT].tolist()])
    speaks = means * speaking_probabilities(fit.shares, polarity, typical)
    held = held.assign(**{_FIT: blames * plainness(held) * fit.alone, _SPEAKS: speaks})
    return {
        str(identity): Members(
            texts=group[schema.TEXT].tolist(),
            lemmas=group[schema.LEMMAS].tolist(),
            fits=group[_FIT].tolist(),
            likely=group[_SPEAKS].tolist(),
            reads=[manner.reads(text) for text in group[schema.TEXT].tolist()],
            age=ages[group[schema.TEXT_NO].to_numpy()].tolist(),
            records=group[schema.TEXT_NO].tolist(),
        )
        for identity, group in held.groupby(schema.THEME_ID, sort=True)
    }


def _likely(members: pd.DataFrame, ages: NDArray[np.float64]) -> pd.DataFrame:
    """Those members of each theme that are likely to be quoted: complaints of a handy length, the newest first; where
    few speak of the theme themselves, others behind them."""
    speaks = members[schema.TYPICAL] > 0
    few = speaks.groupby(members[schema.THEME_ID]).transform("sum") < _ENOUGH
    told = members[speaks | few]
    is_plain = (told[schema.SENTIMENT] == Sentiment.NEGATIVE) & (told[schema.INTENT] == Intent.COMPLAINT)
    is_handy = (told[schema.LEMMAS].str.count(" ") + 1).between(_FEWEST_WORDS, _MOST_WORDS)
    order = np.lexsort((ages[told[schema.TEXT_NO].to_numpy()], ~is_handy, ~is_plain, told[schema.TYPICAL] <= 0))
    kept = told.iloc[order].drop_duplicates([schema.THEME_ID, schema.TEXT])
    return kept.groupby(schema.THEME_ID, sort=False).head(_LIKELY)


def _fits(held: pd.DataFrame, seeds: Seeds) -> Fit:
    """How far each member speaks of its theme: of the aspects that it is made of, or as its name does."""
    found = held[schema.FOUND_ID]
    own = np.array([found.to_numpy() == identity for identity in _themes_of_aspects(seeds)], dtype=bool).T
    as_named = np.where(_as_named(held[schema.PAIR], found), 1.0, _OTHERWISE)
    placed = 1 - _PLACED + _PLACED * held[schema.TYPICAL].to_numpy(dtype=float)
    fit, is_seeded = fits(held, own, seeds), own.any(axis=1)
    return Fit(np.where(is_seeded, placed * fit.alone, as_named), np.where(is_seeded, fit.shares, as_named), fit.meant)


def _as_named(pairs: pd.Series[str], found: pd.Series[str]) -> NDArray[np.bool_]:
    """Which members of discovered themes tell what these are named after: the usual trouble, or any of a new thing."""
    usual = pairs[pairs != ""].groupby(found).agg(_most_frequent).to_dict()
    things = {identity: key.partition("+")[0] for identity, key in usual.items()}
    of_things = {identity for identity, thing in things.items() if identity == thing_id(thing)}
    return np.array(
        [
            pair.partition("+")[0] == things[identity] if identity in of_things else pair == usual.get(identity)
            for pair, identity in zip(pairs.tolist(), found.tolist(), strict=True)
        ],
        dtype=np.bool_,
    )


def _themes_of_aspects(seeds: Seeds) -> list[str]:
    """The id of the theme that the complaints of each aspect belong to."""
    by_name = {aspect.name: aspect for aspect in seeds.aspects}
    theirs = (by_name.get(seeds.rules.same.get(aspect.name, ""), aspect) for aspect in seeds.aspects)
    return [theme_id(aspect.stage, aspect.name) for aspect in theirs]


def _most_frequent(pairs: pd.Series[str]) -> str:
    return str(pairs.mode().iloc[0])
