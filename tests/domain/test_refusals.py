"""What a refusal says is said for people: by the clocks of Vietnam, in words, and with agencies by their names."""

from datetime import UTC, date, datetime
from typing import get_args

from thac.domain import commands as cmd
from thac.domain.agencies import Role
from thac.domain.refusals import Code, in_names, refuse
from thac.domain.words import ACTS


def test_every_command_has_words() -> None:
    assert {one.kind for one in get_args(cmd.Command)} <= ACTS.keys()


def test_a_moment_is_told_by_the_clocks_of_vietnam_and_a_day_as_offices_write_it() -> None:
    passed = refuse(Code.EXTENSION_TOO_LATE, due=datetime(2026, 12, 1, 10, 0, tzinfo=UTC))
    assert passed.message == "Thời hạn đã qua lúc 17:00 ngày 01/12/2026; đề nghị gia hạn phải gửi trước khi hết hạn."
    assert passed.english == "The deadline passed at 17:00 on 01/12/2026; an extension is asked for before it does."
    early = refuse(Code.DEADLINE_BEFORE_ISSUE, task=2, deadline=date(2026, 11, 9), issued=date(2026, 11, 20))
    assert early.message == "Nhiệm vụ 2: thời hạn 09/11/2026 trước ngày ban hành 20/11/2026."


def test_a_role_and_an_act_are_told_in_words() -> None:
    found = refuse(Code.ROLE_NOT_ALLOWED, role=Role.OFFICER, command=cmd.Confirm.kind)
    assert found.message == "Vai trò «Người thực hiện» không được phê duyệt kết quả."
    assert found.english == "The role “Officer” may not confirm the result."


def test_agencies_are_named_where_they_are_known_and_nothing_else_is_taken_for_one() -> None:
    found = refuse(Code.ALREADY_ALLOCATED, task=19, lead="00001-VP")
    assert "00001-VP" in found.message
    named = in_names(found, {"00001-VP": "Văn phòng", "19": "UBND tỉnh"}.get)
    assert named.message == "Nhiệm vụ 19 đã được phân công cho Văn phòng."
    assert named.code is found.code
    assert in_names(found, lambda _: None) == found


def test_several_agencies_are_each_named_where_they_are_known() -> None:
    found = refuse(Code.TWO_LEADS, task=2, count=2, leads="00001-VP, 00001-U1")
    assert "(Văn phòng, 00001-U1)" in in_names(found, {"00001-VP": "Văn phòng"}.get).message
