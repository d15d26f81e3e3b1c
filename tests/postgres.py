"""A PostgreSQL of the tests' own: Debian's programs, a folder in the temporary directory, a free port on the loopback.

The server never runs as root. Its databases sort by the rules of Vietnamese, which differ from those of SQLite, so that
nothing in Thác comes to depend on the order of the database. Databases are copied from templates, which takes
milliseconds where migrating one takes a second.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from secrets import token_hex

import psycopg
import sqlalchemy as sa

from thac.embedded import free_port

_HOST = "127.0.0.1"
_USER = "thac"
_ACCOUNTS = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root."""
_START_SECONDS = 30.0
_INITDB = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi", "--auth=trust")
_CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""Settings for tests of what the program does while the machine stays up. Nowhere else may they stand."""


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version; None where it is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: float(one.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which("postgres")
    return None if found is None or shutil.which("setpriv") is None else Path(found).resolve().parent


class Cluster:
    """A server with its databases. ``durable``: it waits for the disk, as one that holds an office's data must."""

    def __init__(self, programs: Path, folder: Path, *, durable: bool = False) -> None:
        self._programs = programs
        self._folder = folder
        self._durable = durable
        self._port = free_port(_HOST)
        self._password = token_hex(8)
        self._process: subprocess.Popen[bytes] | None = None
        self._serial = count()
        self._templates: dict[str, str] = {}
        self._stock: dict[str, list[str]] = {}
        self._lent: dict[str, frozenset[str]] = {}

    def create(self) -> None:
        """Make the folder of the data; the server is not started."""
        words = self._folder / "password"
        words.write_text(self._password)
        account = _account()
        if account is not None:
            for path in (self._folder, words):
                os.chown(path, account.pw_uid, account.pw_gid)
        initdb = (str(self._programs / "initdb"), f"--pgdata={self._data}", f"--username={_USER}", f"--pwfile={words}")
        command = (*_as_nobody_special(), *initdb, *_INITDB, "--no-sync")
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr

    def start(self) -> None:
        """Start the server and wait until it lets somebody in; it ends with the thread that calls this."""
        settings = {
            "listen_addresses": _HOST,
            "port": str(self._port),
            "unix_socket_directories": str(self._folder),
            "logging_collector": "off",
            **({} if self._durable else _CARELESS),
        }
        words = [f"--{name}={value}" for name, value in settings.items()]
        program = (str(self._programs / "postgres"), "-D", str(self._data), *words)
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                (*_as_nobody_special("--pdeathsig", "QUIT"), *program),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._lets_in():
            over = time.monotonic() > deadline or self._process.poll() is not None
            assert not over, (self._folder / "log").read_text()
            time.sleep(0.02)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """End the server: in order by SIGINT, as a crash ends it by SIGQUIT."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(number)
            process.wait(60)

    @contextmanager
    def administrator(self) -> Iterator["psycopg.Connection"]:
        """A connection that may make and drop databases."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            yield connection

    def database(self, template: str = "template0", options: str = "") -> str:
        """The address of a new database with what that one holds; nobody may be connected to the template."""
        name = f"thac_{next(self._serial)}"
        with self.administrator() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy {options}".encode())
        return self._address(name)

    def copy(self, name: str, fill: Callable[[str], None]) -> str:
        """The address of a new database like the one that ``fill`` made under that name; it is called once."""
        if name not in self._templates:
            address = self.database()
            fill(address)
            self._templates[name] = sa.make_url(address).database or ""
        return self.database(self._templates[name])

    def lend(self, name: str, fill: Callable[[str], None]) -> str:
        """As `copy`, for stores without a row: one that was given back serves again."""
        stock = self._stock.setdefault(name, [])
        if stock:
            return stock.pop()
        address = self.copy(name, fill)
        self._lent[address] = self._tables(address)
        return address

    def give_back(self, name: str, address: str) -> None:
        """Take every row out of a store that was lent; one whose tables were altered is dropped."""
        tables = self._tables(address)
        if tables != self._lent[address]:
            self.drop(address)
            return
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")  # in any order, whatever refers to it
            for table in sorted(tables - {"alembic_version"}):
                connection.execute(f"DELETE FROM {table}".encode())
        self._stock[name].append(address)

    def _tables(self, address: str) -> frozenset[str]:
        with psycopg.connect(address) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return frozenset(name for (name,) in found)

    def drop(self, address: str) -> None:
        """Drop a database and end whoever is connected to it."""
        with self.administrator() as connection:
            connection.execute(f"DROP DATABASE {sa.make_url(address).database} WITH (FORCE)".encode())

    def _lets_in(self) -> bool:
        try:
            with self.administrator():
                return True
        except psycopg.OperationalError:
            return False

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _address(self, database: str) -> str:
        return f"postgresql://{_USER}:{self._password}@{_HOST}:{self._port}/{database}"


@contextmanager
def cluster(programs: Path, *, durable: bool = False) -> Iterator[Cluster]:
    """A server of its own folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="thac-postgres-", ignore_cleanup_errors=True) as folder:
        made = Cluster(programs, Path(folder), durable=durable)
        made.create()
        made.start()
        try:
            yield made
        finally:
            made.stop()


def _account() -> "pwd.struct_passwd | None":
    """Whom the server runs as; None: whoever runs the tests, who is not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in _ACCOUNTS if name in known)


def _as_nobody_special(*more: str) -> tuple[str, ...]:
    account = _account()
    if account is None:
        return ("setpriv", *more, "--") if more else ()
    return ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", *more, "--")
