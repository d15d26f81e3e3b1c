"""One person at a browser of his own: he opens pages, fills in forms by their labels and reads what is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.house import PASSWORD
from tests.embedded.waiting import eventually

PATIENCE_MS: Final = 60_000
"""So long a page may take on a machine that is busy with other things."""
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
_MOST_TABS: Final = 200


@contextmanager
def running_browser(program: str) -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to run as root with one
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-proxy-server", *root])
        yield opened
        opened.close()


class Person:
    """Somebody with a browser of his own, in which nobody is signed in at first."""

    def __init__(self, browser: Browser, url: str, *, scripts: bool = True, screen: Any = DESK) -> None:
        expect.set_options(timeout=PATIENCE_MS)
        self.context: BrowserContext = browser.new_context(
            base_url=url, locale="vi-VN", viewport=screen, java_script_enabled=scripts
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.amiss: list[str] = []
        self.page.on("pageerror", lambda error: self.amiss.append(str(error)))
        self.page.on("console", self._heard)

    def open(self, address: str) -> None:
        """Go to a page."""
        self.page.goto(address)

    def sign_in(self, login: str) -> None:
        """Sign in as somebody."""
        self.open("/sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(login)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("button", name="Đăng nhập")).to_have_count(0)

    def sees(self, words: str) -> None:
        """Wait until the page shows these words."""
        expect(self.page.locator("main")).to_contain_text(words)

    def finds(self, address: str, words: str) -> None:
        """Open a page again and again until it shows these words."""

        def shows() -> bool:
            self.open(address)
            return words in self.page.locator("main").inner_text()

        eventually(shows, PATIENCE_MS / 1000)

    def press(self, button: str) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def unfold(self, summary: str) -> Locator:
        """Open the part of the page under that heading, unless it is open."""
        part = self.page.locator("details", has=self.page.locator("summary", has_text=summary)).first
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()
        return part

    def sends(self, summary: str, label: str, words: str) -> None:
        """Fill in a field of the form under that heading, and press its only button."""
        form = self.unfold(summary)
        form.get_by_label(label).fill(words)
        form.locator("button").click()

    def tabs_to(self, selector: str) -> None:
        """Go on with the tabulator until such an element has the cursor."""
        for _ in range(_MOST_TABS):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the tabulator does not lead to {selector}")

    def _heard(self, said: ConsoleMessage) -> None:
        """A page that was refused is no fault of its scripts."""
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.amiss.append(said.text)

    def close(self) -> None:
        """Close the browser; nothing went wrong in it that only its console told."""
        self.context.close()
        assert self.amiss == []
