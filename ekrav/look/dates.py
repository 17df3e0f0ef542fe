"""Civil dates and times as words, Swedish and English. Times are shown in the settings' time zone."""

from datetime import date, datetime
from typing import Final

from django.utils import timezone

from ekrav.look.figures import english

_DAYS: Final = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_DAYS: Final = {
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS: Final = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def _language() -> str:
    return "en" if english() else "sv"


def _month(day: date) -> str:
    return _MONTHS[_language()][day.month - 1]


def short_day(day: date, *, today: date | None) -> str:
    """For tables and cards: "tors 10 dec"; in another year than today's, "15 jan 2027"."""
    if today is None or day.year != today.year:
        return f"{brief_day(day)} {day.year}"
    return f"{_SHORT_DAYS[_language()][day.weekday()]} {brief_day(day)}"


def brief_day(day: date) -> str:
    """Day and month only: "10 dec". For text where the year and the weekday are plain from what stands around it."""
    return f"{day.day} {_month(day)[:3]}"


def long_day(day: date, *, today: date | None) -> str:
    """For headings and debtors: "fredag 4 december"; in another year than today's, "fredag 4 december 2027"."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{_DAYS[_language()][day.weekday()]} {day.day} {_month(day)}{year}"


def whole_day(day: date) -> str:
    """With weekday and year: "onsdag 25 november 2026"."""
    return long_day(day, today=None)


def full_date(day: date) -> str:
    """Without weekday: "4 december 2026"."""
    return f"{day.day} {_month(day)} {day.year}"


def time_of_day(moment: datetime) -> str:
    """The clock in Stockholm: "14:02"."""
    return f"{timezone.localtime(moment):%H:%M}"


def short_moment(moment: datetime, *, today: date | None) -> str:
    """Only the clock on the day itself, "06:12"; else "tis 24 nov 15:20"."""
    day = timezone.localtime(moment).date()
    clock = time_of_day(moment)
    return clock if day == today else f"{short_day(day, today=today)} {clock}"
