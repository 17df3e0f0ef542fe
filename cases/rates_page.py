"""The law's rows in words, for the page where staff read and enter them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ekrav.law.explain import format_percent
from ekrav.law.interest import known_through
from ekrav.law.rates import Mark, Rates, Row, Unit
from ekrav.look.figures import kronor
from ekrav.look.parts import Words
from ekrav.money import Ore
from ekrav.payments.models import Payment

NAMES: Final[Mapping[str, Words]] = {
    "age.majority": gettext_lazy("Myndighetsålder"),
    "allocation.order.business": gettext_lazy("Avräkningens ordning, företag"),
    "allocation.order.consumer": gettext_lazy("Avräkningens ordning, privatpersoner"),
    "bankruptcy.interest_days": gettext_lazy("Konkurs, ränta efter beslutet"),
    "court.bankruptcy_petition_fee": gettext_lazy("Ansökningsavgift i domstol, konkurs"),
    "court.petition_fee.large": gettext_lazy("Ansökningsavgift i domstol, större mål"),
    "court.petition_fee.small": gettext_lazy("Ansökningsavgift i domstol, småmål"),
    "court.transfer_fee.large": gettext_lazy("Tilläggsavgift i domstol, större mål"),
    "court.transfer_fee.small": gettext_lazy("Tilläggsavgift i domstol, småmål"),
    "credit_report.fresh_days": gettext_lazy("Kreditupplysning, duger för ett beslut"),
    "debt_relief.claim_months": gettext_lazy("Skuldsanering, tid att anmäla fordran"),
    "debt_relief.interest_days": gettext_lazy("Skuldsanering, ränta efter inledandebeslutet"),
    "demand.min_bank_days": gettext_lazy("Inkassokrav, minsta tid efter mottagande"),
    "demand.min_days": gettext_lazy("Inkassokrav, minsta tid efter avsändande"),
    "enforcement.ask_days": gettext_lazy("Utmätning, nytt år: borgenären frågas före"),
    "enforcement.leave_days": gettext_lazy("Utmätning, nytt år: tas annars tillbaka före"),
    "estate.peace_months": gettext_lazy("Dödsbo, tid i fred"),
    "fee.demand.max": gettext_lazy("Inkassokrav, högst"),
    "fee.late_b2b": gettext_lazy("Förseningsersättning mellan företag"),
    "fee.plan.max": gettext_lazy("Amorteringsplan, högst"),
    "fee.reminder.max": gettext_lazy("Betalningspåminnelse, högst"),
    "interest.days_after_sending": gettext_lazy("Ränta utan avtalad förfallodag, börjar efter"),
    "interest.margin": gettext_lazy("Dröjsmålsräntans tillägg till referensräntan"),
    "interest.reference": gettext_lazy("Referensränta"),
    "kfm.agent_fee.max": gettext_lazy("Ombudsarvode, betalningsföreläggande, högst"),
    "kfm.application_fee": gettext_lazy("Ansökningsavgift, betalningsföreläggande"),
    "kfm.enforcement_base_fee": gettext_lazy("Grundavgift, utmätning"),
    "kfm.new_base_fee.least_unpaid": gettext_lazy("Ny grundavgift, minsta obetalda belopp"),
    "limitation.consumer": gettext_lazy("Preskription, konsument"),
    "limitation.letter_months": gettext_lazy("Preskription, brev före sista dagen"),
    "limitation.other": gettext_lazy("Preskription, annars"),
    "limitation.untold": gettext_lazy("Preskription efter ett förfarande gäldenären inte fått veta om"),
    "mail.by_hand_bank_days": gettext_lazy("Brev som postas för hand, tid för det"),
    "mail.transit_bank_days": gettext_lazy("Postens tid"),
    "payment.grace_bank_days": gettext_lazy("Väntan på en betalning på väg"),
    "payment.rent_bank_days": gettext_lazy("Hyra, betald före bankens bokföring"),
    "payment.twin_days": gettext_lazy("Samma betalning berättad två gånger, inom"),
    "payment_order.answer_days": gettext_lazy("Betalningsföreläggande, tid att svara"),
    "payment_order.court_request_days": gettext_lazy(
        "Bestritt betalningsföreläggande, tid att begära domstol"
    ),
    "payment_order.reopening_months": gettext_lazy("Utslag, tid att söka återvinning"),
    "plan.grace_bank_days": gettext_lazy("Amorteringsplan, väntan på en delbetalning"),
    "price_base_amount": gettext_lazy("Prisbasbelopp"),
    "situation.again_months": gettext_lazy("Händelse hos gäldenären, ses efter igen"),
    "situation.look_days": gettext_lazy("Händelse hos gäldenären, ses på inom"),
    "vat.rate": gettext_lazy("Moms på våra avgifter"),
}

# What is said of a mark: the words, the sign before them and its tone.
MARKS: Final[Mapping[Mark, tuple[Words, str, str]]] = {
    Mark.READ: (gettext_lazy("Läst i författningen eller hos myndigheten"), "check", ""),
    Mark.SECOND_HAND: (gettext_lazy("Läst i andra hand"), "info", ""),
    Mark.MEMORY: (gettext_lazy("Ur minnet, måste bekräftas"), "warning", "warn"),
    Mark.DERIVED: (gettext_lazy("Uträknad av det som är läst"), "info", ""),
    Mark.UNKNOWN: (gettext_lazy("Okänd"), "warning", "warn"),
    Mark.SIMULATED: (gettext_lazy("Simulerad"), "warning", "warn"),
}

PARTS: Final[Mapping[str, Words]] = {
    "reminder": gettext_lazy("påminnelse"),
    "demand": gettext_lazy("inkassokrav"),
    "plan": gettext_lazy("amorteringsplan"),
    "outlay": gettext_lazy("Kronofogdens avgift"),
    "agent": gettext_lazy("ombud hos Kronofogden"),
    "late_payment": gettext_lazy("förseningsersättning"),
    "interest": gettext_lazy("ränta"),
    "capital": gettext_lazy("kapital"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row in words. `now`: it is in force today."""

    row: Row
    value: str
    mark: Words
    shape: str
    tone: str
    now: bool


