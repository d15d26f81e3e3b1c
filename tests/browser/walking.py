"""Which pages are there for somebody? A walk from the first page along the links, a few pages of each kind."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

_NAME: Final = re.compile(r"[a-z]+([-_][a-z]+)*")
"""A part of an address that names a kind of page; any other names one thing."""
_LEFT_OUT: Final = ("/language/", "/static/", "/api/")
_EACH: Final = 2
"""So many pages of a kind are looked at."""
_FURTHER: Final = """() => [
    ...[...document.querySelectorAll("a[href^='/']")].map(one => one.getAttribute("href")),
    ...[...document.querySelectorAll("form[method=get]")].map(
        one => `${one.getAttribute("action")}?${new URLSearchParams(new FormData(one))}`),
]"""
"""Where the page leads: its links, and its filters as they stand."""


def kind(address: str) -> str:
    """The kind of page that lies at an address: ``/tasks/*?state`` for ``/tasks/ab12~19?state=open``."""
    parts = urlsplit(address)
    path = "/".join(one if not one or _NAME.fullmatch(one) else "*" for one in parts.path.split("/"))
    asked = "&".join(sorted(parse_qs(parts.query, keep_blank_values=True)))
    return f"{path}?{asked}" if asked else path


def walk(page: Page, lost: list[str], begin: str = "/") -> Iterator[str]:
    """Open page after page; the kind of each, while it is open. Links to where nothing is are added to ``lost``."""
    waiting, seen, looked_at = [begin], {begin}, Counter[str]()
    while waiting:
        address = waiting.pop(0)
        if looked_at[kind(address)] == _EACH or not _is_page(page, address, lost):
            continue
        looked_at[kind(address)] += 1
        page.goto(address)
        yield kind(address)
        found: list[str] = page.evaluate(_FURTHER)
        further = [one.partition("#")[0] for one in found if not one.startswith(_LEFT_OUT)]
        waiting += [one for one in dict.fromkeys(further) if one not in seen]
        seen.update(further)


def _is_page(page: Page, address: str, lost: list[str]) -> bool:
    """Whether it is a page, and no file to take away."""
    answered = page.context.request.get(address)
    if not answered.ok:
        lost.append(f"{address} answers {answered.status}")
    return answered.ok and answered.headers.get("content-type", "").startswith("text/html")
