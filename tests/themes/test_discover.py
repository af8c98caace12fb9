from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.themes.frames import ASPECTS, clause, clauses, discover, seeds, themes_of, unexplained
from voc_cli import schema
from voc_cli.schema import Intent, Sentiment, Stage
from voc_cli.theme_edits import Merge, Rename, ThemeEdits
from voc_cli.themes.discover import discover_themes
from voc_cli.themes.editing import theme_id
from voc_cli.themes.placing import KnownAspect, leaning
from voc_cli.themes.standing import CHANCE
from voc_cli.themes.unlisted import MIN_DOCUMENTS
from voc_cli.themes.weights import Cells

LATE = theme_id("outbound", "배송 속도")


def test_a_complaint_that_names_a_known_aspect_belongs_to_its_theme() -> None:
    login = clause(2, "로그인/N NEG", aspect="", stage=Stage.NONE)
    found = discover(clauses(clause(0), clause(1), login))
    assert themes_of(found) == ["배송 지연", "배송 지연", "앱 로그인 오류"]
    assert found.clauses[schema.THEME_ID].tolist()[:2] == [LATE, LATE]
    theme = found.themes[LATE]
    assert (theme.name, theme.stage, theme.owner, theme.is_seeded) == ("배송 지연", "outbound", "물류팀", True)


@pytest.mark.parametrize("polarity", [0.8, 0.2])
def test_praise_makes_no_theme(polarity: float) -> None:
    rows = [clause(n, sentiment=Sentiment.POSITIVE, polarity=polarity) for n in range(5)]
    found = discover(clauses(*rows))
    assert themes_of(found) == [""] * 5
    assert found.themes == {}


def test_a_mild_clause_complains_only_where_it_names_an_aspect() -> None:
    rows = [clause(n, sentiment=Sentiment.NEUTRAL, polarity=0.0) for n in range(3)]
    rows += [unexplained(n + 3, "손잡이/N 헐겁/V", sentiment=Sentiment.NEUTRAL, polarity=0.0) for n in range(5)]
    assert themes_of(discover(clauses(*rows))) == ["배송 지연"] * 3 + [""] * 5


def test_a_feeling_without_a_target_makes_no_theme() -> None:
    rows = [clause(n, "최악/N", aspect="전반 평가", stage=Stage.NONE) for n in range(5)]
    found = discover(clauses(*rows))
    assert themes_of(found) == [""] * 5
    assert (found.coverage.n_complaints, found.coverage.n_general) == (5, 5)


def test_aspects_that_say_the_same_share_a_theme() -> None:
    rows = [clause(0, "탈퇴/N", aspect="", stage=Stage.NONE), clause(1, "재구매/N NEG", aspect="", stage=Stage.NONE)]
    found = discover(clauses(*rows))
    assert themes_of(found) == ["이용 중단", "이용 중단"]
    assert len(found.themes) == 1


def test_a_general_aspect_gives_way_to_a_finer_one() -> None:
    row = clause(0, "앱/N 로그인/N 최악/N", aspect="앱 전반", stage=Stage.TECHNOLOGY, polarity=-0.95)
    assert themes_of(discover(clauses(row))) == ["앱 로그인 오류"]


def test_a_problem_that_nobody_listed_still_shows_up() -> None:
    rows = [unexplained(n, "손잡이/N 자꾸/M 헐겁/V") for n in range(MIN_DOCUMENTS)]
    found = discover(clauses(*rows, clause(9)))
    assert themes_of(found)[:MIN_DOCUMENTS] == ["손잡이 헐거움"] * MIN_DOCUMENTS
    theme = found.themes[found.clauses[schema.THEME_ID].iloc[0]]
    assert (theme.stage, theme.is_seeded) == (Stage.NONE, False)


