"""What commands pass into the road: masking, the tokenizer, the engine, the key of the customers."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from voc_cli.cli.ahead import cache_folder
from voc_cli.cli.streams import note
from voc_cli.errors import ConfigError
from voc_cli.messages import text

if TYPE_CHECKING:
    from voc_cli.config import Settings
    from voc_cli.dictionary.packs import Pack, Vote
    from voc_cli.dictionary.tables import Dictionary
    from voc_cli.engine import Engine
    from voc_cli.engine.cached import Cache
    from voc_cli.engine.local import LocalEngine
    from voc_cli.morphemes import Tokenizer
    from voc_cli.recollected import Recollected
    from voc_cli.sentiment.correction import Correction
    from voc_cli.text.prepare import Mask
    from voc_cli.text.privacy import Masked, Masker

_KEY_BYTES: Final = 32
_MANY: Final = 30  # texts of which it is worth saying that no line of business stands out


def make_mask(settings: Settings) -> Mask:
    """What takes personal data out of a text; warns where it is switched off."""
    if not settings.mask:
        note(text("privacy.not_masked"))
        return keep_all
    return LateMask(settings.keep_staff_names)


@dataclass(frozen=True)
class LateMask:
    """Masks as ``text.privacy.Masker``, which is imported at the first text: where the analyser has a process of its
    own, this one may have none to mask, and the patterns take a while to compile."""

    keep_staff_names: bool

    def __call__(self, said: str) -> Masked:
        """The text without personal data, and how much of each kind was taken out of it."""
        return self._masker.mask_counted(said)

    @cached_property
    def _masker(self) -> Masker:
        from voc_cli.text.privacy import Masker

        return Masker(keep_staff_names=self.keep_staff_names)


def keep_all(said: str) -> tuple[str, Counter[str]]:
    """The text as it is."""
    return said, Counter()


def make_engine(settings: Settings, *, ahead: LocalEngine | None = None) -> Engine:
    """This machine, or the cluster that the settings name.

    Args:
        ahead: This machine, where it has begun already; ended where it is not wanted.
    """
    if settings.cluster:
        if ahead is not None:
            ahead.end()
        from voc_cli.engine.cluster import ClusterEngine

        return ClusterEngine(settings.cluster)
    from voc_cli.engine.local import LocalEngine

    return ahead or LocalEngine()


def make_dictionary(settings: Settings, texts: Sequence[str]) -> Dictionary:
    """``dictionary_of`` the line of business that was asked for or that ``texts`` show.

    Raises:
        ConfigError: The user's dictionary cannot be used.
    """
    return dictionary_of(settings, choose_pack(settings, texts).pack)


def choose_pack(settings: Settings, texts: Sequence[str], *, last: str = "") -> Vote:
    """The line of business that was asked for, that of the last run or that ``texts`` show; says which it is.

    Args:
        last: Code of the line of the last run into the same folder; it stays unless the texts are plainly of another.
    """
    from voc_cli.dictionary.packs import Vote, find_pack, load_packs, outweighs, pack_of

    packs = {pack.code: pack for pack in load_packs()}

    def name(code: str) -> str:
        return packs[code].names[settings.lang]

    if settings.pack:
        note(text("dictionary.pack_asked", name=name(settings.pack)))
        return Vote(pack_of(settings.pack), True, 0, {})
    vote = find_pack(texts)
    found = {"name": name(vote.pack.code), "n": vote.n_texts}
    if last not in packs or (vote.is_found and vote.pack.code == last):
        if vote.is_found or vote.n_texts >= _MANY:
            note(text("dictionary.pack_found" if vote.is_found else "dictionary.pack_default", **found))
        return vote
    if outweighs(vote, last):
        note(text("dictionary.pack_changed", **found, last=name(last)))
        return vote
    other = {"name": name(last), "other": found["name"], "n": vote.n_texts}
    note(
        text("dictionary.pack_kept_though", **other) if vote.is_found else text("dictionary.pack_kept", name=name(last))
    )
    return replace(vote, pack=packs[last], is_found=True)


def dictionary_of(settings: Settings, pack: Pack) -> Dictionary:
    """The tables of words in force: those of a line of business, the user's on top.

    Raises:
        ConfigError: The user's dictionary cannot be used.
    """
    from voc_cli.dictionary.overlay import changed_rows, read_dictionary
    from voc_cli.dictionary.tables import shipped_dictionary

    if not settings.dictionary:
        return shipped_dictionary(pack).in_language()
    path = Path(settings.dictionary)
    words = read_dictionary(path, pack=pack.code)
    note(text("dictionary.used", path=path, **changed_rows(words)))
    return words.in_language()


def lasting_dictionary(settings: Settings, folder: Path) -> Dictionary:
    """The tables of words of a scheduled job, whose paths begin in ``folder``.

    No texts vote: a line of business that changed with the week would change what earlier weeks say.
    """
    path = str(folder / settings.dictionary) if settings.dictionary else ""
    return make_dictionary(settings.model_copy(update={"dictionary": path}), [])


def make_tokenizer(words: Dictionary) -> Tokenizer:
    """Kiwi, taught the user's words."""
    from voc_cli.text import tokenise

    return tokenise.KiwiTokenizer(user_words=words.user_words)


