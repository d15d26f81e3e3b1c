"""`thac token`: who has access, for which agency and in which role."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import sqlalchemy as sa
import typer

from thac.cli.console import JsonOption, out, print_json, remark, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.words import ROLES, moment
from thac.domain.agencies import Role
from thac.store import tables as t
from thac.store.access import PREFIX, digest, make_token

app = typer.Typer(
    help="Cấp, liệt kê, thu hồi mã truy cập. · Give, list and take away access tokens.", no_args_is_help=True
)


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="token", rich_help_panel="Quyền truy cập · Access")


_SHOWN = 12
_SHORTEST = 6


@app.command("create")
def create(
    agency: Annotated[str, typer.Option("--agency", help="Mã cơ quan, ví dụ 05443. · Code of the agency.")],
    role: Annotated[Role, typer.Option("--role", help="Vai trò. · The role.")],
    name: Annotated[str, typer.Option("--name", help="Tên người giữ mã. · Who holds it.")],
    days: Annotated[int | None, typer.Option("--days", min=1, max=3650, help="Hạn dùng, số ngày. · Valid for.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cấp một mã truy cập; mã chỉ hiện ra một lần. · Make a token; it is shown this once."""
    now = now_at(home)
    expires_at = None if days is None else now + timedelta(days=days)
    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        try:
            token = make_token(connection, agency, role, name, now, expires_at=expires_at)
        except LookupError as error:
            raise CommandFailedError(
                "unknown-agency",
                f"Danh bạ không có cơ quan nào mang mã {agency}; tìm mã bằng `thac agencies <tên>`.",
                f"The directory has no agency {agency}; find its code with `thac agencies`.",
            ) from error
    if as_json:
        print_json({"token": token, "id": digest(token)[:_SHOWN], "agency": agency, "role": role, "name": name})
        return
    remark(f"Mã của {name} ({ROLES[role]}, {agency}); hãy chép lại, mã không hiện lần nữa:", "shown this once")
    out().print(token, soft_wrap=True)


@app.command("list")
def list_tokens(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Liệt kê ai đang có mã truy cập. · Who has a token."""
    now = now_at(home)
    query = (
        sa.select(t.tokens, t.agencies.c.name.label("agency_name"))
        .outerjoin(t.agencies, t.agencies.c.id == t.tokens.c.agency)
        .order_by(t.tokens.c.agency, t.tokens.c.role, t.tokens.c.created_at, t.tokens.c.digest)
    )
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        found = connection.execute(query).all()
    if as_json:
        print_json({"items": [_json(row) for row in found], "count": len(found), "total": len(found)})
        return
    columns = ("Số hiệu · Id", "Người giữ · Holder", "Cơ quan · Agency", "Cấp lúc, hết hạn · Given, ends")
    out().print(table("", columns, [_cells(row, now) for row in found], whole=(0,)))
    say(f"{len(found)} mã truy cập", "the tokens themselves are not kept, only their digests")


@app.command("revoke")
def revoke(
    token: Annotated[str, typer.Argument(metavar="TOKEN|ID", help="Mã, hoặc số hiệu trong `thac token list`.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Thu hồi một mã truy cập. · Take a token away."""
    wanted = digest(token) if token.startswith(PREFIX) else token.lower()
    if len(wanted) < _SHORTEST:
        raise typer.BadParameter(f"cần ít nhất {_SHORTEST} ký tự của số hiệu · at least {_SHORTEST} characters")
    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        begins = t.tokens.c.digest.startswith(wanted, autoescape=True)
        found = connection.execute(sa.select(t.tokens).where(begins)).all()
        if len(found) != 1:
            raise CommandFailedError(
                "unknown-token",
                f"Có {len(found)} mã truy cập ứng với số hiệu này; cần đúng một. Xem `thac token list`.",
                f"{len(found)} tokens fit; exactly one is wanted. See `thac token list`.",
            )
        connection.execute(sa.delete(t.tokens).where(t.tokens.c.digest == found[0].digest))
    if as_json:
        print_json({"revoked": _json(found[0])})
        return
    say(f"Đã thu hồi mã của {found[0].name} ({found[0].agency}).", "revoked; an API may let it in for 3 s more")


def _json(row: Any) -> dict[str, Any]:
    return {
        "id": row.digest[:_SHOWN],
        "agency": row.agency,
        "role": row.role,
        "name": row.name,
        "created_at": row.created_at.isoformat(),
        "expires_at": None if row.expires_at is None else row.expires_at.isoformat(),
    }


def _cells(row: Any, now: datetime) -> tuple[str, ...]:
    """Each cell has two lines, so that a narrow screen holds all of it."""
    return (
        row.digest[:_SHOWN],
        f"{row.name}\n{ROLES[Role(row.role)]}",
        f"{row.agency_name}\n{row.agency}",
        f"{moment(row.created_at)}\n{_expiry(row.expires_at, now)}",
    )


def _expiry(expires_at: datetime | None, now: datetime) -> str:
    if expires_at is None:
        return "không thời hạn"
    return f"{moment(expires_at)}{' (đã hết)' if expires_at <= now else ''}"
