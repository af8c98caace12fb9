from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from voc_cli.schema import SEPARATOR, Stage
from voc_cli.valuechain.taxonomy import Aspect, load_taxonomy

OWNERS = {
    *("구매·SCM팀", "품질팀", "상품개발팀", "물류팀", "마케팅팀", "영업팀", "고객센터", "AS팀", "앱개발팀"),
    *("매장운영팀", "정책·법무팀", "협력사관리팀", "정보보호팀"),
}


@pytest.fixture(scope="module")
def taxonomy() -> tuple[Aspect, ...]:
    return load_taxonomy()


def test_every_stage_of_the_value_chain_has_an_aspect(taxonomy: tuple[Aspect, ...]) -> None:
    assert {aspect.stage for aspect in taxonomy} == set(Stage)


def test_stages_stand_together_in_the_order_of_the_chain(taxonomy: tuple[Aspect, ...]) -> None:
    places = [list(Stage).index(aspect.stage) for aspect in taxonomy]
    changes = [after for before, after in pairwise(places) if before != after]
    assert len(changes) == len(set(changes))


@pytest.mark.parametrize("field", ["name", "complaint_name", "praise_name"])
def test_names_are_given_once(taxonomy: tuple[Aspect, ...], field: str) -> None:
    counts = Counter(getattr(aspect, field) for aspect in taxonomy)
    assert [name for name, n in counts.items() if n > 1 or not name.strip()] == []


def test_whoever_owns_a_stage_is_a_known_team(taxonomy: tuple[Aspect, ...]) -> None:
    owned = {aspect.owner for aspect in taxonomy if aspect.stage is not Stage.NONE}
    assert owned <= OWNERS


def test_every_aspect_can_be_found_and_explained(taxonomy: tuple[Aspect, ...]) -> None:
    assert [aspect.name for aspect in taxonomy if not (aspect.phrases or aspect.targets or aspect.predicates)] == []
    assert [aspect.name for aspect in taxonomy if not (aspect.wording and aspect.packs and aspect.examples)] == []


def test_entries_are_trimmed_and_given_once(taxonomy: tuple[Aspect, ...]) -> None:
    for aspect in taxonomy:
        for entries in (aspect.phrases, aspect.targets, aspect.predicates, aspect.counter, aspect.packs):
            assert len(set(entries)) == len(entries)
            assert all(entry and entry == entry.strip() and SEPARATOR not in entry for entry in entries)


def test_an_aspect_does_not_take_itself_away(taxonomy: tuple[Aspect, ...]) -> None:
    for aspect in taxonomy:
        assert not set(aspect.counter) & {*aspect.phrases, *aspect.targets, *aspect.predicates}, aspect.name


def test_promises_not_kept_are_marked(taxonomy: tuple[Aspect, ...]) -> None:
    promises = {aspect.name for aspect in taxonomy if aspect.is_promise}
    assert "광고·설명 상이" in promises
    assert len(promises) < len(taxonomy) / 2


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("품절·재고", Stage.INBOUND),
        ("배송 속도", Stage.OUTBOUND),
        ("가격", Stage.MARKETING_SALES),
        ("로그인", Stage.TECHNOLOGY),
        ("고객센터 연결", Stage.SERVICE),
    ],
)
def test_known_aspects_stand_in_their_stage(taxonomy: tuple[Aspect, ...], name: str, stage: Stage) -> None:
    assert {aspect.stage for aspect in taxonomy if aspect.name == name} == {stage}
