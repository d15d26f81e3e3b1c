"""What the demo shows to the person who typed it: where it runs, a token for each role, what to try."""

import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from thac.cli.console import out, table
from thac.cli.demo.hall import Tally
from thac.cli.demo.stage import UNIT, Stage
from thac.cli.office import Office
from thac.cli.words import LEVELS, ROLES, STANDINGS, STATES
from thac.domain.agencies import Level, Role
from thac.domain.assignments import State

_SHOWN: Final = 10
"""Surprises shown one by one; beyond them their number."""


def program() -> str:
    """How ``thac`` was called, so that a line printed here can be pasted."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m thac.cli"
    return shlex.quote(str(called))


def show_place(stage: Stage, api: str) -> None:
    """Where everything is, who may do what, and three things to try."""
    console = out()
    console.print()
    console.print(
        Text.assemble(("API: ", "bold"), api, "   ", ("mô tả · docs: ", "bold"), f"{api}/docs"), soft_wrap=True
    )
    console.print(Text.assemble(("Dữ liệu · data: ", "bold"), str(stage.settings.home)), soft_wrap=True)
    console.print()
    _show_accounts(console, stage, api)
    console.print()
    console.print(
        Text("Cho chương trình: mỗi vai trò một mã truy cập, dùng 30 ngày · A token for each role, for 30 days", "bold")
    )
    for one in stage.cast:  # no table: a token that is folded cannot be pasted
        who = f"   {ROLES[one.role]:<17}{one.agency:<12}{one.name}"
        console.print(Text.assemble((one.token, "green"), who), soft_wrap=True)
    _show_trials(console, stage, api)
    console.print()
    console.print(Text("Bấm Ctrl-C để dừng; chạy lại `thac demo` thì tiếp tục dữ liệu này.", "dim"))


def _show_accounts(console: Console, stage: Stage, api: str) -> None:
    """How to sign in on the pages; the password is one for all, so that changing sides takes one word."""
    console.print(Text.assemble(("Mở trình duyệt · Open in a browser: ", "bold"), (f"{api}/", "green")), soft_wrap=True)
    password = stage.accounts[0].password
    console.print(Text.assemble(("Mật khẩu chung · One password: ", "bold"), (password, "green")), soft_wrap=True)
    for one in stage.accounts:
        console.print(
            Text.assemble((f"{one.login:<16}", "green"), f"{ROLES[one.role]:<17}{one.agency:<12}{one.name}"),
            soft_wrap=True,
        )


def place_json(stage: Stage, api: str, launched: list[str]) -> dict[str, Any]:
    """The same for a program."""
    return {
        "api": api,
        "pages": f"{api}/",
        "home": str(stage.settings.home),
        "directives": launched,
        "tokens": [
            {"name": one.name, "agency": one.agency, "role": one.role, "token": one.token} for one in stage.cast
        ],
        "accounts": [asdict(one) for one in stage.accounts],
        "try": [line for _, lines in trials(stage, api) for line in lines],
    }


def trials(stage: Stage, api: str) -> list[tuple[str, list[str]]]:
    """Three things to try, each with its sentence and the lines to paste."""
    home = shlex.quote(str(stage.settings.home))
    token = stage.token(UNIT, Role.UNIT)
    with Office(api, token) as office:
        given = office.pages("assignments", lead=UNIT)
    row = min(given, key=lambda one: one["state"] != State.ASSIGNED)  # one not accepted yet, where there is any
    curl = f'curl -sS -X POST -H "Authorization: Bearer {token}" {api}/api/v1/assignments/{row["id"]}'
    return [
        (
            "Xem toàn cảnh, rồi xem việc đang quá hạn · The whole picture, then what is overdue",
            [f"{program()} status --home {home}", f"{program()} assignments --home {home} --timeliness overdue"],
        ),
        (
            "Làm thay một đơn vị: tiếp nhận, rồi thử tự phê duyệt (bị từ chối) · Accept, then try to confirm as a unit",
            [f"{curl}/accept", f"{curl}/confirm"],
        ),
        (
            "Kiểm tra sổ lưu và nhắc việc · Audit the ledgers and the alerts",
            [f"{program()} audit --home {home}"],
        ),
    ]


def _show_trials(console: Console, stage: Stage, api: str) -> None:
    console.print()
    console.print(Text("Ba việc nên thử, ở cửa sổ khác · Three things to try, in another window", "bold"))
    for number, (sentence, lines) in enumerate(trials(stage, api), 1):
        console.print(f"{number}. {sentence}", soft_wrap=True)
        for line in lines:
            console.print(Text(f"   {line}", "green"), soft_wrap=True)


def show_tally(console: Console, tally: Tally) -> None:
    """What was done, what was refused as it had to be, and what came otherwise than expected."""
    done = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.carried_out.items()))
    refused = ", ".join(f"{code} {count}" for code, count in sorted(tally.refused.items()))
    console.print(f"Đã thực hiện · carried out: {done}", soft_wrap=True)
    console.print(f"Bị từ chối đúng quy định · refused, as they had to be: {refused}", soft_wrap=True)
    for surprise in tally.surprises[:_SHOWN]:
        console.print(Text(f"Không như dự kiến · not as expected: {surprise}", "red"), soft_wrap=True)
    if len(tally.surprises) > _SHOWN:
        console.print(Text(f"… {_SHOWN} trên {len(tally.surprises)} điều không như dự kiến", "red"))


def show_outcome(console: Console, result: dict[str, Any]) -> None:
    """The same figures as the JSON object, for a person."""
    agencies = ", ".join(f"{LEVELS[Level(level)]} {count}" for level, count in result["agencies"].items())
    rows = [
        ("Cơ quan tham gia · Agencies", agencies),
        ("Hồ sơ · Dockets", result["dockets"]),
        ("Việc được giao · Assignments", result["assignments"]),
        ("Trạng thái · States", _listed(result["by_state"], {state.value: word for state, word in STATES.items()})),
        ("Hạn · Deadlines", _listed(result["by_timeliness"], {one.value: word for one, word in STANDINGS.items()})),
        ("Lượt nhắc việc · Alerts", result["alerts"]),
        ("Kiểm tra · Audit", "Không thấy vấn đề nào · clean" if result["audit"]["clean"] else str(result["audit"])),
        ("Thời gian · Seconds", result["seconds"]),
    ]
    console.print(table("Kết quả buổi chiều · The afternoon", ("Mục · What", "Kết quả · Result"), rows))


def _listed(counts: dict[str, int], words: dict[str, str]) -> str:
    return ", ".join(f"{words[name]} {count}" for name, count in counts.items())
