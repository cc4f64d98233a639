"""The page in a real Chromium: no error, no blocked resource, accessible, readable on a phone and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.conftest import CHROMIUM, FLAGS, Served
from tests.web.made import CYBER

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: apt-get install chromium")

DESKTOP, PHONE = (1280, 800), (360, 740)
PATHS = ("/", f"/treaties/{CYBER}", "/treaties/pandemic", "/alerts", "/alerts?treaty=un-cybercrime", "/alerts/ALERT",
         "/alerts/DIGEST", "/alerts?mark=not+relevant",
         f"/stories/{CYBER}%3AGH%3Aconsent", "/feeds", "/rules", "/nothing")  # fmt: skip


@pytest.fixture(scope="module")  # no longer: Playwright keeps a loop running, and async tests need their own
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


class Watched:
    """A tab that notes everything the browser complains of."""

    def __init__(
        self, browser: Browser, size: tuple[int, int], scheme: str = "light", script: bool = True
    ) -> None:
        # Chromium's reports of blocked resources arrive as console errors; a listener sees them as events too.
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "light"), (PHONE, "dark")])
def test_every_page_is_clean(
    browser: Browser, served: Served, path: str, size: tuple[int, int], scheme: str
) -> None:
    with Watched(browser, size, scheme) as tab:
        tab.page.goto(served.at(path))
        assert [line for line in tab.complaints if "404" not in line or path != "/nothing"] == []
        assert all(url.startswith(served.url) for url in tab.asked)
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
        styled = tab.page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomStyle")
        assert styled == "solid", "the style sheet was not applied"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, served: Served, path: str, scheme: str) -> None:
    with Watched(browser, DESKTOP, scheme) as tab:
        tab.page.goto(served.at(path))
        answer = Axe().run(tab.page).response
        assert len(answer["passes"]) > 10, "axe did not look at the page"
        found = answer["violations"]
        serious = [
            f"{one['id']}: {one['nodes'][0]['html']}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == []


def test_a_person_filters_with_the_keyboard_alone_and_without_script(
    browser: Browser, served: Served
) -> None:
    with Watched(browser, DESKTOP, script=False) as tab:
        tab.page.goto(served.url + "/alerts")
        tab.page.keyboard.press("Tab")
        tab.page.keyboard.press("Enter")  # the skip link
        tab.page.keyboard.press("Tab")
        tab.page.keyboard.type("ghana")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/alerts?q=ghana*")
        assert tab.page.get_by_role("status").inner_text() == "1 alert for this filter"
        assert tab.page.get_by_role("listitem").filter(has_text="Ghana ratified").count() == 1


def test_a_person_filters_by_menu_and_takes_the_view_away(browser: Browser, served: Served) -> None:
    with Watched(browser, PHONE) as tab:
        tab.page.goto(served.url + "/alerts")
        tab.page.get_by_text("Filter", exact=True).click()
        tab.page.get_by_role("combobox", name="Treaty").select_option("bbnj")
        tab.page.get_by_role("button", name="Show").click()
        assert tab.page.get_by_role("status").inner_text() == "1 alert for this filter"
        assert tab.page.get_by_role("combobox", name="Treaty").input_value() == "bbnj"
        with tab.page.expect_download() as download:
            tab.page.get_by_role("link", name="CSV").click()
        assert "Morocco" in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_person_asks_what_was_called_not_relevant(browser: Browser, served: Served) -> None:
    with Watched(browser, PHONE) as tab:
        tab.page.goto(served.url + "/alerts")
        tab.page.get_by_text("Filter", exact=True).click()
        tab.page.get_by_role("combobox", name="People said").select_option("not relevant")
        tab.page.get_by_role("button", name="Show").click()
        assert tab.page.get_by_role("status").inner_text() == "2 alerts for this filter"
        said = tab.page.get_by_role("list", name="What people said")
        assert "Not relevant: wrong action <b>eve</b>, 5 days ago" in said.last.inner_text()


def test_dark_is_dark_and_light_is_light(browser: Browser, served: Served) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        with Watched(browser, DESKTOP, scheme) as tab:
            tab.page.goto(served.url + "/")
            colour = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
            grounds[scheme] = sum(int(part) for part in colour.strip("rgb()").split(","))
            assert tab.page.screenshot().startswith(b"\x89PNG")
    assert grounds["dark"] < 150 < 600 < grounds["light"]


def test_the_policy_holds_against_what_a_feed_might_say(browser: Browser, served: Served) -> None:
    """Were a text not escaped, the browser itself would refuse to run it: try, and see it refused."""
    with Watched(browser, DESKTOP) as tab:
        tab.page.goto(served.url + "/")
        ran = tab.page.evaluate(
            """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';
                       document.body.append(s); return window.ran === 1 }"""
        )
        assert ran is False
        assert any("Content Security Policy" in line for line in tab.complaints)


def test_small_states_can_be_pointed_at(browser: Browser, served: Served) -> None:
    with Watched(browser, DESKTOP) as tab:
        tab.page.goto(f"{served.url}/treaties/{CYBER}")
        dot = tab.page.locator("circle", has=tab.page.locator("title", has_text="Nauru: bound"))
        box = dot.bounding_box()
        assert box["width"] >= 8
