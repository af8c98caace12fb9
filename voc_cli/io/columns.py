"""Which column plays which role: by what the user said, by name, and by what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from voc_cli import messages, schema
from voc_cli.io import aliases, personal
from voc_cli.io.dates import parse_dates
from voc_cli.io.ratings import parse_ratings
from voc_cli.roles import CATEGORY, CATEGORY_2, CATEGORY_3, DEPARTMENT, ORDER, ROLES, STATUS

_SAMPLE: Final = 300
_HANGUL: Final = re.compile(r"[가-힣]")
_HARDLY_TEXT: Final = 4.0  # mean Hangul letters of a cell: names of types ("포토", "일반"), not what a customer wrote
_SURELY_TEXT: Final = 8.0
_CODES: Final = (schema.CHANNEL, schema.SEGMENT, CATEGORY, CATEGORY_2, CATEGORY_3, DEPARTMENT, STATUS)
_LONGEST_CODE: Final = 30  # mean letters of a cell; "처리결과" may hold a code or a report
_READABLE: Final = 0.3  # share of cells that must read as a date or rating before the column is taken for one


@dataclass(frozen=True, slots=True)
class Choice:
    """What each column of a table is."""

    roles: dict[str, int]  # role -> index of the column; without schema.TEXT where none was found
    hidden: tuple[int, ...]  # personal data: never written in clear, in the table's order
    missing: tuple[str, ...]  # roles whose header the user named and the table does not have
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    fit: aliases.Fit


def choose_columns(
    names: Sequence[str],
    cells: Sequence[Sequence[str]],
    *,
    asked: Mapping[str, str],
    mask: Callable[[str], str] = str,
) -> Choice:
    """The role of each column.

    Args:
        names: Headers.
        cells: The columns below them, one sequence each.
        asked: role -> header, as the user said; goes before everything else.
        mask: Hides personal data in a text; columns that hold little else than names are known by it.
    """
    samples = [[cell for cell in column[:: max(1, len(column) // _SAMPLE)] if cell.strip()] for column in cells]
    roles = {role: index for role, name in asked.items() if (index := find_name(name, names)) is not None}
    missing = tuple(role for role in asked if role not in roles)
    hidden = _hidden_columns(names, samples, spared=set(roles.values()), mask=mask)
    candidates = _candidates(names, samples, taken={*roles.values(), *hidden})
    notes: list[str] = []
    for role in ROLES:
        if role in roles or role == schema.TEXT:
            continue
        if role == schema.CUSTOMER:
            hidden |= dict.fromkeys((candidate.index for candidate in candidates[role]), schema.CUSTOMER)
        chosen = _best(role, candidates[role], names, cells, notes)
        if chosen is not None:
            roles[role] = chosen
    if schema.CUSTOMER not in roles:
        contacts = [index for kind in (personal.PHONE, personal.EMAIL) for index in hidden if hidden[index] == kind]
        stand_ins = [*contacts, *([roles[ORDER]] if ORDER in roles else [])]
        roles |= {schema.CUSTOMER: stand_ins[0]} if stand_ins else {}
    else:
        hidden[roles[schema.CUSTOMER]] = schema.CUSTOMER
    if schema.TEXT not in roles:
        text = _text_column(candidates[schema.TEXT], names, samples, {*roles.values(), *hidden}, notes)
        roles |= {} if text is None else {schema.TEXT: text}
    kept = [index for role, index in roles.items() if role != schema.CUSTOMER]
    return Choice(roles, tuple(sorted(index for index in hidden if index not in kept)), missing, tuple(notes))


def find_name(name: str, names: Sequence[str]) -> int | None:
    """The index of the header ``name``: letter by letter, or else without regard to spaces, case and punctuation."""
    trimmed = " ".join(name.split())
    if trimmed in names:
        return names.index(trimmed)
    wanted = aliases.label(name).whole
    return next((index for index, other in enumerate(names) if wanted and aliases.label(other).whole == wanted), None)


def _hidden_columns(
    names: Sequence[str], samples: Sequence[Sequence[str]], *, spared: set[int], mask: Callable[[str], str]
) -> dict[int, str]:
    """index -> kind of personal data."""
    hidden: dict[int, str] = {}
    for index, (name, sample) in enumerate(zip(names, samples, strict=True)):
        if index in spared:
            continue
        named = personal.kind_by_name(name)
        if named is not None and not _is_rather_a_role(name, named[1]):
            hidden[index] = named[0]
            continue
        kind = personal.kind_by_content(sample)
        if kind is not None:
            hidden[index] = kind
        elif not _fits(name) and personal.holds_names(sample, mask):
            hidden[index] = personal.NAME
    return hidden


def _is_rather_a_role(name: str, named: aliases.Fit) -> bool:
    """Whether ``name`` fits a role better than personal data; a customer's id is hidden by its own rule."""
    fits = _fits(name)
    return any((fit.rank, fit.length) >= (named.rank, named.length) for fit in fits.values())


