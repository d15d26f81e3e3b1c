"""`thac act`: one thing done to an assignment, a docket or a directive, whatever the command is."""

import re
import secrets
from pathlib import Path
from typing import Annotated, Any, Final, get_origin

import typer
from pydantic import ValidationError
from rich.text import Text

from api.errors import ProblemError, invalid
from api.schemas.commands import FORMS, Form, Place, Word
from api.schemas.words import DeadlineIn
from thac.cli.console import JsonOption, out, print_json, say, table
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, settings_of
from thac.cli.launching import ApiOption, TokenOption
from thac.cli.office import Office, api_address, read_json

PANEL: Final = "Văn bản · Directives"
_DEADLINE: Final = re.compile(
    r"(?:(?P<operator>\w+) )?(?P<day>\d{4}-\d{2}-\d{2})(?:[ T](?P<hour>\d{1,2}:\d{2}))?", re.ASCII
)
_WHERE: Final = {Place.ASSIGNMENT: "ASSIGNMENT", Place.DOCKET: "DIRECTIVE/AGENCY", Place.DIRECTIVE: "DIRECTIVE"}

OnBehalfOption = Annotated[
    str | None,
    typer.Option("--on-behalf-of", help="Nhập thay cho cơ quan này. · The agency whose act is entered."),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("act", rich_help_panel=PANEL)(act)


def act(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Thao tác. · What is done.")] = None,
    where: Annotated[
        str | None,
        typer.Argument(metavar="[WHERE]", help="Mã việc, VĂN BẢN/CƠ QUAN, hoặc mã văn bản. · To what."),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD=VALUE]...", help="Nội dung; @tệp đọc từ tệp. · The fields; @file reads one."),
    ] = None,
    on_behalf_of: OnBehalfOption = None,
    key: Annotated[
        str | None, typer.Option("--key", help="Mã chống lặp, khi gửi lại. · Idempotency key, to send it again.")
    ] = None,
    token: TokenOption = None,
    api: ApiOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Làm một thao tác; không kèm gì thì liệt kê các thao tác. · Do one thing; alone, it lists what can be done."""
    if kind is None:
        _list(as_json=as_json)
        return
    form = _form(kind)
    path = form.address.format(**_parts(form, where))
    body = _body(form, words or [], on_behalf_of)
    if not token:
        raise CommandFailedError(
            "token-missing",
            "Cần mã truy cập của người thực hiện: thêm --token hoặc đặt THAC_TOKEN.",
            "The token of whoever acts is needed: --token or THAC_TOKEN; `thac token create` makes one.",
        )
    key = key or secrets.token_hex(16)
    with Office(api_address(settings_of(home), api), token) as office:
        answer = office.post(path, body, key)
    if as_json:
        print_json(answer)
        return
    vietnamese, english = form.title.split(" · ")
    again = " (đã làm từ trước)" if answer["repeated"] else ""
    say(f"{vietnamese}: đã lưu{again}.", f"{english}: event {answer['seq']} of {answer['docket']}, key {key}")


def _list(*, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"kind": form.kind, "title": form.title, "where": _WHERE[form.place], "words": list(form.words)}
                for form in FORMS.values()
            ]
        )
        return
    columns = ("Thao tác · Kind", "Ý nghĩa · Meaning", "Ở đâu · Where", "Nội dung · Words")
    rows = [(form.kind, _title(form), _WHERE[form.place], _words(form)) for form in FORMS.values()]
    out().print(table("", columns, rows, whole=(0,)))


def _title(form: Form) -> Text:
    vietnamese, english = form.title.split(" · ")
    return Text.assemble(vietnamese, ("\n" + english, "dim"))


def _words(form: Form) -> str:
    """The words of a command; those in brackets may be left out."""
    fields = form.body.model_fields
    return " ".join(f"{name}=…" if fields[name].is_required() else f"[{name}=…]" for name in form.words)


def _form(kind: str) -> Form:
    form = FORMS.get(kind.replace("-", "_"))
    if form is None:
        raise CommandFailedError(
            "unknown-act",
            f"Không có thao tác {kind}; `thac act` liệt kê các thao tác.",
            f"There is no command {kind}; known are {', '.join(FORMS)}.",
        )
    return form


def _parts(form: Form, where: str | None) -> dict[str, str]:
    """The parts of the address, from what was typed."""
    parts = (where or "").split("/")
    names = {
        Place.ASSIGNMENT: ("assignment",),
        Place.DOCKET: ("directive", "agency"),
        Place.DIRECTIVE: ("directive",),
    }[form.place]
    if len(parts) != len(names) or not all(re.fullmatch(r"[\w~-]+", part, re.ASCII) for part in parts):
        raise CommandFailedError(
            "where-missing",
            f"Thao tác {form.kind} cần địa chỉ dạng {_WHERE[form.place]}.",
            f"{form.kind} needs to know to what: {_WHERE[form.place]}.",
        )
    return dict(zip(names, parts, strict=True))


def _body(form: Form, words: list[str], on_behalf_of: str | None) -> Any:
    """The body that was typed, as the API will read it.

    Raises
    ------
    CommandFailedError
        A word is unknown, missing or of the wrong shape; each is listed.
    """
    said: dict[str, Any] = {} if on_behalf_of is None else {"on_behalf_of": on_behalf_of}
    for typed in words:
        name, separator, value = typed.partition("=")
        if not separator:
            raise CommandFailedError(
                "word-missing", f"Hãy viết {typed} dưới dạng TÊN=GIÁ TRỊ.", f"Write {typed} as WORD=VALUE."
            )
        word = form.words.get(name)
        said[name] = value if word is None else _value(word, value)
    try:
        return form.body.model_validate(said).model_dump(mode="json", exclude_unset=True)
    except ValidationError as error:
        raise _faulty(invalid(error.errors(include_input=False))) from None


def _faulty(problem: ProblemError) -> CommandFailedError:
    return CommandFailedError(problem.code, problem.detail, problem.detail_en, problem.body["errors"])


def _value(word: Word, typed: str) -> Any:
    """What was typed for a word, in the shape the API takes it."""
    if typed.startswith("@"):
        file = Path(typed[1:])
        return _text_of(file) if word.text else read_json(file)
    if word.shape is DeadlineIn:
        return _deadline(typed)
    if _is_list(word.shape):
        return [one.strip() for one in typed.split(",") if one.strip()]
    return typed


def _is_list(shape: Any) -> bool:
    """Whether the shape is ``Annotated[list[…], …]``."""
    return get_origin(getattr(shape, "__origin__", None)) is list


def _deadline(typed: str) -> Any:
    """A deadline as people type it: ``2026-12-15``, ``by 2026-12-15``, ``on 2026-12-15 16:30``."""
    found = _DEADLINE.fullmatch(typed.strip())
    if found is None:
        return {"day": typed}
    return {name: part for name, part in found.groupdict().items() if part is not None}


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailedError(
            "file-missing", f"Không đọc được văn bản từ tệp {file}.", f"{file} cannot be read as UTF-8 text: {error}."
        ) from error