def say_doubts(words: Dictionary) -> None:
    """Try the user's own rows and say which of their cues and examples do not do what the row says."""
    if not words.own:
        return
    # An analyser of its own: one that is loaded does not travel to the process that tokenises.
    tokenizer = make_tokenizer(words)
    from voc_cli.annotate import Annotator
    from voc_cli.doubts import find_doubts, find_unread_cues

    for aspect, cue in find_unread_cues(words, tokenizer):
        note(text("dictionary.unread_cue", aspect=aspect, cue=cue))
    for doubt in find_doubts(Annotator(tokenizer, mask=keep_all, dictionary=words)):
        found = doubt.found or text("dictionary.nowhere")
        note(text("dictionary.doubt", aspect=doubt.aspect, example=doubt.example, found=found))


def load_correction(settings: Settings, *, tokenizer: str) -> Correction | None:
    """The correction that the settings name, None where they name none.

    Raises:
        ConfigError: The file is missing, is no correction, or was learnt with another tokenizer.
    """
    if not settings.weights:
        return None
    from voc_cli.sentiment.correction import decode

    path = Path(settings.weights)
    try:
        correction = decode(path.read_bytes())
    except OSError as error:
        raise ConfigError(
            path, text("train.no_weights", why=error.strerror), mend=text("train.no_weights_mend")
        ) from error
    except ValueError as error:
        raise ConfigError(path, text("train.bad_weights"), mend=text("train.bad_weights_mend")) from error
    if correction.meta.tokenizer != tokenizer:
        what = text("train.other_tokenizer", theirs=correction.meta.tokenizer, ours=tokenizer)
        raise ConfigError(path, what, mend=text("train.other_tokenizer_mend"))
    return correction


def make_cache(settings: Settings, tokenizer: Tokenizer, words: Dictionary) -> Cache | None:
    """The annotations of earlier runs; None where there is no place for them, which the user is told.

    Texts that are not masked are kept nowhere but in the output.
    """
    if not settings.mask:
        return None
    from voc_cli.store.cache import AnnotationCache

    folder, key = cache_folder(), lasting_key()
    if folder is None or key is None:
        note(text("store.no_cache_place"))
        return None
    return AnnotationCache(folder, version=annotation_of(settings, tokenizer, words), key=key, say=_say_passing)


def make_recollected(settings: Settings, tokenizer: Tokenizer, words: Dictionary) -> Recollected | None:
    """What earlier runs found of clauses; None where there is no place for it, or texts are not masked."""
    folder = cache_folder()
    if not settings.mask or folder is None:
        return None
    from voc_cli.recollected import Recollected
    from voc_cli.store.recollections import Recollections
    from voc_cli.store.version import recollection_version

    version = recollection_version(annotation_of(settings, tokenizer, words))
    return Recollected(Recollections(folder, version=version))


def _say_passing(line: str) -> None:
    note(line, is_passing=True)


def annotation_of(settings: Settings, tokenizer: Tokenizer, words: Dictionary) -> str:
    """Version of everything that could change what is said of a text."""
    from voc_cli.store.version import annotation_version

    # What the ratings of an export teach is added behind the cache; what a file taught is part of each annotation.
    taught = Path(settings.weights).read_bytes() if settings.weights else b""
    choices = (settings.mask, settings.keep_staff_names, blake2b(taught).hexdigest(), words.fingerprint)
    return annotation_version(tokenizer=tokenizer.version, choices=choices)


def customer_key() -> bytes:
    """The secret behind the customers' hashes: VOC_CUSTOMER_KEY, or a file made once for this user.

    Without a place to keep it the key lasts for one run, and the user is told.
    """
    key = lasting_key()
    if key is None:
        note(text("cli.no_key_place", path=key_path()))
        return secrets.token_bytes(_KEY_BYTES)
    return key


def lasting_key() -> bytes | None:
    """The secret that the next run will find as well; None where there is no place for one."""
    given = os.environ.get("VOC_CUSTOMER_KEY")
    if given:
        return given.encode()
    path = key_path()
    try:
        # Without a home "~" stays as it is, and would become a folder of that name.
        if not path.is_absolute():
            return None
        return path.read_bytes() if path.exists() else _make_key(path)
    except OSError:
        return None


def key_path() -> Path:
    """Where the secret of this user is kept."""
    return Path(click.get_app_dir("voc")) / "customer.key"


def _make_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()  # another run made it a moment ago
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
    return key
