"""--dictionary, --pack, ``voc init``, ``voc evaluate --category`` and the tables of praise and blame."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.support import BOM, Voc, assert_refused
from tests.dictionary.books import book_of
from voc_cli import schema
from voc_cli.audit import AUDIT
from voc_cli.errors import ExitCode

SAID = """\
번호,상품,내용,대분류
1,팟,배송 늦다,배송
2,팟,배송 늦다,배송
3,팟,배송 늦다,배송
4,팟,배송 늦다,배송
5,팟,배송 늦다 나쁘다,제품
6,솥,한진택배가 늦다,기타
7,솥,판매자가 나쁘다,기타
8,솥,배송기사가 좋다,
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_init_writes_a_dictionary_and_spares_one_that_is_there(voc: Voc) -> None:
    voc.write("alone/dictionary.xlsx", b"own")
    first, again, alone, forced, english = voc.each(
        ["init"], ["init"], ["init", "alone"], ["init", "--force"], ["init", "en", "--lang", "en"]
    )
    data = (voc.folder / "dictionary.xlsx").read_bytes()
    assert (first.code, first.out) == (ExitCode.DONE, b"")
    assert first.err.startswith("만들었습니다: voc.toml\n만들었습니다: dictionary.xlsx\n다음: ")
    assert data.startswith(b"PK")
    assert_refused(again, ExitCode.USAGE, where="voc.toml", what="이미 있는 파일", mend="--force")
    assert_refused(alone, ExitCode.USAGE, where="dictionary.xlsx", what="이미 있는 파일", mend="--force")
    assert (voc.folder / "alone" / "dictionary.xlsx").read_bytes() == b"own"
    assert not (voc.folder / "alone" / "voc.toml").exists()
    assert forced.code == english.code == ExitCode.DONE
    assert (voc.folder / "en" / "dictionary.xlsx").read_bytes() != data


def test_a_dictionary_renames_owners_in_every_table(voc: Voc) -> None:
    voc.write("a.csv", SAID)
    book_of(voc.folder, {"담당부서": [["담당부서", "우리 회사 이름"], ["물류팀", "SCM본부"]]})
    voc.write("voc.toml", 'dictionary = "own.xlsx"\n')
    told, plain, scored = voc.each(
        ["analyze", "a.csv", "--table", "themes", "--pack", "appliance"],
        ["analyze", "a.csv", "--table", "themes", "--dictionary", ""],
        ["score", "a.csv"],
    )
    assert told.code == ExitCode.DONE, told.err
    assert {row["owner"] for row in rows(told.text)} >= {"SCM본부"}
    assert {row["owner"] for row in rows(plain.text)} >= {"물류팀"}
    assert "사용자 사전 own.xlsx:" in told.err
    assert "업종: 가전·유통\n" in told.err
    assert scored.code == ExitCode.DONE
    assert "사용자 사전 own.xlsx:" in scored.err


def test_explain_takes_a_dictionary_and_a_line_of_business(voc: Voc) -> None:
    book_of(voc.folder, {"담당부서": [["담당부서", "우리 회사 이름"], ["물류팀", "SCM본부"]]})
    plain, own, missing = voc.each(
        ["explain", "배송 늦다", "--format", "json"],
        ["explain", "배송 늦다", "--format", "json", "--dictionary", "own.xlsx", "--pack", "appliance"],
        ["explain", "배송 늦다", "--dictionary", "none.xlsx"],
    )
    owners = [json.loads(run.text)[0]["clauses"][0]["owner"] for run in (plain, own)]
    assert owners == ["물류팀", "SCM본부"]
    assert plain.err == ""
    assert "사용자 사전 own.xlsx:" in own.err
    assert "업종: 가전·유통\n" in own.err
    assert_refused(missing, ExitCode.CONFIG, where="none.xlsx", what="없습니다", mend="voc init")


def test_train_takes_a_dictionary_and_a_line_of_business(voc: Voc) -> None:
    lines = [f"배송 늦다 {n},부정\n포장 좋다 {n},긍정\n" for n in range(200)]
    voc.write("a.csv", "내용,라벨\n" + "".join(lines))
    book_of(voc.folder, {"담당부서": [["담당부서", "우리 회사 이름"], ["물류팀", "SCM본부"]]})
    common = ["train", "a.csv", "--label", "라벨", "-o", "x.vocw", "--force"]
    run, missing = voc.each(
        [*common, "--dictionary", "own.xlsx", "--pack", "finance"], [*common, "--dictionary", "none.xlsx"]
    )
    assert run.code == ExitCode.DONE, run.err
    assert "사용자 사전 own.xlsx:" in run.err
    assert "업종: 금융" in run.err
    assert_refused(missing, ExitCode.CONFIG, where="none.xlsx", what="없습니다", mend="voc init")


