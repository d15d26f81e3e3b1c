"""What comes in from a form of a page: read in memory, and only if the form was ours."""

import hmac
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request
from pydantic import BeforeValidator
from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from api.codes import ApiCode
from api.errors import problem
from api.page_codes import PageCode, page_problem
from api.web.visiting import VisitDep

UNSAID: Final = BeforeValidator(lambda said: said or None)
"""A filter that was left at all of them is sent as an empty word, and says nothing."""
FIELD: Final = "csrf"
HEADER: Final = "x-csrf"
_MOST_FIELDS: Final = 2_000


class _InMemory(MultiPartParser):
    """Keeps files in memory: what was uploaded is never written to disk before the door has judged it."""

    spool_max_size = 1 << 40
    max_part_size = 4_000_000

    async def parse(self) -> FormData:
        """The fields; the files of a form that was broken off are let go of."""
        try:
            return await super().parse()
        except HTTPException:
            for file in self._files_to_close_on_error:
                file.close()
            raise


async def read_form(request: Request) -> FormData:
    """The fields of a form, sent in either of the two ways that browsers know.

    Raises
    ------
    ProblemError
        It is no form, is broken, or comes from another site.
    """
    refuse_foreign(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(request.headers, request.stream(), max_files=20, max_fields=_MOST_FIELDS)
            return await parser.parse()
        if kind in {"application/x-www-form-urlencoded", ""}:
            return await FormParser(request.headers, request.stream()).parse()
    except (MultiPartException, FormParserError, UnicodeDecodeError, KeyError) as error:
        raise problem(ApiCode.INVALID) from error
    raise problem(ApiCode.INVALID)


async def the_form(request: Request, visit: VisitDep) -> AsyncIterator[FormData]:
    """The fields of a form that this visitor was given in this session; its files are let go of afterwards.

    Raises
    ------
    ProblemError
        It was not: another site sent it, or the session is another one since.
    """
    form = await read_form(request)
    try:
        carried = request.headers.get(HEADER) or form.get(FIELD)
        if not isinstance(carried, str) or not hmac.compare_digest(carried.encode(), visit.csrf.encode()):
            raise page_problem(PageCode.FOREIGN_FORM)
        yield form
    finally:
        await form.close()


FormDep = Annotated[FormData, Depends(the_form)]


def refuse_foreign(request: Request) -> None:
    """Turn away what another site made the browser send; browsers say where a request comes from.

    Raises
    ------
    ProblemError
        It comes from elsewhere.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise page_problem(PageCode.FOREIGN_FORM)
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise page_problem(PageCode.FOREIGN_FORM)


def text(form: FormData, name: str) -> str | None:
    """A field without the blanks around it; None when it is empty or not there."""
    value = form.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def day(form: FormData, name: str) -> date | None:
    """A day as the browser's field for days sends it, or as people write it; None when it is empty.

    Raises
    ------
    ProblemError
        It is no day.
    """
    value = text(form, name)
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%d/%m/%Y").date() if "/" in value else date.fromisoformat(value)  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise page_problem(PageCode.NO_DAY, day=value[:40]) from error


def the_day(form: FormData, name: str) -> date:
    """A day that has to be given.

    Raises
    ------
    ProblemError
        It is none.
    """
    found = day(form, name)
    if found is None:
        raise page_problem(PageCode.NO_DAY, day="")
    return found
