"""Puts the commands together, and lets every failure end in a sentence and an exit code."""

from typing import Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from thac.cli import auditing, keeping, launching, looking, processes, status, tokens
from thac.cli.console import err, print_json, table
from thac.cli.demo import command as demo
from thac.cli.errors import CommandFailedError, explained

_HELP = """Thác theo dõi văn bản chỉ đạo từ Trung ương, tỉnh, xã đến từng đơn vị, và kết quả từ dưới lên.

Follows directives from their issue to their result. Start with `thac demo`, or `thac up` for real work."""


class _Commands(TyperGroup):
    """The commands; a failure that has a code is told as a sentence and ends with exit code 1."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        try:
            return super().invoke(ctx)
        except Exception as error:
            failed = explained(error)
            if failed is None:
                raise
            _tell(failed, as_json=bool(ctx.ensure_object(dict).get("json")))
            raise typer.Exit(1) from error


def _tell(failed: CommandFailedError, *, as_json: bool) -> None:
    if as_json:
        print_json(failed.as_json(), failure=True)
        return
    console = err()
    console.print(Text.assemble(("Lỗi", "bold red"), f" [{failed.code}] {failed.message}"), soft_wrap=True)
    console.print(Text(failed.english, "dim"), soft_wrap=True)
    if failed.details:
        rows = [(fault["code"], _said(fault)) for fault in failed.details]
        console.print(table("", ("Mã · Code", "Vấn đề · What is wrong"), rows, whole=(0,)))


def _said(fault: dict[str, Any]) -> Text:
    """Both sentences of a fault and where it stands, on lines of their own, so that a narrow screen holds all of it."""
    english = str(fault["detail_en"])
    if where := fault.get("pointer"):
        english = f"{english} ({where})"
    return Text.assemble(str(fault["detail"]), ("\n" + english, "dim"))


app = typer.Typer(
    cls=_Commands,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (demo, processes, launching, status, looking, auditing, keeping):
    group.register(app)
app.add_typer(tokens.app, name="token", rich_help_panel="Quyền truy cập · Access")


def main() -> None:
    """Run the command that was typed."""
    app()
