"""New Year 2027 and no reference rate: pages tell the debt as far as it is known, and only what needs the rate waits.

Anna owes 10 000 since 30 September 2026. Through 31 December that is 92 days at 10 %: 252.05. With 2.50 % from January
a day costs 10.5 %, so that five more days, exact, make 252.0548 + 14.3836 = 266.44.
"""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from cases.apply_payment import apply_all, find_routed
from cases.debt import debt_as_known, debt_of
from cases.due import do_all_due
from cases.models import Case, CaseEvent
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.law.rates import NoRow
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import Payment
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import tenant_scope
from payouts.draft import draft_run
from tests.agency.given import in_force, what
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY = date(2027, 1, 5)
WHY = "Räntan från 1 januari 2027 är inte beslutad ännu. Beloppet är räknat till 31 december 2026."
WHY_ALL = "Räntan från 1 januari 2027 är inte beslutad ännu. Beloppen är räknade till 31 december 2026."
AGREED = replace(TEN_THOUSAND, invoice_number="1043", agreed_rate=Decimal("7.30"))


def route(case: Case, amount: str, *, on: date, bank_entry: int) -> None:
    """Money on the case's OCR, as the payments house routes it."""
    at, _today = right_now()
    ore = kronor(amount)
    with tenant_scope(case.creditor_id):
        Payment.objects.create(
            bank_entry_id=bank_entry, reference=case.reference, amount_ore=ore, booked_date=on, routed_at=at
        )
        lines = [
            debit(Account.CLIENT_FUNDS, ore, case.subledger),
            credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
        ]
        post(key=f"bank entry {bank_entry}", kind="route payment", booked_date=on, lines=lines)


def apply() -> int:
    at, today = right_now()
    return apply_all(today=today, at=at, rates=current_rates())


def fresh(case: Case) -> Case:
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def test_a_debt_is_told_through_the_last_day_that_is_known(are_bygg: int) -> None:
    case = a_case(are_bygg)
    with tenant_scope(are_bygg):
        debt = debt_as_known(case=case, on=JANUARY, rates=current_rates())
        assert (debt.on, debt.interest, debt.total) == (JANUARY, 25_205, 1_025_205)
        assert (debt.undecided_from, debt.interest_through) == (date(2027, 1, 1), date(2026, 12, 31))
        with pytest.raises(NoRow):
            debt_of(case=case, on=JANUARY, rates=current_rates())


def test_an_agreed_rate_needs_no_decision(are_bygg: int) -> None:
    # 97 days at 7.30 %, 2.00 a day.
    case = a_case(are_bygg, claim=AGREED)
    with tenant_scope(are_bygg):
        debt = debt_as_known(case=case, on=JANUARY, rates=current_rates())
        assert (debt.interest, debt.undecided_from, debt.interest_through) == (19_400, None, JANUARY)


def test_the_creditors_pages_show_what_is_known_and_say_why(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(JANUARY)
    for address in ("/oversikt/", "/arenden/"):
        page = text_of(cecilia.get(address))
        assert WHY_ALL in page
        assert "10 252,05" in page.replace("\u00a0", " ")
    page = text_of(cecilia.get(f"/arenden/{case.number}/")).replace("\u00a0", " ")
    assert WHY in page
    assert "Ränta till 31 december 2026 252,05" in page
    page = text_of(cecilia.get(f"/arenden/{case.number}/betalning/")).replace("\u00a0", " ")
    assert WHY in page
    assert cecilia.get("/utbetalningar/").status_code == 200


def test_nothing_is_said_when_every_rate_is_known(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(date(2026, 12, 31))
    for address in ("/oversikt/", "/arenden/", f"/arenden/{case.number}/"):
        assert "inte beslutad" not in text_of(cecilia.get(address))


def test_a_direct_payment_of_an_undecided_day_is_asked_for_later(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(JANUARY)
    said = {"key": str(uuid.uuid4()), "amount": "500", "paid_on": "2027-01-04"}
    answer = cecilia.post(f"/arenden/{case.number}/betalning/", said)
    assert answer.status_code == 400
    assert "Registrera betalningen när den är det." in text_of(answer)
    assert (
        cecilia.post(
            f"/arenden/{case.number}/betalning/", said | {"paid_on": "2026-12-30", "rest": "claimed"}
        ).status_code
        == 302
    )


def test_a_payment_waits_and_is_applied_when_the_rate_comes(are_bygg: int) -> None:
    case, agreed = a_case(are_bygg), a_case(are_bygg, claim=AGREED)
    set_today(JANUARY)
    route(case, "10266.44", on=JANUARY, bank_entry=901)
    route(agreed, "100.00", on=JANUARY, bank_entry=902)
    assert apply() == 1
    assert apply() == 0
    assert [creditor for creditor, _payment in find_routed()] == [are_bygg]
    staff(ASTRID)
    astrids = logged_in(ASTRID)
    assert "Betalningar som väntar på räntan 1" in text_of(astrids.get("/handlaggning/"))
    page = text_of(astrids.get("/handlaggning/satser/")).replace("\u00a0", " ")
    assert f"{case.number[:4]} {case.number[4:]} 5 januari 2027 10 266,44" in page
    in_force(what("2,50"))
    assert apply() == 1
    assert fresh(case).state == State.PAID
    assert find_routed() == []


def test_a_letter_is_held_and_one_that_needs_no_rate_goes(are_bygg: int) -> None:
    case, agreed = a_case(are_bygg), a_case(are_bygg, claim=AGREED)
    set_today(JANUARY)
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())
    with tenant_scope(are_bygg):
        last = CaseEvent.objects.filter(case=case).order_by("-id")[0]
        assert (last.kind, last.facts) == (CaseEvent.Kind.HELD, {"stops": "rate_not_decided"})
    assert (fresh(case).state, fresh(agreed).state) == (State.REGISTERED, State.REMINDED)


def test_payouts_go_on_with_what_is_settled(are_bygg: int) -> None:
    case = a_case(are_bygg)
    route(case, "500.00", on=date(2026, 10, 12), bank_entry=901)
    assert apply() == 1
    set_today(date(2027, 1, 8))
    at, today = right_now()
    run = draft_run(period_end=today, at=at)
    assert (run.count, run.total_ore) == (1, 50_000)


def test_staff_are_alarmed_on_their_first_page(are_bygg: int) -> None:
    set_today(date(2026, 12, 30))
    staff(ASTRID)
    remind = text_of(logged_in(ASTRID).get("/handlaggning/"))
    assert "Riksbanken beslutar nu referensräntan från 1 januari 2027." in remind
    set_today(JANUARY)
    alarm = text_of(logged_in(ASTRID).get("/handlaggning/"))
    assert "Räntan från 1 januari 2027 är inte inlagd." in alarm
    in_force(what("2,50"))
    assert "januari 2027" not in text_of(logged_in(ASTRID).get("/handlaggning/"))
