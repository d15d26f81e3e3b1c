"""The inbox over HTTP: what is shown, what is answered, and the digest of a post; on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from api import inboxes
from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from thac.domain.agencies import Role
from thac.store.queries.alerts import InboxPart

AFTER = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
"""Wednesday, 09:00; the units' work was due on Monday at 17:00, and their chair heard of it at 07:30 today."""
CHAIR = "chair@00001"
SUPERVISOR = ("19", Role.SUPERVISOR)


async def late(office: Office, at: datetime = AFTER) -> str:
    directive = await office.launch()
    office.now = at
    office.dockets.pass_time()
    return directive


async def alerts(office: Office, who: Any = COMMUNE, **query: Any) -> dict[str, Any]:
    answered = await office.ask(who, "GET", "alerts", **query)
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json()
    return found


async def one(office: Office, post: str, step: str, lead: str) -> dict[str, Any]:
    page = await alerts(office, SUPERVISOR, all=True, below=True, limit=200)
    found: dict[str, Any]
    (found,) = [row for row in page["items"] if (row["post"], row["step"], row["lead"]) == (post, step, lead)]
    return found


async def say(office: Office, who: Any, alert: str, what: str = "acknowledge", body: Any = None, **more: Any) -> Any:
    return await office.ask(who, "POST", f"alerts/{alert.replace('|', '%7C')}/{what}", body, **more)


async def test_an_inbox_shows_the_latest_step_and_counts_what_is_late(office: Office) -> None:
    await late(office)
    box = await alerts(office, post=CHAIR)
    assert [(row["step"], row["lead"], row["hidden"]) for row in box["items"]] == [
        ("overdue", "00001", None),
        ("receipt_unit", "00001", None),
    ]
    every = (await alerts(office, post=CHAIR, all=True))["items"]
    hidden = [row for row in every if row["hidden"]]
    assert {(row["lead"], row["hidden"]["why"], row["hidden"]["by"]) for row in hidden} == {
        ("00001-U1", "parent", box["items"][0]["key"]),
        ("00001-U2", "parent", box["items"][0]["key"]),
    }
    assert box["items"][0]["below"] == sorted(row["key"] for row in hidden)
    assert box["counts"] == {"late": 3, "behind": 0, "near": 0, "quiet": 0, "units": 3}


async def test_all_lists_every_row_with_the_reason_why_it_is_not_shown(office: Office) -> None:
    await late(office)
    shown = await alerts(office, post="head@00001-U1", who=UNIT)
    every = await alerts(office, post="head@00001-U1", who=UNIT, all=True)
    assert [row["step"] for row in shown["items"]] == ["overdue", "receipt_person"]
    assert {(row["step"], row["hidden"] and row["hidden"]["why"]) for row in every["items"]} == {
        ("overdue", None),
        ("receipt_person", None),
        ("receipt_unit", "later"),
    }
    (hidden,) = [row["hidden"] for row in every["items"] if row["hidden"]]
    assert hidden["words"] == "Đã có mốc nhắc mới hơn"
    assert hidden["by"] == shown["items"][1]["key"]


async def test_who_holds_the_clock_is_said_in_words(office: Office) -> None:
    await late(office)
    row = await one(office, "head@00001-U1", "overdue", "00001-U1")
    assert row["holder"] == {
        "holding": "unit",
        "agency": "00001-U1",
        "name": "Đơn vị 1",
        "words": "Đơn vị 1: chưa tiếp nhận",
        "english": "Đơn vị 1: has not accepted",
    }
    assert (row["title"], row["days_late"]) == ("Công văn số 15/UBND-NC", 2)


async def test_finished_work_is_past_and_its_rows_remain(office: Office) -> None:
    directive = await late(office)
    path = f"assignments/{directive}~00001~1~00001-U1"
    for kind, body in (("accept", {}), ("take", {"person": "B"}), ("submit", {"report": "Xong"})):
        assert (await office.ask(UNIT, "POST", f"{path}/{kind}", body)).status_code == 200
    assert (await office.ask(COMMUNE, "POST", f"{path}/confirm", {})).status_code == 200
    own = (await alerts(office, UNIT))["items"]
    assert own == []
    rows = (await alerts(office, UNIT, all=True))["items"]
    assert {row["hidden"]["why"] for row in rows} == {"done"}
    assert (await alerts(office, UNIT, all=True, open=True))["items"] == []


