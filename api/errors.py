"""How every failure leaves the API: as problem details (RFC 9457) with a stable code and a sentence in Vietnamese."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from api.codes import SENTENCES, STATUS, ApiCode, status_of
from api.directory_codes import DirectoryApiCode
from api.draft_codes import DraftApiCode
from api.overlap_codes import OverlapApiCode
from thac.directory.importing.faults import ImportCode
from thac.domain.agencies import Agency, AgencyId, AgencyTree
from thac.domain.directory_refusals import DirectoryCode
from thac.domain.refusals import Code, Refusal, in_names
from thac.intake.refusals import FileCode
from thac.notices.refusals import AlertCode

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_SECONDS: Final = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """One of several things that are wrong: its code, its sentences, and where in the body it stands (RFC 6901)."""

    code: str
    detail: str
    detail_en: str
    pointer: str | None = None


@dataclass(eq=False)
class ProblemError(Exception):
    """A request ends in a problem; ``more`` are further members of the answer."""

    status: int
    code: str
    detail: str
    detail_en: str
    faults: tuple[Fault, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """The problem as JSON data."""
        title, _ = _TITLES.get(self.status, _TITLES[500 if self.status >= 500 else 400])  # noqa: PLR2004 - HTTP
        body: dict[str, Any] = {
            "type": f"urn:thac:problem:{self.code}",
            "title": title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "detail_en": self.detail_en,
        }
        if self.faults:
            body["errors"] = [_fault(fault) for fault in self.faults]
        return body | dict(self.more)

    @property
    def headers(self) -> dict[str, str]:
        """What the status asks for in the header."""
        if self.status == 401:  # noqa: PLR2004 - HTTP
            return {"WWW-Authenticate": 'Bearer realm="thac"'}
        if self.status == 503:  # noqa: PLR2004 - HTTP
            return {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return {}


def problem(
    code: ApiCode, faults: Sequence[Fault] = (), more: Mapping[str, Any] | None = None, **facts: object
) -> ProblemError:
    """The problem of that code, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    detail, detail_en = vietnamese.format(**facts), english.format(**facts)
    return ProblemError(STATUS[code], code.value, detail, detail_en, tuple(faults), more or {})


def refused(refusal: Refusal, name_of: Callable[[AgencyId], str | None] = lambda _: None) -> ProblemError:
    """The problem that a refusal of the domain is; agencies stand by their names where ``name_of`` knows them."""
    refusal = in_names(refusal, name_of)
    return ProblemError(status_of(refusal.code), refusal.code.value, refusal.message, refusal.english)


def fault_of(refusal: Refusal, name_of: Callable[[AgencyId], str | None] = lambda _: None) -> Fault:
    """A refusal as one of several things that are wrong; agencies as for `refused`."""
    refusal = in_names(refusal, name_of)
    return Fault(refusal.code.value, refusal.message, refusal.english)


def fault(code: ApiCode, pointer: str | None = None, **facts: object) -> Fault:
    """One of several things that are wrong, its sentences filled in."""
    vietnamese, english = SENTENCES[code]
    return Fault(code.value, vietnamese.format(**facts), english.format(**facts), pointer)


def unknown_agency(agency: str, pointer: str) -> Fault:
    """An agency that the directory does not have, and where it is named."""
    return fault(ApiCode.UNKNOWN_AGENCY, pointer, agency=agency)


def ended(known: Agency, tree: AgencyTree) -> dict[str, Any]:
    """What the sentences of an agency that is no more say of it: name and code, since when, and who took over."""
    successor = None if known.successor is None else tree.get(known.successor)
    return {
        "agency": f"{known.name} ({known.id})",
        "day": known.ended_on,
        "successor": "—" if successor is None else f"{successor.name} ({successor.id})",
    }


def respond(error: ProblemError) -> JSONResponse:
    """The answer that carries a problem."""
    return JSONResponse(error.body, error.status, error.headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let every failure of the application leave as a problem."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DataError, _unstorable)
    app.add_exception_handler(DBAPIError, _store_away)
    app.add_exception_handler(PoolTimeoutError, _store_away)
    app.add_exception_handler(Exception, _internal)


def invalid(errors: Sequence[Any]) -> ProblemError:
    """The problem of a body or query that does not have the shape asked for, from pydantic's list of errors."""
    if any(error["type"] == "json_invalid" for error in errors):
        return problem(ApiCode.BROKEN_JSON)
    return problem(ApiCode.INVALID, [_shape_fault(error) for error in errors])


async def _problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)  # noqa: S101 - by its registration
    return respond(error)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - by its registration
    return respond(invalid(error.errors()))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - by its registration
    code = _FRAMEWORK.get(error.status_code)
    if code is None:
        vietnamese, _ = SENTENCES[ApiCode.HTTP]
        return respond(ProblemError(error.status_code, ApiCode.HTTP.value, vietnamese, str(error.detail)))
    most = getattr(error, "most", request.app.state.service.deps.body_bytes)
    answer = respond(problem(code, method=request.method, limit=most))
    answer.headers.update(error.headers or {})
    return answer


