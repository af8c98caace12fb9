from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.themes.frames import clause, clauses, seeds, unexplained
from voc_cli import schema
from voc_cli.ahead import make_seeds
from voc_cli.annotate import Annotator
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.known_themes import KnownTheme, KnownThemes
from voc_cli.schema import Stage
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.themes.discover import Discovery, discover_themes
from voc_cli.themes.editing import theme_id
from voc_cli.themes.pairs import first_thing
from voc_cli.themes.things import FEWEST, thing_id
from voc_cli.themes.vectors import MorphemeVectors, VectorTable

VERBS = ("헐겁", "망가지", "흐리", "삐걱대", "벗겨지", "휘", "갈라지")
OURS = "물레 관련 불만"


def told_of(thing: str, verbs: Sequence[str] = VERBS, *, first: int = 0, **values: Any) -> list[dict[str, object]]:
    """One complaint for each verb, each of another text."""
    name = thing.replace("/N ", "").removesuffix("/N")
    texts = [f"{name}가 {verb}어요" for verb in verbs]
    return [
        unexplained(first + n, f"{thing} {verb}/V", text=text, **values)
        for n, (verb, text) in enumerate(zip(verbs, texts, strict=True))
    ]


def discover(*rows: dict[str, object], known: KnownThemes | None = None) -> Discovery:
    return discover_themes(clauses(*rows), seeds=seeds(), known=known)


def names(found: Discovery) -> list[str]:
    told: list[str] = found.clauses[schema.THEME].tolist()
    return told


def test_a_new_thing_that_is_told_in_many_words_is_one_theme() -> None:
    found = discover(*told_of("물레/N"), clause(90))
    assert names(found) == [OURS] * len(VERBS) + ["배송 지연"]
    assert found.clauses[schema.THEME_ID].iloc[0] == thing_id("물레/N")
    assert found.clauses[schema.PAIR].iloc[0] == "물레/N+헐겁/V"


def test_few_records_make_no_theme_of_sundry_troubles() -> None:
    assert set(names(discover(*told_of("물레/N", VERBS[: FEWEST - 1])))) == {""}
    repeated = [row | {schema.TEXT_NO: 0} for row in told_of("물레/N")]
    assert set(names(discover(*repeated))) == {""}


def test_one_trouble_of_a_thing_is_a_theme_of_the_trouble() -> None:
    found = discover(*told_of("물레/N", ["헐겁"] * FEWEST + ["흐리", "휘"]))
    assert set(names(found)[:FEWEST]) == {"물레 헐거움"}


def test_a_thing_that_acts_on_another_is_what_is_complained_of() -> None:
    others = ("접시", "화병", "주전자", "항아리", "찻잔", "사발")
    rows = [unexplained(n, f"물레/N {other}/N 깨/V", text=f"물레가 {other}를 깼어요") for n, other in enumerate(others)]
    found = discover(*rows)
    assert set(names(found)) == {OURS}
    assert found.clauses[schema.PAIR].tolist() == ["물레/N+깨/V"] * len(rows)


def test_what_names_an_aspect_too_unsurely_belongs_to_the_new_thing() -> None:
    """Three of one text in all speak of deliveries: too few, where many complain, for a theme of theirs."""
    late = unexplained(50, "물레/N 배송/N 흐리/V", text="물레 배송이 흐려요", polarity=-0.05)
    assert names(discover(*told_of("물레/N"), late))[-1] == OURS


def test_a_sure_member_of_a_listed_theme_stays_there() -> None:
    late = [clause(50 + n, "물레/N 배송/N 늦/V", text="물레 배송이 늦어요") for n in range(2)]
    assert names(discover(*told_of("물레/N"), *late))[-2:] == ["배송 지연"] * 2


def test_a_thing_that_the_listed_themes_know_is_not_new() -> None:
    late = [clause(50 + n, "물레/N 배송/N 늦/V", text="물레 배송이 늦어요") for n in range(len(VERBS) + 1)]
    assert set(names(discover(*told_of("물레/N"), *late))) == {"", "배송 지연"}


def test_a_word_that_our_own_sentences_often_hold_is_not_new() -> None:
    rows = clauses(*told_of("뚜껑/N"))
    one = np.full((1, 4), 127, dtype=np.int8)
    for weight, told in ((1.0, "뚜껑 관련 불만"), (0.5, "")):
        words = MorphemeVectors(VectorTable(("뚜껑/N",), one, np.array([weight], dtype=np.float32)))
        assert set(names(discover_themes(rows, seeds=replace(seeds(), vectors=words)))) == {told}


