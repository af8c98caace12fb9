from __future__ import annotations

import re

import pytest

from voc_cli.schema import Signal
from voc_cli.signals.guards import guarded, is_likened, load_guards
from voc_cli.signals.urgent import load_rules

BUG, FRAUD, LEAK, CRASH, OFFICE, DRIVING = (
    "이물질",
    "사기·기만 비난",
    "개인정보 유출·도용",
    "교통사고",
    "기관 신고",
    "음주·난폭 운전",
)
ROT, LOCKED = "변질·부패", "문·갇힘"
PAID, VIOLENCE, UNLAWFUL, FAKE = "무단 결제·명의도용", "성추행·폭행·위협", "불법·계약 위반", "가품·상표·저작권"
TWICE = "이중 결제·청구"
HEAT, DANGER, DIRTY, AIRED = "과열·발열", "위험·사고 우려", "전염·해충 위험", "커뮤니티·SNS 공론화"
REPORTED = "신고·민원 언급"
SKIN, SUIT, UNFAIR = "알레르기·피부 손상", "고소·소송·내용증명", "차별·갑질·불공정 비난"
PRAISE, REFUSED, THINKING, LEFT = "직원 칭찬", "재구매 거부", "이탈 고민", "해지·탈퇴·삭제 완료"


@pytest.mark.parametrize(
    ("kind", "words", "clause"),
    [
        (BUG, ["벌레/N", "나오/V"], "광고가 바퀴벌레처럼 자꾸 나와요"),
        (FRAUD, ["사기/N"], "사기를 당해 본 적은 한 번도 없어요"),
        (FRAUD, ["사기꾼/N"], "사기꾼 걱정 없이 거래하니 사기꾼이 없어서 좋아요"),
        (FRAUD, ["사기꾼/N"], "다른 앱은 사기꾼이 많은데"),
        (FRAUD, ["사기/N"], "사기당할까 봐 무서워서"),
        ("가품·상표·저작권", ["가품/N"], "가품도 아닌데 막혔어요"),
        (CRASH, ["사고/N", "나/V"], "이어폰 사고나서 또 주문했어요"),
        (OFFICE, ["경찰/N", "신고/N"], "경찰 신고 기능을 넣어 주세요"),
        (DANGER, ["위험하/V"], "주변 소리가 들려서 길에서 덜 위험해요"),
    ],
)
def test_what_tells_of_no_harm_is_taken_away(kind: str, words: list[str], clause: str) -> None:
    assert guarded(kind, words, clause) == ""


@pytest.mark.parametrize(
    ("kind", "words", "clause"),
    [
        (BUG, ["벌레/N", "나오/V"], "벌레처럼 생긴 게 나왔어요"),
        (FRAUD, ["사기/N"], "이런 사기는 당해 본 적이 없어요"),
        (FRAUD, ["사기/N"], "사기 아닌가요"),
        (FRAUD, ["사기/N"], "다른 사람은 되는데 저만 사기당했어요"),
        ("무단 결제·명의도용", ["결제/N", "적/N", "없/V"], "결제한 적 없는데 결제됐어요"),
        (CRASH, ["사고/N", "나/V"], "차 사고나서 병원에 있어요"),
        (OFFICE, ["경찰/N"], "신고 버튼을 못 찾아 경찰에 갔는데 사기당했어요"),
    ],
)
def test_what_tells_of_harm_stays(kind: str, words: list[str], clause: str) -> None:
    assert guarded(kind, words, clause) == kind


@pytest.mark.parametrize(
    ("kind", "words", "clause", "weaker"),
    [
        (CRASH, ["사고/N", "나/V"], "사고 나면 누가 책임지나요", "위험·사고 우려"),
        (LEAK, ["유출/N"], "유출되면 책임지실 건가요", "개인정보·보안 우려"),
        (DRIVING, ["운전/N", "전화/N"], "운전 중에 무슨 전화를 합니까", "위험·사고 우려"),
        (OFFICE, ["불법/N", "신고/N"], "누가 불법이라고 신고했는지 정지됐어요", "신고·민원 언급"),
    ],
)
def test_what_is_only_feared_or_asked_weighs_less(kind: str, words: list[str], clause: str, weaker: str) -> None:
    assert guarded(kind, words, clause) == weaker


def test_short_verbs_are_not_looked_for_in_the_clause() -> None:
    assert guarded(BUG, ["나/V"], "나처럼 써 보세요") == BUG


