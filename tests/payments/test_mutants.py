"""A bank file that has come to harm books everything it should, each krona where it belongs, or nothing at all."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ekrav.bankfiles.refusal import FileRefused
from ekrav.ledger.models import Account
from ekrav.payments.keep import AlreadyRead
from ekrav.payments.receive import receive
from tests.bankfiles.mutants import IN_ALL, KINDS, TO_ANNA, TO_BO, many, true_file
from tests.payments.cast import OURS, Debt, case_book, on_the_bank

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2025, 3, 5, 7, tzinfo=UTC)


def _booked(anna: Debt, bo: Debt) -> tuple[int, int, int]:
    """What has come in, to Anna and to Bo, in öre."""
    arrived = on_the_bank([anna.creditor_id, bo.creditor_id])
    to_anna, to_bo = (-case_book(debt).get(Account.PAYMENTS_TO_APPLY, 0) for debt in (anna, bo))
    return arrived, to_anna, to_bo


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_file_is_booked_right_or_not_at_all(
    anna: Debt, bo: Debt, kind: str, size: Callable[[int, int], int]
) -> None:
    def true(serial: int) -> bytes:

        return true_file(kind, ours=OURS, anna=anna.ocr, bo=bo.ocr, serial=serial)

    files, before = 0, (0, 0, 0)
    for serial, fault, data in many(true, count=size(15, 200), seed=2):
        try:
            receive(content=data, name=f"{serial}", at=AT)
            files += 1
        except (FileRefused, AlreadyRead):
            assert _booked(anna, bo) == before, (serial, fault)
            continue
        now = _booked(anna, bo)
        arrived, to_anna, to_bo = (after - earlier for after, earlier in zip(now, before, strict=True))
        assert arrived == IN_ALL, (serial, fault)
        assert 0 <= to_anna <= TO_ANNA, (serial, fault)
        assert 0 <= to_bo <= TO_BO, (serial, fault)
        before = now
    assert files < size(15, 200)
