"""Dates, sums and numbers the way a letter writes them. Pure; always Swedish."""

from datetime import date
from typing import Final

from ekrav.money import NBSP, Ore, format_amount

_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_ENGLISH: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT: Final = ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]
_WEEKDAYS: Final = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]


def day_month(day: date) -> str:
    """Return "4 december"."""
    return f"{day.day}{NBSP}{_MONTHS[day.month - 1]}"


def month_name(month: int) -> str:
    """Return "december" of 12."""
    return _MONTHS[month - 1]


def full_date(day: date) -> str:
    """Return "4 december 2026"."""
    return f"{day_month(day)} {day.year}"


def weekday_date(day: date) -> str:
    """Return "fredag 4 december"."""
    return f"{_WEEKDAYS[day.weekday()]} {day_month(day)}"


def near_date(day: date, *, year: int) -> str:
    """Return "4 december", with its year when it is another than the letter's."""
    return day_month(day) if day.year == year else full_date(day)


def short_date(day: date, *, year: int) -> str:
    """Return "4 dec", with its year when it is another than the letter's."""
    text = f"{day.day}{NBSP}{_SHORT[day.month - 1]}"
    return text if day.year == year else f"{text}{NBSP}{day.year}"


def period(first: date, last: date, *, year: int) -> str:
    """Return "29 aug–20 nov", both days included; with years as soon as one day lies in another year."""
    shown = year if first.year == last.year == year else 0
    return f"{short_date(first, year=shown)}–{short_date(last, year=shown)}"


def round_kronor(amount: Ore) -> str:
    """Return "1 842" or, when there are öre, "1 842,50": the way prose and headings write a sum."""
    return format_amount(amount).removesuffix(",00")


def percent(hundredths: int) -> str:
    """Return "10 %" of 1000 and "10,5 %" of 1050 (hundredths of a percent a year)."""
    whole, part = divmod(hundredths, 100)
    decimals = f",{part:02}".rstrip("0").rstrip(",")
    return f"{whole}{decimals}{NBSP}%"


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def english_date(day: date) -> str:
    """Return "4 December 2026"."""
    return f"{day.day}{NBSP}{_ENGLISH[day.month - 1]} {day.year}"


def english_amount(amount: Ore) -> str:
    """Return "SEK 1,842.00"."""
    whole, part = divmod(amount, 100)
    return f"SEK{NBSP}{whole:,}.{part:02}"
