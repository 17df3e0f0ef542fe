"""Several invoices in one case: what is refused together, and how the debtor sees them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic

from cases.claims import claims_in
from cases.models import CaseEvent, Claim
from cases.register import AlreadyRegistered, NotOneCase
from debtor_portal.kept import events_shown
from debtor_portal.reckoning import reckon
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.said import fresh, last
from tests.cases.several import BATHROOM, KITCHEN, facts_of, one_case
from tests.cast import a_case, set_today
from tests.debtor_portal.given import pay, play

pytestmark = pytest.mark.django_db

OCT_13, OCT_20, NOV_2, NOV_20 = (date(2026, *day) for day in ((10, 13), (10, 20), (11, 2), (11, 20)))


def test_invoices_that_cannot_be_claimed_together_are_refused_and_nothing_is_left_behind(
    are_bygg: int,
) -> None:
    rent = replace(KITCHEN, kind=Claim.Kind.RENT)
    many = [replace(KITCHEN, invoice_number=str(number)) for number in range(2000, 2010)]
    for further, reason in (([rent], "rent"), ([BATHROOM], "twice"), (many, "many")):
        with pytest.raises(NotOneCase) as refused:
            a_case(are_bygg, claim=BATHROOM, further=further)
        assert refused.value.reason == reason
    there = a_case(are_bygg, claim=KITCHEN)
    # Nor does the database take them, whoever writes.
    with tenant_scope(are_bygg), pytest.raises(IntegrityError, match="rent and other claims"), atomic():
        Claim.objects.create(case=there, capital_ore=1, **facts_of(replace(rent, invoice_number="1046")))
    with pytest.raises(AlreadyRegistered) as taken:
        one_case(are_bygg)
    assert taken.value.case_number == there.number
    with tenant_scope(are_bygg):
        assert Claim.objects.count() == 1


def test_rent_counts_as_rent_when_all_of_it_is(are_bygg: int) -> None:
    rents = [replace(each, kind=Claim.Kind.RENT) for each in (KITCHEN, BATHROOM)]
    case = a_case(are_bygg, claim=rents[0], further=rents[1:])
    set_today(OCT_20)
    pay(case, "500.00", on=OCT_20, bank_entry=1)
    assert last(case, CaseEvent.Kind.PAID).on == date(2026, 10, 19)
    with tenant_scope(are_bygg):
        assert claims_in(fresh(case)).words == "fakturorna 1042 och 1043"


def test_the_debtors_page_tells_each_invoice_and_its_interest_and_the_lines_add_up(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    set_today(OCT_20)
    pay(case, "6500.00", on=OCT_20, bank_entry=1)
    with tenant_scope(are_bygg):
        found = fresh(case)
        shown = reckon(
            case=found,
            claims=claims_in(found),
            creditor="Åre Bygg AB",
            events=events_shown(found),
            today=NOV_20,
            rates=current_rates(),
        )
    *lines, total = shown.lines
    assert [(line.label, line.ore) for line in lines] == [
        ("Faktura 1042", 600_000),
        ("Ränta", 8_219),
        ("Faktura 1043", 400_000),
        ("Ränta", 2_630),
        ("Ränta", 3_739),
        ("Påminnelse", 6_000),
        ("Du har betalat", -650_000),
    ]
    assert total.ore == sum(line.ore or 0 for line in lines) == shown.to_pay
    # 3 668.49 × 12 % / 365: the first invoice is paid.
    assert shown.a_day == 121
    assert [invoice.capital for invoice in shown.invoices] == [0, 366_849]
