"""`thac user`: who may sign in on the pages, with which seats, and who stands in for whom."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer

from thac.cli.console import JsonOption, out, print_json, remark, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.recording import day_option
from thac.cli.words import ROLES, moment
from thac.domain.agencies import Role
from thac.domain.calendar import civil_day
from thac.domain.seating import Keeper, SeatCode, SeatRefusedError
from thac.passwords import generated
from thac.store import seating
from thac.store.people import Person, Seat
from thac.store.queries.people import everybody
from thac.store.seating import Newcomer, Place

app = typer.Typer(
    help="Tài khoản đăng nhập trang web: tạo, mật khẩu, vai trò, thay mặt. · Accounts of the pages.",
    no_args_is_help=True,
)
seats = typer.Typer(help="Giao, kết thúc một vai trò. · Give a seat, take it away.", no_args_is_help=True)
app.add_typer(seats, name="seat")

LoginArgument = Annotated[str, typer.Argument(metavar="LOGIN", help="Tên đăng nhập. · The login.")]
AgencyOption = Annotated[str, typer.Option("--agency", help="Mã cơ quan, ví dụ 05443. · Code of the agency.")]
RoleOption = Annotated[Role, typer.Option("--role", help="Vai trò. · The role.")]
AskOption = Annotated[
    bool, typer.Option("--ask", help="Hỏi mật khẩu thay vì tự tạo. · Ask for the password instead of making one.")
]
FromOption = Annotated[date | None, day_option("--from", "Từ ngày. · From this day on.")]
UntilOption = Annotated[date | None, day_option("--until", "Đến hết ngày. · To this day.")]


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="user", rich_help_panel="Quyền truy cập · Access")


@app.command("create")
def create(
    login: LoginArgument,
    name: Annotated[str, typer.Option("--name", help="Họ tên. · The person's name.")],
    agency: AgencyOption,
    role: RoleOption,
    email: Annotated[str | None, typer.Option("--email", help="Thư điện tử. · Mail address.")] = None,
    ask: AskOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tạo tài khoản với một vai trò; mật khẩu tạo sẵn chỉ hiện một lần. · Make an account with a seat."""
    password = _password(ask)
    newcomer = Newcomer(login, name, email, _secret(password), temporary=not ask)
    with _acting(home) as (connection, keeper, now):
        made = seating.open_account(connection, keeper, newcomer, Place(agency, role), now)
    shown = {"login": made.login, "name": made.name, "agency": agency, "role": role}
    _tell_password(shown, None if ask else password, as_json=as_json)


