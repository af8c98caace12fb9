"""Small exports of different trades: single complaints go where an analyst of the trade would put them."""

from __future__ import annotations

import pytest

from tests.steps import no_mask
from voc_cli import schema
from voc_cli.ahead import make_seeds
from voc_cli.annotate import Annotator
from voc_cli.dictionary.packs import pack_of
from voc_cli.dictionary.tables import shipped_dictionary
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.themes.discover import discover_themes

_SAID = {
    "appliance": (
        ("침대가 삐걱대서 잠을 못 자요", "소음·진동"),
        ("의자가 기우뚱해요", "초기 불량·마감 불량"),
        ("서랍장 뒷판이 쪼개진 채 도착했습니다", "배송 중 파손"),
        ("뚜껑이 헐거워서 물이 새요", "뚜껑·용기 불편"),
        ("쓰레기 수거를 안 해가서 악취가 나요", "불쾌한 냄새"),
        ("배송이 늦진 않았는데", ""),
        ("가격이 비싸지는 않아요", ""),
    ),
    "finance": (
        ("지점 대기시간이 한 시간이 넘어요", "영업점·창구 대기 지연"),
        ("창구가 두 개뿐이라 점심때는 줄이 끝이 없어요", "영업점·창구 대기 지연"),
        ("카드 발급 신청한 지 3주째 감감무소식입니다", "카드 발급 지연·거절"),
        ("카드가 보름 만에 왔어요", "카드·서류 배송 지연"),
    ),
}


@pytest.mark.parametrize("pack", _SAID)
def test_a_complaint_goes_where_its_trade_would_put_it(pack: str, kiwi: KiwiTokenizer) -> None:
    words = shipped_dictionary(pack_of(pack))
    annotator = Annotator(kiwi, mask=no_mask, dictionary=words)
    told = annotator([said for said, _ in _SAID[pack]]).clauses
    found = discover_themes(told, seeds=make_seeds(words, kiwi, votes=annotator.votes)).clauses
    last = found.groupby(schema.TEXT_NO)[schema.THEME].last().tolist()
    assert list(zip((said for said, _ in _SAID[pack]), last, strict=True)) == list(_SAID[pack])
