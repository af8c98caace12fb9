"""The user's dictionary.xlsx on top of the tables that ship."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.dictionary.books import book_of, edited, shipped_bytes
from voc_cli.dictionary.overlay import changed_rows, read_dictionary
from voc_cli.dictionary.packs import pack_of
from voc_cli.dictionary.sheets import SHEETS
from voc_cli.dictionary.tables import Dictionary, shipped_dictionary
from voc_cli.dictionary.write import write_dictionary
from voc_cli.errors import ConfigError, ExitCode
from voc_cli.messages import LANGUAGES, Language
from voc_cli.schema import Signal, Stage
from voc_cli.valuechain.taxonomy import Aspect

HEAD = ["단계", "세부주제", "단서 문구", "대상(명사)", "예문"]
NEW = [
    "제품·서비스 품질",
    "손잡이 헛돎",
    "손잡이+헛돌다\n손잡이가 헛돌다",
    "손잡이",
    "손잡이가 헛돌아요 / 손잡이만 돌아요",
]


def by_name(words: Dictionary) -> dict[str, Aspect]:
    return {aspect.name: aspect for aspect in words.aspects}


def refused(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_dictionary(path)
    assert caught.value.exit_code is ExitCode.CONFIG
    return [line.strip() for line in caught.value.what.splitlines()]


# --- what ships -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_and_not_edited_changes_nothing(tmp_path: Path, language: Language) -> None:
    write_dictionary(tmp_path / "d.xlsx", language)
    words = read_dictionary(tmp_path / "d.xlsx")
    assert words == shipped_dictionary()
    assert words.fingerprint == shipped_dictionary().fingerprint
    assert set(changed_rows(words).values()) == {0}


def test_a_line_of_business_stays_under_an_unedited_file(tmp_path: Path) -> None:
    (tmp_path / "d.xlsx").write_bytes(shipped_bytes())
    assert read_dictionary(tmp_path / "d.xlsx", pack="food") == shipped_dictionary(pack_of("food"))


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    write_dictionary(tmp_path / "d.xlsx", "ko")
    assert (tmp_path / "d.xlsx").read_bytes() == shipped_bytes()


def test_the_sheets_are_named_explained_and_frozen(tmp_path: Path) -> None:
    (tmp_path / "d.xlsx").write_bytes(shipped_bytes())
    book = load_workbook(tmp_path / "d.xlsx")
    assert book.sheetnames == ["설명", "가치사슬", "담당부서", "신호", "협력사", "동의어", "불용어", "사용자단어"]
    assert len(book.sheetnames) == len(SHEETS) + 1
    sheet = book["가치사슬"]
    assert [cell.value for cell in sheet[1]][:4] == ["사용", "단계", "세부주제", "불만 이름"]
    assert all(cell.comment is not None for cell in sheet[1])
    assert sheet.freeze_panes == "D2"
    assert [sheet.cell(2, column).value for column in (1, 2, 3)] == ["예", "조달·재고", "품절·재고"]
    assert sheet.max_row == len(shipped_dictionary().aspects) + 1
    assert any("조달·재고" in str(rule.formula1) for rule in sheet.data_validations.dataValidation)
    assert sheet.column_dimensions["N"].hidden


# --- adding, changing, switching off ----------------------------------------------------------------------------------


def test_a_new_row_needs_stage_name_and_cues_only(tmp_path: Path) -> None:
    words = read_dictionary(book_of(tmp_path, {"가치사슬": [HEAD, NEW]}))
    added = by_name(words)["손잡이 헛돎"]
    assert (added.stage, added.owner) == (Stage.OPERATIONS, "품질팀")
    assert added.complaint_name == added.praise_name == "손잡이 헛돎"
    assert added.phrases == added.sure == ("손잡이+헛돌다", "손잡이가 헛돌다")
    assert added.examples == ("손잡이가 헛돌아요", "손잡이만 돌아요")
    assert words.own == ("손잡이 헛돎",)
    assert len(words.aspects) == len(shipped_dictionary().aspects) + 1
    assert words.fingerprint != shipped_dictionary().fingerprint
    assert changed_rows(words)["aspects"] == 1


def test_a_row_changes_what_it_fills_and_keeps_the_rest(tmp_path: Path) -> None:
    rows = [["Aspect", "Owner", "Counter-cues"], ["맛", "조리팀", "-"]]
    words = read_dictionary(book_of(tmp_path, {"Value chain": rows}))
    before, after = by_name(shipped_dictionary())["맛"], by_name(words)["맛"]
    assert (after.owner, after.counter) == ("조리팀", ())
    assert (after.phrases, after.stage, after.complaint_name) == (before.phrases, before.stage, before.complaint_name)
    assert after.sure == ()


def test_cues_are_added_and_taken_out_by_editing_a_cell(tmp_path: Path) -> None:
    gone = by_name(shipped_dictionary())["품절·재고"].phrases[0]

    def edit(book: Workbook) -> None:
        cell = book["가치사슬"].cell(2, 8)
        cell.value = str(cell.value).removeprefix(gone + ";") + ";창고+텅 비다"

    after = by_name(read_dictionary(edited(tmp_path, edit), pack="food"))["품절·재고"]
    assert gone not in after.phrases
    assert after.phrases[-1] == "창고+텅 비다"
    assert after.sure == ("창고+텅 비다",)


def test_a_row_is_switched_off(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["가치사슬"].cell(2, 1).value = "아니오"
        book["신호"].cell(2, 1).value = "no"
        book["협력사"].cell(3, 1).value = "아니오"

    words, plain = read_dictionary(edited(tmp_path, edit)), shipped_dictionary()
    assert words.aspects == plain.aspects[1:]
    assert words.rules == plain.rules[1:]
    assert words.partners == (plain.partners[0], *plain.partners[2:])
    assert words.own == ()
    assert changed_rows(words) | {"synonyms": 0} == {
        "aspects": 1, "signals": 1, "partners": 1, "synonyms": 0, "stop_words": 0, "user_words": 0,
    }  # fmt: skip


def test_what_the_user_says_goes_before_the_line_of_business(tmp_path: Path) -> None:
    rows = [["세부주제", "담당부서", "단서 문구"], ["배송 속도", "우리 배달팀", ""]]
    after = by_name(read_dictionary(book_of(tmp_path, {"가치사슬": rows}), pack="food"))["배송 속도"]
    assert (after.owner, after.complaint_name) == ("우리 배달팀", "배달 지연")
    assert "라이더+안 잡히다" in after.sure


def test_an_aspect_that_the_user_names_has_a_theme_of_its_own(tmp_path: Path) -> None:
    rows = [["세부주제", "불만 이름"], ["사용 편의", "단말기 조작 불편"]]
    after = by_name(read_dictionary(book_of(tmp_path, {"가치사슬": rows}), pack="finance"))["사용 편의"]
    assert (after.complaint_name, after.same) == ("단말기 조작 불편", "")
    assert by_name(shipped_dictionary(pack_of("finance")))["사용 편의"].same == "앱 사용성"


def test_departments_are_renamed_everywhere(tmp_path: Path) -> None:
    rows = [["담당부서", "우리 회사 이름"], ["물류팀", "SCM본부"], ["고객센터", "-"]]
    words = read_dictionary(book_of(tmp_path, {"담당부서": rows}), pack="appliance")
    assert "물류팀" not in {aspect.owner for aspect in words.aspects} | {role.unit for role in words.roles}
    assert by_name(words)["배송 속도"].owner == "SCM본부"
    assert {role.name: role.unit for role in words.roles}["배송기사"] == "SCM본부"
    assert "고객센터" in {aspect.owner for aspect in words.aspects}


def test_signals_and_partners_are_added_and_changed(tmp_path: Path) -> None:
    sheets = {
        "신호": [
            ["신호", "종류", "심각도", "단서 문구"],
            ["안전", "칼날 노출", 3, "칼날+드러나다"],
            ["안전", "화재·발화", 2.0, None],
        ],
        "협력사": [["협력사 이름", "협력사 종류", "표기"], ["바람택배", "택배사", "바람택배;바람 택배"]],
    }
    words = read_dictionary(book_of(tmp_path, sheets))
    blade, fire = words.rules[-1], next(rule for rule in words.rules if rule.kind == "화재·발화")
    assert (blade.signal, blade.severity, blade.phrases) == (Signal.SAFETY, 3, ("칼날+드러나다",))
    assert (fire.severity, fire.phrases) == (
        2,
        next(r for r in shipped_dictionary().rules if r.kind == fire.kind).phrases,
    )
    assert (words.partners[-1].name, words.partners[-1].kind) == ("바람택배", "courier")
    assert words.partners[-1].words == ("바람택배", "바람 택배")


def test_words_of_the_user_are_read(tmp_path: Path) -> None:
    sheets = {
        "동의어": [["대표어", "같은 말"], ["고객센터", "콜센터; 상담실"], ["앱", "어플"]],
        "불용어": [["단어", "메모"], ["도란", "회사 이름"], ["제품", None], ["제품", None]],
        "사용자단어": [["단어", "품사"], ["오로라팟", None], ["갓성비", "일반명사"]],
    }
    words = read_dictionary(book_of(tmp_path, sheets))
    assert words.synonyms == (("콜센터", "고객센터"), ("상담실", "고객센터"), ("어플", "앱"))
    assert words.stop_words == ("도란", "제품")
    assert words.user_words == (("오로라팟", "NNP"), ("갓성비", "NNG"))


# --- mistakes ---------------------------------------------------------------------------------------------------------


def test_all_mistakes_are_told_together_with_sheet_row_and_mend(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["가치사슬"]
        sheet.cell(3, 2).value = "몰라"
        sheet.cell(5, 8).value = "배송+;차/명;배/명사"
        sheet.cell(6, 1).value = "글쎄"
        sheet.append([None, "배송·포장", "새 주제"])
        book["담당부서"].append(["물류틤", "로지스"])
        book["신호"].cell(3, 4).value = 7
        book["협력사"].append([None, "새벽상회", "도매상", "새벽상회"])
        book["동의어"].append(["고객센터", "상담실;콜센터"])
        book["동의어"].append(["상담실", "CS"])
        book["동의어"].append(["전화", "콜센터"])
        book["사용자단어"].append(["빨래 박사", "이름"])

    first, *lines = refused(edited(tmp_path, edit))
    last = len(shipped_dictionary().aspects) + 2
    assert first == "사전에 고칠 곳이 12곳 있습니다."
    assert len(lines) == 12
    for place, what, mend in (
        ("가치사슬 시트 3행", "'단계' 칸의 '몰라'", "조달·재고, 제품·서비스 품질"),
        ("가치사슬 시트 5행", "'배송+' 에 빈 부분", "배송+늦다"),
        ("가치사슬 시트 5행", "'차/명' 의 품사", "명사, 동사"),
        ("가치사슬 시트 6행", "'사용' 칸의 '글쎄'", "예, 아니오"),
        (f"가치사슬 시트 {last}행", "새 행에 단서가 없습니다", "단서 문구나 대상"),
        ("담당부서 시트", "'물류틤'", "물류팀"),
        ("신호 시트 3행", "'심각도' 칸의 '7'", "1, 2, 3"),
        ("협력사 시트", "'협력사 종류' 칸의 '도매상'", "택배사"),
        ("동의어 시트 2행", "'상담실'", "한 대표어"),
        ("동의어 시트 4행", "'콜센터'가 2행에도", "한 행"),
        ("사용자단어 시트 2행", "'빨래 박사' 에 빈칸", "붙여 씁니다"),
        ("사용자단어 시트 2행", "'품사' 칸의 '이름'", "고유명사"),
    ):
        assert any(place in line and what in line and mend in line.split("→")[1] for line in lines), (place, what)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"가치사슬": [["단계", "단서 문구"], ["배송·포장", "늦다"]]}, "1행: '세부주제' 열이 없습니다"),
        (
            {"가치사슬": [["세부주제", "단서 문귀"], ["맛", "짜다"]]},
            "1행: 모르는 열입니다: 단서 문귀 → 지우거나 아는 이름으로 고칩니다: 단서 문구",
        ),
        ({"가치사슬": [["세부주제", "담당부서"], ["맛", "가"], ["맛", "나"]]}, "3행: '맛'이 2행에도 있습니다"),
        ({"가치사슬": [["세부주제", "단서 문구"], ["새것", "짜다"]]}, "2행: '단계' 칸이 비었습니다"),
        ({"가치사슬": [["단계", "단서 문구", "세부주제"], ["맛", None, None]]}, "2행: '단계' 칸의 '맛'"),
        (
            {"가치사슬": [["세부주제", "단서 문구", "제외 단서"], ["맛", "짜다", "짜다"]]},
            "'짜다'가 단서이면서 제외 단서",
        ),
        ({"신호": [["신호", "종류"], ["안전", "새 종류"]]}, "2행: 새 행에 단서가 없습니다"),
        ({"협력사": [["협력사 이름", "표기"], ["바람택배", "바람택배"]]}, "2행: '협력사 종류' 칸이 비었습니다"),
        ({"동의어": [["대표어", "같은 말"], ["앱", None]]}, "2행: '같은 말' 칸이 비었습니다"),
    ],
)
def test_each_mistake_names_its_row(tmp_path: Path, sheets: dict[str, list[list[object]]], said: str) -> None:
    assert any(said in line for line in refused(book_of(tmp_path, sheets)))


def test_a_flood_of_mistakes_is_cut(tmp_path: Path) -> None:
    rows = [["세부주제", "단계"], *([f"새것 {n}", "없는 단계"] for n in range(80))]
    lines = refused(book_of(tmp_path, {"가치사슬": rows}))
    assert lines[0] == "사전에 고칠 곳이 80곳 있습니다."
    assert lines[-1] == "그 밖에 20곳"
    assert len(lines) == 62


@pytest.mark.parametrize(
    ("content", "said"), [(None, "사전 파일이 없습니다"), (b"aspect,stage\n", "엑셀 파일로 읽을 수 없습니다")]
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "d.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        read_dictionary(path)


def test_a_workbook_of_other_sheets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="아는 시트가 없습니다") as caught:
        read_dictionary(book_of(tmp_path, {"매출": [["a"], ["b"]]}))
    assert "가치사슬" in caught.value.mend


@pytest.mark.parametrize(
    ("sheet", "row", "said"),
    [
        ("신호", {3: "화재·발화", 2: "안전", 4: "3", 5: "꽝꽝이"}, "안전 화재·발화"),
        ("협력사", {2: "한진택배", 3: "택배사", 4: "한진이"}, "한진택배"),
        ("가치사슬", {2: "제품·서비스 품질", 3: "맛", 8: "짜릿짜릿"}, "맛"),
    ],
)
def test_a_second_row_of_a_shipped_name_is_refused(tmp_path: Path, sheet: str, row: dict[int, str], said: str) -> None:
    places: dict[str, int] = {}

    def edit(book: Workbook) -> None:
        page, name = book[sheet], row[2] if sheet == "협력사" else row[3]
        places["last"] = page.max_row + 1
        lines = enumerate(page.iter_rows(values_only=True), start=1)
        places["first"] = next(number for number, cells in lines if name in cells)
        for column, value in row.items():
            page.cell(places["last"], column).value = value

    lines = refused(edited(tmp_path, edit))
    assert len(lines) == 2
    assert lines[1].startswith(f"{sheet} 시트 {places['last']}행: '{said}'")
    assert f" {places['first']}행에도 있습니다" in lines[1]


def test_a_row_typed_anew_adds_to_what_ships(tmp_path: Path) -> None:
    rows = [["신호", "종류", "심각도", "단서 문구", "제외 단서"], ["안전", "화재·발화", 3, "꽝꽝이", "-"]]
    words = read_dictionary(book_of(tmp_path, {"신호": rows}))
    before = next(rule for rule in shipped_dictionary().rules if rule.kind == "화재·발화")
    after = next(rule for rule in words.rules if rule.kind == "화재·발화")
    assert after.phrases == (*before.phrases, "꽝꽝이")
    assert after.counter == ()
    assert changed_rows(words)["signals"] == 1


@pytest.mark.parametrize("name", ["신호들", "위험한 말"])
def test_a_renamed_sheet_is_refused_with_its_right_name(tmp_path: Path, name: str) -> None:
    def edit(book: Workbook) -> None:
        book["신호"].title = name

    first, line = refused(edited(tmp_path, edit))
    assert first == "사전에 고칠 곳이 1곳 있습니다."
    assert line.startswith(f"{name} 시트 1행: ")
    assert "'신호'" in line


def test_a_sheet_of_the_users_own_is_left_alone(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book.create_sheet("회의 기록").append(["날짜", "메모"])

    assert read_dictionary(edited(tmp_path, edit)) == shipped_dictionary()


def test_mistakes_stand_in_the_order_of_sheets_and_rows(tmp_path: Path) -> None:
    rows = [["세부주제", "단계", "단서 문구"], ["새것", "배송·포장", None], ["헌것", "없는 단계", "가"]]
    lines = refused(book_of(tmp_path, {"사용자단어": [["단어"], ["두 말"]], "가치사슬": rows}))
    assert [line.split(":")[0] for line in lines[1:]] == [
        "가치사슬 시트 2행",
        "가치사슬 시트 3행",
        "사용자단어 시트 2행",
    ]


def test_a_user_word_may_be_called_a_noun_as_cues_may(tmp_path: Path) -> None:
    words = read_dictionary(book_of(tmp_path, {"사용자단어": [["단어", "품사"], ["뽀송이트", "명사"]]}))
    assert words.user_words == (("뽀송이트", "NNG"),)


def test_an_aspect_moved_to_another_stage_remembers_where_the_weights_know_it(tmp_path: Path) -> None:
    rows = [["세부주제", "단계"], ["소음·진동", "앱·시스템"]]
    moved = by_name(read_dictionary(book_of(tmp_path, {"가치사슬": rows})))["소음·진동"]
    assert (moved.stage, moved.home) == (Stage.TECHNOLOGY, Stage.OPERATIONS)