def _fits(name: str) -> dict[str, aliases.Fit]:
    vocabulary = aliases.vocabulary()
    form = aliases.label(name)
    found = {role: aliases.fit(form, entry, vocabulary.tails) for role, entry in vocabulary.roles.items()}
    return {role: fit for role, fit in found.items() if fit is not None}


def _candidates(
    names: Sequence[str], samples: Sequence[Sequence[str]], *, taken: set[int]
) -> dict[str, list[_Candidate]]:
    """For each role the columns that fit it better than any other role, in the table's order."""
    candidates: dict[str, list[_Candidate]] = {role: [] for role in ROLES}
    for index, (name, sample) in enumerate(zip(names, samples, strict=True)):
        fits = {role: fit for role, fit in _fits(name).items() if _holds_role(role, sample, fit)} if name else {}
        if index in taken or not fits:
            continue
        role = max(fits, key=lambda role: (fits[role].rank, fits[role].length))
        candidates[role].append(_Candidate(index, fits[role]))
    return candidates


def _holds_role(role: str, sample: Sequence[str], fit: aliases.Fit) -> bool:
    """Whether the cells can be what the name says; only names that are sure of themselves go without the check."""
    if not sample:
        return True
    if role in _CODES:
        return sum(map(len, sample)) <= _LONGEST_CODE * len(sample)
    if role == schema.RATING:
        n_bad = parse_ratings(sample, header="").n_unreadable
        return len(sample) - n_bad >= _READABLE * len(sample)
    if role in (schema.RECEIVED_AT, schema.CLOSED_AT) and fit.rank < aliases.EXACT:
        return len(sample) - parse_dates(sample).n_unreadable >= _READABLE * len(sample)
    return True


def _best(
    role: str, candidates: Sequence[_Candidate], names: Sequence[str], cells: Sequence[Sequence[str]], notes: list[str]
) -> int | None:
    ordered = sorted(candidates, key=lambda one: (-one.fit.rank, -one.fit.preference, one.index))
    if role == schema.DOC_ID:
        unique = [one for one in ordered if _is_mostly_unique(cells[one.index])]
        if ordered and not unique:
            notes.append(messages.text("io.id_not_unique", header=names[ordered[0].index]))
        ordered = unique
    if not ordered:
        return None
    if role == schema.RATING and len(ordered) > 1:
        shown = ", ".join(names[one.index] for one in sorted(ordered, key=lambda one: one.index))
        notes.append(messages.text("io.several_ratings", headers=shown, header=names[ordered[0].index]))
    return ordered[0].index


def _is_mostly_unique(cells: Sequence[str]) -> bool:
    written = [cell for cell in cells if cell.strip()]
    return 2 * len(set(written)) >= len(written)


def _text_column(
    candidates: Sequence[_Candidate],
    names: Sequence[str],
    samples: Sequence[Sequence[str]],
    taken: set[int],
    notes: list[str],
) -> int | None:
    """The column that customers wrote; what is not plain from its name alone is said in ``notes``."""
    if candidates:
        sure = [one for one in candidates if one.fit.rank >= aliases.EXACT]
        pool = (
            sure if sure and max(mean_hangul(samples[one.index]) for one in sure) >= _HARDLY_TEXT else list(candidates)
        )
        # Named columns hold no Korean at all in a foreign export: then the name decides.
        best = max(pool, key=lambda one: (mean_hangul(samples[one.index]), one.fit.rank, one.fit.preference))
        if len(candidates) > 1:
            shown = ", ".join(names[one.index] for one in candidates)
            notes.append(messages.text("io.several_texts", headers=shown, header=names[best.index]))
        return best.index
    free = [index for index in range(len(names)) if index not in taken and not _is_company_text(names[index])]
    titles = [index for index in free if _is_title(names[index])]
    long = [index for index in free if mean_hangul(samples[index]) >= _SURELY_TEXT or index in titles]
    if not long:
        return None
    chosen = max(long, key=lambda index: mean_hangul(samples[index]))
    notes.append(messages.text("io.text_by_content", header=names[chosen]))
    return chosen


def mean_hangul(sample: Sequence[str]) -> float:
    """How many Hangul letters a written cell of ``sample`` holds on average."""
    return sum(len(_HANGUL.findall(cell)) for cell in sample) / len(sample) if sample else 0.0


def _is_company_text(name: str) -> bool:
    blocked = aliases.vocabulary().roles[schema.TEXT].blocked
    form = aliases.label(name)
    return any(word.words in form.words if word.whole.isascii() else word.whole in form.whole for word in blocked)


def _is_title(name: str) -> bool:
    vocabulary = aliases.vocabulary()
    fit = aliases.fit(aliases.label(name), vocabulary.fallback_text, ())
    return fit is not None and fit.rank >= aliases.END
