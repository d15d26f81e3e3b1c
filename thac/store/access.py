"""Who may come in, what was answered before, and the texts that events name by digest."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from thac.domain.accounts import Account
from thac.domain.actors import Actor
from thac.domain.agencies import AgencyId, Role
from thac.domain.appending import AnswerRecord
from thac.domain.calendar import at, civil_day
from thac.store import tables as t

PREFIX: Final = "thac_"
"""How every token begins, so that one that leaked is recognised."""
_TOKEN_BYTES: Final = 24
_DAY: Final = timedelta(days=1)
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever holds a token: the actor it stands for, where his agency stands in the tree, and until when it holds."""

    actor: Actor
    path: str
    expires_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether the token has not expired."""
        return self.expires_at is None or now < self.expires_at


def make_token(  # noqa: PLR0913 - what a token says is what it is made of
    connection: sa.Connection,
    agency: AgencyId,
    role: Role,
    name: str,
    now: datetime,
    *,
    expires_at: datetime | None = None,
    email: str | None = None,
) -> str:
    """Make a token for a person at an agency in a role. It is shown this once; the store keeps its digest only.

    Raises
    ------
    LookupError
        The directory has no such agency.
    """
    if connection.execute(sa.select(t.agencies.c.id).where(t.agencies.c.id == agency)).first() is None:
        raise LookupError(f"the directory has no agency {agency}; a token needs one that exists")
    token = PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    connection.execute(
        sa.insert(t.tokens).values(
            digest=digest(token),
            agency=agency,
            role=role.value,
            name=name,
            created_at=now,
            expires_at=expires_at,
            email=email,
        )
    )
    return token


def make_tokens(
    connection: sa.Connection, accounts: Iterable[Account], now: datetime
) -> tuple[tuple[Account, str], ...]:
    """Make a token for each account, in one statement; the agencies exist. They are shown this once."""
    made = tuple((account, PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)) for account in accounts)
    rows = [
        {
            "digest": digest(token),
            "agency": account.agency,
            "role": account.role.value,
            "name": account.person,
            "created_at": now,
            "expires_at": None if account.expires_on is None else at(account.expires_on + _DAY, time()),
            "email": account.email,
        }
        for account, token in made
    ]
    if rows:
        connection.execute(sa.insert(t.tokens), rows)
    return made


def accounts(connection: sa.Connection) -> tuple[Account, ...]:
    """Who has a token, expired ones too, each once however many he has; sorted."""
    found: dict[tuple[AgencyId, Role, str], Account] = {}
    for row in connection.execute(sa.select(t.tokens).order_by(t.tokens.c.created_at, t.tokens.c.digest)):
        expires_on = None if row.expires_at is None else civil_day(row.expires_at - _INSTANT)
        account = Account(row.agency, Role(row.role), row.name, row.email, expires_on)
        found[account.key] = account
    return tuple(found[key] for key in sorted(found))


def revoke_token(connection: sa.Connection, token: str) -> bool:
    """Take a token away; whether there was one. An API that has just read it lets it in for some seconds more."""
    return connection.execute(sa.delete(t.tokens).where(t.tokens.c.digest == digest(token))).rowcount > 0


def bearer(connection: sa.Connection, token: str) -> Bearer | None:
    """Whom the token stands for, expired or not; None when nobody, or when his agency is no longer there."""
    row = connection.execute(_BEARER, {"digest": digest(token)}).first()
    return None if row is None else Bearer(Actor(row.agency, Role(row.role), row.name), row.path, row.expires_at)


def answered(connection: sa.Connection, keys: Iterable[str]) -> dict[str, AnswerRecord]:
    """Which of those requests were carried out, by request key."""
    wanted = list(keys)
    if not wanted:
        return {}
    found = connection.execute(_ANSWERED, {"keys": wanted})
    return {row.key: AnswerRecord(row.key, row.fingerprint, row.seq) for row in found}


def forget_answers(connection: sa.Connection, before: datetime) -> int:
    """Forget the answers given before that moment, so that their keys may be used anew; how many there were."""
    return connection.execute(sa.delete(t.answers).where(t.answers.c.at < before)).rowcount


def digest(text: str) -> str:
    """SHA-256 of a text in hexadecimal: the name under which it is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def put_texts(connection: sa.Connection, texts: Iterable[str]) -> None:
    """Keep texts under their digests; one that is there already stays as it is."""
    rows = [{"digest": name, "text": text} for name, text in sorted({digest(text): text for text in texts}.items())]
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(insert(t.texts).on_conflict_do_nothing(), rows)


def texts(connection: sa.Connection, digests: Iterable[str]) -> Mapping[str, str]:
    """The texts of those digests, as far as they are kept."""
    found = connection.execute(sa.select(t.texts.c.digest, t.texts.c.text).where(t.texts.c.digest.in_(set(digests))))
    return {row.digest: row.text for row in found}


_BEARER = (
    sa.select(t.tokens.c.agency, t.tokens.c.role, t.tokens.c.name, t.tokens.c.expires_at, t.agencies.c.path)
    .join(t.agencies, t.agencies.c.id == t.tokens.c.agency)
    .where(t.tokens.c.digest == sa.bindparam("digest"))
)
_ANSWERED = sa.select(t.answers.c.key, t.answers.c.fingerprint, t.answers.c.seq).where(
    t.answers.c.key.in_(sa.bindparam("keys", expanding=True))
)
