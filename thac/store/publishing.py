"""Which directives the public may follow: the issuing office marks them and takes marks back; both stay on record."""

import json
from datetime import datetime

import sqlalchemy as sa

from thac.domain.actors import Actor
from thac.domain.codec import dump
from thac.store import chronicle, locks
from thac.store import tables as t


def publish(connection: sa.Connection, directive: str, by: Actor, at: datetime, *, public: bool) -> bool:
    """Mark a directive as public or not any more; whether that changed anything."""
    locks.hold(connection, f"published/{directive}")
    if is_public(connection, directive) is public:
        return False
    here = t.published.c
    last = connection.execute(sa.select(sa.func.max(here.seq)).where(here.directive == directive)).scalar() or 0
    values = {"directive": directive, "seq": last + 1, "public": public, "at": at}
    said = json.dumps(dump(Actor, by), ensure_ascii=False)
    connection.execute(sa.insert(t.published).values(by=said, **values))
    chronicle.note(connection, chronicle.Kind.PUBLISHED, f"{directive}/{last + 1}", at)
    return True


def is_public(connection: sa.Connection, directive: str) -> bool:
    """Whether the last mark of a directive is that it is public."""
    here = t.published.c
    last = sa.select(here.public).where(here.directive == directive).order_by(here.seq.desc()).limit(1)
    return bool(connection.execute(last).scalar())


def marked() -> sa.Select[tuple[str]]:
    """The ids of the directives that are public now."""
    here, later = t.published.c, t.published.alias("later")
    overtaken = sa.exists().where(later.c.directive == here.directive, later.c.seq > here.seq)
    return sa.select(here.directive).where(here.public, ~overtaken)
