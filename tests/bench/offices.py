"""The offices of many communes: what they are asked to do at once in thousands of dockets."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import sqlalchemy as sa

from tests.bench.due import by
from tests.bench.installation import PROVINCE, Bench, carry_out, reported
from thac.domain.agencies import Role
from thac.domain.docket import docket_id
from thac.store import tables as t

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Book:
    """A commune's docket with its one assignment."""

    directive: str
    agency: str
    assignment: str
    lead: str


class Offices:
    """The offices of the communes, which move the deadlines of what they gave out; ``books`` are their dockets."""

    def __init__(self, bench: Bench) -> None:
        row = t.assignments.c
        query = sa.select(row.directive, row.issuer, row.id, row.lead).order_by(row.id)
        with bench.store.read.connect() as connection:
            self.books = [Book(*one) for one in connection.execute(query.where(row.issuer != PROVINCE))]
        self.roots = [docket_id(one, PROVINCE) for one in sorted({book.directive for book in self.books})]
        self._url = f"{bench.running.api_url}/api/v1/"
        communes = sorted({book.agency for book in self.books})
        self._tokens = {agency: bench.token(agency, Role.OFFICE) for agency in communes}

    async def move(self, books: Sequence[Book], moment: datetime) -> None:
        """Have the assignment in each docket reported on and its deadline moved; each office sends its own together."""
        wanted: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for book in books:
            wanted[book.agency] += [*reported(book.assignment, book.lead), _moved(book, moment)]
        waiting = iter(wanted.items())
        async with httpx.AsyncClient(base_url=self._url, timeout=120, trust_env=False) as http:

            async def sending() -> None:
                for agency, commands in waiting:
                    await carry_out(http, commands, authorization=f"Bearer {self._tokens[agency]}")

            await asyncio.gather(*(sending() for _ in range(_AT_ONCE)))


def _moved(book: Book, moment: datetime) -> dict[str, Any]:
    return {
        "command": "move_deadline",
        "directive": book.directive,
        "agency": book.agency,
        "task": 1,
        "deadline": by(moment.replace(microsecond=0)),
        "text": "Đo",
    }
