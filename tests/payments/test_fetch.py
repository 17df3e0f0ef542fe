"""What lies ready at the bank is fetched once, in its order; a refused file does not stand in the way of the next."""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import BinaryIO

import pytest
from pytest_django import Settings

from ekrav.bankfiles import pain002_write
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.status_report import StatusReport
from ekrav.payments.bank import BankUnreachable, Listed
from ekrav.payments.fetch import Fetched, fetch_files
from ekrav.payments.inbox import Kept, note_read, note_refused, reports_to_read, take_in
from ekrav.payments.keep import AlreadyRead
from ekrav.payments.models import BankFile, FetchedFile
from ekrav.payments.receive import receive
from ekrav.payments.tasks import fetch_bank_files
from ekrav.tenancy import agency_scope
from tests.payments.cast import AT, Debt, camt, on_the_bank, paid

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class BankOfPaper:
    """A bank channel whose files are laid out by the test."""

    laid: list[tuple[str, bytes]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    breaks_at: str = ""

    def files(self, *, after: str = "") -> list[Listed]:
        """Those laid out after the file `after`."""
        names = [name for name, _ in self.laid]
        first = names.index(after) + 1 if after in names else 0
        return [Listed(id=name, name=f"{name}.xml", created=AT) for name in names[first:]]

    def fetch(self, *, file_id: str) -> BinaryIO:
        """The bytes, unless the line breaks."""
        if file_id == self.breaks_at:
            raise BankUnreachable("broken")
        self.fetched.append(file_id)
        return BytesIO(dict(self.laid)[file_id])

    def send(self, *, content: bytes) -> str:
        """Not asked for here."""
        raise NotImplementedError


def report(message_id: str = "PSR-1") -> bytes:
    """A pain.002 that accepts a file of ours."""
    return pain002_write.write(
        StatusReport(
            message_id=message_id,
            version="12",
            created=AT,
            original_message_id="EKRAV-2026-47",
            original_message_name="pain.001.001.09",
            status="ACCP",
        )
    )


def test_each_file_is_fetched_once_and_later_rounds_begin_after_it(anna: Debt) -> None:
    bank = BankOfPaper([("1", camt(paid(anna.ocr, "10.00", bank_reference="B1")))])
    assert fetch_files(bank=bank, at=AT) == Fetched(taken=1)
    bank.laid.append(("2", camt(paid(anna.ocr, "5.00", bank_reference="B2"), message_id="CAMT-2")))
    assert fetch_files(bank=bank, at=AT) == Fetched(taken=1)
    assert fetch_files(bank=bank, at=AT) == Fetched()
    assert bank.fetched == ["1", "2"]
    assert on_the_bank([anna.creditor_id]) == 15_00


def test_a_refused_file_is_not_fetched_again_and_the_next_is_taken(anna: Debt) -> None:
    bank = BankOfPaper([("1", b"not xml"), ("2", camt(paid(anna.ocr, "5.00", bank_reference="B2")))])
    assert fetch_files(bank=bank, at=AT) == Fetched(taken=1, refused=1)
    assert fetch_files(bank=bank, at=AT) == Fetched()
    with agency_scope():
        refused = BankFile.objects.get(outcome="refused")
    assert (refused.name, refused.problem[:11]) == ("1.xml", "Hela filen:")


def test_the_same_bytes_under_another_name_at_the_bank_are_known(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "10.00", bank_reference="B1"))
    assert fetch_files(bank=BankOfPaper([("1", content), ("2", content)]), at=AT) == Fetched(taken=1, known=1)


def test_a_round_cut_short_between_booking_and_noting_is_taken_up_where_it_was(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "10.00", bank_reference="B1"))
    receive(content=content, name="1.xml", at=AT)
    bank = BankOfPaper([("1", content)])
    assert fetch_files(bank=bank, at=AT) == Fetched(known=1)
    assert fetch_files(bank=bank, at=AT) == Fetched()
    assert on_the_bank([anna.creditor_id]) == 10_00


def test_a_broken_line_leaves_what_was_taken_and_the_rest_comes_next_time(anna: Debt) -> None:
    bank = BankOfPaper(
        [(name, camt(paid(anna.ocr, "1.00", bank_reference=name), message_id=name)) for name in "123"],
        breaks_at="2",
    )
    with pytest.raises(BankUnreachable):
        fetch_files(bank=bank, at=AT)
    bank.breaks_at = ""
    assert fetch_files(bank=bank, at=AT) == Fetched(taken=2)
    with agency_scope():
        assert list(FetchedFile.objects.order_by("id").values_list("bank_id", flat=True)) == ["1", "2", "3"]


def test_a_report_on_our_payments_waits_for_the_payouts_house(anna: Debt) -> None:
    assert fetch_files(bank=BankOfPaper([("1", report())]), at=AT) == Fetched(taken=1)
    with agency_scope():
        waiting = reports_to_read().get()
        assert (waiting.format, waiting.message_id, waiting.entry_count) == ("pain.002.001.12", "PSR-1", 0)
        assert bytes(waiting.content) == report()
        assert note_read(waiting)
        assert not note_read(waiting)
        assert not reports_to_read().exists()


def test_a_report_that_speaks_of_nothing_known_is_shown_to_staff(anna: Debt) -> None:
    taken = take_in(content=report(), name="r.xml", at=AT)
    assert isinstance(taken, Kept)
    with agency_scope():
        strange = FileRefused(position="hela filen", reason_sv="Rapporten gäller ingen fil av oss.")
        assert note_refused(reports_to_read().get(), strange)
        assert (
            BankFile.objects.get(pk=taken.file_id).problem == "Hela filen: Rapporten gäller ingen fil av oss."
        )


def test_a_report_is_kept_once_and_a_broken_one_is_refused(anna: Debt) -> None:
    take_in(content=report(), name="r.xml", at=AT)
    with pytest.raises(AlreadyRead):
        take_in(content=report(), name="r2.xml", at=AT)
    with pytest.raises(FileRefused):
        take_in(
            content=report("PSR-2").replace(b"<GrpSts>ACCP</GrpSts>", b"<GrpSts>ACCP</GrpSts"),
            name="r3.xml",
            at=AT,
        )
    with agency_scope():
        assert reports_to_read().count() == 1


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:9/bank"])
def test_a_bank_that_is_not_there_does_not_fail_the_task(settings: Settings, address: str) -> None:
    settings.BANK_URL = address
    fetch_bank_files()
    with agency_scope():
        assert not BankFile.objects.exists()


def test_a_payment_file_of_our_own_is_not_taken_for_money(anna: Debt) -> None:
    with pytest.raises(FileRefused, match="en betalningsfil till banken"):
        take_in(
            content=b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>',
            name=f"{date.max}",
            at=AT,
        )
