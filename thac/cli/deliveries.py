"""`thac deliveries`: what became of what was sent, who has not been reached and why, and what is sent anew."""

import sys
from datetime import datetime
from typing import Annotated, Any, Final

import sqlalchemy as sa
import typer

from thac.cli.console import JsonOption, out, print_json, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.cli.words import moment
from thac.notices.sending import State
from thac.store import deliveries as sending
from thac.store import tables as t
from thac.store.engine import Engines
from thac.store.queries.pages import Window
from thac.store.queries.scope import Scope
from thac.store.queries.unreached import DeliveryFilter, Why, deliveries, unreached

app = typer.Typer(
    help="Xem việc gửi nhắc việc: ai chưa nhận được, lượt nào hỏng; gửi lại. · Deliveries: who has not been reached, "
    "what was given up; send it anew.",
    no_args_is_help=True,
)
_SHOWN: Final = 200
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Số dòng nhiều nhất. · At most.")]


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="deliveries", rich_help_panel="Đôn đốc, nhắc việc · Alerts")


@app.command("unreached")
def list_unreached(limit: LimitOption = _SHOWN, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Ai chưa nhận được thông báo, vì sao. · Who has not been reached, and why."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        found = unreached(connection, _everything(connection), Window(limit))
    if as_json:
        items = [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in found.items]
        print_json({"items": items, "count": len(items), "total": found.total})
        return
    columns = ("Chức vụ · Post", "Cơ quan · Agency", "Lý do · Why", "Từ lúc · Since", "Số · Digests")
    rows = [
        (one.post, one.agency_name, _why(one.why, one.reason), moment(one.since), one.digests) for one in found.items
    ]
    out().print(table("", columns, rows, numbers=(4,), whole=(0,)))
    say(f"{len(rows)} trên {found.total} chức vụ chưa nhận được thông báo", "posts that have not been reached so far")


@app.command("dead")
def list_dead(limit: LimitOption = _SHOWN, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Những lượt gửi đã thôi không gửi nữa, vì sao. · Deliveries that were given up, and why."""
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        wanted = DeliveryFilter(states=(State.DEAD,), outside=True)
        found = deliveries(connection, _everything(connection), wanted, Window(limit))
    if as_json:
        items = [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in found.items]
        print_json({"items": items, "count": len(items), "total": found.total})
        return
    columns = ("Số hiệu · Id", "Chức vụ · Post", "Nơi nhận · Address", "Lý do · Why")
    rows = [(one.id, one.post, f"{one.channel}\n{one.address or '–'}", one.reason) for one in found.items]
    out().print(table("", columns, rows, whole=(0,)))
    say(f"{len(rows)} trên {found.total} lượt gửi", "send them anew with `thac deliveries replay`")


@app.command("replay")
def replay(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Số hiệu. · From `deliveries dead`.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tất cả. · All of them.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Gửi lại những lượt đã thôi không gửi. · Send deliveries anew that were given up; they keep their keys."""
    if bool(ids) == everything:
        raise typer.BadParameter("nêu số hiệu, hoặc --all · name some, or --all")
    with opened_store(settings_of(home)) as store:
        replayed = _replayed(store, None if everything else ids, now_at(home))
    unknown = sorted(set(ids or ()) - set(replayed))
    if unknown:
        raise CommandFailedError(
            "not-dead",
            f"Không có lượt gửi hỏng nào mang số hiệu {', '.join(unknown)}; xem `thac deliveries dead`. "
            f"Đã gửi lại {len(replayed)} lượt khác.",
            f"No dead delivery has the id {', '.join(unknown)}; {len(replayed)} others are sent anew.",
        )
    if as_json:
        print_json({"replayed": replayed})
        return
    say(f"Sẽ gửi lại {len(replayed)} lượt.", "the worker sends them within a quarter of a minute")


@app.command("receipt")
def receipt(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Nhận một báo phát (DSN) từ đầu vào chuẩn. · Take a delivery status notification from standard input.

    A mail server pipes what comes back to the sender's address into this command.
    """
    from thac.delivery.receipts import take  # noqa: PLC0415 - only here

    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        taken = take(connection, sys.stdin.buffer.read(), now_at(home))
    if as_json:
        print_json({"taken": [{"message_id": one.message_id, "arrived": one.arrived} for one in taken]})
        return
    say(f"Đã ghi nhận {len(taken)} báo phát.", "notifications taken")


def _replayed(store: Engines, ids: list[str] | None, now: datetime) -> list[str]:
    with store.write.begin() as connection:
        return sending.replay(connection, ids, now)


def _everything(connection: sa.Connection) -> Scope:
    """Whoever holds the data folder sees all of it."""
    top = connection.execute(sa.select(t.agencies.c.id, t.agencies.c.path).order_by(t.agencies.c.path).limit(1)).one()
    return Scope(top.id, "/", below=True, watches_below=True)


def _why(why: Why, reason: str | None) -> str:
    return _WHY[why] if reason is None or why is Why.NO_HOLDER else f"{_WHY[why]}\n{reason}"


_WHY: Final[dict[Any, str]] = {
    Why.NO_HOLDER: "không ai giữ chức vụ này",
    Why.NO_CHANNEL: "chỉ có hộp nhắc việc, chưa ai mở",
    Why.FAILING: "gửi chưa được, đang thử lại",
    Why.GIVEN_UP: "đã thôi không gửi",
    Why.WAITING: "chưa đến lượt gửi",
}
