"""How a draft, as it was read from a document, becomes a paper of the graph."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from graph.citations import symbol_key, symbols
from graph.subjects import Due, Holding, Paper, Rhythm, Source, Subject, Target
from thac.directory import spelling
from thac.directory.names import Group, Resolved
from thac.intake.document import Document, Item, ReferenceRole
from thac.intake.draft import (
    Absolute,
    AfterEvent,
    Draft,
    DraftTask,
    Frequency,
    NamedBody,
    Period,
    ReadDeadline,
    ReadMode,
    Recurring,
    Several,
    TargetOp,
)
from thac.overlapping.grounds import chain_of, ground_of

_HOLDINGS: Final = {
    ReadMode.SINGLE_LEAD: Holding.ONE,
    ReadMode.FAN_OUT: Holding.EACH,
    ReadMode.EACH_NAMED: Holding.EACH,
    ReadMode.ROLE_BASED: Holding.ROLE,
    ReadMode.COORDINATOR_ONLY: Holding.COORDINATORS,
    ReadMode.REQUEST: Holding.REQUEST,
    ReadMode.NO_LEAD: Holding.NOBODY,
    ReadMode.MULTI_LEAD_VIOLATION: Holding.JOINT,
}
_RHYTHMS: Final = {
    Frequency.DAILY: Rhythm.DAILY,
    Frequency.WEEKLY: Rhythm.WEEKLY,
    Frequency.MONTHLY: Rhythm.MONTHLY,
    Frequency.QUARTERLY: Rhythm.QUARTERLY,
    Frequency.HALF_YEARLY: Rhythm.HALF_YEARLY,
    Frequency.YEARLY: Rhythm.YEARLY,
    Frequency.AD_HOC: Rhythm.AD_HOC,
    Frequency.PERIODIC: Rhythm.PERIODIC,
}
_AT_MOST: Final = frozenset({TargetOp.AT_MOST, TargetOp.BELOW})
_ATTRIBUTE: Final = re.compile(
    r"(?:(?:cơ quan|đơn vị|nơi) (?:chủ trì|phối hợp|thực hiện)|thời (?:gian|hạn)(?: thực hiện| hoàn thành)?"
    r"|kết quả|sản phẩm|kinh phí)\s*:",
    re.IGNORECASE,
)
_SENTENCE_WORDS: Final = 12


def paper(name: str, draft: Draft) -> Paper:
    """The paper of a draft; ``name`` is the file's, or the id under which the draft is kept."""
    document = draft.document
    return Paper(_source(name, draft), tuple(_subjects(name, draft, _notes(document))))


def _source(name: str, draft: Draft) -> Source:
    document, header = draft.document, draft.document.header
    around = tuple(
        one.text for one in (*document.preamble, *document.closing, *document.footnotes, *document.appendices)
    )
    by_role = {
        role: [symbol_key(one.symbol) for one in document.references if one.role is role] for role in ReferenceRole
    }
    whole = f"{header.number}/{header.symbol}" if header.number and header.symbol else None
    return Source(
        id=name,
        ground=ground_of(header, around),
        chain=chain_of(header),
        issuer=draft.issuer.name if draft.issuer else header.issuing_body,
        symbol=_symbol(header.number, header.symbol, party=header.party) if whole else None,
        title=header.subject or "",
        issued_on=header.date.value,
        implements=(*by_role[ReferenceRole.IMPLEMENTS], *by_role[ReferenceRole.ANCESTOR]),
        cites=tuple(by_role[ReferenceRole.CITED]),
        names=tuple(one for one in (header.issuing_body, header.superior_body, header.place, header.signer) if one),
        around=(header.subject or "", *around),
    )


def _symbol(number: str | None, symbol: str | None, *, party: bool) -> str:
    return symbol_key(f"{number}{'-' if party else '/'}{symbol}")


# --------------------------------------------------------------------------------------------------------------- items


def _subjects(name: str, draft: Draft, notes: dict[int, tuple[str, ...]]) -> Iterator[Subject]:
    """Tasks, and what else stands in the body in sentences, in the order of the text."""
    items = [item for top in draft.document.body for item in top.walk()]
    by_line = {item.line: item for item in items}
    tasks = {task.line: task for task in draft.tasks}
    taken: set[str] = set()
    said = " ".join(task.text for task in draft.tasks)
    for item in items:
        task = tasks.get(item.line)
        if task is not None and task.path not in taken:
            taken.add(task.path)
            yield _task(name, task, by_line, notes)
        elif task is None and _speaks(item) and item.text not in said:
            yield Subject(f"{name} {item.path}", name, item.line, item.text, item.path, cites=_cited(item, notes))
    for task in draft.tasks:
        if task.path not in taken:
            yield _task(name, task, by_line, notes)


