"""How a command speaks to a running API: where it is, with whose token, and what its problems mean."""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import httpx

from thac.cli.errors import CommandFailedError
from thac.cli.intake import why
from thac.embedded import RunFile
from thac.settings import Settings

TIMEOUT_SECONDS: Final = 20.0
_AWAY: Final = 503
_TRIES: Final = 5


def api_address(settings: Settings, given: str | None) -> str:
    """The address given, or that of the installation that runs on the data folder.

    Raises
    ------
    CommandFailedError
        None was given and nothing runs there.
    """
    if given is not None:
        return given.rstrip("/")
    running = RunFile.read(settings.run_file)
    if running is None:
        raise CommandFailedError(
            "not-running",
            f"Hệ thống chưa chạy trên thư mục {settings.home}; hãy chạy `thac up`, hoặc cho địa chỉ bằng --api.",
            "Nothing runs on this data folder: start `thac up`, or give the API's address with --api.",
        )
    return running.api


def refusal(answer: httpx.Response) -> CommandFailedError:
    """What a problem of the API (RFC 9457) means to the person who typed the command."""
    try:
        problem = answer.json()
        return CommandFailedError(problem["code"], problem["detail"], problem["detail_en"], _details(problem))
    except (json.JSONDecodeError, KeyError, TypeError):
        return CommandFailedError(
            "not-thac",
            f"Địa chỉ {answer.url} không trả lời như API của Thác (mã {answer.status_code}).",
            f"The address does not answer as the API of Thác: {answer.status_code}.",
        )


def _details(problem: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The faults; a conflict with what runs bears the key by which it is accepted."""
    faults, conflicts = problem.get("errors", ()), problem.get("conflicts", ())
    if not conflicts:
        return tuple(faults)
    return tuple(
        {**fault, "key": one["key"], "detail": f"{fault['detail']} [{one['key']}]"}
        for fault, one in zip(faults, conflicts, strict=True)
    )


class Office:
    """A running API as one person sees it."""

    def __init__(self, address: str, token: str | None) -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self.address = address
        self._http = httpx.Client(
            base_url=f"{address}/api/v1", headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False
        )

    def get(self, path: str, **query: Any) -> Any:
        """What the API says.

        Raises
        ------
        CommandFailedError
            It refuses, or does not answer.
        """
        return self._ask("GET", path, params={name: value for name, value in query.items() if value is not None})

    def text(self, path: str, **query: Any) -> str:
        """What the API says in plain words."""
        return self._answer("GET", path, params=query).text

    def post(self, path: str, body: Any, key: str | None = None) -> Any:
        """What the API says to a request that may be repeated; sent again while it answers that nothing is saved.

        A command is repeatable by its idempotency key.
        """
        headers = {} if key is None else {"Idempotency-Key": key}
        return self._ask("POST", path, json=body, headers=headers)

    def put(self, path: str, body: Any) -> Any:
        """What the API says to a request that says how things are to be, and may therefore be repeated."""
        return self._ask("PUT", path, json=body)

    def upload(self, path: str, data: bytes, name: str | None) -> Any:
        """What the API says to a file, which it knows again when it is sent twice."""
        headers = {"Content-Type": "application/octet-stream"}
        if name is not None:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return self._ask("POST", path, content=data, headers=headers)

    def pages(self, path: str, **query: Any) -> list[Any]:
        """All items of a list, page after page."""
        items: list[Any] = []
        while True:
            page = self.get(path, limit=200, offset=len(items), **query)
            items += page["items"]
            if not page["items"] or len(items) >= page["total"]:
                return items

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        return _json(self._answer(method, path, **more))

    def _answer(self, method: str, path: str, **more: Any) -> httpx.Response:
        for tried in range(1, _TRIES + 1):
            try:
                answer = self._http.request(method, path, **more)
            except (httpx.TransportError, httpx.InvalidURL) as error:
                raise CommandFailedError(
                    "api-away",
                    f"API tại {self.address} không trả lời; hãy kiểm tra hệ thống còn chạy không.",
                    f"No answer at {self.address}: {error}",
                ) from error
            if answer.is_success:
                return answer
            if answer.status_code != _AWAY or tried == _TRIES:
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        raise refusal(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._http.close()


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except json.JSONDecodeError:
        raise refusal(answer) from None


def read_json(file: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises
    ------
    CommandFailedError
        It cannot be read, or is no JSON object; the sentence says where.
    """
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CommandFailedError(
            "file-missing", f"Không đọc được tệp {file}: {why(error)}.", f"{file} cannot be read: {error.strerror}."
        ) from error
    except UnicodeDecodeError as error:
        raise CommandFailedError(
            "file-not-json", f"Tệp {file} không phải văn bản UTF-8.", f"{file} is not UTF-8 text: {error.reason}."
        ) from error
    except json.JSONDecodeError as error:
        raise CommandFailedError(
            "file-not-json",
            f"Tệp {file} không phải JSON đúng cú pháp: dòng {error.lineno}, cột {error.colno}.",
            f"{file} is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.",
        ) from error
    if not isinstance(found, dict):
        raise CommandFailedError(
            "file-not-directive",
            f"Tệp {file} phải chứa một văn bản: một đối tượng JSON có doc_type, subject, issued_on và tasks.",
            f"{file} must hold one JSON object with doc_type, subject, issued_on and tasks.",
        )
    return found
