"""When the invoice was made and when it was due."""

import re
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.intake import labels, values
from cases.intake.extraction import Field, State, missing
from cases.intake.layout import Paper, Place
from cases.intake.search import Hit, distinct, hits

_NET_DAYS = re.compile(
    r"(?<!\w)(?:(?P<a>\d{1,3}) ?(?:dagar|dgr|dag|days?)(?: ?(?:netto|net))"
    r"|(?:netto|net|inom|within) ?(?P<b>\d{1,3})(?: ?(?:dagar|dgr|days?))?)(?![\w%]|[.,]\d| \d| ?%| ?kr)",
    re.IGNORECASE,
)
_TOWN = re.compile(r"(?:[A-ZÅÄÖ][^\W\d_]+(?: [A-ZÅÄÖ][^\W\d_]+)?,? )?(?:den )?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_APART = 7  # days that a due date may be moved to a bank day


def read_dates(paper: Paper) -> tuple[Field[date], Field[date], bool]:
    """Return the invoice date, the due date, and whether the due date was computed from the terms."""
    invoice = _date(hits(paper, labels.INVOICE_DATE, values.a_date) or _plain_dates(paper))
    invoice = invoice if invoice.value else _letter_date(paper)
    due = _date(hits(paper, labels.DUE_DATE, values.a_date))
    days = _days(paper)
    if due.value is None and invoice.value is not None and days is not None:
        return invoice, _computed(invoice.value, *days), True
    return *_in_order(invoice, due, days), False


def _plain_dates(paper: Paper) -> list[Hit[date]]:
    """Return what stands by a mere "Datum", which never is a due date or a date of delivery."""
    return [h for h in hits(paper, labels.ANY_DATE, values.a_date) if h.by.text.lower().startswith(h.label)]


def _letter_date(paper: Paper) -> Field[date]:
    """Return the date of a letter ("Hässelby den 1 september 2026"), to be checked, if there is only one such line."""
    found = [(segment, values.a_date(segment.text)) for segment in paper.segments]
    lines = [
        (s, day)
        for s, day in found
        if day and day.end == len(s.text) and _TOWN.fullmatch(s.text[: day.start])
    ]
    if len({day.value for _s, day in lines}) != 1:
        return missing()
    segment, day = lines[0]
    return Field(day.value, State.CHECK, _("Datumet står utan rubrik."), segment.place(day.start, day.end))


def _date(found: list[Hit[date]]) -> Field[date]:
    likely = [h for h in found if _FIRST_YEAR <= h.value.year <= _LAST_YEAR]
    different = distinct(likely)
    if not different:
        return missing()
    chosen = different[0]
    reason = ""
    if len(different) > 1:
        reason = _("Två datum hittades, %(one)s och %(other)s.") % {
            "one": chosen.value,
            "other": different[1].value,
        }
    elif chosen.doubt:
        reason = _("Datumet kan läsas på två sätt.")
    return Field(chosen.value, State.CHECK if reason else State.READ, reason, chosen.place)


def _days(paper: Paper) -> tuple[int, Place] | None:
    """Return the days of credit ("30 dagar netto") and where they stand, if the invoice says one thing only."""
    by_label = [(int(values.digits(h.value)), h.place) for h in hits(paper, labels.TERMS, values.some_days)]
    found = by_label or [
        (int(match["a"] or match["b"]), segment.place(*match.span()))
        for segment in paper.segments
        for match in _NET_DAYS.finditer(segment.text)
        if not re.search(r"räklam|reklam|anmärkning|påminnelse|return|complain", segment.text, re.IGNORECASE)
    ]
    return found[0] if found and len({days for days, _place in found}) == 1 else None


def _computed(invoice: date, days: int, place: Place) -> Field[date]:
    reason = _("Räknat ut: fakturadatum + %(days)d dagar. Fakturan har inget förfallodatum.") % {"days": days}
    return Field(invoice + timedelta(days=days), State.CHECK, reason, place)


def _in_order(
    invoice: Field[date], due: Field[date], days: tuple[int, Place] | None
) -> tuple[Field[date], Field[date]]:
    if invoice.value is None or due.value is None:
        return invoice, due
    if due.value < invoice.value:
        reason = _("Förfallodatum före fakturadatum.")
        return replace(invoice, state=State.CHECK, reason=reason), replace(
            due, state=State.CHECK, reason=reason
        )
    if (
        days is not None
        and due.state is State.READ
        and abs((due.value - invoice.value).days - days[0]) > _APART
    ):
        reason = _("Betalningsvillkoret %(days)d dagar ger ett annat datum.") % {"days": days[0]}
        return invoice, replace(due, state=State.CHECK, reason=reason)
    return invoice, due
