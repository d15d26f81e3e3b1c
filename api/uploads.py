"""What was sent to be read: a file as the body, or a text in JSON. It stays in memory."""

from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from typing import Annotated, Any, Final
from unicodedata import category, normalize

from fastapi import Depends, Request
from pydantic import ValidationError
from pydantic_core import from_json

from api.codes import ApiCode
from api.errors import invalid, problem
from api.schemas.drafts import TextIn

_JSON: Final = "application/json"
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and its name, or a ``text`` that was pasted, with its bytes as the file."""

    data: bytes
    name: str | None = None
    text: str | None = None


async def the_upload(request: Request) -> Upload:
    """The upload in the body of a request.

    Raises
    ------
    ProblemError
        It calls itself JSON and is not what is asked for.
    """
    data = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _JSON:
        return _text(data)
    return Upload(data, named(request.headers.get("content-disposition", "")))


UploadDep = Annotated[Upload, Depends(the_upload)]

BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        _JSON: {"schema": TextIn.model_json_schema()},
    },
}
"""How the body looks in the description of the API."""


def named(disposition: str) -> str | None:
    """The file's name in a Content-Disposition (RFC 6266), also where its UTF-8 was written as it is; None without."""
    message = Message()
    message["Content-Disposition"] = _utf8(disposition)
    return plain_name(message.get_filename() or "")


def plain_name(name: str) -> str | None:
    """The last part of a file's name, without what cannot be shown; None where nothing is left."""
    shown = "".join(letter for letter in normalize("NFC", name) if not category(letter).startswith("C"))
    return PurePosixPath(shown.replace("\\", "/")).name[-_LONGEST_NAME:] or None


def _utf8(header: str) -> str:
    """A header that was sent as UTF-8, as it was meant; HTTP hands it over byte by byte."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _text(data: bytes) -> Upload:
    try:
        said = TextIn.model_validate(from_json(data))
    except ValidationError as error:
        raise invalid(error.errors()) from error
    except ValueError as error:
        raise problem(ApiCode.BROKEN_JSON) from error
    return Upload(said.text.encode(), text=said.text)
