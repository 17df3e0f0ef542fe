"""Whatever files come, however they overlap and however often: the books together hold what the bank says came in."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekrav.bankfiles.notification import BankTransaction
from ekrav.payments.keep import AlreadyRead
from ekrav.payments.models import BankEntry, Payment, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.tenancy import staff_scope
from tests.payments.cast import AT, Debt, camt, on_the_bank, paid

pytestmark = pytest.mark.django_db(transaction=True)

# Whose OCR a payment carries (2: nobody's), and how much in öre.
PAYMENTS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 10**9)), min_size=1, max_size=8)
# Each file holds the payments from one place to another; the last always holds them all.
CUTS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4)


def test_the_books_hold_what_the_bank_says(anna: Debt, bo: Debt) -> None:
    so_far = {"ore": 0, "payments": 0}
    names = count()

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(payments=PAYMENTS, cuts=CUTS)
    def holds(payments: list[tuple[int, int]], cuts: list[tuple[int, int]]) -> None:
        told = [
            movement(("", anna.ocr, bo.ocr)[2 - who], ore, name=f"B{next(names)}") for who, ore in payments
        ]
        for first, last in [*cuts, (0, len(told))]:
            deliver(told[first:last], message_id=f"M{next(names)}")
        so_far["ore"] += sum(ore for _, ore in payments)
        so_far["payments"] += len(payments)
        assert on_the_bank([anna.creditor_id, bo.creditor_id]) == so_far["ore"]

    holds()
    with staff_scope():
        assert BankEntry.objects.count() == so_far["payments"]
        assert Payment.objects.count() + UnmatchedPayment.objects.count() == so_far["payments"]


def movement(ocr: str, ore: int, *, name: str) -> BankTransaction:
    """Money in, from öre."""
    return paid(ocr, f"{ore // 100}.{ore % 100:02}", bank_reference=name)


def deliver(movements: list[BankTransaction], *, message_id: str) -> None:
    """A file, and the same file once more."""
    content = camt(*movements, message_id=message_id)
    receive(content=content, name=message_id, at=AT)
    with pytest.raises(AlreadyRead):
        receive(content=content, name=message_id, at=AT)
