"""New things of two words ("모바일 키", "삐 소리"), of which customers complain in many words.

Known aspects draw such complaints to themselves by the one word that they share with them: "문이 안 열려요" goes here,
"인식이 안 돼요" there. Where the taxonomy hardly knows the two words, and no listed theme holds most of the complaints,
the thing is what they have in common, and its theme takes them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from voc_cli.themes.complaints import Complaints
from voc_cli.themes.in_praise import InPraise
from voc_cli.themes.pairs import first_thing
from voc_cli.themes.phrases import Phrase, phrases_of
from voc_cli.themes.placing import Seeds
from voc_cli.themes.things import FEWEST, Enough, NewThing, is_one_trouble

_SPOKEN_OF: Final = 0.7  # share of the records with the two words that must speak of the thing: begin with it, or tell
_TELL: Final = 0.3  # a trouble of it; and that must tell one, of whatever
_HELD: Final = 0.5  # share of them in one listed theme, from which they are left there
_VOTED: Final = 1.5  # votes of the table for an aspect, from which the taxonomy knows the thing
# A phrase whose words the taxonomy knows is one thing all the same where all who say it speak of it and few praise it.
_FEWEST_KNOWN: Final = 7  # records,
_SPOKEN_OF_KNOWN: Final = 0.8  # their share of those with the two words,
_PRAISED: Final = 0.15  # and of its share of the complaints that its share of the praise may be
_MARK: Final = "/N"


def new_phrases(
    told: Complaints, ids: Sequence[str], seeds: Seeds, enough: Enough, *, known: Collection[str] = ()
) -> list[NewThing]:
    """The new things of two words, the most frequent first; no complaint is of two of them.

    Args:
        ids: Theme of each complaint so far.
        enough: Of the records that tell a trouble of a thing; never fewer than ``FEWEST``.
        known: Lemmas of things that were themes before: for them one record is enough.
    """
    before = {_phrase(lemma) for lemma in known if " " in lemma}
    n_records = enough.n_records
    found = phrases_of(told.cells, seeds.rules, seeds.vectors, least=FEWEST, known=before, said=told.said)
    chosen: dict[Phrase, list[int]] = {}
    for phrase, rows in found.items():
        own = [row for row in rows if not told.leans[row] and _speaks_of(phrase, row, told, seeds)]
        telling = [row for row in own if told.troubled[row]]
        n, n_telling = n_records(rows), n_records(telling)
        recurs = n_telling >= _TELL * n and enough.for_a_thing(telling) and n_records(own) >= _SPOKEN_OF * n
        words = {word + _MARK for word in phrase}
        is_new = (
            recurs
            and (_is_new(phrase, seeds) or _is_all_spoken_of(phrase, n_records(own), n, seeds, enough.in_praise))
            and not is_one_trouble(words, [told.pairs[row] for row in own])
            and not enough.in_praise.is_sender("".join(phrase))
        )
        if own and (phrase in before or (is_new and scatter(own, ids))):
            chosen[phrase] = own
    things, taken = [], set[int]()
    for phrase in sorted(chosen, key=lambda phrase: (-n_records(chosen[phrase]), phrase)):
        rows = [row for row in chosen[phrase] if row not in taken]
        if rows and (phrase in before or enough.for_a_thing(rows)):
            taken.update(rows)
            things.append(NewThing(" ".join(phrase) + _MARK, tuple(rows)))
    return things


def _phrase(lemma: str) -> Phrase:
    first, _, last = lemma.removesuffix(_MARK).partition(" ")
    return first, last


def _speaks_of(phrase: Phrase, row: int, told: Complaints, seeds: Seeds) -> bool:
    """Whether a complaint begins with one of the two words, or tells its trouble of one."""
    pair = told.pairs[row]
    named = {first_thing(told.cells[row], seeds.rules), pair.target if pair else ""}
    return not named.isdisjoint(word + _MARK for word in phrase)


def _is_new(phrase: Phrase, seeds: Seeds) -> bool:
    (votes,) = seeds.votes([[word + _MARK for word in phrase]])
    return max(votes.values(), default=0.0) < _VOTED


def _is_all_spoken_of(phrase: Phrase, n_own: int, n: int, seeds: Seeds, in_praise: InPraise) -> bool:
    everyday = seeds.rules.everyday
    if phrase[0] + _MARK in everyday or "".join(phrase) + _MARK in everyday:
        return False
    is_told = n_own >= max(_FEWEST_KNOWN, _SPOKEN_OF_KNOWN * n)
    return is_told and in_praise.ratio(" ".join(phrase)) <= _PRAISED


def scatter(rows: Sequence[int], ids: Sequence[str]) -> bool:
    """Whether no theme holds most of the complaints."""
    held = Counter(ids[row] for row in rows if ids[row])
    return max(held.values(), default=0) < _HELD * len(rows)
