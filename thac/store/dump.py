"""How is a store in PostgreSQL copied and brought back? By PostgreSQL's own programs, out of one snapshot."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from thac.store import migrate
from thac.store import tables as t
from thac.store.engine import open_engines, store_url, unhurried
from thac.store.manifest import BackupError, Held, listed

DUMP: Final = "thac.dump"
HEADS: Final = "heads.txt"
"""The last event of each docket, which nobody can read out of a dump without restoring it."""

_DUMPING: Final = ("--format=custom", "--no-owner", "--no-privileges", "--exclude-table=*_shadow")
_RESTORING: Final = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")


def dump(address: str, folder: Path) -> Held:
    """Copy the store of that address into a folder while it is in use.

    Raises
    ------
    BackupError
        PostgreSQL's programs are not on this machine, or one of them failed; its words are in the message.
    """
    program = _program("pg_dump")
    engines = open_engines(address)
    try:
        with engines.read.connect() as connection:
            unhurried(connection)
            snapshot = connection.execute(sa.select(sa.func.pg_export_snapshot())).scalar_one()
            held = _held(connection)
            _run(program, address, *_DUMPING, f"--snapshot={snapshot}", f"--file={folder / DUMP}")
    finally:
        engines.dispose()
    (folder / HEADS).write_text(listed(held.heads), encoding="utf-8")
    return held


def refuse_full(address: str) -> None:
    """Turn a database away in which there is anything.

    Raises
    ------
    BackupError
        It has tables.
    """
    engines = open_engines(address)
    try:
        found = sa.inspect(engines.read).get_table_names()
    finally:
        engines.dispose()
    if found:
        raise BackupError(
            "restore-store-not-empty",
            f"the database of THAC_STORE_URL has tables ({', '.join(sorted(found)[:3])} …): "
            "name an empty one; a restore never writes over data",
        )


def bring_back(address: str, folder: Path) -> None:
    """Put what `dump` wrote into the empty database of that address, in one transaction.

    Raises
    ------
    BackupError
        As for `dump`; nothing was written.
    """
    _run(_program("pg_restore"), address, *_RESTORING, str(folder / DUMP))


def heads_in(folder: Path) -> dict[str, tuple[int, str]]:
    """The last event of each docket, as `dump` wrote it down."""
    lines = (line.split(" ") for line in (folder / HEADS).read_text(encoding="utf-8").splitlines())
    return {docket: (int(seq), digest) for docket, seq, digest in lines}


def _held(connection: sa.Connection) -> Held:
    revision = migrate.revision(connection)
    if revision is None:
        raise BackupError("backup-source-missing", "the database of THAC_STORE_URL has no store: nothing to back up")
    event = t.events.c
    last = sa.select(event.docket, sa.func.max(event.seq).label("seq")).group_by(event.docket).subquery()
    ends = sa.select(event.docket, event.seq, event.hash).join(
        last, sa.and_(event.docket == last.c.docket, event.seq == last.c.seq)
    )
    return Held(
        revision,
        connection.execute(sa.select(sa.func.count()).select_from(t.events)).scalar_one(),
        {row.docket: (row.seq, row.hash) for row in connection.execute(ends)},
        connection.execute(sa.text("SHOW server_version")).scalar_one(),
    )


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            "backup-tools-missing",
            f"{name} is not on this machine: install PostgreSQL's client programs (Debian's package "
            "postgresql-client, of the server's version or newer), or use the backups of the database itself",
        )
    return found


def _run(program: str, address: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; the password travels in its environment, where `ps` is blind."""
    conninfo, password = _connection(address)
    environment = os.environ | ({} if password is None else {"PGPASSWORD": password})
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with arguments of ours
        (program, f"--dbname={conninfo}", "--no-password", *arguments),
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError("backup-tool-failed", f"{Path(program).name} ended with {done.returncode}: {done.stderr}")


def _connection(address: str) -> tuple[str, str | None]:
    url = store_url(address)
    words: dict[str, Any] = url.translate_connect_args(database="dbname", username="user") | dict(url.query)
    password = words.pop("password", None)
    return make_conninfo("", **words), password
