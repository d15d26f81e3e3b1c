"""`thac overlaps`: what documents, or the directives that run, copy from each other, order twice, or contradict."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from graph.findings import Finding, Severity
from graph.links import Link
from graph.subjects import Paper, Passage
from thac.cli.console import JsonOption, out, print_json, say
from thac.cli.errors import CommandFailedError
from thac.cli.home import HomeOption, settings_of
from thac.cli.intake import bytes_of

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE…", help="Các văn bản cần so. · The documents to hold against each other."),
]
ScopeOption = Annotated[
    str | None,
    typer.Option("--scope", metavar="AGENCY", help="Văn bản đang thực hiện của cơ quan này. · What runs there."),
]
SettledOption = Annotated[
    bool, typer.Option("--settled", help="Với --scope: cả điểm đã xử lý. · With --scope: what was settled too.")
]
SEVERITIES: Final = {
    Severity.VIOLATION: ("Sai quy định", "bold red"),
    Severity.CONFLICT: ("Mâu thuẫn", "red"),
    Severity.WARNING: ("Cần xem", "yellow"),
    Severity.INFO: ("Để biết", "dim"),
}


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("overlaps", rich_help_panel="Văn bản · Directives")(overlaps)


def overlaps(
    files: FilesArgument = None,
    scope: ScopeOption = None,
    settled: SettledOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tìm chỗ trùng lặp, chồng chéo, mâu thuẫn giữa các văn bản. · Where documents overlap, copy or contradict.

    Nêu tệp, hoặc --scope cho văn bản đang thực hiện. · Name files, or --scope for the directives that run.
    """
    if bool(files) is (scope is not None):
        raise CommandFailedError(
            "overlaps-of-what",
            "Hãy nêu các tệp cần so, hoặc --scope cùng mã cơ quan.",
            "Name the files to compare, or --scope with the code of an agency; not both.",
        )
    if files:
        _between(files, as_json=as_json)
    elif scope is not None:
        from thac.cli.running_overlaps import between_running  # noqa: PLC0415 - only this way needs the store

        between_running(settings_of(home), scope, settled=settled, as_json=as_json)


def _between(files: list[Path], *, as_json: bool) -> None:
    from graph.overlaps import compare  # noqa: PLC0415 - only this command compares

    found = compare(_papers(files))
    if as_json:
        print_json({"links": list(map(_link, found.links)), "findings": list(map(_finding, found.findings))})
        return
    for one in found.findings:
        _tell(one)
    for link in found.links:
        out().print(Text.assemble(("Liên quan ", "bold"), link.why, (f" · {link.english}", "dim")), soft_wrap=True)
        _show(link.passages)
    say(f"{len(found.findings)} phát hiện, {len(found.links)} liên quan", "findings, links")


def _papers(files: list[Path]) -> list[Paper]:
    from thac.directory.build import COUNTRY, build_directory  # noqa: PLC0415 - the same
    from thac.intake.reading import read  # noqa: PLC0415 - the same
    from thac.intake.refusals import FileRefusedError  # noqa: PLC0415 - the same
    from thac.overlapping.papers import paper  # noqa: PLC0415 - the same

    tree = build_directory(COUNTRY)
    names = [file.name for file in files]
    papers = []
    for file in files:
        data, name = bytes_of(file)
        known = name if name and names.count(name) == 1 else str(file)
        try:
            papers.append(paper(known, read(data, name, tree)))
        except FileRefusedError as error:
            said = error.refusal
            raise CommandFailedError(said.code, f"{known}: {said.message}", f"{known}: {said.english}") from None
    return papers


def _tell(one: Finding) -> None:
    word, colour = SEVERITIES[one.severity]
    out().print(Text.assemble((f"{word} ", colour), one.message, (f" · {one.english}", "dim")), soft_wrap=True)
    out().print(
        Text.assemble(("  → ", "bold"), one.resolution, (f" · {one.resolution_english}", "dim")), soft_wrap=True
    )
    _show(one.passages)


def _show(passages: tuple[Passage, ...]) -> None:
    for one in passages:
        out().print(Text.assemble((f"  {one.source}:{one.line}  ", "dim"), one.text), soft_wrap=True)
    out().print()


def _link(one: Link) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "relation": one.relation,
        "score": one.score,
        "why": one.why,
        "english": one.english,
        "passages": list(map(_passage, one.passages)),
        "differences": [{"kind": each.kind, "one": each.one, "other": each.other} for each in one.differences],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "degree": one.degree,
        "message": one.message,
        "english": one.english,
        "resolution": one.resolution,
        "resolution_english": one.resolution_english,
        "passages": list(map(_passage, one.passages)),
        "path": list(one.path),
        "key": one.key,
    }


def _passage(one: Passage) -> dict[str, Any]:
    return {"file": one.source, "line": one.line, "text": one.text}
