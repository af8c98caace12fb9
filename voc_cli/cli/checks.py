"""What ``voc doctor`` looks at, one check a thing; nothing is changed that is not taken away again."""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from voc_cli import __version__
from voc_cli.errors import InputError, NoRecordsError, VocError
from voc_cli.messages import set_language, text

if TYPE_CHECKING:
    from voc_cli.config import Settings

State = Literal["good", "doubtful", "bad"]
_LITTLE: Final = 1 << 30  # bytes; a year of history and reports fits
_FEW: Final = 100 << 20
_PLAIN: Final = re.compile(r"[\w./%$@:+,=-]+")  # what systemd takes for one word as it stands
_OLD_DAYS: Final = 8  # since the newest input was written


@dataclass(frozen=True, slots=True)
class Check:
    """What was found about one thing."""

    name: str  # doctor.name_NAME
    state: State
    said: str
    mend: str = ""


def check_all(path: Path) -> Iterator[Check]:
    """Every check, the cheap ones first; the settings decide what there is to look at."""
    from voc_cli.cli.dated import dated
    from voc_cli.config import load_settings

    said = text("doctor.version", voc=__version__, python=platform.python_version(), system=platform.platform())
    yield Check("version", "good", said)
    yield _locale()
    yield _home()
    try:
        if not path.is_file():
            yield Check("settings", "bad", text("doctor.no_settings", path=path), text("doctor.no_settings_mend"))
            settings = None
        else:
            settings = load_settings(path, {})
            set_language(settings.lang)
            folder = path.resolve().parent
            output = folder / dated(settings.run.output, date.today())
            yield Check("settings", "good", str(path.resolve()))
    except VocError as error:
        yield Check("settings", "bad", f"{error.where}: {error.what}", error.mend)
        settings = None
    if settings is not None:
        yield from _inputs(settings, folder)
        yield from _words(settings, folder)
        yield _output(output, settings)
        yield from _history(folder / settings.run.history)
        yield _disk(folder / settings.run.history)
    yield _kiwi()


def _locale() -> Check:
    encoding = sys.getfilesystemencoding()
    zone = datetime.now().astimezone().tzname() or "?"
    said = text(
        "doctor.locale", lang=os.environ.get("LC_ALL") or os.environ.get("LANG") or "C", encoding=encoding, zone=zone
    )
    if encoding.replace("-", "").lower() != "utf8":
        return Check("locale", "doubtful", said, text("doctor.locale_mend"))
    return Check("locale", "good", said)


def _home() -> Check:
    from voc_cli.cli.ahead import cache_folder
    from voc_cli.cli.tools import lasting_key

    folder = cache_folder()
    if lasting_key() is None:
        return Check("home", "bad", text("doctor.no_key"), text("doctor.no_key_mend"))
    if folder is None or not _is_writable(folder):
        said = text("doctor.no_cache", path=folder or "~/.cache")
        return Check("home", "doubtful", said, text("doctor.no_cache_mend"))
    return Check("home", "good", str(folder))


def _inputs(settings: Settings, folder: Path) -> Iterator[Check]:
    from voc_cli.cli.run_inputs import Own, find_files

    own = Own(dictionary=settings.dictionary, output=settings.run.output)
    if not settings.run.inputs:
        yield Check("input", "bad", text("run.no_inputs"), text("run.no_inputs_mend"))
    newest: Path | None = None
    missing = list[InputError]()
    for pattern in settings.run.inputs:
        try:
            files = list(find_files([pattern], folder, own=own, is_first=True).files.values())
        except InputError as error:
            missing.append(error)
            continue
        newest = max([*files, *([newest] if newest else [])], key=lambda path: path.stat().st_mtime)
        yield Check("input", "good", text("doctor.files", pattern=pattern, n=len(files)))
    # Of several patterns one may match nothing: exports come as CSV or as workbooks, and a run goes on.
    state: State = "bad" if newest is None else "doubtful"
    for absent in missing:
        yield Check("input", state, f"{absent.where}: {absent.what}", absent.mend)
    if newest is not None:
        yield _columns(newest, settings)


def _words(settings: Settings, folder: Path) -> Iterator[Check]:
    """The user's dictionary and decisions about themes, where there are any."""
    from voc_cli.cli.theme_files import edits_path, lasting_edits
    from voc_cli.dictionary.overlay import changed_rows, read_dictionary

    try:
        if settings.dictionary:
            words = read_dictionary(folder / settings.dictionary, pack=settings.pack)
            path, n = folder / settings.dictionary, sum(changed_rows(words).values())
            yield Check("dictionary", "good", text("doctor.dictionary", path=path, n=n))
    except VocError as error:
        yield Check("dictionary", "bad", f"{error.where}: {error.what}", error.mend)
    try:
        edits = lasting_edits(settings, folder)
        if (folder / edits_path(settings)).is_file():
            counts = {"actions": len(edits.actions), "goals": len(edits.goals)}
            yield Check("themes", "good", text("doctor.themes", path=folder / edits_path(settings), **counts))
    except VocError as error:
        yield Check("themes", "bad", f"{error.where}: {error.what}", error.mend)


