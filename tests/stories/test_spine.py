"""From an unpaid invoice to money on the creditor's bankgiro: the whole way, with the real counterparties' wire.

Ten thousand kronor due on 30 September 2026 (agreed), a private debtor, reminder fee agreed, a VAT-registered creditor,
registered on 12 October, the whole balance booked on 20 November. By hand: 51 days at 10 % are 139.73; the costs are
60 + 180; paid 10 379.73. The note: fees 240.00, VAT 60.00, paid out 10 079.73.

Bo owes the same under the same terms, pays the letter's printed sum on its last day, and is closed.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests
from django.conf import settings

from cases.models import Case, CaseEvent
from cases.states import State
from ekrav.accounts.models import Creditor
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID, BERTIL, BO
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from ekrav.world.counterparties import counterparties
from letters.models import Dispatch
from payouts.approve import approve
from payouts.models import Payout, PayoutRun, SettlementNote
from tests.cast import ANNA_OWES, a_case, a_creditor, an_agency, right_now, set_today, staff
from tests.kronofogden_acts.given import play_on, play_until

pytestmark = pytest.mark.django_db(transaction=True)

PAYDAY = date(2026, 10, 30)
BO_OWES = replace(
    ANNA_OWES, name=BO.name, number=BO.person_number, street=BO.street, postcode=BO.postcode, city=BO.city
)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[str]:
    """The sandboxed counterparties; their address."""
    with counterparties(tmp_path) as url:
        yield url


def deposit(case: Case, ore: int, on: date) -> None:
    """The debtor pays to the bankgiro with the case's OCR."""
    body = {
        "ocr": case.reference.ocr,
        "text": "",
        "amount_ore": ore,
        "payer": case.debtor.name,
        "date": on.isoformat(),
    }
    requests.post(f"{settings.SANDBOX_URL}/bank/deposits", json=body, timeout=10).raise_for_status()


def fresh(creditor: int, case: Case) -> Case:
    with tenant_scope(creditor):
        return Case.objects.select_related("debtor", "reference", "subledger").get(pk=case.pk)


def test_an_invoice_becomes_money_on_the_creditors_bankgiro(bank: str) -> None:
    set_today(date(2026, 10, 12))
    an_agency()
    astrid, bertil = staff(ASTRID), staff(BERTIL)
    are_bygg = a_creditor()
    anna = a_case(are_bygg, invoice_number="1042", looked_up=False)
    bo = a_case(are_bygg, debtor=BO_OWES, invoice_number="1043")

    play_until(date(2026, 10, 25))
    deposit(bo, 1_009_562, on=date(2026, 10, 26))
    play_until(date(2026, 10, 26))
    assert fresh(are_bygg, bo).state == State.PAID

    for day in (PAYDAY, date(2026, 11, 19)):
        play_until(day)
    assert fresh(are_bygg, anna).state == State.DEMANDED
    with tenant_scope(are_bygg):
        posted = Dispatch.objects.filter(state=Dispatch.State.POSTED, case_number=anna.number)
        days = list(posted.order_by("letter_number").values_list("posted_on", flat=True))
        assert days == [date(2026, 10, 13), date(2026, 11, 2)]
    deposit(anna, 1_037_973, on=date(2026, 11, 20))
    play_until(date(2026, 11, 20))
    closed = fresh(are_bygg, anna)
    assert (closed.state, closed.closed_on) == (State.PAID, date(2026, 11, 20))

    paid_out = approve_everything(astrid, bertil)
    play_until(date(2026, 11, 30))
    assert settled_amounts(are_bygg) == paid_out
    # Anna's: 10 379.73 − 240.00 − 60.00. Bo's: 10 095.62 − 60.00 − 15.00.
    assert sum(paid_out) == 1_007_973 + 1_002_062
    with tenant_scope(are_bygg):
        notes = SettlementNote.objects.order_by("number")
        assert [note.number for note in notes] == list(range(1, len(notes) + 1))
        assert all(note.pdf for note in notes)
        assert balance(account=Account.CLIENT_FUNDS) == 24_000 + 6_000 + 6_000 + 1_500
        assert balance(account=Account.AGENCY_FEES) == -30_000
        assert balance(account=Account.AGENCY_VAT) == -7_500
        for account in (
            Account.DUE_CAPITAL,
            Account.DUE_INTEREST,
            Account.DUE_COSTS,
            Account.PAYOUTS_IN_TRANSIT,
        ):
            assert balance(account=account) == 0
        kinds = list(anna.events.order_by("id").values_list("kind", flat=True))
        kind = CaseEvent.Kind
        assert kinds == [
            kind.REGISTERED,
            kind.LOOKED_UP,
            kind.REMINDED,
            kind.POSTED,
            kind.ASKED_PAID,
            kind.DEMANDED,
            kind.POSTED,
            kind.ASKED_PAID,
            kind.PAID,
            kind.CLOSED,
        ]
    assert [(found.invariant, dict(found.row)) for found in broken_invariants()] == []


def approve_everything(*people: object) -> list[int]:
    """From a Friday on, let two people approve each run until a payday has none; the amounts in order.

    A file leaves on the Saturday, the bank books it on the Monday and tells of it on the Tuesday.
    """
    amounts: list[int] = []
    while runs := drafted():
        at, today = right_now()
        for run in runs:
            for person in people:
                approve(
                    run_id=run.pk,
                    staff=person,  # type: ignore[arg-type]
                    content_hash=bytes(run.content_hash),
                    bankid_at=at - timedelta(minutes=1),
                    at=at,
                )
            amounts.append(run.total_ore)
        for days in (1, 3, 4, 7):
            play_on(today + timedelta(days=days))
    return amounts


def drafted() -> list[PayoutRun]:
    with agency_scope():
        return list(PayoutRun.objects.filter(state=PayoutRun.State.DRAFT))


def settled_amounts(creditor: int) -> list[int]:
    with tenant_scope(creditor):
        assert Creditor.objects.get().bankgiro == "50501055"
        settled = Payout.objects.filter(state=Payout.State.SETTLED).order_by("id")
        return list(settled.values_list("amount_ore", flat=True))


def test_the_proof_of_the_books_names_what_is_broken(bank: str) -> None:
    """A row slipped in under the program's feet is found, with its invariant's name."""
    set_today(date(2026, 10, 12))
    an_agency()
    are_bygg = a_creditor()
    case = a_case(are_bygg)
    assert [(found.invariant, dict(found.row)) for found in broken_invariants()] == []
    with tenant_scope(are_bygg):
        Case.objects.filter(pk=case.pk).update(
            state=State.PAID, resumes=case.state, closed_on=case.registered_on, next_action="", next_date=None
        )
    assert {found.invariant for found in broken_invariants()} == {"INV-08 a paid case owes nothing"}
    with staff_scope():
        assert Case.objects.get().state == State.PAID