async def test_an_acknowledgement_quiets_one_step_and_expires(office: Office) -> None:
    await late(office)
    row = await one(office, "head@00001-U1", "overdue", "00001-U1")
    said = await say(office, UNIT, row["key"], body={"reason": "Đang làm"})
    assert said.status_code == 200, said.text
    assert said.json() == {
        "alert": row["key"],
        "kind": "acknowledged",
        "by": "unit 00001-U1",
        "agency": "00001-U1",
        "at": "2026-12-02T02:00:00Z",
        "until": "2026-12-04T00:30:00Z",
        "reason": "Đang làm",
        "seq": 1,
        "repeated": False,
    }
    box = await alerts(office, UNIT, post="head@00001-U1")
    assert [one["step"] for one in box["items"]] == ["receipt_person"]
    assert box["counts"]["late"] == 1
    quiet = await one(office, "head@00001-U1", "overdue", "00001-U1")
    assert (quiet["hidden"]["why"], quiet["answer"]["by"]) == ("acknowledged", "unit 00001-U1")
    office.now = datetime(2026, 12, 4, 0, 30, tzinfo=UTC)
    assert "overdue" in [one["step"] for one in (await alerts(office, UNIT, post="head@00001-U1"))["items"]]


async def test_an_answer_sent_twice_is_kept_once(office: Office) -> None:
    await late(office)
    row = await one(office, "head@00001-U1", "overdue", "00001-U1")
    first = (await say(office, UNIT, row["key"], key="k1")).json()
    office.later(hours=1)
    again = (await say(office, UNIT, row["key"], key="k1")).json()
    assert again == first | {"repeated": True}
    other = await say(office, UNIT, row["key"], body={"reason": "khác"}, key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert (await say(office, UNIT, row["key"])).json()["seq"] == 2
    assert (await say(office, UNIT, row["key"], key="a b")).json()["code"] == "bad_idempotency_key"


async def test_an_answer_to_a_step_that_is_no_longer_the_latest_is_told_so(office: Office) -> None:
    await late(office, datetime(2026, 12, 1, 2, 0, tzinfo=UTC))
    old = await one(office, "head@00001-U1", "receipt_unit", "00001-U1")
    newer = await one(office, "head@00001-U1", "receipt_person", "00001-U1")
    refused = await say(office, UNIT, old["key"])
    assert (refused.status_code, refused.json()["code"]) == (409, "alert_answer_stale")
    assert refused.json()["newer"] == newer["key"]


async def test_a_snooze_ends_at_the_deadline_and_needs_a_reason(office: Office) -> None:
    await office.launch()
    office.now = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    office.dockets.pass_time()
    row = await one(office, "officer@00001-U1", "half_silent", "00001-U1")
    late = await say(office, UNIT, row["key"], "snooze", {"until": "2026-12-01T00:30:00Z", "reason": "Chờ"})
    assert (late.status_code, late.json()["code"]) == (422, "alert_until_too_late")
    assert late.json()["latest"] == "2026-11-30T10:00:00Z"
    assert "17:00 ngày 30/11/2026" in late.json()["detail"]
    bare = await say(office, UNIT, row["key"], "snooze", {"until": "2026-11-27T00:30:00Z"})
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/reason")
    good = await say(office, UNIT, row["key"], "snooze", {"until": "2026-11-30T10:00:00Z", "reason": "Chờ"})
    assert (good.status_code, good.json()["kind"]) == (200, "snoozed")


async def test_what_is_overdue_is_not_snoozed(office: Office) -> None:
    await late(office)
    row = await one(office, "head@00001-U1", "overdue", "00001-U1")
    refused = await say(office, UNIT, row["key"], "snooze", {"until": "2026-12-03T00:30:00Z", "reason": "Chờ"})
    assert (refused.status_code, refused.json()["code"]) == (409, "alert_snooze_overdue")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (UNIT, 200),
        (("00001-U1", Role.OFFICER), 403),
        (("00001-U2", Role.UNIT), 404),
        (COMMUNE, 404),
        (("00001", Role.SUPERVISOR), 200),
        (SUPERVISOR, 200),
        (PROVINCE, 404),
        (("19", Role.AUDITOR), 403),
        (("19", Role.MONITOR), 403),
        (("00002", Role.SUPERVISOR), 404),
    ],
    ids=str,
)
async def test_only_who_reads_for_the_post_and_supervisors_above_may_answer(
    office: Office, who: tuple[str, Role], status: int
) -> None:
    await late(office)
    row = await one(office, "head@00001-U1", "overdue", "00001-U1")
    assert (await say(office, who, row["key"])).status_code == status


async def test_nobody_answers_an_alert_that_does_not_exist(office: Office) -> None:
    await late(office)
    assert (await say(office, UNIT, "d~19~1~00001|1|completion|1|1|overdue|0|chair@00001")).status_code == 404


async def test_the_posts_below_are_listed_for_those_who_watch_and_ask(office: Office) -> None:
    await late(office)
    own = await alerts(office, SUPERVISOR)
    below = await alerts(office, SUPERVISOR, below=True)
    assert {row["agency"] for row in own["items"]} == {"19"}
    assert {row["agency"] for row in below["items"]} > {"19", "00001", "00002-U2"}
    assert (await alerts(office, PROVINCE, below=True))["total"] == (await alerts(office, PROVINCE))["total"]