def test_what_a_thing_is_likened_to_is_told_by_its_particle() -> None:
    assert is_likened(["폭죽/N"], "폭죽처럼 튀었어요")
    assert not is_likened(["폭죽/N"], "폭죽에 데었어요")
    assert not is_likened([], "폭죽처럼 튀었어요")


def test_guards_name_kinds_of_the_table_and_weaken_to_less_grave_ones() -> None:
    rules = {rule.kind: rule for rule in load_rules()}
    for guard in load_guards():
        re.compile(guard.when.replace("{word}", "x"))
        re.compile(guard.unless)
        assert guard.kinds <= rules.keys(), guard.name
        if guard.weaker:
            assert all(rules[guard.weaker].severity < rules[kind].severity for kind in guard.kinds), guard.name
            assert all(rules[guard.weaker].signal is rules[kind].signal for kind in guard.kinds), guard.name


def test_a_departure_is_guarded_by_what_names_its_kind_alone() -> None:
    assert guarded("해지·탈퇴·삭제 완료", ["삭제/N"], "삭제하고 다시 깔아도 안 돼요", is_urgent=False) == ""
    assert guarded("해지·탈퇴·삭제 완료", ["삭제/N"], "벌레처럼 귀찮아 삭제처럼 굴어요", is_urgent=False) != ""
    assert {rule.signal for rule in load_rules() if guarded(rule.kind, [], "", is_urgent=False)} == set(Signal)


@pytest.mark.parametrize("words", [("벌레",), ("사기", "돈"), ("신고",), ("결제", "적"), ("트러블",)])
@pytest.mark.parametrize(
    "clause",
    [
        "광고가 바퀴벌레처럼 자꾸 나와요",
        "사기를 당해 본 적은 한 번도 없어요",
        "신고하기 버튼이 없어요",
        "결제됐다는데 연락을 받은 적 없어요",
        "예전엔 막 쓰면 트러블 났는데",
        "사고 나면 누가 책임지나요",
    ],
)
def test_the_hint_of_a_guard_misses_nothing(words: tuple[str, ...], clause: str) -> None:
    for guard in load_guards():
        exact = re.compile(guard.when.replace("{word}", f"(?:{'|'.join(words)})"))
        assert guard.hint.search(clause) or not exact.search(clause), guard.name


