"""The tables that marketers edit are well formed, and the top of the project holds what belongs there."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter, defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest

import voc_cli
from voc_cli import resources
from voc_cli.dictionary.packs import load_packs
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.schema import SEPARATOR, Intent, Sentiment, Signal, Stage
from voc_cli.sentiment.lexicon import load_lexicon
from voc_cli.signals.urgent import load_rules
from voc_cli.text.lemmas import lemmatise
from voc_cli.text.privacy import Kind, Masker
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.valuechain.taxonomy import load_taxonomy

ROOT: Final = Path(voc_cli.__file__).parents[1]
COLUMNS: Final = {
    "taxonomy.csv": (
        "stage,aspect,complaint_name,praise_name,owner,wording,phrases,targets,predicates,counter,packs,promise,examples"
    ),
    "lexicon.csv": "entry,strength,domain,targets",
    "seeds.csv": "text,polarity,stage,aspect,intent,domain,teaches",
    "reviews.csv": "text,polarity,domain",
    "signals.csv": "signal,kind,severity,phrases,counter",
    "partners.csv": "name,kind,words,counter,packs",
    "partner_kinds.csv": "kind,name,stage,aspect,takes,unless",
    "staff.csv": "role,unit,words,counter",
    "promises.csv": "kind,sources,differences,phrases,counter",
    "english.csv": "korean,english",
    "packs/names.csv": "pack,aspect,complaint_name,praise_name,same",
    **{
        f"packs/{pack.code}.csv": (
            "stage,aspect,owner,weight,complaint_name,praise_name,wording,phrases,targets,predicates,counter,promise,examples"
        )
        for pack in load_packs()
    },
}
LISTS: Final = {
    "taxonomy.csv": ("phrases", "targets", "predicates", "counter", "packs"),
    "lexicon.csv": ("targets",),
    "signals.csv": ("phrases", "counter"),
    "partners.csv": ("words", "counter", "packs"),
    "staff.csv": ("words", "counter"),
    "promises.csv": ("sources", "differences", "phrases", "counter"),
}
DOMAINS: Final = {
    *("공통", "전자·가전", "앱·IT", "배송·물류", "식품·외식", "패션", "화장품", "금융"),
    *("통신", "숙박·여행", "자동차·모빌리티", "교육", "의료", "공공", "직장"),
}
ALIKE: Final = 0.6  # of their pairs of letters together
CRY: Final = 4  # letters
HANGUL: Final = re.compile("[가-힣]")
PUNCTUATION: Final = re.compile(r"[\W_]+")
POLARITY: Final = {"neg": Sentiment.NEGATIVE, "neu": Sentiment.NEUTRAL, "pos": Sentiment.POSITIVE}


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(resources.read_text(name))))


def near_duplicates(texts: list[str]) -> list[tuple[int, int]]:
    """Numbers of texts, in pairs, whose sets of letter pairs have a Jaccard index of ALIKE or more; cries left aside.

    Only texts that share one of their rarest pairs of letters are compared (prefix filter: Chaudhuri et al., 2006).
    """
    grams = [{text[at : at + 2] for at in range(len(text) - 1)} if len(text) > CRY else set() for text in texts]
    frequency = Counter(gram for own in grams for gram in own)
    holders: dict[str, list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, own in enumerate(grams):
        rarest = sorted(own, key=lambda gram: (frequency[gram], gram))
        prefix = rarest[: len(own) - math.ceil(ALIKE * len(own)) + 1] if own else []
        candidates = {other for gram in prefix for other in holders[gram]}
        for other in sorted(candidates):
            n_shared = len(own & grams[other])
            if n_shared >= ALIKE * (len(own) + len(grams[other]) - n_shared) - 1e-9:
                found.append((other, number))
        for gram in prefix:
            holders[gram].append(number)
    return found


def twice(values: list[str]) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


# --- every table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns_and_no_ragged_row(name: str) -> None:
    header, *lines = csv.reader(io.StringIO(resources.read_text(name)))
    assert ",".join(header) == COLUMNS[name]
    ragged = [number for number, line in enumerate(lines, start=2) if len(line) != len(header)]
    assert ragged == []


@pytest.mark.parametrize("name", COLUMNS)
def test_no_cell_begins_or_ends_with_a_blank_or_holds_a_control_character(name: str) -> None:
    cells = [cell for row in rows(name) for cell in row.values()]
    assert [cell for cell in cells if cell != cell.strip() or re.search(r"[\x00-\x1f\x7f]", cell)] == []


@pytest.mark.parametrize(("name", "column"), [(name, column) for name, columns in LISTS.items() for column in columns])
def test_a_list_in_a_cell_holds_each_entry_once_and_none_empty(name: str, column: str) -> None:
    for row in rows(name):
        entries = row[column].split(SEPARATOR) if row[column] else []
        assert all(entry and entry == entry.strip() for entry in entries), row
        assert twice(entries) == [], row


def test_every_file_of_resources_is_read_by_the_program() -> None:
    folder = ROOT / "voc_cli"
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    files = [path for path in (folder / "resources").iterdir() if path.is_file() and path.suffix != ".py"]
    assert [path.name for path in files if path.name not in source] == []


# --- taxonomy ---------------------------------------------------------------------------------------------------------


def test_every_stage_has_aspects() -> None:
    assert {aspect.stage for aspect in load_taxonomy()} >= set(Stage) - {Stage.NONE}


@pytest.mark.parametrize("column", ["aspect", "complaint_name", "praise_name"])
def test_names_of_aspects_are_told_apart(column: str) -> None:
    assert twice([row[column] for row in rows("taxonomy.csv")]) == []


@pytest.mark.parametrize("column", ["aspect", "complaint_name", "praise_name", "wording", "packs", "examples"])
def test_every_aspect_is_described(column: str) -> None:
    assert [row["aspect"] for row in rows("taxonomy.csv") if not row[column]] == []


def test_every_aspect_with_a_place_has_an_owner_and_words_that_show_it() -> None:
    for aspect in load_taxonomy():
        assert aspect.owner or aspect.stage is Stage.NONE, aspect.name
        assert aspect.phrases, aspect.name


def test_what_raises_an_aspect_does_not_also_take_it_away() -> None:
    for aspect in load_taxonomy():
        assert not {*aspect.phrases, *aspect.targets} & set(aspect.counter), aspect.name


def test_promises_are_a_matter_of_marketing_and_sales() -> None:
    promises = [aspect for aspect in load_taxonomy() if aspect.is_promise]
    assert promises
    assert {aspect.stage for aspect in promises} == {Stage.MARKETING_SALES}
    assert {row["promise"] for row in rows("taxonomy.csv")} <= {"", "yes"}


# --- English names ----------------------------------------------------------------------------------------------------


def test_whatever_the_tables_name_has_an_english_name() -> None:
    known = {row["korean"] for row in rows("english.csv")}
    names = ("complaint_name", "praise_name", "owner")
    tables = ("taxonomy.csv", "packs/names.csv", *(f"packs/{pack.code}.csv" for pack in load_packs()))
    said = {row[name] for table in tables for row in rows(table) for name in names if row.get(name)}
    said |= {row["kind"] for row in rows("signals.csv")} | {row["role"] for row in rows("staff.csv")}
    assert sorted(said - known) == []


def test_english_names_are_ascii_and_told_apart() -> None:
    assert twice([row["korean"] for row in rows("english.csv")]) == []
    assert [row for row in rows("english.csv") if not row["english"].isascii()] == []
    for pack in load_packs():
        for column in ("complaint_name", "praise_name"):
            korean = {getattr(aspect, column) for aspect in shipped_dictionary(pack).aspects}
            english = {row["korean"]: row["english"] for row in rows("english.csv")}
            assert twice([english[name] for name in sorted(korean)]) == [], pack.code


# --- lexicon ----------------------------------------------------------------------------------------------------------


def test_strengths_run_from_minus_three_to_three_without_zero() -> None:
    assert {entry.strength for entry in load_lexicon()} <= {-3, -2, -1, 1, 2, 3}


def test_a_sense_stands_in_the_lexicon_once() -> None:
    senses = [f"{entry.words.replace(' ', '')}|{entry.domain}|{entry.targets}" for entry in load_lexicon()]
    assert twice(senses) == []


def test_senses_of_one_word_for_one_target_and_field_agree_in_sign() -> None:
    signs: dict[tuple[str, str, str], set[bool]] = defaultdict(set)
    for entry in load_lexicon():
        for target in entry.targets:
            signs[entry.words, target, entry.domain].add(entry.strength > 0)
    assert [key for key, found in signs.items() if len(found) > 1] == []


def test_the_lexicon_holds_three_thousand_words_that_texts_can_meet(kiwi: KiwiTokenizer) -> None:
    words = sorted({entry.words for entry in load_lexicon()})
    found = lemmatise(words, kiwi)
    assert len({lemmas for lemmas in found if lemmas}) >= 3_000
    # An entry without lemmas can never be met.
    dead = [word for word, lemmas in zip(words, found, strict=True) if not lemmas]
    assert len(dead) <= 0.03 * len(words), dead


def test_no_two_entries_are_the_same_words_to_the_program(kiwi: KiwiTokenizer) -> None:
    words = sorted({entry.words for entry in load_lexicon()})
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, lemmas in zip(words, lemmatise(words, kiwi), strict=True):
        if lemmas:
            alike[lemmas].append(word)
    # A clause would count such an opinion twice.
    assert [forms for forms in alike.values() if len(forms) > 1] == []


def test_no_entry_is_nearly_another_one_told_in_more_words(kiwi: KiwiTokenizer) -> None:
    signs: dict[str, set[bool]] = defaultdict(set)
    for entry in load_lexicon():
        signs[entry.words].add(entry.strength > 0)
    words = sorted(signs, key=lambda entry: (len(entry), entry))
    lemmas = [set(found) for found in lemmatise(words, kiwi)]
    alike = near_duplicates([PUNCTUATION.sub("", entry) for entry in words])
    same = [(a, b) for a, b in alike if signs[words[a]] == signs[words[b]] and lemmas[a] and lemmas[a] <= lemmas[b]]
    assert [(words[a], words[b]) for a, b in same] == []


# --- seeds ------------------------------------------------------------------------------------------------------------


def test_there_are_two_and_a_half_thousand_seeds_and_none_twice() -> None:
    texts = [" ".join(row["text"].split()) for row in rows("seeds.csv")]
    assert len(texts) >= 2_500
    assert twice(texts) == []


def test_no_seed_is_another_one_with_other_punctuation() -> None:
    letters = [PUNCTUATION.sub("", row["text"]).casefold() for row in rows("seeds.csv")]
    # Cries of a few letters ("최악", "굿굿") come in every punctuation.
    assert [text for text in twice(letters) if len(text) > 4] == []


def test_no_seed_is_nearly_another_one() -> None:
    """Two seeds share less than ALIKE of their pairs of letters, unless one syllable turns praise into blame."""
    seeds = rows("seeds.csv")
    alike = near_duplicates([PUNCTUATION.sub("", row["text"]).casefold() for row in seeds])
    opposite = {"pos", "neg"}
    pairs = [(seeds[a], seeds[b]) for a, b in alike if {seeds[a]["polarity"], seeds[b]["polarity"]} != opposite]
    assert [(one["text"], other["text"]) for one, other in pairs] == []


def test_near_duplicates_are_found_by_the_share_of_their_pairs_of_letters() -> None:
    texts = ["밥반찬으로좋네요", "배송이빨라요", "반찬으로좋네요", "굿굿굿", "굿굿", "반찬으로아주좋습니다"]
    assert near_duplicates(texts) == [(0, 2)]


@pytest.mark.parametrize("name", ["seeds.csv", "lexicon.csv", "reviews.csv"])
def test_domains_are_from_the_list(name: str) -> None:
    assert {row["domain"] for row in rows(name)} <= DOMAINS


def test_seeds_carry_known_codes_and_aspects_of_their_stage() -> None:
    stage_of = {aspect.name: aspect.stage for aspect in load_taxonomy()}
    for row in rows("seeds.csv"):
        assert row["polarity"] in POLARITY, row
        assert row["intent"] in set(Intent), row
        assert stage_of[row["aspect"]] == row["stage"], row
        assert row["teaches"] in {"all", "sentiment", "stage", "intent"}, row


def test_seeds_cover_every_stage_and_sentiment() -> None:
    counts = Counter((row["stage"], row["polarity"]) for row in rows("seeds.csv") if row["teaches"] == "all")
    for stage in Stage:
        assert counts[stage.value, "neg"] >= 10, stage
        assert counts[stage.value, "pos"] >= 5, stage


def test_seeds_hold_no_number_or_address_of_a_person() -> None:
    mask = Masker()
    found = {row["text"]: mask.mask_counted(row["text"])[1] for row in rows("seeds.csv")}
    assert [text for text, kinds in found.items() if set(kinds) - {Kind.NAME}] == []


# --- whole reviews ----------------------------------------------------------------------------------------------------


def test_whole_reviews_of_both_verdicts_are_many_and_none_is_a_seed_or_told_twice() -> None:
    counts = Counter(row["polarity"] for row in rows("reviews.csv"))
    assert set(counts) == {"neg", "pos"}
    assert min(counts.values()) >= 450
    letters = [
        PUNCTUATION.sub("", row["text"]).casefold() for name in ("seeds.csv", "reviews.csv") for row in rows(name)
    ]
    assert [text for text in twice(letters) if len(text) > 4] == []


def test_whole_reviews_hold_no_number_or_address_of_a_person_and_speak_of_known_fields() -> None:
    mask = Masker()
    found = {row["text"]: mask.mask_counted(row["text"])[1] for row in rows("reviews.csv")}
    assert [text for text, kinds in found.items() if set(kinds) - {Kind.NAME}] == []
    assert {row["domain"] for row in rows("reviews.csv")} <= {row["domain"] for row in rows("seeds.csv")}


# --- signals ----------------------------------------------------------------------------------------------------------


def test_every_signal_has_rules_with_a_severity() -> None:
    rules = load_rules()
    assert {rule.signal for rule in rules} == set(Signal)
    assert {rule.severity for rule in rules} <= {1, 2, 3}
    assert all(rule.phrases and HANGUL.search(rule.kind) for rule in rules)


def test_rules_are_told_apart_by_their_kind() -> None:
    assert twice([f"{rule.signal}|{rule.kind}" for rule in load_rules()]) == []


def test_what_raises_a_signal_does_not_also_take_it_away() -> None:
    for rule in load_rules():
        assert not set(rule.phrases) & set(rule.counter), rule.kind


# --- the top of the project -------------------------------------------------------------------------------------------


def test_nothing_else_is_visible_at_the_top() -> None:
    expected = {"pyproject.toml", "README.md", "voc_cli", "tests", "sample_data", "docs"}
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line]
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    kept = {name for name in found if not any(fnmatch(name, pattern) for pattern in ignored)}
    assert kept == expected


def test_the_sample_comes_in_three_kinds() -> None:
    assert {path.suffix for path in (ROOT / "sample_data").iterdir()} == {".csv", ".xlsx"}
    starts = [path.read_bytes()[:3] for path in (ROOT / "sample_data").glob("*.csv")]
    assert sorted(start == b"\xef\xbb\xbf" for start in starts) == [False, True]