def _columns(path: Path, settings: Settings) -> Check:
    """How the newest input is read."""
    from voc_cli.io.read import read_documents
    from voc_cli.text.privacy import Masker

    mask = Masker(keep_staff_names=settings.keep_staff_names).mask
    try:
        read = read_documents([str(path)], columns=settings.columns, mask=mask, customer_key=b"doctor")
    except NoRecordsError as error:
        return Check("columns", "good", f"{path.name}: {error.what}")
    except VocError as error:
        return Check("columns", "bad", f"{error.where}: {error.what}", error.mend)
    source = read.sources[0]
    columns = ", ".join(f"{text(f'cli.role_{role}')}={header}" for role, header in source.columns.items())
    said = text("doctor.columns", name=path.name, n=source.n_documents, rejected=source.n_rejected, columns=columns)
    if "received_at" not in source.columns:
        return Check("columns", "bad", said, text("doctor.no_dates_mend"))
    age = (datetime.now().timestamp() - path.stat().st_mtime) / 86_400
    if age > _OLD_DAYS:
        return Check("columns", "doubtful", said, text("doctor.old_mend", days=int(age)))
    return Check("columns", "good", said)


def _output(folder: Path, settings: Settings) -> Check:
    from voc_cli.cli.dated import shared_folders

    check = _place("output", folder)
    shared = shared_folders(settings.run.output, settings.run.period)
    if check.state == "bad" or shared is None:
        return check
    said = text("doctor.shared", pattern=settings.run.output, one=shared[0], other=shared[1])
    return Check("output", "doubtful", said, text("doctor.shared_mend"))


def _place(name: str, folder: Path) -> Check:
    if _is_writable(folder):
        return Check(name, "good", str(folder))
    return Check(name, "bad", text("doctor.not_writable", path=folder), text("doctor.not_writable_mend"))


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made there, or in what would hold it."""
    place = next((above for above in (folder, *folder.parents) if above.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


def _history(path: Path) -> Iterator[Check]:
    from voc_cli.cli.history_checks import open_to_look
    from voc_cli.store.history import PRUNED
    from voc_cli.store.tables import VERSION

    if not path.exists():
        yield _place("history", path.parent)
        return
    try:
        with open_to_look(path) as history:
            pruned, version = history.meta(PRUNED) or "", history.meta("schema_version")
            ((n, first, last, latest),) = history.connection.execute(
                "SELECT count(*), min(received_at)::DATE, max(received_at)::DATE,"
                " (SELECT max(started_at) FROM runs) FROM records"
            ).fetchall()
    except VocError as error:
        yield Check("history", "bad", f"{error.where}: {error.what}", error.mend)
        return
    if not os.access(path, os.W_OK):
        yield Check("history", "bad", text("doctor.not_writable", path=path), text("doctor.not_writable_mend"))
    elif version != str(VERSION):
        said = f"{path}: {text('store.older', found=version, known=VERSION)}"
        yield Check("history", "doubtful", said, text("store.older_mend"))
    elif pruned > date.today().isoformat():
        said = text("doctor.pruned_ahead", path=path, n=n, day=pruned)
        yield Check("history", "doubtful", said, text("doctor.pruned_ahead_mend"))
    elif first is None:
        yield Check("history", "good", text("doctor.history_undated", path=path, n=n))
    else:
        yield Check("history", "good", text("doctor.history", path=path, n=n, first=first, last=last))
    if latest is not None and latest > datetime.now(UTC).replace(tzinfo=None):
        yield Check("clock", "doubtful", text("doctor.clock", latest=latest), text("doctor.clock_mend"))


def _disk(path: Path) -> Check:
    place = next(above for above in (path, *path.parents) if above.exists())
    free = shutil.disk_usage(place).free
    said = text("doctor.disk", free=free / (1 << 30), path=place)
    state: State = "bad" if free < _FEW else "doubtful" if free < _LITTLE else "good"
    return Check("disk", state, said, "" if state == "good" else text("doctor.disk_mend"))


def _kiwi() -> Check:
    from voc_cli.text.tokenise import KiwiTokenizer

    tokenizer = KiwiTokenizer()
    try:
        n = sum(len(tokens) for tokens in tokenizer.tokenise(["배송이 늦어요"]))
    except (ImportError, OSError, RuntimeError) as error:
        return Check("kiwi", "bad", text("doctor.no_kiwi", why=error), text("doctor.no_kiwi_mend"))
    return Check("kiwi", "good" if n else "bad", tokenizer.version)


def schedule_lines(path: Path) -> str:
    """What to paste into crontab or into a systemd timer, for Mondays at six."""
    program = shutil.which("voc")
    voc = shlex.quote(program) if program else f"{shlex.quote(sys.executable)} -m voc_cli"
    options = "--fail-on critical"
    call = f"{voc} run --config {shlex.quote(str(path))} {options}"
    service = f"{_for_systemd(program or sys.executable)}{'' if program else ' -m voc_cli'}"
    service += f" run --config {_for_systemd(str(path))} {options}"
    log = shlex.quote(str(path.parent / "voc.log"))
    # A percent sign ends the command in a crontab.
    cron = f"0 6 * * 1 {call} >> {log} 2>&1".replace("%", r"\%")
    return "\n".join(
        (
            text("doctor.crontab"), "", "  " + cron, "",
            text("doctor.systemd"), "",
            "  # ~/.config/systemd/user/voc.service", "  [Service]", "  Type=oneshot", f"  ExecStart={service}",
            "  SuccessExitStatus=10", "",
            "  # ~/.config/systemd/user/voc.timer", "  [Timer]", "  OnCalendar=Mon 06:00", "  Persistent=true", "",
            "  [Install]", "  WantedBy=timers.target", "",
            text("doctor.linger"), "", "  loginctl enable-linger $USER", "",
        )
    )  # fmt: skip


def _for_systemd(word: str) -> str:
    """``word`` as one argument in a unit: there a percent sign begins a specifier and a dollar sign a variable."""
    word = word.replace("%", "%%").replace("$", "$$")
    if _PLAIN.fullmatch(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
