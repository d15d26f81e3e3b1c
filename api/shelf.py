"""How texts are put away before the command that names them travels: those that wait together are written together."""

import asyncio
from collections.abc import Iterable

import sqlalchemy as sa

from thac.store import access


class Shelf:
    """Keeps texts by digest. One transaction at a time; what arrives meanwhile goes into the next one.

    Each transaction syncs to the disk and takes the database's only write lock, which the ledger needs too.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._gathering: set[str] = set()
        self._next: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    async def keep(self, texts: Iterable[str]) -> None:
        """Put texts away; they are durable when this returns.

        Raises
        ------
        sqlalchemy.exc.SQLAlchemyError
            The store cannot be written.
        """
        wanted = set(texts)
        if not wanted:
            return
        self._gathering |= wanted
        if self._next is None:
            self._next = asyncio.create_task(self._write())
        await asyncio.shield(self._next)

    async def _write(self) -> None:
        async with self._writing:
            texts, self._gathering, self._next = self._gathering, set(), None
            await asyncio.to_thread(self._put, texts)

    def _put(self, texts: Iterable[str]) -> None:
        with self._engine.begin() as connection:
            access.put_texts(connection, texts)
