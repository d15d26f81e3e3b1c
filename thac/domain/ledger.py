"""How an event is written down for good: its bytes, and the hash that chains it to the one before.

The bytes are JSON with sorted keys; a field that has its default is left out, so that a field added later does not
change what was written before. The hash of an entry is SHA-256 over the hash before it and its own bytes.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from thac.domain import events as ev
from thac.domain.actors import Actor
from thac.domain.codec import dump, load
from thac.domain.docket import Docket
from thac.domain.folding import apply


class BrokenChainError(ValueError):
    """The ledger of a docket does not hold together; the message names the docket, the event and what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger: the event's bytes as UTF-8 text, and the hash up to and including it."""

    docket: str
    seq: int
    body: str
    hash: str


def link(previous: str, body: str) -> str:
    """The hash of an entry, in hexadecimal."""
    return hashlib.sha256(previous.encode("ascii") + body.encode("utf-8")).hexdigest()


def encode(recorded: ev.Recorded, previous: str) -> Entry:
    """The entry for an event that follows an entry with that hash."""
    fields = {
        "docket": recorded.docket,
        "seq": recorded.seq,
        "at": dump(datetime, recorded.at),
        "kind": recorded.event.kind,
        "event": dump(type(recorded.event), recorded.event),
    }
    if recorded.actor is not None:
        fields["actor"] = dump(Actor, recorded.actor)
    if recorded.received_at is not None:
        fields["received_at"] = dump(datetime, recorded.received_at)
    if recorded.key is not None:
        fields["key"] = recorded.key
    body = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Entry(recorded.docket, recorded.seq, body, link(previous, body))


def decode(body: str) -> ev.Recorded:
    """The event that was written down.

    Raises
    ------
    BrokenChainError
        The bytes are not an event that this version knows.
    """
    try:
        fields = json.loads(body)
        return ev.Recorded(
            docket=fields["docket"],
            seq=fields["seq"],
            at=load(datetime, fields["at"]),
            event=load(ev.KINDS[fields["kind"]], fields["event"]),
            actor=load(Actor, fields["actor"]) if "actor" in fields else None,
            received_at=load(datetime, fields["received_at"]) if "received_at" in fields else None,
            key=fields.get("key"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenChainError(f"not an event: {body[:80]!r} ({error})") from error


def record(docket: Docket, recorded: ev.Recorded) -> Entry:
    """Fold an event that was just decided into the docket and write it down."""
    entry = encode(recorded, docket.hash)
    apply(docket, recorded, entry.hash)
    return entry


def fold(docket: Docket, entries: Iterable[Entry]) -> tuple[ev.Recorded, ...]:
    """Fold what the ledger holds into the docket, checking number and hash of each entry; the events folded in.

    Raises
    ------
    BrokenChainError
        A number is missing or repeated, or an entry was altered.
    """
    recorded: list[ev.Recorded] = []
    for entry in entries:
        if entry.seq != docket.head + 1:
            raise BrokenChainError(f"{docket.id}: event {entry.seq} follows {docket.head}")
        if link(docket.hash, entry.body) != entry.hash:
            raise BrokenChainError(f"{docket.id}: event {entry.seq} does not fit the hash of the one before")
        recorded.append(decode(entry.body))
        apply(docket, recorded[-1], entry.hash)
    return tuple(recorded)
