"""Grave words on which nobody must act today: they stay raised, and weigh less."""

from __future__ import annotations

import re

import pytest

from voc_cli import schema
from voc_cli.annotate import Annotator
from voc_cli.schema import SEPARATOR, Signal
from voc_cli.signals.guards import load_mentions, mentioned
from voc_cli.signals.urgent import GRAVE, load_rules

CRASH, HURT, FAINT, LEAK, FRAUD = "교통사고", "부상·낙상", "질식·호흡·의식", "개인정보 유출·도용", "사기·횡령"
VIOLENCE, OFFICE, SUIT, SIDE, PAID = (
    "성추행·폭행·위협",
    "기관 신고",
    "고소·소송·내용증명",
    "의료·복약 부작용",
    "무단 결제·명의도용",
)
UNANSWERED = "사고 뒤 무대응"
SEVERITY = {rule.kind: rule.severity for rule in load_rules() if rule.signal in schema.URGENT}


@pytest.mark.parametrize(
    ("kind", "signal", "words", "clause", "told"),
    [
        (CRASH, "safety", ["사고/N", "나/V"], "이러다 사고 날 것 같아요", "위험·사고 우려"),
        (CRASH, "safety", ["사고/N", "나/V"], "비가 와서 사고날까 봐 마음 졸였어요", "위험·사고 우려"),
        (CRASH, "safety", ["사고/N", "나/V"], "정비를 안 해서 사고날 뻔했어요", CRASH),
        (CRASH, "safety", ["사고/N", "나/V"], "어제 사고가 났는데 연락이 없어요", CRASH),
        (FAINT, "safety", ["쓰러지/V"], "가입하다가 쓰러질 듯", "안전 관련 언급"),
        (FAINT, "safety", ["쓰러지/V"], "가스 냄새에 쓰러질 것 같아요", FAINT),
        (FAINT, "safety", ["쓰러지/V"], "매장에서 어머니가 쓰러지셨어요", FAINT),
        (HURT, "safety", ["다치/V"], "발을 다쳐서 집에만 있는데 배달로 장 보니 좋네요", "안전 관련 언급"),
        (HURT, "safety", ["다치/V"], "사다리에서 떨어져 다쳐서 배송 기사님을 못 만났어요", HURT),
        (HURT, "safety", ["다치/V"], "손잡이가 부러져 아이가 다쳤어요", HURT),
        (LEAK, "legal", ["유출/N"], "주민번호까지 적으라니 유출될까 걱정", "개인정보·보안 우려"),
        (LEAK, "legal", ["해킹/N"], "내 휴대폰이 해킹이라도 됐나", "개인정보·보안 우려"),
        (LEAK, "legal", ["유출/N"], "정보가 유출됐나요? 스팸 문자가 계속 와요", LEAK),
        (FRAUD, "legal", ["먹튀/N"], "등급만 없애는 먹튀네", "사기·기만 비난"),
        (FRAUD, "legal", ["먹튀/N"], "입금하니 판매자가 먹튀했어요", FRAUD),
        (VIOLENCE, "safety", ["납치/N"], "툭하면 납치 광고가 떠요", "안전 관련 언급"),
        (VIOLENCE, "safety", ["욕설/N"], "글에 욕설을 섞거나 하지는 않아요", "안전 관련 언급"),
        (VIOLENCE, "safety", ["욕설/N"], "기사가 저한테 욕설을 했어요", VIOLENCE),
        (VIOLENCE, "safety", ["성희롱/N"], "성희롱 논란 뉴스 보고 지웁니다", "위험·사고 우려"),
        (VIOLENCE, "safety", ["성희롱/N"], "성희롱 사건을 제가 당했습니다", VIOLENCE),
        (OFFICE, "legal", ["경찰/N"], "경찰 캐릭터가 귀여워요", "신고·민원 언급"),
        (OFFICE, "legal", ["경찰/N"], "경찰에 접수했습니다", OFFICE),
        (SUIT, "legal", ["고소/N"], "이 정도면 고소감이네", "법적 문제 언급"),
        (SUIT, "legal", ["고소/N"], "변호사와 고소 준비하고 있습니다", SUIT),
        (SIDE, "safety", ["부작용/N"], "하루라도 안 보면 심심한 부작용이 생겼어요", "안전 관련 언급"),
        (SIDE, "safety", ["부작용/N"], "크림을 바르고 부작용이 왔어요", SIDE),
        (PAID, "legal", ["결제/N", "적/N", "없/V"], "제대로 결제된 적이 없어요", "법적 문제 언급"),
        (PAID, "legal", ["결제/N", "적/N", "없/V"], "결제한 적이 없는데 돈이 빠졌어요", PAID),
        ("베임·찔림", "safety", ["찔리/V"], "값만 물으며 찔러 봐요", "안전 관련 언급"),
        ("베임·찔림", "safety", ["찔리/V"], "포장 철심에 찔렸어요", "베임·찔림"),
        (PAID, "legal", ["스미싱/N"], "스미싱 예방 차원이라고 해요", "개인정보·보안 우려"),
        (PAID, "legal", ["스미싱/N"], "가입하고 스미싱 당했어요", PAID),
        (VIOLENCE, "safety", ["폭언/N"], "상담원에게 폭언하지 말라는 안내만 나와요", "안전 관련 언급"),
        (VIOLENCE, "safety", ["폭언/N"], "직원이 제게 폭언을 했어요", VIOLENCE),
        (SUIT, "legal", ["고소/N"], "우유를 넣으니 고소하고 담백해요", "법적 문제 언급"),
        (SUIT, "legal", ["고소/N"], "업체를 고소했어요", SUIT),
        (CRASH, "safety", ["사고/N", "나/V"], "배달 사고가 자주 나요", "안전 관련 언급"),
        ("이물질", "safety", ["손톱/N"], "손톱만 한 마늘이 들어 있어요", "안전 관련 언급"),
        ("이물질", "safety", ["손톱/N"], "밥에서 손톱이 나왔어요", "이물질"),
        ("음주·난폭 운전", "safety", ["기사/N", "통화/N"], "기사님과 통화해서 문 앞에서 받았어요", "안전 관련 언급"),
        ("음주·난폭 운전", "safety", ["기사/N", "통화/N"], "기사님이 운전하면서 통화만 해요", "음주·난폭 운전"),
        (CRASH, "safety", ["사고/N"], "선거 때마다 사고 치는 정치인", "안전 관련 언급"),
        (SUIT, "legal", ["법적/N", "분쟁/N"], "법적 분쟁이 생길 경우 누가 도와주나요", "법적 문제 언급"),
        (SUIT, "legal", ["소송/N"], "소송까지 갈 경우 비용이 나오나요", "법적 문제 언급"),
        (SUIT, "legal", ["소송/N"], "소송 준비하고 있습니다", SUIT),
        (UNANSWERED, "safety", ["사고/N", "나/V", "책임/N"], "이러다 사고 나면 누가 책임지나요", "위험·사고 우려"),
        (UNANSWERED, "safety", ["사고/N", "나/V", "책임/N"], "사고가 났는데 아무도 책임을 안 져요", UNANSWERED),
        ("베임·찔림", "safety", ["날카롭/V", "긁히/V"], "모서리가 날카로워서 팔을 긁혔어요", "위험·사고 우려"),
        ("베임·찔림", "safety", ["날카롭/V", "긁히/V"], "날카로운 데 긁혀서 피가 났어요", "베임·찔림"),
        ("베임·찔림", "safety", ["베이/V"], "상자 모서리에 손을 베일 뻔했어요", "위험·사고 우려"),
        ("베임·찔림", "safety", ["베이/V"], "뚜껑에 손을 베였어요", "베임·찔림"),
        ("베임·찔림", "safety", ["베이/V"], "아이가 크게 베일 뻔했어요", "베임·찔림"),
        (HURT, "safety", ["넘어지/V"], "젖은 바닥에서 넘어질 뻔했어요", "위험·사고 우려"),
        (HURT, "safety", ["넘어지/V"], "젖은 바닥에서 넘어졌어요", HURT),
        ("이물질", "safety", ["벌레/N", "나오/V"], "리뷰에 벌레가 나왔다고 하던데요", "위험·사고 우려"),
        ("이물질", "safety", ["벌레/N", "나오/V"], "리뷰처럼 저도 벌레가 나왔다고 말했어요", "이물질"),
        ("이물질", "safety", ["이물질/N"], "봉지에 이물질이 있다 등의 후기가 많네요", "위험·사고 우려"),
        ("이물질", "safety", ["이물질/N", "들어가/V"], "스피커 구멍에 이물질이 들어가 있어요", "안전 관련 언급"),
        ("이물질", "safety", ["이물질/N", "들어가/V"], "밥그릇에 이물질이 들어가 있어요", "이물질"),
        ("이물질", "safety", ["담배꽁초/N"], "좌석에 담배꽁초가 굴러다녀요", "안전 관련 언급"),
        ("이물질", "safety", ["담배꽁초/N"], "국물에 담배꽁초가 빠져 있어요", "이물질"),
        ("이물질", "safety", ["이물질/N", "묻/V"], "끈적한 이물질이 묻어 있어요", "위험·사고 우려"),
        ("이물질", "safety", ["이물질/N", "묻/V"], "젓가락에 이물질이 묻어 있어요", "이물질"),
        (FRAUD, "legal", ["떼먹/V"], "손님 돈 떼먹는 회사네요", "사기·기만 비난"),
        (FRAUD, "legal", ["떼먹/V"], "떼먹을 작정인가요", "사기·기만 비난"),
        (FRAUD, "legal", ["떼먹/V"], "보증금 오십만 원을 떼먹고 사라졌어요", FRAUD),
        (FRAUD, "legal", ["사기/N"], "조금 비싸게 올렸다고 사기라네요", "사기·기만 비난"),
        (FRAUD, "legal", ["사기/N", "당하/V"], "직거래는 사기당하는 일이 많은데", "사기·기만 비난"),
        (FRAUD, "legal", ["사기/N", "당하/V"], "사기당하는 일이 많다더니 저도 당했어요", FRAUD),
        (PAID, "legal", ["강제/N", "가입/N"], "회원으로 강제 가입을 시켜요", "동의·가입 다툼"),
        (PAID, "legal", ["강제/N", "가입/N"], "강제 가입되고 카드에서 돈이 빠져나갔어요", PAID),
        (LEAK, "legal", ["해킹/N"], "이거 해킹당했나?", "개인정보·보안 우려"),
        (LEAK, "legal", ["해킹/N"], "계정이 해킹당했어요", LEAK),
        (LEAK, "legal", ["정보/N", "팔리/V"], "내 정보가 어디로 팔려 나갈지", "개인정보·보안 우려"),
        (LEAK, "legal", ["정보/N", "팔리/V"], "내 정보가 어디로 팔린 것 같아요", LEAK),
        (PAID, "legal", ["앱/N"], "설마 가짜 앱은 아니겠죠", "개인정보·보안 우려"),
        ("유해물질·유독 냄새", "safety", ["발암/N"], "발암 고객센터", "안전 관련 언급"),
        ("유해물질·유독 냄새", "safety", ["발암/N"], "발암 물질이 나왔대요", "유해물질·유독 냄새"),
        (VIOLENCE, "safety", ["협박/N"], "위약금을 내라며 협박해요", "안전 관련 언급"),
        (VIOLENCE, "safety", ["협박/N"], "집으로 찾아와 협박해요", VIOLENCE),
        ("화재·발화", "safety", ["타/V"], "만두가 홀랑 타서 왔어요", "안전 관련 언급"),
        ("화재·발화", "safety", ["타/V"], "고기를 굽는데 전선이 타면서 불꽃이 튀었어요", "화재·발화"),
        (FAINT, "safety", ["쓰러지/V"], "케이크가 옆으로 쓰러져서 왔어요", "안전 관련 언급"),
        (FAINT, "safety", ["쓰러지/V"], "먹고 나서 동생이 쓰러졌어요", FAINT),
        (HURT, "safety", ["응급실/N"], "응급실을 가려고 급히 택시를 불렀어요", "안전 관련 언급"),
        (HURT, "safety", ["응급실/N"], "제품이 터져서 응급실에 갔어요", HURT),
        ("식중독·배탈", "safety", ["토하/V"], "느끼해서 토할 뻔했어요", "안전 관련 언급"),
        ("식중독·배탈", "safety", ["토하/V"], "먹고 밤새 토하고 설사를 했어요", "식중독·배탈"),
        ("식중독·배탈", "safety", ["장염/N"], "장염이라 죽만 먹었어요", "안전 관련 언급"),
        ("식중독·배탈", "safety", ["장염/N"], "여기서 먹고 장염에 걸렸어요", "식중독·배탈"),
        ("이물질", "safety", ["돌/N", "씹/V"], "고기가 질겨서 돌 씹는 줄 알았어요", "안전 관련 언급"),
        ("이물질", "safety", ["돌/N", "씹히/V"], "밥에서 돌이 씹혔어요", "이물질"),
        ("베임·찔림", "safety", ["찔리/V"], "가시에 찔릴까 봐 무서워요", "위험·사고 우려"),
        ("화상·데임", "safety", ["화상/N"], "뚜껑이 열려 화상을 입을 뻔했어요", "위험·사고 우려"),
        ("화상·데임", "safety", ["화상/N"], "뚜껑이 열려 화상을 입었어요", "화상·데임"),
        (VIOLENCE, "safety", ["시비/N"], "시비 거는 건지 모르겠네요", "안전 관련 언급"),
        (VIOLENCE, "safety", ["시비/N"], "기사가 시비를 걸었어요", VIOLENCE),
    ],
)
def test_a_grave_word_weighs_what_its_clause_makes_of_it(
    kind: str, signal: str, words: list[str], clause: str, told: str
) -> None:
    assert mentioned(kind, signal, words, clause) == told


