"""The files of the pages: their style, scripts and pictures."""

from pathlib import PurePosixPath
from typing import Final

from fastapi import APIRouter, Response

from api.codes import ApiCode
from api.errors import problem
from api.web.rendering import static

router = APIRouter()
_KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@router.get("/static/{fingerprint}/{name}")
def get_static(fingerprint: str, name: str) -> Response:  # noqa: ARG001 - it only makes the address another one
    """A file, which under its address never changes."""
    content, kind = static(name), _KINDS.get(PurePosixPath(name).suffix)
    if content is None or kind is None:
        raise problem(ApiCode.NOT_FOUND)
    return Response(content, media_type=kind, headers=_FOR_EVER)
