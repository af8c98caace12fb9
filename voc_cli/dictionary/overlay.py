"""The user's rows put on top of the tables: added, changed cell by cell, or switched off."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from voc_cli.dictionary.packs import pack_of
from voc_cli.dictionary.read import EMPTIED, Row, Rows, read_rows, refuse
from voc_cli.dictionary.sheets import (
    ASPECTS,
    CUES,
    EXAMPLES_SEPARATOR,
    OWNERS,
    PARTNERS,
    SIGNALS,
    SYNONYMS,
    USER_WORDS,
    Sheet,
    aspect_cells,
    rule_cells,
)
from voc_cli.dictionary.tables import Dictionary, shipped_dictionary
from voc_cli.messages import text
from voc_cli.schema import Signal, Stage
from voc_cli.signals.urgent import Rule
from voc_cli.valuechain.partners import Partner
from voc_cli.valuechain.taxonomy import Aspect

_PLAIN: Final = ("complaint_name", "praise_name", "owner", "wording")


def read_dictionary(path: Path, *, pack: str = "") -> Dictionary:
    """The tables that ship, those of ``pack``, and the rows of the workbook ``path`` on top.

    Raises:
        ConfigError: The file is missing or no workbook, or rows of it cannot be used; all of them are named together.
    """
    rows = read_rows(path)
    base, under = shipped_dictionary(), shipped_dictionary(pack_of(pack) if pack else None)
    aspects, own = _aspects(rows, base.aspects, under.aspects)
    words = replace(
        under,
        aspects=aspects,
        own=own,
        rules=_rules(rows, under.rules),
        partners=_partners(rows, base, under.partners),
        synonyms=_synonyms(rows),
        stop_words=tuple(
            dict.fromkeys(row.cells["word"] for row in rows.of.get("stop_words", ()) if _has(row, "word"))
        ),
        user_words=_user_words(rows),
    )
    words = _renamed(rows, words)
    refuse(path, rows.mistakes)
    return words


def _has(row: Row, *keys: str) -> bool:
    return all(row.cells.get(key, EMPTIED) not in {"", EMPTIED} for key in keys)


def _unique(rows: Rows, sheet: Sheet, key: Callable[[Row], str], *needed: str) -> list[Row]:
    """The rows of a sheet whose needed cells are filled, each key once, also beside rows that nobody edited."""
    seen = {key(row): row.number for row in rows.untouched.get(sheet.key, ()) if _has(row, *needed)}
    kept = []
    for row in rows.of.get(sheet.key, ()):
        if not _has(row, *needed):
            continue
        name = key(row)
        if name in seen:
            rows.complain(sheet, row.number, "twice", value=name, other=seen[name])
            continue
        seen[name] = row.number
        kept.append(row)
    return kept


def _aspects(
    rows: Rows, shipped: Sequence[Aspect], under: Sequence[Aspect]
) -> tuple[tuple[Aspect, ...], tuple[str, ...]]:
    """The aspects, and the names of those that the rows add or change."""
    plain = {aspect.name: aspect for aspect in shipped}
    found = {aspect.name: aspect for aspect in under}
    own: list[str] = []
    for row in _unique(rows, ASPECTS, lambda row: row.cells["aspect"], "aspect"):
        name = row.cells["aspect"]
        _check_both(rows, ASPECTS, row, ("phrases", "targets"))
        if row.is_off:
            found.pop(name, None)
            continue
        known = found.get(name)
        made = _new_aspect(rows, row, found.values()) if known is None else _changed(known, plain.get(name, known), row)
        if made is not None and made != known:
            found[name] = made
            own.append(name)
    return tuple(found.values()), tuple(own)


def _check_both(rows: Rows, sheet: Sheet, row: Row, cues: Iterable[str]) -> None:
    for entry in row.list("counter"):
        if any(entry in row.list(cue) for cue in cues):
            rows.complain(sheet, row.number, "both", value=entry)


def _entries(row: Row, key: str, before: Sequence[str], shipped: Sequence[str]) -> tuple[str, ...]:
    """What a list holds now: the entries that the row takes out of the shipped ones go, those it adds come.

    A row that somebody typed anew only adds: who wanted to take out would have had them before the eyes.
    """
    if key not in row.cells:
        return tuple(before)
    if row.cells[key] == EMPTIED:
        return tuple(entry for entry in before if entry not in shipped)
    wanted = row.list(key)
    gone = set[str]() if row.is_new else set(shipped) - set(wanted)
    return tuple(dict.fromkeys((*(entry for entry in before if entry not in gone), *wanted)))


def _changed(aspect: Aspect, shipped: Aspect, row: Row) -> Aspect:
    before = aspect_cells(shipped)
    edited = {key: cell for key, cell in row.cells.items() if key in before and cell != before[key]}
    changes: dict[str, Any] = {key: "" if edited[key] == EMPTIED else edited[key] for key in _PLAIN if key in edited}
    for cue in CUES:
        changes[cue] = _entries(row, cue, getattr(aspect, cue), getattr(shipped, cue))
    if edited.get("stage"):
        changes["stage"] = Stage(edited["stage"])
        changes["learnt"] = aspect.home
    if edited.keys() & {"stage", "complaint_name"}:
        changes["same"] = ""  # what a user names is a theme of its own
    if "promise" in edited:
        changes["is_promise"] = edited["promise"] == "yes"
    if "examples" in edited:
        changes["examples"] = _examples(row)
    added = (phrase for phrase in changes["phrases"] if phrase not in aspect.phrases)
    kept = (phrase for phrase in aspect.sure if phrase in changes["phrases"])
    return replace(aspect, **changes, sure=(*kept, *added))


def _new_aspect(rows: Rows, row: Row, others: Iterable[Aspect]) -> Aspect | None:
    name = row.cells["aspect"]
    if not _has(row, "stage"):
        if "stage" not in row.cells:
            rows.complain(ASPECTS, row.number, "empty", column=text("dictionary.col_stage"))
        return None
    if not row.list("phrases") and not row.list("targets"):
        rows.complain(ASPECTS, row.number, "no_cues")
        return None
    stage = Stage(row.cells["stage"])
    owner = next((aspect.owner for aspect in others if aspect.stage is stage), "")
    cells = {
        key: row.cells.get(key, "").replace(EMPTIED, "") if not _has(row, key) else row.cells[key] for key in _PLAIN
    }
    return Aspect(
        name=name,
        stage=stage,
        complaint_name=cells["complaint_name"] or name,
        praise_name=cells["praise_name"] or name,
        owner=cells["owner"] or owner,
        wording=cells["wording"],
        phrases=row.list("phrases"),
        targets=row.list("targets"),
        predicates=row.list("predicates"),
        counter=row.list("counter"),
        packs=(),
        is_promise=row.cells.get("promise") == "yes",
        examples=_examples(row),
        sure=row.list("phrases"),
    )


def _examples(row: Row) -> tuple[str, ...]:
    cell = row.cells.get("examples", "")
    parts = (part.strip() for line in cell.splitlines() for part in line.split(EXAMPLES_SEPARATOR.strip()))
    return tuple(dict.fromkeys(part for part in parts if part and part != EMPTIED))


def _rules(rows: Rows, shipped: Sequence[Rule]) -> tuple[Rule, ...]:
    found = {(rule.signal.value, rule.kind): rule for rule in shipped}
    for row in _unique(rows, SIGNALS, _signal_name, "signal", "kind"):
        key = row.cells["signal"], row.cells["kind"]
        _check_both(rows, SIGNALS, row, ("phrases",))
        known = found.get(key)
        if row.is_off:
            found.pop(key, None)
        elif known is not None:
            before = rule_cells(known)
            found[key] = replace(
                known,
                severity=int(row.cells.get("severity") or before["severity"]),
                phrases=_entries(row, "phrases", known.phrases, known.phrases),
                counter=_entries(row, "counter", known.counter, known.counter),
            )
        elif not row.list("phrases"):
            rows.complain(SIGNALS, row.number, "no_cues")
        else:
            severity = int(row.cells.get("severity") or 2)
            found[key] = Rule(Signal(key[0]), key[1], severity, row.list("phrases"), row.list("counter"))
    return tuple(found.values())


def _signal_name(row: Row) -> str:
    return f"{SIGNALS.column('signal').written(row.cells['signal'])} {row.cells['kind']}"


def _partners(rows: Rows, base: Dictionary, under: Sequence[Partner]) -> tuple[Partner, ...]:
    codes = {name: kind.code for kind in base.partner_kinds for name in (kind.name, kind.code)}
    names = [kind.name for kind in base.partner_kinds]
    found = {partner.name: partner for partner in under}
    for row in _unique(rows, PARTNERS, lambda row: row.cells["partner"], "partner"):
        name, kind = row.cells["partner"], row.cells.get("partner_kind", "")
        if row.is_off:
            found.pop(name, None)
            continue
        if kind and kind not in codes:
            heading = text("dictionary.col_partner_kind")
            rows.complain(PARTNERS, row.number, "bad_choice", {"choices": ", ".join(names)}, column=heading, value=kind)
            continue
        known = found.get(name)
        if known is not None:
            changes: dict[str, Any] = {
                key: _entries(row, key, getattr(known, key), getattr(known, key)) for key in ("words", "counter")
            }
            found[name] = replace(known, kind=codes.get(kind, known.kind), **changes)
        elif not kind:
            rows.complain(PARTNERS, row.number, "empty", column=text("dictionary.col_partner_kind"))
        else:
            found[name] = Partner(name, codes[kind], row.list("words") or (name,), row.list("counter"))
    return tuple(found.values())


def _synonyms(rows: Rows) -> tuple[tuple[str, str], ...]:
    kept = _unique(rows, SYNONYMS, lambda row: row.cells["stand"], "stand", "alike")
    stands = {row.cells["stand"] for row in kept}
    seen: dict[str, int] = {}
    pairs = []
    for row in kept:
        for word in row.list("alike"):
            if word in stands:
                if word != row.cells["stand"]:
                    rows.complain(SYNONYMS, row.number, "chain", value=word)
            elif word in seen:
                rows.complain(SYNONYMS, row.number, "twice", value=word, other=seen[word])
            else:
                seen[word] = row.number
                pairs.append((word, row.cells["stand"]))
    return tuple(pairs)


def _user_words(rows: Rows) -> tuple[tuple[str, str], ...]:
    found = []
    for row in _unique(rows, USER_WORDS, lambda row: row.cells["word"], "word"):
        word = row.cells["word"]
        if " " in word:
            rows.complain(USER_WORDS, row.number, "blank_in_word", value=word)
        else:
            found.append((word, row.cells.get("tag") or "NNP"))
    return tuple(found)


def _renamed(rows: Rows, words: Dictionary) -> Dictionary:
    """``words`` with the departments under the company's own names, wherever they stand."""
    owners = dict.fromkeys([*(aspect.owner for aspect in words.aspects), *(role.unit for role in words.roles)])
    names: dict[str, str] = {}
    for row in _unique(rows, OWNERS, lambda row: row.cells["owner"], "owner"):
        owner = row.cells["owner"]
        if not _has(row, "own_name"):
            continue
        if owner in owners:
            names[owner] = row.cells["own_name"]
        else:
            near = difflib.get_close_matches(owner, owners, n=1, cutoff=0.4) or list(owners)
            rows.complain(OWNERS, row.number, "unknown_owner", {"known": ", ".join(near)}, value=owner)
    if not names:
        return words
    return replace(
        words,
        aspects=tuple(replace(aspect, owner=names.get(aspect.owner, aspect.owner)) for aspect in words.aspects),
        roles=tuple(replace(role, unit=names.get(role.unit, role.unit)) for role in words.roles),
    )


def changed_rows(words: Dictionary) -> dict[str, int]:
    """How many rows of each table differ from what ships with the same line of business."""
    plain = shipped_dictionary(pack_of(words.pack) if words.pack else None)
    rules = ({(rule.signal, rule.kind): rule for rule in table.rules} for table in (words, plain))
    partners = ({partner.name: partner for partner in table.partners} for table in (words, plain))
    counts = {"signals": _n_changed(*rules), "partners": _n_changed(*partners)}
    removed = {aspect.name for aspect in plain.aspects} - {aspect.name for aspect in words.aspects}
    return {
        "aspects": len(words.own) + len(removed),
        **counts,
        **{name: len(getattr(words, name)) for name in ("synonyms", "stop_words", "user_words")},
    }


def _n_changed(now: Mapping[Any, object], before: Mapping[Any, object]) -> int:
    return sum(now.get(key) != before.get(key) for key in now.keys() | before.keys())
