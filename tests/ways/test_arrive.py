"""The bank's entry of a payment that a provider has told of: recognised by what the bank shows, and by nothing else.

Anna pays 4 000,00 by Swish. However the bank tells of it, it is one payment.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cases.models import Case
from cases.trail import paid_trail
from ekrav.bankfiles.notification import BankTransaction
from ekrav.ledger.models import Account
from ekrav.payments.models import Instruction, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.ways.states import State
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cases.test_trail import leads
from tests.cast import right_now
from tests.payments.cast import camt, drawn, paid
from tests.payments.crowd import crowd, kinds
from tests.ways.given import (
    DAY,
    EVERYTHING,
    asks,
    begins,
    client_funds,
    in_book,
    on_the_phone,
    owed,
    seen,
    tell_sandbox,
    the_bank_tells,
)
from tests.ways.test_refund import pays, sends_back

pytestmark = pytest.mark.django_db(transaction=True)


def comes(*told: BankTransaction, name: str = "M1") -> None:
    """A file from the bank."""
    at, _today = right_now()
    receive(content=camt(*told, message_id=name), name=name, at=at)


def told(reference: str, amount: str = "4000.00", *, bank: str = "B1", text: str = "") -> BankTransaction:
    """Money in on Anna's day."""
    return paid(reference, amount, bank_reference=bank, text=text, day=DAY)


def on_the_pile() -> list[str]:
    """Why what waits for a person waits."""
    with staff_scope():
        return list(UnmatchedPayment.objects.order_by("pk").values_list("reason", flat=True))


SHOWN: dict[str, Callable[[Instruction], BankTransaction]] = {
    "our reference": lambda row: told(row.payee_reference),
    "Swish's reference": lambda row: told(row.payment_reference or ""),
    "Swish's as the end-to-end id": lambda row: replace(told(""), end_to_end_id=row.payment_reference or ""),
    "our reference in the text": lambda row: told("", text=f"Swish {row.payee_reference} Anna"),
    "ours, and no end-to-end id": lambda row: replace(told(row.payee_reference), end_to_end_id="NOTPROVIDED"),
}


@pytest.mark.parametrize("how", SHOWN)
def test_whatever_the_bank_shows_of_it_it_settles_what_is_on_its_way(anna: Case, how: str) -> None:
    row = pays(anna, 4000_00)
    comes(SHOWN[how](seen(row)))
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna), on_the_pile()) == (
        [0],
        4000_00,
        [],
    )
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 4000_00, [])


def test_two_that_the_bank_tells_first_without_an_end_to_end_id_are_two(anna: Case) -> None:
    for bank in ("B1", "B2"):
        row = begins(anna, 4000_00)
        asks()
        comes(replace(told(row.payee_reference, bank=bank), end_to_end_id="NOTPROVIDED"), name=bank)
        asks()
    assert (owed(anna), client_funds(anna)) == (EVERYTHING - 8000_00, 8000_00)
    assert broken_invariants() == []


def test_another_amount_or_a_second_entry_waits_for_a_person(anna: Case) -> None:
    row = pays(anna, 4000_00)
    ours = row.payee_reference
    comes(told(ours, "3999.00", bank="B1"))
    comes(told(ours, bank="B2"), name="M2")
    comes(told(ours, bank="B3"), name="M3")
    assert on_the_pile() == [
        "Det är en Swish-betalning, men på ett annat belopp än det begärda.",
        "Banken har redan bokfört den Swish-betalning som har den här referensen.",
    ]
    assert (client_funds(anna), owed(anna), broken_invariants()) == (4000_00, EVERYTHING - 4000_00, [])


def test_a_debit_with_the_payments_reference_is_not_its_arrival(anna: Case) -> None:
    row = pays(anna, 4000_00)
    comes(drawn(seen(row).payment_reference or "", "4000.00", bank_reference="B1", day=DAY))
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT) == [4000_00]


def test_a_refund_that_failed_and_that_the_bank_has_made_is_not_owed_twice(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    the_bank_tells(DAY)
    tell_sandbox("/swish/next", code="RF08")
    back = sends_back(first, 4000_00)
    asks()
    assert in_book(anna, Account.OWED_TO_PAYER) == [-4000_00]
    comes(drawn(back.payee_reference, "4000.00", bank_reference="B1", day=DAY))
    assert (seen(back).state, in_book(anna, Account.OWED_TO_PAYER)) == (State.PAID, [0])
    assert broken_invariants() == []


def test_fifty_who_bring_the_file_while_fifty_calls_come_settle_it_once(anna: Case) -> None:
    row = begins(anna, 4000_00)
    asks()
    on_the_phone(row, "approve")
    at, _today = right_now()
    content = camt(told(row.payee_reference), message_id="M1")

    def act(who: int) -> object:
        if who % 2:
            asks()
            return None
        return receive(content=content, name=f"f{who}", at=at)

    with crowd() as people:
        got = kinds(people.rush(act))
    assert got == {"AlreadyRead": 24, "NoneType": 25, "Receipt": 1}
    asks()
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna)) == ([0], 4000_00)
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 4000_00, [])


def test_what_is_paid_by_swish_is_in_the_sum_of_what_is_paid(anna: Case) -> None:
    paying = pays(anna, 4000_00)
    leads(anna)
    comes(told(seen(paying).payee_reference))
    leads(anna)
    with staff_scope():
        ocr = anna.reference.ocr
    comes(told(ocr, "250.00", bank="B2"), name="M2")
    asks()
    leads(anna)
    with tenant_scope(anna.creditor_id):
        assert paid_trail(case=anna).total == 4250_00