@pytest.mark.parametrize(("is_glad", "told"), [(True, "위험·사고 우려"), (False, VIOLENCE)])
def test_conduct_told_of_in_a_glad_text_is_that_of_others(is_glad: bool, told: str) -> None:
    assert mentioned(VIOLENCE, "safety", ["욕설/N"], "예전엔 욕설도 들었는데", is_glad=is_glad) == told


def test_fire_in_a_glad_text_is_as_grave_as_anywhere() -> None:
    said = "충전하는데 불꽃이 튀고 탄 냄새가 나요"
    assert mentioned("화재·발화", "safety", ["불꽃/N", "튀/V"], said, is_glad=True) == "화재·발화"


def test_mentions_are_of_grave_kinds_and_leave_milder_ones() -> None:
    grave = {kind for kind, severity in SEVERITY.items() if severity == GRAVE}
    for guard in load_mentions():
        re.compile(guard.when.replace("{word}", "x").replace("{will}", "x"))
        re.compile(guard.unless)
        assert guard.kinds <= SEVERITY.keys(), guard.name
        assert not guard.kinds or guard.kinds & grave, guard.name
        assert not guard.weaker or SEVERITY[guard.weaker] < GRAVE, guard.name
    for signal in schema.URGENT:
        told = mentioned("이물질" if signal is Signal.SAFETY else SUIT, signal, ["벌레/N"], "정치판 벌레들")
        assert SEVERITY[told] == 1
        assert next(rule.signal for rule in load_rules() if rule.kind == told) is signal


