"""The page of marketing and sales."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Final

from voc_cli import resources, schema
from voc_cli.messages import text
from voc_cli.rarity import CLEAR
from voc_cli.report.model import ChurnReason, Issue, Marketing, Quote
from voc_cli.report.sections import N_CASES, Counted, gravest, has_signal, theme_lines
from voc_cli.schema import Analysis, Sentiment, Signal, Stage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_N_REASONS: Final = 15
_MOSTLY: Final = 0.5  # a theme is of an issue if more of its clauses speak of it


@cache
def issue_aspects() -> dict[str, frozenset[str]]:
    """The aspects that make up each issue of marketing and sales, as resources/issues.toml lists them."""
    table = tomllib.loads(resources.read_text("issues.toml"))
    return {name: frozenset(aspects) for name, aspects in table.items()}


def marketing(
    analysis: Analysis, counted: Counted, recurring: pd.DataFrame, promise_aspects: frozenset[str]
) -> Marketing:
    """What marketing and sales can act on."""
    clauses = counted.clauses
    promises = clauses[_breaks_promise(counted)]
    churn = clauses[has_signal(clauses[schema.SIGNALS], Signal.CHURN)]
    return Marketing(
        themes=theme_lines(recurring[recurring[schema.STAGE] == Stage.MARKETING_SALES], analysis),
        n_promises=promises[schema.TEXT_NO].nunique(),
        promises=_broken_promises(promises, promise_aspects, counted.documents),
        n_churn=churn[schema.TEXT_NO].nunique(),
        churn=gravest(churn, counted.documents),
        issues=tuple(_issue(name, aspects, analysis, counted, recurring) for name, aspects in issue_aspects().items()),
        churn_reasons=_churn_reasons(churn, clauses, recurring),
    )


def _breaks_promise(counted: Counted) -> NDArray[np.bool_]:
    """Which clauses say that a promise was not kept; where complaints are rare, only those that clearly complain."""
    found: NDArray[np.bool_] = (counted.clauses[schema.PROMISE] != "").to_numpy()
    return found & counted.clearly(Sentiment.NEGATIVE) if counted.clear.complaint > CLEAR else found


def _broken_promises(
    promises: pd.DataFrame, promise_aspects: frozenset[str], documents: pd.DataFrame
) -> tuple[Quote, ...]:
    """Those to quote: first what words and place both tell of."""
    sure = (promises[schema.PROMISE] != "") & (
        promises[schema.ASPECT].isin(promise_aspects) | (promises[schema.STAGE] == Stage.MARKETING_SALES)
    )
    quotes = dict.fromkeys((*gravest(promises[sure], documents), *gravest(promises, documents)))
    return tuple(quotes)[:N_CASES]


def _issue(name: str, aspects: frozenset[str], analysis: Analysis, counted: Counted, recurring: pd.DataFrame) -> Issue:
    """What clearly complains of ``aspects``, and the themes that are mostly about them."""
    speaks = counted.clauses[schema.ASPECT].isin(aspects)
    clauses = counted.clauses[speaks.to_numpy() & counted.clearly(Sentiment.NEGATIVE)]
    share = speaks.groupby(counted.clauses[schema.THEME_ID]).mean()
    themes = recurring[recurring[schema.THEME_ID].isin(share.index[share > _MOSTLY])]
    return Issue(
        name=text(f"report.issue_{name}"),
        n_documents=clauses[schema.TEXT_NO].nunique(),
        themes=theme_lines(themes, analysis),
        quotes=gravest(clauses, counted.documents),
    )


def _churn_reasons(churn: pd.DataFrame, clauses: pd.DataFrame, recurring: pd.DataFrame) -> tuple[ChurnReason, ...]:
    """The themes of the records that raise churn, each with the records in which they stand."""
    leaving = clauses[clauses[schema.TEXT_NO].isin(churn[schema.TEXT_NO].unique())]
    n_documents = leaving.groupby(schema.THEME_ID)[schema.TEXT_NO].nunique()
    reasons = [
        ChurnReason(identity, name, text(f"report.stage_{stage}"), int(n_documents[identity]))
        for identity, name, stage in zip(
            recurring[schema.THEME_ID], recurring[schema.NAME], recurring[schema.STAGE], strict=True
        )
        if identity in n_documents.index
    ]
    return tuple(sorted(reasons, key=lambda reason: (-reason.n_documents, reason.theme_id))[:_N_REASONS])
