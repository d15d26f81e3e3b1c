"""What an audit asks of assignments after each event, shown on a docket in which the fold had failed."""

from dataclasses import replace
from datetime import date, timedelta

from tests.domain.desk import UNIT, Desk, plan_of, unit, vn
from thac.domain import commands as cmd
from thac.domain.audit_rows import Rows
from thac.domain.deadlines import Deadline
from thac.domain.findings import Code
from thac.domain.plans import PlannedTask

KEY, SECOND = f"1:{UNIT}", "00001-U2"
NOON = vn(1, 5, 11)


def lived() -> Desk:
    """One task with one lead and a deadline, accepted."""
    desk = Desk(plan_of(PlannedTask(1, (UNIT,), single=True, deadline=Deadline(date(2027, 3, 31)))), vn(1, 4, 8))
    desk.does(unit(cmd.Accept(KEY), NOON))
    return desk


def test_a_first_deadline_that_became_another_is_told_and_goes_on_being_the_first() -> None:
    desk, rows = lived(), Rows()
    allocated, accepted = desk.recorded[1], desk.recorded[2]
    assert rows.check(desk.docket, allocated) == []
    row = desk.docket.rows[KEY]
    later = replace(row.deadlines[0], due=row.deadlines[0].due + timedelta(days=1))
    desk.docket.rows[KEY] = replace(row, deadlines=(*row.deadlines, later))
    assert rows.check(desk.docket, accepted) == []  # a version that is added changes nothing
    desk.docket.rows[KEY] = replace(row, deadlines=(later,))
    for _ in range(2):
        (found,) = rows.check(desk.docket, accepted)
        assert (found.code, found.assignment, found.seq) == (Code.FIRST_DEADLINE_CHANGED, KEY, accepted.seq)
    desk.docket.rows[KEY] = replace(row, deadlines=())
    assert [one.code for one in rows.check(desk.docket, accepted)] == [Code.FIRST_DEADLINE_CHANGED]


def test_a_single_task_with_two_leads_is_told() -> None:
    desk, rows = lived(), Rows()
    allocated = desk.recorded[1]
    row = desk.docket.rows[KEY]
    desk.docket.rows[f"1:{SECOND}"] = replace(row, copy=SECOND, lead=SECOND)
    (found,) = rows.check(desk.docket, allocated)
    assert found.code is Code.NOT_ONE_LEAD
    assert found.english == f"Task 1 has 2 leads ({UNIT}, {SECOND}); it must have exactly one."
