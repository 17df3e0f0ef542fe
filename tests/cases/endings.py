"""Åre Bygg's case against Anna at each stage, and the acts that end it, as Cecilia does them.

Anna owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. The reminder (60) goes on 13 October, the demand
(180) on 2 November, and the case waits for a decision from 20 November.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from cases.models import Case, CaseEvent
from cases.withdraw import quote_withdrawal, withdraw
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Tariff
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.tenancy import agency_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cases.test_process import play
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today

REGISTERED, REMINDED = date(2026, 10, 12), date(2026, 10, 13)
DEMANDED, WAITING = date(2026, 11, 2), date(2026, 11, 20)
CECILIA = Actor(kind=AuditEvent.Actor.PERSON, id=1)


def are_bygg_on(day: date = REGISTERED, **tariff: object) -> int:
    """Åre Bygg AB and the agency; `tariff`: the prices of the company's own."""
    set_today(day)
    an_agency()
    creditor = a_creditor()
    if tariff:
        with agency_scope():
            Tariff.objects.create(version=2, valid_from=date(2025, 1, 1), legal_forms=["AB"], **tariff)
        with tenant_scope(creditor):
            Creditor.objects.update(tariff_id=2)
    return creditor


def annas_case(creditor: int, *, through: date) -> Case:
    """Her case, with everything done that is due by that day."""
    case = a_case(creditor)
    for day in (REMINDED, DEMANDED, WAITING):
        if day <= through:
            play(day)
    return case


@contextmanager
def opened(case: Case) -> Iterator[Case]:
    """The case as an act takes it: locked, in its creditor's scope."""
    with tenant_scope(case.creditor_id):
        rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
        yield rows.get(pk=case.pk)


def take_back_case(case: Case) -> CaseEvent:
    """Cecilia asks what it costs to withdraw, and withdraws."""
    at, today = right_now()
    with opened(case) as fresh:
        quote = quote_withdrawal(case=fresh, today=today, at=at, rates=current_rates())
        return withdraw(
            case=fresh,
            quote_id=quote.public_id,
            today=today,
            at=at,
            by=CECILIA,
            rates=current_rates(),
        )


def log(case: Case) -> list[str]:
    """What has happened in the case, in order."""
    with tenant_scope(case.creditor_id):
        return list(case.events.order_by("id").values_list("kind", flat=True))


def state(case: Case) -> str:
    """Where it stands."""
    with tenant_scope(case.creditor_id):
        return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def owed(case: Case, *accounts: Account) -> list[int]:
    """Balances of the case, debit positive."""
    with tenant_scope(case.creditor_id):
        return [balance(account=account, subledger=case.subledger) for account in accounts]


def broken() -> list[tuple[str, dict[str, object]]]:
    """What the proof of the books finds."""
    return [(found.invariant, dict(found.row)) for found in broken_invariants()]
