"""Who may read what audits found, and what everybody is told when the audit does not run."""

from datetime import timedelta

import sqlalchemy as sa

from tests.api.conftest import COMMUNE, PROVINCE, UNIT, Office
from thac.auditing.watching import Watch
from thac.domain.agencies import Role
from thac.domain.audit_watch import AuditKind
from thac.store import tables as t
from thac.store.audits import StoredAuditor

TOP, AUDITOR = ("TW", Role.AUDITOR), ("00001", Role.AUDITOR)
DAY = timedelta(days=1)


def through(office: Office, name: str = "first", kind: AuditKind = AuditKind.REGULAR) -> None:
    """One audit by the office's clock."""
    auditor = StoredAuditor(office.engines, office.clock)
    step = auditor.begin(name, kind)
    while not step.done:
        step = auditor.step(name)


def begun(office: Office) -> None:
    """The clock says when the installation began."""
    with office.engines.read.connect() as connection:
        office.now = connection.execute(sa.select(sa.func.min(t.directory_journal.c.at))).scalar_one()


def harmed(office: Office, directive: str) -> None:
    """Somebody wrote in the read model by hand: in the commune's docket and in the province's."""
    with office.engines.write.begin() as connection:
        connection.execute(
            sa.update(t.assignments)
            .where(t.assignments.c.directive == directive, t.assignments.c.task == 1)
            .values(percent=99)
        )


async def test_an_office_that_is_audited_is_told_so(office: Office) -> None:
    begun(office)
    through(office)
    said = (await office.ask(UNIT, "GET", "health")).json()
    assert (said["overdue"], said["findings"], said["alarms"]) == (False, 0, [])
    assert said["last_audit"] is not None
    assert (await office.ask(None, "GET", "/readyz")).json()["audit"] == "current"


async def test_an_audit_that_stopped_is_told_by_the_api_though_no_worker_lives(office: Office) -> None:
    begun(office)
    through(office)
    office.later(days=1, hours=5)
    assert (await office.ask(UNIT, "GET", "health")).json()["overdue"] is False  # it is given a quarter more
    office.later(hours=2)
    through(office, "quick", AuditKind.QUICK)  # that is no audit of everything
    said = (await office.ask(UNIT, "GET", "health")).json()
    assert said["overdue"] is True
    (alarm,) = said["alarms"]
    assert alarm["code"] == "audit_overdue"
    assert "Kiểm tra định kỳ đã ngừng" in alarm["message"]
    assert "The audit has stopped" in alarm["english"]
    ready = await office.ask(None, "GET", "/readyz")
    assert ready.json()["audit"] == "overdue"
    watch = Watch(office.engines, DAY, office.clock, office.metrics)
    assert watch.look().overdue is not None
    page = (await office.ask(None, "GET", "/metrics")).text
    assert "thac_audit_overdue 1.0" in page
    assert "thac_audit_age_seconds 111600.0" in page
    through(office, "third")
    assert watch.look().overdue is None
    assert (await office.ask(UNIT, "GET", "health")).json()["overdue"] is False


async def test_an_installation_that_was_never_audited_is_told_so_after_a_day(office: Office) -> None:
    begun(office)
    assert (await office.ask(UNIT, "GET", "health")).json()["overdue"] is False
    office.later(days=2)
    (alarm,) = (await office.ask(UNIT, "GET", "health")).json()["alarms"]
    assert "Chưa lần nào" in alarm["message"]


async def test_findings_are_an_alarm_and_are_read_within_the_scope(office: Office) -> None:
    directive = await office.launch()
    harmed(office, directive)
    through(office)
    said = (await office.ask(UNIT, "GET", "health")).json()
    (alarm,) = said["alarms"]
    assert (alarm["code"], said["findings"]) == ("audit_findings", 6)
    everything = (await office.ask(TOP, "GET", "audits/first/findings")).json()
    assert everything["total"] == 6
    assert {one["code"] for one in everything["items"]} == {"read_model_differs"}
    below = (await office.ask(AUDITOR, "GET", "audits/latest/findings")).json()
    assert below["total"] == 2
    assert {one["docket"] for one in below["items"]} == {f"cascade/{directive}/00001"}


async def test_what_was_mended_is_told_of_the_audit_that_found_it_and_no_more_of_the_next(office: Office) -> None:
    directive = await office.launch()
    harmed(office, directive)
    through(office)
    office.later(hours=1)
    with office.engines.write.begin() as connection:
        connection.execute(sa.update(t.assignments).values(percent=0))
    through(office, "second")
    assert (await office.ask(TOP, "GET", "audits/first/findings")).json()["total"] == 6
    assert (await office.ask(TOP, "GET", "audits/second/findings")).json()["total"] == 0
    assert (await office.ask(TOP, "GET", "audits/latest/findings")).json()["total"] == 0
    listed = (await office.ask(TOP, "GET", "audits")).json()
    assert [(one["id"], one["findings"]) for one in listed["items"]] == [("second", 0), ("first", 6)]
    latest = (await office.ask(TOP, "GET", "audits/latest")).json()
    assert (latest["id"], len(latest["heads"])) == ("second", 64)


async def test_an_office_and_a_unit_do_not_read_what_audits_found(office: Office) -> None:
    for who in (PROVINCE, COMMUNE, UNIT):
        for path in ("audits", "audits/latest", "audits/latest/findings"):
            answered = await office.ask(who, "GET", path)
            assert (answered.status_code, answered.json()["code"]) == (403, "auditors_only")
    assert (await office.ask(None, "GET", "audits")).status_code == 401
    assert (await office.ask(None, "GET", "health")).status_code == 401


async def test_an_audit_that_never_was(office: Office) -> None:
    for path in ("audits/none", "audits/none/findings", "audits/latest"):
        assert (await office.ask(TOP, "GET", path)).status_code == 404
    assert (await office.ask(TOP, "GET", "audits/latest/findings")).json()["total"] == 0
