"""How does a failure look to people? As a page that says what happened, what is kept and what to do."""

from collections.abc import Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from api.codes import ApiCode
from api.errors import ProblemError, invalid, problem
from api.web.language import COOKIE, Speech, language_of
from api.web.rendering import page
from api.web.visiting import (
    PASSWORD_PAGE,
    Guest,
    PasswordFirstError,
    SignInFirstError,
    sign_in_address,
    the_guest,
)


def install(web: FastAPI) -> None:
    """Let every failure of the pages leave as a page."""
    web.add_exception_handler(SignInFirstError, _to_sign_in)
    web.add_exception_handler(PasswordFirstError, _to_password)
    web.add_exception_handler(ProblemError, _problem)
    web.add_exception_handler(RequestValidationError, _invalid)
    web.add_exception_handler(HTTPException, _http)
    web.add_exception_handler(DataError, _unstorable)
    web.add_exception_handler(DBAPIError, _store_away)
    web.add_exception_handler(PoolTimeoutError, _store_away)
    web.add_exception_handler(Exception, _internal)


async def _to_sign_in(_: Request, error: Exception) -> Response:
    assert isinstance(error, SignInFirstError)  # noqa: S101 - by its registration
    return RedirectResponse(sign_in_address(error.back), 303)


async def _to_password(_: Request, error: Exception) -> Response:
    assert isinstance(error, PasswordFirstError)  # noqa: S101 - by its registration
    return RedirectResponse(PASSWORD_PAGE, 303)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - by its registration
    return await _told(request, error, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - by its registration
    return await _told(request, invalid(error.errors()))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - by its registration
    code = {404: ApiCode.NOT_FOUND, 405: ApiCode.METHOD_NOT_ALLOWED, 413: ApiCode.BODY_TOO_LARGE}
    known = code.get(error.status_code, ApiCode.INVALID)
    limit = getattr(error, "most", request.app.state.service.deps.body_bytes)
    return await _told(request, problem(known, method=request.method, limit=limit), error.headers or {})


async def _unstorable(request: Request, error: Exception) -> Response:
    structlog.get_logger().info("value_refused", error=str(getattr(error, "orig", error)))
    return await _told(request, problem(ApiCode.INVALID))


async def _store_away(request: Request, error: Exception) -> Response:
    structlog.get_logger().warning("store_away", error=str(error))
    return await _told(request, problem(ApiCode.UNAVAILABLE))


async def _internal(request: Request, error: Exception) -> Response:
    structlog.get_logger().error("page_failed", path=request.url.path, error=repr(error))
    return await _told(request, problem(ApiCode.INTERNAL))


async def _told(request: Request, error: ProblemError, headers: Mapping[str, str] | None = None) -> Response:
    answer = page(await _whoever(request), "problem.html.j2", error.status, problem=error)
    answer.headers.update({name: value for name, value in (headers or {}).items() if name != "WWW-Authenticate"})
    return answer


async def _whoever(request: Request) -> Guest:
    """Who asked, or a guest where that cannot be known while the store is away."""
    try:
        return await the_guest(request)
    except (DBAPIError, PoolTimeoutError):
        service = request.app.state.service
        say = Speech(language_of(request.cookies.get(COOKIE)))
        return Guest(request, service, say, service.deps.clock())
