"""The page as text: it loads nothing, says the same without scripts, and what a customer wrote stays text."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any, Final

import pytest

from tests.report import made_up
from tests.report.support import rendered, report
from voc_cli.messages import set_language
from voc_cli.report.build import Options
from voc_cli.report.formats import Screen
from voc_cli.report.html import render
from voc_cli.report.model import Alert, GoalLine, PriorityLine
from voc_cli.report.rows import Rows
from voc_cli.report.templating import OURS
from voc_cli.schema import TEXT, Analysis, Stage

CRUEL: Final = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"'><b onmouseover=alert(3)>굵게</b>",
    "&lt;이미 바꾼 글&gt; & 그대로",
    "{{ 7 * 7 }} {% raw %} {# 말 #}",
    "<!-- 주석 <script>",
    "줄\u2028나눔\u2029여기",
)
TURNING: Final = "값이 \u202e싸요\u202c 그리고 \u2067오른쪽\u2069 \u200f표시"
_AA: Final = 4.5


def page(analysis: Analysis | None = None) -> str:
    chosen = analysis or made_up.analysis()
    return render(report(chosen), Screen(), Rows.of(chosen))


def saying(*texts: str) -> Analysis:
    """The made-up analysis in which customers wrote ``texts``, in records, clauses, quotes and copies."""
    whole = made_up.analysis()
    documents, clauses, themes = whole.documents.copy(), whole.clauses.copy(), whole.themes.copy()
    for frame in (documents, clauses):
        frame[TEXT] = [texts[i % len(texts)] for i in range(len(frame))]
    documents["product"] = documents["doc_id"] = documents["channel"] = documents[TEXT]
    clauses["evidence"] = clauses[TEXT]
    themes["name"] = [texts[i % len(texts)] for i in range(len(themes))]
    themes["quotes"] = [list(texts)] * len(themes)
    return replace(whole, documents=documents, clauses=clauses, themes=themes)


class Outline(HTMLParser):
    """Elements and attributes of a page, and the text of each kind of element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self._inside, []).append(data)

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def data(html: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


# --- one file ---------------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_from_anywhere() -> None:
    html = page()
    for tag, attributes in Outline(html).elements:
        for name in ("src", "href", "action", "data", "poster", "srcset", "xlink:href"):
            assert attributes.get(name, "#").startswith(("#", "data:,")), (tag, attributes)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


@pytest.mark.parametrize(("part", "tag"), [("style-src", "style"), ("script-src", "script")])
def test_the_policy_lets_pass_just_the_style_and_script_of_the_page(part: str, tag: str) -> None:
    html = page()
    policy = next(m for m in Outline(html).named("meta") if m.get("http-equiv") == "Content-Security-Policy")["content"]
    source = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    assert source
    assert f"{part} 'sha256-{b64encode(sha256(source[1].encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")


def test_no_style_or_handler_stands_in_an_attribute() -> None:
    names = {name for _, attributes in Outline(page()).elements for name in attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}


# --- what customers write ---------------------------------------------------------------------------------------------


def test_what_a_customer_wrote_never_becomes_an_element() -> None:
    plain, cruel = Outline(page(saying("평범한 글"))), Outline(page(saying(*CRUEL)))
    assert {tag for tag, _ in cruel.elements} == {tag for tag, _ in plain.elements}
    for tag in ("script", "img", "b", "style"):
        assert len(cruel.named(tag)) == len(plain.named(tag)), tag
    assert not [name for _, attributes in cruel.elements for name in attributes if name.startswith("on")]


def test_a_customers_text_can_be_read_back_from_the_page_and_from_its_data() -> None:
    html = page(saying(*CRUEL))
    told = " ".join(" ".join(said) for said in Outline(html).texts.values())
    for said in CRUEL:
        assert " ".join(said.split()) in told, said
    assert set(data(html, "row-data")["rows"]["text"]) <= {" ".join(said.split()) for said in CRUEL}


def test_the_data_hold_no_character_that_ends_a_script() -> None:
    packed = re.search(r'id="row-data">(.*?)</script>', page(saying(*CRUEL)), re.DOTALL)
    assert packed
    assert not set("<>&\u2028\u2029") & set(packed[1])


def test_marks_of_direction_do_not_reach_the_text_around() -> None:
    html = page(saying(TURNING))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    # A mark that stays turns its own element only.
    outside = re.sub(r"<bdi>.*?</bdi>|<script.*?</script>", "", html, flags=re.DOTALL)
    body = outside[outside.index("<main>") :]
    assert not [
        line for line in body.splitlines() if "\u200f" in line and "data-" not in line and "<option" not in line
    ]


# --- what it says -----------------------------------------------------------------------------------------------------


def test_the_verdict_goes_before_urgent_cases_and_these_before_all_else() -> None:
    html = page()
    places = [html.index(f'<section id="{name}"') for name in ("summary", "urgent", "trend", "chain", "themes")]
    assert places == sorted(places)
    assert places[0] < html.index(report().verdict[0].split("(")[0]) < places[1]


def test_alerts_stand_above_the_verdict_goals_and_what_to_take_up_first_below() -> None:
    told = replace(
        report(),
        alerts=(Alert("급증", "critical", "배송 지연이 <b>늘었습니다</b>."),),
        goals=(GoalLine("goal", made_up.LATE, "배송 지연을 절반으로", "open"),),
        priorities=(PriorityLine(made_up.LOGIN, "앱 로그인 오류", "앱·시스템", "앱개발팀", 78.0, "78점"),),
    )
    html = render(told, Screen(), None)
    summary = html[html.index('<section id="summary"') : html.index('<section id="urgent"')]
    said = [
        "배송 지연이 &lt;b&gt;늘었습니다&lt;/b&gt;.",
        "verdict",
        "배송 지연을 절반으로",
        f"#rows?theme={made_up.LOGIN}",
    ]
    places = [summary.index(one) for one in said]
    assert places == sorted(places)
    assert '<li class="critical">' in summary


