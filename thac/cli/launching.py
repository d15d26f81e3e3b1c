"""`thac launch`: a directive from a file to its dockets, and the tree filling meanwhile."""

from pathlib import Path
from typing import Annotated, Any

import typer

from thac.cli.console import print_json, say
from thac.cli.errors import CommandFailedError
from thac.cli.filling import Filling, fillings, show_filling
from thac.cli.home import HomeOption, JsonOption, settings_of
from thac.cli.office import Office, api_address, read_json
from thac.cli.words import reference
from thac.settings import TOKEN_VARIABLE

TokenOption = Annotated[
    str | None,
    typer.Option("--token", envvar=TOKEN_VARIABLE, help="Mã truy cập của văn phòng ban hành. · The office's token."),
]
ApiOption = Annotated[
    str | None, typer.Option("--api", help="Địa chỉ API; mặc định là hệ thống đang chạy. · The API's address.")
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("launch", rich_help_panel="Văn bản · Directives")(launch)


def launch(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="Văn bản, dạng JSON. · The directive.")],
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ban hành một văn bản và xem việc được giao xuống. · Launch a directive and watch the tree fill."""
    settings = settings_of(home)
    body = read_json(file)
    if not token:
        raise CommandFailedError(
            "token-missing",
            "Cần mã truy cập của văn phòng ban hành văn bản: thêm --token hoặc đặt THAC_TOKEN.",
            "The token of the issuing office is needed: --token or THAC_TOKEN; `thac token create` makes one.",
        )
    with Office(api_address(settings, api), token) as office:
        launched = office.post("launches", body)
        if as_json:
            (*_, filled) = fillings(office, launched["directive"])
            print_json(launched | _json(filled))
            return
        _tell(launched, title_of(body))
        show_filling(office, launched["directive"], title_of(body))
    say(f"Xem tiến độ: thac status {launched['directive']}", "how far it has come")


def title_of(body: dict[str, Any]) -> str:
    """How a directive's JSON is cited."""
    return reference(str(body.get("doc_type", "")), body.get("number"), body.get("symbol"))


def _tell(launched: dict[str, Any], title: str) -> None:
    if not launched["already_launched"]:
        say(f"Đã ban hành {title}.", f"launched as {launched['directive']}")
        return
    say(f"{title} đã ban hành từ trước, không giao lại lần nữa.", f"launched before, as {launched['directive']}")
    if not launched["same_content"]:
        say(
            "Lưu ý: nội dung tệp này khác với văn bản đã ban hành; văn bản đã ban hành giữ nguyên.",
            "The content differs from what was launched; that one stays as it is.",
        )


def _json(filling: Filling) -> dict[str, Any]:
    return {"dockets": filling.dockets, "planned": filling.planned, "levels": filling.levels}
