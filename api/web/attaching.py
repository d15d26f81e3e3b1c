"""How the product of work comes in with its report: files are judged and kept, and the report names them."""

import asyncio
from collections.abc import Iterator
from typing import Final

from starlette.datastructures import FormData, UploadFile

from api.draft_codes import status_of_file
from api.errors import ProblemError
from api.page_codes import PageCode, page_problem
from api.web.acting import KEY, new_key
from api.web.forms import text
from api.web.visiting import Visit
from thac.intake.door import refuse_secret_name
from thac.intake.limits import MIB
from thac.intake.products import medium_of, named
from thac.intake.refusals import FileRefusedError
from thac.store import attachments
from thac.store.attachments import Attached, Sent

FILES: Final = "files"
REFERENCE: Final = "reference"
LINK: Final = "link"
REPORT: Final = "report"
_MOST: Final = 10
_LONGEST: Final = 500
_SHORT: Final = 16


async def files_of(visit: Visit, form: FormData) -> tuple[Sent, ...]:
    """The files of a form, each judged by what stands in it.

    Raises
    ------
    ProblemError
        One is too large, empty, of no kind that is taken, or bears a mark of secrecy in its name; nothing is kept.
    """
    sent = [one for one in form.getlist(FILES) if isinstance(one, UploadFile) and (one.filename or one.size)]
    if len(sent) > _MOST:
        raise page_problem(PageCode.TOO_MANY_FILES, limit=_MOST)
    return tuple([await _judged(one, visit.service.deps.attachment_bytes) for one in sent])


async def _judged(upload: UploadFile, most: int) -> Sent:
    name = (upload.filename or "")[-_LONGEST:]
    try:
        refuse_secret_name(name)
    except FileRefusedError as error:
        said = error.refusal
        raise ProblemError(status_of_file(said.code), said.code.value, said.message, said.english) from None
    if (upload.size or 0) > most:
        raise page_problem(PageCode.FILE_TOO_BIG, name=name, limit=max(1, most // MIB))
    content = await upload.read()
    if not content:
        raise page_problem(PageCode.FILE_EMPTY, name=name)
    medium = medium_of(content)
    if medium is None:
        raise page_problem(PageCode.FILE_NOT_TAKEN, name=name)
    return Sent(named(name, medium), medium.media_type, content)


async def with_product(visit: Visit, assignment: str, form: FormData, *, keep: bool) -> FormData:
    """The form of a result whose report names its product: reference, link and files, which are kept now.

    Sent again with the same key, it names the same: what the first sending brought is there already. Without ``keep``
    nothing is kept: the result is not the sender's to submit now, or is submitted already.

    Raises
    ------
    ProblemError
        A file or the link is not taken; nothing is kept.
    """
    files, link = await files_of(visit, form) if keep else (), text(form, LINK)
    if link is not None and not link.lower().startswith(("http://", "https://")):
        raise page_problem(PageCode.NO_LINK)
    key = text(form, KEY) or new_key()
    request = f"{visit.actor.agency}/{visit.actor.name}/{key}"
    kept = await asyncio.to_thread(_kept, visit, assignment, files, request)
    lines = [text(form, REPORT) or "", *_named(text(form, REFERENCE), link, kept)]
    rest = [(name, value) for name, value in form.multi_items() if name not in {REPORT, FILES, KEY}]
    return FormData([*rest, (KEY, key), (REPORT, "\n".join(lines).strip())])


def _kept(visit: Visit, assignment: str, files: tuple[Sent, ...], request: str) -> tuple[Attached, ...]:
    if files:
        with visit.service.deps.engines.write.begin() as connection:
            attachments.keep(connection, assignment, files, visit.actor, request, visit.now)
    return visit.service.read(lambda connection: attachments.attached(connection, assignment, request))


def _named(reference: str | None, link: str | None, files: tuple[Attached, ...]) -> Iterator[str]:
    """What the report says of its product, in the language of the office's papers; the digests bind the files."""
    if reference is not None:
        yield f"Văn bản, sản phẩm: {reference}"
    if link is not None:
        yield f"Liên kết: {link}"
    yield from (f"Tệp kèm theo: {one.name} (mã đối chiếu {one.digest[:_SHORT]})" for one in files)
