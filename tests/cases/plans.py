"""Anna's plan with Åre Bygg, as staff and the days make it go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cases.apply_payment import apply_routed, find_routed
from cases.due import do_due, due_batches
from cases.models import Case, CaseEvent, InstalmentPlan
from cases.plan import accept_plan
from cases.plan_offer import Wish, offer_plan
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import Payment
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.world.books import Broken, broken_invariants
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today, take_as_posted

BEGUN = date(2026, 1, 12)
DAYS = [date(2026, 2, 27), date(2026, 3, 27), date(2026, 4, 27), date(2026, 5, 27)]
# A notice is written so that it is posted nine bank days before: five for the post and four to pay.
NOTICES = [date(2026, 2, 13), date(2026, 3, 13), date(2026, 4, 13), date(2026, 5, 12)]
FOUR = Wish(months=4, first=date(2026, 2, 27))
STAFF = Actor(kind=AuditEvent.Actor.STAFF, id=1)
# Due on the last day of 2025; the reference rate is 2.00 % in the whole of 2026, so interest is 10 %.
CLAIM = replace(
    TEN_THOUSAND,
    invoice_date=date(2025, 11, 30),
    sent_on=date(2025, 11, 30),
    delivered_on=date(2025, 11, 28),
    due_date=date(2025, 12, 31),
)


def annas_case(creditor: int) -> Case:
    """10 000 kr, due on 31 December 2025."""
    return a_case(creditor, claim=CLAIM)


def locked(creditor: int, case: Case) -> Case:
    """The case's row, locked, in the creditor's scope that the caller has opened."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
    return rows.get(pk=case.pk)


def offer(creditor: int, case: Case, wish: Wish) -> InstalmentPlan:
    """Staff offer a plan today."""
    at, today = right_now()
    with tenant_scope(creditor):
        return offer_plan(
            case=locked(creditor, case), wish=wish, today=today, at=at, by=STAFF, rates=current_rates()
        )


def accept(creditor: int, case: Case, plan: InstalmentPlan) -> CaseEvent:
    """Anna says yes on the phone, and staff write it down."""
    at, today = right_now()
    with tenant_scope(creditor):
        return accept_plan(
            case=locked(creditor, case), plan=plan, on=today, at=at, by=STAFF, rates=current_rates()
        )


def play(day: date, *, rates: Rates | None = None) -> None:
    """Do everything that is due on `day`; letters are taken as posted the same day."""
    set_today(day)
    at, today = right_now()
    for creditor, ids in due_batches(today=today):
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=rates or current_rates())
        take_as_posted(creditor)


def pay(creditor: int, case: Case, amount: str, day: date, *, rates: Rates | None = None) -> None:
    """Money on the case's OCR, booked and applied on `day`."""
    set_today(day)
    at, today = right_now()
    ore = kronor(amount)
    with tenant_scope(creditor):
        number = Payment.objects.count() + 1
        Payment.objects.create(
            bank_entry_id=number, reference=case.reference, amount_ore=ore, booked_date=day, routed_at=at
        )
        post(
            key=f"bank entry {number}",
            kind="route payment",
            booked_date=day,
            lines=[
                debit(Account.CLIENT_FUNDS, ore, case.subledger),
                credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
            ],
        )
    for creditor_id, payment in find_routed():
        apply_routed(
            creditor_id=creditor_id, payment_id=payment, today=today, at=at, rates=rates or current_rates()
        )


def log(creditor: int, case: Case) -> Sequence[tuple[str, date, str]]:
    """All that has happened in the case: kind, day, state after."""
    with tenant_scope(creditor):
        return list(case.events.order_by("id").values_list("kind", "on", "state_after"))


def fresh(creditor: int, case: Case) -> Case:
    """The case as it stands."""
    with tenant_scope(creditor):
        return Case.objects.select_related("debtor", "subledger").get(pk=case.pk)


def books_broken() -> list[Broken]:
    """What the proof of the books finds, but for the bank's side: these payments came without a bank."""
    with staff_scope(person_id=None):
        return [found for found in broken_invariants() if "bank" not in found.invariant]
