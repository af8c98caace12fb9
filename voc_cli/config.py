"""Settings: defaults < voc.toml < environment VOC_* < flags. Unknown keys are refused, with the nearest right one."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from voc_cli.errors import ConfigError
from voc_cli.messages import text
from voc_cli.refusals import first_refused, rule_broken
from voc_cli.roles import ROLES
from voc_cli.rules import NO_RECIPIENT, AlertRules, Notify

FILE_NAME: Final = "voc.toml"
_PREFIX: Final = "VOC_"
# Read elsewhere, before or beside the settings.
_OTHER_VARIABLES: Final = frozenset(
    {"VOC_CONFIG", "VOC_DEBUG", "VOC_CACHE_DIR", "VOC_CUSTOMER_KEY", "VOC_MAIL_PASSWORD"}
)
_TABLES: Final = frozenset({"columns", "alerts", "notify", "run"})  # no variable can hold one


Unit = Literal["week", "month"]


def _file_name(history: str) -> str:
    """``history`` itself, where it names anything."""
    if not history.strip():
        raise PydanticCustomError("file_name", "the name of a file")
    return history


class RunSettings(BaseModel):
    """The table [run]: what ``voc run`` does when cron starts it. Paths begin at the folder of the settings file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    inputs: tuple[str, ...] = ()  # files, folders and globs
    output: str = "voc-report/%G-W%V"  # folder of one report, with placeholders of strftime for the first day
    formats: tuple[str, ...] = ()  # report.formats.FORMATS; none given: all
    tables: bool = True  # whether the tables are written beside the report
    history: Annotated[str, AfterValidator(_file_name)] = "voc.duckdb"
    period: Unit = "week"  # weeks begin on Monday


def _no_unit(period: str) -> str:
    """``period`` itself, which is no ``RunSettings.period`` that stands above its table."""
    if period in get_args(Unit):
        raise PydanticCustomError("unit_of_run", "a unit, not what a report calls its time")
    return period


class Settings(BaseModel):
    """What a run needs to know beside its input."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    company: str = ""
    period: Annotated[str, AfterValidator(_no_unit)] = (
        ""  # what a report covers, in the user's words; "" names its first and last day
    )
    lang: Literal["ko", "en"] = "ko"
    columns: dict[str, str] = Field(default_factory=dict)  # role to header, see roles.ROLES
    mask: bool = True
    keep_staff_names: bool = False
    encoding: Literal["utf-8-sig", "utf-8", "cp949"] = "utf-8-sig"  # of CSV output
    headers: Literal["en", "ko"] = "en"  # of the columns of CSV output
    max_rejected: Annotated[float, Field(ge=0, le=1)] = 1.0  # share of rows above which a run ends with exit code 6
    max_characters: Annotated[int, Field(ge=100)] = 100_000  # longer texts are rejected
    group_by: Literal["", "product", "channel", "segment"] = ""  # what the report has a section a group of
    themes_per_stage: Annotated[int, Field(ge=1)] = 5
    dictionary: str = ""  # path of a dictionary.xlsx; "" for the tables that ship
    pack: Literal["", "appliance", "app", "food", "finance", "lodging_mobility", "fashion_beauty"] = ""  # "" finds it
    max_rows: Annotated[int, Field(ge=0)] | None = None  # clauses that a workbook or page lists; None: its own default
    compare: Literal["auto", "week", "month", "half"] = "auto"  # what is told of and compared with what came before
    again_days: Annotated[int, Field(ge=1)] = 30  # a customer who comes with a theme so soon again comes again
    alerts: AlertRules = AlertRules()
    notify: Notify = Notify()
    learn: bool = True  # from the ratings of an export
    weights: str = ""  # a correction that voc train wrote; "" takes what ships
    run: RunSettings = RunSettings()
    templates: Path | None = None  # folder of the user's own; begins at the folder of the settings file
    themes: str = ""  # file of decisions about themes; "" takes themes.toml where there is one
    cluster: str = ""  # address of a Dask scheduler; "" runs here


def load_settings(
    path: Path | None, flags: Mapping[str, object], *, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings in force.

    Args:
        path: A voc.toml; None takes the one in the working folder, if there is one.
        flags: Values given on the command line; None means not given.
        environment: VOC_* variables; the process's own where None.
    Raises:
        ConfigError: A file that is missing or no TOML, an unknown key, a value out of range.
    """
    found = path or (Path(FILE_NAME) if Path(FILE_NAME).is_file() else None)
    values: dict[str, Any] = _read(found) if found else {}
    if found and isinstance(values.get("templates"), str):
        values["templates"] = found.parent / values["templates"]
    told = _from_environment(os.environ if environment is None else environment)
    values |= told
    given = {key: value for key, value in flags.items() if value is not None}
    named, asked = values.get("columns", {}), _mapping(given.pop("columns", {}))
    if found and isinstance(named, Mapping):
        _refuse_unknown_roles(named, found)
    columns = {**named, **asked} if isinstance(named, Mapping) else named  # which is refused below
    try:
        settings = Settings(**{**values, **given, "columns": columns})
    except ValidationError as error:
        key = str(first_refused(error)["loc"][0])
        is_told = key in told and key not in given
        raise _explain(error, f"{_PREFIX}{key.upper()}" if is_told else str(found or FILE_NAME)) from error
    if found and (found.parent / settings.run.history).is_dir():
        what = text("config.bad_value", key="run.history", value=settings.run.history)
        raise ConfigError(found, what, mend=text("config.rule_file_name"))
    return settings


