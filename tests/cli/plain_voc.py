"""The command as it is installed, but with words instead of Kiwi's morphemes and a few dictionary rows instead of all.

``python -m tests.cli.plain_voc``: loading Kiwi and reading 30,000 rows takes seconds and says nothing about streams,
exit codes and files.
"""

from __future__ import annotations

from dataclasses import replace

from tests.fakes import FakeTokenizer
from voc_cli import chain
from voc_cli.__main__ import main
from voc_cli.dictionary import tables
from voc_cli.schema import Signal
from voc_cli.sentiment.lexicon import Entry
from voc_cli.signals.urgent import Rule
from voc_cli.text import tokenise
from voc_cli.valuechain.taxonomy import Aspect, load_taxonomy

# Written as the fake cuts them: at spaces.
_STRENGTHS = {"늦다": -3, "늦어요": -3, "나쁘다": -3, "좋다": 3}
_LEXICON = tuple(Entry(word, strength, "공통", ()) for word, strength in _STRENGTHS.items())
_RULES = (Rule(Signal.LEGAL, "기관 신고", 3, ("소비자원+신고하다",), ()), Rule(Signal.SAFETY, "화재", 3, ("연기",), ()))
_TARGETS = {"배송 속도": ("배송", "배송이"), "포장": ("포장",)}


def _taxonomy() -> tuple[Aspect, ...]:
    known = {aspect.name: aspect for aspect in load_taxonomy()}
    return tuple(
        replace(known[name], phrases=(), targets=targets, predicates=(), counter=())
        for name, targets in _TARGETS.items()
    )


def use_words() -> None:
    """Let the command find the small ones where it looks for Kiwi and the dictionaries."""
    vars(tokenise).update(KiwiTokenizer=lambda **_: FakeTokenizer(), load_spare=lambda: None)
    vars(chain).update(load_lexicon=lambda: _LEXICON)
    vars(tables).update(
        load_rules=lambda: _RULES,
        load_taxonomy=_taxonomy,
        load_promises=tuple,
        load_pack_rows=lambda _: (),
    )


if __name__ == "__main__":
    use_words()
    main()
