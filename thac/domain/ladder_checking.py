"""Which rules a whole ladder keeps: it climbs, one level at a time, without end nowhere, and forgets no work."""

from collections.abc import Iterator
from typing import Final

from thac.domain.assignments import Clock
from thac.domain.directives import Urgency
from thac.domain.ladder_faults import LadderCode, LadderFault
from thac.domain.rungs import Audience, Awaits, Colour, Ladder, Lot, Step, Track

MOST_REPEATS: Final = 60
LEAST_MINUTES: Final = 60
"""Between two reminders of one step lies at least an hour: more often than that, nobody reads them."""
_SHORTEST_DAY: Final = 240
_WHOLE_DAY: Final = 1_440
"""Minutes that lie for certain in a working day, be it half a day; and in a day by the clock."""
_RANKS: Final[dict[Audience, int]] = {
    one: place for place, one in enumerate(Audience) if one is not Audience.ASKED_HEAD
}
_LEVELS: Final[dict[Audience, int]] = {
    Audience.LEAD: 0,
    Audience.LEAD_HEAD: 0,
    Audience.ISSUING_OFFICE: 1,
    Audience.ISSUING_CHAIR: 1,
    Audience.UPPER_MONITOR: 2,
    Audience.UPPER_CHAIR: 2,
}
_OF_LEVEL: Final = ("lead, lead_head", "issuing_office, issuing_chair", "upper_monitor, upper_chair")
_FOR_REQUESTS: Final = (Audience.LEAD, Audience.LEAD_HEAD, Audience.ISSUING_OFFICE)
_COLOURS: Final = tuple(Colour)
_RECEIPTS: Final[dict[Awaits | None, str]] = {Awaits.ACCEPTANCE: "receipt_unit", Awaits.PERSON: "receipt_person"}
"""How the codes of receipts begin: which of the two an alert calls for is read from it, in every ladder."""
NEEDED: Final[tuple[Lot, ...]] = (
    (Clock.RECEIPT, False, False, False, Awaits.ACCEPTANCE),
    (Clock.COMPLETION, False, False, False, None),
    (Clock.COMPLETION, True, False, False, None),
    (Clock.REVIEW, False, False, False, None),
    (Clock.SILENCE, False, False, False, None),
    *((Clock.ANSWER, False, False, False, one) for one in (Awaits.ISSUER, Awaits.ABOVE, Awaits.LEAD, Awaits.ASKED)),
    (Clock.URGE, False, False, False, None),
)
"""What every ladder has to speak of, at every urgency. Not needed: naming a person, reports, silence on dated work."""


def check(ladder: Ladder) -> Iterator[LadderFault]:
    """Everything that is wrong with a ladder whose fields are each right for themselves."""
    for number, track in enumerate(ladder.tracks):
        yield from _check_track(track, f"tracks[{number}]")
    yield from _check_codes(ladder)
    yield from _check_lots(ladder)


def _check_track(track: Track, place: str) -> Iterator[LadderFault]:
    before: Step | None = None
    for number, step in enumerate(track.steps):
        here = f"{place}.steps[{number}]"
        yield from _check_bound(step, here)
        prefix = _RECEIPTS.get(step.awaits)
        if prefix is not None and not step.code.startswith(prefix):
            yield LadderFault(LadderCode.RECEIPT_CODE, f"{here}.code", step.code, prefix)
        if step.request:
            yield from _check_request(step, here)
        if step.clock is Clock.URGE and (number or step.days != 0):
            yield LadderFault(LadderCode.NOT_HERE, f"{here}.at", step.code, "0")
        yield from _check_climb(before, step, here)
        before = step


def _check_bound(step: Step, place: str) -> Iterator[LadderFault]:
    if step.repeats and step.times is None:
        yield LadderFault(LadderCode.NO_BOUND, f"{place}.times", right=str(MOST_REPEATS))
    if step.times is not None and step.times > MOST_REPEATS:
        yield LadderFault(LadderCode.TOO_MANY, f"{place}.times", str(step.times), str(MOST_REPEATS))
    minutes = step.every_minutes
    if step.every == 0 or (minutes is not None and minutes < LEAST_MINUTES):
        yield LadderFault(LadderCode.TOO_OFTEN, f"{place}.every", f"{minutes or 0} min", "PT1H")


