"""What a launch would come to, counted by hand."""

from datetime import date

from api.previewing import LevelShare, preview
from tests.samples import directive, led_by, small_tree, to_communes
from thac.domain.agencies import Agency, AgencyTree, Level
from thac.domain.directives import Mode, Task, Within

TREE = small_tree()


def test_a_task_for_every_unit_of_two_communes_and_one_for_a_department() -> None:
    """Two copies for the communes, two for the units of each, one for the department."""
    seen = preview(directive(to_communes(1, date(2026, 11, 30)), led_by(2, "19-SNV")), TREE)
    assert seen.levels == (
        LevelShare(Level.PROVINCE, Level.COMMUNE, 2, 2, 0),
        LevelShare(Level.PROVINCE, Level.UNIT, 1, 1, 0),
        LevelShare(Level.COMMUNE, Level.UNIT, 4, 4, 0),
    )
    assert (seen.assignments, seen.dockets, seen.copies) == (7, 3, {1: 2, 2: 1})
    assert [(one.agency, one.tasks, one.passed_on, one.units) for one in seen.receivers] == [
        ("00001", (1,), 2, 2),
        ("00002", (1,), 2, 2),
        ("19-SNV", (2,), 0, 0),
    ]


def test_what_a_commune_passes_on_to_the_unit_of_the_field_is_one_copy() -> None:
    """The routing names one unit of each commune."""
    units = [Agency("00003", Level.COMMUNE, "UBND xã 3", "19")]
    units += [Agency("00003-VP", Level.UNIT, "Văn phòng HĐND và UBND", "00003", ("office_documents",))]
    tree = AgencyTree([*TREE, *units], version=1)
    task = Task(1, "Rà soát", Mode.EACH, recipients=("00003",), within=Within.ROUTED)
    seen = preview(directive(task), tree)
    assert [(one.agency, one.passed_on, one.units) for one in seen.receivers] == [("00003", 1, 1)]


def test_an_office_that_gives_work_out_itself_is_told_apart() -> None:
    """Its units get nothing before it decides."""
    own = [Agency(one.id, one.level, one.name, one.parent, auto_allocate=one.id != "00001") for one in TREE]
    seen = preview(directive(to_communes(1)), AgencyTree(own, version=1))
    assert seen.levels[-1] == LevelShare(Level.COMMUNE, Level.UNIT, 4, 4, 2)
    assert [(one.agency, one.proposed) for one in seen.receivers] == [("00001", True), ("00002", False)]


def test_what_is_only_to_be_read_gives_nobody_an_assignment() -> None:
    """It is named apart."""
    unread = Task(2, "Quán triệt", Mode.EACH, recipients=("communes",), tracked=False)
    seen = preview(directive(led_by(1, "19-SNV"), unread), TREE)
    assert (seen.untracked, seen.assignments) == ((2,), 1)
