"""The whole way over the real wire with the sandboxed bank: bank, book and what is owed agree to the öre."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.payments.bank import HttpBank
from ekrav.payments.fetch import fetch_files
from ekrav.payments.models import Reference
from ekrav.sandbox.app import create_app
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.models import Payout, PayoutRun, SettlementNote
from payouts.reports import Reported, read_reports
from payouts.tasks import wake_payouts
from tests.payouts.bank import report
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, a_case, a_draft, apply, approved, book, money_in
from tests.sandbox_bank.customer import balance, deposit, play
from tests.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank_url(tmp_path: Path) -> Iterator[str]:
    """The address of a bank that has just opened."""
    with serving(create_app(store=tmp_path)) as port:
        yield f"http://127.0.0.1:{port}/bank"


def anna_pays(creditor: int, bank_url: str) -> None:
    """Anna pays by OCR at the bank; the file is read, the money matched and applied."""
    case = a_case(creditor)
    with tenant_scope(creditor):
        ocr = Reference.objects.get(subledger=case).ocr
    deposit(bank_url, ocr=ocr, amount_ore=kronor("10379.73"), date=ANNA_PAID.on.isoformat())
    play(bank_url, ANNA_PAID.on)
    assert fetch_files(bank=HttpBank(bank_url), at=MORNING).taken == 1
    with tenant_scope(creditor):
        apply(ANNA_PAID, case=case)


def test_ten_thousand_kronor_reach_the_creditor_and_the_balances_agree(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, bank_url: str, settings: Any
) -> None:
    settings.BANK_URL = bank_url
    anna_pays(are_bygg, bank_url)
    approved(a_draft(), astrid, bertil)
    wake_payouts()
    assert balance(bank_url) == kronor("10379.73")
    play(bank_url, FRIDAY)
    fetch_files(bank=HttpBank(bank_url), at=MORNING + timedelta(days=1))
    for _ in range(2):
        wake_payouts()
    # Bank = book = owed: the agency's fees and their VAT are what is left.
    assert balance(bank_url) == book()[Account.CLIENT_FUNDS] == kronor("300.00")
    assert book()[Account.AGENCY_FEES] + book()[Account.AGENCY_VAT] == -kronor("300.00")
    with agency_scope():
        assert PayoutRun.objects.get(period_end=FRIDAY).state == PayoutRun.State.SETTLED
    with tenant_scope(are_bygg):
        note, parcel = SettlementNote.objects.get(), Parcel.objects.get()
    assert (parcel.recipient, parcel.subject) == (
        "ekonomi@arebygg.example",
        "Avräkningsnota 2026-0001, 10 079,73 kr",
    )
    assert note.pdf
    assert parcel.attachment is None
    assert "på Mina sidor:\nhttp://localhost:8000/utbetalningar/noter/1/\n" in parcel.body


def test_a_file_sent_twice_is_paid_once_and_nothing_becomes_due_again(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, bank_url: str
) -> None:
    anna_pays(are_bygg, bank_url)
    run = approved(a_draft(), astrid, bertil)
    bank = HttpBank(bank_url)
    # The process died between sending and noting it, and sends again: the bank refuses the copy as known.
    for _ in range(2):
        bank.send(content=bytes(run.file or b""))
    fetch_files(bank=bank, at=MORNING)
    assert read_reports(at=MORNING) == Reported(accepted=1)
    with tenant_scope(are_bygg):
        assert Payout.objects.get().state == Payout.State.ACCEPTED
    play(bank_url, FRIDAY)
    assert balance(bank_url) == kronor("300.00")
    assert book()[Account.PAYOUTS_IN_TRANSIT] == -kronor("10079.73")


@pytest.mark.parametrize("code", ["DU01", "AM05"])
def test_a_copy_that_the_bank_knows_already_is_no_rejection(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, code: str
) -> None:
    money_in(are_bygg, ANNA_PAID)
    run = approved(a_draft(), astrid, bertil)
    with tenant_scope(are_bygg):
        name = Payout.objects.get().end_to_end_id
    report(run, {name: "RJCT"}, code=code)
    assert read_reports(at=MORNING) == Reported()