@pytest.mark.parametrize(
    ("kind", "words", "clause", "told"),
    [
        (PRAISE, ["의사/N"], "또 방문할 의사 충분해요 최고", ""),
        (PRAISE, ["의사/N"], "의사 선생님이 친절하세요", PRAISE),
        (PRAISE, ["대리/N"], "구경만 해도 대리 만족 최고", ""),
        (PRAISE, ["대리/N"], "김 대리님이 친절하게 도와주셨어요", PRAISE),
        (PRAISE, ["관리자/N"], "파일 관리자 앱으로 옮기니 좋아요", ""),
        (PRAISE, ["관리자/N"], "관리자분이 빠르게 해결해 주셨어요", PRAISE),
        (PRAISE, ["개발자/N"], "개발자분이 뭔가 잘못 이해하신 것 같네요", ""),
        (PRAISE, ["부장/N"], "부장님 몰래 듣기 좋아요", ""),
        (PRAISE, ["직원/N"], "직원이 네 명 있는 가게", ""),
        (PRAISE, ["직원/N"], "직원이 네 명 다 상냥해요", PRAISE),
        (REFUSED, ["이제/M", "쓰/V"], "유선은 이제 못 쓸 것 같아요", ""),
        (REFUSED, ["이제/M", "쓰/V"], "이 앱은 이제 못 쓸 것 같아요", REFUSED),
        (LEFT, ["갈아타/V"], "3세대로 갈아타게 됐어요", ""),
        (LEFT, ["갈아타/V"], "다른 회사로 갈아탔어요", LEFT),
        (LEFT, ["갈아타/V"], "타사 이어폰 쓰다가 갈아탔어요", ""),
        (REFUSED, ["안/M", "사/V"], "왜 진작 안 샀나 싶어요", ""),
        (REFUSED, ["안/M", "사/V"], "한동안은 안 사도 되겠어요", ""),
        (REFUSED, ["안/M", "사/V"], "앞으로는 안 살 거예요", REFUSED),
        (REFUSED, ["또/M", "주문/N"], "또 주문했어요", ""),
        (REFUSED, ["또/M", "주문/N"], "또 주문했다가 실망하고 다시는 안 사요", REFUSED),
        (THINKING, ["앱/N", "쓰/V"], "다른 앱도 써 봤는데 불편했어요", ""),
        (THINKING, ["앱/N", "쓰/V"], "다른 앱 쓰다가 돌아오면 꺼져 있어요", ""),
        (THINKING, ["앱/N", "쓰/V"], "딴 앱 써 보니 훨씬 빠르네요", THINKING),
        (LEFT, ["삭제/N"], "삭제하고 다시 받아도 똑같네요", ""),
        (LEFT, ["삭제/N"], "삭제하고 다시는 안 봅니다", LEFT),
        (PAID, ["모르/V", "가입/N"], "연회비가 있는 줄 모르고 가입했어요", ""),
        (PAID, ["모르/V", "가입/N"], "혹시 몰라 다른 메일로 가입했어요", ""),
        (PAID, ["모르/V", "가입/N"], "나도 모르게 가입됐어요", PAID),
        (PAID, ["모르/V", "결제/N"], "모르는 결제가 세 건 있어요", PAID),
        (TWICE, ["번/N", "결제/N"], "두 번째로 결제하니 또 취소됐어요", ""),
        (TWICE, ["번/N", "결제/N"], "두 번째 상품은 중복 결제됐어요", TWICE),
        (VIOLENCE, ["개인적/N", "연락/N"], "개인적으로 연락 주세요", ""),
        (VIOLENCE, ["개인적/N", "연락/N"], "기사가 개인적으로 연락하고 싶다고 해요", VIOLENCE),
        (VIOLENCE, ["번호/N", "따/V"], "전화 번호만 따이고 끝났어요", ""),
        (VIOLENCE, ["번호/N", "따/V"], "배달 온 남자가 번호를 따 가려 했어요", VIOLENCE),
        (VIOLENCE, ["집/N", "앞/N", "기다리/V"], "집 앞에 두고 가서 밖에서 기다렸어요", ""),
        (VIOLENCE, ["집/N", "앞/N", "기다리/V"], "집 앞에서 서성이며 기다렸어요", VIOLENCE),
        (VIOLENCE, ["칼/N", "들/V"], "포장에 봉지 자르는 칼이 들어 있어요", ""),
        (VIOLENCE, ["칼/N", "들/V"], "칼을 들고 소리쳤어요", VIOLENCE),
        (UNLAWFUL, ["불법/N"], "불법 거래라며 계정이 정지됐어요", ""),
        (UNLAWFUL, ["불법/N"], "불법 거래를 방치해요", UNLAWFUL),
        (FAKE, ["가품/N"], "가품을 팔지도 않았는데 제재를 받았어요", ""),
        (FAKE, ["가품/N"], "가품을 보내고 환불을 안 해 줘요", FAKE),
        (HEAT, ["열/N", "심하/V"], "열받아서 말이 심해졌어요", ""),
        (HEAT, ["열/N", "심하/V"], "충전할 때 열이 심해요", HEAT),
        (DANGER, ["켜/V"], "혼자 화면이 켜져요", ""),
        (DANGER, ["켜/V"], "전기장판이 혼자 켜져서 뜨거워요", DANGER),
        (DANGER, ["큰일/N", "나/V"], "사진을 안 남기면 큰일 나요", ""),
        (DANGER, ["큰일/N", "나/V"], "아이가 삼켜서 큰일 날 뻔했어요", DANGER),
        (DANGER, ["위험/N"], "지갑에 위험한 앱이에요", ""),
        (DANGER, ["위험/N"], "모서리가 튀어나와 위험해요", DANGER),
        (DANGER, ["죽/V", "뻔/N"], "너무 매워서 죽을 뻔했어요", ""),
        (DANGER, ["죽/V", "뻔/N"], "가스가 새서 죽을 뻔했어요", DANGER),
        (DANGER, ["사람/N", "잡/V"], "설마가 사람 잡네요", ""),
        (DIRTY, ["남/V", "반찬/N"], "남은 반찬은 냉장고에 넣었어요", ""),
        (DIRTY, ["남/V", "반찬/N"], "남은 반찬을 재사용해요", DIRTY),
        (AIRED, ["넘어가/V"], "다음 화면으로 안 넘어가요 그냥 멈춰요", ""),
        (AIRED, ["넘어가/V"], "이번에는 그냥 안 넘어가요", AIRED),
        (SUIT, ["고소/N"], "고소한 누룽지가 별미예요", ""),
        (SUIT, ["고소/N"], "고소 담백한 국물이네요", ""),
        (SUIT, ["고소/N"], "업체를 고소한 상태예요", SUIT),
        ("자해·극단 선택 암시", ["매/V"], "퍽퍽해서 목이 메요", ""),
        ("자해·극단 선택 암시", ["매/V"], "목을 매고 싶어요", "자해·극단 선택 암시"),
        ("베임·찔림", ["베이/V"], "옷에 기름 냄새가 베여요", ""),
        ("베임·찔림", ["베이/V"], "종이에 손가락이 베여요", "베임·찔림"),
        ("부상·낙상", ["나뒹굴/V"], "상자 안에서 새우가 나뒹굴어요", ""),
        ("부상·낙상", ["나뒹굴/V"], "계단에서 나뒹굴었어요", "부상·낙상"),
        (DRIVING, ["속도/N", "내/V"], "먹는 속도보다 빨리 내줘요", ""),
        (DRIVING, ["속도/N", "내/V"], "기사님이 속도를 너무 내요", DRIVING),
        (BUG, ["바퀴벌레/N"], "바퀴벌레가 이제 안 보여요", ""),
        (DANGER, ["위험하/V"], "덜컹거려서 위험해요", DANGER),
        (LOCKED, ["현관/N", "열리/V"], "공동현관 비번이 틀려 안 열려서 택배 기사님이 돌아갔어요", ""),
        (LOCKED, ["현관/N", "열리/V"], "현관이 안 열려서 아이가 안에서 울었어요", LOCKED),
        (ROT, ["곰팡이/N"], "욕실 곰팡이와 드디어 작별했어요", ""),
        (ROT, ["곰팡이/N"], "곰팡이 핀 빵을 보내고 안녕하세요 한마디가 끝이네요", ROT),
        (VIOLENCE, ["때리/V"], "때려죽여도 이건 설정 못 하겠습니다", ""),
        (VIOLENCE, ["때리/V"], "직원이 때려죽이겠다고 협박했어요", VIOLENCE),
        (VIOLENCE, ["때리/V"], "기사가 친구를 때려서 경찰이 왔어요", VIOLENCE),
        (BUG, ["바퀴벌레/N"], "바퀴벌레가 나왔는데 사과를 안 해요", BUG),
        (PAID, ["명/N", "모르/V"], "재료 이름을 몰라서 물어봤어요", ""),
        (PAID, ["명의/N", "모르/V"], "제 명의로 개통된 걸 몰랐어요", PAID),
        (UNFAIR, ["차별/N"], "다른 앱과 차별되는 점이 좋아요", ""),
        (UNFAIR, ["차별/N"], "나이로 차별하네요", UNFAIR),
        (FRAUD, ["사기/N"], "직거래라 사기 치기가 어려워요", ""),
        (FRAUD, ["사기/N"], "사기꾼을 잡기가 어려워요", FRAUD),
        (FRAUD, ["사기/N"], "사기당했는데 환불이 어려워요", FRAUD),
        (LEFT, ["삭제/N"], "앱 삭제 후", ""),
        (LEFT, ["삭제/N"], "하루 쓰고 삭제", LEFT),
        (LEFT, ["지우/V"], "열 번을 지워도안되고", ""),
        (LEFT, ["해지/N"], "지문을 해지해서 재등록하려니 막혀요", ""),
        (LEFT, ["해지/N"], "카드를 해지했습니다", LEFT),
        (THINKING, ["갱신/N"], "잔고 화면 갱신이 안 됩니다", ""),
        (THINKING, ["갱신/N"], "다음 달엔 갱신 안 할 겁니다", THINKING),
        (LEFT, ["사용/N", "중지/N"], "보다가 사용이 중지됐다고 떠요", ""),
        (LEFT, ["사용/N", "중지/N"], "오늘부터 사용 중지합니다", LEFT),
        (LEFT, ["삭제/N"], "이상한 글은 삭제 부탁드려요", ""),
        (LEFT, ["삭제/N"], "제 계정 삭제 부탁드려요", LEFT),
        (LEFT, ["예금/N", "빼/V"], "오늘 예금을 빼야 되는데 열리지 않네요", ""),
        (LEFT, ["예금/N", "빼/V"], "불안해서 예금을 다 뺐어요", LEFT),
        (REFUSED, ["거래/N"], "아침부터 거래를 못 하고 있네요", ""),
        (REFUSED, ["거래/N"], "장중에 거래 못하면 누가 물어 주나요", ""),
        (LEFT, ["연장/N"], "반납 시간 연장이 안 되길래 전화했어요", ""),
        (LEFT, ["삭제/N"], "제가 쓴 후기가 삭제됐네요", ""),
        (THINKING, ["앱/N", "쓰/V"], "다른 앱이랑 같이 쓰고 있어요", ""),
        (REFUSED, ["거래/N"], "여기랑은 이제 거래 안 합니다", REFUSED),
        (THINKING, ["앱/N", "쓰/V"], "차라리 다른 앱을 써 봤는데 낫네요", THINKING),
    ],
)
def test_who_is_praised_and_who_leaves_is_told_by_what_stands_around(
    kind: str, words: list[str], clause: str, told: str
) -> None:
    assert guarded(kind, words, clause, is_urgent=False) == told


