"""Which ladders are right, and what is said of those that are not: the code, the place, what would be right."""

import re
from collections.abc import Callable

import pytest

from thac.domain.assignments import Clock
from thac.domain.courses import BUILT_IN, TEXT
from thac.domain.directives import Urgency
from thac.domain.ladder_checking import NEEDED
from thac.domain.ladder_faults import LadderCode, LadderRefusedError
from thac.domain.ladder_reading import read_ladder
from thac.domain.rungs import Audience, Colour, Lot, Step

START = "\n[[tracks]]\n"
HEAD = """
[[tracks]]
name = "Hoàn thành"
clock = "completion"
urgency = ["normal"]
"""


def step(code: str, at: str = "0", audience: str = '"lead"', colour: str = "red", **more: object) -> str:
    rest = "".join(f"{name} = {value}\n" for name, value in more.items())
    return f'[[tracks.steps]]\ncode = "{code}"\nat = "{at}"\naudience = [{audience}]\ncolour = "{colour}"\n{rest}'


def faults(text: str) -> list[tuple[str, str, str]]:
    """Code, place, and what would be right."""
    with pytest.raises(LadderRefusedError) as refused:
        read_ladder(text, 1_000)
    return [(one.code.value, one.place, one.right) for one in refused.value.faults]


def tracks_named(keep: Callable[[str], bool]) -> str:
    """The tracks of the present file whose text is to be kept."""
    return "".join(f"{START}{text}" for text in TEXT.split(START)[1:] if keep(text))


def without_completion(steps: str, head: str = HEAD) -> str:
    """The present ladder with another track of completion for ordinary work, in the first place."""
    return head + steps + tracks_named(lambda text: '"Hoàn thành · Completion"' not in text)


def one(steps: str, head: str = HEAD) -> list[tuple[str, str, str]]:
    return faults(without_completion(steps, head))


def test_the_present_ladder_is_right_and_stays_so_under_another_number() -> None:
    assert read_ladder(TEXT, 3) == BUILT_IN[3]
    assert read_ladder(TEXT, 1_000) == BUILT_IN[3].numbered(1_000)


def test_a_ladder_of_ones_own_with_another_step_is_right() -> None:
    text = TEXT.replace('at = "-P3D"\naudience = ["lead"]', 'at = "-P5D"\naudience = ["lead_head", "lead"]', 1)
    soon = next(step for step in read_ladder(text, 1_000).steps(Urgency.NORMAL) if step.code == "due_soon")
    assert soon == Step(
        "due_soon", Clock.COMPLETION, (Audience.LEAD, Audience.LEAD_HEAD), Colour.BLUE, days=-5, times=0
    )


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        (step("a", audience='"boss"'), ("unknown_word", "tracks[0].steps[0].audience[0]", "lead, lead_head, ")),
        (step("a", audience=""), ("missing_field", "tracks[0].steps[0]", "audience")),
        (step("a", audience='"lead", "lead"'), ("repeated_word", "tracks[0].steps[0].audience[1]", "")),
        (step("a", colour="green"), ("unknown_word", "tracks[0].steps[0].colour", "blue, yellow, red")),
        (step("a").replace('at = "0"\n', ""), ("missing_field", "tracks[0].steps[0]", "at")),
        (step("a", at="soon"), ("bad_moment", "tracks[0].steps[0].at", "50%, 0, -P3D, +PT2H, +PT30M")),
        (step("a", at="+P"), ("bad_moment", "tracks[0].steps[0].at", "50%, 0, -P3D, +PT2H, +PT30M")),
        (step("a", at="150%"), ("bad_moment", "tracks[0].steps[0].at", "50%, 0, -P3D, +PT2H, +PT30M")),
        (step("Quá hạn"), ("bad_code", "tracks[0].steps[0].code", "")),
        (step("a") + step("a", "+P2D"), ("two_of_one_code", "tracks[0].steps[1].code", "")),
        (step("receipt_unit"), ("two_of_one_code", "tracks[1].steps[0].code", "")),
        (step("a", every='"P5D"'), ("no_bound", "tracks[0].steps[0].times", "60")),
        (step("a", every='"P5D"', times=0), ("no_bound", "tracks[0].steps[0].times", "60")),
        (step("a", every='"P5D"', times=61), ("too_many", "tracks[0].steps[0].times", "60")),
        (step("a", every='"P5D"', times=-1), ("wrong_kind", "tracks[0].steps[0].times", "1, 2, 3, …")),
        (step("a", every='"PT59M"', times=2), ("too_often", "tracks[0].steps[0].every", "PT1H")),
        (step("a", every='"P0D"', times=2), ("too_often", "tracks[0].steps[0].every", "PT1H")),
        (step("a", every='"-P1D"', times=2), ("bad_stretch", "tracks[0].steps[0].every", "P5D, PT4H")),
        (step("a", times=2), ("missing_field", "tracks[0].steps[0]", "every")),
        (step("a", audience='"upper_chair"'), ("skips_level", "tracks[0].steps[0].audience", "issuing_office, ")),
        (
            step("a") + step("b", "+P2D", '"upper_monitor"'),
            ("skips_level", "tracks[0].steps[1].audience", "issuing_office, issuing_chair"),
        ),
        (
            step("a", audience='"issuing_chair"') + step("b", "+P2D", '"issuing_office"'),
            ("climbs_down", "tracks[0].steps[1].audience", "issuing_chair"),
        ),
        (step("a") + step("b", "+P2D", colour="blue"), ("colour_back", "tracks[0].steps[1].colour", "red")),
        (step("a", "+P2D") + step("b"), ("not_ascending", "tracks[0].steps[1].at", "")),
        (step("a", "+P2D") + step("b", "+P2D"), ("not_ascending", "tracks[0].steps[1].at", "")),
        (step("a") + step("b", "50%"), ("not_ascending", "tracks[0].steps[1].at", "")),
        (step("a", every='"P5D"', times=2) + step("b", "+P10D"), ("not_ascending", "tracks[0].steps[1].at", "")),
        (step("a", "+PT5H") + step("b", "+P2D"), ("not_ascending", "tracks[0].steps[1].at", "")),
        (step("a", every='"PT2H"', times=6) + step("b", "+P1D"), ("not_ascending", "tracks[0].steps[1].at", "")),
        (step("a", if_silent='"yes"'), ("wrong_kind", "tracks[0].steps[0].if_silent", "true, false")),
        (step("a", who='"lead"'), ("unknown_field", "tracks[0].steps[0].who", "code, at, if_silent, ")),
    ],
)
def test_a_step_that_is_not_right_is_named_with_what_would_be(steps: str, fault: tuple[str, str, str]) -> None:
    code, place, right = fault
    (found,) = one(steps)
    assert found[:2] == (code, place)
    assert found[2].startswith(right) if right.endswith(", ") else found[2] == right