def _speaks(item: Item) -> bool:
    """Whether an item that orders nothing says something of its own: no heading, no line that says who or when."""
    if _ATTRIBUTE.match(item.text):
        return False
    return not item.children or (len(item.text.split()) >= _SENTENCE_WORDS and item.text.rstrip().endswith((".", ";")))


def _task(name: str, task: DraftTask, items: dict[int, Item], notes: dict[int, tuple[str, ...]]) -> Subject:
    holding = _holding(task)
    led = holding not in {Holding.NOBODY, Holding.COORDINATORS}
    own = items.get(task.line)
    leading = items.get(task.leads[0].line) if task.leads else None
    named = leading if leading is not None and leading.line != task.line else None
    bodies = (*task.leads, *task.coordinators, *task.report_to, *task.report_via)
    return Subject(
        id=f"{name} {task.path}",
        source=name,
        line=task.line,
        text=task.text,
        path=task.path,
        holding=holding,
        leads=_keys(task.leads) if led else (),
        group=any(_is_group(one) for one in (task.leads or task.coordinators)),
        coordinators=_keys(task.coordinators or (() if led else task.leads)),
        carried_out_by=_keys(task.leads) if holding is Holding.NOBODY else (),
        recipients=_keys((*task.report_to, *task.report_via)),
        due=_due(task.deadline),
        product=task.product,
        targets=tuple(Target(one.value, one.unit, one.op not in _AT_MOST, one.text) for one in task.targets),
        cites=_cited(own, notes) if own is not None else (),
        owners_at=(named.line, named.text) if named is not None else None,
        names=tuple(dict.fromkeys((_key(one), one.name) for one in bodies)),
    )


def _holding(task: DraftTask) -> Holding:
    """Who owns it; an item that nobody is told to do and that is only passed on to be read orders nothing."""
    holding = _HOLDINGS[task.mode]
    return Holding.UNSAID if holding is Holding.NOBODY and not task.leads and not task.tracked else holding


def _key(body: NamedBody) -> str:
    return body.meaning.agency if isinstance(body.meaning, Resolved) else spelling.key(body.name)


def _keys(bodies: Iterable[NamedBody]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_key, bodies)))


def _is_group(body: NamedBody) -> bool:
    return isinstance(body.meaning, Group) or spelling.key(body.name).startswith(spelling.key("các"))


def _notes(document: Document) -> dict[int, tuple[str, ...]]:
    """The symbols in footnotes, by the line on which the footnote's number stands."""
    found: dict[int, tuple[str, ...]] = {}
    own = {line for one in document.footnotes for line in one.lines}
    for note in document.footnotes:
        cited = symbols(note.text)
        mark = re.compile(rf"[^\W\d_]{re.escape(note.marker)}(?![\w/])")
        if not cited or not note.marker.isdigit():
            continue
        before = [one for one in document.transcript.lines if one.number < note.line and one.number not in own]
        for line in reversed(before[-_PAGE:]):
            if mark.search(line.text):
                found[line.number] = (*found.get(line.number, ()), *cited)
                break
    return found


_PAGE: Final = 60
"""Lines of a page, blank ones among them: a footnote stands below what it belongs to."""


def _cited(item: Item, notes: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(symbol for line in item.lines for symbol in notes.get(line, ())))


# ---------------------------------------------------------------------------------------------------------------- time


def _due(deadline: ReadDeadline | None) -> Due | None:
    if deadline is None:
        return None
    words = deadline.words
    match deadline.when:
        case Absolute(day=day):
            return Due(words, day)
        case Several(items=items):
            return Due(words, max(one.day for one, _ in items) if items else None)
        case Period(start=start, end=end):
            return Due(words, _last(end), _first(start))
        case Recurring(frequency=frequency, dues=dues):
            of_period = dues[0].weekday or dues[0].day if dues else None
            return Due(words, rhythms=tuple(_RHYTHMS[one] for one in frequency), day_of_period=of_period)
        case AfterEvent(day=day):
            return Due(words, day)
        case _:
            return Due(words)


_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _first(written: str | None) -> date | None:
    return _read(written, (1, 1))


def _last(written: str | None) -> date | None:
    return _read(written, (12, 31))


def _read(written: str | None, bare: tuple[int, int]) -> date | None:
    if not written:
        return None
    if match := _DAY.fullmatch(written):
        return date(*map(int, match.groups()))
    return date(int(written), *bare) if re.fullmatch(r"\d{4}", written) else None
