"""How output reaches the person or the program: tables and sentences for the one, JSON for the other."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final

import typer
from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

_WIDTH_OF_A_FILE: Final = 160
"""A pipe or a file has no width of its own; tables get so many columns there."""
_DIGITS: Final = 4
"""A narrow screen folds the heading of a column of numbers, and never a number of so many digits."""


def _note_json(context: typer.Context, value: bool) -> bool:
    context.find_root().ensure_object(dict)["json"] = value
    return value


JsonOption = Annotated[
    bool, typer.Option("--json", callback=_note_json, help="In JSON cho chương trình. · JSON for programs.")
]


def out() -> Console:
    """The console for what was asked for."""
    return _console(stderr=False, terminal=sys.stdout.isatty())


def err() -> Console:
    """The console for what accompanies it: progress, remarks, errors."""
    return _console(stderr=True, terminal=sys.stderr.isatty())


def _console(*, stderr: bool, terminal: bool) -> Console:
    width = None if terminal else _WIDTH_OF_A_FILE
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def progress() -> Progress:
    """A bar beside the output that goes away when the work is done; nothing where nobody watches."""
    console = err()
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def print_json(data: Any, *, failure: bool = False) -> None:
    """One JSON value, Vietnamese as it is written: a result on standard output, a failure on standard error."""
    stream = sys.stderr if failure else sys.stdout
    stream.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")
    stream.flush()


def say(vietnamese: str, english: str = "") -> None:
    """A sentence for the person on standard output, the English one after it, paler."""
    _say(out(), vietnamese, english)


def remark(vietnamese: str, english: str = "") -> None:
    """A sentence beside the output, on standard error."""
    _say(err(), vietnamese, english)


def _say(console: Console, vietnamese: str, english: str) -> None:
    text = Text(vietnamese)
    if english:
        text.append(f" · {english}", "dim")
    console.print(text, soft_wrap=True)


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numbers: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> Table:
    """A table with those headings; columns of ``numbers`` are set to the right, those of ``whole`` never folded."""
    made = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for place, heading in enumerate(columns):
        if place in numbers:
            made.add_column(heading, justify="right", min_width=_DIGITS)
        else:
            made.add_column(heading, overflow="fold", no_wrap=place in whole)
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(_cell(cell)) for cell in row))
    return made


def _cell(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)
