"""Two different people with fresh BankID, each bound to what they read; everybody else is told why not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency, StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.bankfiles import pain001_read
from ekrav.bankfiles.bank_profile import BGAB
from ekrav.ledger.models import Account, Entry
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.approve import approve
from payouts.issue import make_files
from payouts.models import Approval, NoteNumber, Payout, PayoutRun, SettlementNote
from payouts.refusal import ApprovalRefused, Reason
from payouts.withdraw import NotWithdrawn, withdraw
from tests.payouts.given import (
    ANNA_PAID,
    MORNING,
    Paid,
    a_creditor,
    a_draft,
    a_staff_member,
    another_bankgiro,
    approved,
    book,
    money_in,
    money_taken_back,
    word_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

NINE = MORNING + timedelta(hours=3)


@pytest.fixture
def run(are_bygg: int) -> PayoutRun:
    """Åre Bygg is due 10 079.73."""
    money_in(are_bygg, ANNA_PAID)
    return a_draft()


def refusal(
    run: PayoutRun, staff: StaffMember, *, bankid_at: datetime | None = NINE, content: bytes | None = None
) -> ApprovalRefused:
    """Why this person's word is not taken at nine."""
    with pytest.raises(ApprovalRefused) as caught:
        approve(
            run_id=run.pk,
            staff=staff,
            content_hash=content or bytes(run.content_hash),
            bankid_at=bankid_at,
            at=NINE,
        )
    return caught.value


def nothing_happened(creditor: int) -> bool:
    """No file, no posting, no number, no note."""
    with agency_scope():
        untouched = PayoutRun.objects.get().file is None and NoteNumber.objects.get().last == 0
    with tenant_scope(creditor):
        posted = Entry.objects.filter(kind="settle").exists() or SettlementNote.objects.exists()
        return untouched and not posted and Payout.objects.get().state in {"draft", "withdrawn"}


def test_the_first_word_waits_for_the_second(run: PayoutRun, are_bygg: int, astrid: StaffMember) -> None:
    assert not word_of(astrid, run).complete
    assert nothing_happened(are_bygg)


