"""`thac launch`: a directive from a file, a document or JSON, to its dockets, and the tree filling meanwhile."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from thac.cli.console import JsonOption, print_json, say
from thac.cli.drafts import show_draft
from thac.cli.drafts import title_of as draft_title
from thac.cli.errors import CommandFailedError
from thac.cli.filling import Filling, fillings, show_filling
from thac.cli.home import HomeOption, settings_of
from thac.cli.intake import bytes_of
from thac.cli.office import Office, api_address, read_json
from thac.domain.numbering import reference
from thac.settings import TOKEN_VARIABLE

TokenOption = Annotated[
    str | None,
    typer.Option("--token", envvar=TOKEN_VARIABLE, help="Mã truy cập của văn phòng ban hành. · The office's token."),
]
ApiOption = Annotated[
    str | None, typer.Option("--api", help="Địa chỉ API; mặc định là hệ thống đang chạy. · The API's address.")
]
OtherOption = Annotated[
    list[str] | None,
    typer.Option(
        "--other-than",
        metavar="ID",
        help="Là văn bản khác với văn bản gần giống này; có thể lặp lại. · It is another one than this; repeatable.",
    ),
]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", help="Vì sao là văn bản khác. · Why it is another directive.")
]
AcceptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="KEY=REASON",
        help="Lý do vẫn ban hành dù có mâu thuẫn này; lặp lại được. · Why it is launched over a conflict; repeatable.",
    ),
]
IssuedOption = Annotated[
    datetime | None,
    typer.Option(
        "--issued-on",
        formats=["%Y-%m-%d"],
        help="Ngày ban hành, khi văn bản còn để trống ngày. · The date of issue, where the document leaves it blank.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("launch", rich_help_panel="Văn bản · Directives")(launch)


def launch(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Văn bản: .docx, .pdf, .txt, hoặc .json có sẵn nhiệm vụ. · The document."),
    ],
    token: TokenOption = None,
    api: ApiOption = None,
    other_than: OtherOption = None,
    reason: ReasonOption = None,
    accept: AcceptOption = None,
    issued_on: IssuedOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ban hành một văn bản và xem việc được giao xuống. · Launch a directive and watch the tree fill."""
    settings = settings_of(home)
    word: dict[str, Any] = (
        {"not_a_duplicate_of": other_than} | ({} if reason is None else {"reason": reason}) if other_than else {}
    )
    if accept:
        word |= {"accepted_conflicts": list(map(_accepted, accept))}
    day = None if issued_on is None else issued_on.date().isoformat()
    give = _as_json(file, word) if file.suffix.lower() == ".json" else _as_document(file, word, day, aside=as_json)
    if not token:
        raise CommandFailedError(
            "token-missing",
            "Cần mã truy cập của văn phòng ban hành văn bản: thêm --token hoặc đặt THAC_TOKEN.",
            "The token of the issuing office is needed: --token or THAC_TOKEN; `thac token create` makes one.",
        )
    with Office(api_address(settings, api), token) as office:
        title, launched = give(office)
        if as_json:
            (*_, filled) = fillings(office, launched["directive"])
            print_json(launched | _json(filled))
            return
        _tell(launched, title)
        show_filling(office, launched["directive"], title)
    say(f"Xem tiến độ: thac status {launched['directive']}", "how far it has come")


def _accepted(said: str) -> dict[str, str]:
    key, _, reason = said.partition("=")
    if not reason.strip():
        raise CommandFailedError(
            "reason-missing",
            f"Thiếu lý do cho mâu thuẫn {key}: viết --accept {key}='lý do'.",
            f"The reason for conflict {key} is missing: --accept {key}='reason'.",
        )
    return {"key": key.strip(), "reason": reason.strip()}


_Given = tuple[str, dict[str, Any]]
"""How a directive is cited, and what came of its launch."""


def _as_json(file: Path, word: dict[str, Any]) -> Callable[[Office], _Given]:
    body = read_json(file)
    return lambda office: (title_of(body), office.post("launches", body | word))


def _as_document(file: Path, word: dict[str, Any], issued_on: str | None, *, aside: bool) -> Callable[[Office], _Given]:
    """Have a document read and the draft launched; the draft is shown before, unless that is to be left ``aside``."""
    data, name = bytes_of(file)

    def give(office: Office) -> _Given:
        draft = _dated(office, office.upload("drafts", data, name), issued_on)
        return _launched(office, draft, word, aside=aside)

    return give


def _dated(office: Office, draft: dict[str, Any], issued_on: str | None) -> dict[str, Any]:
    """The draft with the date of issue in place of a blank one; a date that stands there stays."""
    if issued_on is None or draft["state"] != "open" or all(draft["header"]["date"].values()):
        return draft
    said = draft["corrections"]
    dated: dict[str, Any] = office.put(
        f"drafts/{draft['id']}",
        said | {"version": draft["version"], "header": said["header"] | {"issued_on": issued_on}},
    )
    return dated


def _launched(office: Office, draft: dict[str, Any], word: dict[str, Any], *, aside: bool) -> _Given:
    if not aside:
        show_draft(draft)
        if not draft["launchable"] and draft["state"] == "open":
            raise CommandFailedError(
                "draft-not-launchable",
                f"Chưa ban hành: hãy sửa dự thảo {draft['id']} (PUT /api/v1/drafts/{draft['id']}), hoặc sửa tệp; nếu "
                "chỉ thiếu ngày ban hành thì thêm --issued-on.",
                "Not launched: correct the draft over the API, or the file; --issued-on gives a blank date of issue.",
            )
    launched = office.post(f"drafts/{draft['id']}/launch", {"version": draft["version"]} | word)
    return draft_title(draft["header"]), launched


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
