"""Puts the commands together, and lets every failure end in a sentence and an exit code."""

from functools import cache
from importlib import import_module
from typing import Any, Final

import typer
from rich.text import Text
from typer.core import TyperGroup
from typer.main import get_group

from thac.cli.console import err, print_json, table
from thac.cli.errors import CommandFailedError, explained

_HELP = """Thác theo dõi văn bản chỉ đạo từ Trung ương, tỉnh, xã đến từng đơn vị, và kết quả từ dưới lên.

Follows directives from their issue to their result. Start with `thac demo`, or `thac up` for real work."""


COMMANDS: Final = {
    "demo": "demo.command",
    **dict.fromkeys(("up", "prepare", "worker", "api"), "processes"),
    "parse": "intake",
    "overlaps": "overlaps",
    "launch": "launching",
    "status": "status",
    **dict.fromkeys(("assignments", "agencies"), "looking"),
    "act": "acting",
    "handover": "handing_over",
    "alerts": "alerts",
    "audit": "auditing",
    **dict.fromkeys(("rebuild", "backup", "restore"), "keeping"),
    "directory": "directory",
    "calendar": "calendars",
    "user": "users",
    "token": "tokens",
    "ladder": "ladders",
    "deliveries": "deliveries",
    "contact": "contacts",
}
"""Each command and its module, which is imported when the command is asked for: reading a document waits for no
server's libraries."""


@cache
def _commands_of(module: str) -> dict[str, Any]:
    alone = typer.Typer()
    import_module(f"thac.cli.{module}").register(alone)
    return dict(get_group(alone).commands)


class _Commands(TyperGroup):
    """The commands; a failure that has a code is told as a sentence and ends with exit code 1."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        return _commands_of(COMMANDS[cmd_name])[cmd_name] if cmd_name in COMMANDS else None

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


@app.callback()
def _app() -> None:
    """Hold the commands together; what there is to do is theirs."""


def main() -> None:
    """Run the command that was typed."""
    app()