@pytest.mark.parametrize("stage", ["outbound", "service"])
def test_a_group_that_would_be_called_like_a_listed_theme_joins_it(stage: str) -> None:
    aspects = (replace(ASPECTS[0], complaint_name="손잡이 파손·헐거움"), *ASPECTS[1:])
    rows = [unexplained(n, "손잡이/N 자꾸/M 헐겁/V", stage=stage) for n in range(MIN_DOCUMENTS)]
    found = discover_themes(clauses(*rows, clause(9), clause(10)), seeds=replace(seeds(), aspects=aspects))
    assert themes_of(found)[:MIN_DOCUMENTS] == ["손잡이 파손·헐거움"] * MIN_DOCUMENTS


@pytest.mark.parametrize(("heard", "name"), [(4.0, "배송 지연"), (2.0, "손잡이 헐거움")])
def test_a_group_whose_pair_stands_in_the_table_joins_the_theme_of_its_aspect(heard: float, name: str) -> None:
    world = seeds()

    def votes(cells: Cells) -> list[dict[int, float]]:
        known = [{0: heard} if list(cell) == ["손잡이/N", "헐겁/V"] else {} for cell in cells]
        return [entry or dict(said) for entry, said in zip(known, world.votes(cells), strict=True)]

    rows = [unexplained(n, "손잡이/N 자꾸/M 헐겁/V") for n in range(MIN_DOCUMENTS)]
    found = discover_themes(clauses(*rows, clause(9), clause(10)), seeds=replace(world, votes=votes))
    assert themes_of(found)[:MIN_DOCUMENTS] == [name] * MIN_DOCUMENTS


def test_words_of_the_same_meaning_are_one_theme() -> None:
    cells = ["손잡이/N 헐겁/V", "손잡이/N 헐겁/V", "자루/N 느슨하/V"]
    found = discover(clauses(*(unexplained(n, cell) for n, cell in enumerate(cells))))
    assert set(themes_of(found)) == {"손잡이 헐거움"}


def test_a_discovered_theme_stands_where_most_of_its_members_were_placed() -> None:
    rows = [unexplained(n, "손잡이/N 헐겁/V", stage=Stage.OPERATIONS.value, owner="품질팀") for n in range(3)]
    found = discover(clauses(*rows))
    (theme,) = found.themes.values()
    assert (theme.stage, theme.owner) == (Stage.OPERATIONS, "품질팀")


