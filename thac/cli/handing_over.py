"""`thac handover`: everything that an agency or a person has open goes to another."""

import time
from typing import Annotated, Any, Final

import typer

from thac.cli.acting import PANEL
from thac.cli.console import JsonOption, out, print_json, progress, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, settings_of
from thac.cli.launching import ApiOption, TokenOption
from thac.cli.office import Office, api_address

_TRIES: Final = 10
_PAUSE_SECONDS: Final = 3.0


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("handover", rich_help_panel=PANEL)(handover)


def handover(
    leaving: Annotated[str, typer.Argument(metavar="FROM", help="Cơ quan, hoặc người, bàn giao. · Who leaves.")],
    taking: Annotated[str, typer.Argument(metavar="TO", help="Cơ quan, hoặc người, tiếp nhận. · Who takes over.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Lý do, khi là cơ quan. · Why, for agencies.")] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", help="FROM và TO là người của cơ quan này. · They are its persons.")
    ] = None,
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bàn giao toàn bộ việc đang mở; gửi lại thì làm tiếp. · Hand over everything open; again, it goes on."""
    if agency is None and reason is None:
        raise CommandFailedError(
            "reason-missing", "Hãy nêu lý do bàn giao: thêm --reason.", "Say why with --reason, or name --agency."
        )
    if not token:
        raise CommandFailedError(
            "token-missing",
            "Cần mã truy cập của người bàn giao: thêm --token hoặc đặt THAC_TOKEN.",
            "The token of whoever hands over is needed: --token or THAC_TOKEN; `thac token create` makes one.",
        )
    if agency is None:
        path, body = "handovers", {"from_agency": leaving, "to_agency": taking, "reason": reason}
    else:
        path, body = "handovers/persons", {"agency": agency, "from_person": leaving, "to_person": taking}
    with Office(api_address(settings_of(home), api), token) as office:
        pages = _all_pages(office, path, body)
    told = _told(pages)
    if as_json:
        print_json(told)
    else:
        _show(told)
    if told["not_saved"]:
        raise CommandFailedError(
            "not_saved",
            f"Còn {told['not_saved']} việc chưa lưu được; hãy chạy lại lệnh này, việc đã bàn giao không bị làm lại.",
            "Some are not saved; run the command again, what was handed over is not done twice.",
        )


def _all_pages(office: Office, path: str, body: dict[str, Any]) -> list[Any]:
    """Every page; one of which something was not saved is sent again, at most so often."""
    pages: list[Any] = []
    after: str | None = None
    with progress() as bar:
        task = bar.add_task("Bàn giao", total=None)
        while True:
            page = _page(office, path, body | {"after": after})
            pages.append(page)
            bar.update(task, advance=len(page["answers"]))
            after = page["next"]
            if after is None or page["not_saved"]:
                return pages


def _page(office: Office, path: str, body: dict[str, Any]) -> Any:
    earlier = 0
    for tried in range(1, _TRIES + 1):
        page = office.post(path, body)
        if not page["not_saved"] or tried == _TRIES:
            return page | {"done": page["done"] + earlier}
        earlier += page["done"]
        time.sleep(_PAUSE_SECONDS)
    raise AssertionError("the last try is answered")


def _told(pages: list[Any]) -> dict[str, Any]:
    return {
        "done": sum(page["done"] for page in pages),
        "refused": [
            {"assignment": one["assignment"], "problem": one["problem"]}
            for page in pages
            for one in page["answers"]
            if one["answer"] is None and one["status"] != 503  # noqa: PLR2004 - HTTP: not saved
        ],
        "not_saved": sum(page["not_saved"] for page in pages),
        "series": pages[-1]["series"],
    }


def _show(told: dict[str, Any]) -> None:
    if told["refused"]:
        rows = [(one["assignment"], one["problem"]["detail"]) for one in told["refused"]]
        out().print(table("", ("Việc · What", "Vì sao · Why"), rows))
    if told["series"]:
        left = [(one["directive"], one["task"], one["period"]) for one in told["series"]]
        title = "Nhiệm vụ định kỳ chưa bàn giao được · Series left"
        out().print(table(title, ("Văn bản · Directive", "Nhiệm vụ · Task", "Kỳ tới · Next period"), left))
    say(
        f"Đã bàn giao {told['done']} việc, {len(told['refused'])} việc bị từ chối, {told['not_saved']} việc chưa lưu.",
        "handed over, refused, not saved",
    )