def _refuse_unknown_roles(columns: Mapping[str, object], path: Path) -> None:
    for role in columns:
        if role not in ROLES:
            what = text("config.unknown_key", key=f"columns.{role}")
            raise ConfigError(path, what, mend=_nearest(role, ROLES))


def _mapping(value: object) -> dict[str, str]:
    return dict(value) if isinstance(value, Mapping) else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(path, text("config.missing"), mend=text("config.missing_mend")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path, text("config.not_toml", error=error), mend=text("config.not_toml_mend")) from error
    except OSError as error:
        raise ConfigError(
            path, text("config.unreadable", error=error.strerror), mend=text("config.unreadable_mend")
        ) from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in sorted(environment):
        key = name.removeprefix(_PREFIX).lower()
        # A mistyped variable is not refused: other programs may use the same prefix.
        if (
            name.startswith(_PREFIX)
            and name not in _OTHER_VARIABLES
            and key in Settings.model_fields
            and key not in _TABLES
            and (key != "lang" or environment[name])  # an empty one asks for no language
        ):
            values[key] = environment[name]
    return values


def _explain(error: ValidationError, where: str) -> ConfigError:
    first = first_refused(error)
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return ConfigError(where, text("config.unknown_key", key=key), mend=_what_was_meant(first["loc"]))
    is_lacking = first["type"] == NO_RECIPIENT
    what = text("config.bad_table", key=key) if is_lacking else text("config.bad_value", key=key, value=first["input"])
    return ConfigError(where, what, mend=text("config.bad_value_mend", rule=rule_broken(first)))


def _what_was_meant(place: tuple[int | str, ...]) -> str:
    """Where the unknown key at ``place`` belongs, the nearest of those that may stand there, or all of them."""
    from voc_cli.theme_edits import FILE_NAME as THEMES_FILE
    from voc_cli.theme_edits import ThemeEdits

    key, beside = str(place[-1]), _names_beside(place)
    if len(place) == 1 and key in RunSettings.model_fields:
        return text("config.belongs_below", key=key, table="run")
    if len(place) == 1 and key in ThemeEdits.model_fields:
        return text("config.belongs_to_themes", file=THEMES_FILE)
    return _nearest(key, beside)


def _nearest(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return text("config.unknown_key_mend", known=near[0] if near else ", ".join(known))


def _names_beside(place: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand in the table of the key at ``place``."""
    table: type[BaseModel] = Settings
    for part in place[:-1]:
        kind = table.model_fields[str(part)].annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            table = kind
    return list(table.model_fields)


def without_secrets(settings: Settings) -> dict[str, object]:
    """``settings`` as they may stand in what a run writes: of the webhook only its server, because whoever knows the
    whole address of a chat may write there."""
    facts = settings.model_dump(mode="json")
    address = urlsplit(settings.notify.webhook.url)
    if address.hostname:
        facts["notify"]["webhook"]["url"] = f"{address.scheme}://{address.hostname}/…"
    return facts