@pytest.mark.parametrize("words", [("사고",), ("납치", "경찰"), ("쓰러지",)])
@pytest.mark.parametrize(
    "clause", ["사고날까 봐 걱정", "납치 광고", "경찰 놀이", "결제하다 쓰러질 듯", "사고가 날 지경"]
)
def test_the_hint_of_a_mention_misses_nothing(words: tuple[str, ...], clause: str) -> None:
    for guard in load_mentions():
        when = guard.when.replace("{will}", "(?:사고날|쓰러질)")
        exact = re.compile(when.replace("{word}", f"(?:{'|'.join(words)})"))
        assert guard.hint.search(clause) or not exact.search(clause), guard.name


def severities(annotator: Annotator, texts: list[str]) -> list[int]:
    clauses = annotator(texts).clauses
    found = [0] * len(texts)
    for number, cell in zip(clauses[schema.TEXT_NO], clauses[schema.EVIDENCE], strict=True):
        # What has no colon decided the stage ("이물질").
        kinds = (part.partition(":")[0] for part in cell.split(SEPARATOR) if ":" in part)
        found[number] = max([found[number], *(SEVERITY.get(kind, 0) for kind in kinds)])
    return found


def test_real_cases_stay_grave_and_figures_do_not(annotator: Annotator) -> None:
    grave = [
        "변호사와 상담했고 법적 분쟁으로 가려고 합니다",
        "저도 모르게 보험에 가입되어 있었어요",
        "칼날에 손가락을 베였어요",
        "반찬통에 이물질이 들어가 있어요",
        "제 돈 십만 원을 떼먹고 연락이 없어요",
        "기사가 집을 안다며 죽이겠다고 협박했어요",
        "에어프라이어에서 불이 났어요",
        "제 정보가 팔린 것 같아요",
        "충전기에서 불이 났어요",
        "흡입력은 좋은데 충전하다 불꽃이 튀었어요",
        "기사님이 신호를 무시해서 사고날 뻔했어요",
        "화장품을 바르고 부작용이 나서 병원에 다녀요",
        "국에서 벌레가 나왔어요",
        "금감원에 민원 넣겠습니다",
        "판매자가 돈만 받고 잠적해서 사기당했어요",
        "가입한 뒤로 스팸 전화가 와요 개인정보가 유출된 것 같아요",
        "동의 없이 결제돼서 돈이 나갔어요",
    ]
    figures = [
        "향후 법적 분쟁 발생 시 책임은 고객에게 있다고 하네요",
        "보증 보험에 강제로 가입시키네요",
        "상자 모서리에 손이 베일 뻔했어요",
        "이어폰 케이스 안에 이물질이 들어 있네요",
        "제품에 이물질이 있다 등의 후기가 있어 걱정했어요",
        "고객 돈을 떼어먹고 배짱이네요",
        "수리비 내라고 협박하네요",
        "튀김이 홀랑 타서 왔어요",
        "인증하다가 쓰러질 듯",
        "화면 뜨기 기다리다 심장마비 올 지경",
        "자꾸 사게 되는 부작용이 있네요",
        "이 정도면 스미싱급이네",
        "회사가 먹튀네 먹튀",
        "틈만 나면 납치 광고가 뜨네",
        "소송감이네 이거",
    ]
    assert severities(annotator, grave) == [GRAVE] * len(grave)
    assert max(severities(annotator, figures)) < GRAVE
