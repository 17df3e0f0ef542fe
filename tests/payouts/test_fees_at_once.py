"""Fifty at once at the agency's fees: one file, one posting, one settlement."""

import pytest
from django.test import Client

from ekrav.bankfiles import pain001_read
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.ledger.models import Entry
from ekrav.tenancy import tenant_scope
from payouts.approve_fees import approve_fees
from payouts.confirm import settle_debits
from tests.cast import right_now
from tests.payments.crowd import crowd, kinds
from tests.payouts.bank import debited
from tests.payouts.fees import approved, drafted, held, the_transfer
from tests.payouts.given import a_staff_member

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_who_approve_at_once_make_one_file_and_one_posting(paid: int) -> None:
    transfer = drafted()
    assert transfer is not None
    people = [a_staff_member(f"Nr {number}") for number in range(50)]
    at, _today = right_now()
    with crowd() as rush:
        answers = rush.rush(
            lambda place: approve_fees(
                transfer_id=transfer.pk,
                staff=people[place],
                content_hash=bytes(transfer.content_hash),
                bankid_at=at,
                at=at,
                profile=SESBA,
            )
        )
    assert kinds(answers) == {"ApprovalRefused": 48, "FeeTransfer": 2}
    with tenant_scope(paid):
        assert Entry.objects.filter(kind="withdraw fees").count() == 1
    made = pain001_read.read(bytes(the_transfer().file or b""))
    assert [payment.amount for payment in made.payments] == [30_000]


def test_fifty_who_take_the_banks_debit_at_once_settle_it_once(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    debited({transfer.end_to_end_id: 30_000})
    at, _today = right_now()
    with crowd() as rush:
        answers = rush.rush(lambda _place: settle_debits(at=at))
    assert sum(answer for answer in answers if isinstance(answer, int)) == 1
    assert held(paid) == [0, 0, 0]
