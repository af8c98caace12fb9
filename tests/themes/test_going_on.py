from __future__ import annotations

import numpy as np
import pytest

from voc_cli.schema import Stage
from voc_cli.themes.editing import Theme
from voc_cli.themes.going_on import Beside, go_on

THEMES = {
    "Tlate": Theme("Tlate", "배송 지연", "outbound", "물류팀", is_seeded=True),
    "Tlogin": Theme("Tlogin", "앱 로그인 오류", "technology", "앱개발팀", is_seeded=True),
    "Tapp": Theme("Tapp", "앱 전반 불만", "technology", "앱개발팀", is_seeded=True),
    "Tgone": Theme("Tgone", "이용 중단", "none", "영업팀", is_seeded=True),
    "Tnew": Theme("Tnew", "손잡이 헐거움", "none", ""),
}
TECH, OUT = Stage.TECHNOLOGY.value, Stage.OUTBOUND.value


def gone_on(
    ids: list[str],
    *,
    stages: list[str] | None = None,
    texts: list[int] | None = None,
    tells: bool = False,
    feels: bool = False,
    may: bool = True,
) -> list[str]:
    n = len(ids)
    beside = Beside(
        texts=np.array(texts or [0] * n),
        stages=np.array(stages or [TECH] * n, dtype=object),
        feels=np.full(n, feels),
        tells=np.full(n, tells),
    )
    found = list(ids)
    go_on(found, beside, THEMES, general=frozenset({"Tapp"}), may=np.full(n, may))
    return found


def test_the_complaint_before_is_asked_first_and_then_the_one_behind() -> None:
    assert gone_on(["Tlogin", "", "Tlate"], stages=[TECH, TECH, TECH]) == ["Tlogin", "Tlogin", "Tlate"]
    assert gone_on(["", "Tlogin"]) == ["Tlogin", "Tlogin"]


def test_one_at_the_same_place_goes_before_a_nearer_one() -> None:
    assert gone_on(["Tlate", "Tlogin", ""], stages=[OUT, TECH, OUT]) == ["Tlate", "Tlogin", "Tlate"]


def test_another_text_is_not_heard() -> None:
    assert gone_on(["Tlogin", ""], texts=[0, 1]) == ["Tlogin", ""]


def test_what_tells_its_own_trouble_goes_on_only_at_the_same_place() -> None:
    assert gone_on(["Tlate", ""], stages=[OUT, TECH], tells=True) == ["Tlate", ""]
    assert gone_on(["Tlate", ""], stages=[OUT, TECH], tells=False) == ["Tlate", "Tlate"]
    assert gone_on(["Tlogin", ""], tells=True) == ["Tlogin", "Tlogin"]


@pytest.mark.parametrize("ids", [["Tlogin", "Tapp", ""], ["Tapp", "Tlogin", ""]])
@pytest.mark.parametrize("stage", [TECH, OUT])
def test_a_finer_theme_goes_before_a_general_one(ids: list[str], stage: str) -> None:
    assert gone_on(ids, stages=[TECH, TECH, stage])[-1] == "Tlogin"
    assert gone_on(["Tapp", ""], stages=[TECH, stage])[-1] == "Tapp"


def test_nothing_goes_on_with_a_departure() -> None:
    assert gone_on(["Tgone", ""], stages=["none", "none"]) == ["Tgone", ""]
    assert gone_on(["Tnew", ""], stages=["none", "none"]) == ["Tnew", "Tnew"]


def test_a_feeling_and_what_may_not_go_on_with_nothing() -> None:
    assert gone_on(["Tlogin", ""], feels=True) == gone_on(["Tlogin", ""], may=False) == ["Tlogin", ""]
