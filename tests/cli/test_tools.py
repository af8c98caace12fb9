from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from voc_cli.cli.tools import LateMask, make_mask
from voc_cli.config import Settings
from voc_cli.text.privacy import Masker

SAID = "상담원 김민수입니다. 010-1234-5678로 전화 주세요."


@pytest.mark.parametrize("keep", [False, True])
def test_a_mask_that_comes_late_masks_alike_here_and_in_another_process(keep: bool) -> None:
    mask = make_mask(Settings(keep_staff_names=keep))
    wanted = Masker(keep_staff_names=keep).mask_counted(SAID)
    assert wanted[0] != SAID
    assert pickle.loads(pickle.dumps(mask))(SAID) == mask(SAID) == wanted
    assert pickle.loads(pickle.dumps(mask))(SAID) == wanted  # it has masked by now


def test_nothing_is_compiled_before_a_text_is_masked() -> None:
    asked = (
        "import sys; from voc_cli.cli.tools import LateMask; mask = LateMask(False);"
        " before = 'voc_cli.text.privacy' in sys.modules; mask('늦어요');"
        " print(before, 'voc_cli.text.privacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["False", "True"]


def test_masks_of_one_setting_are_one() -> None:
    assert LateMask(True) == make_mask(Settings(keep_staff_names=True)) != make_mask(Settings())
