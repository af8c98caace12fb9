"""Which version annotated the records that a report compares."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annotations:
    """Records of the compared periods that one version of everything that annotates them has annotated."""

    version: str
    is_current: bool
    n_documents: int
    first: str  # days of the first and the last of them, ISO
    last: str
