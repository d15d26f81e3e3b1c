"""Alerts, as an inbox shows them; what is answered to them; the digest of a post."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from api.reading import Read
from api.schemas.words import Body, Line, Output, PageOut, page_out
from thac.domain.assignments import Clock
from thac.domain.inbox import Answer, AnswerKind
from thac.domain.ladders import Colour
from thac.notices.digest import Digest, Lane
from thac.notices.holding import Holding
from thac.notices.lines import DigestLine, Group
from thac.notices.reasons import Why
from thac.notices.showing import Row, Tally
from thac.notices.wording import WHY
from thac.store.answers_to_alerts import Kept


class HolderOut(Output):
    """Who holds the clock, and in which part; `words` say what is awaited of him."""

    holding: Holding
    agency: str
    name: str
    words: str
    english: str


class AlertAnswerOut(Output):
    """What somebody answered: for whom he acted, until when it quiets the alert, and why."""

    kind: AnswerKind
    by: str
    agency: str
    at: datetime
    until: datetime
    reason: str


class HiddenOut(Output):
    """Why a row is not shown; `by` is the alert that stands for it."""

    why: Why
    words: str
    english: str
    by: str | None


class AlertOut(Output):
    """One alert: `moment` is when its step came due, `fired_at` when it fired.

    `hidden` is null for what is shown. `climbed`: with it the matter came to this post for the first time, from below.
    `below` are the alerts about work below that it stands for. `days_late` are calendar days.
    """

    key: str
    post: str
    agency: str
    colour: Colour
    clock: Clock
    step: str
    repeat: int
    moment: datetime
    fired_at: datetime
    assignment: str
    directive: str
    title: str
    subject: str
    task: int
    text: str
    lead: str
    lead_name: str
    open: bool
    due: datetime | None
    days_late: int | None
    climbed: bool
    holder: HolderOut
    hidden: HiddenOut | None
    answer: AlertAnswerOut | None
    below: list[str]


class TallyOut(Output):
    """How many assignments stand how, whatever of them is listed; `quiet` of them are not shown because of an answer.

    `late` are overdue, at `units` leads; `behind` have a yellow alert, `near` a blue one.
    """

    late: int
    behind: int
    near: int
    quiet: int
    units: int


class InboxOut(PageOut[AlertOut]):
    """A page of alerts, the whole list counted by colour, and how everything stands about which alerts came."""

    by_colour: dict[Colour, int]
    counts: TallyOut


class AcknowledgeIn(Body):
    """Đã biết, đang xử lý. Without `until` it holds for two working days, five at most."""

    until: AwareDatetime | None = None
    reason: Line | None = None


class SnoozeIn(Body):
    """Nhắc lại sau: until when, at the latest the deadline, and why."""

    until: AwareDatetime
    reason: Line


class AnsweredOut(AlertAnswerOut):
    """An answer that is kept, by its number among those to the same alert."""

    alert: str
    seq: int
    repeated: bool


class DigestLineOut(Output):
    """One assignment in a digest, with its latest alert."""

    alert: str
    assignment: str
    directive: str
    title: str
    subject: str
    task: int
    text: str
    colour: Colour
    clock: str
    step: str
    due: datetime | None
    days_late: int | None
    lead: str
    lead_name: str
    holder: str
    holder_en: str
    below: int
    under: list[str]
    news: bool


class GroupOut(Output):
    """What is told of one directive; `listed` of it have a line, `acts` says what is awaited how often."""

    directive: str
    title: str
    subject: str
    urgent: bool
    late: int
    behind: int
    near: int
    total: int
    units: int
    days_late: int | None
    acts: list[tuple[str, int]]
    listed: int


class DigestOut(Output):
    """What a post would read at its last look with everything that stands. Null `key`: there is nothing to tell."""

    post: str
    key: str | None = None
    moment: datetime | None = None
    lane: Lane | None = None
    summary: bool = False
    late_since: datetime | None = None
    subject: str | None = None
    counts: TallyOut | None = None
    groups: list[GroupOut] = Field(default_factory=list)
    directives: int = 0
    lines: list[DigestLineOut] = Field(default_factory=list)
    more: int = 0
    inhibited: int = 0


PostId = Annotated[str, Field(pattern=r"^[a-z]{1,20}@[A-Za-z0-9_-]{1,64}$")]
"""A post's id, `chair@05443`."""


def inbox_out(found: Read) -> InboxOut:
    """The inbox as it goes out."""
    page = page_out(found.page, [_alert(row) for row in found.page.items])
    return InboxOut(
        **{name: getattr(page, name) for name in PageOut.model_fields},
        by_colour=found.by_colour,
        counts=_tally(found.tally),
    )


def answered_out(kept: Kept) -> AnsweredOut:
    """A kept answer as it goes out."""
    return AnsweredOut(
        **_answer(kept.answer).model_dump(), alert=kept.answer.alert, seq=kept.seq, repeated=kept.repeated
    )


def digest_out(post: str, digest: Digest | None, subject: str | None) -> DigestOut:
    """A digest as it goes out; None where there is nothing to tell."""
    if digest is None:
        return DigestOut(post=post)
    return DigestOut(
        post=post,
        key=digest.key,
        moment=digest.moment,
        lane=digest.lane,
        summary=digest.summary,
        late_since=digest.late_since,
        subject=subject,
        counts=_tally(digest.counts),
        groups=[_group(one) for one in digest.groups],
        lines=[_line(one) for one in digest.lines],
        directives=digest.directives,
        more=digest.more,
        inhibited=digest.inhibited,
    )


def _alert(row: Row) -> AlertOut:
    alert, work = row.alert, row.work
    from_alert = ("key", "post", "agency", "colour", "clock", "step", "repeat", "moment", "fired_at", "assignment")
    from_work = ("directive", "title", "subject", "task", "text", "lead", "lead_name", "open", "due")
    holder = row.holder
    return AlertOut(
        **{name: getattr(alert, name) for name in from_alert},
        **{name: getattr(work, name) for name in from_work},
        days_late=row.days_late,
        climbed=row.climbed,
        holder=HolderOut(**{name: getattr(holder, name) for name in HolderOut.model_fields}),
        hidden=None if row.why is None else _hidden(row.why, row.by),
        answer=None if row.answer is None else _answer(row.answer),
        below=list(row.below),
    )


def _line(line: DigestLine) -> DigestLineOut:
    values = {name: getattr(line, name) for name in DigestLineOut.model_fields}
    return DigestLineOut(**values | {"under": list(line.under)})


def _group(group: Group) -> GroupOut:
    return GroupOut(**{name: getattr(group, name) for name in GroupOut.model_fields} | {"acts": list(group.acts)})


def _hidden(why: Why, by: str | None) -> HiddenOut:
    words, english = WHY[why]
    return HiddenOut(why=why, words=words, english=english, by=by)


def _answer(answer: Answer) -> AlertAnswerOut:
    return AlertAnswerOut(
        kind=answer.kind,
        by=answer.by.name,
        agency=answer.by.agency,
        at=answer.at,
        until=answer.until,
        reason=answer.reason,
    )


def _tally(tally: Tally) -> TallyOut:
    return TallyOut(**{name: getattr(tally, name) for name in TallyOut.model_fields})