def _check_request(step: Step, place: str) -> Iterator[LadderFault]:
    for number, one in enumerate(step.audience):
        if one not in _FOR_REQUESTS:
            right = ", ".join(_FOR_REQUESTS)
            yield LadderFault(LadderCode.REQUEST_CLIMBS, f"{place}.audience[{number}]", one, right)


def _check_climb(before: Step | None, step: Step, place: str) -> Iterator[LadderFault]:
    """That the step comes after the one before it, reaches no lower, and at most one level higher."""
    top = _top(step)
    level = -1 if top is None else _LEVELS[top]
    reached = 0 if before is None else _LEVELS[_highest(before)]
    if top is not None and level > reached + 1:
        yield LadderFault(LadderCode.SKIPS_LEVEL, f"{place}.audience", top, _OF_LEVEL[level - 1])
    if before is None:
        return
    if top is not None and _top(before) is not None and _RANKS[top] < _RANKS[_highest(before)]:
        yield LadderFault(LadderCode.CLIMBS_DOWN, f"{place}.audience", top, _highest(before))
    if _COLOURS.index(step.colour) < _COLOURS.index(before.colour) and not step.if_silent and not before.if_silent:
        yield LadderFault(LadderCode.COLOUR_BACK, f"{place}.colour", step.colour, before.colour)
    if step.clock is not Clock.SILENCE and not _follows(before, step):
        yield LadderFault(LadderCode.NOT_ASCENDING, f"{place}.at", before.code)


def _top(step: Step) -> Audience | None:
    """The highest it reaches; None when only whoever was asked."""
    return max((one for one in step.audience if one in _RANKS), key=_RANKS.__getitem__, default=None)


def _highest(step: Step) -> Audience:
    return _top(step) or Audience.LEAD


def _follows(before: Step, step: Step) -> bool:
    """Whether a step comes after another and all its repeats, whatever the hour of the deadline."""
    if step.share is not None or before.share is not None:
        # How a share of the time lies to an offset depends on how long that time is; shares come first.
        return before.share is not None and (step.share is None or before.share < step.share)
    days, minutes = before.days or 0, before.minutes
    if before.repeats and before.times:
        if before.every_minutes is not None:
            if minutes is None and days:
                return step.minutes is None and (step.days or 0) > days + before.times  # an hour a day at the least
            minutes = (minutes or 0) + before.every_minutes * before.times
        elif minutes is not None:
            days, minutes = _days_over(minutes, before) + (before.every or 0) * before.times, None
        else:
            days += (before.every or 0) * before.times
    if minutes is None and step.minutes is None:
        return (step.days or 0) > days
    if minutes is not None and step.minutes is not None:
        return step.minutes > minutes
    if minutes is None:  # days, then minutes: sure only around the anchor itself
        return (step.minutes or 0) > 0 if days == 0 else days < 0 and (step.minutes or 0) >= (days + 1) * _day(step)
    if step.days == 0:
        return minutes < 0
    return minutes <= ((step.days or 0) - 1) * _day(before)


def _day(step: Step) -> int:
    return _WHOLE_DAY if step.round_clock else _SHORTEST_DAY


def _days_over(minutes: int, step: Step) -> int:
    """In how many working days so many minutes are over for certain."""
    return max(0, minutes) // _day(step) + 1


def _check_codes(ladder: Ladder) -> Iterator[LadderFault]:
    seen: set[tuple[Urgency, str]] = set()
    for number, track in enumerate(ladder.tracks):
        for place, step in enumerate(track.steps):
            mine = {(urgency, step.code) for urgency in track.urgency}
            if seen & mine:
                yield LadderFault(LadderCode.TWO_OF_ONE_CODE, f"tracks[{number}].steps[{place}].code", step.code)
            seen |= mine


def _check_lots(ladder: Ladder) -> Iterator[LadderFault]:
    seen: set[tuple[Urgency, Lot]] = set()
    for number, track in enumerate(ladder.tracks):
        for urgency in track.urgency:
            if (urgency, track.lot) in seen:
                yield LadderFault(LadderCode.TWO_TRACKS, f"tracks[{number}]", urgency)
            seen.add((urgency, track.lot))
    for urgency in Urgency:
        for lot in NEEDED:
            if (urgency, lot) not in seen:
                yield LadderFault(LadderCode.NO_TRACK, "tracks", urgency, _named(lot))


def _named(lot: Lot) -> str:
    clock, request, _, _, awaits = lot
    return " ".join(filter(None, (clock.value, "request" if request else "", awaits and awaits.value)))
