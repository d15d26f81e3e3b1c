"""A page of an inbox is read among the rows about its own work only, and says the same as the whole inbox."""

from hypothesis import given, settings

from api.inboxes import Place
from tests.notices.any_inbox import inboxes
from thac.domain.inbox import Inbox
from thac.notices.showing import Row, show


def _around(whole: Inbox, row: Row) -> Inbox:
    """What lies with the same post about the same assignment."""
    near = [one for one in whole.alerts if (one.assignment, one.post) == (row.alert.assignment, row.alert.post)]
    return Inbox(whole.at, tuple(near), {row.work.id: row.work}, whole.answers)


@settings(max_examples=200, deadline=None)
@given(inboxes())
def test_a_row_read_by_itself_is_the_row_of_the_whole(whole: Inbox) -> None:
    for row in show(whole).rows:
        near = {one.alert.key: one for one in show(_around(whole, row)).rows}
        assert Place.at(row).of(near[row.alert.key]) == row
