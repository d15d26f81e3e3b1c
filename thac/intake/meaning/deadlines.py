"""By when an order is due: its field for time, its own words, its details, or what stands above it."""

from dataclasses import dataclass, field, replace

from thac.intake.document import Item
from thac.intake.draft import Absolute, Frequency, Period, ReadDeadline, Several
from thac.intake.meaning.fields import Kind, fields_of, only
from thac.intake.meaning.ordering import Order
from thac.intake.meaning.when import Clock, Field, Found, read_when


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline, or none, and whether it was read without doubt."""

    deadline: ReadDeadline | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The deadlines of one document; what a heading says is read once for all that stands below it."""

    clock: Clock
    above: dict[int, Dated] = field(default_factory=dict)

    def of(self, order: Order, kept: tuple[Frequency, ...] = ()) -> Dated:
        """When an order is due; ``kept`` is how often its neighbour above reports."""
        for part in only(order.fields, Kind.TERM, Kind.TIME):
            if found := read_when(part.text, self.clock, Field(completion=part.kind is Kind.TERM)):
                return Dated(self._with_milestones(_read(found, part.text, part.line), order.details), found.sure)
        if found := read_when(order.text, self.clock, kept=kept):
            return Dated(_read(found, order.text, order.line), found.sure)
        for item in order.details:
            if found := read_when(item.text, self.clock):
                return Dated(_read(found, item.text, item.line), found.sure)
        return next((one for item in reversed(order.trail) if (one := self._of_heading(item)).deadline), Dated())

    def _of_heading(self, item: Item) -> Dated:
        if id(item) not in self.above:
            self.above[id(item)] = self._read_heading(item)
        return self.above[id(item)]

    def _read_heading(self, item: Item) -> Dated:
        """The field for time beside the items below a heading, or the time in a heading that ends with a colon."""
        for child in item.children:
            if child.children or ":" not in child.text:
                continue
            for part in only(fields_of(child.text, child.line)[0], Kind.TERM, Kind.TIME):
                if found := read_when(part.text, self.clock, Field(completion=part.kind is Kind.TERM)):
                    return Dated(_read(found, part.text, part.line), found.sure)
        text = item.text
        if text.endswith(":") and (found := read_when(text, self.clock)):
            return Dated(_read(found, text, item.line), sure=False)
        return Dated()

    def _with_milestones(self, deadline: ReadDeadline, details: tuple[Item, ...]) -> ReadDeadline:
        """A period with the days that the details below it print."""
        if not isinstance(deadline.when, Period):
            return deadline
        days: list[tuple[Absolute, str]] = []
        for item in details:
            text = item.text
            found = read_when(text, self.clock)
            match found.when if found else None:
                case Absolute() as day:
                    days.append((day, text.split(":", 1)[0].strip()))
                case Several(items):
                    days += items
                case _:
                    pass
        return replace(deadline, when=replace(deadline.when, milestones=tuple(days)))


def _read(found: Found, text: str, line: int) -> ReadDeadline:
    return ReadDeadline(found.when, text[found.start : found.end], line)
