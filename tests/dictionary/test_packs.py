"""Lines of business: found by their words, and rows on top of the taxonomy."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from voc_cli.cli.options import PACKS
from voc_cli.config import Settings
from voc_cli.dictionary.packs import (
    CUES,
    DEFAULT_PACK,
    find_pack,
    load_names,
    load_pack_rows,
    load_packs,
    outweighs,
    pack_of,
    with_pack,
)
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.schema import Stage
from voc_cli.valuechain.taxonomy import load_taxonomy

CODES = [pack.code for pack in load_packs()]
SAID = {
    "appliance": "로봇청소기 흡입력이 약하고 소음이 커요",
    "app": "업데이트하고 나서 로그인이 안 되고 자꾸 튕겨요",
    "food": "치킨은 맛있는데 라이더가 늦게 왔어요",
    "finance": "계좌 이체가 안 되고 대출 금리도 높아요",
    "lodging_mobility": "체크인이 늦고 객실이 좁았어요",
    "fashion_beauty": "사이즈가 작고 원단이 얇아요",
}


@pytest.mark.parametrize("code", SAID)
def test_a_line_is_found_by_what_its_customers_write(code: str) -> None:
    vote = find_pack([SAID[code]] * 20 + ["좋아요"] * 30)
    assert (vote.pack.code, vote.is_found, vote.n_texts) == (code, True, 50)
    assert vote.counts[code] == 20


def test_a_bank_is_a_bank_though_its_customers_speak_of_the_app() -> None:
    texts = [SAID["app"]] * 60 + [SAID["finance"]] * 20 + ["좋아요"] * 20
    assert find_pack(texts).pack.code == "finance"


def test_an_app_of_several_trades_is_an_app() -> None:
    texts = [SAID["app"]] * 60 + [SAID["finance"]] * 20 + [SAID["food"]] * 20
    assert find_pack(texts).pack.code == "app"


@pytest.mark.parametrize("texts", [[], ["좋아요"] * 100, [SAID["food"]] * 4])
def test_what_shows_no_line_gets_the_default_and_says_so(texts: list[str]) -> None:
    vote = find_pack(texts)
    assert (vote.pack.code, vote.is_found) == (DEFAULT_PACK, False)


@pytest.mark.parametrize(("n_last", "n_other"), [(1, 30), (3, 30), (10, 60), (0, 10)])
def test_what_was_read_before_stays_though_other_words_are_more(n_last: int, n_other: int) -> None:
    vote = find_pack(
        [SAID["lodging_mobility"]] * n_last + [SAID["app"]] * n_other + ["좋아요"] * (100 - n_last - n_other)
    )
    assert vote.pack.code == "app"
    assert outweighs(vote, "lodging_mobility") == (n_other >= 16 and n_other >= 10 * n_last)


@pytest.mark.parametrize("texts", [[], ["좋아요"] * 100, [SAID["food"]] * 4])
def test_what_shows_no_line_outweighs_none(texts: list[str]) -> None:
    assert not outweighs(find_pack(texts), "food")
    assert not outweighs(find_pack(texts), "finance")


def test_a_long_export_is_sampled_evenly() -> None:
    texts = ["좋아요"] * 9_000 + [SAID["food"]] * 1_000
    vote = find_pack(texts)
    assert vote.n_texts == 2_000
    assert vote.counts["food"] == 200


def test_the_command_line_and_the_settings_know_the_same_lines() -> None:
    assert list(PACKS) == CODES
    assert list(get_args(Settings.model_fields["pack"].annotation)) == ["", *CODES]


def test_no_word_stands_for_two_lines() -> None:
    words = [word for pack in load_packs() for word in dict.fromkeys(pack.words)]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize("code", CODES)
def test_the_rows_of_a_line_are_well_formed(code: str) -> None:
    shipped = {aspect.name: aspect for aspect in load_taxonomy()}
    rows = load_pack_rows(code)
    names = [row["aspect"] for row in rows]
    assert len(names) == len(set(names)) >= 6
    for row in rows:
        stage = Stage(row["stage"])
        if row["aspect"] in shipped:
            assert shipped[row["aspect"]].stage is stage, row["aspect"]
        else:
            assert all(row[name] for name in ("complaint_name", "praise_name", "owner", "wording")), row["aspect"]
        assert row["phrases"], row["aspect"]
        assert len(row["examples"].split(" / ")) >= 2
        assert not set(filter(None, row["counter"].split(";"))) & {
            *row["phrases"].split(";"),
            *row["targets"].split(";"),
        }
        for cue in CUES:
            entries = row[cue].split(";") if row[cue] else []
            assert all(entry and not re.search(r"^\s|\s$", entry) for entry in entries)
            assert len(entries) == len(set(entries)), (row["aspect"], cue)


def test_a_line_adds_cues_and_changes_who_must_act() -> None:
    plain = {aspect.name: aspect for aspect in load_taxonomy()}
    food = {aspect.name: aspect for aspect in shipped_dictionary(pack_of("food")).aspects}
    late = food["배송 속도"]
    assert (late.complaint_name, late.owner, late.stage) == ("배달 지연", "라이더운영팀", Stage.OUTBOUND)
    assert late.phrases[: len(plain["배송 속도"].phrases)] == plain["배송 속도"].phrases
    assert "라이더+안 잡히다" in late.sure
    assert food["국물 샘·쏟아짐"].stage is Stage.OUTBOUND
    assert list(food)[: len(plain)] == list(plain)


def test_words_of_one_line_name_its_partners_only_there() -> None:
    names = {code: {p.name for p in shipped_dictionary(pack_of(code)).partners} for code in ("food", "finance")}
    assert "입점 가게" in names["food"]
    assert "입점 가게" not in names["finance"]
    assert "입점 가게" not in {p.name for p in shipped_dictionary().partners}


def test_rows_do_not_change_what_they_are_put_on() -> None:
    before = load_taxonomy()
    with_pack(before, load_pack_rows("food"))
    assert before == load_taxonomy()


def test_a_line_calls_complaints_by_names_of_its_own() -> None:
    finance = {aspect.name: aspect for aspect in shipped_dictionary(pack_of("finance")).aspects}
    plain = {aspect.name: aspect for aspect in shipped_dictionary().aspects}
    assert finance["결제 오류"].complaint_name == "카드·결제 오류"
    assert plain["결제 오류"].complaint_name == "결제 오류"
    assert finance["사용 편의"].same == "앱 사용성"
    assert plain["사용 편의"].same == ""
    assert finance["검색·필터"].phrases[: len(plain["검색·필터"].phrases)] == plain["검색·필터"].phrases


def test_the_names_of_lines_are_well_formed() -> None:
    keys = [(name.pack, name.aspect) for name in load_names()]
    assert len(keys) == len(set(keys))
    assert {name.pack for name in load_names()} <= set(CODES)
    told = {code: {aspect.name: aspect for aspect in shipped_dictionary(pack_of(code)).aspects} for code in CODES}
    for name in load_names():
        aspects = told[name.pack]
        assert name.aspect in aspects, name
        assert bool(name.complaint_name or name.praise_name) != bool(name.same), name
        assert not name.same or (name.same in aspects and not aspects[name.same].same), name


def test_a_line_calls_praises_by_names_of_its_own() -> None:
    """Whoever makes an app or runs a bank is praised for no goods."""
    plain = {aspect.name: aspect.praise_name for aspect in shipped_dictionary().aspects}
    for code in ("app", "finance"):
        aspects = {aspect.name: aspect for aspect in shipped_dictionary(pack_of(code)).aspects}
        assert aspects["성능·기능"].praise_name == aspects["기능 추가"].praise_name != plain["성능·기능"]
        assert aspects["사용 편의"].same == "앱 사용성"
        assert "숙소" not in aspects["매장·숙소 직원 태도"].praise_name


@pytest.mark.parametrize(
    ("code", "aspect", "foreign"),
    [
        ("fashion_beauty", "음식 온도·신선도", "음식"),
        ("fashion_beauty", "운전기사", "운전"),
        ("fashion_beauty", "매장·숙소 직원 태도", "숙소"),
        ("fashion_beauty", "음질·화질", "음질"),
        ("appliance", "운전기사", "운전"),
        ("appliance", "음식 온도·신선도", "음식"),
        ("appliance", "매장·숙소 직원 태도", "숙소"),
        ("food", "운전기사", "운전"),
        ("food", "보풀·털·세탁", "세탁"),
        ("food", "설치·수리기사 태도", "설치"),
        ("food", "AS·수리 지연", "수리"),
        ("finance", "운전기사", "운전"),
        ("finance", "매장·숙소 직원 태도", "숙소"),
        ("finance", "AS·수리 지연", "수리"),
        ("finance", "소재·착용감", "착용"),
        ("lodging_mobility", "매장·숙소 직원 태도", "매장"),
        ("lodging_mobility", "소재·착용감", "착용"),
        ("lodging_mobility", "보풀·털·세탁", "보풀"),
        ("app", "매장·숙소 직원 태도", "숙소"),
        ("app", "소음·진동", "소음"),
    ],
)
def test_no_theme_of_a_line_speaks_of_another_business(code: str, aspect: str, foreign: str) -> None:
    aspects = {found.name: found for found in shipped_dictionary(pack_of(code)).aspects}
    found = aspects[aspects[aspect].same or aspect]
    assert foreign not in found.complaint_name + found.praise_name


@pytest.mark.parametrize("code", CODES)
def test_no_two_themes_of_a_line_have_one_name(code: str) -> None:
    names = [aspect.complaint_name for aspect in shipped_dictionary(pack_of(code)).aspects if not aspect.same]
    assert sorted({name for name in names if names.count(name) > 1}) == []