@dataclass(frozen=True, kw_only=True)
class Series:
    """A key's rows, the latest first. `missing`: none of them is in force today."""

    key: str
    name: Words
    lines: Sequence[Line]

    @property
    def missing(self) -> bool:
        return not any(line.now for line in self.lines)


def series_of(*, rates: Rates, today: date) -> list[Series]:
    """Every series with its rows, by name."""
    rows = sorted(rates.rows, key=lambda row: (row.key, -row.valid_from.toordinal()))
    found = [
        Series(key=key, name=name_of(key), lines=[line_of(row, today=today) for row in group])
        for key, group in groupby(rows, key=lambda row: row.key)
    ]
    return sorted(found, key=lambda series: str(series.name))


def name_of(key: str) -> Words:
    """A series' name; its key where it has none."""
    return NAMES.get(key, key)


def line_of(row: Row, *, today: date) -> Line:
    """A row in words."""
    mark, shape, tone = MARKS[row.mark]
    return Line(row=row, value=value_words(row), mark=mark, shape=shape, tone=tone, now=row.covers(today))


def value_words(row: Row) -> str:
    """A row's value as it is read: "2,5 procent", "180,00 kr", "8 dagar"."""
    if isinstance(row.value, tuple):
        return ", ".join(str(PARTS.get(word, word)) for word in row.value)
    if row.unit is Unit.KRONOR:
        return kronor(Ore(int(row.value)))
    if row.unit is Unit.PERCENT:
        return _("%(rate)s procent") % {"rate": format_percent(Fraction(row.value))}
    count = int(row.value)
    words = {
        Unit.DAYS: ngettext("%(n)s dag", "%(n)s dagar", count),
        Unit.BANK_DAYS: ngettext("%(n)s bankdag", "%(n)s bankdagar", count),
        Unit.MONTHS: ngettext("%(n)s månad", "%(n)s månader", count),
        Unit.YEARS: ngettext("%(n)s år", "%(n)s år", count),
    }
    return words[row.unit] % {"n": count}


def payments_waiting(*, rates: Rates) -> QuerySet[Payment]:
    """Payments booked on days whose rate is not decided: routed, and applied when it is. In the current scope."""
    waiting = Payment.objects.filter(applied_at=None, booked_date__gt=known_through(rates=rates))
    return waiting.select_related("reference").order_by("booked_date", "id")