def test_mistakes_in_a_dictionary_stop_every_command(voc: Voc) -> None:
    voc.write("a.csv", SAID)
    book_of(voc.folder, {"가치사슬": [["세부주제", "단계", "단서 문구"], ["새것", "몰라", "늦다"], ["", "", "늦다"]]})
    runs = voc.each(
        ["analyze", "a.csv", "--dictionary", "own.xlsx"],
        ["score", "a.csv", "--dictionary", "own.xlsx"],
        ["evaluate", "a.csv", "--category", "대분류", "--dictionary", "own.xlsx"],
        ["analyze", "a.csv", "--dictionary", "none.xlsx"],
    )
    for run in runs[:2]:
        assert run.code == ExitCode.CONFIG
        assert "고칠 곳이 2곳" in run.err
        assert "가치사슬 시트 2행: '단계' 칸의 '몰라'" in run.err
        assert "가치사슬 시트 3행: '세부주제' 칸이 비었습니다" in run.err
        assert run.out == b""
    assert runs[2].code == ExitCode.CONFIG
    assert_refused(runs[3], ExitCode.CONFIG, where="none.xlsx", what="없습니다", mend="voc init")


def test_the_line_of_business_is_found_and_said(voc: Voc) -> None:
    said = "\n".join(["내용", *["라이더가 치킨을 늦게 배달"] * 6, *["배송 늦다"] * 4])
    voc.write("a.csv", said)
    found, asked = voc.each(
        ["analyze", "a.csv", "-o", "out"], ["analyze", "a.csv", "-o", "asked", "--pack", "finance", "--lang", "en"]
    )
    assert "업종: 배달·외식 (글 10건에서 찾음)" in found.err
    assert "Line of business: finance" in asked.err
    summaries = [json.loads((voc.folder / name / "summary.json").read_text("utf-8")) for name in ("out", "asked")]
    assert [summary["pack"] for summary in summaries] == ["food", "finance"]
    assert summaries[0]["dictionary"] != summaries[1]["dictionary"]


def names_of(voc: Voc) -> dict[str, str]:
    known = json.loads((voc.folder / "out" / "known_themes.json").read_text("utf-8"))
    return {theme["theme_id"]: theme["name"] for theme in known["themes"] if theme["is_present"]}


def test_the_line_of_business_of_a_folder_stays_and_with_it_the_names(voc: Voc) -> None:
    late = ["배송이 너무 늦어요", "배송이 사흘이나 늦었어요", "배송 늦다"]
    voc.write("first.csv", "\n".join(["내용", *["라이더가 치킨을 늦게 배달"] * 8, *late]))
    voc.write(
        "next.csv", "\n".join(["내용", *[f"객실이 {n}호라 좁고 체크인이 늦다" for n in range(8)], "치킨 별로", *late])
    )
    voc.write("none.csv", "\n".join(["내용", *late]))
    to = ["-o", "out"]
    first, other, none = voc.each(*(["analyze", f"{name}.csv", *to] for name in ("first", "next", "none")))
    assert "업종: 배달·외식 (글 11건에서 찾음)" in first.err
    assert "업종: 배달·외식 (이 폴더의 지난 분석과 같게). 이번 글 12건만 보면 숙박·모빌리티입니다." in other.err
    assert "업종: 배달·외식 (이 폴더의 지난 분석과 같게). 다르면" in none.err
    before = names_of(voc)
    (again,) = voc.each(["analyze", "next.csv", "-o", "out"])
    assert again.code == ExitCode.DONE
    after = names_of(voc)
    both = before.keys() & after.keys()
    assert both
    assert {key: before[key] for key in both} == {key: after[key] for key in both}


def test_the_default_line_of_business_stays_too_where_it_has_named_themes(voc: Voc) -> None:
    late = ["배송이 너무 늦어요"] * 3
    voc.write("few.csv", "\n".join(["내용", *late]))
    voc.write("some.csv", "\n".join(["내용", *late, *["라이더가 치킨을 늦게 배달"] * 6, *["냉장고 소음"] * 2]))
    voc.write("praise.csv", "\n".join(["내용", "좋아요"]))
    to = ["-o", "out"]
    few, some, praise, first = voc.each(
        ["analyze", "few.csv", *to],
        ["analyze", "some.csv", *to],
        ["analyze", "praise.csv", "-o", "other"],
        ["analyze", "some.csv", "-o", "other"],
    )
    assert "업종" not in few.err, "too few texts to say it"
    assert "불만일 수 있는 의견 1개(같은 글은 한 번만) 가운데 1개가 주제에 들었습니다." in few.err
    assert "들지 못한 의견: 같은 불만이 더 없음 0," in few.err
    assert "불만일 수 있는" not in praise.err
    assert "업종: 가전·유통 (이 폴더의 지난 분석과 같게). 이번 글 11건만 보면 배달·외식입니다." in some.err
    assert praise.code == ExitCode.DONE
    assert "업종: 배달·외식 (글 11건에서 찾음)" in first.err, "what named nothing binds nobody"
    packs = [
        json.loads((voc.folder / name / "known_themes.json").read_text("utf-8"))["pack"] for name in ("out", "other")
    ]
    assert packs == ["appliance", "food"]


