"""Files attached to results: kept once, found again, and vouched for by the chronicle."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.places import Place
from tests.rig import open_store
from tests.samples import FRIDAY, small_tree
from thac.domain.actors import Actor
from thac.domain.agencies import Role
from thac.store import attachments
from thac.store import tables as t
from thac.store.attachments import Sent
from thac.store.auditing import audit
from thac.store.engine import Engines

pytestmark = pytest.mark.slow

HERE = "d1~00001~1~00001-U1"
BY = Actor("00001-U1", Role.UNIT, "Trần Thị B")
REPORT = Sent("Báo cáo.pdf", "application/pdf", b"%PDF-1.7 " + bytes(range(256)))
PHOTO = Sent("anh.jpg", "image/jpeg", b"\xff\xd8\xff")


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_store(place, small_tree())
    yield engines
    engines.dispose()


@pytest.fixture
def connection(store: Engines) -> Iterator[sa.Connection]:
    with store.write.begin() as made:
        yield made


def test_a_file_is_kept_once_for_a_request_however_often_it_is_sent(connection: sa.Connection) -> None:
    for _ in range(2):
        attachments.keep(connection, HERE, [REPORT, PHOTO], BY, "u/b/k1", FRIDAY)
    attachments.keep(connection, HERE, [REPORT], BY, "u/b/k2", FRIDAY)
    kept = attachments.attached(connection, HERE)
    assert sorted((one.name, one.request) for one in kept) == [
        ("Báo cáo.pdf", "u/b/k1"),
        ("Báo cáo.pdf", "u/b/k2"),
        ("anh.jpg", "u/b/k1"),
    ]
    assert [one.name for one in attachments.attached(connection, HERE, "u/b/k2")] == ["Báo cáo.pdf"]
    assert connection.execute(sa.select(sa.func.count()).select_from(t.contents)).scalar() == 2
    assert attachments.attached(connection, "d1~00001~1~00001-U2") == ()


def test_a_file_is_found_under_its_assignment_alone(connection: sa.Connection) -> None:
    attachments.keep(connection, HERE, [REPORT], BY, "u/b/k1", FRIDAY)
    (kept,) = attachments.attached(connection, HERE)
    assert attachments.find(connection, HERE, kept.id) == (kept, REPORT.content)
    assert (kept.by, kept.at, kept.size) == (BY, FRIDAY, len(REPORT.content))
    assert attachments.find(connection, "d1~00001~1~00001-U2", kept.id) is None


PLANTED = {"id": "0" * 32, "assignment": HERE, "digest": "0" * 64, "name": "x.pdf", "medium": "application/pdf"}


@pytest.mark.parametrize(
    ("harm", "codes"),
    [
        (sa.update(t.attachments).where(t.attachments.c.name == "anh.jpg").values(name="khac.jpg"), ["record_altered"]),
        (sa.delete(t.attachments).where(t.attachments.c.name == "anh.jpg"), ["record_missing"]),
        (sa.update(t.contents).where(t.contents.c.content == PHOTO.content).values(content=b"x"), ["text_altered"]),
        (sa.delete(t.contents).where(t.contents.c.content == PHOTO.content), ["text_altered"]),
        (
            sa.insert(t.attachments).values(**PLANTED, size=1, by="{}", at=FRIDAY, request="u/b/k9"),
            ["record_unknown", "text_altered"],
        ),
    ],
)
def test_the_audit_sees_a_file_that_was_changed_taken_away_or_put_in(
    store: Engines, harm: sa.Executable, codes: list[str]
) -> None:
    with store.write.begin() as connection:
        attachments.keep(connection, HERE, [REPORT, PHOTO], BY, "u/b/k1", FRIDAY)
    assert list(audit(store.read, FRIDAY)) == []
    with store.write.begin() as connection:
        connection.execute(harm)
    assert sorted(one.code.value for one in audit(store.read, FRIDAY)) == codes
