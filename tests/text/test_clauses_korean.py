"""Clauses of Korean as customers type it: "|" stands where a clause ends and the next one begins."""

from __future__ import annotations

import pytest

from tests.steps import split_texts
from voc_cli.text.tokenise import KiwiTokenizer

CONTRAST = [
    "배송은 빨랐지만|포장이 엉망이었어요",
    "가격은 착하지만|마감이 아쉽습니다",
    "맛은 있으나|양이 적다",
    "품질은 좋으나|배송이 느리다",
    "교환을 요청했으나|답변이 없습니다",
    "제품은 만족하지만|배송이 늦었고|기사님도 불친절했어요",
    "나쁘지 않지만|추천은 안 해요",
    "제품은 좋아요|하지만 비싸요",
    "품질은 좋습니다만|비쌉니다",
    "친절합니다만|대기가 깁니다",
    "배송은 느리네요|그래도 제품은 좋아요",
    "배송도 늦고|게다가 파손까지 됐어요",
    "배송이 빠른 대신|포장이 엉망이에요",
    "양이 적은 것만 빼면|최고예요",
    "가격이 싼 반면|품질이 떨어져요",
    "배송 느린 거 빼고는|다 좋아요",
    "사이즈가 작은 것 빼고|다 만족해요",
]
STATE_BEFORE_BUT = [
    "디자인은 예쁜데|소음이 너무 커요",
    "디자인은 좋은데|무거워요",
    "다 좋은데|환불이 안 되나요?",
    "괜찮은데|비싸요",
    "화면이 큰데|무거워요",
    "예쁘긴 한데|불편해요",
    "싸긴 싼데|금방 고장나요",
    "처음에는 좋았는데|지금은 아니에요",
    "설치 기사님은 친절하셨는데|제품에 하자가 있었어요",
    "품질은 좋은데요|배송이 너무 느려요",
    "작동은 되는데|소음이 심해요",
]
MERE_BACKGROUND = [
    "어제 주문했는데 아직도 안 왔어요",
    "앱을 켰는데 바로 꺼졌어요",
    "전화했는데 안 받아요",
    "사용한 지 한 달 됐는데 고장났어요",
    "한 달 썼는데 벌써 배터리가 나갔어요",
    "가는 데 30분 걸렸어요",
    "흠잡을 데가 없어요",
]
SECOND_SUBJECT = [
    "화면은 크고|소리는 작아요",
    "배송도 빠르고|포장도 꼼꼼해요",
    "색상이 예쁘고|재질이 부드러워요",
    "로그인도 안 되고|고객센터도 연결이 안 돼요",
    "로그인이 안되고|전화도 안받음",
    "가격만 비싸고|성능은 그저 그래요",
    "환불도 안 해주고|사과도 없고",
    "배송은 늦었으면서|사과도 없네요",
    "품질은 좋구요|배송도 빠르구요",
    "색상이 사진과 다르고|사이즈도 작아요",
]
SAME_SUBJECT = [
    "앱이 느리고 자꾸 튕겨요",
    "튕기고 느리고 짜증나요",
    "가볍고 작고 예뻐요",
    "먹어 보고 샀어요",
    "배송 받고 바로 써 봤어요",
    "설치하고 나서 로그인이 안 돼요",
    "업데이트하고 나서부터 계속 튕겨요",
]
REASON = [
    "배송이 늦어서 환불했어요",
    "포장이 부실해서 컵이 깨졌어요",
    "너무 비싸서 안 사요",
    "쓰다 보니 소음이 커졌어요",
    "비가 와서 늦는다고 하네요",
]
QUOTATION = [
    "상담원이 내일 온다고 했어요",
    "친구가 좋다고 해서 샀어요",
    '직원이 "기다려 주세요"라고 했어요',
    '상담원이 "안 됩니다" 하고 끊었어요',
    '"좋다"는 말을 듣고 샀어요',
    "'다음 주에 연락드릴게요'라고 하더니 연락이 없어요",
    "좋다는 후기를 보고 샀는데|실망이에요",
]
WHAT_WAS_SAID = [
    "약속을 안 지켰다 하고|사과도 안 함",
    "담당자는 바뀌었다 하고|연락도 없음",
    "오늘 배송된다 하고 감감무소식",
    "확인해 보겠습니다 하고 연락 없음",
    "괜찮아요 하고 넘어갔는데|또 고장",
    "환불은 안 된다 하네요",
    "내일 온다 했는데 아직도 안 와요",
    "곧 해결됩니다 하더니 그대로",
    "죄송합니다 하고|보상도 없음",
]
SAID_BY_NOBODY = [
    "배송 왔다|하나 더 시킴",
    "배송이 느리다|하지만 제품은 좋다",
    "고장났다|하루만에",
    "진짜 좋아요|하나도 안 아파요",
    "최악이에요|할 말이 없네요",
    "너무 시끄러워요|하루종일 들려요",
]
RUN_ON = [
    "배송 빨라요|포장도 좋아요|또 살게요",
    "배송 느려요|환불해 주세요",
    "품질이 좋다|배송이 빠르다|가격이 싸다",
    "업데이트 후 로그인이 안 됩니다|확인 부탁드립니다",
    "좋아요|좋아요|좋아요",
]
WITHOUT_SPACES = [
    "배송빠르고좋아요|근데비싸요",
    "왜이렇게느려요|진짜짜증나네요",
    "배송은빨랐지만|포장이엉망이었어요",
    "배송은빠른데|포장이엉망이에요",
]
STOPS = [
    "배송이 빨라요|포장이 예뻐요|재구매할게요",
    "배송이 빨라요!|포장이 예뻐요!!",
    "왜 안 되나요?|빨리 고쳐 주세요",
    "이게... 뭔가요",
    "가격이 좀... 비싸네요",
]
TEARS_AND_EMOJI = [
    "최악이에요ㅠㅠ|다신 안 사요",
    "배송 빠름ㅋㅋㅋ|근데 포장이 별로",
    "너무 늦게 왔어요 ㅠㅠ|실망",
    "너무ㅠㅠ 늦게 왔어요",
    "진짜 ㅋㅋㅋ 어이없네요",
    "포장 별로ㅠㅠ|배송 늦음",
    "좋아요😊|또 살게요",
    "배송 빨라요👍|포장 별로👎",
    "최고👍👍|강추👍",
    "배송 빨라요~|포장 좋아요~",
    "배송 빨라요^^|포장 좋아요^^",
    "배송도 빠르고^^|포장도 좋아요^^",
    "배송이 안 터지네용|또 살게욤",
]
MISTYPED = [
    "안됍니다|왜이러죠",
    "배송 안됍니다|환불해 주세요",
    "업뎃하고 안됍니다|빨리 고치세요",
    "않됩니다|왜그러죠",
    "안됌니다|왜그러죠",
    "배송 늦읍니다|화나내요",
    "안돼욥|빨리 고쳐주세욧",
    "됫어요|고마워요",
]
LISTS_OF_ONE_THING = [
    "사과, 배, 포도를 샀어요",
    "크림, 로션, 스킨 다 좋아요",
    "교환 환불 반품 다 안 됨",
    "빨강 노랑 파랑 색상이 다양해요",
]
ONE_WORD = ["굿", "별로", "ㅠㅠ", "😊😊", "ㅋㅋㅋㅋ", "!!!", "..."]
ALL = [
    *(CONTRAST + STATE_BEFORE_BUT + MERE_BACKGROUND + SECOND_SUBJECT + SAME_SUBJECT + REASON + QUOTATION),
    *(WHAT_WAS_SAID + SAID_BY_NOBODY),
    *(RUN_ON + STOPS + TEARS_AND_EMOJI + MISTYPED + LISTS_OF_ONE_THING + ONE_WORD),
]


