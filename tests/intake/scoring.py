"""Drafts held against answer keys by the scorer that comes with the real documents; ``python -m tests.intake.scoring``.

The scorer is not ours and not copied: it is loaded from the folder of documents. Without arguments the twelve
documents of ``exam`` are scored, with a folder those of its ``labels.json``; ``--failures`` lists each miss.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

from thac.intake.reading import read
from thac.intake.wire import draft_json

EXAM: Final = Path(__file__).parent / "exam"
"""Twelve documents; what their first reading showed was mended."""
RESIT: Final = Path(__file__).parent / "resit"
"""Eight more, for a second first reading."""
COLUMNS: Final = (
    "task_f1",
    "lead",
    "mode",
    "coordinators_f1",
    "deadline",
    "deadline_where_dated",
    "deadline_op",
    "deadlines_invented",
    "indicators_f1",
    "product",
    "references_f1",
    "reference_dates",
    "recipients_f1",
    "header",
)
Label = dict[str, Any]
_PARTS: Final = ("day", "month", "year")
_HEADER: Final = (
    *("number", "symbol", "doc_type", "place", "subject", "signer", "issuing_body"),
    *(f"date.{part}" for part in _PARTS),
)


def labels(folder: Path) -> list[Label]:
    """The labelled documents of a folder."""
    found: list[Label] = json.loads((folder / "labels.json").read_text("utf-8"))["documents"]
    return found


def lines_of(folder: Path, label: Label) -> bytes:
    """The labelled lines of a document; what stands before them is blank, so that line numbers are those of the key."""
    lines = (folder / label["file"]).read_bytes().decode("utf-8").split("\n")
    first, last = label["body_lines"]
    return "\n".join([""] * (first - 1) + lines[first - 1 : last] + [""]).encode()


@cache
def draft_of(folder: Path, file: str) -> dict[str, Any]:
    """What is read from a labelled document."""
    label = next(one for one in labels(folder) if one["file"] == file)
    return draft_json(read(lines_of(folder, label), file))


@cache
def scorer(documents: Path) -> Any:
    """The module ``score.py`` of the folder of real documents."""
    spec = spec_from_file_location("real_documents_score", documents / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(documents / "score.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(documents: Path, folder: Path) -> dict[str, "Counter[str]"]:
    """The counts of each labelled document of the folder, by file."""
    score = scorer(documents).score
    return {one["file"]: score(one, draft_of(folder, one["file"])) for one in labels(folder)}


def total(documents: Path, counts: "dict[str, Counter[str]]") -> dict[str, float]:
    """The shares over several documents."""
    summed: Counter[str] = Counter()
    for one in counts.values():
        summed += one
    shares: dict[str, float] = scorer(documents).summary(summed)
    return shares


def table(documents: Path, counts: "dict[str, Counter[str]]") -> Iterator[str]:
    """One row for each document and one for all."""
    summary = scorer(documents).summary
    yield f"{'document':32}" + "".join(f"{name[:11]:>12}" for name in COLUMNS)
    rows = [(file, summary(one)) for file, one in counts.items()]
    for file, shares in [*rows, ("total", total(documents, counts))]:
        yield f"{file[:31]:32}" + "".join(f"{shares[name]:12.3f}" for name in COLUMNS)


def misses(documents: Path, folder: Path) -> Iterator[str]:
    """What the key has and the draft has not, or otherwise, one line each."""
    for label in labels(folder):
        yield f"== {label['file']}"
        yield from _misses(scorer(documents), label, draft_of(folder, label["file"]))


def _misses(score: Any, label: Label, got: dict[str, Any]) -> Iterator[str]:
    loose = score.loose
    header = got["header"] | {f"date.{part}": got["header"]["date"][part] for part in _PARTS}
    wanted = label["header"] | {f"date.{part}": label["header"]["date"][part] for part in _PARTS}
    for name in _HEADER:
        if wanted.get(f"{name}_printed") is not False and loose(str(wanted.get(name))) != loose(str(header.get(name))):
            yield f"  header {name}: {wanted.get(name)!r} read {header.get(name)!r}"
    for name, listed, read_ in (
        ("recipients", label["recipients"]["kinh_gui"], got["recipients"]["to"]),
        ("references", _cited(label["references"]), _cited(got["references"])),
    ):
        one, other = Counter(map(loose, listed)), Counter(map(loose, read_))
        if one != other:
            yield f"  {name}: missing {list(one - other)} extra {list(other - one)}"
    free = list(got["tasks"])
    for task in label["tasks"]:
        head = score.matching_form(task["snippet"])[:40]
        match = next((one for one in free if head in score.matching_form(one["text"])[:90]), None)
        match = match or next((one for one in free if one["line"] == task["line"]), None)
        if match is None:
            yield f"  {task['path']} line {task['line']}: not read: {task['snippet'][:60]}"
            continue
        free.remove(match)
        yield from (f"  {task['path']} line {task['line']}: {miss}" for miss in _missed(score, task, match))
    for one in free:
        yield f"  line {one['line']} {one['path']}: no task of the key: {one['text'][:60]}"


def _cited(references: list[dict[str, Any]]) -> list[str]:
    return [f"{one['symbol']} {one['date']}" for one in references]


def _missed(score: Any, task: Label, got: dict[str, Any]) -> Iterator[str]:
    loose = score.loose
    if got["mode"] != task["assignment_mode"]:
        yield f"mode {task['assignment_mode']} read {got['mode']}"
    for name, wanted, read_ in (
        ("lead", task["lead"], got["leads"]),
        ("coordinators", task["coordinating"], got["coordinators"]),
    ):
        if sorted(map(loose, wanted)) != sorted(map(loose, read_)):
            yield f"{name} {wanted} read {read_}"
    deadline = got["deadline"] or {"type": "none"}
    if not score.same_deadline(task["deadline"], deadline):
        yield f"deadline {task['deadline']} read {deadline}"
    if task["deadline"].get("op") not in {None, deadline.get("op")}:
        yield f"operator {task['deadline']['op']} read {deadline.get('op')}"
    want, have = Counter(map(score.target, task["indicators"])), Counter(map(score.target, got["indicators"]))
    if want != have:
        yield f"targets {list(want)} read {list(have)}"
    if task.get("product") and not _same_product(loose, task["product"], got["product"]):
        yield f"product {task['product']!r} read {got['product']!r}"


def _same_product(loose: Any, want: str, have: str | None) -> bool:
    return len(set(loose(want).split()) & set(loose(have or "").split())) >= 2


def main() -> None:
    """Print the table, and each miss if asked."""
    options = [one for one in sys.argv[1:] if not one.startswith("--")]
    documents = (
        next(
            one / "shared" / "documents"
            for one in Path(__file__).parents[2:]
            if (one / "shared" / "documents").is_dir()
        )
        if len(options) < 2
        else Path(options[1])
    )
    folder = Path(options[0]) if options else EXAM
    for line in table(documents, scores(documents, folder)):
        print(line)
    if "--failures" in sys.argv:
        for line in misses(documents, folder):
            print(line)


if __name__ == "__main__":
    main()
