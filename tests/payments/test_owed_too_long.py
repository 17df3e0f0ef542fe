"""Money that belongs to whoever paid it: it is seen, it grows old, and pays another debt only on the payer's word."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.models import PayersWord, Payment, UnmatchedPayment
from ekrav.payments.owed_too_long import WITHIN, owed_since, owed_too_long, unplaced_too_long
from ekrav.payments.own_debt import NotSaidYet, Word, use_on_own_debt
from ekrav.payments.receive import receive
from ekrav.payments.unmatched import AlreadyResolved, send_back
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cases.test_debtor_queue import plans_of
from tests.payments.cast import ASTRID, AT, BERTIL, DAY, Debt, agency_book, camt, case_book, on_the_bank, paid

pytestmark = pytest.mark.django_db(transaction=True)

SAID = Word(how=PayersWord.How.PHONE, said_on=DAY, said="Det var till min andra räkning.")


def waiting() -> UUID:
    """1 842,00 kr that nobody could place."""
    receive(content=camt(paid("", "1842.00", bank_reference="B1")), name="f", at=AT)
    with agency_scope():
        return UnmatchedPayment.objects.get().public_id


def overpaid(debt: Debt, *moves: tuple[int, int]) -> None:
    """What is owed back on the case: (öre, days after the twentieth), less than nothing when it has gone back."""
    with tenant_scope(debt.creditor_id):
        for number, (ore, days) in enumerate(moves):
            lines = [debit(Account.CLIENT_FUNDS, ore), credit(Account.OWED_TO_PAYER, ore, debt.subledger)]
            post(key=f"over {number}", kind="test", booked_date=DAY + timedelta(days=days), lines=lines)


def test_what_is_to_go_back_grows_old(anna: Debt) -> None:
    send_back(entry=waiting(), by=BERTIL, at=AT)
    last_day = DAY + WITHIN
    with staff_scope():
        assert owed_since() == [DAY]
        assert [owed_too_long(today=last_day + timedelta(days=more)) for more in (0, 1)] == [0, 1]


def test_what_is_owed_is_found_by_indexes_however_much_has_gone_back(anna: Debt) -> None:
    with staff_scope():
        with CaptureQueriesContext(connection) as queries:
            owed_since()
        plans = plans_of(queries, "ledger_line", "payments_unmatchedpayment")
    indexes = ["unmatched_returned", "line_owed_to_payer"]
    assert [index for index in indexes if any(index in plan for plan in plans)] == indexes


def test_what_nobody_has_placed_grows_old_too(anna: Debt) -> None:
    waiting()
    with staff_scope():
        assert [unplaced_too_long(today=DAY + WITHIN + timedelta(days=more)) for more in (0, 1)] == [0, 1]


def test_what_is_paid_too_much_on_a_case_is_owed_since_its_oldest_ore(anna: Debt) -> None:
    # 100,00 on the 20th, 50,00 three days later; 120,00 has gone back: 30,00 of the later is left.
    overpaid(anna, (10000, 0), (5000, 3), (-12000, 5))
    with staff_scope():
        assert owed_since() == [DAY + timedelta(days=3)]


def test_what_has_gone_back_is_owed_no_more(anna: Debt) -> None:
    overpaid(anna, (10000, 0), (-10000, 5))
    with staff_scope():
        assert owed_since() == []


def test_it_pays_another_debt_on_the_payers_word_and_from_that_day(anna: Debt) -> None:
    entry = waiting()
    later = AT + timedelta(days=5)
    word = Word(how=PayersWord.How.MAIL, said_on=DAY + timedelta(days=4), said="Dra det på ärendet.")
    placed = use_on_own_debt(entry=entry, ocr=anna.ocr, word=word, by=ASTRID, at=later)
    assert (placed.case_number, placed.amount_ore, placed.booked_date) == (
        anna.case_number,
        184200,
        word.said_on,
    )
    assert agency_book() == {}
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -184200}
    assert on_the_bank([anna.creditor_id]) == 184200
    assert list(broken_invariants()) == []
    with agency_scope():
        kept = PayersWord.objects.get()
    assert (kept.said, kept.recorded_by, kept.recorded_at) == ("Dra det på ärendet.", 8, later)
    with tenant_scope(anna.creditor_id):
        assert Payment.objects.get().booked_date == word.said_on
    with pytest.raises(AlreadyResolved):
        use_on_own_debt(entry=entry, ocr=anna.ocr, word=word, by=BERTIL, at=later)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_word_from_before_the_money_or_of_a_day_to_come_is_no_word(anna: Debt, days: int) -> None:
    entry = waiting()
    word = Word(how=SAID.how, said_on=DAY + timedelta(days=days), said=SAID.said)
    with pytest.raises(NotSaidYet):
        use_on_own_debt(entry=entry, ocr=anna.ocr, word=word, by=BERTIL, at=AT)
    assert agency_book() == {"client_funds": 184200, "unmatched": -184200}


def test_money_that_is_on_its_way_back_pays_no_other_debt(anna: Debt) -> None:
    entry = waiting()
    send_back(entry=entry, by=BERTIL, at=AT)
    with pytest.raises(AlreadyResolved):
        use_on_own_debt(entry=entry, ocr=anna.ocr, word=SAID, by=BERTIL, at=AT)
    assert agency_book() == {"client_funds": 184200, "owed_to_payer": -184200}
