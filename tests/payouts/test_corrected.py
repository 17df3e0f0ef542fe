"""The bank draws what it should not have, and corrects itself; what it draws by nobody's wish is made good.

Anna's 10 379,73 are on the account; Åre Bygg's payout is 10 079,73, and 240,00 with 60,00 VAT stay.
"""

from datetime import timedelta

import pytest
from django.test import Client

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import UnmatchedPayment
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from payouts.confirm import settle_debits, unknown_debits
from payouts.fee_models import FeeTransfer
from payouts.hand_over import hand_over_files
from payouts.models import Payout
from payouts.returned import take_returns
from payouts.settle_fees import hand_over_fees
from payouts.withdraw_fees import draft_fees
from tests.cast import right_now, set_today
from tests.pages import text_of
from tests.payouts.bank import TheBank, came_back, debited
from tests.payouts.fees import approved as approved_fees
from tests.payouts.fees import held
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, book, money_in
from tests.payouts.notes import issued
from tests.payouts.test_proof import proven, the_bank_says

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
MONDAY = FRIDAY + 3 * DAY
LEFT = 300_00
PAID_OUT = {Account.CLIENT_FUNDS: LEFT, Account.AGENCY_FEES: -240_00, Account.AGENCY_VAT: -60_00}


@pytest.fixture
def sent(are_bygg: int, astrid: StaffMember, bertil: StaffMember) -> Payout:
    """The payout is at the bank."""
    money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    return now(are_bygg)


def now(creditor: int) -> Payout:
    with tenant_scope(creditor):
        return Payout.objects.get()


def left_over() -> tuple[int, int]:
    """Debits that no book has, and what lies on the pile."""
    with staff_scope():
        return unknown_debits(), UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.OPEN).count()


def broken() -> set[str]:
    """Anna's money was laid in the book without the bank's file, so the book and the bank's files differ by it."""
    return {one.invariant for one in broken_invariants() if "bank" not in one.invariant}


def test_a_payout_drawn_twice_and_corrected_is_paid_once_and_due_to_nobody(sent: Payout) -> None:
    name, ore = sent.end_to_end_id, sent.amount_ore
    for _ in range(2):
        debited({name: ore})
    assert settle_debits(at=MORNING) == 1
    came_back({name: ore}, on=MONDAY)
    assert take_returns(at=MORNING + 4 * DAY) == 0
    assert (now(sent.creditor_id).state, book(), left_over()) == (Payout.State.SETTLED, PAID_OUT, (0, 0))
    the_bank_says(LEFT - ore, on=FRIDAY)
    the_bank_says(LEFT, on=MONDAY)
    set_today(MONDAY + DAY)
    assert proven() == [(FRIDAY, "holds"), (MONDAY, "holds")]
    # Should the payee's bank send back the one that was paid, that is a return.
    came_back({name: ore}, on=MONDAY + DAY, at=MORNING + 5 * DAY)
    assert take_returns(at=MORNING + 5 * DAY) == 1
    assert (now(sent.creditor_id).state, left_over(), broken()) == (Payout.State.RETURNED, (0, 0), set())


def test_a_payout_drawn_with_a_wrong_amount_is_corrected_and_then_paid(sent: Payout) -> None:
    name, ore = sent.end_to_end_id, sent.amount_ore
    debited({name: ore + 1_00})
    assert settle_debits(at=MORNING) == 0
    came_back({name: ore + 1_00}, on=MONDAY)
    assert take_returns(at=MORNING + 4 * DAY) == 0
    assert (now(sent.creditor_id).state, left_over()) == (Payout.State.SENT, (0, 0))
    debited({name: ore}, on=MONDAY, at=MORNING + 4 * DAY)
    assert settle_debits(at=MORNING + 4 * DAY) == 1
    assert (book(), left_over(), broken()) == (PAID_OUT, (0, 0), set())


def test_a_return_that_is_read_before_its_debit_is_settled_is_a_return(sent: Payout) -> None:
    name, ore = sent.end_to_end_id, sent.amount_ore
    debited({name: ore}, on=MONDAY, at=MORNING + 4 * DAY)
    came_back({name: ore}, on=MONDAY)
    assert take_returns(at=MORNING + 4 * DAY) == 0
    assert settle_debits(at=MORNING + 4 * DAY) == 1
    assert take_returns(at=MORNING + 4 * DAY) == 1
    assert (now(sent.creditor_id).state, left_over()) == (Payout.State.RETURNED, (0, 0))


def test_a_withdrawal_of_fees_that_came_back_is_the_agencys_again(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved_fees(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    debited({transfer.end_to_end_id: LEFT})
    assert settle_debits(at=at) == 1
    came_back({transfer.end_to_end_id: LEFT}, on=MONDAY)
    assert (take_returns(at=at), take_returns(at=at)) == (1, 0)
    assert book() == {Account.CLIENT_FUNDS: LEFT, Account.AGENCY_FEES: -LEFT}
    assert (held(paid), left_over(), broken()) == ([0, 0, 0], (0, 0), set())
    again = draft_fees(period_end=FRIDAY + 7 * DAY, at=at + 7 * DAY)
    assert (again.state, again.total_ore) == (FeeTransfer.State.DRAFT, LEFT)
    assert "Banken har skickat tillbaka pengarna." in text_of(astrids.get("/handlaggning/avgifter/"))


def test_a_bank_charge_is_made_good_by_the_agency_and_the_days_hold(are_bygg: int, astrids: Client) -> None:
    """The bank draws 50,00 for itself on Friday; the agency pays in as much on Monday, without any reference."""
    money_in(are_bygg, ANNA_PAID)
    debited({"": 50_00})
    the_bank_says(1_037_973 - 50_00, on=FRIDAY)
    set_today(MONDAY)
    assert proven()[0] == (FRIDAY, "differs")
    assert "debiteringar som ingen bad om 1" in text_of(astrids.get("/handlaggning/"))
    with agency_scope():
        (drawn,) = debits_taken_back()
    page = f"/handlaggning/aterforingar/{drawn.pk}/"
    assert "Banken har dragit 50,00 kr som ingen av våra filer bad om" in text_of(astrids.get(page))
    came_back({"": 50_00}, on=MONDAY, reversal=False)
    with agency_scope():
        waiting = UnmatchedPayment.objects.get().public_id
    assert "Återför 50,00 kr som ingen har placerat" in text_of(astrids.get(page))
    assert astrids.post(f"{page}oplacerad/", {"waiting": waiting}).status_code == 302
    the_bank_says(1_037_973, on=MONDAY)
    set_today(MONDAY + DAY)
    assert proven()[-2:] == [(FRIDAY, "holds"), (MONDAY, "holds")]
    assert (left_over(), broken()) == ((0, 0), set())
