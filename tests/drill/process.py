"""The worker and the API of a drill; the API is ``python -m tests.drill.process PORT``, the worker `wrong_clock`.

Beside dying at a named point (tests.verify.killable_worker) they see what the drill lays into the data folder: with the
file ``full`` there the database may not grow.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import Pool

from tests.verify.killable_worker import run_killable
from thac.cli.serving import serve
from thac.clock import installed_clock
from thac.settings import Settings

FULL = "full"
_NO_LIMIT = 1_073_741_823


def watch_for_full(file: Path) -> None:
    """From now on no connection of this process may let the database grow while the file is there."""

    def checked_out(connection: Any, record: Any, _proxy: object) -> None:
        if file.exists():
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            record.info[FULL] = True
        elif record.info.pop(FULL, False):
            connection.execute(f"PRAGMA max_page_count = {_NO_LIMIT}")

    sa.event.listen(Pool, "checkout", checked_out)


def worker(ahead: timedelta) -> None:
    """Run the worker; its clock port is ahead by so much of the machine's time."""
    settings = Settings()
    watch_for_full(settings.home / FULL)
    asyncio.run(run_killable(settings, replace(installed_clock(settings), ahead=ahead)))


def main(port: str) -> None:
    """Run the API."""
    settings = Settings()
    watch_for_full(settings.home / FULL)
    serve(settings, settings.api_host, int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
