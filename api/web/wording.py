"""Which words a page has for states, roles, moments and how much time is left."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from api.web.language import Speech
from thac.calendars import built_in
from thac.domain.agencies import Level, Role
from thac.domain.assignments import State, Timeliness
from thac.domain.calendar import VIETNAM, WorkCalendar, civil_day
from thac.domain.words import ROLES, STATES

STANDINGS: Final = {
    Timeliness.UNDATED: ("Chưa có hạn", "No deadline"),
    Timeliness.IN_TIME: ("Còn hạn", "In time"),
    Timeliness.DUE_SOON: ("Sắp đến hạn", "Due soon"),
    Timeliness.OVERDUE: ("Quá hạn", "Overdue"),
    Timeliness.DONE_ON_TIME: ("Hoàn thành đúng hạn", "Done on time"),
    Timeliness.DONE_LATE: ("Hoàn thành trễ hạn", "Done late"),
    Timeliness.DONE_UNDATED: ("Hoàn thành", "Done"),
    Timeliness.WITHDRAWN: ("Đã thu hồi", "Withdrawn"),
}
LEVELS: Final = {
    Level.CENTRAL: ("Trung ương", "Central"),
    Level.PROVINCE: ("Tỉnh", "Province"),
    Level.COMMUNE: ("Xã, phường", "Commune"),
    Level.UNIT: ("Đơn vị", "Unit"),
    Level.OUTSIDE: ("Ngoài hệ thống", "Outside"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words, in the language of one reader, as they are at one moment."""

    say: Speech
    now: datetime

    def state(self, state: State) -> str:
        """A state."""
        return self.say(*STATES[state])

    def standing(self, timeliness: Timeliness) -> str:
        """How an assignment stands to its deadline."""
        return self.say(*STANDINGS[timeliness])

    def role(self, role: Role) -> str:
        """A role."""
        return self.say(*ROLES[role])

    def level(self, level: Level) -> str:
        """A level."""
        return self.say(*LEVELS[level])

    def moment(self, at: datetime | None) -> str:
        """A moment by the clocks of Vietnam; nothing where there is none."""
        return "" if at is None else f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"

    def day(self, on: date | datetime | None) -> str:
        """A day as offices write it."""
        day = civil_day(on) if isinstance(on, datetime) else on
        return "" if day is None else f"{day:%d/%m/%Y}"

    def left(self, due: datetime | None, calendar: WorkCalendar | None = None) -> str:
        """How much time is left, or by how much it is over, in working days; today by the hour."""
        if due is None:
            return self.say("chưa có hạn", "no deadline")
        today, last = civil_day(self.now), civil_day(due)
        works = calendar or _around(today.year, last.year)
        if self.now >= due:
            return self._over((today - last).days)
        if today == last:
            return self.say(f"hôm nay, {due.astimezone(VIETNAM):%H:%M}", f"today, {due.astimezone(VIETNAM):%H:%M}")
        days = works.days_between(today, last)
        if days <= 0:
            calendar_days = (last - today).days
            return self.say(f"còn {calendar_days} ngày", f"{calendar_days} days left")
        return self.say(f"còn {days} ngày làm việc", f"{days} working day{'s' if days > 1 else ''} left")

    def ago(self, at: datetime | None) -> str:
        """How long ago something was."""
        if at is None:
            return ""
        minutes = int((self.now - at).total_seconds() // 60)
        if minutes < 1:
            return self.say("vừa xong", "just now")
        if minutes < 60:  # noqa: PLR2004 - of an hour
            return self.say(f"{minutes} phút trước", f"{minutes} min ago")
        if minutes < 24 * 60:
            return self.say(f"{minutes // 60} giờ trước", f"{minutes // 60} h ago")
        return self.day(at)

    def _over(self, days: int) -> str:
        if days == 0:
            return self.say("quá hạn hôm nay", "overdue since today")
        return self.say(f"quá hạn {days} ngày", f"{days} day{'s' if days > 1 else ''} overdue")


@lru_cache(maxsize=16)
def _around(first: int, last: int) -> WorkCalendar:
    low, high = min(first, last), max(first, last)
    return built_in(date(low, 1, 1), date(high, 12, 31))