def test_a_heap_of_different_troubles_of_a_new_thing_is_no_theme() -> None:
    cells = [f"신조어/N {verb}/V" for verb in ("헐겁", "느리", "망가지", "흐리")]
    assert themes_of(discover(clauses(*(unexplained(n, cell) for n, cell in enumerate(cells))))) == [""] * 4
    same = [unexplained(n, cells[n // 3]) for n in range(4)]
    assert set(themes_of(discover(clauses(*same)))) == {"신조어 헐거움"}


def test_what_people_do_with_a_thing_is_no_theme() -> None:
    rows = [unexplained(n, "손잡이/N 옮기/V") for n in range(5)]
    assert set(themes_of(discover(clauses(*rows)))) == {""}


def test_what_chance_says_of_another_business_is_no_theme_in_a_large_export() -> None:
    few = [clause(n) for n in range(2)]
    others = [unexplained(n, "손잡이/N 헐겁/V") for n in range(10, 10 + 3 * CHANCE)]
    assert set(themes_of(discover(clauses(*few)))) == {"배송 지연"}
    assert set(themes_of(discover(clauses(*few, *others)))[:2]) == {""}
    many = [clause(n) for n in range(5)]
    assert set(themes_of(discover(clauses(*many, *others)))[:5]) == {"배송 지연"}


@pytest.mark.parametrize(("n_meet", "is_theme"), [(4, False), (40, True)])
def test_words_that_stand_everywhere_and_meet_by_chance_are_no_theme(n_meet: int, *, is_theme: bool) -> None:
    """Of 200 remarks 60 tell of the handle, and 40 that something opens."""
    meet = [unexplained(n, "손잡이/N 열리/V") for n in range(n_meet)]
    alone = [unexplained(100 + n, f"손잡이/N 신조어{n % 50}/V") for n in range(60 - n_meet)]
    opens = [unexplained(200 + n, f"물건{n}/N 열리/V") for n in range(40 - n_meet)]
    rest = [unexplained(300 + n, f"물건{n}/N 일{n}/V") for n in range(100)]
    names = themes_of(discover(clauses(*meet, *alone, *opens, *rest)))
    assert set(names[:n_meet]) == ({"손잡이 열림"} if is_theme else {""})


def test_single_remarks_are_no_theme_but_are_counted() -> None:
    rows = [unexplained(n, "손잡이/N 헐겁/V") for n in range(MIN_DOCUMENTS - 1)]
    found = discover(clauses(*rows))
    assert themes_of(found) == [""] * (MIN_DOCUMENTS - 1)
    assert found.coverage.n_single == MIN_DOCUMENTS - 1


def test_a_known_complaint_is_a_theme_from_its_first_record() -> None:
    assert themes_of(discover(clauses(clause(0)))) == ["배송 지연"]


def test_groups_of_one_name_at_one_stage_are_one_theme() -> None:
    cells = ["무인/N 매장/N 깨지/V", "무인매장/N 깨지/V"]
    rows = [unexplained(n, cells[n % 2], text="무인매장이 깨졌어요") for n in range(4 * MIN_DOCUMENTS)]
    found = discover(clauses(*rows))
    assert set(themes_of(found)) == {"무인매장 깨짐"}
    assert len(found.themes) == 1


def test_one_customer_who_repeats_a_remark_is_no_theme() -> None:
    rows = [unexplained(0, "손잡이/N 헐겁/V") for _ in range(MIN_DOCUMENTS + 2)]
    assert set(themes_of(discover(clauses(*rows)))) == {""}


def test_the_records_behind_a_text_are_counted() -> None:
    rows = [unexplained(0, "손잡이/N 헐겁/V"), unexplained(1, "뚜껑/N 열리/V")]
    assert [bool(name) for name in themes_of(discover(clauses(*rows), weights=[MIN_DOCUMENTS, 1]))] == [True, False]


def test_the_denied_predicate_is_another_theme() -> None:
    rows = [unexplained(n, "뚜껑/N 열리/V NEG" if n % 2 else "뚜껑/N 열리/V") for n in range(2 * MIN_DOCUMENTS)]
    assert set(themes_of(discover(clauses(*rows)))) == {"뚜껑 안 열림", "뚜껑 열림"}


def test_a_complaint_that_names_nothing_goes_on_with_the_one_beside_it() -> None:
    vague = {"stage": Stage.OUTBOUND.value}  # as the annotation hears it from the clauses around
    before = [clause(0), unexplained(0, "해결/N", **vague)]
    behind = [unexplained(1, "문제/N", **vague), clause(1)]
    alone = [unexplained(2, "해결/N", **vague)]
    found = discover(clauses(*before, *behind, *alone))
    assert themes_of(found) == ["배송 지연"] * 4 + [""]
    assert found.clauses[schema.TYPICAL].tolist()[1] == 0


def test_a_request_goes_on_and_a_mere_feeling_does_not() -> None:
    rows = [clause(0), unexplained(0, "해결/N", intent=Intent.REQUEST), clause(1), unexplained(1, "최악/N")]
    found = discover(clauses(*rows))
    assert themes_of(found) == ["배송 지연", "배송 지연", "배송 지연", ""]
    assert found.coverage.n_general == 1


def test_what_only_says_that_the_customer_leaves_is_a_departure_and_is_gone_on_with_by_nothing() -> None:
    leaves: dict[str, Any] = {"stage": Stage.OUTBOUND.value, schema.SIGNALS: "churn"}
    rows = [clause(0), unexplained(0, "해결/N", **leaves), unexplained(1, "해결/N", **leaves)]
    rows += [unexplained(1, "해결/N", stage=Stage.OUTBOUND.value), unexplained(2, "손잡이/N 헐겁/V", **leaves)]
    assert themes_of(discover(clauses(*rows))) == ["배송 지연", "이용 중단", "이용 중단", "", ""]


def test_what_names_a_thing_but_tells_no_trouble_goes_on_with_the_complaint_beside_it() -> None:
    background = unexplained(0, "손잡이/N 쓰/V", stage=Stage.TECHNOLOGY.value)
    alone = unexplained(1, "손잡이/N 쓰/V", stage=Stage.TECHNOLOGY.value)
    found = discover(clauses(clause(0), background, alone))
    assert themes_of(found) == ["배송 지연", "배송 지연", ""]
    assert found.clauses[schema.TYPICAL].tolist()[1] == 0
    assert (found.coverage.n_single, found.coverage.n_general) == (0, 1)


def test_what_tells_a_trouble_of_its_own_goes_on_only_at_the_same_place() -> None:
    rows = [clause(n, stage=Stage.OUTBOUND) for n in (0, 1)]
    # Too mild to count where the words around it would place it.
    loose = "손잡이/N 헐겁/V"
    here = unexplained(0, loose, stage=Stage.OUTBOUND.value, polarity=-0.2)
    there = unexplained(1, loose, stage=Stage.TECHNOLOGY.value, polarity=-0.2)
    assert themes_of(discover(clauses(rows[0], here, rows[1], there))) == ["배송 지연"] * 3 + [""]


def test_a_clear_complaint_counts_where_it_was_annotated_if_others_surely_complain_of_it() -> None:
    placed: dict[str, Any] = {"aspect": "배송 속도", "stage": Stage.OUTBOUND}
    rows = [clause(n, "손잡이/N", polarity=polarity, **placed) for n, polarity in enumerate((-0.6, -0.2))]
    assert themes_of(discover(clauses(*rows))) == ["", ""]
    found = discover(clauses(*rows, clause(2)))
    assert themes_of(found) == ["배송 지연", "", "배송 지연"]
    assert found.clauses[schema.TYPICAL].tolist()[:2] == [0, 0]


def test_a_request_goes_on_with_a_complaint_that_counts_where_it_was_placed() -> None:
    placed: dict[str, Any] = {"aspect": "배송 속도", "stage": Stage.OUTBOUND}
    rows = [clause(0, "손잡이/N", polarity=-0.6, **placed), clause(0, "고치/V", polarity=-0.2, **placed), clause(1)]
    assert themes_of(discover(clauses(*rows))) == ["배송 지연"] * 3


def test_a_verdict_that_names_nothing_counts_where_it_was_annotated_unless_a_complaint_stands_beside_it() -> None:
    app: dict[str, Any] = {"aspect": "앱 전반", "stage": Stage.TECHNOLOGY, "polarity": -0.999}
    told = [clause(n, cell, **app) for n, cell in enumerate(("로그인/N NEG", "앱/N 최악/N 망하/V", "불편/N"))]
    beside = clause(0, "불편/N", **app)
    found = themes_of(discover(clauses(told[0], beside, *told[1:])))
    assert found == ["앱 로그인 오류", "앱 로그인 오류", "앱 전반 불만", "앱 전반 불만"]


def test_where_complaints_are_rare_a_mild_one_is_taken_for_a_fact() -> None:
    glad = [
        clause(n + 1, "손잡이/N", aspect="", stage=Stage.NONE, sentiment=Sentiment.POSITIVE, polarity=0.99)
        for n in range(1_000)
    ]
    mild, clear = clause(0, polarity=-0.4), clause(1_001, polarity=-0.995)
    assert themes_of(discover(clauses(mild))) == ["배송 지연"]
    assert [name for name in themes_of(discover(clauses(mild, *glad, clear))) if name] == ["배송 지연"]


def test_who_wishes_that_a_thing_were_otherwise_implies_a_fault_however_glad_the_others_are() -> None:
    glad = [
        clause(n + 10, "손잡이/N", aspect="", stage=Stage.NONE, sentiment=Sentiment.POSITIVE, polarity=0.99)
        for n in range(1_000)
    ]
    plain = clause(0, sentiment=Sentiment.NEUTRAL, polarity=0.0)
    wish = {**plain, schema.INTENT: Intent.SUGGESTION}
    assert themes_of(discover(clauses(plain, *glad)))[0] == ""
    assert themes_of(discover(clauses(wish, *glad)))[0] == "배송 지연"
    unnamed = {**wish, schema.LEMMAS: "손잡이/N", schema.ASPECT: "", schema.STAGE: Stage.NONE}
    assert themes_of(discover(clauses(unnamed, *glad)))[0] == ""


def test_every_complaint_is_counted_once() -> None:
    rows = [clause(0), unexplained(1, "손잡이/N 헐겁/V"), clause(2, "최악/N", aspect="", stage=Stage.NONE)]
    found = discover(clauses(*rows), edits=ThemeEdits(ignore=(LATE,)))
    assert found.clauses[schema.UNTHEMED].tolist() == ["ignored", "single", "general"]
    coverage = found.coverage
    assert (coverage.n_themed, coverage.n_single, coverage.n_general, coverage.n_ignored) == (0, 1, 1, 1)
    assert coverage.n_complaints == 3


def test_a_complaint_without_a_theme_tells_why() -> None:
    rows = [
        clause(0, polarity=-0.995),
        clause(1, polarity=-0.01, sentiment=Sentiment.NEGATIVE),
        clause(2, "배송/N", sentiment=Sentiment.POSITIVE, polarity=0.9),
    ]
    glad = [
        clause(n + 3, "손잡이/N", aspect="", stage=Stage.NONE, sentiment=Sentiment.POSITIVE, polarity=0.99)
        for n in range(1_000)
    ]
    found = discover(clauses(*rows, *glad))
    why = found.clauses[schema.UNTHEMED].tolist()
    assert why[:3] == ["", "unsure", ""]
    assert not any(why[3:])
    assert (found.coverage.n_themed, found.coverage.n_unsure) == (1, 1)


def test_edits_are_applied_and_what_was_found_is_kept_beside_them() -> None:
    login = theme_id("technology", "로그인")
    edits = ThemeEdits(rename=(Rename(theme=LATE, name="늦은 택배"),), merge=(Merge(into=LATE, themes=(login,)),))
    found = discover(clauses(clause(0), clause(1, "로그인/N NEG", aspect="")), edits=edits)
    assert themes_of(found) == ["늦은 택배", "늦은 택배"]
    assert found.clauses[schema.FOUND_ID].tolist() == [LATE, login]
    assert {theme.name for theme in found.found.values()} == {"배송 지연", "앱 로그인 오류"}


def test_identity_does_not_depend_on_the_order_of_the_texts() -> None:
    rows = [unexplained(n, "손잡이/N 헐겁/V") for n in range(4)] + [clause(n + 4) for n in range(3)]
    forward, backward = discover(clauses(*rows)), discover(clauses(*rows[::-1]))
    assert set(forward.themes) == set(backward.themes)
    assert forward.clauses[schema.THEME_ID].tolist() == backward.clauses[schema.THEME_ID].tolist()[::-1]


def test_an_id_is_the_same_on_every_machine() -> None:
    assert theme_id("outbound", "배송 속도") == "T37290bf"
    assert theme_id("outbound", "배송 속도") != theme_id("service", "배송 속도")


def test_clauses_come_back_in_order_and_are_not_changed() -> None:
    table = clauses(clause(0), unexplained(1, "손잡이/N"), clause(2))
    before = table.copy()
    found = discover(table)
    pd.testing.assert_frame_equal(table, before)
    assert found.clauses[schema.TEXT_NO].tolist() == [0, 1, 2]


@pytest.mark.parametrize("table", [clauses(), clauses(clause(0, sentiment=Sentiment.POSITIVE, polarity=0.9))])
def test_where_nobody_complains_there_are_no_themes(table: pd.DataFrame) -> None:
    found = discover(table)
    assert found.themes == {}
    assert len(found.clauses) == len(table)
    assert schema.THEME in found.clauses.columns


def test_what_only_asks_or_tries_again_goes_on_with_the_complaint_beside_it() -> None:
    app: dict[str, Any] = {"aspect": "앱 전반", "stage": Stage.TECHNOLOGY}
    rows = [
        clause(0),
        clause(0, "다시/M 깔/V 똑같/V", **app),
        clause(0, "고치/V", **app),
        clause(1, "앱/N 오류/N", **app),
    ]
    assert themes_of(discover(clauses(*rows))) == ["배송 지연"] * 3 + ["앱 전반 불만"]


def test_a_polite_request_is_a_complaint_only_beside_one() -> None:
    polite: dict[str, Any] = {"sentiment": Sentiment.POSITIVE, "polarity": 0.7, "aspect": "", "stage": Stage.NONE}
    asks: list[dict[str, object]] = [{**clause(n, "고치/V", **polite), schema.INTENT: Intent.REQUEST} for n in (0, 1)]
    found = discover(clauses(clause(0), asks[0], asks[1]))
    assert themes_of(found) == ["배송 지연", "배송 지연", ""]
    assert (found.coverage.n_complaints, found.coverage.n_themed) == (2, 2)


def test_who_only_tells_that_he_writes_goes_on_with_the_complaint_beside_it() -> None:
    rules = replace(
        seeds().rules,
        reviews=frozenset({"리뷰/N"}),
        writing=frozenset({"쓰/V"}),
        reviewing=frozenset({"쓰/V", "나/V"}),
        seldom=frozenset({"원래/M"}),
        told={},
    )
    writes = ["최악/N 나/V 리뷰/N 쓰/V", "원래/M 리뷰/N 쓰/V NEG"]
    complains = ["리뷰/N 쓰/V NEG", "리뷰/N 쓰/V 사라지/V", "리뷰/N 나/V", "리뷰/N 쓰/V 불편/N"]
    assert leaning(pd.Series(writes + complains), rules).tolist() == [True] * 2 + [False] * 4


def test_a_theme_that_nobody_is_likely_to_speak_of_is_none() -> None:
    faint = [clause(n, "배송/N 손잡이/N 자루/N 뚜껑/N 안개/N", polarity=-0.4) for n in range(3)]
    assert themes_of(discover(clauses(*faint))) == [""] * 3
    assert themes_of(discover(clauses(*faint[:2]))) == ["배송 지연"] * 2
    assert themes_of(discover(clauses(*faint, clause(3, polarity=-0.95)))) == ["배송 지연"] * 4


def test_what_cannot_be_done_again_is_itself_the_trouble() -> None:
    words = pd.Series(["앱/N 깔/V NEG", "앱/N 깔/V 되/V NEG", "앱/N 되/V NEG", "앱/N 최악/N", "고치/V"])
    assert leaning(words, seeds().rules).tolist() == [False, False, False, False, True]


def test_a_clause_that_tells_no_trouble_is_less_typical() -> None:
    rows = [clause(0, "배송/N 늦/V"), clause(1, "배송/N")]
    found = discover(clauses(*rows)).clauses
    assert found[schema.THEME].tolist() == ["배송 지연"] * 2
    sure, unsure = found[schema.TYPICAL].to_numpy(dtype=float).tolist()
    assert 0 < unsure < 0.6 * sure


@pytest.mark.parametrize(("lemmas", "name"), [("입실/N 막히/V", "입실 지연"), ("배송/N 늦/V", "배송 지연")])
def test_an_aspect_that_the_model_never_saw_has_a_theme_where_the_table_names_it(lemmas: str, name: str) -> None:
    known = seeds()
    aspects = (*ASPECTS, KnownAspect("입실", "service", "예약팀", "입실 지연"))

    def said(cells: Cells) -> list[dict[int, float]]:
        own = [{len(ASPECTS): 3.0} if "입실/N" in cell else {} for cell in cells]
        return [dict(scores) | named for scores, named in zip(known.votes(cells), own, strict=True)]

    rows = [unexplained(number, lemmas, polarity=-0.9) for number in range(5)]
    found = discover_themes(clauses(*rows), seeds=replace(known, aspects=aspects, votes=said))
    assert themes_of(found) == [name] * 5
