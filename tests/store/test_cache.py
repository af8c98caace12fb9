"""Annotations are looked up instead of made again, and whatever is wrong with the cache costs time only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import FakeTokenizer
from tests.test_imports import ROOT, own_parts
from voc_cli import schema
from voc_cli.annotate import Annotated, Annotator
from voc_cli.engine import cached
from voc_cli.engine.cached import annotate_all
from voc_cli.store import cache, version
from voc_cli.store.cache import AnnotationCache
from voc_cli.store.version import _content, annotation_version

TEXTS = [
    "배송/NNG 늦/VA 어요/EF 010-1234-5678",
    "",
    "가격/NNG 좋/VA 지만/EC 포장/NNG 나쁘/VA 다/EF",
    "굿",
    "환불/NNG 하/VV 아/EC 주/VX 세요/EF",
]


def mask(text: str) -> tuple[str, Counter[str]]:
    n = text.count("010-1234-5678")
    return text.replace("010-1234-5678", "[전화번호]"), Counter({"phone": n} if n else {})


ANNOTATOR = Annotator(FakeTokenizer(), mask=mask)


class Counting:
    """An engine in this thread that remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.acts: list[str] = []

    def begin(self) -> None:
        self.acts.append("begin")

    def end(self) -> None:
        self.acts.append("end")

    def run(self, annotator: Annotator, batches: Iterable[Sequence[str]]) -> Iterator[Annotated]:
        for batch in batches:
            self.given.extend(batch)
            yield annotator(batch)