@pytest.mark.parametrize(("is_glad", "told"), [(True, ""), (False, LEFT)])
def test_who_changes_in_a_glad_text_has_come(is_glad: bool, told: str) -> None:
    assert guarded(LEFT, ["갈아타/V"], "쓰다 결국 갈아탄 건데", is_urgent=False, is_glad=is_glad) == told


@pytest.mark.parametrize(
    ("kind", "words", "clause", "is_case"),
    [
        (SKIN, ["트러블/N"], "예민한 피부라 트러블이 잦았는데", False),
        (SKIN, ["트러블/N"], "트러블 안 나는 화장품을 찾을 수 있어요", False),
        (SKIN, ["트러블/N"], "이 크림을 바르고 나서 트러블이 났어요", True),
        (SKIN, ["트러블/N"], "세안하자마자 트러블이 올라와요", True),
        (FAKE, ["짝퉁/N"], "전에 짝퉁 쓰다가 바꿨는데", False),
        (FAKE, ["가짜/N"], "가짜일까 봐 걱정했는데", False),
        (UNFAIR, ["승차/N", "거부/N"], "승차 거부하는 택시 때문에 이것만 타요", False),
        (UNFAIR, ["승차/N", "거부/N"], "기사님이 승차 거부를 했어요", True),
        ("신고·민원 언급", ["신고/N"], "신고도 바로 할 수 있고", False),
        ("신고·민원 언급", ["신고/N"], "신고하겠습니다", True),
        (FAKE, ["가짜/N"], "가짜가 왔어요", True),
    ],
)
def test_what_was_before_is_no_case_in_a_glad_text(kind: str, words: list[str], clause: str, is_case: bool) -> None:
    assert guarded(kind, words, clause, is_glad=True) == (kind if is_case else "")
    assert guarded(kind, words, clause, is_glad=False) == kind