@pytest.mark.parametrize(
    ("steps", "at"),
    [
        (step("a", "50%") + step("b", "75%", colour="red"), "shares before shares"),
        (step("a", every='"P5D"', times=2) + step("b", "+P11D"), "after the last repeat"),
        (step("a", "+PT4H") + step("b", "+P2D"), "half a working day lies between"),
        (step("a", "-PT4H") + step("b"), "hours before the deadline"),
        (step("a", "-P2D") + step("b", "-PT2H"), "days before hours"),
    ],
)
def test_steps_in_their_order_are_right(steps: str, at: str) -> None:
    assert read_ladder(without_completion(steps), 1_000).tracks[0].name == "Hoàn thành"


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (HEAD.replace("completion", "due"), ("unknown_word", "tracks[0].clock")),
        (HEAD.replace('["normal"]', '["hot"]'), ("unknown_word", "tracks[0].urgency[0]")),
        (HEAD.replace('"Hoàn thành"', "3"), ("wrong_kind", "tracks[0].name")),
        (HEAD + 'awaits = "person"\n', ("not_here", "tracks[0].awaits")),
        (HEAD + 'from = "given"\n', ("not_here", "tracks[0].from")),
        (HEAD + "dated = true\n", ("not_here", "tracks[0].dated")),
        (HEAD.replace("completion", "review") + 'work = "report"\n', ("not_here", "tracks[0].work")),
        (HEAD.replace("completion", "answer") + 'awaits = "person"\n', ("unknown_word", "tracks[0].awaits")),
        (HEAD.replace("completion", "receipt"), ("missing_field", "tracks[0]")),
        (HEAD + 'until = "x"\n', ("unknown_field", "tracks[0].until")),
    ],
)
def test_a_track_that_is_not_right_is_named(head: str, fault: tuple[str, str]) -> None:
    (found,) = one(step("a"), head)
    assert found[:2] == fault


@pytest.mark.parametrize(
    "audience", [one for one in Audience if one.value not in {"lead", "lead_head", "issuing_office"}]
)
def test_a_request_never_climbs(audience: Audience) -> None:
    text = re.sub(
        r'(code = "request_overdue"\nat = "0"\nevery = "P5D"\ntimes = 6\naudience = )\[.*\]',
        rf'\1["{audience.value}"]',
        TEXT,
    )
    assert text != TEXT
    codes = {(code, place.rsplit(".", 1)[1], right) for code, place, right in faults(text)}
    assert ("request_climbs", "audience[0]", "lead, lead_head, issuing_office") in codes


@pytest.mark.parametrize("code", ["receipt_unit_2", "receipt_person"])
def test_the_codes_of_receipts_say_which_receipt_they_call_for(code: str) -> None:
    found = faults(TEXT.replace(f'code = "{code}"', 'code = "late"'))
    assert {(fault, right) for fault, _, right in found} == {("receipt_code", code.removesuffix("_2"))}


def test_two_tracks_for_the_same_are_one_too_many() -> None:
    track = HEAD + step("a")
    assert faults(track + TEXT) == [("two_tracks", "tracks[8]", "")]


@pytest.mark.parametrize("lot", NEEDED)
def test_a_ladder_that_forgets_a_clock_is_refused(lot: Lot) -> None:
    """Take every track of one kind away; who is then never told is named for each urgency."""
    names = [f'name = "{track.name}"' for track in BUILT_IN[3].tracks if track.lot != lot]
    found = faults(tracks_named(lambda text: any(name in text for name in names)))
    assert [(code, place) for code, place, _ in found] == [("no_track", "tracks")] * 4
    assert len({right for _, _, right in found}) == 1


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = HEAD + step("a", audience='"boss"', colour="green") + step("B", at="x")
    assert [(code, place) for code, place, _ in faults(text)] == [
        ("unknown_word", "tracks[0].steps[0].audience[0]"),
        ("unknown_word", "tracks[0].steps[0].colour"),
        ("bad_code", "tracks[0].steps[1].code"),
        ("bad_moment", "tracks[0].steps[1].at"),
    ]


@pytest.mark.parametrize("text", ["", "tracks = 3", "tracks = []", "[[tracks]]", "not toml at all ["])
def test_what_is_no_ladder_at_all_is_refused(text: str) -> None:
    assert faults(text)


def test_every_code_has_a_sentence_in_both_languages() -> None:
    from thac.domain.ladder_faults import LadderFault

    for code in LadderCode:
        fault = LadderFault(code, "tracks", "this", "that")
        assert fault.message
        assert fault.english
        assert fault.message != fault.english
