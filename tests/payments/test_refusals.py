"""A file that is not right books nothing at all, and staff see it with the reason."""

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError

from ekrav.agency.models import Agency
from ekrav.bankfiles.accounts import BANKGIRO, IBAN, Account
from ekrav.bankfiles.branches import LARGEST_STREAM
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.models import BankEntry, BankFile, BankFilePiece
from ekrav.payments.receive import receive
from ekrav.tenancy import agency_scope
from tests.payments.cast import AT, DAY, IBAN_OF_CLIENTS, Debt, camt, on_the_bank, paid

pytestmark = pytest.mark.django_db(transaction=True)


def refused(content: bytes) -> BankFile:
    """The file as it is kept after its refusal."""
    with pytest.raises(FileRefused) as told:
        receive(content=content, name="in.xml", at=AT)
    with agency_scope():
        kept = BankFile.objects.get()
        assert not BankEntry.objects.exists()
    assert kept.outcome == BankFile.Outcome.REFUSED
    assert kept.problem.endswith(told.value.reason_sv)
    return kept


def bytes_of(file: BankFile) -> bytes:
    """What came."""
    with agency_scope():
        return file.content


@pytest.mark.parametrize(
    ("honest", "forged"),
    [
        (b"<Sum>1842.00</Sum>", b"<Sum>1842.01</Sum>"),
        (b"<Sum>1842.00</Sum>", b"<Sum>1841.99</Sum>"),
        (b"<NbOfNtries>1</NbOfNtries>", b"<NbOfNtries>2</NbOfNtries>"),
    ],
)
def test_forged_totals_refuse_the_file_whole(anna: Debt, honest: bytes, forged: bytes) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"))
    assert honest in content
    kept = refused(content.replace(honest, forged))
    assert kept.problem.startswith("Slutsumman: Banken skriver")
    assert on_the_bank([anna.creditor_id]) == 0


def test_a_file_of_another_account_is_refused_whole(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"), account=Account(BANKGIRO, "50501055"))
    kept = refused(content)
    assert "ett annat konto än byråns klientmedelskonto" in kept.problem
    assert bytes_of(kept) == content
    assert "5050" not in kept.problem


def test_the_agencys_iban_is_its_account_too(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "10.00", bank_reference="B1"), account=Account(IBAN, IBAN_OF_CLIENTS))
    assert receive(content=content, name="f", at=AT).routed == 1


def test_without_an_account_in_the_agencys_record_nothing_is_taken(anna: Debt) -> None:
    with agency_scope():
        Agency.objects.update(client_funds_bankgiro="", client_funds_iban="")
    assert "inte ifyllt" in refused(camt(paid(anna.ocr, "10.00", bank_reference="B1"))).problem


def test_a_refused_file_may_be_tried_again_when_the_fault_was_ours(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"), account=Account(BANKGIRO, "50501055"))
    kept = refused(content)
    with agency_scope():
        Agency.objects.update(client_funds_bankgiro="50501055")
    receipt = receive(content=content, name="again.xml", at=AT + timedelta(hours=1))
    assert (receipt.file_id, receipt.routed) == (kept.pk, 1)
    with agency_scope():
        now = BankFile.objects.get()
    assert (now.outcome, now.problem, now.name, now.entry_count) == ("read", "", "again.xml", 1)
    assert bytes_of(now) == content


def test_a_known_payment_with_another_amount_refuses_the_file_and_its_new_payments(anna: Debt) -> None:
    receive(content=camt(paid(anna.ocr, "100.00", bank_reference="B1")), name="f", at=AT)
    content = camt(
        paid(anna.ocr, "100.01", bank_reference="B1"),
        paid(anna.ocr, "50.00", bank_reference="B2"),
        message_id="CAMT-2",
    )
    with pytest.raises(FileRefused, match="samma referens"):
        receive(content=content, name="g", at=AT)
    assert on_the_bank([anna.creditor_id]) == 100_00
    with agency_scope():
        assert BankEntry.objects.count() == 1
        assert list(BankFile.objects.order_by("id").values_list("outcome", flat=True)) == ["read", "refused"]


def test_a_known_payment_with_another_day_refuses_the_file(anna: Debt) -> None:
    receive(content=camt(paid(anna.ocr, "100.00", bank_reference="B1")), name="f", at=AT)
    moved = paid(anna.ocr, "100.00", bank_reference="B1", day=DAY - timedelta(days=1))
    with pytest.raises(FileRefused, match="bokförd 2026-11-20"):
        receive(content=camt(moved, message_id="CAMT-2"), name="g", at=AT)


def test_one_reference_on_two_days_in_one_file_cannot_be_told_apart(anna: Debt) -> None:
    refused(
        camt(
            paid(anna.ocr, "100.00", bank_reference="B1"),
            paid(anna.ocr, "100.00", bank_reference="B1", day=DAY - timedelta(days=1)),
        )
    )


def test_a_day_that_has_not_been_is_not_booked(anna: Debt) -> None:
    tomorrow = camt(paid(anna.ocr, "1.00", bank_reference="B1", day=DAY + timedelta(days=1)))
    assert "2026-11-21, en dag som inte har varit" in refused(tomorrow).problem


def test_a_file_cut_anywhere_is_refused_whole(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1")).rstrip()
    for length in range(0, len(content), 61):
        with pytest.raises(FileRefused):
            receive(content=content[:length], name="cut", at=AT)
    assert on_the_bank([anna.creditor_id]) == 0


def test_a_file_too_large_is_told_of_but_not_carried(anna: Debt) -> None:
    kept = refused(b"<" + b" " * LARGEST_STREAM)
    assert (kept.size, bytes_of(kept)) == (LARGEST_STREAM + 1, b"")


def test_what_is_not_a_bank_file_is_kept_as_unknown(anna: Debt) -> None:
    assert refused(b"%PDF-1.7 not for the bank").format == "okänt"


def test_a_reference_longer_than_the_format_is_not_cut_but_refused(anna: Debt) -> None:
    # Version 13 has no schema here, so the length is ours to see.
    content = camt(paid(anna.ocr, "10.00", bank_reference="B1")).replace(
        b"camt.054.001.08", b"camt.054.001.13"
    )
    assert "längre än formatet" in refused(content.replace(b">B1<", b">" + b"B" * 121 + b"<")).problem


def test_the_bytes_of_a_kept_file_cannot_be_changed(anna: Debt) -> None:
    receive(content=camt(paid(anna.ocr, "10.00", bank_reference="B1")), name="f", at=AT)
    with pytest.raises(ProgrammingError, match="permission denied"), agency_scope():
        BankFilePiece.objects.update(content=b"")