FIRE, BURST, SHOCK, BURN = "화재·발화", "폭발·파열", "감전·누전", "화상·데임"
BURN_FEARED, HURT, MISLED, REPORT = "화상 우려", "부상·낙상", "허위·과장광고", "신고·민원 언급"


@pytest.mark.parametrize(
    ("kind", "words", "harmless", "harm"),
    [
        (REPORT, ["신고/N"], "누가 허위 신고를 했어요", "허위 광고라서 신고해요"),
        (MISLED, ["허위/N"], "허위 매물이라고 정지됐어요", "허위 광고로 신고할게요"),
        (BURST, ["폭발/N"], "귀여움이 폭발해요", "보관함이 폭발했어요"),
        (BURST, ["폭발/N"], "가성비 완전 폭발", "압력이 폭발했어요"),
        (FIRE, ["불/N", "나/V"], "발에 불이 나도록 뛰었어요", "콘센트에 불이 나게 됐어요"),
        (BUG, ["바퀴벌레/N"], "바퀴벌레 약 잘 들어요", "바퀴벌레 약을 쳐도 나와요"),
        (BUG, ["개미/N"], "개미가 싹 사라졌어요", "개미가 음식에 있다 사라졌어요"),
        (SHOCK, ["누전/N"], "누전차단기가 있어 든든해요", "누전차단기가 자꾸 내려가요"),
        (BURN, ["손/N", "데이/V"], "손이 데일 만큼 뜨겁지는 않아요", "손이 데일 만큼 뜨거워요"),
        (SUIT, ["고소/N"], "고소할 정도로 나쁘지는 않아요", "고소할 정도로 나빠요"),
        (BURN_FEARED, ["화상/N"], "화상 회의용으로 샀어요", "화상 회의 중에 데었어요"),
        (BURN, ["화상/N", "입/V"], "지갑이 화상 입은 기분", "팔에 화상 입은 느낌"),
        (SUIT, ["변호사/N"], "변호사인 남편이 좋아해요", "변호사인 남편이 소송한대요"),
        (OFFICE, ["경찰/N"], "경찰 아저씨 선물로 샀어요", "경찰 아저씨를 불렀어요"),
        (LOCKED, ["잠금장치/N", "없/V"], "잠금장치가 안전해서 다칠 일이 없어요", "잠금장치가 없어요"),
        (HURT, ["머리/N", "맞/V"], "머리에 잘 맞아요", "떨어져서 머리를 맞았어요"),
        (LEFT, ["바꾸/V"], "다른 색으로 바꿨어요", "다른 은행으로 바꿨어요"),
    ],
)
def test_figures_and_remedies_tell_of_no_harm_and_the_harm_stays(
    kind: str, words: list[str], harmless: str, harm: str
) -> None:
    is_urgent = kind != LEFT
    assert guarded(kind, words, harmless, is_urgent=is_urgent) == ""
    assert guarded(kind, words, harm, is_urgent=is_urgent) == kind