def test_another_line_of_business_is_taken_where_it_is_asked_for_or_plain(voc: Voc) -> None:
    voc.write("food.csv", "\n".join(["내용", *["라이더가 치킨을 늦게 배달"] * 8]))
    voc.write("rooms.csv", "\n".join(["내용", *[f"객실이 {n}호라 좁고 체크인이 늦다" for n in range(30)]]))
    to = ["-o", "out"]
    _, plain, asked, kept = voc.each(
        ["analyze", "food.csv", *to],
        ["analyze", "rooms.csv", *to],
        ["analyze", "rooms.csv", *to, "--pack", "finance"],
        ["analyze", "rooms.csv", *to, "--max-rejected", "0.5"],
    )
    assert "업종: 숙박·모빌리티 (글 30건에서 찾음). 이 폴더의 지난 분석은 배달·외식" in plain.err
    assert "업종: 금융\n" in asked.err
    assert "업종: 숙박·모빌리티" in kept.err


def test_praise_and_blame_come_as_tables(voc: Voc) -> None:
    voc.write("a.csv", SAID)
    run, partners, products, staff = voc.each(
        ["analyze", "a.csv", "-o", "out"],
        *(["analyze", "a.csv", "--table", name] for name in ("partners", "products", "staff")),
    )
    assert run.code == ExitCode.DONE, run.err
    tables = [rows(table.text) for table in (partners, products, staff)]
    assert {table.text.splitlines()[0] for table in (partners, products, staff)} == {",".join(schema.PRAISE_BLAME)}
    assert {row["name"]: row["kind"] for row in tables[0]} == {"입점 판매자": "입점 판매자", "한진택배": "택배사"}
    assert {row["name"]: row["n_blame"] for row in tables[0]} == {"입점 판매자": "1", "한진택배": "1"}
    assert [(row["name"], row["kind"], row["n_documents"]) for row in tables[2]] == [("배송기사", "물류팀", "1")]
    for name, table in zip(("partners", "products", "staff"), (partners, products, staff), strict=True):
        assert (voc.folder / "out" / f"{name}.csv").read_bytes() == table.out
    clauses = rows((voc.folder / "out" / "clauses.csv").read_text("utf-8-sig"))
    assert list(clauses[0]) == list(schema.WRITTEN_CLAUSES)
    assert {row["partner"] for row in clauses} == {"", "한진택배", "입점 판매자"}


def test_categories_are_compared_with_the_texts(voc: Voc) -> None:
    voc.write("a.csv", SAID)
    told, printed = voc.each(
        ["evaluate", "a.csv", "--category", "대분류", "--format", "json", "--audit", "new/audit.csv"],
        ["evaluate", "a.csv", "--category", "대분류"],
    )
    assert told.code == ExitCode.DONE, told.err
    found = json.loads(told.text)
    assert (found["n"], found["category"], found["text"], found["n_other"]) == (7, "대분류", "내용", 2)
    assert found["confusion"]["배송"] == {"outbound": 4}
    assert found["left_out"] == {"no_text": 0, "no_category": 1}
    data = (voc.folder / "new" / "audit.csv").read_bytes()
    assert data.startswith(BOM)
    audited = rows(data.decode("utf-8"))
    assert list(audited[0]) == list(AUDIT)
    assert (audited[0]["source_row"], audited[0]["category"], audited[0]["suggestion"]) == ("6", "제품", "배송")
    assert "new/audit.csv 에 썼습니다" in told.err
    assert printed.text.startswith("a.csv: 분류가 있는 글 7건을 견주었습니다 (내용=내용, 분류=대분류)\n")
    assert "혼동표" in printed.text
    assert not set(printed.text) & set("│─╭╰")


def test_what_does_not_go_together_is_refused(voc: Voc, tmp_path: Path) -> None:
    voc.write("a.csv", SAID)
    both, misses, audit, neither = voc.each(
        ["evaluate", "a.csv", "--label", "대분류", "--category", "대분류"],
        ["evaluate", "a.csv", "--category", "대분류", "--misses", "m.csv"],
        ["evaluate", "a.csv", "--label", "대분류", "--audit", "m.csv"],
        ["evaluate", "a.csv"],
    )
    assert_refused(both, ExitCode.USAGE, where="--category", what="함께 쓸 수 없습니다", mend="하나씩")
    assert_refused(misses, ExitCode.USAGE, where="--misses", what="--label 과", mend="맞추어")
    assert_refused(audit, ExitCode.USAGE, where="--audit", what="--category 와", mend="맞추어")
    assert neither.code == ExitCode.USAGE
    assert "--label/--category" in neither.err
