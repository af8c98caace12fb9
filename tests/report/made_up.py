"""A small made-up Analysis: eight weeks of an invented kettle maker, small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from voc_cli import schema
from voc_cli.messages import text
from voc_cli.schema import Alert, Analysis, Comparison, Period, Source, Wave

WEEKS = tuple(
    f"2024-{month:02}-{day:02}" for month, day in [(1, 1), (1, 8), (1, 15), (1, 22), (1, 29), (2, 5), (2, 12), (2, 19)]
)
NAN = float("nan")
LATE, LOGIN, PROMISE = "T0000001", "T0000002", "T0000003"
PROMISE_ASPECTS = frozenset({"광고 상이"})
SEVERITIES = {"연기": 3, "기관 신고": 2}
HOSTILE = "|칸| `코드` <script>alert(1)</script> [링크](http://x.example) # *굵게* \x1b[31m빨강\x07"
COPIED = "과대포장을 멈춰 주세요, 상자 하나에 비닐이 열두 장입니다"

_Said = tuple[str, float, str, str, str, str, str]  # text, polarity, stage, aspect, theme, signals, evidence
# id, day, channel, product, rating, signals, clauses
_RECORDS: list[tuple[str, str | None, str, str, float | None, str, list[_Said]]] = [
    (
        "007",
        "2024-01-02",
        "전화",
        "포트 P3",
        5,
        "",
        [("어제 시켰는데 오늘 왔어요", 0.9, "outbound", "배송 속도", "", "", "빠르다")],
    ),
    (
        "008",
        "2024-01-09",
        "",
        "포트 P3",
        4,
        "",
        [("배송이 빨라서 좋네요", 0.8, "outbound", "배송 속도", "", "", "빠르다")],
    ),
    (
        "009",
        "2024-01-16",
        "홈페이지",
        "",
        2,
        "",
        [("광고에는 20% 적립이라더니 5천원이 끝이네요", -0.7, "marketing_sales", "광고 상이", PROMISE, "", "다르다")],
    ),
    (
        "010",
        "2024-01-23",
        "홈페이지",
        "",
        None,
        "",
        [("적립 조건이 광고와 다릅니다", -0.6, "marketing_sales", "광고 상이", PROMISE, "", "다르다")],
    ),
    (
        "011",
        "2024-02-06",
        "전화",
        "포트 P3",
        1,
        "",
        [
            ("바람택배로 바뀌고 닷새째 안 와요", -0.9, "outbound", "배송 속도", LATE, "", "안 오다"),
            ("소음은 적은 편", 0.5, "operations", "소음", "", "", "적다"),
        ],
    ),
    (
        "012",
        "2024-02-13",
        "전화",
        "",
        2,
        "",
        [("배송이 일주일 걸렸습니다", -0.6, "outbound", "배송 속도", LATE, "", "걸리다")],
    ),
    (
        "013",
        "2024-02-14",
        "앱",
        "도란홈",
        1,
        "churn",
        [("로그인이 안 돼서 탈퇴합니다", -0.8, "technology", "로그인", LOGIN, "churn", "이탈:탈퇴하다")],
    ),
    ("014", "2024-02-15", "앱", "도란홈", 1, "", [(HOSTILE, -0.5, "technology", "로그인", LOGIN, "", "안 되다")]),
    (
        "015",
        "2024-02-20",
        "전화",
        "포트 P3",
        3,
        "safety",
        [
            ("충전대에서 연기가 났어요", -0.2, "operations", "발열·화재", "", "safety", "연기:연기가 나다"),
            ("물은 빨리 끓어요", 0.6, "operations", "성능", "", "", "빠르다"),
        ],
    ),
    (
        "016",
        "2024-02-21",
        "이메일",
        "",
        None,
        "legal",
        [("소비자원에 신고하겠습니다", -0.7, "none", "", "", "legal", "기관 신고:신고하다")],
    ),
    (
        "017",
        None,
        "매장",
        "",
        5,
        "praise_staff",
        [("정 기사님이 참 친절하셨어요", 0.9, "people", "기사 태도", "", "praise_staff", "친절:친절하다")],
    ),
    ("018", "2024-02-22", "이메일", "", None, "", [(COPIED, -0.6, "outbound", "포장", "", "", "멈추다")]),
    ("019", "2024-02-22", "이메일", "", None, "", [(COPIED, -0.6, "outbound", "포장", "", "", "멈추다")]),
    ("020", "2024-02-23", "이메일", "", None, "", [(COPIED, -0.6, "outbound", "포장", "", "", "멈추다")]),
]
_COPIES = {"019": "018", "020": "018"}
_OWNERS = {"outbound": "물류팀", "technology": "앱개발팀", "marketing_sales": "마케팅팀", "operations": "품질팀"}
_NAMES = {LATE: "배송 지연", LOGIN: "앱 로그인 오류", PROMISE: "광고·상품설명과 다름"}


def _sentiment(polarity: float) -> str:
    return "negative" if polarity < -0.1 else "positive" if polarity > 0.1 else "neutral"


def documents() -> pd.DataFrame:
    """schema.DOCUMENTS with one carried column behind."""
    rows: list[dict[str, Any]] = []
    for number, (name, day, channel, product, rating, signals, clauses) in enumerate(_RECORDS):
        polarity = sum(clause[1] for clause in clauses) / len(clauses)
        rows.append({
            schema.DOC_ID: name, schema.SOURCE_FILE: "calls.csv", schema.SOURCE_ROW: number + 2,
            schema.RECEIVED_AT: pd.Timestamp(day) if day else pd.NaT, schema.CLOSED_AT: pd.NaT,
            schema.CHANNEL: channel, schema.PRODUCT: product, schema.SEGMENT: "", schema.CUSTOMER: "",
            schema.RATING: float("nan") if rating is None else float(rating),
            schema.TEXT: ". ".join(clause[0] for clause in clauses), schema.POLARITY: round(polarity, 4),
            schema.SENTIMENT: _sentiment(polarity), schema.INTENT: "other",
            schema.STAGES: ";".join(dict.fromkeys(clause[2] for clause in clauses if clause[2] != "none")),
            schema.THEME_IDS: ";".join(clause[4] for clause in clauses if clause[4]), schema.SIGNALS: signals,
            schema.DUPLICATE_OF: _COPIES.get(name, ""), "비고": "=1+1" if name == "007" else "",
        })  # fmt: skip
    return pd.DataFrame(rows)


def clauses() -> pd.DataFrame:
    """schema.CLAUSES with the columns that only stages use."""
    rows: list[dict[str, Any]] = []
    for number, (name, *_, parts) in enumerate(_RECORDS):
        start = 0
        for n, (said, polarity, stage, aspect, theme, signals, evidence) in enumerate(parts):
            rows.append({
                schema.DOC_ID: name, schema.CLAUSE_NO: n + 1, schema.START: start, schema.END: start + len(said),
                schema.TEXT: said, schema.POLARITY: polarity, schema.SENTIMENT: _sentiment(polarity),
                schema.INTENT: "other", schema.STAGE: stage, schema.OWNER: _OWNERS.get(stage, ""),
                schema.THEME_ID: theme, schema.THEME: _NAMES.get(theme, ""), schema.SIGNALS: signals,
                schema.EVIDENCE: evidence, schema.ASPECT: aspect, schema.LEMMAS: "", schema.TEXT_NO: number,
                **dict.fromkeys((*schema.CLAUSE_NOTES, schema.UNTHEMED), ""),
                schema.PROMISE: "혜택" if theme == PROMISE else "",
            })  # fmt: skip
            start += len(said) + 2
    return pd.DataFrame(rows)


# ratio, its interval, n_again, hours_to_close, rating_gap, its interval, priority and its terms
_FACTS: dict[str, tuple[float, ...]] = {
    LATE: (NAN, 1.2, NAN, 1, 30.5, -1.5, -2.0, -1.0, 74.2, 1.0, 0.45, 0.9, 0.5),
    LOGIN: (5.72, 1.1, 30.0, 0, NAN, NAN, NAN, NAN, 58.0, 1.0, 0.5, 0.07, NAN),
    PROMISE: (0.0, 0.0, 0.8, 0, 12.0, NAN, NAN, NAN, 14.1, 0.0, 0.45, 0.0, NAN),
}


def _theme(identity: str, stage: str, quotes: list[str], before: float, change: float, status: str) -> dict[str, Any]:
    return {
        schema.THEME_ID: identity, schema.NAME: _NAMES[identity], schema.STAGE: stage, schema.OWNER: _OWNERS[stage],
        schema.N_CLAUSES: 2, schema.N_DOCUMENTS: 2, schema.SHARE: round(2 / 12, 6), schema.POLARITY: -0.7,
        schema.RATING: 1.5, schema.FIRST_SEEN: pd.Timestamp("2024-01-16"), schema.LAST_SEEN: pd.Timestamp("2024-02-15"),
        schema.PREVIOUS: before, schema.CHANGE: change, schema.P_VALUE: 0.01, schema.Q_VALUE: 0.02,
        schema.STATUS: status, schema.KEYWORDS: ["배송", "늦다"], schema.QUOTES: quotes,
        **dict(zip(schema.THEME_FACTS, _FACTS[identity], strict=True)),
    }  # fmt: skip


def themes() -> pd.DataFrame:
    """Three themes of two records each: one new, one rising, one gone."""
    rows = [
        _theme(LATE, "outbound", ["바람택배로 바뀌고 닷새째 안 와요", "배송이 일주일 걸렸습니다"], 0.0, 28.6, "new"),
        _theme(LOGIN, "technology", ["로그인이 안 돼서 탈퇴합니다", HOSTILE], 5.0, 23.6, "rising"),
        _theme(PROMISE, "marketing_sales", ["광고에는 20% 적립이라더니; 5천원이 끝이네요"], 50.0, -50.0, "gone"),
    ]
    return pd.DataFrame(rows, columns=[*schema.THEMES, *schema.THEME_FACTS])


def comparison() -> Comparison:
    """The later half against the earlier one, where a channel was missing."""
    rows = [
        (LATE, _NAMES[LATE], "half", 2, 0, 28.6, 0.0, NAN, 1.2, NAN, 0.01, 0.02, "new"),
        (LOGIN, _NAMES[LOGIN], "half", 2, 1, 28.6, 5.0, 5.72, 1.1, 30.0, 0.01, 0.02, "rising"),
        (PROMISE, _NAMES[PROMISE], "half", 0, 2, 0.0, 50.0, 0.0, 0.0, 0.8, 0.01, 0.02, "gone"),
    ]
    channels = [("*", 7, 4.0, 4, "normal"), ("매장", 0, 6.0, 6, "missing")]
    return Comparison(
        main="half",
        changes=pd.DataFrame(rows, columns=list(schema.CHANGES)),
        channels=pd.DataFrame(channels, columns=list(schema.CHANNELS)),
        notes=(text("trends.channel_missing", name="매장", usual=6),),
    )


def goals() -> pd.DataFrame:
    """A goal that was missed and an action that helped."""
    days = {schema.SINCE: date(2024, 2, 1), schema.UNTIL: None}
    goal = (
        "goal",
        LATE,
        _NAMES[LATE],
        "배송 불만 절반",
        "",
        *days.values(),
        "share",
        1,
        2,
        2.0,
        6.0,
        3.0,
        1.5,
        9.0,
        0.5,
    )
    action = ("action", PROMISE, _NAMES[PROMISE], "적립 조건 문구 수정", "마케팅팀", *days.values(), "share", 9, 0, 5.0)
    rest = (0.0, 0.0, 0.0, 0.4, NAN, "better")
    return pd.DataFrame([(*goal, "missed"), (*action, *rest)], columns=list(schema.GOALS))


def alerts() -> tuple[Alert, ...]:
    """One of either level."""
    return (
        Alert(
            "urgent:2024-02-20:015", "2024-02-20", "urgent", "critical", "015", text("alerts.urgent", doc_id="015",
            day="2024-02-20", signals=text("alerts.signal_safety"), kinds="연기"), 3.0, 3.0,
        ),
        Alert(
            "rejected:2024-01-29:", "2024-01-29", "rejected", "warning", "",
            text("alerts.rejected", n=2, share=0.125, limit=0.05, reasons="빈 내용 1, 깨진 글자 1"), 0.125, 0.05,
        ),
    )  # fmt: skip


def rejected() -> pd.DataFrame:
    """Two rows that could not become a document."""
    rows = [("calls.csv", 16, "too_many_cells", "021,[전화번호],남는 칸"), ("calls.csv", 17, "empty_text", "022,")]
    return pd.DataFrame(rows, columns=list(schema.REJECTED))


def analysis() -> Analysis:
    """Everything together."""
    return Analysis(
        documents=documents(),
        clauses=clauses(),
        themes=themes(),
        rejected=rejected(),
        sources=(Source("calls.csv", "cp949", ",", 1, 16, 14, 2, {schema.TEXT: "내용"}, ("고객명",)),),
        period=Period(WEEKS, "week", 4, 7, 4, now=("2024-01-29", "2024-02-25"), before=(("2024-01-01", "2024-01-28"),)),
        series={LATE: (0, 0, 0, 0, 0, 1, 1, 0), LOGIN: (0, 0, 0, 0, 0, 0, 2, 0), PROMISE: (0, 0, 1, 1, 0, 0, 0, 0)},
        waves=(Wave("018", 3, 0, COPIED),),
        masked={"name": 1, "phone": 4},
        tokenizer="fake 1",
        comparison=comparison(),
        goals=goals(),
        alerts=alerts(),
        praise=praise(),
    )


def praise() -> pd.DataFrame:
    """What is praised."""
    quotes = ("배송이 빨라서 좋네요", "어제 시켰는데 오늘 왔어요")
    return pd.DataFrame([("빠른 배송", "outbound", 2, quotes)], columns=list(schema.PRAISE))


def undated() -> Analysis:
    """The same records without a day: nothing to compare with."""
    whole = analysis()
    documents, themes = whole.documents.copy(), whole.themes.copy()
    documents[schema.RECEIVED_AT] = pd.Series(pd.NaT, index=documents.index)
    for name in (schema.FIRST_SEEN, schema.LAST_SEEN):
        themes[name] = pd.Series(pd.NaT, index=themes.index)
    for name in (schema.PREVIOUS, schema.CHANGE, schema.P_VALUE, schema.Q_VALUE):
        themes[name] = float("nan")
    themes[schema.STATUS] = ""
    return replace(
        whole,
        documents=documents,
        themes=themes,
        period=Period((), "week", 0, 0, 0),
        series={},
        waves=(),
        masked={},
        comparison=None,
        goals=None,
        alerts=(),
    )


def empty_themes() -> Analysis:
    """One record, no complaint, nothing recurring."""
    whole = analysis()
    return replace(
        whole,
        documents=whole.documents.head(1),
        clauses=whole.clauses.head(1),
        themes=whole.themes.head(0),
        rejected=whole.rejected.head(0),
        period=Period(("2024-01-02",), "day", 0, 1, 0),
        series={},
        waves=(),
        masked={},
        comparison=None,
        goals=None,
        alerts=(),
        praise=schema.empty_praise(),
    )
