"""What each product, channel or customer segment complains of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.report.explain import MIN_RECURRING
from voc_cli.report.model import Groups, GroupSection, GroupTheme
from voc_cli.report.sections import Counted, shorten
from voc_cli.schema import Sentiment

if TYPE_CHECKING:
    import pandas as pd

_N_THEMES: Final = 5  # a group
_WIDTH: Final = 60  # of a group's name


def groups(counted: Counted, recurring: pd.DataFrame, column: str) -> Groups | None:
    """A section for each value of ``column``, most records first and those without one last.

    Args:
        recurring: schema.THEMES of what to look for; a theme is told where the group itself repeats it.
        column: schema.PRODUCT, CHANNEL or SEGMENT; "" for no groups.
    Returns:
        None where no groups are wanted, or no record has a value.
    """
    if not column or not (counted.documents[column] != "").any():
        return None
    group_of = counted.documents[column]
    sizes = group_of.value_counts()
    complaints = group_of.loc[counted.with_sentiment(Sentiment.NEGATIVE)].value_counts()
    themes = _themes(counted, recurring, group_of)
    ordered = sorted(sizes.index, key=lambda name: (name == "", -sizes[name], name))
    sections = tuple(
        _section(name, int(sizes[name]), int(complaints.get(name, 0)), themes.get(name, {}), recurring)
        for name in ordered
    )
    return Groups(column, text(f"groups.heading_{column}"), sections)


def _themes(counted: Counted, recurring: pd.DataFrame, group_of: pd.Series[str]) -> dict[str, dict[str, int]]:
    """Records of each theme in each group."""
    said = counted.clauses.loc[
        counted.clauses[schema.THEME_ID].isin(recurring[schema.THEME_ID]), [schema.TEXT_NO, schema.THEME_ID]
    ].drop_duplicates()
    found: dict[str, dict[str, int]] = {}
    of = group_of.loc[said[schema.TEXT_NO]].tolist()
    for name, identity in zip(of, said[schema.THEME_ID].tolist(), strict=True):
        own = found.setdefault(name, {})
        own[identity] = own.get(identity, 0) + 1
    return found


def _section(name: str, n: int, n_complaints: int, found: dict[str, int], recurring: pd.DataFrame) -> GroupSection:
    names = dict(zip(recurring[schema.THEME_ID].tolist(), recurring[schema.NAME].tolist(), strict=True))
    # Themes are in the order of the whole report, which settles what is equal.
    repeated = [identity for identity in names if found.get(identity, 0) >= MIN_RECURRING]
    top = sorted(repeated, key=lambda identity: -found[identity])[:_N_THEMES]
    themes = tuple(
        GroupTheme(identity, names[identity], found[identity], round(found[identity] / n, 6)) for identity in top
    )
    told = ", ".join(text("groups.theme", name=theme.name, n=theme.n_documents, share=theme.share) for theme in themes)
    shown = shorten(name, width=_WIDTH) if name else text("groups.unnamed")
    sentence = text("groups.sentence", name=shown, n=n, complaints=n_complaints, share=n_complaints / n)
    said = text("groups.with_themes", sentence=sentence, themes=told) if told else sentence
    return GroupSection(shown, n, n_complaints, round(n_complaints / n, 6), themes, said)
