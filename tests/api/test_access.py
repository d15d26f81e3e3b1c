"""Tokens stand for an agency and a role, and are kept as digests only."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.api.conftest import Office
from tests.samples import FRIDAY
from thac.domain.agencies import Role
from thac.store import access
from thac.store import tables as t


def test_the_store_keeps_no_token(office: Office) -> None:
    token = office.token("19", Role.OFFICE)
    with office.engines.read.connect() as connection:
        kept = connection.execute(sa.select(t.tokens)).one()
        found = access.bearer(connection, token)
    assert token not in tuple(kept)
    assert found is not None
    assert (found.actor.agency, found.actor.role, found.path) == ("19", Role.OFFICE, "TW/19/")


def test_a_token_needs_an_agency(office: Office) -> None:
    with office.engines.write.begin() as connection, pytest.raises(LookupError, match="99999"):
        access.make_token(connection, "99999", Role.OFFICE, "x", FRIDAY)


def test_a_token_that_was_revoked_stands_for_nobody(office: Office) -> None:
    token = office.token("19", Role.OFFICE)
    with office.engines.write.begin() as connection:
        assert access.revoke_token(connection, token)
        assert not access.revoke_token(connection, token)
        assert access.bearer(connection, token) is None


async def test_a_token_holds_until_it_expires(office: Office) -> None:
    with office.engines.write.begin() as connection:
        token = access.make_token(connection, "19", Role.OFFICE, "x", FRIDAY, expires_at=FRIDAY + timedelta(seconds=1))
    headers = {"Authorization": f"Bearer {token}"}
    assert (await office.client.get("/api/v1/agencies", headers=headers)).status_code == 200
    office.later(seconds=1)  # sooner than it is read again
    assert (await office.client.get("/api/v1/agencies", headers=headers)).status_code == 401


async def test_a_token_is_not_read_for_every_request(office: Office) -> None:
    service, looks = office.app.state.service, []
    read = service.read

    def counting(query: object) -> object:
        looks.append(query)
        return read(query)

    service.read = counting
    token = office.token("19", Role.OFFICE)
    for _ in range(3):
        assert await service.bearer(token) is not None
    assert len(looks) == 1
    office.later(seconds=3)
    assert await service.bearer(token) is not None
    assert len(looks) == 2
