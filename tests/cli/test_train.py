"""``voc train``, and what its file and the ratings of an export do to the other commands."""

from __future__ import annotations

import json

import pytest

from tests.cli.support import Voc, assert_refused
from tests.invented_domain import GOOD, Review, write_reviews
from voc_cli.cli.train import shown
from voc_cli.errors import ExitCode
from voc_cli.sentiment.correction import decode


def row(review: Review, label: str) -> str:
    return f"{review.lemmas.replace('/N', '').replace('/V', '')},{label}\n"


def table(n: int = 500, *, seed: int = 1) -> str:
    """Texts of the invented domain with a label and a rating."""
    lines = [row(r, "긍정,5" if r.is_good else "부정,1") for r in write_reviews(n, seed=seed)]
    return "내용,라벨,평점\n" + "".join(lines)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Voc:
    """A folder with labelled texts and the correction that they teach."""
    from tests.cli.support import new_voc

    voc = new_voc(tmp_path_factory.mktemp("workshop"))
    voc.write("labels.csv", table())
    voc.write("later.csv", table(200, seed=2))
    run = voc("train", "labels.csv", "--label", "라벨", "-o", "out/ours.vocw")
    assert run.code == ExitCode.DONE, run.err
    voc.write("said.txt", run.text)
    voc.write("noted.txt", run.err)
    return voc


def test_training_tells_what_it_gained_on_texts_it_did_not_see(workshop: Voc) -> None:
    said = (workshop.folder / "said.txt").read_text(encoding="utf-8")
    assert said.startswith("labels.csv: 라벨이 있는 글 500건에서 배웠습니다")
    assert "보정하기 전의 균형 정확도 0." in said
    assert "보정한 뒤의 균형 정확도 0.9" in said
    assert GOOD[0].partition("/")[0] + " +" in said
    assert "out/ours.vocw 에 썼습니다." in (workshop.folder / "noted.txt").read_text(encoding="utf-8")


def test_the_file_is_the_same_each_time_and_holds_no_sentence(workshop: Voc) -> None:
    again = workshop("train", "labels.csv", "--label", "라벨", "-o", "again.vocw")
    assert again.code == ExitCode.DONE
    data = (workshop.folder / "again.vocw").read_bytes()
    assert data == (workshop.folder / "out" / "ours.vocw").read_bytes()
    assert len(data) < 20_000
    assert decode(data).meta.n_rows == 500
    assert GOOD[0].partition("/")[0].encode() not in data


def test_the_other_commands_use_it(workshop: Voc) -> None:
    weights = ("--weights", "out/ours.vocw")
    plain, better, explained, scored = workshop.each(
        ["evaluate", "later.csv", "--label", "라벨", "--format", "json"],
        ["evaluate", "later.csv", "--label", "라벨", "--format", "json", *weights],
        ["explain", "무겁 묵직 닻", "--format", "json", *weights],
        ["score", "later.csv", *weights],
    )
    assert json.loads(better.text)["balanced_accuracy"] > json.loads(plain.text)["balanced_accuracy"] + 0.3
    (story,) = json.loads(explained.text)
    assert story["shift"] > 0
    assert story["sentiment"] == "positive"
    assert scored.text.count(",positive,") + scored.text.count(",very_positive,") > 80


def test_settings_name_it_too(workshop: Voc) -> None:
    workshop.write("voc.toml", 'weights = "out/ours.vocw"\n')
    run = workshop("evaluate", "later.csv", "--label", "라벨", "--format", "json")
    (workshop.folder / "voc.toml").unlink()
    assert json.loads(run.text)["balanced_accuracy"] > 0.8


def test_ratings_of_an_export_teach_unless_told_not_to(workshop: Voc) -> None:
    runs = workshop.each(
        ["analyze", "labels.csv", "-o", "a"],
        ["analyze", "labels.csv", "-o", "b", "--no-learn"],
        ["analyze", "labels.csv", "-o", "c", "--weights", "out/ours.vocw"],
        ["analyze", "labels.csv", "-o", "a2"],
    )
    assert [run.code for run in runs] == [ExitCode.DONE] * 4, [run.err for run in runs]
    learning = {
        name: json.loads((workshop.folder / name / "summary.json").read_text(encoding="utf-8"))["learning"]
        for name in ("a", "b", "c")
    }
    assert learning["a"]["status"] == "accepted"
    assert learning["a"]["n_rows"] == 500
    assert learning["a"]["after"] > learning["a"]["before"] + 0.3
    assert [learning[name]["status"] for name in ("b", "c")] == ["off", "given"]
    assert learning["c"]["n_rows"] == 500
    assert learning["c"]["after"] > learning["c"]["before"] + 0.3
    names = ("a", "b", "c", "a2")
    reports = {name: (workshop.folder / name / "report.txt").read_text(encoding="utf-8") for name in names}
    assert "직접 붙인 라벨(서로 다른 글 500건)로 만든 보정 파일" in reports["c"].replace("\n  ", " ")
    assert "감정 판단은 이 파일의 평점(서로 다른 글 500건)에서 배워 보정했습니다." in reports["a"].replace("\n  ", " ")
    assert "평점(서로" not in reports["b"]
    assert reports["a"] == reports["a2"]
    tables = [(workshop.folder / name / "documents.csv").read_bytes() for name in ("a", "b", "a2")]
    assert tables[0] == tables[2] != tables[1]


def test_too_few_labels_are_refused(voc: Voc) -> None:
    voc.write("few.csv", table(40))
    run = voc("train", "few.csv", "--label", "라벨", "-o", "x.vocw")
    assert_refused(
        run, ExitCode.INPUT, where="few.csv", what="배우기에 라벨이 모자랍니다: 모두 40건", mend="300건 이상"
    )
    assert not (voc.folder / "x.vocw").exists()


def test_labels_that_teach_nothing_write_no_file_unless_forced(voc: Voc) -> None:
    lines = [row(review, "긍정" if n % 2 else "부정") for n, review in enumerate(write_reviews(400, seed=6))]
    voc.write("noise.csv", "내용,라벨\n" + "".join(lines))
    run, forced = voc.each(
        ["train", "noise.csv", "--label", "라벨", "-o", "x.vocw"],
        ["train", "noise.csv", "--label", "라벨", "-o", "y.vocw", "--force"],
    )
    assert_refused(run, ExitCode.INPUT, where="noise.csv", what="보정해도 나아지지 않아", mend="--force")
    assert not (voc.folder / "x.vocw").exists()
    assert forced.code == ExitCode.DONE
    assert (voc.folder / "y.vocw").exists()


def test_a_file_that_is_no_correction_is_refused(workshop: Voc) -> None:
    workshop.write("broken.vocw", b"VOCC1\nnothing")
    data = (workshop.folder / "out" / "ours.vocw").read_bytes()
    workshop.write("other.vocw", data.replace(b"fake 1", b"fake 2"))
    broken, other = workshop.each(
        ["score", "later.csv", "--weights", "broken.vocw"], ["analyze", "later.csv", "--weights", "other.vocw"]
    )
    assert_refused(broken, ExitCode.CONFIG, where="broken.vocw", what="보정 파일이 아니거나", mend="voc train")
    assert_refused(other, ExitCode.CONFIG, where="other.vocw", what="형태소 분석기(fake 2)", mend="voc train")


def test_words_are_shown_as_a_dictionary_spells_them() -> None:
    assert [shown("무겁/V"), shown("닻/N"), shown("NEG")] == ["무겁다", "닻", "안·못(부정하는 말)"]
