"""Which data folder a command works on, and how its store is opened."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import sqlalchemy as sa
import typer

from thac.cli.console import remark
from thac.cli.errors import CommandFailedError
from thac.clock import Clock, begin_clock, installed_clock
from thac.domain.agencies import Level, Role
from thac.settings import Settings
from thac.store import tables as t
from thac.store.engine import Engines, open_engines

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Thư mục dữ liệu; mặc định là THAC_HOME. · The data folder.")
]

FIRST_LOGIN: Final = "admin"
FIRST_NAME: Final = "Quản trị viên đầu tiên"


def settings_of(home: Path | None, **more: Any) -> Settings:
    """The settings that hold, with the data folder of the command line if one was given."""
    return Settings(**more) if home is None else Settings(home=home, **more)


def now_at(home: Path | None) -> datetime:
    """What time it is in that installation."""
    return installed_clock(settings_of(home)).now()


@contextmanager
def opened_store(settings: Settings) -> Iterator[Engines]:
    """The store of an installation that was prepared before; nothing is created.

    Raises
    ------
    CommandFailedError
        There is none, or it is older or newer than this program.
    """
    if settings.store_url is None and not settings.store_file.exists():
        raise CommandFailedError(
            "store-missing",
            f"Thư mục {settings.home} chưa có dữ liệu; hãy chạy `thac up`, hoặc chọn thư mục khác bằng --home.",
            f"There is no store in {settings.home}; run `thac up` first, or name another folder with --home.",
        )
    _tell_scaled(installed_clock(settings))
    engines = open_engines(settings.store_address)
    try:
        _refuse_other_revision(engines, settings)
        yield engines
    finally:
        engines.dispose()


def _tell_scaled(clock: Clock) -> None:
    """Say of a drill's data folder, whatever is asked of it, that its time is not the world's."""
    if clock.scaled is None:
        return
    remark(
        f"DIỄN TẬP: thời gian trong thư mục này trôi nhanh gấp {clock.scaled.factor:g} lần; "
        f"đồng hồ đang chỉ {clock.now():%d/%m/%Y}. Không phải số liệu thật.",
        "A drill: time is scaled here, and nothing in it is real.",
    )


def _refuse_other_revision(engines: Engines, settings: Settings) -> None:
    from thac.store import migrate  # noqa: PLC0415 - Alembic takes half a second to import

    with engines.read.connect() as connection:
        present = migrate.revision(connection)
    if present != migrate.known_revisions()[0]:
        raise CommandFailedError(
            "store-not-prepared",
            f"Kho dữ liệu ở {settings.home} chưa sẵn sàng cho phiên bản này; hãy chạy `thac prepare` (hoặc `thac up`).",
            f"The store has revision {present}, this program wants {migrate.known_revisions()[0]}: run `thac prepare`.",
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """What preparing came to: the store's revision, its agencies, and what was made new."""

    revision: str
    agencies: int
    installed: bool
    token_file: Path | None
    """Where the first administrator's token lies; None when there were tokens before."""
    password_file: Path | None
    """Where the password of the first account lies; None when there were accounts before."""
    provinces: tuple[str, ...]
    """The provinces the directory of the store holds."""


def prepare(settings: Settings) -> Prepared:
    """Bring the store up to date and give it, if it has none, the directory of the scope and a first administrator.

    Nothing happens to a store that is ready. Of two processes that prepare at once the second finds the work done.
    """
    from thac.directory.build import COUNTRY, build_directory  # noqa: PLC0415 - needed where a store is made
    from thac.store import directory, locks, migrate  # noqa: PLC0415 - the same

    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    clock = begin_clock(settings)
    engines = open_engines(settings.store_address)
    try:
        revision = migrate.upgrade(engines.write)
        with engines.write.begin() as connection:
            locks.hold(connection, locks.PREPARATION)
            empty = directory.version(connection) == 0
            if empty:
                scope = COUNTRY if settings.provinces is None else settings.provinces
                tree = build_directory(scope, units_per_commune=settings.units_per_commune)
                directory.install(connection, tree, "thac", clock.now())
            token_file = _first_administrator(connection, settings, clock.now())
            password_file = _first_account(connection, settings, clock.now())
            return Prepared(revision, _count(connection), empty, token_file, password_file, _provinces(connection))
    finally:
        engines.dispose()


def _first_administrator(connection: sa.Connection, settings: Settings, now: datetime) -> Path | None:
    from thac.store.access import make_token  # noqa: PLC0415 - as above

    if connection.execute(sa.select(t.tokens.c.digest).limit(1)).first() is not None:
        return None
    token = make_token(connection, _top(connection), Role.ADMINISTRATOR, FIRST_NAME, now)
    file = settings.home / "administrator.token"
    file.unlink(missing_ok=True)
    write_secret(file, f"{token}\n")
    return file


def _first_account(connection: sa.Connection, settings: Settings, now: datetime) -> Path | None:
    """An account for the pages, whose password is changed at the first sign-in."""
    from thac.domain.seating import Keeper  # noqa: PLC0415 - as above
    from thac.passwords import generated  # noqa: PLC0415 - the same
    from thac.store import seating  # noqa: PLC0415 - the same

    if connection.execute(sa.select(t.people.c.login).limit(1)).first() is not None:
        return None
    password = generated()
    newcomer = seating.Newcomer(FIRST_LOGIN, FIRST_NAME, secret=seating.secret_of(password), temporary=True)
    place = seating.Place(_top(connection), Role.ADMINISTRATOR)
    seating.open_account(connection, Keeper("thac prepare", ""), newcomer, place, now)
    file = settings.home / "administrator.password"
    file.unlink(missing_ok=True)
    write_secret(file, f"{password}\n")
    return file


def _top(connection: sa.Connection) -> str:
    here = t.agencies.c
    top = sa.select(here.id).where(here.parent.is_(None), here.level != Level.OUTSIDE.value)
    return str(connection.execute(top).scalar_one())


def write_secret(file: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as secret:  # noqa: PTH123 - the mode has to be given at creation
        secret.write(text)


def _count(connection: sa.Connection) -> int:
    """The agencies of the administration that are not closed; bodies outside it are counted apart."""
    counted = sa.select(sa.func.count()).where(
        t.agencies.c.level != Level.OUTSIDE.value, t.agencies.c.ended_on.is_(None)
    )
    return connection.execute(counted).scalar_one()


def _provinces(connection: sa.Connection) -> tuple[str, ...]:
    found = sa.select(t.agencies.c.id).where(t.agencies.c.level == Level.PROVINCE.value).order_by(t.agencies.c.id)
    return tuple(connection.execute(found).scalars())
