"""Rules of accounts and of standing in, without a store."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from thac.domain.agencies import Role
from thac.domain.seating import (
    LONGEST_STAND_IN,
    STAND_IN_ROLES,
    Keeper,
    SeatCode,
    SeatRefusedError,
    StandIn,
    check_days,
    check_stand_in,
    proper_email,
    proper_login,
    proper_name,
)

TODAY = date(2026, 11, 20)
GOOD = StandIn("head", "deputy", "05443-VHXH", Role.UNIT, TODAY, TODAY, "Đi công tác")


def _code(changed: StandIn) -> SeatCode | None:
    try:
        check_stand_in(changed, TODAY)
    except SeatRefusedError as error:
        return error.refusal.code
    return None


@pytest.mark.parametrize("role", list(Role))
def test_somebody_stands_in_for_those_who_decide_something(role: Role) -> None:
    assert _code(replace(GOOD, role=role)) is (None if role in STAND_IN_ROLES else SeatCode.NO_STAND_IN_FOR_ROLE)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((0, 0), None),
        ((0, LONGEST_STAND_IN.days - 1), None),
        ((0, LONGEST_STAND_IN.days), SeatCode.STANDS_IN_TOO_LONG),
        ((-1, 3), SeatCode.BEGINS_IN_PAST),
        ((2, 1), SeatCode.DATES_REVERSED),
    ],
)
def test_it_has_days_from_today_on_and_at_most_a_year(days: tuple[int, int], code: SeatCode | None) -> None:
    first, last = (TODAY + timedelta(number) for number in days)
    assert _code(replace(GOOD, begins_on=first, ends_on=last)) is code


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_it_has_a_reason(reason: str) -> None:
    assert _code(replace(GOOD, reason=reason)) is SeatCode.REASON_MISSING


def test_nobody_stands_in_for_himself() -> None:
    assert _code(replace(GOOD, deputy="head")) is SeatCode.OWN_STAND_IN


def test_days_may_be_open_and_not_reversed() -> None:
    for begins_on, ends_on in ((None, None), (TODAY, None), (None, TODAY), (TODAY, TODAY)):
        check_days(begins_on, ends_on)
    with pytest.raises(SeatRefusedError):
        check_days(TODAY, TODAY - timedelta(1))


@pytest.mark.parametrize("login", ["a", "Nguyễn", "a b", "-a", "a/b", "a" * 65, "a\n", ""])
def test_a_login_is_something_that_is_typed_everywhere(login: str) -> None:
    with pytest.raises(SeatRefusedError) as refused:
        proper_login(login + "x" if login.endswith("\n") else login)
    assert refused.value.refusal.code is SeatCode.BAD_LOGIN


def test_a_login_and_an_address_are_kept_in_small_letters_and_a_name_as_it_is() -> None:
    assert proper_login(" An.NV-05443_x@xa ") == "an.nv-05443_x@xa"
    assert proper_email(" An@Xa.gov.vn ") == "an@xa.gov.vn"
    assert (proper_email(""), proper_email(None)) == (None, None)
    assert proper_name("  Nguyễn Văn A ") == "Nguyễn Văn A"


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00", "x" * 201, "a\u202eb"])
def test_a_name_is_one_line_that_shows_as_it_is_written(name: str) -> None:
    with pytest.raises(SeatRefusedError) as refused:
        proper_name(name)
    assert refused.value.refusal.code is SeatCode.BAD_NAME


@pytest.mark.parametrize("email", ["a", "a@", "@b", "a b@c", "a@b,c@d", "<a@b>", "a@b@c d"])
def test_an_address_is_one_address(email: str) -> None:
    with pytest.raises(SeatRefusedError) as refused:
        proper_email(email)
    assert refused.value.refusal.code is SeatCode.BAD_EMAIL


def test_a_keeper_keeps_who_sits_in_his_tree_alone_and_only_the_topmost_who_sits_nowhere() -> None:
    commune = Keeper("k", "TW/19/05443/")
    assert commune.keeps(("TW/19/05443/", "TW/19/05443/05443-VP/"))
    assert not commune.keeps(("TW/19/05443/", "TW/19/"))
    assert not commune.keeps(("TW/19/054430/",))
    assert [Keeper("k", path).keeps(()) for path in ("", "TW/", "TW/19/")] == [True, True, False]
