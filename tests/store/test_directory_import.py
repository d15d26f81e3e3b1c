"""An import is judged before it writes, and once more when something came between."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

import pytest

from tests.places import Place
from tests.rig import open_store
from tests.samples import small_tree
from tests.store.test_directory import open_row
from thac.directory.importing.reading import Asked, Import
from thac.directory.importing.sheets import Source
from thac.domain.accounts import Account
from thac.domain.agencies import AgencyTree
from thac.domain.directory_changes import ChangeKind, Changes, renamed
from thac.importing import Bounds, Outcome, carry_out
from thac.store import directory
from thac.store.directory import Record
from thac.store.engine import Engines

RECORD = Record(ChangeKind.IMPORT, "test", datetime(2026, 11, 20, 2, 0, tzinfo=UTC), date(2026, 11, 20))


class Overtaken(Import):
    """An import that somebody else overtakes after its rows were first judged."""

    def __init__(self, rows: str, meanwhile: Callable[[], None]) -> None:
        super().__init__([Source("a.csv", rows.encode())])
        self._meanwhile: Callable[[], None] | None = meanwhile

    def ask(self, tree: AgencyTree, accounts: Iterable[Account] = ()) -> Asked:
        """What the files ask for; the first time, somebody else writes right after."""
        asked = super().ask(tree, accounts)
        if self._meanwhile is not None:
            meanwhile, self._meanwhile = self._meanwhile, None
            meanwhile()
        return asked


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    engines = open_store(place, small_tree())
    yield engines
    engines.dispose()


def imported(store: Engines, wanted: Import) -> Outcome:
    return carry_out(store, wanted, RECORD, Bounds(), lambda tokens: None)


def test_an_import_keeps_what_was_changed_while_it_was_judged(store: Engines) -> None:
    def rename() -> None:
        with store.write.begin() as connection:
            tree = directory.load_for_change(connection)
            directory.change(connection, tree, Changes((renamed(tree["00001"], "UBND xã B"),)), RECORD)

    outcome = imported(store, Overtaken("Mã,Tên\r\n00001,UBND xã C\r\n", rename))
    assert (outcome.version, outcome.faults) == (3, None)
    with store.read.connect() as connection:
        agency = directory.load(connection)["00001"]
    assert (agency.name, agency.aliases) == ("UBND xã C", ("UBND xã 1", "UBND xã B"))


def test_an_agency_that_got_work_while_it_was_judged_is_not_closed(store: Engines) -> None:
    rows = "Mã,Ngày kết thúc\r\n19-SNV,01/7/2026\r\n"
    outcome = imported(store, Overtaken(rows, lambda: open_row(store, "19-SNV", "19")))
    assert outcome.faults is not None
    (fault,) = outcome.faults
    assert (fault.code, fault.place.row) == ("successor_needed", 2)
    with store.read.connect() as connection:
        assert not directory.load(connection)["19-SNV"].ended


def test_with_a_fault_no_token_is_made(store: Engines) -> None:
    made: list[object] = []
    rows = Import([Source("a.csv", "Mã,Vai trò,Họ tên\r\n19,Văn phòng,A\r\n77777,Văn phòng,B\r\n".encode())])
    outcome = carry_out(store, rows, RECORD, Bounds(), made.extend)
    assert (outcome.accounts, made, outcome.version) == ((), [], 1)
    assert outcome.faults is not None
    assert [fault.code for fault in outcome.faults] == ["unknown_agency"]
