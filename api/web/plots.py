"""How do figures look? Pictures made by the server as SVG: the same figures give the same bytes.

matplotlib is loaded when the first picture is asked for, since that takes a second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Locator

MEDIA: Final = "image/svg+xml"
_INK, _GRID = "#14212b", "#c3ced6"
_COLOURS: Final = ("#0b5a7a", "#1d6333", "#c98a00", "#a3160d")
_HATCHES: Final = ("", "//", "..", "xx")
_SETTINGS: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "thac",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": _INK,
    "text.parse_math": False,
    "axes.edgecolor": _GRID,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "hatch.linewidth": 0.5,
}
_DRAWING = Lock()
"""The settings of matplotlib are the process's: one picture at a time."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers in a picture, with its name."""

    name: str
    values: Sequence[int]


def columns(title: str, places: Sequence[str], series: Sequence[Series]) -> bytes:
    """Columns side by side, a group for each place: the course over weeks. Told apart by colour and by hatching."""

    def draw(axes: "Axes") -> None:
        width = 0.8 / len(series)
        for number, one in enumerate(series):
            at = [place + (number - (len(series) - 1) / 2) * width for place in range(len(places))]
            axes.bar(at, list(one.values), width, label=one.name, **_look(number))
        axes.set_xticks(range(len(places)), list(places), rotation=45, ha="right", rotation_mode="anchor")
        axes.grid(axis="y", color=_GRID, linewidth=0.6)
        axes.yaxis.set_major_locator(_whole_numbers())

    return _drawn(title, (9.0, 4.2), draw)


def bars(title: str, places: Sequence[str], series: Sequence[Series]) -> bytes:
    """Bars from the left, one for each place, in parts one after the other: how the work of each agency stands."""

    def draw(axes: "Axes") -> None:
        begin = [0] * len(places)
        for number, one in enumerate(series):
            axes.barh(range(len(places)), list(one.values), 0.7, left=begin, label=one.name, **_look(number))
            begin = [before + value for before, value in zip(begin, one.values, strict=True)]
        axes.set_yticks(range(len(places)), list(places))
        axes.invert_yaxis()
        axes.grid(axis="x", color=_GRID, linewidth=0.6)
        axes.xaxis.set_major_locator(_whole_numbers())

    return _drawn(title, (9.0, 1.6 + 0.32 * len(places)), draw)


def _whole_numbers() -> "Locator":
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - loaded when it is needed

    return MaxNLocator(integer=True)


def _look(number: int) -> dict[str, Any]:
    return {
        "color": _COLOURS[number % len(_COLOURS)],
        "hatch": _HATCHES[number % len(_HATCHES)],
        "edgecolor": "#ffffff",
        "linewidth": 0.4,
    }


def _drawn(title: str, size: tuple[float, float], draw: Callable[["Axes"], None]) -> bytes:
    from matplotlib import rc_context  # noqa: PLC0415 - loaded when it is needed
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415 - the same
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    with _DRAWING, rc_context(_SETTINGS):
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside upper center", ncols=4, frameon=False)
        made = BytesIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(made, metadata={"Date": None, "Title": title})
    return made.getvalue()
