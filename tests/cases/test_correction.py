"""The reference rate of the second half of 2026 is corrected from 2.00 to 1.50, and the reminder fee from 60 to 50.

Late interest was 10 % and should have been 9.5 %. 10 000 over 51 days: 139.73 charged, 132.74 right, 6.99 too much.
Over 20 days: 54.79 charged, 52.05 right, 2.74 too much.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.correction import Difference, Replaced, differences
from cases.states import Action
from ekrav.agency.models import RateRow
from ekrav.agency.rates import rates_before, rates_from
from ekrav.ledger.models import Entry
from ekrav.money import Ore
from ekrav.sandbox.demo_data import ASTRID, BERTIL, DUVEDS_EL
from ekrav.tenancy import staff_scope, tenant_scope
from tests.agency.given import confirmed, in_force, proposed, what
from tests.cast import TEN_THOUSAND, a_case, a_creditor, right_now, set_today, staff
from tests.debtor_portal.given import pay, play
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

HALF_YEAR = {"since": date(2026, 7, 1), "until": date(2026, 12, 31)}


def changed(row: RateRow) -> list[Difference]:
    """What the confirmed row changes in what was charged."""
    with staff_scope():
        at = RateRow.objects.values_list("confirmed_at", flat=True).get(pk=row.pk)
        assert at is not None
        return differences(
            Replaced(
                key=row.key,
                since=row.valid_from,
                before=rates_before(row),
                after=rates_from(row),
                at=at,
            )
        )


def test_every_payment_that_took_interest_is_listed_with_what_was_too_much(are_bygg: int) -> None:
    duveds_el = a_creditor(DUVEDS_EL)
    whole, part = a_case(are_bygg), a_case(duveds_el, invoice_number="208")
    a_case(are_bygg, invoice_number="unpaid")
    agreed = a_case(are_bygg, claim=replace(TEN_THOUSAND, invoice_number="7", agreed_rate=Decimal("8.00")))
    set_today(date(2026, 11, 20))
    pay(part, "500.00", on=date(2026, 10, 20), bank_entry=901)
    pay(whole, "10139.73", on=date(2026, 11, 20), bank_entry=902)
    pay(agreed, "500.00", on=date(2026, 11, 20), bank_entry=903)
    set_today(date(2026, 11, 23))
    found = changed(in_force(what("1,50", **HALF_YEAR)))  # type: ignore[arg-type]
    expected = [
        Difference(
            case_number=whole.number,
            closed=True,
            action=Action.APPLY_PAYMENT,
            on=date(2026, 11, 20),
            charged=Ore(13_973),
            right=Ore(13_274),
        ),
        Difference(
            case_number=part.number,
            closed=False,
            action=Action.APPLY_PAYMENT,
            on=date(2026, 10, 20),
            charged=Ore(5_479),
            right=Ore(5_205),
        ),
    ]
    assert found == sorted(expected, key=lambda one: one.case_number)
    assert sorted(one.too_much for one in found) == [274, 699]


def test_nothing_is_booked_by_a_correction_and_later_payments_are_right_already(are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(date(2026, 11, 20))
    pay(case, "500.00", on=date(2026, 10, 20), bank_entry=901)
    with tenant_scope(are_bygg):
        before = Entry.objects.count()
    row = in_force(what("1,50", **HALF_YEAR))  # type: ignore[arg-type]
    assert len(changed(row)) == 1
    with tenant_scope(are_bygg):
        assert Entry.objects.count() == before
    set_today(date(2026, 11, 27))
    pay(case, "500.00", on=date(2026, 11, 27), bank_entry=902)
    assert [one.on for one in changed(row)] == [date(2026, 10, 20)]


def test_a_row_for_days_without_one_corrects_nothing(are_bygg: int) -> None:
    case = a_case(are_bygg)
    pay(case, "500.00", on=date(2026, 10, 12), bank_entry=901)
    assert changed(in_force(what("2,50"))) == []


def test_a_lower_fee_lists_the_letters_that_charged_more(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    row = in_force(what("50", key="fee.reminder.max", since=date(2026, 10, 1), until=None))
    (fee,) = changed(row)
    assert (fee.case_number, fee.action, fee.on) == (case.number, Action.REMIND, date(2026, 10, 13))
    assert (fee.charged, fee.right, fee.too_much) == (6_000, 5_000, 1_000)


def test_the_two_who_correct_a_rate_see_what_is_proposed(are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(date(2026, 11, 20))
    pay(case, "10139.73", on=date(2026, 11, 20), bank_entry=902)
    astrid, bertil = staff(ASTRID), staff(BERTIL)
    row = proposed(what("1,50", **HALF_YEAR), by=astrid)  # type: ignore[arg-type]
    set_today(date(2026, 11, 23))
    confirmed(row, by=bertil, bankid_at=right_now()[0])
    page = text_of(logged_in(ASTRID).get(f"/handlaggning/satser/{row.public_id}/")).replace("\u00a0", " ")
    assert "Föreslagen återbetalning: 6,99 kr. Inget är bokfört" in page
    assert f"{case.number[:4]} {case.number[4:]} avslutat Ränta 20 november 2026 139,73 132,74 6,99" in page