def test_every_link_inside_the_page_leads_somewhere() -> None:
    outline = Outline(page())
    ids = {attributes["id"] for _, attributes in outline.elements if "id" in attributes}
    assert len([1 for _, attributes in outline.elements if "id" in attributes]) == len(ids)
    targets = [a["href"][1:].split("?")[0] for a in outline.named("a")]
    assert len(targets) > 20
    assert set(targets) <= ids
    labelled = [
        name for _, a in outline.elements for key in ("aria-labelledby", "aria-controls") if (name := a.get(key))
    ]
    assert set(labelled) <= ids


def test_themes_and_urgent_cases_are_there_without_a_script() -> None:
    html = page()
    static = html[html.index("<main>") : html.index('<script type="application/json"')]
    for theme in report().themes:
        assert theme.name in static
        assert f'href="#rows?theme={theme.theme_id}"' in static
    for case in report().urgent:
        assert case.doc_id in static
    assert "<noscript>" in static


def test_the_chain_names_every_stage_also_those_of_which_nobody_speaks() -> None:
    html = page()
    chain = html[html.index('<section id="chain"') : html.index('<section id="themes"')]
    spoken = {section.code for section in report().stages} - {Stage.NONE}
    assert {code for code in Stage if f"#rows?stage={code}" in chain} == spoken
    assert chain.count('class="silent"') == 9 - len(spoken)


def test_a_page_of_an_export_without_dates_and_without_themes() -> None:
    assert "접수일을 알 수 없어" in page(made_up.undated())
    assert 'id="theme-table"' not in page(made_up.empty_themes())


def test_the_page_can_be_made_without_rows() -> None:
    assert '<script type="application/json" id="row-data"></script>' in rendered("html")


def test_the_page_speaks_english_when_asked() -> None:
    set_language("en")
    html = page()
    assert '<html lang="en">' in html
    static = re.sub(
        r'<bdi lang="ko">.*?</bdi>|<script.*|data-name="[^"]*"|data-owner="[^"]*"', "", html, flags=re.DOTALL
    )
    taxonomy = {theme.name for theme in report().themes} | {theme.owner for theme in report().themes}
    for name in sorted(taxonomy, key=len, reverse=True):
        static = static.replace(name, "")
    body = re.sub(r"<style>.*?</style>", "", static, flags=re.DOTALL)
    assert set(re.findall("[가-힣]+", body)) == set()


# --- colours ----------------------------------------------------------------------------------------------------------


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.1, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes_of_colour() -> list[dict[str, str]]:
    style = (OURS / "page.css").read_text(encoding="utf-8")
    return [_colours(block) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)]


def test_there_are_colours_for_light_dark_and_paper() -> None:
    light, dark, paper = themes_of_colour()
    assert set(light) == set(dark) == set(paper) | {"focus"}
    assert _luminance(light["page"]) > 8 * _luminance(dark["page"])


@pytest.mark.parametrize("scheme", range(3), ids=["light", "dark", "paper"])
def test_text_stands_out_from_what_lies_behind_it(scheme: int) -> None:
    colours = themes_of_colour()[scheme]
    pairs = [(front, back) for front in ("text", "muted", "link") for back in ("page", "card", "soft")]
    pairs += [("bad", "bad-soft"), ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "soft"), ("good", "soft")]
    pairs += [("bad", "card"), ("good", "card"), *(("text", f"h{n}") for n in range(1, 6))]
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < _AA} == {}


@pytest.mark.parametrize("scheme", range(3), ids=["light", "dark", "paper"])
def test_marks_of_charts_stand_out(scheme: int) -> None:
    colours = themes_of_colour()[scheme]
    marks = ("bad2", "bad1", "even", "good1", "good2", "complaints", "link")
    weak = {mark: round(contrast(colours[mark], colours[back]), 2) for mark in marks for back in ("soft", "card")}
    assert {mark: ratio for mark, ratio in weak.items() if ratio < 3} == {}


def test_groups_have_a_section_where_somebody_asked_for_them() -> None:
    whole = made_up.analysis()
    asked = render(report(whole, options=Options(group_by="channel")), Screen(), Rows.of(whole))
    section = asked[asked.index('<section id="groups"') :].partition("</section>")[0]
    assert '<a href="#groups">채널별 불만</a>' in asked
    assert section.count('<th scope="row">') == 6
    assert re.search(r'<bdi>앱</bdi></th>.*?<td class="n">2 <span class="muted">100\.0%</span></td>', section, re.S)
    theme = '<a href="#rows?theme=T0000002"><bdi>앱 로그인 오류</bdi></a>'
    assert f'{theme} <span class="muted">2 (100.0%)</span>' in section
    assert "#groups" not in page()


def test_an_export_without_days_has_no_empty_columns_of_change() -> None:
    dated, undated = (render(report(whole), Screen(), None) for whole in (made_up.analysis(), made_up.undated()))
    assert ('data-key="change"' in dated, 'class="series"' in dated) == (True, True)
    assert ('data-key="change"' in undated, 'class="series"' in undated) == (False, False)
    assert 'colspan="5"' in dated
    assert 'colspan="3"' in undated
