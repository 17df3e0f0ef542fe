"""Anna's old debt under surveillance, and the days that pass.

She owes Åre Bygg 10 000.00 since 3 February 2025, due 28 February, at an agreed 7.30 %: 2.00 kr a day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cases.due import do_all_due
from cases.models import Case, StandingChoice
from cases.note_posted import note_all_posted
from cases.register import ClaimFacts
from ekrav.agency.rates import current_rates
from ekrav.money import Ore
from ekrav.outbox.models import Parcel
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import are_bygg_on, log
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today, take_as_posted

REGISTERED = date(2025, 3, 10)
CLAIM = replace(
    TEN_THOUSAND,
    invoice_date=date(2025, 2, 3),
    sent_on=date(2025, 2, 3),
    delivered_on=date(2025, 2, 3),
    due_date=date(2025, 2, 28),
    agreed_rate=Decimal("7.30"),
)
YEARLY = Ore(1_875)


def under_surveillance(
    *, ceiling: Ore = YEARLY, claim: ClaimFacts = CLAIM, unheard: bool = False, **tariff: object
) -> Case:
    """Anna's case on the day surveillance began, by a standing choice with that yearly ceiling.

    `unheard`: the letters before it prove nothing.
    """
    creditor = are_bygg_on(REGISTERED, **tariff)
    at, _today = right_now()
    with tenant_scope(creditor):
        StandingChoice.objects.create(
            surveillance_yearly_ore=ceiling, tariff_version=2 if tariff else 1, made_at=at, made_by=1
        )
    case = a_case(creditor, claim=claim)
    for day in steps(case):
        pass_day(case, day)
        if unheard:
            with tenant_scope(creditor):
                Dispatch.objects.update(void=True)
        if log(case)[-1] == "surveilled":
            return case
    raise AssertionError(log(case))


def steps(case: Case) -> Iterator[date]:
    """The days of the case's next steps, one after the other."""
    while True:
        with tenant_scope(case.creditor_id):
            day = Case.objects.values_list("next_date", flat=True).get(pk=case.pk)
        if day is None:
            return
        yield day


def pass_day(case: Case, day: date) -> None:
    """Everything that is due is done; letters are printed and posted the same day and the cases told."""
    set_today(day)
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())
    take_as_posted(case.creditor_id)
    note_all_posted(today=today, at=at, rates=current_rates())


def pass_until(case: Case, last: date) -> None:
    """Every day through `last` on which something is due."""
    for day in steps(case):
        if day > last:
            return
        pass_day(case, day)


def comes_back(case: Case) -> None:
    """The post brings the last letter back."""
    with tenant_scope(case.creditor_id):
        letter = Dispatch.objects.filter(case_number=case.number).latest("letter_number")
        Dispatch.objects.filter(pk=letter.pk).update(state=Dispatch.State.RETURNED)


def mails(case: Case) -> list[str]:
    """The subjects of what the creditor was told, in order."""
    with tenant_scope(case.creditor_id):
        return list(Parcel.objects.order_by("id").values_list("subject", flat=True))
