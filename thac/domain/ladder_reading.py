"""How a ladder is read from a file: a normalised value, or every fault with its place.

The form is TOML. Each ``[[tracks]]`` says what it is for, each ``[[tracks.steps]]`` is one rung, in their order::

    [[tracks]]
    name = "Hoàn thành · Completion"
    clock = "completion"
    urgency = ["normal"]

    [[tracks.steps]]
    code = "overdue_10"
    at = "+P10D"              # ten working days after the deadline; "-PT2H", "50%" and "0" are other moments
    every = "P5D"
    times = 4
    audience = ["upper_chair"]
    colour = "red"
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar

from thac.domain.assignments import Clock
from thac.domain.directives import Urgency
from thac.domain.ladder_checking import check
from thac.domain.ladder_faults import LadderCode, LadderFault, LadderRefusedError
from thac.domain.rungs import Audience, Awaits, Colour, Ladder, Step, Track

W = TypeVar("W", bound=StrEnum)


class Work(StrEnum):
    """For which work a track of the clock of completion is."""

    ORDER = "order"
    REPORT = "report"
    """Occurrences of what recurs; without such a track they count as orders."""
    REQUEST = "request"


class Count(StrEnum):
    """How hours are counted."""

    WORK = "work"
    CLOCK = "clock"
    """Day and night."""


class From(StrEnum):
    """What offsets are counted from."""

    DUE = "due"
    GIVEN = "given"
    """When the time began: the assignment, the submission, the question."""


_TRACK: Final = ("name", "clock", "urgency", "work", "awaits", "dated", "from", "count", "steps")
_STEP: Final = ("code", "at", "if_silent", "every", "times", "audience", "colour")
_SHARE: Final = re.compile(r"([1-9][0-9]?|100)%")
_OFFSET: Final = re.compile(r"([+-]?)P(?:([0-9]{1,3})D|T(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?)")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOMENTS: Final = "50%, 0, -P3D, +PT2H, +PT30M"
_STRETCHES: Final = "P5D, PT4H"
_AWAITED: Final = {
    Clock.RECEIPT: (Awaits.ACCEPTANCE, Awaits.PERSON),
    Clock.ANSWER: (Awaits.ISSUER, Awaits.ABOVE, Awaits.LEAD, Awaits.ASKED),
}
_FROM_GIVEN: Final = (Clock.RECEIPT, Clock.REVIEW, Clock.ANSWER)
_REPEATING: Final = (Clock.RECEIPT, Clock.COMPLETION, Clock.REVIEW)


def read_ladder(text: str, version: int) -> Ladder:
    """The ladder that a TOML text describes, normalised.

    Raises
    ------
    LadderRefusedError
        It is not right; every fault is listed with its place and with what would be right.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LadderRefusedError([LadderFault(LadderCode.NOT_TOML, "", str(error))]) from error
    reading = _Reading()
    ladder = Ladder(version, tuple(reading.tracks(data)))
    faults = reading.faults or list(check(ladder))
    if faults:
        raise LadderRefusedError(faults)
    return ladder


