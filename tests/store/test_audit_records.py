"""What is kept beside the ledgers: each harm done to it is named by its code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.samples import FRIDAY
from tests.store.conftest import lived
from tests.store.faults import Body, find, forge, run
from thac.auditing.secrets import EVERY_CHECK, is_marked
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.domain.findings import AuditReport, Code
from thac.store import dispositions, documents, publishing
from thac.store import tables as t
from thac.store.access import digest
from thac.store.auditing import audit
from thac.store.dispositions import AcceptedConflict, Decision
from thac.store.documents import Read, Version
from thac.store.engine import Engines, open_engines
from thac.store.migrate import upgrade

COMMUNE = "cascade/d1/00001"
BY = Actor("19", Role.OFFICE, "Văn phòng")
LINES = '{"medium":"text","lines":[{"number":1,"text":"V/v rà soát"}]}'


def kept(address: str) -> None:
    """The store that has lived, with a document in two versions, two decisions and an accepted conflict."""
    lived(address)
    engines = open_engines(address)
    with engines.write.begin() as connection:
        read = Read("doc1", "19", "0" * 64, 1, "a.txt", "text", 9, LINES, "{}", 1, BY, FRIDAY)
        version = Version("{}", None, None, None, "Rà soát", 1, 0, 0, BY, FRIDAY)
        documents.keep(connection, read, version)
        documents.correct(connection, "doc1", 2, version)
        for outcome in ("taken", "accepted"):
            dispositions.decide(
                connection, Decision("k1", "two_leads", ("d1 1", "d2 1"), outcome, BY, FRIDAY, "vì sao")
            )
        conflict = AcceptedConflict("k1", "two_leads", ("d1 1",), "Hai đầu mối", "Two leads", "hai địa bàn", BY, FRIDAY)
        dispositions.accept(connection, "d1", [conflict], FRIDAY)
        for public in (True, False):
            publishing.publish(connection, "d1", BY, FRIDAY, public=public)
    engines.dispose()


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_engines(place.copy("kept", kept))
    yield engines
    engines.dispose()


def told(report: AuditReport) -> list[str]:
    return [f"{one.code} {one.english}" for one in report]


def test_the_untouched_records_are_in_order(store: Engines, now: datetime) -> None:
    assert told(audit(store.read, now, checks=EVERY_CHECK)) == []


def test_conflicts_of_a_launch_that_was_undone_give_way_and_are_no_fault(store: Engines, now: datetime) -> None:
    with store.write.begin() as connection:
        dispositions.accept(connection, "d1", [], FRIDAY)
    assert told(audit(store.read, now)) == []


def test_records_that_were_there_before_the_chronicle_are_entered_by_the_migration(
    store: Engines, now: datetime
) -> None:
    """As they stand, and in the same form as those that are written later."""
    with store.write.begin() as connection:
        later = ("attachments", "contents", "sessions", "seats", "people", "oral_orders", "search_lines", "published")
        for table in ("audits", "audit_findings", "audited", "chronicle", "untold", *later):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for index in ("ix_assignments_issuer", "ix_dockets_agency"):
            connection.execute(sa.text(f"DROP INDEX {index}"))
        connection.execute(sa.text("ALTER TABLE notices DROP COLUMN ways"))
        connection.execute(sa.text("DROP INDEX ix_answers_docket"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0009'"))
    upgrade(store.write)
    assert told(audit(store.read, now)) == []
    with store.read.connect() as connection:
        kinds = connection.execute(sa.select(t.chronicle.c.kind).order_by(t.chronicle.c.seq)).scalars().all()
    assert kinds == [*3 * ["directory"], "standing", "document", "version", "version", *2 * ["decision"], "accepted"]
    run(store, "UPDATE dispositions SET reason = 'khác' WHERE seq = 2")
    assert [one.code for one in audit(store.read, now)] == [Code.RECORD_ALTERED]


@dataclass(frozen=True)
class Harm:
    """A statement of SQL, and everything the audit says of it."""

    name: str
    statement: str
    codes: tuple[Code, ...]


HARMS = [
    Harm(
        "a reason rewritten",
        "UPDATE dispositions SET reason = 'khác' WHERE key = 'k1' AND seq = 1",
        (Code.RECORD_ALTERED,),
    ),
    Harm("a decision taken away", "DELETE FROM dispositions WHERE key = 'k1' AND seq = 1", (Code.RECORD_MISSING,)),
    Harm(
        "a decision added by hand",
        "INSERT INTO dispositions SELECT 'k2', seq, code, subjects, outcome, lead, reason, \"by\", at FROM dispositions"
        " WHERE seq = 1",
        (Code.RECORD_UNKNOWN,),
    ),
    Harm("who made it public", "UPDATE published SET public = true", (Code.RECORD_ALTERED,)),
    Harm("a mark taken away", "DELETE FROM published WHERE seq = 2", (Code.RECORD_MISSING,)),
    Harm(
        "a mark added by hand",
        'INSERT INTO published SELECT directive, 3, true, "by", at FROM published WHERE seq = 1',
        (Code.RECORD_UNKNOWN,),
    ),
    Harm("the reason of a launch", "UPDATE accepted_conflicts SET reason = 'khác'", (Code.RECORD_ALTERED,)),
    Harm("an accepted conflict taken away", "DELETE FROM accepted_conflicts", (Code.RECORD_MISSING,)),
    Harm(
        "a document's lines rewritten",
        "UPDATE documents SET lines = replace(lines, 'rà', 'ra')",
        (Code.RECORD_ALTERED,),
    ),
    Harm(
        "a version of a document taken away",
        "DELETE FROM document_versions WHERE version = 1",
        (Code.RECORD_MISSING, Code.VERSION_GAP),
    ),
    Harm("a newest version that is none", "UPDATE documents SET version = 3", (Code.VERSION_GAP,)),
    Harm(
        "an entry of the chronicle taken away",
        "DELETE FROM chronicle WHERE kind = 'document'",
        (Code.CHRONICLE_BROKEN, Code.RECORD_UNKNOWN),
    ),
    Harm(
        "a record and its entry rewritten",
        "UPDATE chronicle SET digest = replace(digest, substr(digest, 1, 1), 'g') WHERE kind = 'document'",
        (Code.CHRONICLE_BROKEN, Code.RECORD_ALTERED),
    ),
    Harm(
        "who changed the directory",
        "UPDATE directory_journal SET \"by\" = 'ai khác' WHERE version = 2",
        (Code.RECORD_ALTERED,),
    ),
    Harm(
        "a holder named past the journal",
        "UPDATE posts SET holder = 'Ai Đó' WHERE agency = '00002-U1' AND role = 'head'",
        (Code.DIRECTORY_DIFFERS,),
    ),
    Harm(
        "an agency renamed past the journal",
        "UPDATE agencies SET name = 'Tên khác' WHERE id = '00002-U1'",
        (Code.RECORD_ALTERED,),
    ),
    Harm(
        "an agency put elsewhere", "UPDATE agencies SET path = 'TW/19/' WHERE id = '00002'", (Code.DIRECTORY_DIFFERS,)
    ),
    Harm(
        "what a change found",
        "UPDATE directory_changes SET before = replace(before, 'head', 'chair') WHERE version = 3",
        (Code.DIRECTORY_DIFFERS, Code.RECORD_ALTERED),
    ),
]


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.name)
def test_harm_done_beside_the_ledgers_is_named(store: Engines, now: datetime, harm: Harm) -> None:
    run(store, harm.statement)
    report = audit(store.read, now)
    assert sorted(one.code for one in report) == sorted(harm.codes), told(report)


def test_a_version_of_the_directory_taken_away(store: Engines, now: datetime) -> None:
    """Alerts that name it hang in the air as well."""
    run(store, "DELETE FROM directory_journal WHERE version = 2")
    codes = {one.code for one in audit(store.read, now)}
    assert codes == {Code.DIRECTORY_GAP, Code.RECORD_ALTERED, Code.ALERT_OTHER_DIRECTORY}


def test_a_change_that_cannot_be_read_any_more(store: Engines, now: datetime) -> None:
    """The audit goes on by the directory as it stands, and says what it could not read."""
    run(store, "UPDATE directory_changes SET before = replace(before, 'null', '\"X\"') WHERE version = 3")
    codes = {one.code for one in audit(store.read, now)}
    assert codes >= {Code.DIRECTORY_GAP, Code.RECORD_ALTERED}


def test_a_directory_that_is_no_tree_any_more(store: Engines, now: datetime) -> None:
    """The audit comes to its end all the same; alerts of a docket whose agency is gone rest on nothing."""
    run(store, "UPDATE agencies SET parent = '99' WHERE id = '00002'")
    found = [one for one in audit(store.read, now) if one.code is Code.DIRECTORY_GAP]
    assert len(found) == 1
    assert "the directory is no tree (agency 00002 names 99 as its parent" in found[0].english


def test_alerts_resolved_by_another_directory_than_held_then(store: Engines, now: datetime) -> None:
    """Sent to those who held the posts a month before: the rows agree with the version they name, and it is wrong."""
    run(store, "UPDATE alerts SET directory_version = 1 WHERE directory_version = 3 AND docket = 'cascade/d1/00001'")
    codes = {one.code for one in audit(store.read, now)}
    assert codes == {Code.ALERT_OTHER_DIRECTORY}


def test_an_actor_of_an_agency_that_never_was(store: Engines, now: datetime) -> None:
    def change(events: list[Body]) -> list[Body]:
        body = events[find(events, "accepted")]
        body["actor"] = {**body["actor"], "agency": "99999-X"}
        return events

    forge(store, COMMUNE, change)
    codes = [one.code for one in audit(store.read, now)]
    assert Code.ACTOR_UNKNOWN in codes
    assert Code.NOT_ALLOWED in codes


def test_a_plan_that_is_not_what_was_launched(store: Engines, now: datetime) -> None:
    """The directive says another deadline than the first docket was opened with."""
    body = (
        '{"id":"d1","issuer":"19","doc_type":"Công văn","subject":"x","issued_on":"2026-11-16","tasks":['
        '{"number":1,"text":"a","mode":"each","recipients":["communes"],"deadline":{"day":"2026-12-20"}},'
        '{"number":2,"text":"b","mode":"each","recipients":["communes"]}]}'
    )
    with store.write.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO directives (id, issuer, doc_type, subject, issued_on, urgency, state, body, created_by,"
                " created_at) VALUES ('d1', '19', 'cv', 's', '2026-11-16', 'normal', 'running', :body, 'x', :at)"
            ),
            {"body": body, "at": "2026-11-20 00:00:00.000000"},
        )
    found = [(one.code, one.english) for one in audit(store.read, now)]
    assert [code for code, _ in found] == [Code.PLAN_DIFFERS, Code.PLAN_DIFFERS]
    assert "task 1" in found[0][1]
    assert "deadline" in found[0][1]
    assert "task 3" in found[1][1]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("INSERT INTO texts (digest, text) VALUES (:digest, :text)", "texts"),
        ("UPDATE documents SET lines = replace(lines, 'V/v rà soát', 'TỐI MẬT')", "documents doc1"),
    ],
    ids=["a report", "a document"],
)
def test_what_came_past_the_door_is_told_by_where_it_is_and_not_by_what_it_says(
    store: Engines, now: datetime, statement: str, where: str
) -> None:
    text = "TỐI MẬT\nPhương án"
    values = {"digest": digest(text), "text": text} if ":digest" in statement else {}
    run(store, statement, **values)
    secret = [one for one in audit(store.read, now, checks=EVERY_CHECK) if one.code is Code.SECRET_KEPT]
    assert len(secret) == 1
    assert where in secret[0].english
    assert "Phương án" not in secret[0].message + secret[0].english


def test_what_speaks_of_secrets_is_none() -> None:
    assert is_marked("MẬT")
    assert not is_marked("Thực hiện Luật Bảo vệ bí mật nhà nước; mật độ dân số 300 người/km²")