def test_a_name_that_stands_beside_complaints_of_other_things_is_no_theme() -> None:
    beside = [unexplained(50 + n, f"가게{n}/N 물레/N 쓰/V", text=f"가게{n} 물레 쓰는데") for n in range(4)]
    assert set(names(discover(*told_of("물레/N"), *beside))) == {""}


def test_the_end_of_a_word_that_was_cut_in_two_names_no_theme() -> None:
    rows = [row | {schema.TEXT: f"새물레가 {n}번 고장"} for n, row in enumerate(told_of("물레/N"))]
    assert set(names(discover(*rows))) == {""}


def test_a_new_word_that_was_cut_in_two_is_named_whole() -> None:
    found = discover(*told_of("물레/N 링/N"))
    assert set(names(found)) == {"물레링 관련 불만"}
    assert set(names(discover(*told_of("물레/N 링/N", VERBS[:4]), *told_of("물레링/N", VERBS[4:], first=9)))) == {
        "물레링 관련 불만"
    }


@pytest.mark.parametrize("order", [1, -1])
def test_each_complaint_is_of_one_thing_in_whatever_order_they_stand(order: int) -> None:
    both = [unexplained(n, f"물레/N 베틀/N {verb}/V", text=f"물레랑 베틀이 {verb}어요") for n, verb in enumerate(VERBS)]
    rows = [*both, *told_of("물레/N", VERBS[:2], first=20)][::order]
    found = discover(*rows)
    assert set(names(found)) == {OURS}
    assert set(found.themes) == {thing_id("물레/N")}


def remembered(name: str) -> KnownThemes:
    pairs = (("물레/N+헐겁/V", 0.5), ("물레/N+흐리/V", 0.5))
    theme = KnownTheme(thing_id("물레/N"), name, Stage.OPERATIONS, "품질팀", False, pairs, "", "", 2)
    return KnownThemes((theme,))


def test_a_later_word_for_a_known_thing_joins_its_theme_and_its_name() -> None:
    found = discover(*told_of("물레/N", ["덜컹대"]), known=remembered("물레 말썽"))
    assert names(found) == ["물레 말썽"]
    assert set(found.themes) == {thing_id("물레/N")}
    assert set(names(discover(*told_of("베틀/N", ["덜컹대"]), known=remembered("물레 말썽")))) == {""}


def test_a_known_trouble_of_a_thing_is_not_the_thing() -> None:
    pairs = (("물레/N+헐겁/V", 1.0),)
    identity = theme_id(Stage.NONE, "물레/N+헐겁/V")
    known = KnownThemes((KnownTheme(identity, "물레 헐거움", "none", "", False, pairs, "", "", 3),))
    found = discover(*told_of("물레/N", ["헐겁", "덜컹대"]), known=known)
    assert names(found) == ["물레 헐거움", ""]


def test_a_new_thing_is_found_in_korean_text(kiwi: KiwiTokenizer, annotator: Annotator) -> None:
    said = (
        "가 안 쌓였어요",
        " 사라짐",
        " 왜 하루 만에 없어지나요",
        " 쓰려니까 계속 막혀요",
        "가 날아갔네요",
        " 누락됐습니다",
    )
    cash = [f"캐치캐시{end}" for end in (*said, " 누락됐습니다", "를 못 받았어요")]
    others = ["배송이 너무 늦어요", "택배가 아직도 안 왔어요", "로그인이 안 돼요", "상담원이 전화를 안 받아요"]
    told = annotator(cash + others).clauses
    found = discover_themes(told, seeds=make_seeds(shipped_dictionary(), kiwi, votes=annotator.votes)).clauses
    ours = found[found[schema.THEME] == "캐치캐시 관련 불만"]
    assert ours[schema.TEXT_NO].nunique() >= len(cash) - 2
    assert set(ours[schema.TEXT_NO]) <= set(range(len(cash)))
    assert not found[schema.THEME].str.contains("캐치캐시").iloc[-len(others) :].any()


def test_what_a_clause_begins_with_is_its_first_thing() -> None:
    rules = seeds().rules
    assert first_thing(["자꾸/M", "문제/N", "물/N", "물레/N", "베틀/N"], rules) == "물레/N"
    assert first_thing(["자꾸/M", "복잡/N"], rules) == ""