def test_the_second_word_makes_the_file_once(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    word_of(astrid, run)
    done = word_of(bertil, run)
    assert done.complete
    assert done.run.state == PayoutRun.State.FILE_MADE
    batch = pain001_read.read(bytes(done.run.file or b""))
    assert (batch.message_id, len(batch.payments), batch.total) == (run.message_id, 1, 1_007_973)
    assert (batch.debtor.account.number, batch.debtor.name) == ("53172045", "Nordanvik Inkasso AB")
    with agency_scope():
        acts = list(
            AuditEvent.objects.filter(object_kind="payoutrun").order_by("id").values_list("act", "actor_id")
        )
    assert acts == [
        ("payout_run_drafted", None),
        ("payout_run_approved", astrid.pk),
        ("payout_run_approved", bertil.pk),
    ]


def test_a_bank_that_debits_an_iban_gets_its_dialect(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    for person in (astrid, bertil):
        content = bytes(run.content_hash)
        approve(run_id=run.pk, staff=person, content_hash=content, bankid_at=NINE, at=NINE)
    assert make_files(profile=BGAB, at=NINE) == 1
    with agency_scope():
        done = PayoutRun.objects.get()
    assert pain001_read.read(bytes(done.file or b"")).debtor.account.number == "SE4550000000058398257466"


def test_one_person_twice_is_one(run: PayoutRun, are_bygg: int, astrid: StaffMember) -> None:
    word_of(astrid, run, at=NINE - timedelta(minutes=5))
    refused = refusal(run, astrid)
    assert (refused.reason, refused.when) == (Reason.YOURS, NINE - timedelta(minutes=5))
    assert nothing_happened(are_bygg)


def test_a_third_is_told_who_was_before(run: PayoutRun, astrid: StaffMember, bertil: StaffMember) -> None:
    approved(run, astrid, bertil)
    refused = refusal(run, a_staff_member("Maja Lind"))
    assert (refused.reason, refused.who, refused.when) == (Reason.DONE, "Bertil Falk", NINE)


@pytest.mark.parametrize(
    "bankid_at", [None, NINE - timedelta(minutes=10, seconds=1), NINE + timedelta(minutes=2)]
)
def test_bankid_must_be_fresh(run: PayoutRun, astrid: StaffMember, bankid_at: datetime | None) -> None:
    assert refusal(run, astrid, bankid_at=bankid_at).reason == Reason.BANKID


def test_bankid_may_be_ten_minutes_old(run: PayoutRun, astrid: StaffMember) -> None:
    approve(
        run_id=run.pk,
        staff=astrid,
        content_hash=bytes(run.content_hash),
        bankid_at=NINE - timedelta(minutes=10),
        at=NINE,
    )


def test_a_handler_may_not_approve_and_that_is_logged(run: PayoutRun) -> None:
    handler = a_staff_member("Hanna", StaffMember.Role.HANDLER)
    assert refusal(run, handler).reason == Reason.ROLE
    with agency_scope():
        event = AuditEvent.objects.get(act="payout_approval_refused")
    assert (event.actor_id, event.facts) == (handler.pk, {"reason": "role"})


def test_somebody_who_has_left_no_longer_counts(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    word_of(astrid, run)
    with agency_scope():
        StaffMember.objects.filter(pk=astrid.pk).update(active=False)
    assert not word_of(bertil, run).complete
    assert nothing_happened(are_bygg)
    assert word_of(a_staff_member("Maja Lind"), run).complete


def test_an_approval_is_bound_to_what_was_read(run: PayoutRun, astrid: StaffMember) -> None:
    assert refusal(run, astrid, content=b"something else").reason == Reason.CONTENT


def test_a_payment_taken_back_since_the_draft_refuses_the_second_word(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    with tenant_scope(are_bygg):
        line = Payout.objects.get().lines.select_related("subledger").get()
    word_of(astrid, run)
    money_taken_back(are_bygg, line.subledger, Paid(capital="0.01"))
    refused = refusal(run, bertil)
    assert (refused.reason, refused.about) == (Reason.BALANCES, line.case_number)
    assert nothing_happened(are_bygg)
    with agency_scope():
        assert Approval.objects.count() == 1
    # The way on: the draft is withdrawn, and the next one says what is true now.
    withdraw(run_id=run.pk, staff=bertil, reason="Betalning återkallad", at=NINE)
    again = a_draft(at=NINE)
    assert (again.pk != run.pk, again.total_ore) == (True, 1_007_972)


def its_bankgiro_is_no_longer_sure(creditor: int) -> None:
    with tenant_scope(creditor):
        Creditor.objects.update(bankgiro_confirmed_at=None)


def it_has_asked_for_another(creditor: int) -> None:
    another_bankgiro(creditor, "9902008", asked_at=MORNING, confirmed=False)


def it_has_another(creditor: int) -> None:
    another_bankgiro(creditor, "9902008")


@pytest.mark.parametrize(
    "changed", [its_bankgiro_is_no_longer_sure, it_has_asked_for_another, it_has_another]
)
def test_a_creditor_changed_since_the_draft_refuses_the_second_word(
    run: PayoutRun,
    are_bygg: int,
    astrid: StaffMember,
    bertil: StaffMember,
    changed: Callable[[int], None],
) -> None:
    word_of(astrid, run)
    changed(are_bygg)
    refused = refusal(run, bertil)
    assert (refused.reason, refused.about) == (Reason.PAYEE, "Åre Bygg AB")
    assert nothing_happened(are_bygg)


def test_a_file_the_bank_would_refuse_is_not_made_and_its_run_is_withdrawn(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    word_of(astrid, run)
    with agency_scope():
        Agency.objects.update(client_funds_bankgiro="53172046")
    run = word_of(bertil, run).run
    assert (run.state, run.problem) == (
        PayoutRun.State.WITHDRAWN,
        "Banken skulle inte ta emot filen, vårt konto: Kontonumret är inte giltigt. Kontrollera det."
        " Inget är skickat.",
    )
    assert nothing_happened(are_bygg)


def test_nothing_is_approved_while_the_agencys_record_is_incomplete(
    run: PayoutRun, astrid: StaffMember
) -> None:
    with agency_scope():
        Agency.objects.update(licence="")
    assert refusal(run, astrid).reason == Reason.AGENCY


def test_a_withdrawn_draft_is_not_approved(run: PayoutRun, are_bygg: int, astrid: StaffMember) -> None:
    withdraw(run_id=run.pk, staff=astrid, reason=" Fel bankgiro. ", at=NINE)
    refused = refusal(run, astrid)
    assert (refused.reason, refused.detail) == (Reason.WITHDRAWN, "Fel bankgiro.")
    assert nothing_happened(are_bygg)


def test_only_a_draft_is_withdrawn_and_only_with_a_reason(
    run: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    with pytest.raises(NotWithdrawn, match="reason"):
        withdraw(run_id=run.pk, staff=astrid, reason="  ", at=NINE)
    approved(run, astrid, bertil)
    with pytest.raises(NotWithdrawn, match="state"):
        withdraw(run_id=run.pk, staff=astrid, reason="Fel", at=NINE)


def test_a_file_for_many_creditors_is_one_file_and_the_notes_are_numbered_in_a_row(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    withdraw(run_id=run.pk, staff=astrid, reason="Fler tillkom", at=NINE)
    others = [a_creditor(f"Borgenär {n} AB", bankgiro="9902008") for n in range(4)]
    for creditor in others:
        money_in(creditor, Paid(capital="1000.00", interest="13.97", costs="240.00"))
    done = approved(a_draft(at=NINE), astrid, bertil)
    numbers = []
    for creditor in (are_bygg, *others):
        with tenant_scope(creditor):
            numbers += list(SettlementNote.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5]
    # 10 079.73 + 4 × 953.97
    assert pain001_read.read(bytes(done.file or b"")).total == 1_389_561
    assert book()[Account.PAYOUTS_IN_TRANSIT] == -1_389_561
    assert sum(book().values()) == 0
