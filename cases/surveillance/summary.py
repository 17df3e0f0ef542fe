"""Summary: once a year each creditor is told what surveillance has done and cost. What it says is also a page.

One mail a company and year, in January or as soon as somebody asks: cases and sums, never debtors.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.creditor_mail import link_to, mail_creditor
from cases.models import Case, CaseEvent, Surveillance
from cases.states import OPEN_STATES, State
from cases.surveillance.in_force import watches_of
from ekrav.law.rates import Rates
from ekrav.law.vat import vat_on
from ekrav.look.dates import full_date
from ekrav.money import Ore, format_kronor
from ekrav.tenancy import routing_scope, tenant_scope
from letters.catalogue import LetterKind
from letters.models import Dispatch

_log = logging.getLogger(__name__)

NAMED: Final = 50
LEFT: Final = (Dispatch.State.POSTED, Dispatch.State.RETURNED)


@dataclass(frozen=True, kw_only=True)
class YearOf:
    """What a calendar year of a case's surveillance came to: letters posted, those that came back, cost with VAT, and
    what was paid on the case."""

    year: int
    letters: int
    returned: int
    cost: Ore
    paid: Ore


def years_of(*, cases: Sequence[Case], years: Sequence[int], rates: Rates) -> dict[int, list[YearOf]]:
    """The calendar years of cases under surveillance (with subledgers), by case. In their creditor's scope."""
    watches = watches_of(cases)
    posted = Dispatch.objects.filter(
        case_number__in=[case.number for case in cases], kind=LetterKind.SURVEILLANCE, state__in=LEFT
    )
    letters = list(posted.values_list("case_number", "posted_on__year", "state"))
    payments = CaseEvent.objects.filter(
        case__in=cases, kind__in=(CaseEvent.Kind.PAID, CaseEvent.Kind.DIRECT_PAYMENT)
    )
    paid = list(payments.values_list("case_id", "on__year", "amount_ore"))
    return {
        case.pk: [
            _year(
                year,
                letters=[state for number, when, state in letters if (number, when) == (case.number, year)],
                fee=Ore(sum(ore for day, ore in watches[case.pk].charged if day.year == year)),
                paid=Ore(sum(ore or 0 for pk, when, ore in paid if (pk, when) == (case.pk, year))),
                rates=rates,
            )
            for year in years
        ]
        for case in cases
        if case.pk in watches
    }


def _year(year: int, *, letters: Sequence[str], fee: Ore, paid: Ore, rates: Rates) -> YearOf:
    return YearOf(
        year=year,
        letters=len(letters),
        returned=letters.count(Dispatch.State.RETURNED),
        cost=Ore(fee + vat_on(fee=fee, on=date(year, 12, 31), rates=rates)),
        paid=paid,
    )


def summarise_all(*, today: date, at: datetime, rates: Rates) -> int:
    """Tell every creditor of the year that has passed; how many. One that fails is logged."""
    with routing_scope():
        rows = Surveillance.objects.filter(summary_on__lte=today)
        creditors = list(rows.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())
    told = 0
    for creditor in creditors:
        try:
            told += summarise(creditor_id=creditor, today=today, at=at, rates=rates)
        except Exception:
            _log.exception("surveillance not summed up", extra={"creditor": creditor})
    return told


def summarise(*, creditor_id: int, today: date, at: datetime, rates: Rates) -> bool:
    """Tell one creditor of all its cases at once; False when it has been told. Opens its scope."""
    with tenant_scope(creditor_id):
        due = Surveillance.objects.select_for_update(of=("self",)).filter(summary_on__lte=today)
        rows = list(due.select_related("case", "case__subledger").order_by("id"))
        if not rows:
            return False
        year = today.year - 1
        cases = list({row.case_id: row.case for row in rows}.values())
        mail_creditor(
            key=f"surveillance {year}",
            subject=_("Efterbevakning %(year)s") % {"year": year},
            paragraphs=_paragraphs(cases, rows, year=year, rates=rates),
            at=at,
        )
        for row in rows:
            goes_on = (
                State.SURVEILLANCE in (row.case.state, row.case.resumes) and row.case.state in OPEN_STATES
            )
            row.summary_on = date(today.year + 1, 1, 1) if goes_on else None
        Surveillance.objects.bulk_update(rows, ["summary_on"])
        return True


def _paragraphs(cases: Sequence[Case], rows: Sequence[Surveillance], *, year: int, rates: Rates) -> list[str]:
    found = years_of(cases=cases, years=[year], rates=rates)
    sums = [found[case.pk][0] for case in cases]
    total = {
        "letters": sum(each.letters for each in sums),
        "back": sum(each.returned for each in sums),
        "cost": format_kronor(Ore(sum(each.cost for each in sums))),
        "paid": format_kronor(Ore(sum(each.paid for each in sums))),
    }
    by = {row.case_id: row.claim_by for row in rows}
    lines = [_line(case, found[case.pk][0], by=by[case.pk]) for case in cases[:NAMED]]
    more = len(cases) - NAMED
    if more > 0:
        lines.append(ngettext("– och ett till", "– och %(n)s till", more) % {"n": more})
    return [
        _("Under %(year)s gick %(letters)s brev. %(back)s kom tillbaka. De kostade dig %(cost)s med moms.")
        % {"year": year, **total},
        _("I ärendena betalades %(paid)s.") % total,
        "\n".join(lines),
        _("Alla ärenden:\n%(link)s") % {"link": link_to("cases:list")},
    ]


def _line(case: Case, found: YearOf, *, by: date | None) -> str:
    said = _("– ärende %(number)s: %(letters)s brev, %(cost)s") % {
        "number": case.number,
        "letters": found.letters,
        "cost": format_kronor(found.cost),
    }
    return said + (_(", kan krävas till %(day)s") % {"day": full_date(by)} if by else "")
