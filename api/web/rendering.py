"""How is a page made? From a template and what it shows, with the headers that keep others out of it."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.web.menu import entries
from api.web.visiting import Guest
from api.web.wording import Wording

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""No script, style, picture or frame of anybody else, and nothing kept in a shared browser."""


def page(guest: Guest, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """The page of that template, in the language of whoever looks at it."""
    values = {
        "guest": guest,
        "_": guest.say,
        "w": Wording(guest.say, guest.now),
        "menu": entries(guest),
        "address": address_of,
    }
    return HTMLResponse(_environment().get_template(template).render(values | shown), status, HEADERS)


def address_of(name: str) -> str:
    """The address of a file of the pages; another content has another address, so that it may be kept for ever."""
    return f"/static/{_fingerprint(name)}/{name}"


@lru_cache(maxsize=64)
def static(name: str) -> bytes | None:
    """A file of the pages; None when there is none of that name."""
    found = files("api.web").joinpath("static", name)
    plain = "/" not in name and "\\" not in name and not name.startswith(".")
    return found.read_bytes() if plain and found.is_file() else None


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    content = static(name)
    if content is None:
        raise LookupError(f"the pages have no file {name}")
    return hashlib.sha256(content).hexdigest()[:12]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Every value is escaped, whatever the template's name; a template that names what is not given fails."""
    return Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
