"""What somebody is alerted of, and how: the tables [alerts] and [notify] of voc.toml."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Share = Annotated[float, Field(ge=0, le=1)]
Level = Literal["critical", "warning"]
NO_RECIPIENT: Final = "no_recipient"  # type of the error


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class UrgentRule(_Table):
    """A record of the period may be a safety or legal case."""

    on: bool = True
    severity: Annotated[int, Field(ge=1, le=3)] = 3  # of signals.csv; 3 asks for somebody to act today
    signals: tuple[Literal["safety", "legal"], ...] = ("safety", "legal")


class RisingRule(_Table):
    """A theme is new or rises."""

    on: bool = True
    # What is looser than ``trends.change`` could raise nothing: there a theme has neither risen nor come up.
    q: Annotated[float, Field(ge=0, le=0.05)] = 0.05  # false discovery rate
    min_documents: Annotated[int, Field(ge=5)] = 10  # records of the period
    min_ratio: Annotated[float, Field(ge=1)] = 1.5  # times the usual rate


class ChurnRule(_Table):
    """Many records come from customers about to leave."""

    on: bool = True
    share: Share = 0.1  # of the period's records
    min_documents: Annotated[int, Field(ge=1)] = 5  # records with such a sign


class InputRule(_Table):
    """A channel, or everything, is missing or far smaller than usual."""

    on: bool = True


class RejectedRule(_Table):
    """Many rows could not be read."""

    on: bool = True
    share: Share = 0.05  # of the rows


class AlertRules(_Table):
    """The table [alerts]."""

    urgent: UrgentRule = UrgentRule()
    rising: RisingRule = RisingRule()
    churn: ChurnRule = ChurnRule()
    input: InputRule = InputRule()
    rejected: RejectedRule = RejectedRule()


class Webhook(_Table):
    """Where alerts are posted as JSON; "" is nowhere."""

    url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    timeout: Annotated[float, Field(gt=0, le=120)] = 10.0  # seconds
    retries: Annotated[int, Field(ge=0, le=10)] = 3  # further attempts


class Mail(_Table):
    """Which mail server sends alerts to whom; an empty host sends none. The password is VOC_MAIL_PASSWORD."""

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    timeout: Annotated[float, Field(gt=0, le=120)] = 20.0
    retries: Annotated[int, Field(ge=0, le=10)] = 2

    @model_validator(mode="after")
    def _to_somebody(self) -> Self:
        if self.host and not self.to:
            raise PydanticCustomError(NO_RECIPIENT, "a mail server but nobody to write to")
        return self


class Notify(_Table):
    """The table [notify]."""

    level: Level = "warning"  # what is at least as grave is sent
    customers_text: bool = False  # whether the masked words of urgent records may be sent
    webhook: Webhook = Webhook()
    mail: Mail = Mail()