class _Reading:
    """One way through the data; what is wrong is noted and the next thing read all the same."""

    def __init__(self) -> None:
        self.faults: list[LadderFault] = []

    def tracks(self, data: Mapping[str, Any]) -> Iterator[Track]:
        self._only(data, ("tracks",), "")
        tables = self._tables(data, "tracks", "")
        for number, one in enumerate(tables):
            place = f"tracks[{number}]"
            self._only(one, _TRACK, place)
            urgency = self._words(one, "urgency", Urgency, place)
            steps = tuple(self._steps(one, place))
            if urgency and steps:
                yield Track(self._text(one, "name", place), urgency, steps)

    def _steps(self, track: Mapping[str, Any], place: str) -> Iterator[Step]:
        common = self._common(track, place)
        for number, one in enumerate(self._tables(track, "steps", place)):
            here = f"{place}.steps[{number}]"
            self._only(one, _STEP, here)
            code = self._text(one, "code", here)
            if code and not _CODE.fullmatch(code):
                self._fault(LadderCode.BAD_CODE, f"{here}.code", code)
            audience = self._words(one, "audience", Audience, here)
            colour = self._word(one, "colour", Colour, here)
            rest = {**common, **self._moment(one, common["clock"], here), **self._repeats(one, common["clock"], here)}
            silent = self._flag(one, "if_silent", here)
            if silent and (common["clock"] is not Clock.COMPLETION or common["request"]):
                self._fault(LadderCode.NOT_HERE, f"{here}.if_silent", "if_silent", "completion")
            if not self.faults and colour is not None:
                yield Step(code=code, audience=audience, colour=colour, if_silent=silent, **rest)

    def _common(self, track: Mapping[str, Any], place: str) -> dict[str, Any]:
        """What all steps of a track share."""
        clock = self._word(track, "clock", Clock, place)
        work = self._word(track, "work", Work, place, Work.ORDER)
        start = self._word(track, "from", From, place, From.DUE)
        awaits = self._awaits(track, clock, place)
        dated = self._flag(track, "dated", place)
        if work is not Work.ORDER and clock is not Clock.COMPLETION:
            self._fault(LadderCode.NOT_HERE, f"{place}.work", str(track["work"]), "completion")
        if start is From.GIVEN and clock not in _FROM_GIVEN:
            self._fault(LadderCode.NOT_HERE, f"{place}.from", "given", _list(_FROM_GIVEN))
        if dated and clock is not Clock.SILENCE:
            self._fault(LadderCode.NOT_HERE, f"{place}.dated", "dated", "silence")
        return {
            "clock": clock,
            "awaits": awaits,
            "dated": dated,
            "request": work is Work.REQUEST,
            "report": work is Work.REPORT,
            "given": start is From.GIVEN,
            "round_clock": self._word(track, "count", Count, place, Count.WORK) is Count.CLOCK,
        }

    def _awaits(self, track: Mapping[str, Any], clock: Clock | None, place: str) -> Awaits | None:
        allowed = () if clock is None else _AWAITED.get(clock, ())
        if not allowed:
            if "awaits" in track:
                self._fault(LadderCode.NOT_HERE, f"{place}.awaits", str(track["awaits"]), _list(_AWAITED))
            return None
        found = self._word(track, "awaits", Awaits, place)
        if found is not None and found not in allowed:
            self._fault(LadderCode.UNKNOWN_WORD, f"{place}.awaits", found, _list(allowed))
        return found

    def _moment(self, step: Mapping[str, Any], clock: Clock | None, place: str) -> dict[str, Any]:
        """When the step comes, in the fields of a step."""
        text = self._text(step, "at", place)
        share, offset = _SHARE.fullmatch(text), _OFFSET.fullmatch(text)
        if text == "0":
            return {"days": 0}
        if share:
            if clock is not Clock.COMPLETION:
                self._fault(LadderCode.NOT_HERE, f"{place}.at", text, "completion")
            return {"share": int(share[1]) / 100}
        if offset is None or not any(offset.groups()[1:]):
            if text:
                self._fault(LadderCode.BAD_MOMENT, f"{place}.at", text, _MOMENTS)
            return {}
        sign = -1 if offset[1] == "-" else 1
        if sign < 0 and clock is not Clock.COMPLETION:
            self._fault(LadderCode.NOT_HERE, f"{place}.at", text, "completion")
        if offset[2] is not None:
            return {"days": sign * int(offset[2])}
        return {"minutes": sign * _minutes(offset)} if _minutes(offset) else {"days": 0}

    def _repeats(self, step: Mapping[str, Any], clock: Clock | None, place: str) -> dict[str, Any]:
        """How often it comes again, and after how long; silence comes again after another such silence."""
        times = step.get("times", 0)
        if not isinstance(times, int) or isinstance(times, bool) or times < 0:
            self._fault(LadderCode.WRONG_KIND, f"{place}.times", str(times), "1, 2, 3, …")
            times = 0
        if "every" not in step:
            if times and clock is not Clock.SILENCE:
                self._fault(LadderCode.MISSING_FIELD, place, right="every")
            return {"times": times}
        text = self._text(step, "every", place)
        found = _OFFSET.fullmatch(text)
        if clock not in _REPEATING:
            self._fault(LadderCode.NOT_HERE, f"{place}.every", text, _list(_REPEATING))
        if found is None or found[1] or not any(found.groups()[1:]):
            self._fault(LadderCode.BAD_STRETCH, f"{place}.every", text, _STRETCHES)
            return {"times": times}
        return {"times": times or None} | (
            {"every": int(found[2])} if found[2] is not None else {"every_minutes": _minutes(found)}
        )

    def _tables(self, data: Mapping[str, Any], name: str, place: str) -> Sequence[Mapping[str, Any]]:
        found = data.get(name)
        here = f"{place}.{name}" if place else name
        if found is None or found == []:
            self._fault(LadderCode.MISSING_FIELD, place, right=name)
            return ()
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._fault(LadderCode.WRONG_KIND, here, type(found).__name__, f"[[{name}]]")
            return ()
        return found

    def _only(self, data: Mapping[str, Any], known: Sequence[str], place: str) -> None:
        for name in data:
            if name not in known:
                self._fault(LadderCode.UNKNOWN_FIELD, f"{place}.{name}" if place else name, name, ", ".join(known))

    def _text(self, data: Mapping[str, Any], name: str, place: str) -> str:
        found = data.get(name)
        if found is None:
            self._fault(LadderCode.MISSING_FIELD, place, right=name)
            return ""
        if not isinstance(found, str) or not found.strip():
            self._fault(LadderCode.WRONG_KIND, f"{place}.{name}", str(found), '"…"')
            return ""
        return found.strip()

    def _flag(self, data: Mapping[str, Any], name: str, place: str) -> bool:
        found = data.get(name, False)
        if not isinstance(found, bool):
            self._fault(LadderCode.WRONG_KIND, f"{place}.{name}", str(found), "true, false")
            return False
        return found

    def _word(
        self, data: Mapping[str, Any], name: str, kind: type[W], place: str, default: W | None = None
    ) -> W | None:
        if name not in data and default is not None:
            return default
        text = self._text(data, name, place)
        if text and text not in set(kind):
            self._fault(LadderCode.UNKNOWN_WORD, f"{place}.{name}", text, _list(kind))
            return None
        return kind(text) if text else None

    def _words(self, data: Mapping[str, Any], name: str, kind: type[W], place: str) -> tuple[W, ...]:
        found = data.get(name)
        here = f"{place}.{name}"
        if found is None or found == []:
            self._fault(LadderCode.MISSING_FIELD, place, right=name)
            return ()
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self._fault(LadderCode.WRONG_KIND, here, str(found), '["…", "…"]')
            return ()
        for number, one in enumerate(found):
            if one not in set(kind):
                self._fault(LadderCode.UNKNOWN_WORD, f"{here}[{number}]", one, _list(kind))
            elif one in found[:number]:
                self._fault(LadderCode.REPEATED_WORD, f"{here}[{number}]", one)
        order = list(kind)
        return tuple(sorted({kind(one) for one in found if one in set(kind)}, key=order.index))

    def _fault(self, code: LadderCode, place: str, found: str = "", right: str = "") -> None:
        self.faults.append(LadderFault(code, place, found, right))


def _minutes(found: "re.Match[str]") -> int:
    return int(found[3] or 0) * 60 + int(found[4] or 0)


def _list(words: Any) -> str:
    return ", ".join(str(word.value) for word in words)
