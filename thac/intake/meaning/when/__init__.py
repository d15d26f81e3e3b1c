"""When something is due, as the words say it (the shapes that real directives print); a date is never invented."""

from thac.intake.meaning.when.calendar import Clock
from thac.intake.meaning.when.choosing import Field, Found, read_when

__all__ = ["Clock", "Field", "Found", "read_when"]
