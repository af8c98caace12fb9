"""A second pair of hands: what does not hang on what comes next may be done elsewhere, with identical results."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import pandas as pd

Later = Callable[[], Any]  # waits for a result and gives it, the same one whenever it is called


class Hand(Protocol):
    """Whom work may be given to."""

    def hold(self, frame: pd.DataFrame) -> Later:
        """``frame`` as it may be given to ``ask``, again and again; it must not change."""
        ...

    def ask(self, function: Callable[..., Any], *given: object) -> Later:
        """What gives ``function`` of ``given`` when it is called.

        Args:
            function: Of a module; it may run in another process, or be called a second time.
            given: Anything that can be pickled; what ``hold`` or ``ask`` gave stands for its result.
        Raises (when what is given back is called):
            Exception: Whatever ``function`` raises.
        """
        ...


class OwnHand:
    """Does nothing before it is asked for, and then does it here."""

    def hold(self, frame: pd.DataFrame) -> Later:
        """``frame``."""
        return Here(lambda: frame)

    def ask(self, function: Callable[..., Any], *given: object) -> Later:
        """``function`` of ``given``, called once at most."""
        return Here(lambda: function(*map(known, given)))


class Here:
    """The result of ``make``, which is called at the first question."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make: Callable[[], Any] | None = make
        self._found: Any = None

    def __call__(self) -> Any:
        if self._make is not None:
            self._found = self._make()
            self._make = None
        return self._found


def known(given: object) -> object:
    """The result that ``given`` stands for, or itself."""
    return given() if isinstance(given, Here) else given


OWN: Final[Hand] = OwnHand()
