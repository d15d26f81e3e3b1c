"""Papers written out by hand: what a test puts on the shelf."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.citations import symbol_key
from graph.subjects import Chain, Due, Ground, Holding, Paper, Source, Subject
from graph.words import phrase

GROUNDS = {
    "country": Ground(("TW",)),
    "province": Ground(("TW", "19")),
    "other_province": Ground(("TW", "08")),
    "commune": Ground(("TW", "19", "05443")),
    "other_commune": Ground(("TW", "19", "05446")),
    "unknown": Ground(),
}


def source(name: str, ground: str = "commune", *, chain: Chain = Chain.STATE, **more: Any) -> Source:
    """A source on one of the grounds."""
    return Source(name, GROUNDS[ground], chain, **more)


def subject(
    source_id: str, number: int, text: str, lead: str | None = None, *, line: int | None = None, **more: Any
) -> Subject:
    """An item; with a lead it is a task of that lead alone."""
    more.setdefault("holding", Holding.UNSAID if lead is None else Holding.ONE)
    if lead is not None:
        more |= {"leads": (body(lead),), "names": ((body(lead), lead),)}
    return Subject(f"{source_id} {number}", source_id, line or number, text, str(number), **more)


def body(name: str) -> str:
    """The key of a body's name."""
    return " ".join(phrase(name))


def due(day: date) -> Due:
    """A deadline by that day."""
    return Due(f"trước ngày {day:%d/%m/%Y}", day)


def paper_of(name: str, written: Mapping[str, Any], ground: str = "commune") -> Paper:
    """The paper of one side of a written pair."""
    symbol, implements = written.get("symbol"), written.get("implements")
    whole = source(
        name,
        written.get("ground", ground),
        symbol=symbol_key(symbol) if symbol else None,
        implements=(symbol_key(implements),) if implements else (),
        issued_on=written.get("issued_on"),
    )
    item = subject(
        name,
        1,
        written["text"],
        written["lead"],
        holding=Holding.EACH if written.get("each") else Holding.ONE,
        recipients=tuple(map(body, written.get("recipients", ()))),
        coordinators=tuple(map(body, written.get("coordinators", ()))),
        due=due(written["due"]) if "due" in written else None,
    )
    return Paper(whole, (item,))