@pytest.mark.parametrize("written", ALL)
def test_korean_is_cut_into_opinions(kiwi: KiwiTokenizer, written: str) -> None:
    clauses = written.split("|")
    assert split_texts([" ".join(clauses)], kiwi) == [clauses]


@pytest.mark.parametrize("written", WITHOUT_SPACES)
def test_korean_without_spaces_is_cut_alike(kiwi: KiwiTokenizer, written: str) -> None:
    clauses = written.split("|")
    assert split_texts(["".join(clauses)], kiwi) == [clauses]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("배송은 빨라요\n포장은 별로예요", ["배송은 빨라요", "포장은 별로예요"]),
        ("배송 빠름\r\n포장 별로\r\n가격 쌈", ["배송 빠름", "포장 별로", "가격 쌈"]),
        ("1. 배송이 느림\n2. 포장이 부실함", ["1. 배송이 느림", "2. 포장이 부실함"]),
        ("- 배송 느림\n- 포장 부실", ["- 배송 느림", "- 포장 부실"]),
        ("배송이 너무\n늦어요", ["배송이 너무\n늦어요"]),
        ("배송이 빨라요. 포장이 예뻐요.", ["배송이 빨라요", "포장이 예뻐요"]),
        ("  좋아요.  또 살게요.  ", ["좋아요", "또 살게요"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_lines_and_full_stops_divide_and_are_trimmed(kiwi: KiwiTokenizer, text: str, clauses: list[str]) -> None:
    assert split_texts([text], kiwi) == [clauses]


def test_offsets_hold_behind_emoji_and_rare_letters(kiwi: KiwiTokenizer) -> None:
    text = "👨‍👩‍👧𠮷 배송은 빨랐지만 🇰🇷포장이 엉망이에요😡😡 환불해 주세요"
    clauses = split_texts([text], kiwi)[0]
    assert "배송은 빨랐지만" in clauses[0]
    assert clauses[1] == "포장이 엉망이에요😡😡"
    assert clauses[2] == "환불해 주세요"