class Shelf:
    """A folder for caches, and what they said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []

    def cache(self, *, version: str = "v1", key: bytes = b"key", max_bytes: int = 2**30) -> AnnotationCache:
        return AnnotationCache(self.folder, version=version, key=key, say=self.said.append, max_bytes=max_bytes)

    def annotate(self, texts: Sequence[str], cache: AnnotationCache | None) -> tuple[Annotated, list[str]]:
        """What is said of ``texts``, and those of them that were annotated anew."""
        engine = Counting()
        found = annotate_all(texts, ANNOTATOR, engine, cache=cache)
        return found, engine.given

    @property
    def file(self) -> Path:
        return self.folder / "annotations-v1.duckdb"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "cache")


def assert_same(one: Annotated, other: Annotated) -> None:
    pd.testing.assert_frame_equal(one.texts, other.texts)
    pd.testing.assert_frame_equal(one.clauses, other.clauses, check_dtype=False)
    assert one.clauses.to_csv() == other.clauses.to_csv()
    assert one.masked == other.masked


def test_known_texts_are_not_annotated_again_and_come_out_the_same(shelf: Shelf) -> None:
    fresh, given = shelf.annotate(TEXTS, None)
    cold, cold_given = shelf.annotate(TEXTS, shelf.cache())
    warm, warm_given = shelf.annotate(TEXTS, shelf.cache())
    assert (given, cold_given, warm_given) == (TEXTS, TEXTS, [])
    assert_same(fresh, cold)
    assert_same(fresh, warm)
    assert warm.masked == {"phone": 1}
    assert shelf.said == []


def test_only_new_texts_are_annotated_and_all_stand_in_order(shelf: Shelf) -> None:
    shelf.annotate(TEXTS[1:3], shelf.cache())
    mixed, given = shelf.annotate(TEXTS, shelf.cache())
    assert given == [TEXTS[0], *TEXTS[3:]]
    assert_same(shelf.annotate(TEXTS, None)[0], mixed)


def test_an_engine_with_nothing_to_do_is_let_go(shelf: Shelf) -> None:
    acts = []
    for texts in (TEXTS[:2], TEXTS[:1], TEXTS):
        engine = Counting()
        annotate_all(texts, ANNOTATOR, engine, cache=shelf.cache())
        acts.append(engine.acts)
    assert acts == [[], ["end"], []]


def test_what_is_known_is_told_once_while_the_engine_gets_ready(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached, "BATCH", 1)
    told: list[list[str] | None] = []

    def meanwhile(known: Annotated | None) -> None:
        told.append(None if known is None else known.texts[schema.TEXT].tolist())

    for texts in (TEXTS[:2], TEXTS[:2], TEXTS):
        annotate_all(texts, ANNOTATOR, Counting(), cache=shelf.cache(), meanwhile=meanwhile)
    assert told == [None, shelf.annotate(TEXTS[:2], None)[0].texts[schema.TEXT].tolist()]


def test_each_batch_that_is_new_is_heeded(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached, "BATCH", 2)
    shelf.annotate(TEXTS[:1], shelf.cache())
    heeded: list[str] = []
    annotate_all(
        TEXTS,
        ANNOTATOR,
        Counting(),
        cache=shelf.cache(),
        heed=lambda part: heeded.extend(part.texts[schema.TEXT].tolist()),
    )
    assert heeded == shelf.annotate(TEXTS[1:], None)[0].texts[schema.TEXT].tolist()


@settings(max_examples=6)
@given(
    runs=st.lists(
        st.lists(st.sampled_from([*TEXTS, "앱/NNG", "느리/VA 다/EF ㅠ"]), unique=True, min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_whatever_the_cache_holds_the_result_is_the_same(
    runs: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    for texts in runs:
        assert_same(shelf.annotate(texts, None)[0], shelf.annotate(texts, shelf.cache())[0])


@pytest.mark.parametrize("other", [{"version": "v2"}, {"key": b"another"}])
def test_another_version_or_key_knows_nothing(shelf: Shelf, other: dict[str, str]) -> None:
    shelf.annotate(TEXTS, shelf.cache())
    assert shelf.annotate(TEXTS, shelf.cache(**other))[1] == TEXTS  # type: ignore[arg-type]


def test_only_masked_texts_are_kept(shelf: Shelf) -> None:
    shelf.annotate(TEXTS, shelf.cache())
    written = b"".join(path.read_bytes() for path in shelf.folder.iterdir())
    assert "[전화번호]".encode() in written
    assert b"1234-5678" not in written
    assert shelf.folder.stat().st_mode & 0o077 == 0


def test_the_version_hangs_on_everything_that_could_change_an_annotation(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = annotation_version(tokenizer="kiwi 1")
    assert plain == annotation_version(tokenizer="kiwi 1")
    assert plain != annotation_version(tokenizer="kiwi 2")
    assert plain != annotation_version(tokenizer="kiwi 1", choices=(True, False))
    assert annotation_version(tokenizer="", choices=(True, False)) != annotation_version(
        tokenizer="", choices=(False, True)
    )
    monkeypatch.setattr("voc_cli.resources.content_hash", lambda *_: "another dictionary")
    monkeypatch.setattr("voc_cli.store.version._content", _content.__wrapped__)
    assert plain != annotation_version(tokenizer="kiwi 1")


def damage(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[:2000])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE texts (a INTEGER)")
        connection.execute("CREATE TABLE clauses (b INTEGER)")


@pytest.mark.parametrize("harm", [damage, cut, foreign])
def test_a_damaged_file_is_put_aside_once_and_the_run_goes_on(shelf: Shelf, harm: object) -> None:
    shelf.annotate(TEXTS, shelf.cache())
    harm(shelf.file)  # type: ignore[operator]
    found, given = shelf.annotate(TEXTS, shelf.cache())
    assert given == TEXTS
    assert_same(found, shelf.annotate(TEXTS, None)[0])
    assert len(shelf.said) == 1
    assert str(shelf.file) in shelf.said[0]
    assert shelf.file.with_name(shelf.file.name + ".damaged").exists()
    assert shelf.annotate(TEXTS, shelf.cache())[1] == []
    assert len(shelf.said) == 1


def test_a_damaged_file_that_another_run_has_put_aside_stops_nobody(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(path: Path) -> Path:
        path.unlink()
        raise FileNotFoundError(path)

    shelf.annotate(TEXTS, shelf.cache())
    foreign(shelf.file)
    monkeypatch.setattr(cache, "move_aside", too_late)
    assert_same(shelf.annotate(TEXTS, shelf.cache())[0], shelf.annotate(TEXTS, None)[0])


def test_an_empty_file_costs_nothing_but_its_content(shelf: Shelf) -> None:
    shelf.annotate(TEXTS, shelf.cache())
    empty(shelf.file)
    assert shelf.annotate(TEXTS, shelf.cache())[1] == TEXTS
    assert shelf.annotate(TEXTS, shelf.cache())[1] == []


def test_a_file_that_another_process_holds_is_left_to_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.annotate(TEXTS, shelf.cache())
    monkeypatch.setattr("voc_cli.store.cache._PATIENCE", 0.2)

    def held(*_: object, **__: object) -> None:
        raise duckdb.IOException("Could not set lock on file")

    monkeypatch.setattr("voc_cli.store.cache.connect", held)
    found, given = shelf.annotate(TEXTS, shelf.cache())
    assert given == TEXTS
    assert_same(found, shelf.annotate(TEXTS, None)[0])
    assert len(shelf.said) == 1
    assert "다른 실행" in shelf.said[0]


def test_a_place_that_cannot_be_made_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "cache")
    assert shelf.annotate(TEXTS, shelf.cache())[1] == TEXTS
    assert len(shelf.said) == 1
    assert "쓸 수 없" in shelf.said[0]


def test_old_versions_go_first_when_the_folder_grows_too_large(shelf: Shelf) -> None:
    shelf.annotate(TEXTS, shelf.cache(version="old"))
    shelf.annotate(TEXTS, shelf.cache())
    size = sum(path.stat().st_size for path in shelf.folder.iterdir())
    shelf.annotate(["앱/NNG"], shelf.cache(max_bytes=size - 1))
    assert [path.name for path in shelf.folder.iterdir()] == [shelf.file.name]
    assert shelf.annotate(TEXTS, shelf.cache())[1] == []
    shelf.annotate(["택배/NNG"], shelf.cache(max_bytes=1))
    assert shelf.annotate(TEXTS, shelf.cache())[1] == TEXTS


def test_texts_without_clauses_are_known_as_well(shelf: Shelf) -> None:
    found, _ = shelf.annotate([""], shelf.cache())
    assert found.clauses.empty
    again, given = shelf.annotate([""], shelf.cache())
    assert given == []
    assert tuple(again.clauses.columns) == schema.ANNOTATED_CLAUSES


def test_every_module_that_annotates_is_part_of_the_version() -> None:
    counted = {name.removesuffix(".py") for name in (*version._CODE, *version._FOLDERS)}
    # Resources have a hash of their own beside the code's.
    assert own_parts(ROOT / "annotate.py") - {"resources"} <= counted
