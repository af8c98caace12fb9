"""The story of a judgement for a terminal or a pipe, and as records for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from voc_cli.messages import text
from voc_cli.report.terminal import as_lines

if TYPE_CHECKING:
    from voc_cli.explanation import ClauseStory, Part, TextStory
    from voc_cli.report.formats import Screen
    from voc_cli.signals.urgent import Raised

_STYLE: Final = {"negative": "red", "positive": "green", "neutral": ""}
_SHOWN: Final = 0.05  # logits below which a word is not worth a look
_LEXICON: Final = frozenset({"lexicon", "negated"})


def render(stories: Sequence[TextStory], screen: Screen) -> str:
    """The stories one after another, lines of at most ``screen.width`` columns."""
    return as_lines(_stories(stories), screen)


def as_records(stories: Sequence[TextStory]) -> list[dict[str, Any]]:
    """The stories in English names; values are logits, polarities are between -1 and 1."""
    return [asdict(story) for story in stories]


def _stories(stories: Sequence[TextStory]) -> Iterator[RenderableType]:
    for number, story in enumerate(stories):
        if number:
            yield Rule(characters="─")
        yield from _story(story)


def _story(story: TextStory) -> Iterator[RenderableType]:
    yield Text(f"“{story.text}”", style="bold")
    grid = _grid()
    grid.add_row(text("explain.whole"), _verdict(story.polarity, story.sentiment, story.intensity))
    if story.parts:
        grid.add_row(text("explain.sum"), _sum(story.parts, story.logit, story.shift, story.polarity, story.certainty))
    grid.add_row(text("explain.intent"), text(f"explain.intent_{story.intent}"))
    grid.add_row(text("explain.stage"), _list(f"report.stage_{stage}" for stage in story.stages))
    grid.add_row(text("explain.signals"), _list(f"report.signal_{signal}" for signal in story.signals))
    yield Padding(grid, (0, 0, 0, 2))
    for number, clause in enumerate(story.clauses, start=1):
        yield Padding(
            Text.assemble((f"{number}. {clause.text}", "bold"), (f"  [{clause.start}:{clause.end}]", "dim")),
            (1, 0, 0, 0),
        )
        yield Padding(_clause(clause), (0, 0, 0, 2))


def _clause(clause: ClauseStory) -> Table:
    grid = _grid()
    grid.add_row(text("explain.morphemes"), _morphemes(clause))
    grid.add_row(text("explain.sentiment"), _verdict(clause.polarity, clause.sentiment, clause.intensity))
    grid.add_row(text("explain.sum"), _sum(clause.parts, clause.logit, clause.shift, clause.polarity, clause.certainty))
    shares = [(f"‘{one.text}’", one.value) for one in clause.stretches if abs(one.value) >= _SHOWN]
    grid.add_row(text("explain.stretches"), _valued(shares))
    cues = [(f"{text(f'explain.cue_{cue.kind}')} ‘{cue.text}’", cue.value) for cue in clause.cues]
    grid.add_row(text("explain.cues"), _valued(cues))
    grid.add_row(text("explain.intent"), _intent(clause))
    grid.add_row(text("explain.stage"), _stage(clause))
    grid.add_row(text("explain.signals"), _signals(clause.signals))
    return grid


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    return grid


def _verdict(polarity: float, sentiment: str, intensity: str) -> Text:
    return Text(f"{polarity:+.2f} {text(f'explain.{intensity}')}", style=_STYLE[sentiment])


def _sum(parts: Sequence[Part], logit: float, shift: float, polarity: float, certainty: float) -> Text:
    """The summands, their sum, and how it becomes the polarity."""
    shown = [part for part in parts if part.value or part.name == "base"]
    line = " ".join(f"{_name(part)} {part.value:+.2f}," for part in shown).rstrip(",")
    said = text("explain.total", parts=line, logit=logit)
    said += " " + text("explain.certainty", certainty=certainty)
    if shift:
        said += " " + text("explain.shift", shift=shift)
    return Text(said + f" → {polarity:+.2f}")


def _name(part: Part) -> str:
    if part.name in _LEXICON:
        return text(f"explain.part_{part.name}", words=part.words)
    return text(f"explain.part_{part.name}")


def _morphemes(clause: ClauseStory) -> Text:
    line = Text()
    for one in clause.morphemes:
        style = "" if abs(one.value) < _SHOWN else _STYLE["positive" if one.value > 0 else "negative"]
        value = f"({one.value:+.2f})" if abs(one.value) >= _SHOWN else ""
        line.append(f"{one.form}/{one.tag}{value} ", style=style)
    line.rstrip()
    return line


def _valued(found: Sequence[tuple[str, float]]) -> Text:
    return Text(", ".join(f"{name} {value:+.2f}" for name, value in found) or text("explain.none"))


def _intent(clause: ClauseStory) -> str:
    why = [text(f"explain.act_{act}") for act in clause.acts] or [text("explain.act_none")]
    why.append(text("explain.by_polarity", sentiment=text(f"evaluate.{clause.sentiment}")))
    return f"{text(f'explain.intent_{clause.intent}')} ({', '.join(why)})"


def _stage(clause: ClauseStory) -> str:
    parts = [text(f"report.stage_{clause.stage}"), clause.aspect, clause.owner]
    words = ", ".join(clause.stage_words) or text("explain.by_model")
    shares = ", ".join(f"{text(f'report.stage_{one.name}')} {one.value:.0%}" for one in clause.stage_shares)
    return f"{' · '.join(part for part in parts if part)} ({words}; {shares})"


def _signals(raised: Sequence[Raised]) -> str:
    return ", ".join(map(_signal, raised)) or text("explain.none")


def _signal(raised: Raised) -> str:
    severity = text(f"report.severity_{raised.severity}")
    return f"{text(f'report.signal_{raised.signal}')} · {raised.kind} · {severity} (‘{raised.words}’)"


def _list(keys: Iterator[str]) -> str:
    return ", ".join(text(key) for key in keys) or text("explain.none")
