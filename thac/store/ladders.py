"""Where an installation's own ladders are kept: each under its number, added and never edited.

A docket carries the steps it was opened with in its own ledger. This is where the next one takes them from.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from thac.domain.codec import dump, load
from thac.domain.courses import BUILT_IN, FIRST_OWN
from thac.domain.ladder_reading import read_ladder
from thac.domain.plans import CURRENT_LADDER
from thac.domain.rungs import Ladder
from thac.store import chronicle, locks
from thac.store import tables as t
from thac.store.chronicle import Kind


@dataclass(frozen=True, slots=True)
class Published:
    """One ladder of the installation's own: who published it, when and why; ``source`` is its file as it was."""

    version: int
    source: str
    digest: str
    by: str
    at: datetime
    reason: str


def publish(connection: sa.Connection, text: str, by: str, at: datetime, reason: str) -> tuple[Published, bool]:
    """Add a ladder under the next number, and whether it was added: the newest one is not published twice.

    Raises
    ------
    LadderRefusedError
        It is not right; every fault is listed and nothing was written.
    """
    read_ladder(text, FIRST_OWN)
    locks.hold(connection, locks.LADDERS)
    before = next(iter(journal(connection)), None)
    version = FIRST_OWN if before is None else before.version + 1
    ladder = read_ladder(text, version)
    body = json.dumps(dump(Ladder, ladder), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if before is not None and load_own(connection, before.version).tracks == ladder.tracks:
        return before, False
    made = Published(version, text, hashlib.sha256(body.encode("utf-8")).hexdigest(), by, at, reason)
    connection.execute(
        sa.insert(t.ladders).values(
            version=version, body=body, source=text, digest=made.digest, by=by, at=at, reason=reason
        )
    )
    chronicle.note(connection, Kind.LADDER, str(version), at)
    return made, True


def journal(connection: sa.Connection) -> tuple[Published, ...]:
    """Every ladder that was ever published here, the newest first."""
    row = t.ladders.c
    found = connection.execute(
        sa.select(row.version, row.source, row.digest, row.by, row.at, row.reason).order_by(row.version.desc())
    )
    return tuple(Published(*one) for one in found)


def load_own(connection: sa.Connection, version: int) -> Ladder:
    """The ladder that was published under that number.

    Raises
    ------
    LookupError
        There is none.
    """
    body = connection.execute(sa.select(t.ladders.c.body).where(t.ladders.c.version == version)).scalar_one_or_none()
    if body is None:
        raise LookupError(f"no ladder {version} was published here")
    return load(Ladder, json.loads(body))


def current(connection: sa.Connection) -> Ladder:
    """The ladder that a docket opened now takes: the newest one published here, or else the program's own."""
    newest = connection.execute(sa.select(sa.func.max(t.ladders.c.version))).scalar_one()
    return BUILT_IN[CURRENT_LADDER] if newest is None else load_own(connection, newest)
