"""The bytes go to the bank once, and only if they are the ones that two people approved."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.ledger.models import Account
from ekrav.payments.bank import AnswerLost, BankRefused, BankUnreachable
from ekrav.payments.models import BankFile
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits, unknown_debits
from payouts.evidence import open_contradictions
from payouts.hand_over import hand_over_files
from payouts.holds import standing_holds
from payouts.models import Payout, PayoutRun
from payouts.reports import Reported, read_reports
from payouts.unsent import NotStandingStill, give_up, send_again
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, a_draft, approved, book, money_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(are_bygg: int, astrid: StaffMember, bertil: StaffMember) -> PayoutRun:
    """10 079.73 to Åre Bygg, approved by both."""
    money_in(are_bygg, ANNA_PAID)
    return approved(a_draft(), astrid, bertil)


def the_run() -> PayoutRun:
    with agency_scope():
        return PayoutRun.objects.get()


def the_payout(creditor: int) -> Payout:
    with tenant_scope(creditor):
        return Payout.objects.get()


def test_the_approved_bytes_reach_the_bank(run: PayoutRun, are_bygg: int) -> None:
    bank = TheBank()
    hand_over_files(bank=bank, at=MORNING)
    assert bank.sent == [bytes(run.file or b"")]
    assert the_run().state == PayoutRun.State.HANDED_OVER
    assert the_payout(are_bygg).state == Payout.State.SENT


def test_a_file_changed_by_one_byte_is_not_sent(
    run: PayoutRun, owner: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    # Only somebody above the walls can: the trigger is taken away first.
    owner.execute("ALTER TABLE payouts_payoutrun DISABLE TRIGGER two_people")
    try:
        owner.execute("UPDATE payouts_payoutrun SET file = set_byte(file, 700, get_byte(file, 700) # 1)")
        bank = TheBank()
        assert hand_over_files(bank=bank, at=MORNING) == 0
        # The hash too, so that the bytes are consistent: what two people approved is still not in them.
        owner.execute(
            "UPDATE payouts_payoutrun SET problem = '', file = convert_to(replace("
            "convert_from(file, 'UTF8'), '50501055', '99020080'), 'UTF8')"
        )
        owner.execute("UPDATE payouts_payoutrun SET file_sha256 = sha256(file)")
        assert hand_over_files(bank=bank, at=MORNING) == 0
    finally:
        owner.execute("ALTER TABLE payouts_payoutrun ENABLE TRIGGER two_people")
    assert bank.sent == []
    assert the_run().problem == "Filens kontrollsumma stämmer inte med det som godkändes. Inget har skickats."
    with agency_scope():
        assert AuditEvent.objects.filter(act="payout_file_not_sent").count() == 2


def test_a_bank_that_is_not_reached_is_tried_again(run: PayoutRun) -> None:
    bank = TheBank(raises=BankUnreachable("ConnectTimeout"))
    assert hand_over_files(bank=bank, at=MORNING) == 0
    bank.raises = None
    assert hand_over_files(bank=bank, at=MORNING) == 1
    assert len(bank.sent) == 1


def test_a_lost_answer_is_never_sent_again(run: PayoutRun, are_bygg: int, astrid: StaffMember) -> None:
    bank = TheBank(raises=AnswerLost("ReadTimeout"))
    hand_over_files(bank=bank, at=MORNING)
    assert (the_run().state, the_run().problem) == (
        PayoutRun.State.UNKNOWN,
        "Bankens svar kom bort. Den kan ha fått filen.",
    )
    bank.raises = None
    hand_over_files(bank=bank, at=MORNING)
    with pytest.raises(NotStandingStill):
        send_again(run_id=run.pk, staff=astrid, at=MORNING)
    hand_over_files(bank=bank, at=MORNING + timedelta(days=9))
    assert bank.sent == []
    assert the_payout(are_bygg).state == Payout.State.UNKNOWN


def test_a_lost_answer_is_healed_by_the_banks_report(run: PayoutRun, are_bygg: int) -> None:
    hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=MORNING)
    report(run, {the_payout(are_bygg).end_to_end_id: "ACCP"})
    read_reports(at=MORNING)
    assert (the_run().state, the_run().problem) == (PayoutRun.State.ACCEPTED, "")


def test_a_stop_between_sending_and_noting_it_is_healed_by_the_banks_files(
    run: PayoutRun, are_bygg: int
) -> None:
    # The file went, and the process died: the run still stands as approved.
    payout = the_payout(are_bygg)
    report(run, {payout.end_to_end_id: "ACSC"})
    assert read_reports(at=MORNING) == Reported(accepted=1)
    assert the_run().state == PayoutRun.State.ACCEPTED
    assert hand_over_files(bank=TheBank(), at=MORNING) == 0
    debited({payout.end_to_end_id: payout.amount_ore})
    settle_debits(at=MORNING)
    assert the_run().state == PayoutRun.State.SETTLED


def test_a_refused_file_waits_for_a_person_who_may_give_it_up(
    run: PayoutRun, are_bygg: int, astrid: StaffMember
) -> None:
    bank = TheBank(raises=BankRefused("Avtal saknas"))
    hand_over_files(bank=bank, at=MORNING)
    assert the_run().problem == "Banken tog inte emot filen: Avtal saknas"
    bank.raises = None
    assert hand_over_files(bank=bank, at=MORNING) == 0
    give_up(run_id=run.pk, staff=astrid, at=MORNING)
    assert (the_run().state, the_payout(are_bygg).state) == (PayoutRun.State.REJECTED, Payout.State.REJECTED)
    assert book() == {
        Account.CLIENT_FUNDS: 1_037_973,
        Account.DUE_CAPITAL: -1_000_000,
        Account.DUE_INTEREST: -13_973,
        Account.DUE_COSTS: -24_000,
    }


def test_a_file_the_bank_may_have_is_never_given_up(run: PayoutRun, astrid: StaffMember) -> None:
    for answer in (AnswerLost("ReadTimeout"), None):
        hand_over_files(bank=TheBank(raises=answer), at=MORNING)
        with pytest.raises(NotStandingStill):
            give_up(run_id=run.pk, staff=astrid, at=MORNING)
    with agency_scope():
        PayoutRun.objects.update(problem="")
    with pytest.raises(NotStandingStill):
        send_again(run_id=run.pk, staff=astrid, at=MORNING)


def test_a_report_on_somebody_elses_file_is_left_for_a_person(run: PayoutRun, are_bygg: int) -> None:
    name = the_payout(are_bygg).end_to_end_id
    stranger = PayoutRun(message_id="STRANGER-1", execution_date=run.execution_date)
    report(stranger, {name: "RJCT"})
    assert read_reports(at=MORNING) == Reported()
    with agency_scope():
        file = BankFile.objects.get()
    assert (file.outcome, file.problem) == (
        BankFile.Outcome.REFUSED,
        "Hela filen: Rapporten gäller en betalningsfil som inte är vår. Fråga banken.",
    )
    assert the_payout(are_bygg).state == Payout.State.APPROVED


def test_a_payout_is_rejected_once_however_often_the_bank_says_so(run: PayoutRun, are_bygg: int) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    name = the_payout(are_bygg).end_to_end_id
    for code in ("AC04", "AC06"):
        report(run, {name: "RJCT"}, code=code)
    assert read_reports(at=MORNING) == Reported(rejected=1)
    assert book()[Account.DUE_CAPITAL] == -1_000_000
    assert the_run().state == PayoutRun.State.REJECTED


@pytest.mark.parametrize("status", ["RCVD", "PDNG", "QQQQ"])
def test_a_status_that_decides_nothing_changes_nothing(run: PayoutRun, are_bygg: int, status: str) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    report(run, {the_payout(are_bygg).end_to_end_id: status})
    assert read_reports(at=MORNING) == Reported()
    assert the_payout(are_bygg).state == Payout.State.SENT


def test_a_debit_with_another_amount_or_name_is_left_for_a_person(run: PayoutRun, are_bygg: int) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    before = book()
    debited({the_payout(are_bygg).end_to_end_id: 1_007_972, "NOT OURS": 100})
    assert settle_debits(at=MORNING) == 0
    assert (book(), the_payout(are_bygg).state) == (before, Payout.State.SENT)
    with agency_scope():
        assert unknown_debits() == 2


def test_a_rejected_payout_that_is_debited_all_the_same_is_paid_and_told(
    run: PayoutRun, are_bygg: int
) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    report(run, {payout.end_to_end_id: "RJCT"})
    read_reports(at=MORNING)
    debited({payout.end_to_end_id: payout.amount_ore})
    assert settle_debits(at=MORNING) == 1
    # The bank's book is what happened: the fees are the agency's, and nothing is due.
    assert book() == {Account.CLIENT_FUNDS: 30_000, Account.AGENCY_FEES: -24_000, Account.AGENCY_VAT: -6_000}
    assert (the_payout(are_bygg).state, the_run().state) == (Payout.State.SETTLED, PayoutRun.State.SETTLED)
    with tenant_scope(are_bygg):
        assert [word.outcome for word in open_contradictions()] == ["debited"]
        assert [hold.kind for hold in standing_holds(today=FRIDAY)] == ["bank"]
