"""`thac contact`: how somebody wants to be reached, and who may follow a calendar of deadlines."""

from dataclasses import replace
from datetime import time
from typing import Annotated, Any, Final

import sqlalchemy as sa
import typer

from thac.cli.console import JsonOption, out, print_json, remark, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, now_at, opened_store, settings_of
from thac.delivery.addresses import AddressRefusedError, shape
from thac.delivery.webhooks import new_secret
from thac.notices.sending import PER_HOUR, Channel, Quiet, Terms
from thac.store import calendar_tokens, contacts
from thac.store import tables as t
from thac.store.contacts import Contact, agency_of

app = typer.Typer(
    help="Cách nhận nhắc việc của từng chức vụ, từng người. · How posts and people want to be reached.",
    no_args_is_help=True,
)
_BY: Final = "thac contact"
OwnerArgument = Annotated[str, typer.Argument(metavar="POST|PERSON", help="chair@05443, hoặc · or 'Trần Thị B@05443'.")]


def register(commands: typer.Typer) -> None:
    """Add these commands."""
    commands.add_typer(app, name="contact", rich_help_panel="Đôn đốc, nhắc việc · Alerts")


@app.command("set")
def set_contact(
    owner: OwnerArgument,
    mail: Annotated[str | None, typer.Option("--mail", help="Địa chỉ thư. · Mail address.")] = None,
    webhook: Annotated[str | None, typer.Option("--webhook", help="https://… nhận CloudEvents. · Receiver.")] = None,
    quiet: Annotated[
        str | None, typer.Option("--quiet", metavar="HH:MM-HH:MM", help="Giờ yên, trừ việc khẩn. · Quiet hours.")
    ] = None,
    per_hour: Annotated[int, typer.Option("--per-hour", min=1, max=1000, help="Nhiều nhất mỗi giờ. · At most.")] = (
        PER_HOUR
    ),
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Chọn cách nhận; cách chọn trước bị thay. Không nêu gì: chỉ hộp nhắc việc. · Choose; what was before goes."""
    settings = settings_of(home)
    addresses = {Channel.MAIL: mail, Channel.WEBHOOK: webhook}
    channels = tuple(channel for channel, address in addresses.items() if address is not None)
    contact = Contact(owner, channels, _mail(mail), webhook, terms=Terms(_quiet(quiet), per_hour))
    if webhook is not None:
        _refuse_address(webhook, private=settings.webhook_private)
    with opened_store(settings) as store, store.write.begin() as connection:
        known = sa.select(t.agencies.c.id).where(t.agencies.c.id == contact.agency)
        if connection.execute(known).first() is None or not owner.rpartition("@")[0].strip():
            raise CommandFailedError(
                "unknown-agency",
                f"{owner}: cần chức vụ hoặc tên người, dấu @ và mã của một cơ quan trong danh bạ.",
                f"{owner}: expected a post or a person, @ and the code of an agency of the directory.",
            )
        before = contacts.get(connection, owner)
        secret = None if before is None or webhook is None else before.secret
        made = new_secret() if webhook is not None and secret is None else None
        contact = replace(contact, secret=made or secret)
        contacts.put(connection, contact, _BY, now_at(home))
    if as_json:
        print_json(_json(contact) | {"secret": made})
        return
    say(f"Đã ghi cách nhận của {owner}: {_channels(contact)}.", "saved")
    if made is not None:
        remark("Khóa để kiểm chữ ký của webhook; hãy chép lại, khóa không hiện lần nữa:", "shown this once")
        out().print(made, soft_wrap=True)


@app.command("list")
def list_contacts(
    agency: Annotated[str | None, typer.Option("--agency", help="Của một cơ quan. · Of one agency.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ai đã chọn cách nhận nào. · Who chose what."""
    where = [] if agency is None else [t.contacts.c.agency == agency]
    with opened_store(settings_of(home)) as store, store.read.connect() as connection:
        found = contacts.of(connection, *where)
    if as_json:
        print_json({"items": [_json(one) for one in found], "count": len(found), "total": len(found)})
        return
    columns = ("Chức vụ, người · Owner", "Cách nhận · Channels", "Địa chỉ · Addresses", "Giờ yên · Quiet")
    rows = [(one.owner, _channels(one), _addresses(one), _hours(one.terms.quiet)) for one in found]
    out().print(table("", columns, rows, whole=(0,)))
    say(f"{len(found)} lựa chọn", "whoever is not among them is reached by the mail address he signs in with")


@app.command("remove")
def remove(owner: OwnerArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Bỏ lựa chọn. · Forget what was chosen."""
    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        removed = contacts.remove(connection, owner, now_at(home))
    if not removed:
        raise CommandFailedError(
            "unknown-contact", f"{owner} chưa chọn cách nhận nào.", f"{owner} has chosen nothing; see `contact list`."
        )
    if as_json:
        print_json({"removed": owner})
        return
    say(f"Đã bỏ lựa chọn của {owner}.", "removed")


@app.command("calendar")
def calendar(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Mã cơ quan. · Code of the agency.")],
    revoke: Annotated[str | None, typer.Option("--revoke", metavar="ID", help="Thu hồi mã. · Take it away.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Liệt kê. · List them.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cấp mã để theo dõi lịch thời hạn của một cơ quan. · Make a token for following an agency's deadlines."""
    own = t.calendar_tokens.c.agency == agency
    with opened_store(settings_of(home)) as store, store.write.begin() as connection:
        if listed:
            found = calendar_tokens.of(connection, own)
            _tell_tokens(found, as_json=as_json)
            return
        if revoke is not None:
            if not calendar_tokens.revoke(connection, revoke, own):
                raise CommandFailedError("unknown-token", f"Không có mã {revoke}.", f"There is no token {revoke}.")
            print_json({"revoked": revoke}) if as_json else say(f"Đã thu hồi mã {revoke}.", "revoked")
            return
        try:
            token = calendar_tokens.make(connection, agency, _BY, now_at(home))
        except LookupError as error:
            raise CommandFailedError(
                "unknown-agency", f"Danh bạ không có cơ quan nào mang mã {agency}.", str(error)
            ) from error
    path = f"/api/v1/calendar/deadlines.ics?token={token}"
    if as_json:
        print_json({"token": token, "path": path})
        return
    remark("Địa chỉ của lịch, sau địa chỉ của API; chỉ hiện lần này:", "shown this once")
    out().print(path, soft_wrap=True)


def _tell_tokens(found: list[calendar_tokens.CalendarToken], *, as_json: bool) -> None:
    if as_json:
        print_json({"items": [{"id": one.id, "by": one.by, "at": one.at} for one in found], "count": len(found)})
        return
    out().print(table("", ("Số hiệu · Id", "Người cấp · By"), [(one.id, one.by) for one in found], whole=(0,)))


def _mail(address: str | None) -> str | None:
    if address is not None and ("." not in address.rpartition("@")[2] or not address.isascii() or " " in address):
        raise typer.BadParameter(f"{address}: cần dạng ten@mien.vn · expected name@domain")
    return address


def _quiet(text: str | None) -> Quiet | None:
    if text is None:
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
        return Quiet(begins, ends)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: cần dạng 21:00-06:00 · expected 21:00-06:00") from error


def _refuse_address(url: str, *, private: bool) -> None:
    try:
        shape(url, private=private)
    except AddressRefusedError as error:
        raise CommandFailedError(
            error.code, f"Không gọi được địa chỉ {url}; cần https:// và máy ở ngoài.", str(error)
        ) from error


def _json(contact: Contact) -> dict[str, Any]:
    quiet = contact.terms.quiet
    return {
        "owner": contact.owner,
        "agency": agency_of(contact.owner),
        "channels": list(contact.channels),
        "mail": contact.mail,
        "webhook": contact.webhook,
        "quiet": None if quiet is None else {"begins": f"{quiet.begins:%H:%M}", "ends": f"{quiet.ends:%H:%M}"},
        "per_hour": contact.terms.per_hour,
    }


def _channels(contact: Contact) -> str:
    return ", ".join(_NAMES[channel] for channel in (Channel.INBOX, *contact.channels))


def _addresses(contact: Contact) -> str:
    return "\n".join(way.address for way in contact.ways)


def _hours(quiet: Quiet | None) -> str:
    return "" if quiet is None else f"{quiet.begins:%H:%M}–{quiet.ends:%H:%M}"


_NAMES: Final = {Channel.INBOX: "hộp nhắc việc", Channel.MAIL: "thư điện tử", Channel.WEBHOOK: "webhook"}
