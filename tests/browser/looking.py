"""What is held against every page: axe finds nothing grave, it fits a phone, it weighs little."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.person import DESK, PHONE

SCREENS: Final = {"360": PHONE, "1280": DESK}
SCHEMES: Final = ("light", "dark")
HEAVIEST: Final = 100 * 1024
"""No page is heavier: itself as it is read, and with everything that it shows as it comes over the line."""
_GRAVE: Final = {"serious", "critical"}
_RUN: Final = "() => axe.run(document, {resultTypes: ['violations']})"
_WEIGHT: Final = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const all = [page, ...performance.getEntriesByType("resource")];
    return Math.max(page.decodedBodySize, all.reduce((sum, one) => sum + one.encodedBodySize, 0));
}"""
_WIDTHS: Final = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds on the page that is serious or critical: the rule, where, and why."""
    page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(_RUN)["violations"]
    return [
        f"{one['id']}: {node['html']} ({node['failureSummary']})"
        for one in found
        if one["impact"] in _GRAVE
        for node in one["nodes"]
    ]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    wide, screen = page.evaluate(_WIDTHS)
    return max(0, int(wide) - int(screen))


def weight(page: Page) -> int:
    """The bytes of the page unpacked, or of it and everything it has fetched packed, whichever are more."""
    return int(page.evaluate(_WEIGHT))


def looks(page: Page) -> Iterator[tuple[str, str]]:
    """Look at the page on each screen and in light and dark; the names of both."""
    for name, screen in SCREENS.items():
        page.set_viewport_size(screen)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield name, scheme