@pytest.mark.parametrize(
    ("words", "mocked", "meant"),
    [
        (["상담원/N"], "친절하신 상담원 덕에 두 시간 날렸네요", "친절하신 상담원 덕에 금방 해결했네요"),
        (["직원/N"], "다른 지점 직원은 친절한데", "다른 직원분들도 친절한데"),
        (["사장/N"], "예전 사장님은 친절했는데", "예전이나 지금이나 사장님이 친절한데"),
        (["기사/N"], "기사님 친절하시다더니", "기사님 친절하시고"),
    ],
)
def test_staff_is_not_praised_by_what_is_said_of_others_or_in_mockery(
    words: list[str], mocked: str, meant: str
) -> None:
    assert guarded(PRAISE, words, mocked, is_urgent=False) == ""
    assert guarded(PRAISE, words, meant, is_urgent=False) == PRAISE


def test_praise_with_a_laugh_is_mockery_only_where_the_text_complains() -> None:
    clause = "상담원이 참 친절하시네요 ㅋㅋ"
    assert guarded(PRAISE, ["상담원/N"], clause, is_urgent=False, is_sour=True) == ""
    assert guarded(PRAISE, ["상담원/N"], clause, is_urgent=False) == PRAISE


MONEY = [
    "잘못 보낸 송금을 막을 안전장치가 없네요",
    "로그인 안전장치가 없어요",
    "신분증을 손으로 적는 간단한 안전장치도 없고",
    "직거래 사기를 막는 안전장치가 없습니다",
    "결제할 때 안전장치가 없어요",
]
BODIES = [
    "안전장치도 없고",
    "가스 안전장치가 작동 안 해요",
    "결제하고 받은 제품에 안전장치가 없습니다",
    "판매자가 보낸 제품에 안전장치가 없네요",
    "KC 인증도 없는 제품이라 안전장치가 없습니다",
    "뱅크에서 빌린 킥보드 안전장치가 고장",
]


@pytest.mark.parametrize(
    ("clause", "kind"), [*((clause, "") for clause in MONEY), *((clause, DANGER) for clause in BODIES)]
)
def test_a_safeguard_of_money_keeps_nobody_from_harm(clause: str, kind: str) -> None:
    assert guarded(DANGER, ["안전/N", "장치/N", "없/V"], clause) == kind


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("카드 사고신고 해지가 안 돼요", ""),
        ("사고등록된 카드라 막혔어요", ""),
        ("분실 신고 메뉴가 없어요", ""),
        ("사고신고 안 받아 주면 금감원에 민원 넣을게요", REPORTED),
        ("교통사고 신고했는데 보상이 없어요", REPORTED),
        ("신고하겠습니다", REPORTED),
    ],
)
def test_a_card_reported_lost_is_no_report_to_an_authority(clause: str, kind: str) -> None:
    assert guarded(REPORTED, ["신고하/V"], clause) == kind


@pytest.mark.parametrize(
    ("clause", "kind"), [("카드 사고신고 해지하려는데", ""), ("사고신고 해지 안 돼서 카드 해지하고 갈아탔어요", LEFT)]
)
def test_who_takes_a_report_back_does_not_leave(clause: str, kind: str) -> None:
    assert guarded(LEFT, ["해지하/V"], clause, is_urgent=False) == kind
