"""What was done about a theme and what is aimed at: entries of the small themes file that a person keeps."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Words = Annotated[str, Field(min_length=1, max_length=500)]


class Action(BaseModel):
    """Something done about a theme: from ``date`` on, its rate is compared with what it was before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: Words  # theme_id, or the name that the theme has in reports
    date: date
    who: Words
    what: Words


class Goal(BaseModel):
    """What a theme should come down to ("체크인 대기 불만 절반" is a target of 0.5)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: Words  # as in Action
    text: Words
    measure: Literal["share", "count"] = "share"  # records of the theme per hundred records, or per day
    # The measure from ``since`` on, divided by what it was before; what is no less than before is nothing to aim at.
    target: Annotated[float, Field(ge=0, lt=1)]
    since: date  # first day that counts as after
    until: date | None = None  # last day that counts; None: still running

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise PydanticCustomError("days_in_order", "until lies before since")
        return self
