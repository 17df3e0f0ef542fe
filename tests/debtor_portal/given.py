"""Cases of two creditors, with letters and payments, so that every table holds what must not be seen."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from cases.apply_payment import apply_routed, find_routed
from cases.direct_payment import Reported, register_direct_payment
from cases.due import do_due, due_batches
from cases.models import Case
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import Payment
from ekrav.sandbox.demo_data import ARE_BYGG, BO, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from letters.portal_code import code_for, format_code
from tests.cast import ANNA_OWES, a_case, a_creditor, an_agency, right_now, set_today, take_as_posted

BO_OWES = replace(
    ANNA_OWES, name=BO.name, number=BO.person_number, street=BO.street, postcode=BO.postcode, city=BO.city
)


@dataclass(frozen=True)
class Bait:
    """Anna's case; Bo's with the same creditor; Bo's with another creditor."""

    anna: Case
    bo: Case
    elsewhere: Case


def bait(day: date) -> Bait:
    """Three cases registered the day before `day` and reminded on it; some money has come on Bo's."""
    set_today(date(2026, 10, 12))
    an_agency()
    are_bygg, duveds_el = a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)
    cases = Bait(
        anna=a_case(are_bygg),
        bo=a_case(are_bygg, debtor=BO_OWES, invoice_number="1043"),
        elsewhere=a_case(duveds_el, debtor=BO_OWES, invoice_number="208"),
    )
    play(day)
    pay(cases.bo, "500.00", on=day, bank_entry=901)
    pay(cases.elsewhere, "600.00", on=day, bank_entry=902)
    for case in (cases.bo, cases.elsewhere):
        pay_the_creditor(case, "70.00", on=day)
    return cases


def play(day: date) -> None:
    """Everything that is due on `day`, with the letters posted the same day."""
    set_today(day)
    at, today = right_now()
    for creditor, ids in due_batches(today=today):
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=current_rates())
        take_as_posted(creditor)


def pay(case: Case, amount: str, *, on: date, bank_entry: int) -> None:
    """Money on the case's OCR, as the payments house routes it, and applied."""
    at, today = right_now()
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
    for creditor_id, payment in find_routed():
        apply_routed(creditor_id=creditor_id, payment_id=payment, today=today, at=at, rates=current_rates())


def pay_the_creditor(case: Case, amount: str, *, on: date) -> None:
    """Money that the creditor had directly, and says so."""
    at, today = right_now()
    reported = Reported(key=uuid.uuid4(), amount=kronor(amount), paid_on=on)
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)
        register_direct_payment(
            case=fresh, reported=reported, today=today, at=at, by=MACHINE, rates=current_rates()
        )


def code(case: Case, *, letter: int = 1) -> str:
    """As it is printed on the letter."""
    return format_code(code_for(case_number=case.number, letter_number=letter))
