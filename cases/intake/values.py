"""Values as invoices print them: dates, amounts, references, numbers; each with where in the text it stands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ekrav.money import Ore

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value and the characters it was read from; `doubt` when they can be read in another way too."""

    value: T
    start: int
    end: int
    doubt: bool = False


Parser = Callable[[str], Found[T] | None]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mar mars march",
            "apr april",
            "maj may",
            "jun juni june",
            "jul juli july",
            "aug augusti august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\d./-])(?:
      (?P<y1>(?:19|20)\d\d)\ ?[-/.]\ ?(?P<m1>\d\d?)\ ?[-/.]\ ?(?P<d1>\d\d?)
    | (?P<y2>(?:19|20)\d\d)(?P<m2>\d\d)(?P<d2>\d\d)
    | (?P<d3>\d\d?)[/.-](?P<m3>\d\d?)(?:[/.-]|\ |\ -\ )(?P<y3>(?:19|20)\d\d)
    | (?P<d4>\d\d?)(?:st|nd|rd|th|:?e)?\.?[\ -](?P<m4>{_MONTH})\.?,?[\ -](?P<y4>(?:19|20)\d\d)
    | (?P<m5>{_MONTH})\.?\ (?P<d5>\d\d?)(?:st|nd|rd|th)?,?\ (?P<y5>(?:19|20)\d\d)
    | (?P<a>\d\d)-(?P<b>\d\d)-(?P<c>\d\d)
    | (?P<d6>\d\d?)/(?P<m6>\d\d?)\ ?[-\ /]\ ?'?(?P<y6>\d\d)
    | (?P<y7>\d\d)(?P<m7>\d\d)(?P<d7>\d\d)
    )(?![\d/%-]|\.\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def dates(text: str) -> Iterator[Found[date]]:
    """Yield the dates in the text: 2026-09-30, 20260930, 30/9 2026, 30 september 2026, Sep 30, 2026, 26-09-30.

    Day comes before month, as in Sweden. There is a doubt where month first gives another date too, or where a year of
    two digits may be a day.
    """
    for match in _DATE.finditer(text):
        found = _date(match)
        if found is not None:
            yield found


def _date(match: re.Match[str]) -> Found[date] | None:
    part = match.groupdict()
    start, end = match.span()
    if part["a"]:
        readings = [
            _day(f"20{part['a']}", part["b"], part["c"]),
            _day(f"20{part['c']}", part["b"], part["a"]),
        ]
        known = [day for day in readings if day]
        return Found(known[0], start, end, doubt=len(set(known)) > 1) if known else None
    for n in "1234567":
        if part.get(f"y{n}"):
            year, month, day = (part[f"{letter}{n}"] for letter in "ymd")
            year = year if len(year) == 4 else f"20{year}"
            swedish = _day(year, month, day)
            english = _day(year, day, month) if n in "36" and match["m3"] and "/" in match[0] else None
            if swedish or english:
                chosen = swedish or english
                assert chosen is not None
                slashes = match[0].count("/") == 2
                return Found(chosen, start, end, doubt=slashes and english is not None and english != swedish)
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = _MONTHS.get(month.lower(), 0) or (int(month) if month.isdigit() else 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def a_date(text: str) -> Found[date] | None:
    """Return the first date in the text."""
    return next(dates(text), None)


CURRENCIES = {
    "sek": "SEK", "kr": "SEK", "kronor": "SEK", "skr": "SEK", ":-": "SEK", ",-": "SEK",
    "eur": "EUR", "€": "EUR", "euro": "EUR", "usd": "USD", "$": "USD", "gbp": "GBP", "£": "GBP",
    "nok": "NOK", "dkk": "DKK", "chf": "CHF", "pln": "PLN",
}  # fmt: skip
_BEFORE = r"(?:SEK|EUR|USD|GBP|NOK|DKK|CHF|PLN|kr|€|\$|£)"
_AFTER = r"(?:SEK|EUR|USD|GBP|NOK|DKK|CHF|PLN|kronor|kr|euro|€|\$|£)(?!\w)|[:,.]-"
_AMOUNT = re.compile(
    rf"""(?<![\w.,/+])(?<!\d-)(?P<before>{_BEFORE}:?\ ?)?(?P<sign>-\ ?)?(?P<before2>{_BEFORE}\ ?)?
    (?P<whole>\d{{1,3}}(?:[ ']\d{{3}}){{1,4}}|\d{{1,3}}(?:\.\d{{3}}){{1,4}}(?=,\d\d(?!\d)|\ ?(?:{_AFTER})|$)
      |\d{{1,3}}(?:,\d{{3}}){{1,4}}(?=\.\d\d(?!\d)|\ ?(?:{_AFTER})|$)|\d{{1,12}})
    (?:[.,](?P<part>\d\d))?(?![\d/%]|[.,]\d|\ ?(?:%|procent))
    (?P<after>\ ?(?:{_AFTER}))?(?P<minus>-(?!\w))?(?![\w/]|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)
CURRENCY = re.compile(rf"(?<!\w)(?:{_AFTER})|€|£", re.IGNORECASE)
_NOT_MONEY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d{6}-\d{4}|\d{3,4}-\d{4}|SE ?\d{6}-?\d{4} ?01")


def amounts(text: str) -> Iterator[Found[Ore]]:
    """Yield the sums of money in the text: those with two decimals or a currency, or a number that is all there is."""
    hidden = _NOT_MONEY.sub(lambda match: "#" * len(match[0]), text)
    for day in dates(hidden):
        if re.search(r"[^\d]", hidden[day.start : day.end]):
            hidden = hidden[: day.start] + "#" * (day.end - day.start) + hidden[day.end :]
    for match in _AMOUNT.finditer(hidden):
        marked = match["before"] or match["before2"] or match["after"]
        alone = hidden.strip() == match[0].strip()
        if not (match["part"] or marked or (alone and len(match["whole"]) <= 11)):
            continue
        ore = int(re.sub(r"\D", "", match["whole"])) * 100 + int(match["part"] or 0)
        negative = match["sign"] or match["minus"]
        yield Found(Ore(-ore if negative else ore), match.start(), match.end())


def an_amount(text: str) -> Found[Ore] | None:
    """Return the first sum of money in the text."""
    return next(amounts(text), None)


def currency_of(text: str) -> Found[str] | None:
    """Return the first currency named in the text, as an ISO 4217 code."""
    match = re.search(
        rf"(?<![A-Za-zÅÄÖåäö])(?:{_BEFORE}|kronor|euro|:-)(?![A-Za-zÅÄÖåäö])", text, re.IGNORECASE
    )
    return Found(CURRENCIES[match[0].lower()], match.start(), match.end()) if match else None


def pattern(regex: str, *, clean: Callable[[str], str] = str.strip) -> Parser[str]:
    """Return a parser for the first match of a pattern (its group 1 if it has one)."""
    compiled = re.compile(regex, re.IGNORECASE)

    def parse(text: str) -> Found[str] | None:
        match = compiled.search(text)
        if match is None:
            return None
        group = 1 if compiled.groups else 0
        return Found(clean(match[group]), match.start(group), match.end(group))

    return parse


def digits(text: str) -> str:
    """Return the digits of the text."""
    return re.sub(r"\D", "", text)


a_bankgiro = pattern(r"(?<![\d-])(\d{3,4}-\d{4}|\d{7,8})(?![\d-])", clean=digits)
a_plusgiro = pattern(r"(?<![\d-])(\d{1,2}(?: ?\d{2}){0,3} ?- ?\d|\d{2,8})(?![\d-])", clean=digits)
an_ocr = pattern(r"(?<![\w-])(\d[\d ]{0,30}\d)(?![\w-])(?![.,]\d)", clean=digits)
a_number = pattern(r"(?<![\d-])((?:16|19|20)?\d{6}[-+]?\d{4})(?![\d-])", clean=str.strip)
a_vat_number = pattern(r"(?<!\w)(SE ?\d{6} ?-?\d{4} ?-?\d\d)(?!\w)", clean=digits)
some_days = pattern(r"(?<!\d)(\d{1,3}) ?(?:dagar|dagars|dgr|dag|days?)\b")
