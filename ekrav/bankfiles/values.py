"""Amounts, dates and times as ISO 20022 writes them.

Amounts are decimals with a point and up to five decimals; whole öre are all that a Swedish account can hold.
Civil dates are Swedish: a time in another zone is turned into the day it was in Stockholm.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ekrav.money import Ore

LARGEST = Ore(9_999_999_999_999_99)

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?", re.ASCII)
_DATE = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)


class NotAValue(ValueError):
    """A text that is not the amount, date or time it should be."""


def read_ore(text: str) -> Ore:
    """Return the öre of an ISO 20022 decimal: "53979.99", "100", "8.8500". Raises NotAValue."""
    match = _DECIMAL.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]):
        raise NotAValue(text)
    whole, part = match["whole"].lstrip("0"), (match["part"] or "").rstrip("0")
    if len(part) > 2 or len(whole) > 13:
        raise NotAValue(text)
    ore = int(whole or "0") * 100 + int(part.ljust(2, "0"))
    return Ore(-ore if match["sign"] == "-" else ore)


def write_ore(ore: Ore) -> str:
    """Return an amount of zero or more as a decimal with a point and two decimals: "1842.00"."""
    return f"{ore // 100}.{ore % 100:02}"


def read_date(text: str) -> date:
    """Return an ISO date; a time zone after it does not move the day. Raises NotAValue."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise NotAValue(text)
    return _civil(match["day"])


def read_time(text: str) -> datetime:
    """Return an ISO time, aware; without a zone it is Swedish time. Raises NotAValue."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise NotAValue(text) from None
    return time if time.tzinfo else time.replace(tzinfo=_STOCKHOLM)


def swedish_day(time: datetime) -> date:
    """Return the day in Stockholm of an aware time. Raises NotAValue at the ends of the calendar."""
    try:
        return time.astimezone(_STOCKHOLM).date()
    except OverflowError:
        raise NotAValue(time.isoformat()) from None


def write_time(time: datetime) -> str:
    """Return a time to the second, with its offset when it has one."""
    return time.isoformat(timespec="seconds")


def _civil(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAValue(text) from None
