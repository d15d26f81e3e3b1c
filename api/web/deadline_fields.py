"""When a task is due, as the fields of a form: from the shape in which a draft shows it, and back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

Fields = dict[str, str]

TYPES: Final = {
    "none": ("Không có thời hạn", "No deadline"),
    "absolute": ("Một ngày", "A day"),
    "absolute_multi": ("Nhiều mốc", "Several days"),
    "period": ("Trong một giai đoạn", "A period"),
    "recurring": ("Định kỳ", "Recurring"),
    "relative": ("Sau một sự kiện", "After an event"),
    "ongoing": ("Thường xuyên", "Ongoing"),
    "vague": ("Sớm, không nêu ngày", "Soon, without a date"),
}
OPERATORS: Final = {
    "before": ("trước ngày", "before"),
    "on_or_before": ("đến ngày, chậm nhất ngày", "on or before"),
    "on": ("vào ngày", "on"),
}
FREQUENCIES: Final = {
    "daily": ("hằng ngày", "daily"),
    "weekly": ("hằng tuần", "weekly"),
    "monthly": ("hằng tháng", "monthly"),
    "quarterly": ("hằng quý", "quarterly"),
    "half_yearly": ("6 tháng", "half-yearly"),
    "yearly": ("hằng năm", "yearly"),
    "ad_hoc": ("đột xuất", "ad hoc"),
    "periodic_unspecified": ("định kỳ, chưa rõ kỳ", "periodic, not said how often"),
}
MONTHS: Final = {
    "every": ("tháng nào cũng vậy", "every month"),
    "last_month_of_period": ("tháng cuối kỳ", "last month of the period"),
    "first_month_after_period": ("tháng đầu kỳ sau", "first month after the period"),
}
UNITS: Final = {
    "days": ("ngày", "days"),
    "working": ("ngày làm việc", "working days"),
    "hours": ("giờ", "hours"),
    "months": ("tháng", "months"),
}
ROWS: Final = 2
"""So many empty rows for further days."""


def fields_of(shape: Mapping[str, Any]) -> Fields:
    """The fields that show a deadline."""
    kind = str(shape["type"])
    filled: Fields = {"due.type": kind}
    match kind:
        case "absolute":
            filled |= _day("due.", shape)
        case "absolute_multi":
            filled |= _days(shape["items"])
        case "period":
            filled |= {"due.from": shape.get("from") or "", "due.to": shape.get("to") or ""}
            filled |= _days(shape.get("milestones", ()))
        case "recurring":
            filled |= _recurring(shape)
        case "relative":
            filled |= _relative(shape)
    return filled


def shape_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """The deadline that the fields say, in the shape of a correction; what is no date stays for the schema to refuse.

    Rows without a day are left out.
    """
    kind = fields.get("due.type", "none")
    match kind:
        case "absolute":
            return {"type": kind, **_day_of("due.", fields)}
        case "absolute_multi":
            return {"type": kind, "items": _days_of(fields)}
        case "period":
            ends = {name: fields.get(f"due.{name}") or None for name in ("from", "to")}
            return {"type": kind, **ends, "milestones": _days_of(fields)}
        case "recurring":
            return _recurring_of(fields)
        case "relative":
            return _relative_of(fields)
        case _:
            return {"type": kind}


def rows(fields: Mapping[str, str]) -> range:
    """The rows of days that a form shows: those filled in, and some that are empty."""
    used = [int(name.split(".")[1]) for name in fields if name.startswith("day.") and name.split(".")[1].isdigit()]
    return range(max(used, default=-1) + 1 + ROWS)


def _day(prefix: str, shape: Mapping[str, Any]) -> Fields:
    said = {"op": shape.get("op"), "date": shape.get("date"), "time": shape.get("time"), "what": shape.get("what")}
    return {f"{prefix}{name}": str(value) for name, value in said.items() if value}


def _days(items: Sequence[Mapping[str, Any]]) -> Fields:
    filled: Fields = {}
    for place, item in enumerate(items):
        filled |= _day(f"day.{place}.", item)
    return filled


def _day_of(prefix: str, fields: Mapping[str, str]) -> dict[str, Any]:
    said = {name: fields.get(f"{prefix}{name}") for name in ("op", "date", "time", "what")}
    return {"op": "before", **{name: value for name, value in said.items() if value}}


def _days_of(fields: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_day_of(f"day.{place}.", fields) for place in rows(fields) if fields.get(f"day.{place}.date")]


def _recurring(shape: Mapping[str, Any]) -> Fields:
    due = shape.get("due") or {}
    first = due[0] if isinstance(due, list) else due
    filled = {f"due.every.{one}": "yes" for one in shape["frequency"]}
    said = {"op": "op", "day": "on_day", "month": "month", "weekday": "weekday", "time": "time"}
    filled |= {f"due.{field}": str(first[name]) for name, field in said.items() if first.get(name) is not None}
    return filled | ({"due.until": str(shape["until"])} if shape.get("until") else {})


def _recurring_of(fields: Mapping[str, str]) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "recurring"}
    shape["frequency"] = [one for one in FREQUENCIES if fields.get(f"due.every.{one}")]
    numbers = {"day": fields.get("due.on_day"), "month": fields.get("due.month"), "weekday": fields.get("due.weekday")}
    due: dict[str, Any] = {name: _whole(value) for name, value in numbers.items() if value}
    if due:
        hour = {"time": fields["due.time"]} if fields.get("due.time") else {}
        shape["due"] = {"op": fields.get("due.op") or "before", **due, **hour}
    return shape | ({"until": fields["due.until"]} if fields.get("due.until") else {})


def _relative(shape: Mapping[str, Any]) -> Fields:
    filled: Fields = {"due.event": str(shape["trigger"])}
    amounts = {"hours": shape.get("offset_hours"), "months": shape.get("offset_months")}
    amounts["working" if shape.get("working_days") else "days"] = shape.get("offset_days")
    for unit, amount in amounts.items():
        if amount is not None:
            filled |= {"due.amount": str(amount), "due.unit": unit}
    return filled | ({"due.date": str(shape["date"])} if shape.get("date") else {})


def _relative_of(fields: Mapping[str, str]) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "relative", "trigger": fields.get("due.event", "")}
    amount, unit = _whole(fields.get("due.amount") or ""), fields.get("due.unit", "days")
    if amount != "":
        shape["offset_days" if unit in {"days", "working"} else f"offset_{unit}"] = amount
        shape["working_days"] = unit == "working"
    return shape | ({"date": fields["due.date"]} if fields.get("due.date") else {})


def _whole(text: str) -> int | str:
    """A number; what is none stays as it is."""
    try:
        return int(text)
    except ValueError:
        return text
