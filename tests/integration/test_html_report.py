"""The HTML report in a real browser: it fits every width, loads nothing, runs nothing, and can be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from guardrails.renderers.gate.html import render
from tests.integration.browser import chromium
from tests.unit.renderers.gate.sample import CLEAN, HOSTILE, RICH, huge

PHONE, TABLET, DESKTOP = 390, 820, 1440
REPORTS = {"rich": RICH, "clean": CLEAN, "hostile": HOSTILE, "huge": huge(60)}

WIDER = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("thead, .skip"))
    .map(one => one.className || one.tagName)"""
"""The elements that stick out to the right; heads of stacked tables are there for screen readers only."""

CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const ground = one => { for (; one; one = one.parentElement) {
    const c = rgb(getComputedStyle(one).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const poor = new Set();
  for (const one of document.querySelectorAll("body *")) {
    if (![...one.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
  }
  return [...poor];
}"""
"""Text with less contrast than level AA asks for. Source: https://www.w3.org/TR/WCAG21/#contrast-minimum (2026-10)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=program)
        yield running
        running.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("reports")
    found = {name: home / f"{name}.html" for name in REPORTS}
    for name, report in REPORTS.items():
        found[name].write_text(render(report), "utf-8")
    return found


def opened(browser: Browser, file: Path, width: int = DESKTOP, scheme: str = "light", script: bool = True) -> Page:
    """Return the page in a fresh context; every message of the console and every request is kept with it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("width", [320, PHONE, TABLET, DESKTOP])
@pytest.mark.parametrize("name", sorted(REPORTS))
def test_nothing_sticks_out(browser: Browser, files: dict[str, Path], name: str, width: int) -> None:
    page = opened(browser, files[name], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(WIDER) == []
    page.context.close()


def test_with_all_details_open_it_still_fits(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["hostile"], PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["rich", "clean"])
def test_text_can_be_read(browser: Browser, files: dict[str, Path], name: str, scheme: str) -> None:
    page = opened(browser, files[name], scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(CONTRAST) == []
    page.context.close()


def test_the_two_schemes_differ(browser: Browser, files: dict[str, Path]) -> None:
    pages = [opened(browser, files["rich"], scheme=scheme) for scheme in ("light", "dark")]
    ground = [page.evaluate("getComputedStyle(document.body).backgroundColor") for page in pages]
    assert ground[0] != ground[1]


@pytest.mark.parametrize("name", ["rich", "hostile"])
def test_nothing_is_loaded_and_no_script_runs(browser: Browser, files: dict[str, Path], name: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(files[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.wait_for_load_state("networkidle")
    assert asked == [files[name].as_uri()]
    assert said == []
    assert page.title().startswith("REFUSED: guardrails gate")
    assert page.locator("script, img, iframe, link, object, form, svg").count() == 0
    context.close()


def test_hostile_text_is_shown_as_it_is(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["hostile"])
    shown = page.locator("body").inner_text()
    assert "<img src=x onerror=\"document.title='pwned'\">" in shown
    assert "</style><script>document.title='pwned'</script>" in shown
    page.context.close()


def test_the_policy_would_stop_a_script_and_a_picture_that_came_through(
    browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    attack = (
        "<img src='http://127.0.0.1:9/x.png'><script>document.title='pwned'</script><p style='color:red'>not red</p>"
    )
    file = tmp_path / "broken.html"
    file.write_text(files["rich"].read_text("utf-8").replace("<main", f"{attack}<main"), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    stopped: list[tuple[str, str | None]] = []
    page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert page.title().startswith("REFUSED")
    assert stopped == [("http://127.0.0.1:9/x.png", "csp")]
    assert page.get_by_text("not red").evaluate("one => getComputedStyle(one).color") != "rgb(255, 0, 0)"
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_links_and_folds_work(browser: Browser, files: dict[str, Path], script: bool) -> None:
    page = opened(browser, files["rich"], script=script)
    page.get_by_role("link", name="Requests 12").click()
    assert page.url.endswith("#plan-1-requests")
    heading = page.locator("#plan-1-requests").bounding_box()
    assert heading is not None
    assert 0 <= heading["y"] < 900
    page.get_by_role("link", name="gpu-cap#DenyLargeInstances at Sandbox").first.click()
    assert page.locator(":target").inner_text().split()[:2] == ["Sandbox", "ou"]
    quiet = page.get_by_text("logs:CreateLogGroup")
    assert not quiet.is_visible()
    page.get_by_text("Requests that nothing stands against").first.click()
    assert quiet.is_visible()
    page.context.close()


def test_landmarks_and_the_way_past_the_contents(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["rich"])
    for role in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the findings")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    skip.press("Enter")
    assert page.url.endswith("#main")
    page.context.close()


def test_on_paper_everything_is_unfolded_and_the_contents_are_gone(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["rich"])
    page.emulate_media(media="print")
    assert page.get_by_text("logs:CreateLogGroup").is_visible()
    assert not page.get_by_role("navigation").is_visible()
    assert len(page.pdf()) > 10_000
    page.context.close()


def test_a_passed_plan_says_so(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["clean"], PHONE)
    assert page.get_by_role("heading", level=1).inner_text().startswith("PASSED")
    assert page.get_by_text("Nothing is wrong with this plan").is_visible()
    page.context.close()