async def test_pages_and_filters_go_by_what_is_shown(office: Office) -> None:
    directive = await late(office)
    box = await alerts(office, SUPERVISOR, below=True, limit=2, offset=1)
    whole = await alerts(office, SUPERVISOR, below=True, limit=200)
    assert box["items"] == whole["items"][1:3]
    assert (box["count"], box["total"]) == (2, len(whole["items"]))
    assert whole["total"] == sum(whole["by_colour"].values())
    red = await alerts(office, SUPERVISOR, below=True, colour="red", limit=200)
    assert red["total"] == whole["by_colour"]["red"]
    assert (await alerts(office, SUPERVISOR, directive=directive))["total"] == own_total(whole)
    assert (await alerts(office, SUPERVISOR, directive="other"))["total"] == 0


def own_total(whole: dict[str, Any]) -> int:
    return sum(row["agency"] == "19" for row in whole["items"])


async def test_the_digest_of_a_post_is_previewed_as_json_as_text_and_as_html(office: Office) -> None:
    await late(office)
    query = {"post": CHAIR}
    told = (await office.ask(COMMUNE, "GET", "alerts/digest", **query)).json()
    assert (told["key"], told["lane"]) == ("chair@00001/20261202T003000Z/look", "look")
    assert told["subject"] == "Quá hạn 2 ngày: Rà soát thủ tục"
    (line,) = told["lines"]
    assert line["holder"] == "UBND xã 1: chưa tiếp nhận"
    assert line["under"] == ["Đơn vị 1: chưa tiếp nhận", "Đơn vị 2: chưa tiếp nhận"]
    text = await office.ask(COMMUNE, "GET", "alerts/digest", format="text", **query)
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith("Kính gửi chair UBND xã 1,")
    html = await office.ask(COMMUNE, "GET", "alerts/digest", format="html", **query)
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert html.text.startswith("<!DOCTYPE html>")


async def test_a_post_with_nothing_to_read_has_an_empty_digest(office: Office) -> None:
    await office.launch()
    answered = await office.ask(COMMUNE, "GET", "alerts/digest", post=CHAIR)
    assert (answered.json()["key"], answered.json()["lines"]) == (None, [])
    assert (await office.ask(COMMUNE, "GET", "alerts/digest", post=CHAIR, format="text")).text == ""


@pytest.mark.parametrize(
    ("who", "post", "status"),
    [
        (UNIT, CHAIR, 404),
        (PROVINCE, CHAIR, 404),
        (SUPERVISOR, CHAIR, 200),
        (COMMUNE, "monitor@00001", 404),
        (COMMUNE, "no post", 422),
    ],
    ids=str,
)
async def test_a_digest_is_seen_by_those_who_see_its_alerts(
    office: Office, who: tuple[str, Role], post: str, status: int
) -> None:
    await late(office)
    assert (await office.ask(who, "GET", "alerts/digest", post=post)).status_code == status


async def test_a_longer_acknowledgement_than_the_bound_is_refused_with_what_is_right(office: Office) -> None:
    await late(office)
    row = await one(office, "head@00001-U1", "overdue", "00001-U1")
    until = (AFTER + timedelta(days=20)).isoformat()
    refused = await say(office, UNIT, row["key"], body={"until": until})
    assert (refused.status_code, refused.json()["latest"]) == (422, "2026-12-09T00:30:00Z")


async def test_a_later_step_of_a_real_ladder_breaks_through_an_acknowledgement(office: Office) -> None:
    await late(office, datetime(2026, 12, 15, 2, 0, tzinfo=UTC))
    above = ("TW", Role.SUPERVISOR)
    (first, other) = (await alerts(office, above, post="chair@TW"))["items"]
    assert [(row["step"], row["repeat"], row["climbed"]) for row in (first, other)] == [("overdue_10", 0, True)] * 2
    assert (await say(office, above, first["key"])).status_code == 200
    assert [row["key"] for row in (await alerts(office, above, post="chair@TW"))["items"]] == [other["key"]]
    office.now = datetime(2026, 12, 22, 2, 0, tzinfo=UTC)
    office.dockets.pass_time()
    shown = (await alerts(office, above, post="chair@TW"))["items"]
    assert {(row["lead"], row["step"], row["repeat"], row["climbed"]) for row in shown} == {
        ("00001", "overdue_10", 1, False),
        ("00002", "overdue_10", 1, False),
    }
    stale = await say(office, above, first["key"])
    assert stale.json()["newer"] in {row["key"] for row in shown}


