"""Kiwi behind the Tokenizer protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from kiwipiepy import Kiwi
    from numpy.typing import NDArray

    from voc_cli.morphemes import Token


class KiwiTokenizer:
    """Korean morphemes by Kiwi (Lee, 2024, "Kiwi: Developing a Korean morphological analyzer based on statistical
    language models and skip-bigram", Korean Journal of Digital Humanities 1(1)), loaded at the first use.

    Args:
        n_workers: Threads that tokenise ahead while the caller works on the results; None leaves it to Kiwi.
        user_words: (word, tag) pairs that the analyser must keep whole.
    """

    def __init__(self, *, n_workers: int | None = None, user_words: Sequence[tuple[str, str]] = ()) -> None:
        self._n_workers = n_workers
        self._user_words = tuple(user_words)
        self._kiwi: Kiwi | None = None

    @property
    def version(self) -> str:
        """The versions of Kiwi and of its model, how far it searches, and in which of its dictionaries."""
        from importlib.metadata import version

        return (
            f"kiwipiepy {version('kiwipiepy')}, model {version('kiwipiepy_model')}, cut-off {_CUT_OFF:g}, single words"
        )

    def load(self) -> Kiwi:
        """The analyser itself, loaded once."""
        if self._kiwi is None:
            kiwi = _spare.pop() if _spare and self._n_workers is None else _plain_kiwi(self._n_workers)
            for word, tag in self._user_words:
                kiwi.add_user_word(word, tag)
            self._kiwi = kiwi
        return self._kiwi

    def morphemes(self) -> list[tuple[int, str, str]]:
        """Number, form and tag of every morpheme of the model, by number (frequent ones first)."""
        everything = self.load().most_similar_morphemes(0, top_n=_EVERYTHING)
        found = {(one.id, one.form, _plain(one.tag)) for one in everything}
        return sorted(found)

    def similarities(self, number: int) -> NDArray[np.float32]:
        """Similarity of morpheme ``number`` with every morpheme, in the order of ``morphemes``; its own is 1."""
        import numpy as np

        found = {one.id: one.score for one in self.load().most_similar_morphemes(number, top_n=_EVERYTHING)}
        found[number] = 1.0
        return np.array([found[one] for one in sorted(found)], dtype=np.float32)

    def tokenise(self, texts: Iterable[str]) -> Iterator[Sequence[Token]]:
        """The tokens of each text, in order; read lazily so that Kiwi's threads work ahead of the reader."""
        tokens: Iterator[Sequence[Token]] = self.load().tokenize(iter(texts))
        return tokens


def load_spare() -> None:
    """Load an analyser that the next KiwiTokenizer of this process may take."""
    kiwi = _plain_kiwi(None)
    # Kiwi puts its model together at the first text: half of what loading takes.
    kiwi.tokenize("")
    _spare.append(kiwi)


def _plain_kiwi(n_workers: int | None) -> Kiwi:
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=n_workers, load_multi_dict=_NAMES_OF_SEVERAL_WORDS)
    kiwi.global_config.cutoff_threshold = _CUT_OFF
    return kiwi


@cache
def _plain(tag: str) -> str:
    # Irregular conjugation is marked in the tag (VV-I, VA-R); the rules speak of the plain tag.
    return tag.partition("-")[0]


# How far behind the best a reading of a text may fall before Kiwi gives it up. Of the morphemes of 8,000 app reviews
# one in three hundred is read otherwise than with Kiwi's own 8; labelled sets score the same, and a tenth of the time
# is saved.
_CUT_OFF: Final = 5.0
# Titles and names of several words ("네이버 쇼핑") as one morpheme: most of what loading takes, and of a million
# morphemes of reviews they change twenty.
_NAMES_OF_SEVERAL_WORDS: Final = False
_spare: Final[list[Kiwi]] = []  # analysers without a user's words
_EVERYTHING: Final = 1 << 20
