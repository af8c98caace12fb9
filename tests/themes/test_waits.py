"""Who only waits: for days and weeks it is a parcel, for minutes the call centre, unless another thing is named."""

from __future__ import annotations

from voc_cli import schema
from voc_cli.ahead import make_seeds
from voc_cli.annotate import Annotator
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.themes.discover import discover_themes

_LATE, _CALLS = "배송 지연", "고객센터 연결 안 됨"


_SAID = (
    ("3주째 대기", _LATE),
    ("2주째 대기 중입니다", _LATE),
    ("열흘째 기다리는 중이에요", _LATE),
    ("한 달째 기다려요", _LATE),
    ("두 달째 기다리고 있습니다", _LATE),
    ("보름째 감감무소식", _LATE),
    ("5일째 대기중", _LATE),
    ("20일째 기다리는 중", _LATE),
    ("엿새째 대기 중입니다", _LATE),
    ("아직 못 받았습니다", _LATE),
    ("30분째 대기", _CALLS),
    ("40분 대기했어요", _CALLS),
    ("상담 연결 3주째 대기", _CALLS),
    ("고객센터 5일째 대기중", _CALLS),
    ("환불 3주째 대기", "환불 지연·거부"),
    ("환불금을 아직 못 받았어요", "환불 지연·거부"),
    ("답변을 아직 못 받았습니다", "문의 답변 없음"),
    ("수리 맡기고 3주째 기다려요", "AS·수리 지연"),
    ("인증번호 아직 못 받았습니다", "본인인증 오류"),
)


def test_who_only_waits_is_placed_by_how_long(kiwi: KiwiTokenizer, annotator: Annotator) -> None:
    told = annotator([said for said, _ in _SAID]).clauses
    found = discover_themes(told, seeds=make_seeds(shipped_dictionary(), kiwi, votes=annotator.votes)).clauses
    last = found.groupby(schema.TEXT_NO)[schema.THEME].last().tolist()
    assert list(zip((said for said, _ in _SAID), last, strict=True)) == list(_SAID)