async def test_a_returned_result_settles_what_was_told_and_is_told_anew_when_it_is_late_again(office: Office) -> None:
    directive = await late(office)
    path = f"assignments/{directive}~00001~1~00001-U1"
    for kind, body in (("accept", {}), ("take", {"person": "B"}), ("submit", {"report": "Xong"})):
        assert (await office.ask(UNIT, "POST", f"{path}/{kind}", body)).status_code == 200
    office.later(minutes=1)
    assert (await office.ask(COMMUNE, "POST", f"{path}/return", {"reason": "Thiếu số liệu"})).status_code == 200
    assert (await alerts(office, UNIT, post="head@00001-U1"))["items"] == []
    office.now = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    office.dockets.pass_time()
    rows = (await alerts(office, UNIT, post="head@00001-U1", all=True))["items"]
    overdue = [
        (row["key"].split("|")[3], row["hidden"] and row["hidden"]["why"]) for row in rows if row["step"] == "overdue"
    ]
    assert overdue == [("2", None), ("1", "settled")]


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every inbox is a long one."""
    monkeypatch.setattr(inboxes, "LONG", 0)


async def test_a_long_inbox_is_listed_like_a_short_one(
    office: Office, monkeypatch: pytest.MonkeyPatch, worked_apart: list[str]
) -> None:
    directive = await late(office)
    for lead in ("00001-U1", "00002-U1"):
        row = await one(office, f"head@{lead}", "overdue", lead)
        assert (await say(office, (lead, Role.UNIT), row["key"])).status_code == 200
    looks: list[dict[str, Any]] = [
        {"limit": 200},
        {"limit": 200, "all": True},
        {"limit": 3, "offset": 2, "all": True},
        {"limit": 200, "colour": "yellow"},
        {"limit": 200, "directive": directive, "open": True},
        {"limit": 200, "post": CHAIR, "all": True},
    ]
    short = [await alerts(office, SUPERVISOR, below=True, **look) for look in looks]
    monkeypatch.setattr(inboxes, "LONG", 0)
    assert [await alerts(office, SUPERVISOR, below=True, **look) for look in looks] == short
    monkeypatch.setattr(inboxes, "_MUCH", 0)  # ranked by a process of its own
    office.app.state.service.inboxes = inboxes.InboxBook()
    assert not worked_apart
    assert [await alerts(office, SUPERVISOR, below=True, **look) for look in looks] == short
    assert set(worked_apart) == {"_packed"}
    assert {row["hidden"] and row["hidden"]["why"] for row in short[1]["items"]} > {None, "parent", "acknowledged"}


@pytest.mark.usefixtures("long")
async def test_what_is_answered_in_a_long_inbox_gives_way_at_once_though_its_order_is_kept(office: Office) -> None:
    await late(office)
    before = await alerts(office, SUPERVISOR, below=True, limit=2)
    more = await alerts(office, SUPERVISOR, below=True, limit=2, offset=2)
    for row in before["items"]:
        assert (await say(office, SUPERVISOR, row["key"])).status_code == 200
    after = await alerts(office, SUPERVISOR, below=True, limit=2)
    assert [row["key"] for row in after["items"]] == [row["key"] for row in more["items"]]
    assert after["total"] == before["total"]  # as it was counted
    office.now += timedelta(minutes=11)
    office.dockets.pass_time()
    assert (await alerts(office, SUPERVISOR, below=True))["total"] == before["total"] - 2


async def test_who_watches_more_alerts_than_are_ranked_is_asked_to_name_a_post(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await late(office)
    monkeypatch.setattr(inboxes, "LONG", 2)
    monkeypatch.setattr(inboxes, "MOST", 3)
    refused = await office.ask(SUPERVISOR, "GET", "alerts", below=True)
    assert (refused.status_code, refused.json()["code"]) == (422, "alerts_too_many")
    assert (await office.ask(UNIT, "GET", "alerts", post="head@00001-U1")).status_code == 200


@pytest.mark.usefixtures("long")
async def test_everybody_of_an_agency_shares_the_order_of_its_inbox_and_nobody_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await late(office)
    ranked: list[InboxPart] = []
    rank = inboxes._ranked

    def counting(connection: sa.Connection, part: InboxPart, now: datetime) -> inboxes.Ranking:
        ranked.append(part)
        return rank(connection, part, now)

    monkeypatch.setattr(inboxes, "_ranked", counting)
    first = await alerts(office, PROVINCE, limit=200)
    assert (await alerts(office, SUPERVISOR, limit=200))["items"] == first["items"]
    assert len(ranked) == 1
    assert (await alerts(office, SUPERVISOR, below=True, limit=200))["total"] > first["total"]
    assert {row["agency"] for row in (await alerts(office, COMMUNE, limit=200))["items"]} == {"00001"}
    assert (await alerts(office, COMMUNE, post="chair@19"))["total"] == 0
    assert len(ranked) == 4
