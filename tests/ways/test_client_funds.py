"""Money on its way is owed at once and is not at the bank yet: the daily proof says so, and none of it goes out again.

Anna owes 10 095,62 and pays 4 000,00 of it by Swish. The bank has not heard.
"""

import pytest

from cases.models import Case
from ekrav.ledger.checkpoint import balances_by_account
from ekrav.ledger.models import Account
from ekrav.payments.models import DailyProof
from ekrav.payments.proof import _proof
from ekrav.sandbox.demo_data import BERTIL, CECILIA
from ekrav.tenancy import agency_scope, staff_scope
from ekrav.world.books import broken_invariants
from payouts.refund_sources import sources
from tests.cast import right_now, staff
from tests.pages import logged_in, text_of
from tests.ways.given import DAY, asks, in_book, seen
from tests.ways.test_arrive import comes, told
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)


def proven(*, bank: int) -> tuple[str, int, int, int]:
    """The day's proof as the database takes it: its state, the book, what creditors are owed, what is on its way in."""
    at, _today = right_now()
    with staff_scope():
        balances = balances_by_account(booked_through=DAY)
    with agency_scope():
        proof = _proof(DAY, balances, bank=bank, at=at)
        proof.save(force_insert=True)
    return proof.state, proof.book_ore, proof.creditors_ore, proof.payments_in_transit_ore


def test_the_daily_proof_holds_while_money_is_on_its_way_and_when_it_is_here(anna: Case) -> None:
    row = pays(anna, 4000_00)
    # Owed to the creditor 4 000,00, less 4 000,00 that is not here: the bank has nothing.
    assert proven(bank=0) == (DailyProof.State.HOLDS, 0, 4000_00, -4000_00)
    comes(told(seen(row).payee_reference))
    assert proven(bank=4000_00) == (DailyProof.State.HOLDS, 4000_00, 4000_00, 0)
    assert broken_invariants() == []


def test_what_was_paid_too_much_goes_back_when_all_of_it_is_here(anna: Case) -> None:
    row = pays(anna, 4000_00)
    with staff_scope():
        ocr = anna.reference.ocr
    # By bankgiro she pays everything all the same: 4 000,00 is hers again, and not here yet.
    comes(told(ocr, "10095.62"))
    asks()
    assert in_book(anna, Account.OWED_TO_PAYER) == [-4000_00]
    assert owed_by_source() == []
    comes(told(seen(row).payee_reference, bank="B2"), name="M2")
    assert owed_by_source() == [4000_00]
    assert broken_invariants() == []


def test_what_waits_for_money_on_its_way_to_the_same_case_is_told_to_creditor_and_staff(anna: Case) -> None:
    with staff_scope():
        ocr = anna.reference.ocr
    comes(told(ocr, "5000.00"))
    asks()
    row = pays(anna, 1000_00)
    staff(BERTIL)
    cecilia, bertil = logged_in(CECILIA), logged_in(BERTIL)
    page = text_of(cecilia.get("/utbetalningar/"))
    assert "Nästa utbetalning 0 kr Inget att betala ut nu" in page
    assert "Dessutom är 6 000,00 kr betalda på 1 ärende som en betalning" in page
    foretold = text_of(bertil.get("/handlaggning/utbetalningar/prognos/"))
    assert "Åre Bygg AB En betalning i samma ärende är på väg" in foretold
    assert "6 000,00" in foretold
    comes(told(seen(row).payee_reference, "1000.00", bank="B2"), name="M2")
    page = text_of(cecilia.get("/utbetalningar/"))
    assert "Dessutom" not in page
    # 6 000,00 less the reminder's 60,00 and its VAT of 15,00.
    assert "Nästa utbetalning 5 925 kr Fredag 16 oktober Från 1 ärende" in page
    assert broken_invariants() == []


def owed_by_source() -> list[int]:
    """What the payouts house would send back."""
    with staff_scope():
        return [source.amount for source in sources()]
