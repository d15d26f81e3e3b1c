"""What is wrong with one item, or one paper, by itself: leads, and duties that it gives twice."""

from collections.abc import Iterator

from graph.duties import Duty, DutyKind, duties
from graph.findings import Code, Finding, Severity, finding
from graph.subjects import Holding, Paper, Passage, Subject
from graph.windows import passage

_MOST = 5


def leads(subject: Subject) -> Iterator[Finding]:
    """What breaks the rule of one lead inside an item (Conclusion 226-KL/TW: one task, one lead)."""
    path = [subject.id, *(step for one in subject.leads for step in ("led_by", one))]
    match subject.holding:
        case Holding.JOINT:
            named = subject.called(subject.leads)
            facts = {"count": len(subject.leads), "leads": named}
            yield finding(Code.TWO_LEADS, [subject.id], [_owners(subject)], path, facts)
        case Holding.NOBODY:
            who = subject.called(subject.carried_out_by)
            yield finding(
                Code.NO_LEAD,
                [subject.id],
                [_owners(subject)],
                path,
                {
                    "named": f" (chỉ nêu nơi thực hiện: {who})" if who else "",
                    "named_english": f" (only who carries it out: {who})" if who else "",
                },
            )
        case Holding.COORDINATORS:
            yield finding(
                Code.ONLY_COORDINATORS,
                [subject.id],
                [_owners(subject)],
                path,
                {"coordinators": subject.called(subject.coordinators)},
                severity=Severity.WARNING if subject.group else None,  # all offices concerned: a formula, not an order
            )


def _owners(subject: Subject) -> Passage:
    """Where the owners are named."""
    if subject.owners_at is None:
        return passage(subject)
    line, text = subject.owners_at
    return Passage(subject.source, line, text)


def within(paper: Paper) -> Iterator[Finding]:
    """Duties towards the document itself that it gives more than once."""
    found = list(duties(paper))
    yield from _reports(found)
    yield from _monitors(found)


def _reports(found: list[Duty]) -> Iterator[Finding]:
    reports = [one for one in found if one.kind is DutyKind.REPORT]
    if len(reports) < 2:  # noqa: PLR2004 - twice
        return
    collected = [one for one in found if one.kind is DutyKind.COLLECT][: _MOST - 2]
    told = [*reports[: _MOST - len(collected)], *collected]
    yield finding(
        Code.REPORT_TWICE,
        [one.subject.id for one in told],
        [passage(one.subject, one.start, one.end) for one in told],
        _joined(told, "reports"),
        {"whens": "; ".join(dict.fromkeys(_when(one) for one in reports))},
    )


def _when(duty: Duty) -> str:
    return duty.subject.due.words if duty.subject.due is not None else "định kỳ"


def _monitors(found: list[Duty]) -> Iterator[Finding]:
    overseers = [one for one in found if one.kind is DutyKind.OVERSEE]
    single = [one for one in overseers if one.subject.holding is Holding.ONE]
    each = [one for one in overseers if one.subject.holding is Holding.EACH]
    first = next(iter(single), None)
    second = next((one for one in single if first and one.subject.leads != first.subject.leads), None)
    if first and second:
        yield finding(
            Code.TWO_MONITORS,
            [first.subject.id, second.subject.id],
            [passage(one.subject, one.start, one.end) for one in (first, second)],
            _joined([first, second], "oversees"),
            {
                "one": first.subject.called(first.subject.leads),
                "other": second.subject.called(second.subject.leads),
            },
        )
    if first and each:
        told = [each[0], first]
        yield finding(
            Code.MONITORED_ON_TWO_TIERS,
            [one.subject.id for one in told],
            [passage(one.subject, one.start, one.end) for one in told],
            _joined(told, "oversees"),
            {"one": first.subject.called(first.subject.leads)},
        )


def _joined(told: list[Duty], edge: str) -> Iterator[str]:
    """The way from item to item through the document they are duties towards."""
    for number, one in enumerate(told):
        if number:
            yield from (edge, one.subject.source, edge)
        yield one.subject.id
