"""Who may sign in on the demo's pages: an account for each role, all with one password."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from thac.cli.home import write_secret
from thac.domain.agencies import AgencyId, Role
from thac.domain.seating import Keeper
from thac.passwords import fits, generated
from thac.store import people, seating
from thac.store.engine import Engines
from thac.store.seating import Newcomer, Place

_FILE = "accounts.json"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's login and seat. The names are those of posts; no person is meant."""

    login: str
    name: str
    agency: AgencyId
    role: Role
    password: str = ""


def enrolled(folder: Path, engines: Engines, wanted: Iterable[Account], now: datetime) -> tuple[Account, ...]:
    """Those accounts, made if they are not there; the password of an earlier start holds on."""
    players, file = tuple(wanted), folder / _FILE
    kept = _kept(file)
    with engines.read.connect() as connection:
        first = people.person(connection, players[0].login)
    if kept is not None and first is not None and fits(first.secret, kept):
        return tuple(replace(one, password=kept) for one in players)
    password = generated()
    secret = seating.secret_of(password)
    with engines.write.begin() as connection:
        for one in players:
            if people.person(connection, one.login) is None:
                newcomer, place = Newcomer(one.login, one.name, secret=secret), Place(one.agency, one.role)
                seating.open_account(connection, Keeper("thac demo", ""), newcomer, place, now)
            else:
                people.set_secret(connection, one.login, secret)
    made = tuple(replace(one, password=password) for one in players)
    write_secret(file, json.dumps([asdict(one) for one in made], ensure_ascii=False, indent=2) + "\n")
    return made


def _kept(file: Path) -> str | None:
    return str(json.loads(file.read_text("utf-8"))[0]["password"]) if file.exists() else None
