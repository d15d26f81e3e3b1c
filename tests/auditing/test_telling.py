"""A bundle of a store in use: calendars, ladders and what was told are judged offline; nobody's address is in it."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from activities.deliver import Drain
from tests.auditing.test_bundles import Files, codes, files_of, joined, lines, resealed, told, written
from tests.delivery.conftest import HEAD, Desk, beat
from tests.delivery.servers import MailServer
from tests.places import Place, migrate
from tests.samples import CALENDAR, FRIDAY, directive, first_unit, led_by, small_tree, to_communes
from tests.store.driver import Driver
from tests.store.faults import run
from tests.store.life import keep
from tests.store.test_calendars import off, record, roll_out
from tests.store.test_ladders import OWN, publish
from thac.auditing.bundle_format import MANIFEST, Selection
from thac.auditing.exporting import export
from thac.auditing.verifying import verify
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.defaults import DEFAULTS
from thac.domain.directives import Within
from thac.domain.findings import Code
from thac.domain.inbox import Answer, AnswerKind
from thac.domain.planning import PlanMaker, Terms
from thac.notices.sending import Channel
from thac.store import answers_to_alerts, directory, ladders
from thac.store import tables as t
from thac.store.answers_to_alerts import Asked
from thac.store.engine import open_engines

DAY = timedelta(days=1)
MONDAY_EVENING = FRIDAY + 10 * DAY + timedelta(hours=10)
ADDRESS, HOOK = "head@example.vn", "https://hook.example.vn/secret-path"


def in_use(address: str) -> None:
    """A store with an own ladder, a calendar that was corrected while a letter ran, and digests sent and answered."""
    migrate(address)
    engines = open_engines(address)
    desk = Desk(engines)
    late = directive(led_by(1, "19-SNV", date(2026, 11, 26)), id_="d1")
    with engines.write.begin() as connection:
        directory.install(connection, small_tree(), "test", FRIDAY - DAY)
        driver = Driver(connection, small_tree(), FRIDAY)
        publish(driver, OWN)
        terms = Terms(CALENDAR, DEFAULTS, ladder=ladders.current(connection))
        for ordered in (late, directive(to_communes(1, date(2026, 12, 15), Within.ROUTED), id_="d2")):
            keep(connection, ordered)
            driver.launch(ordered, PlanMaker(ordered, driver.tree, first_unit, terms))
        driver.advance(FRIDAY + 3 * DAY)
        roll_out(driver, record(driver, off(date(2026, 11, 25))))
        driver.advance(MONDAY_EVENING)
    desk.now = MONDAY_EVENING
    desk.reach(HEAD, mail=ADDRESS, webhook=HOOK, secret="whsec_x")
    desk.later(minutes=5)
    desk.look()
    with MailServer() as server:
        desk.sending(server).drain(Drain(Channel.MAIL, desk.now), beat)
    alert = desk.rows(t.notice_alerts)[0].alert
    answer = Answer(alert, AnswerKind.ACKNOWLEDGED, Actor("19", Role.OFFICE, "B"), desk.now, desk.now + DAY, "đã rõ")
    with engines.write.begin() as connection:
        answers_to_alerts.keep(connection, Asked(None, alert, answer.kind, answer.until, answer.reason), answer)
    run(
        engines,
        f"UPDATE deliveries SET state = 'failed', attempts = 1, reason = '550 <{ADDRESS}> {HOOK} unknown'"
        " WHERE channel = 'webhook'",
    )
    engines.dispose()


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """A copy of that store, with nothing done since."""
    engines = open_engines(place.copy("in_use", in_use))
    made = Desk(engines)
    made.now = MONDAY_EVENING + timedelta(minutes=5)
    yield made
    engines.dispose()


@pytest.fixture
def bundle(desk: Desk, tmp_path: Path) -> Path:
    """Everything it holds."""
    export(desk.engines.read, tmp_path / "bundle.zip", Selection(), desk.now)
    return tmp_path / "bundle.zip"


def test_calendars_ladders_and_what_was_told_verify_offline(bundle: Path) -> None:
    assert told(verify(bundle)) == ""
    files = files_of(bundle)
    assert [row["number"] for row in lines(files["rows/calendar_journal.jsonl"])] == [2]
    assert [row["version"] for row in lines(files["rows/ladders.jsonl"])] == [1_000]
    assert len(lines(files["rows/alert_answers.jsonl"])) == 1
    assert {row["channel"] for row in lines(files["rows/deliveries.jsonl"])} == {"inbox", "mail", "webhook"}


def test_nobodys_address_is_in_a_bundle(bundle: Path) -> None:
    """Nor in what a server answered; who was reached, when and under which key is."""
    files = files_of(bundle)
    everything = b"".join(files.values()).decode()
    assert ADDRESS not in everything
    assert "secret-path" not in everything
    assert "whsec_x" not in everything
    (hook,) = (row for row in lines(files["rows/deliveries.jsonl"]) if row["channel"] == "webhook")
    assert (hook["owner"], hook["address"], hook["reason"]) == (HEAD, None, "550 <…> … unknown")


def test_a_part_holds_the_telling_of_its_own_alerts_and_no_words_of_others(desk: Desk, tmp_path: Path) -> None:
    export(desk.engines.read, tmp_path / "part.zip", Selection(directive="d1"), desk.now)
    assert told(verify(tmp_path / "part.zip")) == ""
    files = files_of(tmp_path / "part.zip")
    for name in ("outbox", "untold", "notice_alerts", "alert_answers"):
        assert all(str(row["alert"]).startswith("d1~") for row in lines(files[f"rows/{name}.jsonl"]))
    notices = lines(files["rows/notices.jsonl"])
    assert notices
    assert {row["body"] for row in notices} == {""}


def _calendar(files: Files) -> Files:
    name = "rows/calendar_changes.jsonl"
    return files | {name: files[name].replace(b"2026-11-25", b"2026-11-24")}


def _reason(files: Files) -> Files:
    name = "rows/calendar_journal.jsonl"
    return files | {name: files[name].replace(b'"reason":"x"', b'"reason":"y"')}


def _ladder(files: Files) -> Files:
    name = "rows/ladders.jsonl"
    return files | {name: files[name].replace(b"to_the_chair", b"to_no_chair_")}


def _answer(files: Files) -> Files:
    name = "rows/alert_answers.jsonl"
    rows = lines(files[name])
    return files | {name: joined([row | {"reason": "khác"} for row in rows])}


def _told(files: Files) -> Files:
    name = "rows/notice_alerts.jsonl"
    return files | {name: joined(lines(files[name])[1:])}


def _delivery(files: Files) -> Files:
    name = "rows/deliveries.jsonl"
    return files | {name: joined([row for row in lines(files[name]) if row["channel"] != "mail"])}


TAMPERED: list[tuple[str, Callable[[Files], Files], set[Code]]] = [
    ("a day of the calendar", _calendar, {Code.RECORD_ALTERED, Code.NOT_DECIDED}),
    ("why the calendar was changed", _reason, {Code.RECORD_ALTERED}),
    ("a ladder", _ladder, {Code.RECORD_ALTERED, Code.LADDER_DIFFERS}),
    ("an answer to an alert", _answer, {Code.RECORD_ALTERED}),
    ("that an alert was told", _told, {Code.ALERT_LOST, Code.NOTICE_DIFFERS}),
    ("a delivery", _delivery, {Code.DELIVERY_MISSING}),
]


@pytest.mark.parametrize(("tamper", "wanted"), [one[1:] for one in TAMPERED], ids=[one[0] for one in TAMPERED])
def test_a_forger_who_mends_the_sums_is_known(
    bundle: Path, tamper: Callable[[Files], Files], wanted: set[Code]
) -> None:
    verified = verify(written(bundle, resealed(tamper(files_of(bundle)))))
    assert codes(verified) == wanted, told(verified)


def test_a_bundle_that_an_older_program_made_is_not_asked_what_it_does_not_hold(bundle: Path) -> None:
    files = files_of(bundle)
    manifest = json.loads(files[MANIFEST])
    newer = {
        f"rows/{name}.jsonl"
        for name in (
            *("outbox", "untold", "notice_alerts", "notices", "deliveries", "alert_answers", "looks"),
            *("calendar_journal", "calendar_changes", "ladders"),
        )
    }
    manifest["members"] = [one for one in manifest["members"] if one["name"] not in newer]
    older = {name: data for name, data in files.items() if name not in newer}
    verified = verify(written(bundle, older | {MANIFEST: json.dumps(manifest).encode()}))
    assert codes(verified) == {Code.NOT_DECIDED}, told(verified)  # the corrected calendar has no journal there
