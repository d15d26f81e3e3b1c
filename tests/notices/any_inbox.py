"""Any inbox over a province, two communes and their units, for properties that hold for all of them."""

from datetime import timedelta

from hypothesis import strategies as st

from tests.notices.rows import CHAIR, DUE, NOW, OFFICE, alert, answer, inbox, work
from thac.domain.assignments import Clock, State
from thac.domain.inbox import AnswerKind, Inbox
from thac.domain.ladders import Colour

DAY = timedelta(days=1)
LEADS = ("00001", "00002", "00001-U1", "00001-U2", "00002-U1")
STEPS = (("due_soon", Colour.BLUE, -3), ("half_silent", Colour.YELLOW, -5), ("overdue", Colour.RED, 0))


@st.composite
def inboxes(draw: st.DrawFn) -> Inbox:
    """Any inbox over a province, two communes and their units."""
    works = []
    for lead in LEADS:
        issuer = lead.partition("-")[0] if "-" in lead else "19"
        for task in (1, 2):
            state = draw(st.sampled_from(State))
            submitted = DUE + draw(st.integers(-2, 2)) * DAY if state in {State.SUBMITTED, State.COMPLETED} else None
            due = draw(st.sampled_from([None, DUE, NOW - 9 * DAY, NOW + DAY]))
            works.append(work(issuer, lead, task, state=state, due=due, submitted_at=submitted))
    rows = {}
    for about in draw(st.lists(st.sampled_from(works), max_size=20)):
        step, colour, days = draw(st.sampled_from(STEPS))
        made = alert(
            about,
            draw(st.sampled_from([CHAIR, OFFICE, "chair@00001"])),
            step,
            colour=colour,
            clock=draw(st.sampled_from(Clock)),
            moment=DUE + days * DAY,
            repeat=draw(st.integers(0, 2)),
        )
        rows[made.key] = made
    kinds = st.sampled_from(AnswerKind)
    answers = [
        answer(row, draw(kinds), at=NOW - draw(st.integers(0, 3)) * DAY, until=NOW + draw(st.integers(-1, 3)) * DAY)
        for row in rows.values()
        if draw(st.booleans())
    ]
    return inbox(works, rows.values(), answers=tuple(answers))
