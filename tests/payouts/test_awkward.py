"""Sequences that seldom come, and that the notes, the book and the bank must agree on all the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client

from ekrav.accounts.models import Creditor
from ekrav.agency.models import StaffMember
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.bookkeeping import entry_of
from payouts.chart import CREDITORS, accounts
from payouts.confirm import settle_debits, unknown_debits
from payouts.credit import NotCredited
from payouts.credit_due import credit_due
from payouts.hand_over import hand_over_files
from payouts.kinds import Purpose
from payouts.models import Hold, Payout, SettlementNote
from payouts.note_page import note_page
from payouts.refund_account import note_account
from payouts.refund_draft import draft_refunds
from payouts.refund_sources import sources
from payouts.reports import read_reports
from payouts.returned import take_returns
from payouts.settle_fees import hand_over_fees
from payouts.vat_report import vat_report
from tests.cast import right_now
from tests.pages import text_of
from tests.payouts.bank import TheBank, came_back, debited, report
from tests.payouts.browsing import a_member
from tests.payouts.credits import FEES, LATER, case_numbers, credited
from tests.payouts.fees import approved as approved_fees
from tests.payouts.fees import held
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    a_draft,
    approved,
    book,
    money_in,
    money_taken_back,
    word_of,
)
from tests.payouts.notes import balance, issued, note_of, settled_by_the_bank
from tests.payouts.test_refunds import ANNAS, BOS, nobodys, the_refund

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def the_payout(creditor: int) -> Payout:
    with tenant_scope(creditor):
        return Payout.objects.order_by("-id")[0]


def test_a_note_that_stood_again_is_credited_once_more_when_its_money_comes_back(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    run = issued(astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    report(run, {payout.end_to_end_id: "RJCT"}, code="AM02")
    read_reports(at=MORNING)
    assert credit_due(at=MORNING) == 1
    debited({payout.end_to_end_id: payout.amount_ore})
    assert (settle_debits(at=MORNING), credit_due(at=MORNING)) == (1, 1)
    came_back({payout.end_to_end_id: payout.amount_ore})
    assert take_returns(at=LATER) == 1
    assert (credit_due(at=LATER), credit_due(at=LATER)) == (1, 0)
    with tenant_scope(are_bygg):
        told = SettlementNote.objects.order_by("number").values_list("kind", "facts__fee_ore")
        assert list(told) == [("note", 240_00), ("whole", -240_00), ("again", 240_00), ("whole", -240_00)]
    assert balance(are_bygg, *FEES) == (0, 0, 0)
    with staff_scope():
        found = vat_report(first=FRIDAY, last=LATER.date())
    assert (found.agrees, found.total.fee, found.total.vat) == (True, 0, 0)


def test_a_fee_that_was_credited_is_not_given_back_again_when_the_bank_takes_the_payment(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    settled_by_the_bank(are_bygg)
    credited(note_of(are_bygg), case.number, by=astrid)
    assert balance(are_bygg, *FEES) == (0, 0, -300_00)
    money_taken_back(are_bygg, case, ANNA_PAID)
    money_in(are_bygg, Paid(capital="20000.00"), case=a_case(are_bygg, invoice="1050"))
    a_draft(FRIDAY + timedelta(days=7), at=MORNING + timedelta(days=7))
    page = text_of(a_member(are_bygg, CECILIA).get(f"/utbetalningar/{the_payout(are_bygg).public_id}/"))
    assert "Tillbaka enligt kreditnota" in page
    assert "betalats direkt till dig" not in page
    run = issued(astrid, bertil, weeks=1)
    (told,) = [line for line in note_page(note_of(are_bygg, number=3).facts).explanation if "tagit" in line]
    assert "ges tillbaka" not in told
    # It had 10 079,73, and 300,00 by the credit note: of Anna's 10 379,73 nothing is left, and no fee was taken.
    assert run.total_ore == 20_000_00 + 300_00 - 10_379_73
    assert balance(are_bygg, *FEES) == (0, 0, 0)
    with staff_scope():
        found = vat_report(first=FRIDAY, last=FRIDAY + timedelta(days=7))
    assert (found.agrees, found.total.fee, found.total.vat) == (True, 0, 0)


def test_a_fee_that_went_back_with_the_payment_is_not_credited_as_well(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    settled_by_the_bank(are_bygg)
    money_taken_back(are_bygg, case, ANNA_PAID)
    money_in(are_bygg, Paid(capital="20000.00"), case=a_case(are_bygg, invoice="1050"))
    issued(astrid, bertil, weeks=1)
    settled_by_the_bank(are_bygg)
    assert balance(are_bygg, *FEES) == (0, 0, 0)
    with pytest.raises(NotCredited, match="credited"):
        credited(note_of(are_bygg, number=1), case.number, by=astrid)


def test_a_part_that_was_credited_stays_credited_when_the_payment_is_taken_back(
    paid_note: SettlementNote, astrid: StaffMember, bertil: StaffMember
) -> None:
    """Of the two cases' 240 and 180, the 180 are credited; both payments are taken back: 240 and 60 are given back."""
    creditor, (first, second) = paid_note.creditor_id, case_numbers(paid_note)
    credited(paid_note, second, by=astrid)
    assert paid_note.payout is not None
    with tenant_scope(creditor):
        cases = {
            line.case_number: line.subledger for line in paid_note.payout.lines.select_related("subledger")
        }
    money_taken_back(creditor, cases[first], ANNA_PAID)
    money_taken_back(creditor, cases[second], Paid(capital="500.00", costs="180.00"))
    money_in(creditor, Paid(capital="20000.00"), case=a_case(creditor, invoice="1050"))
    run = issued(astrid, bertil, weeks=1)
    # 20 000 − 10 379,73 + 300 − 680 + 225
    assert run.total_ore == 20_000_00 - 10_379_73 + 300_00 - 680_00 + 225_00
    assert balance(creditor, *FEES) == (0, 0, 0)


