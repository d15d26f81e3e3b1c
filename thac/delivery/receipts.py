"""What does a server say of a mail it took? That it arrived, or came back, in a notification by RFC 3464."""

import email
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any

import sqlalchemy as sa

from thac.store import deliveries

_DELIVERED = frozenset({"delivered", "relayed", "expanded"})
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is said of one mail: it arrived, or it came back for that reason."""

    message_id: str
    arrived: bool
    reason: str


def read(raw: bytes) -> list[Receipt]:
    """What a notification says; nothing where it is none, or does not name the mail it is about."""
    notice = email.message_from_bytes(raw, policy=default)
    parts: list[Any] = list(notice.walk())
    message_id = next(filter(None, map(_original, parts)), None)
    if message_id is None:
        return []
    fields = [
        block for part in parts if part.get_content_type() == "message/delivery-status" for block in _blocks(part)
    ]
    return [_receipt(message_id, block) for block in fields if block.get("Action", "").strip().lower() in _FINAL]


def take(connection: sa.Connection, raw: bytes, now: datetime) -> list[Receipt]:
    """Record what a notification says of mails of ours, in the connection's transaction; what was taken."""
    taken = []
    for one in read(raw):
        known = (
            deliveries.arrived(connection, one.message_id, now)
            if one.arrived
            else deliveries.bounced(connection, one.message_id, one.reason)
        )
        if known:
            taken.append(one)
    return taken


def _original(part: EmailMessage) -> str | None:
    """The Message-ID of the mail that a notification carries, whole or its head only."""
    if part.get_content_type() == "message/rfc822":
        inner: Any = part.get_payload()
        return _text(inner[0].get("Message-ID")) if isinstance(inner, list) and inner else None
    if part.get_content_type() == "text/rfc822-headers":
        return _text(email.message_from_string(part.get_content(), policy=default).get("Message-ID"))
    return None


def _blocks(part: EmailMessage) -> list[Any]:
    found: Any = part.get_payload()
    return [one for one in found if one.get("Final-Recipient")] if isinstance(found, list) else []


def _receipt(message_id: str, block: Any) -> Receipt:
    action = block["Action"].strip().lower()
    said = block.get("Diagnostic-Code") or block.get("Status") or action
    return Receipt(message_id, action in _DELIVERED, " ".join(str(said).split())[:_LONGEST])


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip()


_FINAL = _DELIVERED | {"failed"}
