"""The sheets of dictionary.xlsx: their columns, and the rows that ship as cells of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from voc_cli.dictionary.tables import Dictionary
from voc_cli.messages import in_every_language, text
from voc_cli.schema import SEPARATOR, Signal, Stage
from voc_cli.signals.urgent import Rule
from voc_cli.valuechain.partners import Partner
from voc_cli.valuechain.taxonomy import Aspect

Cells = dict[str, str]  # key of the column to what stands in the cell
EXAMPLES_SEPARATOR: Final = " / "
USE, MARK = "use", "mark"
CUES: Final = ("phrases", "targets", "predicates", "counter")
TAGS: Final = ("NNP", "NNG", "VV", "VA", "MAG")
YES_NO: Final = ("yes", "no")
_NOUN: Final = (("명사", "NNG"),)  # as in cues, where the two kinds are one


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``choices`` are codes whose names stand in the catalogue under ``names`` + code."""

    key: str
    width: int  # characters
    choices: tuple[str, ...] = ()
    names: str = ""
    is_hidden: bool = False
    also: tuple[tuple[str, str], ...] = ()  # what else a user may write, and the code that it means

    def written(self, code: str) -> str:
        """The name of a code in the language in use; what is no code stays as it is."""
        return text(self.names + code) if self.names and code in self.choices else code

    def code(self, cell: str) -> str | None:
        """The code that a cell names, in either language or as itself; None where it names none."""
        wanted = "".join(cell.split()).casefold()
        if wanted in dict(self.also):
            return dict(self.also)[wanted]
        for code in self.choices:
            names = (code, *(in_every_language(self.names + code) if self.names else ()))
            if wanted in {"".join(name.split()).casefold() for name in names}:
                return code
        return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its columns in order."""

    key: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """Its name in the language in use."""
        return text(f"dictionary.sheet_{self.key}")

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)


_USE: Final = Column(USE, 8, YES_NO, "dictionary.")
_MARK: Final = Column(MARK, 10, is_hidden=True)
ASPECTS: Final = Sheet(
    "aspects",
    (
        _USE,
        Column("stage", 16, tuple(stage.value for stage in Stage), "report.stage_"),
        Column("aspect", 18),
        Column("complaint_name", 22),
        Column("praise_name", 20),
        Column("owner", 14),
        Column("wording", 40),
        Column("phrases", 60),
        Column("targets", 36),
        Column("predicates", 36),
        Column("counter", 30),
        Column("promise", 8, YES_NO, "dictionary."),
        Column("examples", 60),
        _MARK,
    ),
)
OWNERS: Final = Sheet("owners", (Column("owner", 20), Column("own_name", 24), Column("note", 60)))
SIGNALS: Final = Sheet(
    "signals",
    (
        _USE,
        Column("signal", 12, tuple(signal.value for signal in Signal), "report.signal_"),
        Column("kind", 18),
        Column("severity", 8, ("1", "2", "3")),
        Column("phrases", 90),
        Column("counter", 60),
        _MARK,
    ),
)
PARTNERS: Final = Sheet(
    "partners",
    (_USE, Column("partner", 20), Column("partner_kind", 20), Column("words", 70), Column("counter", 40), _MARK),
)
SYNONYMS: Final = Sheet("synonyms", (Column("stand", 24), Column("alike", 70)))
STOP_WORDS: Final = Sheet("stop_words", (Column("word", 24), Column("note", 60)))
USER_WORDS: Final = Sheet(
    "user_words", (Column("word", 24), Column("tag", 14, TAGS, "dictionary.tag_", also=_NOUN), Column("note", 60))
)
SHEETS: Final = (ASPECTS, OWNERS, SIGNALS, PARTNERS, SYNONYMS, STOP_WORDS, USER_WORDS)


def shipped_rows(words: Dictionary) -> Mapping[str, list[Cells]]:
    """The rows of each sheet for ``words``, with codes where a column has choices."""
    return {
        ASPECTS.key: [aspect_cells(aspect) for aspect in words.aspects],
        OWNERS.key: list(_owner_rows(words)),
        SIGNALS.key: [rule_cells(rule) for rule in words.rules],
        PARTNERS.key: [partner_cells(partner, words) for partner in words.partners],
        SYNONYMS.key: [],
        STOP_WORDS.key: [],
        USER_WORDS.key: [],
    }


def aspect_cells(aspect: Aspect) -> Cells:
    """A row of the value chain."""
    return {
        "stage": aspect.stage.value,
        "aspect": aspect.name,
        "complaint_name": aspect.complaint_name,
        "praise_name": aspect.praise_name,
        "owner": aspect.owner,
        "wording": aspect.wording,
        **{cue: SEPARATOR.join(getattr(aspect, cue)) for cue in CUES},
        "promise": "yes" if aspect.is_promise else "",
        "examples": EXAMPLES_SEPARATOR.join(aspect.examples),
    }


def rule_cells(rule: Rule) -> Cells:
    """A row of signals."""
    return {
        "signal": rule.signal.value,
        "kind": rule.kind,
        "severity": str(rule.severity),
        "phrases": SEPARATOR.join(rule.phrases),
        "counter": SEPARATOR.join(rule.counter),
    }


def partner_cells(partner: Partner, words: Dictionary) -> Cells:
    """A row of partners, its kind by name."""
    names = {kind.code: kind.name for kind in words.partner_kinds}
    return {
        "partner": partner.name,
        "partner_kind": names[partner.kind],
        "words": SEPARATOR.join(partner.words),
        "counter": SEPARATOR.join(partner.counter),
    }


def mark(cells: Mapping[str, str]) -> str:
    """Eight digits that tell whether anybody edited a row since it was written."""
    content = "\n".join(f"{key}={cells[key]}" for key in sorted(cells) if key not in {USE, MARK} and cells[key])
    return f"{crc32(content.encode()):08x}"


def _owner_rows(words: Dictionary) -> Iterator[Cells]:
    stages: dict[str, dict[str, None]] = {}
    for aspect in words.aspects:
        stages.setdefault(aspect.owner, {})[text(f"report.stage_{aspect.stage}")] = None
    for owner, found in stages.items():
        yield {"owner": owner, "own_name": "", "note": ", ".join(found)}
