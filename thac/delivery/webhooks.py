"""How does a digest reach another program? As a CloudEvent (1.0, structured), signed as Standard Webhooks are."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from thac.delivery.addresses import AddressRefusedError, Target, resolve
from thac.notices.digest import Digest, DigestLine
from thac.notices.sending import Outcome, Verdict
from thac.store.deliveries import Outgoing

SECONDS: Final = 10.0
"""How long a call may take altogether."""
TYPE: Final = "vn.thac.digest.v1"
_SECRET: Final = "whsec_"  # noqa: S105 - how every secret begins
_SECRET_BYTES: Final = 24
_MOST_LINES: Final = 200
_MOST_BYTES: Final = 256_000
_EXCERPT: Final = 200
_REDIRECTS: Final = range(300, 400)
_TAKEN: Final = range(200, 300)
_GONE: Final = 410
_LONGEST_RETRY: Final = 3_600


def new_secret() -> str:
    """A secret to sign with, as it is handed to the owner of the receiver."""
    return _SECRET + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The bytes a secret stands for.

    Raises
    ------
    ValueError
        It does not have the form ``whsec_`` and 24 to 64 bytes in base64.
    """
    if not secret.startswith(_SECRET):
        raise ValueError("a secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(_SECRET), validate=True)
    if not _SECRET_BYTES <= len(key) <= 64:  # noqa: PLR2004 - Standard Webhooks
        raise ValueError("a secret holds 24 to 64 bytes")
    return key


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a call, as ``webhook-signature`` carries it."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def event(one: Outgoing, digest: Digest) -> bytes:
    """The body of a call; at every try the same bytes."""
    lines = digest.lines[:_MOST_LINES]
    while len(body := _encoded(one, digest, lines)) > _MOST_BYTES and lines:
        lines = lines[: len(lines) // 2]
    return body


def _encoded(one: Outgoing, digest: Digest, lines: tuple[DigestLine, ...]) -> bytes:
    made: dict[str, Any] = {
        "specversion": "1.0",
        "id": one.attempt.id,
        "source": f"/thac/agencies/{digest.agency}",
        "type": TYPE,
        "subject": digest.post,
        "time": one.saved_at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {
            "key": digest.key,
            "post": digest.post,
            "agency": digest.agency,
            "lane": digest.lane.value,
            "moment": digest.moment,
            "urgent": one.urgent,
            "inhibited": digest.inhibited,
            "more": digest.more + len(digest.lines) - len(lines),
            "lines": [_line(line) for line in lines],
        },
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _line(line: DigestLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in DigestLine.__dataclass_fields__}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be called with what; ``key`` is None where nothing is left to sign with."""

    id: str
    address: str
    key: bytes | None
    body: bytes


def prepared(one: Outgoing, digest: Digest) -> Call:
    """The call of a delivery."""
    return Call(one.attempt.id, one.address, None if one.secret is None else key_of(one.secret), event(one, digest))


class Webhooks:
    """Calls receivers: redirects are not followed, nothing inside the house is called unless ``private``."""

    def __init__(self, client: httpx.AsyncClient, *, private: bool = False, seconds: float | None = None) -> None:
        self._client = client
        self._private = private
        self._seconds = SECONDS if seconds is None else seconds

    async def send(self, call: Call) -> Outcome:
        """Call once. 2xx means that the receiver has it."""
        if call.key is None:
            return Outcome(Verdict.NEVER, "the contact was taken away, and nothing is left to sign with")
        timestamp = int(datetime.now(UTC).timestamp())  # receivers compare it with their own clocks
        headers = {
            "content-type": "application/cloudevents+json; charset=utf-8",
            "user-agent": "thac",
            "webhook-id": call.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(call.key, call.id, timestamp, call.body),
        }
        try:
            async with asyncio.timeout(self._seconds):
                target = await asyncio.to_thread(resolve, call.address, private=self._private)
                return await self._call(target, headers, call.body)
        except (AddressRefusedError, httpx.InvalidURL) as error:
            return Outcome(Verdict.NEVER, str(error))
        except TimeoutError:
            return Outcome(Verdict.LATER, f"no answer within {self._seconds:g} s", away=True)
        except (httpx.HTTPError, OSError) as error:
            return Outcome(Verdict.LATER, f"{type(error).__name__}: {error}"[:_EXCERPT], away=True)

    async def _call(self, target: Target, headers: dict[str, str], body: bytes) -> Outcome:
        extensions = {"sni_hostname": target.name}
        with_host = {"host": target.host, **headers}
        async with self._client.stream(
            "POST", target.url, content=body, headers=with_host, extensions=extensions
        ) as answer:
            return await _understood(answer)


def new_client() -> httpx.AsyncClient:
    """A client for calls: the caller limits their time, and no line is used for two names at one number."""
    once = httpx.Limits(max_connections=50, max_keepalive_connections=0)
    return httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=None, limits=once)  # noqa: S113


async def _understood(answer: httpx.Response) -> Outcome:
    """What an answer means; of its body at most a line is read, and nothing where it is well."""
    status = answer.status_code
    if status in _TAKEN:
        return Outcome(Verdict.DELIVERED)
    if status in _REDIRECTS:
        return Outcome(Verdict.NEVER, f"{status}: redirects are not followed; give the address it moved to")
    said = await _excerpt(answer)
    if status == _GONE:
        return Outcome(Verdict.NEVER, f"{status} {said}".strip())
    return Outcome(Verdict.LATER, f"{status} {said}".strip(), retry_after=_retry_after(answer))


async def _excerpt(answer: httpx.Response) -> str:
    read = b""
    async for part in answer.aiter_raw():
        read += part
        if len(read) >= _EXCERPT:
            break
    return " ".join(read[:_EXCERPT].decode(errors="replace").replace("\0", "").split())


def _retry_after(answer: httpx.Response) -> timedelta | None:
    given = answer.headers.get("retry-after", "")
    return timedelta(seconds=min(int(given), _LONGEST_RETRY)) if given.isdecimal() and given.isascii() else None
