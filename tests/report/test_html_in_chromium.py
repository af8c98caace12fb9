"""The page in a real browser: silent console, no request, filters, links and keys that work, nothing cut."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.report import made_up
from tests.report.chromium import Browser, chromium
from tests.report.support import report
from tests.report.test_html import CRUEL, TURNING, saying
from voc_cli.report.formats import Screen
from voc_cli.report.html import render
from voc_cli.report.rows import Rows
from voc_cli.schema import Analysis

TAB: Final = ("Tab", 9)
ENTER: Final = ("Enter", 13)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        found.size(1440, 900)
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page"), made_up.analysis())


def written(folder: Path, analysis: Analysis) -> Path:
    path = folder / "report.html"
    path.write_text(render(report(analysis), Screen(), Rows.of(analysis)), encoding="utf-8", newline="")
    return path


def shown_rows(browser: Browser) -> list[str]:
    found: list[str] = browser.run(
        "[...document.querySelectorAll('#row-table tbody tr')].map(row => row.cells[2].firstChild.textContent)"
    )
    return found


def shown_themes(browser: Browser) -> list[str]:
    found: list[str] = browser.run(
        "[...document.querySelectorAll('#theme-table tbody')].filter(part => part.offsetParent)"
        ".map(part => part.dataset.name)"
    )
    return found


def choose(browser: Browser, name: str, value: str) -> None:
    browser.run(
        f"(() => {{ const field = document.getElementById('{name}'); field.value = '{value}';"
        " field.dispatchEvent(new Event(field.tagName === 'INPUT' ? 'input' : 'change')); })()"
    )


def test_it_loads_nothing_and_the_console_is_silent(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.requests == [page.as_uri()]
    assert browser.complaints == []
    assert browser.run("document.fonts.size + document.images.length + document.styleSheets.length") == 1
    assert len(shown_rows(browser)) == 14  # 16 clauses without those of the two copies


@pytest.mark.parametrize("rows", [None, Rows.of(made_up.analysis(), max_rows=0)], ids=["none", "of which none fits"])
def test_a_page_without_rows_says_so(browser: Browser, tmp_path: Path, rows: Rows | None) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(report(), Screen(), rows), encoding="utf-8")
    browser.open(path, fragment="#rows?stage=outbound")
    assert browser.complaints == []
    assert "원문을 싣지 않았습니다" in browser.run("document.getElementById('rows').innerText")
    assert not browser.run("document.getElementById('row-table').checkVisibility()")


def test_the_policy_forbids_a_script_that_is_not_ours(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run(
        "(() => { const s = document.createElement('script'); s.textContent = 'document.title = \"broken\"';"
        " document.body.append(s); })()"
    )
    assert browser.run("document.title") != "broken"


def test_what_customers_wrote_is_text_also_where_a_script_writes_it(browser: Browser, tmp_path: Path) -> None:
    browser.open(written(tmp_path, saying(*CRUEL, TURNING)))
    assert browser.complaints == []
    assert browser.run("document.querySelectorAll('img, b, main script').length") == 0
    wanted = {" ".join(said.split()) for said in CRUEL}
    assert wanted <= set(shown_rows(browser))
    assert browser.run(
        "[...document.querySelectorAll('#row-table td:nth-child(3)')].every(c => c.firstChild.tagName === 'BDI')"
    )


def test_a_theme_leads_to_its_clauses_by_click(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run(f"document.querySelector('#theme-table a[href$=\"{made_up.LOGIN}\"]').click()")
    browser.run("new Promise(requestAnimationFrame)")
    assert shown_rows(browser)[0] == "로그인이 안 돼서 탈퇴합니다"
    assert len(shown_rows(browser)) == 2
    assert browser.run("document.activeElement.id") == "h-rows"
    assert browser.run("document.getElementById('f-theme').value") == made_up.LOGIN
    assert browser.run("Math.abs(document.getElementById('rows').getBoundingClientRect().top) < 200")


def test_a_stage_leads_to_its_clauses_by_key(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.querySelector('.chain a[href$=outbound]').focus()")
    browser.press(*ENTER)
    browser.run("new Promise(requestAnimationFrame)")
    assert browser.run("document.getElementById('f-stage').value") == "outbound"
    assert len(shown_rows(browser)) == 5
    browser.run("history.back()")


def test_a_link_to_some_clauses_can_be_passed_on(browser: Browser, page: Path) -> None:
    browser.open(page, fragment=f"#rows?theme={made_up.PROMISE}")
    assert len(shown_rows(browser)) == 2


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("f-sentiment", "positive", 5),
        ("f-signal", "안전", 1),
        ("f-product", "도란홈", 2),
        ("f-text", "소비자원", 1),
        ("f-text", "017", 1),
        ("f-text", "없는 말", 0),
    ],
)
def test_rows_are_filtered(browser: Browser, page: Path, name: str, value: str, n: int) -> None:
    browser.open(page)
    choose(browser, name, value)
    assert len(shown_rows(browser)) == n
    said = browser.run("document.getElementById('row-count').textContent")
    assert f"의견 {n}개" in said if n else "맞는 의견이 없습니다" in said
    browser.run("document.getElementById('f-clear').click()")
    assert len(shown_rows(browser)) == 14


def test_copies_are_shown_on_demand(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.getElementById('f-copies').click()")
    assert len(shown_rows(browser)) == 16
    assert shown_rows(browser).count(made_up.COPIED) == 3


def test_rows_are_sorted_and_say_so(browser: Browser, page: Path) -> None:
    browser.open(page)
    dates = "[...document.querySelectorAll('#row-table tbody tr')].map(row => row.cells[0].textContent)"
    browser.run("document.querySelector('#row-table button[data-key=date]').click()")
    newest = browser.run(dates)
    assert newest == [*sorted(newest[:-1], reverse=True), "–"]
    assert browser.run("document.querySelector('#row-table th').getAttribute('aria-sort')") == "descending"
    browser.run("document.querySelector('#row-table button[data-key=date]').click()")
    assert browser.run(dates)[1:] == sorted(newest[:-1])


def test_themes_are_filtered_and_sorted(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert shown_themes(browser) == ["배송 지연", "앱 로그인 오류", "광고·상품설명과 다름"]
    choose(browser, "theme-stage", "technology")
    assert shown_themes(browser) == ["앱 로그인 오류"]
    choose(browser, "theme-stage", "")
    choose(browser, "theme-text", "적립")
    assert shown_themes(browser) == ["광고·상품설명과 다름"]
    choose(browser, "theme-text", "")
    choose(browser, "theme-status", "new")
    assert shown_themes(browser) == ["배송 지연"]
    choose(browser, "theme-status", "")
    browser.run("document.querySelector('#theme-table button[data-key=change]').click()")
    assert shown_themes(browser) == ["배송 지연", "앱 로그인 오류", "광고·상품설명과 다름"]
    browser.run("document.querySelector('#theme-table button[data-key=change]').click()")
    assert shown_themes(browser) == ["광고·상품설명과 다름", "앱 로그인 오류", "배송 지연"]
    assert browser.run("[...document.querySelectorAll('#theme-table [aria-sort]')].length") == 1


def test_every_control_is_reached_by_tab_and_can_be_seen(browser: Browser, page: Path) -> None:
    browser.open(page)
    n = browser.run(
        "[...document.querySelectorAll('a, button:not(:disabled), select, input, summary, [tabindex=\"0\"]')]"
        ".filter(part => part.checkVisibility()).length"
    )
    assert n > 40
    reached = set()
    for _ in range(n + 5):
        browser.press(*TAB)
        told = browser.run(
            "(() => { const part = document.activeElement; if (part === document.body) return null;"
            " part.dataset.seen = 1; return parseFloat(getComputedStyle(part).outlineWidth); })()"
        )
        if told is not None:
            reached.add(told)
    assert min(reached) >= 2
    assert browser.run("document.querySelectorAll('[data-seen]').length") >= n


@pytest.mark.parametrize("width", [320, 390, 768, 880, 1440])
def test_nothing_is_wider_than_the_screen(browser: Browser, page: Path, width: int) -> None:
    browser.size(width, 800)
    browser.open(page)
    assert browser.run("document.documentElement.scrollWidth") == width
    cut = browser.run(
        "[...document.querySelectorAll('main *')].filter(part => part.checkVisibility() && !part.closest('.wide')"
        f" && part.getBoundingClientRect().right > {width}).map(part => part.outerHTML.slice(0, 80))"
    )
    browser.size(1440, 900)
    assert cut == []


def test_it_can_be_read_without_scripts(browser: Browser, page: Path) -> None:
    browser.open(page, scripts=False)
    try:
        assert browser.complaints == []
        text = browser.call("Runtime.evaluate", expression="document.body.innerText")["result"].get("value", "")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert "배송 지연" in text
    assert "스크립트가 필요합니다" in text
    assert "조건 지우기" not in text


def test_a_hundred_urgent_cases_do_not_fill_the_paper(browser: Browser, tmp_path: Path) -> None:
    whole = report()
    whole = dataclasses.replace(whole, urgent=whole.urgent * 50)
    path = tmp_path / "report.html"
    path.write_text(render(whole, Screen(), None), encoding="utf-8", newline="")
    browser.open(path)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    shown = "[...document.querySelectorAll('.cases > li')].filter(part => part.checkVisibility()).length"
    assert browser.run(shown) == 60
    browser.call("Emulation.setEmulatedMedia", media="print")
    assert browser.run(shown) == 18
    assert f"{len(whole.urgent) - 18:,}" in browser.run("document.getElementById('urgent').innerText")
    browser.call("Emulation.setEmulatedMedia", media="")


def test_it_prints_on_pages_of_a4(browser: Browser, page: Path, tmp_path: Path) -> None:
    browser.open(page)
    browser.print_to(tmp_path / "report.pdf")
    printed = (tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.9" in printed or b"/MediaBox [0 0 595" in printed
    assert browser.complaints == []


CONTRAST: Final = """
(() => {
  const parts = (said) => said.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (part) => {
    for (let at = part; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const part of document.querySelectorAll("body *")) {
    if (part.closest("svg") || !part.checkVisibility()) continue;
    if (![...part.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const style = getComputedStyle(part);
    const [a, b] = [light(parts(style.color)), light(behind(part))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.add(`${part.tagName}.${part.className} ${ratio.toFixed(2)} ${part.textContent.slice(0, 20)}`);
  }
  return [...poor];
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_from_what_is_behind_it(browser: Browser, page: Path, dark: bool) -> None:
    """WCAG 2.1 AA asks for a contrast of 4.5."""
    browser.size(1440, 900, dark=dark)
    try:
        browser.open(page)
        assert browser.run("document.querySelectorAll('details').forEach((part) => { part.open = true; })") is None
        assert browser.run(CONTRAST) == []
    finally:
        browser.size(1440, 900)


@pytest.mark.parametrize("width", [390, 1440])
def test_no_word_of_a_column_head_is_broken(browser: Browser, page: Path, width: int) -> None:
    browser.size(width, 900)
    browser.open(page)
    broken = browser.run(
        """[...document.querySelectorAll('thead th')].flatMap(head => {
            const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/[^ ]+/g)) {
                const range = document.createRange();
                range.setStart(walker.currentNode, word.index);
                range.setEnd(walker.currentNode, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
            }
            return found;
        })"""
    )
    browser.size(1440, 900)
    assert broken == []
