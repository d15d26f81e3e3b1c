"""`thac alerts`: what an office has in its inbox, and what it answers to it."""

import secrets
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

import typer
from rich.text import Text

from thac.cli.console import JsonOption, out, print_json, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, settings_of
from thac.cli.launching import ApiOption, TokenOption
from thac.cli.office import Office, api_address
from thac.cli.words import moment
from thac.domain.calendar import VIETNAM
from thac.domain.ladders import Colour
from thac.notices.wording import COLOURS, late

app = typer.Typer(
    help="Xem nhắc việc, xác nhận đã biết, hẹn nhắc lại sau. · The inbox: read, acknowledge, snooze.",
    no_args_is_help=True,
)
_STYLES: Final = {Colour.RED: "bold red", Colour.YELLOW: "yellow", Colour.BLUE: "blue"}
_LONGEST: Final = 120

KeyArgument = Annotated[str, typer.Argument(metavar="ALERT", help="Mã nhắc việc, như `list` in ra. · Its key.")]
PostOption = Annotated[str | None, typer.Option("--post", help="Một chức vụ: chair@05443. · One post.")]
RepeatOption = Annotated[
    str | None, typer.Option("--key", help="Mã chống lặp, khi gửi lại. · Idempotency key, to send it again.")
]


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="alerts", rich_help_panel="Văn bản · Directives")


@app.command("list")
def list_alerts(
    post: PostOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Cả dòng không hiện, kèm lý do. · The rows not shown too, with why.")
    ] = False,
    below: Annotated[bool, typer.Option("--below", help="Cả chức vụ bên dưới. · The posts below too.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="Số dòng. · Rows.")] = 30,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Bỏ qua số dòng đầu. · Rows to leave out.")] = 0,
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Liệt kê nhắc việc: quá hạn trước, rồi việc mới lên cấp. · What is to be seen, the gravest first."""
    query: dict[str, Any] = {"post": post, "limit": limit, "offset": offset}
    query |= {name: "true" for name, wanted in (("all", every), ("below", below)) if wanted}
    with _office(token, api, home) as office:
        page = office.get("alerts", **query)
    if as_json:
        print_json(page)
        return
    columns = ("Tình trạng · Standing", "Việc · What", "Đang giữ · Who holds it", "Mã · Key")
    out().print(table("", columns, [_row(item) for item in page["items"]]))
    counts = page["counts"]
    say(
        f"{page['count']} trên {page['total']} nhắc việc; quá hạn {counts['late']} việc ở {counts['units']} đơn vị, "
        f"chậm phản hồi {counts['behind']}, sắp đến hạn {counts['near']}; tạm ngừng nhắc {counts['quiet']}",
        "late, behind, near, quiet",
    )


@app.command("acknowledge")
def acknowledge(
    alert: KeyArgument,
    until: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD[THH:MM]", help="Đến lúc nào. · Until when.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Lý do. · Why.")] = None,
    key: RepeatOption = None,
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Đã biết, đang xử lý: tạm ngừng nhắc mốc này. · Quiet this step until the answer expires."""
    body = {"until": None if until is None else _moment(until), "reason": reason}
    _answer(_Said(alert, "acknowledge", body, key), _office(token, api, home), as_json=as_json)


@app.command("snooze")
def snooze(
    alert: KeyArgument,
    until: Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD[THH:MM]", help="Đến lúc nào. · Until when.")],
    reason: Annotated[str, typer.Option("--reason", help="Lý do. · Why.")],
    key: RepeatOption = None,
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Nhắc lại sau, không muộn hơn thời hạn. · Be told again later, not after the deadline."""
    body = {"until": _moment(until), "reason": reason}
    _answer(_Said(alert, "snooze", body, key), _office(token, api, home), as_json=as_json)


@app.command("digest")
def digest(
    post: Annotated[str, typer.Argument(metavar="POST", help="Một chức vụ: chair@05443. · One post.")],
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Xem bản tổng hợp mà một chức vụ sẽ nhận. · The digest that a post would read now; nothing is sent."""
    with _office(token, api, home) as office:
        if as_json:
            print_json(office.get("alerts/digest", post=post))
            return
        text = office.text("alerts/digest", post=post, format="text")
    if text:
        out().print(text, soft_wrap=True)
    else:
        say("Không có nhắc việc nào.", "There is nothing to tell.")


class _Said:
    """What is answered to which alert."""

    def __init__(self, alert: str, what: str, body: dict[str, Any], key: str | None) -> None:
        self.path = f"alerts/{quote(alert, safe='')}/{what}"
        self.body = {name: value for name, value in body.items() if value is not None}
        self.key = key or secrets.token_hex(16)


def _answer(said: _Said, office: Office, *, as_json: bool) -> None:
    with office:
        kept = office.post(said.path, said.body, said.key)
    if as_json:
        print_json(kept)
        return
    again = " (đã lưu từ trước)" if kept["repeated"] else ""
    until = moment(datetime.fromisoformat(kept["until"]))
    say(f"Đã lưu{again}; tạm ngừng nhắc mốc này đến {until}.", f"saved; quiet until then, key {said.key}")


def _office(token: str | None, api: str | None, home: Path | None) -> Office:
    if not token:
        raise CommandFailedError(
            "token-missing",
            "Cần mã truy cập của người đọc: thêm --token hoặc đặt THAC_TOKEN.",
            "The token of whoever reads is needed: --token or THAC_TOKEN; `thac token create` makes one.",
        )
    return Office(api_address(settings_of(home), api), token)


def _moment(typed: str) -> str:
    """A moment as people type it, by the clocks of Vietnam; a day alone means its first look, 07:30.

    Raises
    ------
    CommandFailedError
        It is none.
    """
    try:
        day = date.fromisoformat(typed)
        said = datetime.combine(day, time(7, 30), VIETNAM)
    except ValueError:
        try:
            said = datetime.fromisoformat(typed)
        except ValueError:
            raise CommandFailedError(
                "bad-moment",
                f"{typed} không phải thời điểm; viết theo dạng 2026-12-01 hoặc 2026-12-01T07:30.",
                f"{typed} is no moment; write 2026-12-01 or 2026-12-01T07:30.",
            ) from None
    zoned = said if said.tzinfo is not None else said.replace(tzinfo=VIETNAM)
    return zoned.astimezone(UTC).isoformat()


def _row(item: dict[str, Any]) -> tuple[object, ...]:
    """Each cell has two lines, so that a narrow screen holds all of it."""
    colour = Colour(item["colour"])
    standing = COLOURS[colour][0] if item["days_late"] is None else late(item["days_late"])[0]
    text = item["text"] if len(item["text"]) <= _LONGEST else f"{item['text'][: _LONGEST - 1]}…"
    hidden = "" if item["hidden"] is None else f"\n{item['hidden']['words']}"
    return (
        Text.assemble((standing, _STYLES[colour]), (hidden, "dim")),
        Text.assemble(f"{item['task']}. {text}\n", (f"{item['title']} · {item['lead_name']}", "dim")),
        Text.assemble(item["holder"]["words"]),
        Text.assemble((item["key"], "dim")),
    )