def test_a_credit_note_is_bookkept_as_the_note_it_credits(
    paid_note: SettlementNote, astrid: StaffMember
) -> None:
    """Åre Bygg has deducted 60,00 of VAT, and is no longer registered: the deduction goes back, not a cost."""
    creditor = paid_note.creditor_id
    with tenant_scope(creditor):
        Creditor.objects.update(vat_registered=False)
    credit = credited(paid_note, case_numbers(paid_note)[0], by=astrid)
    with tenant_scope(creditor):
        rows = entry_of(credit.facts, accounts=accounts(CREDITORS))
    sums = {row.purpose: row.ore for row in rows}
    assert sums == {Purpose.FEE: -240_00, Purpose.VAT: -60_00, Purpose.OWED: 300_00}


def test_a_refund_that_is_sent_anew_and_then_paid_twice_stops_nobody_elses_debit(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    first = the_refund()
    report(run, {first.end_to_end_id: "RJCT"})
    read_reports(at=MORNING)
    with staff_scope():
        (source,) = sources()
    monday, at = FRIDAY + 3 * DAY, MORNING + 3 * DAY
    note_account(source=source, account=ANNAS, staff=astrid, at=at)
    again = draft_refunds(today=monday, at=at)
    assert again is not None
    for person in (astrid, bertil):
        word_of(person, again, at=at)
    second = the_refund()
    debited({second.end_to_end_id: 312_00}, on=monday, at=at)
    assert settle_debits(at=at) == 1
    # The bank has paid the first one too.
    debited({first.end_to_end_id: 312_00}, on=monday, at=at)
    assert settle_debits(at=at) == 1
    assert book() == {Account.CLIENT_FUNDS: -312_00, Account.OWED_TO_PAYER: 312_00}


def test_a_payout_that_the_bank_draws_in_two_entries_is_settled_by_both(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    debited({payout.end_to_end_id: 10_000_00})
    assert settle_debits(at=MORNING) == 0
    debited({payout.end_to_end_id: 79_73})
    settle_debits(at=MORNING)
    assert the_payout(are_bygg).state == Payout.State.SETTLED
    assert book() == {Account.CLIENT_FUNDS: 300_00, Account.AGENCY_FEES: -240_00, Account.AGENCY_VAT: -60_00}


def test_the_same_payout_drawn_twice_is_settled_by_one_and_the_other_is_left(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    payout = the_payout(are_bygg)
    for _ in range(2):
        debited({payout.end_to_end_id: payout.amount_ore})
    assert (settle_debits(at=MORNING), settle_debits(at=MORNING)) == (1, 0)
    with staff_scope():
        assert unknown_debits() == 1
    assert book() == {Account.CLIENT_FUNDS: 300_00, Account.AGENCY_FEES: -240_00, Account.AGENCY_VAT: -60_00}


def test_a_second_copy_of_the_fees_file_is_no_rejection(paid: int, astrids: Client, bertils: Client) -> None:
    transfer = approved_fees(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    report(transfer, {transfer.end_to_end_id: "RJCT"}, code="DU01")
    read_reports(at=at)
    # The bank pays the first copy: the fees are not among the client funds, for another draft to take.
    assert held(paid) == [0, 0, 300_00]


def test_nobody_drafts_another_refund_of_what_has_gone_back(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    gone = the_refund()
    debited({gone.end_to_end_id: 312_00})
    assert settle_debits(at=MORNING) == 1
    nobodys(500_00, account=ANNAS)
    another = draft_refunds(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY)
    assert another is not None
    gone.pk, gone.run, gone.entry, gone.settled_entry = None, another, None, None
    gone.public_id, gone.end_to_end_id, gone.state = uuid4(), "R-AGAIN", Payout.State.DRAFT
    with pytest.raises(IntegrityError, match="has gone back"), agency_scope():
        gone.save(force_insert=True)


def test_a_fee_credited_of_a_payout_that_came_back_is_not_given_for_nothing(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    """Åre Bygg is owed 300,00 of a credit note; then its payout comes back, and Anna's payment is taken back too."""
    case = money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    payout = the_payout(are_bygg)
    settled_by_the_bank(are_bygg)
    credited(note_of(are_bygg), case.number, by=astrid)
    came_back({payout.end_to_end_id: payout.amount_ore})
    assert (take_returns(at=LATER), credit_due(at=LATER)) == (1, 1)
    money_taken_back(are_bygg, case, ANNA_PAID)
    money_in(are_bygg, Paid(capital="1000.00"), case=a_case(are_bygg, invoice="1050"))
    assert end_holds(are_bygg) == 1
    with agency_scope():
        # What is short until the next payout, the agency has paid in.
        lines = [debit(Account.CLIENT_FUNDS, 300_00), credit(Account.AGENCY_FEES, 300_00)]
        post(key="paid in", kind="agency paid in", booked_date=FRIDAY, lines=lines)
    run = issued(astrid, bertil, weeks=1)
    # Nothing has come of Anna, so nothing is the agency's, and nothing is to be given back.
    assert (run.total_ore, balance(are_bygg, *FEES)) == (1_000_00, (0, 0, 0))


def end_holds(creditor: int) -> int:
    with tenant_scope(creditor):
        return Hold.objects.filter(released_at=None).update(released_at=LATER)
