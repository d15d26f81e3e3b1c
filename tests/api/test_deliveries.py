"""Who has not been reached and why, what is sent anew, and how somebody says how he wants to be reached."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from tests.samples import CALENDAR
from thac.delivery.composing import StoredComposing
from thac.domain.agencies import Role
from thac.store import tables as t
from thac.store.directory import DirectoryCache

ADMINISTRATOR = ("TW", Role.ADMINISTRATOR)
HEAD = "head@00001-U1"
MAIL = {"channels": ["mail"], "mail": "don.vi@xa.example.vn"}
WEBHOOK = {"channels": ["webhook"], "webhook": "https://hook.example.vn/thac"}


async def told(office: Office, **contact: Any) -> None:
    """An office whose units let a receipt go by; what is to be told was composed and saved."""
    if contact:
        assert (await office.ask(UNIT, "PUT", f"contacts/{HEAD}", contact)).status_code == 200
    await office.launch()
    office.later(days=12)
    office.dockets.pass_time()
    office.later(minutes=2)
    look(office)


def look(office: Office) -> None:
    """Have everything composed that is to be told now."""
    composing = StoredComposing(office.engines, DirectoryCache(), lambda _: CALENDAR)
    while composing.look(office.now, lambda: True).more:
        pass


def became(office: Office, post: str, state: str, reason: str | None = None) -> None:
    """A delivery by mail or webhook came to that."""
    row = t.deliveries.c
    with office.engines.write.begin() as connection:
        values = {"state": state, "reason": reason, "next_at": None}
        changed = connection.execute(
            sa.update(t.deliveries).where(row.post == post, row.channel != "inbox").values(values)
        )
        assert changed.rowcount


async def unreached(office: Office, who: tuple[str, Role] = UNIT) -> dict[str, tuple[str, str | None]]:
    """Whom nobody reached: post, why, and what was said."""
    page = (await office.ask(who, "GET", "deliveries/unreached")).json()
    return {one["post"]: (one["why"], one["reason"]) for one in page["items"]}


async def test_who_chose_nothing_is_unreached_until_the_inbox_is_opened(office: Office) -> None:
    await told(office)
    assert (await unreached(office))[HEAD] == ("no_channel", None)
    seen = await office.ask(UNIT, "POST", "deliveries/seen", {"posts": [HEAD]})
    assert seen.json() == {"seen": 1}
    assert HEAD not in await unreached(office)
    assert (await office.ask(UNIT, "POST", "deliveries/seen", {})).json()["seen"] == len(posts_told(office)) - 1


def posts_told(office: Office) -> set[str]:
    """The posts of the unit that were told something."""
    with office.engines.read.connect() as connection:
        rows = connection.execute(sa.select(t.notices.c.post).where(t.notices.c.agency == "00001-U1"))
        return set(rows.scalars())


async def test_a_post_is_listed_once_however_many_digests_wait_for_it(office: Office) -> None:
    await told(office)
    office.later(days=14)
    office.dockets.pass_time()
    office.later(minutes=2)
    look(office)
    page = (await office.ask(UNIT, "GET", "deliveries/unreached")).json()
    posts = [one["post"] for one in page["items"]]
    assert len(posts) == len(set(posts)) == page["total"]
    (head,) = (one for one in page["items"] if one["post"] == HEAD)
    assert head["digests"] >= 2
    assert head["since"] < head["saved_at"]


@pytest.mark.parametrize(
    ("state", "reason", "why"),
    [
        ("failed", "450 busy", ("failing", "450 busy")),
        ("dead", "550 no such user", ("given_up", "550 no such user")),
        ("saved", None, ("waiting", None)),
        ("sent", None, None),
        ("delivered", None, None),
    ],
)
async def test_the_unreached_are_listed_with_the_reason(
    office: Office, state: str, reason: str | None, why: object
) -> None:
    await told(office, **MAIL)
    became(office, HEAD, state, reason)
    assert (await unreached(office)).get(HEAD) == why


async def test_a_list_shows_ones_own_posts_and_who_watches_those_below(office: Office) -> None:
    await told(office)
    own = await unreached(office)
    assert {post.partition("@")[2] for post in own} == {"00001-U1"}
    everything = await unreached(office, ("TW", Role.SUPERVISOR))
    assert set(own) < set(everything)


async def test_each_delivery_says_its_four_moments(office: Office) -> None:
    await told(office, **MAIL)
    page = (await office.ask(UNIT, "GET", "deliveries", post=HEAD)).json()
    found = {one["channel"]: one for one in page["items"]}
    assert set(found) == {"inbox", "mail"}
    assert found["mail"]["state"] == "saved"
    assert found["inbox"]["delivered_at"] == found["inbox"]["saved_at"]
    assert {name: found["mail"][name] for name in ("sent_at", "delivered_at", "seen_at")} == dict.fromkeys(
        ("sent_at", "delivered_at", "seen_at")
    )


async def test_a_replay_takes_what_is_dead_within_ones_own_scope(office: Office) -> None:
    await told(office, **MAIL)
    became(office, HEAD, "dead", "550")
    assert (await office.ask(UNIT, "POST", "deliveries/replay", {})).status_code == 403
    assert (await office.ask(("00002", Role.OFFICE), "POST", "deliveries/replay", {})).json() == {"replayed": []}
    replayed = (await office.ask(COMMUNE, "POST", "deliveries/replay", {})).json()["replayed"]
    assert len(replayed) == 1
    assert (await unreached(office))[HEAD] == ("waiting", None)
    again = await office.ask(COMMUNE, "POST", "deliveries/replay", {"deliveries": replayed})
    assert again.json() == {"replayed": []}


async def test_a_contact_is_kept_and_its_secret_shown_once(office: Office) -> None:
    made = (await office.ask(UNIT, "PUT", f"contacts/{HEAD}", WEBHOOK)).json()
    assert made["secret"].startswith("whsec_")
    again = (await office.ask(UNIT, "PUT", f"contacts/{HEAD}", WEBHOOK | {"per_hour": 3})).json()
    assert again["secret"] is None
    read = (await office.ask(UNIT, "GET", f"contacts/{HEAD}")).json()
    assert (read["webhook"], read["per_hour"], read["secret"]) == (WEBHOOK["webhook"], 3, None)
    with office.engines.read.connect() as connection:
        assert connection.execute(sa.select(t.contacts.c.secret)).scalar_one() == made["secret"]


async def test_a_person_is_reached_by_name_and_quiet_hours_come_back_as_they_were_given(office: Office) -> None:
    body = MAIL | {"quiet": {"begins": "21:00", "ends": "06:00"}}
    owner = "Trần Thị B@00001-U1"
    assert (await office.ask(UNIT, "PUT", f"contacts/{owner}", body)).status_code == 200
    read = (await office.ask(UNIT, "GET", f"contacts/{owner}")).json()
    assert read["quiet"] == {"begins": "21:00:00", "ends": "06:00:00"}
    assert [one["owner"] for one in (await office.ask(COMMUNE, "GET", "contacts")).json()] == [owner]


async def test_one_chooses_for_ones_own_agency_and_an_administrator_for_his_tree(office: Office) -> None:
    for who, status in (
        (("00001-U2", Role.UNIT), 403),
        (COMMUNE, 403),
        (("00001-U1", Role.AUDITOR), 403),
        (ADMINISTRATOR, 200),
        (("00002", Role.ADMINISTRATOR), 404),
    ):
        assert (await office.ask(who, "PUT", f"contacts/{HEAD}", MAIL)).status_code == status, who
    assert (await office.ask(("00002", Role.OFFICE), "GET", f"contacts/{HEAD}")).status_code == 404
    assert (await office.ask(UNIT, "PUT", "contacts/chair@00001-U1", MAIL)).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"channels": ["mail"]}, "/"),
        ({"channels": ["mail"], "mail": "không@xa.vn"}, "/mail"),
        ({"channels": ["mail"], "mail": "a@b"}, "/mail"),
        ({"channels": ["mail"], "mail": "a@b.vn\nBcc: c@d.vn"}, "/mail"),
        ({"channels": ["fax"]}, "/channels/0"),
        ({"channels": ["webhook"]}, "/"),
        ({"channels": [], "webhook": "http://hook.example.vn"}, "/webhook"),
        ({"channels": [], "webhook": "https://192.168.1.1/"}, "/webhook"),
        ({"channels": [], "secret": "short"}, "/secret"),
        ({"channels": [], "quiet": {"begins": "21:00", "ends": "21:00"}}, "/"),
        ({"channels": [], "per_hour": 0}, "/per_hour"),
    ],
)
async def test_a_contact_that_cannot_be_used_is_refused_where_it_is_wrong(
    office: Office, body: dict[str, Any], pointer: str
) -> None:
    answered = await office.ask(UNIT, "PUT", f"contacts/{HEAD}", body)
    assert (answered.status_code, answered.json()["code"]) == (422, "invalid")
    assert [fault["pointer"] for fault in answered.json()["errors"]] == [pointer]


async def test_a_calendar_opens_with_its_own_token_and_with_nothing_else(office: Office) -> None:
    await office.launch()
    made = (await office.ask(UNIT, "POST", "calendar/tokens", {"agency": "00001-U1"})).json()
    answered = await office.client.get(made["path"])
    assert answered.headers["content-type"].startswith("text/calendar")
    assert "Rà soát thủ tục" in answered.text
    tagged = await office.client.get(made["path"], headers={"If-None-Match": answered.headers["etag"]})
    assert tagged.status_code == 304
    for token in ("thaccal_x", office.token(*UNIT)):
        assert (await office.ask(None, "GET", "calendar/deadlines.ics", token=token)).status_code == 401
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert (await office.client.get("/api/v1/alerts", headers=headers)).status_code == 401
    (listed,) = (await office.ask(COMMUNE, "GET", "calendar/tokens")).json()
    assert (await office.ask(UNIT, "DELETE", f"calendar/tokens/{listed['id']}")).status_code == 204
    assert (await office.client.get(made["path"])).status_code == 401


async def test_a_calendar_is_opened_by_its_own_agency(office: Office) -> None:
    assert (await office.ask(PROVINCE, "POST", "calendar/tokens", {"agency": "00001-U1"})).status_code == 403
    assert (await office.ask(ADMINISTRATOR, "POST", "calendar/tokens", {"agency": "00001-U1"})).status_code == 201
    assert (await office.ask(ADMINISTRATOR, "POST", "calendar/tokens", {"agency": "99999"})).status_code == 404