@app.command("list")
def list_users(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Liệt kê tài khoản và vai trò. · List the accounts with their seats."""
    now = now_at(home)
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        found = everybody(connection)
    if as_json:
        print_json({"items": [_json(*one, now) for one in found], "count": len(found), "total": len(found)})
        return
    columns = ("Tên đăng nhập · Login", "Họ tên · Name", "Vai trò · Seats", "Số hiệu · Seat id")
    out().print(table("", columns, [_cells(*one, now) for one in found], whole=(0, 3)))
    say(f"{len(found)} tài khoản", "accounts; of passwords only hashes are kept")


@app.command("password")
def password_(
    login: LoginArgument, ask: AskOption = False, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Đặt lại mật khẩu; mở khóa và đăng xuất tài khoản đó ở mọi nơi. · Give another password, unlock, sign out."""
    word = _password(ask)
    secret = _secret(word)
    with _acting(home) as (connection, keeper, _):
        seating.give_password(connection, keeper, login, secret, temporary=not ask)
    _tell_password({"login": login}, None if ask else word, as_json=as_json)


@seats.command("add")
def add_seat(
    login: LoginArgument,
    agency: AgencyOption,
    role: RoleOption,
    begins: FromOption = None,
    until: UntilOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Giao thêm một vai trò. · Give another seat."""
    with _acting(home) as (connection, keeper, now):
        seat = seating.give_seat(connection, keeper, login, Place(agency, role, begins, until), now)
    _tell_seat(seat, f"Đã giao {ROLES[role]} ở {agency} cho {login}; số hiệu {seat}.", "given", as_json=as_json)


@seats.command("end")
def end_seat(
    seat: Annotated[str, typer.Argument(metavar="ID", help="Số hiệu trong `thac user list`. · As listed.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Kết thúc một vai trò hoặc việc thay mặt. · Take a seat away, or end somebody's standing in."""
    with _acting(home) as (connection, keeper, now):
        was = seating.take_seat(connection, keeper, seat, now)
    _tell_seat(seat, f"Đã kết thúc {ROLES[was.role]} ở {was.agency} của {was.login}.", "ended", as_json=as_json)


@app.command("stand-in")
def stand_in(
    login: LoginArgument,
    absent: Annotated[str, typer.Option("--for", metavar="LOGIN", help="Thay mặt ai. · Who is away.")],
    begins: Annotated[date, day_option("--from", "Từ ngày. · From this day on.")],
    until: Annotated[date, day_option("--until", "Đến hết ngày. · To this day.")],
    reason: Annotated[str, typer.Option("--reason", help="Lý do. · Why.")],
    agency: Annotated[str | None, typer.Option("--agency", help="Khi có nhiều vai trò. · Of several seats.")] = None,
    role: Annotated[Role | None, typer.Option("--role", help="Khi có nhiều vai trò. · Of several seats.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cho một người thay mặt người đang vắng. · Let somebody act in another's place while he is away."""
    with _acting(home) as (connection, keeper, now):
        away = seating.own_seat(connection, absent, civil_day(now), agency, role)
        seat = seating.stand_in(connection, away, login, (begins, until), reason, by=keeper.name, now=now)
    told = f"{login} thay mặt {absent} ({ROLES[away.role]}, {away.agency}) từ {begins:%d/%m/%Y} đến {until:%d/%m/%Y}."
    _tell_seat(seat, told, f"seat {seat}", as_json=as_json)


@app.command("end")
def end(login: LoginArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Kết thúc một tài khoản cùng mọi vai trò của nó. · End an account with all its seats."""
    with _acting(home) as (connection, keeper, now):
        seating.end_account(connection, keeper, login, now)
    if as_json:
        print_json({"ended": login})
        return
    say(f"Đã kết thúc tài khoản {login}.", "ended; whoever was signed in by it is not any more")


@contextmanager
def _acting(home: Path | None) -> Iterator[tuple[sa.Connection, Keeper, datetime]]:
    """One transaction in which accounts are kept; what is refused ends the command."""
    keeper = Keeper(f"{getpass.getuser()} (thac user)", "")
    try:
        with opened_store(settings_of(home)) as store, store.write.begin() as connection:
            yield connection, keeper, now_at(home)
    except SeatRefusedError as error:
        raise _failed(error) from error


def _password(ask: bool) -> str:
    return (
        typer.prompt("Mật khẩu · Password", hide_input=True, confirmation_prompt=True, err=True) if ask else generated()
    )


def _secret(password: str) -> str:
    try:
        return seating.secret_of(password)
    except SeatRefusedError as error:
        raise _failed(error) from error


def _failed(error: SeatRefusedError) -> CommandFailedError:
    refusal = error.refusal
    hints = {
        SeatCode.UNKNOWN_AGENCY: " Tìm mã bằng `thac agencies <tên>`.",
        SeatCode.UNKNOWN_SEAT: " Xem `thac user list`; có nhiều vai trò thì nêu --agency và --role.",
    }
    vietnamese = refusal.message + hints.get(refusal.code, "")
    return CommandFailedError(refusal.code.value.replace("_", "-"), vietnamese, refusal.english)


def _tell_password(shown: dict[str, Any], password: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json(shown | ({} if password is None else {"password": password}))
    elif password is None:
        say(f"Đã ghi mật khẩu của {shown['login']}.", "the password is kept")
    else:
        remark(
            f"Mật khẩu dùng một lần của {shown['login']}; đăng nhập lần đầu sẽ phải đổi. Mật khẩu không hiện lần nữa:",
            "to be changed at the first sign-in; shown this once",
        )
        out().print(password, soft_wrap=True)


def _tell_seat(seat: str, vietnamese: str, english: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"seat": seat})
        return
    say(vietnamese, english)


def _json(person: Person, held: tuple[Seat, ...], now: datetime) -> dict[str, Any]:
    return {
        "login": person.login,
        "name": person.name,
        "email": person.email,
        "created_at": person.created_at,
        "ended_at": person.ended_at,
        "locked": _locked(person, now),
        "temporary": person.temporary,
        "provider": person.issuer,
        "seats": [
            {
                "id": one.id,
                "agency": one.agency,
                "role": one.role,
                "begins_on": one.begins_on,
                "ends_on": one.ends_on,
                "stands_in_for": one.stands_in_for,
                "reason": one.reason,
            }
            for one in held
        ],
    }


def _cells(person: Person, held: tuple[Seat, ...], now: datetime) -> tuple[str, ...]:
    """A line for each seat, so that a narrow screen holds all of it."""
    state = (
        "đã kết thúc" if person.ended_at else f"khóa đến {moment(person.locked_until)}" if _locked(person, now) else ""
    )
    named = "\n".join(word for word in (person.name, state) if word)
    return person.login, named, "\n".join(map(_told, held)), "\n".join(one.id for one in held)


def _told(seat: Seat) -> str:
    days = " ".join(
        f"{word} {day:%d/%m/%Y}" for word, day in (("từ", seat.begins_on), ("đến", seat.ends_on)) if day is not None
    )
    absent = f"thay mặt {seat.absent}" if seat.absent else ""
    return ", ".join(word for word in (f"{ROLES[seat.role]} {seat.agency}", absent, days) if word)


def _locked(person: Person, now: datetime) -> bool:
    return person.locked_until is not None and now < person.locked_until