async def _store_away(_: Request, error: Exception) -> JSONResponse:
    structlog.get_logger().warning("store_away", error=str(error))
    return respond(problem(ApiCode.UNAVAILABLE))


async def _unstorable(_: Request, error: Exception) -> JSONResponse:
    """A value that the database has no room for, such as NUL in a code: asking again would not help."""
    structlog.get_logger().info("value_refused", error=str(getattr(error, "orig", error)))
    return respond(problem(ApiCode.INVALID))


async def _internal(request: Request, error: Exception) -> JSONResponse:
    structlog.get_logger().error("request_failed", path=request.url.path, error=repr(error))
    return respond(problem(ApiCode.INTERNAL))


def _fault(fault: Fault) -> dict[str, str]:
    body = {"code": fault.code, "detail": fault.detail, "detail_en": fault.detail_en}
    return body if fault.pointer is None else {**body, "pointer": fault.pointer}


def _shape_fault(error: Mapping[str, Any]) -> Fault:
    kind = str(error["type"])
    vietnamese = next((words for start, words in _SHAPES.items() if kind.startswith(start)), "Giá trị không hợp lệ.")
    place = error["loc"][1:] if error["loc"][:1] == ("body",) else error["loc"]
    where = [str(part).replace("~", "~0").replace("/", "~1") for part in place]
    return Fault(ApiCode.INVALID.value, vietnamese, _sendable(f"{error['msg']}."), _sendable("/" + "/".join(where)))


def _sendable(words: str) -> str:
    """The words without what UTF-8 cannot write; a name in a body may hold half a surrogate pair."""
    return words.encode(errors="replace").decode()


_SHAPES: Final = {
    "missing": "Thiếu mục này.",
    "extra_forbidden": "Không có mục nào tên như vậy.",
    "string_too_long": "Nội dung quá dài.",
    "too_long": "Danh sách quá dài.",
    "string_too_short": "Không được để trống.",
    "too_short": "Danh sách không được để trống.",
    "enum": "Chỉ nhận một trong các giá trị quy định.",
    "literal_error": "Chỉ nhận một trong các giá trị quy định.",
    "date": "Ngày không hợp lệ; viết theo dạng 2026-11-20.",
    "time": "Giờ không hợp lệ; viết theo dạng 16:30.",
    "int": "Phải là một số nguyên.",
    "greater_than": "Số quá nhỏ.",
    "less_than": "Số quá lớn.",
    "bool": "Chỉ nhận true hoặc false.",
    "string_type": "Phải là một đoạn chữ.",
    "string_pattern_mismatch": "Viết không đúng mẫu.",
}
_TITLES: Final = {
    400: ("Yêu cầu sai", "Bad request"),
    401: ("Chưa đăng nhập", "Not signed in"),
    403: ("Không có quyền", "Forbidden"),
    404: ("Không tìm thấy", "Not found"),
    405: ("Thao tác không được nhận", "Method not allowed"),
    409: ("Không phù hợp với trạng thái hiện tại", "Conflict"),
    413: ("Nội dung quá lớn", "Too large"),
    422: ("Nội dung chưa đúng", "Not valid"),
    500: ("Lỗi hệ thống", "Internal error"),
    503: ("Tạm thời chưa thực hiện được", "Unavailable for the moment"),
}
_FRAMEWORK: Final = {
    STATUS[code]: code
    for code in (ApiCode.BROKEN_JSON, ApiCode.NOT_FOUND, ApiCode.METHOD_NOT_ALLOWED, ApiCode.BODY_TOO_LARGE)
}
KNOWN_CODES: Final = frozenset(
    code.value
    for codes in (
        *(ApiCode, Code, DirectoryApiCode, DirectoryCode, ImportCode, DraftApiCode, FileCode, OverlapApiCode),
        AlertCode,
    )
    for code in codes
)
"""Every code a problem may carry."""
