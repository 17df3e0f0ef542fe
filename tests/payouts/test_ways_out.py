"""What becomes of money that left, as the bank tells it: rejected, unknown for days, sent back, taken back, held."""

from datetime import timedelta

import pytest

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.payments.bank import AnswerLost
from ekrav.payments.models import UnmatchedPayment
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.hand_over import hand_over_files
from payouts.holds import end_mended, release, standing_holds
from payouts.models import Payout, PayoutRun
from payouts.reports import read_reports
from payouts.returned import take_returns
from payouts.stuck import stuck_payouts, to_ask_about
from tests.payouts.bank import TheBank, came_back, debited, report
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    a_draft,
    an_administrator,
    another_bankgiro,
    approved,
    book,
    money_in,
    money_taken_back,
    word_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
DUE = {
    Account.CLIENT_FUNDS: 1_037_973,
    Account.DUE_CAPITAL: -1_000_000,
    Account.DUE_INTEREST: -13_973,
    Account.DUE_COSTS: -24_000,
}
PAID_OUT = {Account.CLIENT_FUNDS: 30_000, Account.AGENCY_FEES: -24_000, Account.AGENCY_VAT: -6_000}


@pytest.fixture
def run(are_bygg: int, astrid: StaffMember, bertil: StaffMember) -> PayoutRun:
    """10 079.73 to Åre Bygg, approved by both; Didrik is its administrator."""
    an_administrator(are_bygg)
    money_in(are_bygg, ANNA_PAID)
    return approved(a_draft(), astrid, bertil)


def the_payout(creditor: int) -> Payout:
    with tenant_scope(creditor):
        return Payout.objects.order_by("-id")[0]


def mails(creditor: int) -> list[str]:
    with tenant_scope(creditor):
        return list(Parcel.objects.order_by("id").values_list("subject", flat=True))


def test_a_rejected_account_is_told_and_waits_until_the_bankgiro_is_mended(
    run: PayoutRun, are_bygg: int
) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    report(run, {the_payout(are_bygg).end_to_end_id: "RJCT"}, code="AC04")
    read_reports(at=MORNING)
    assert book() == DUE
    assert mails(are_bygg) == ["Utbetalningen på 10 079,73 kr kom inte fram"]
    # The bank would refuse it again: nothing is tried, week after week.
    assert a_draft(FRIDAY + WEEK, at=MORNING + WEEK).count == 0
    another_bankgiro(are_bygg, "9902008", asked_at=MORNING + WEEK)
    assert end_mended(at=MORNING + 2 * WEEK) == 1
    again = a_draft(FRIDAY + 2 * WEEK, at=MORNING + 2 * WEEK)
    assert again.total_ore == kronor("10079.73")
    assert the_payout(are_bygg).bankgiro == "9902008"


def test_a_rejection_for_another_reason_is_tried_again_next_week(run: PayoutRun, are_bygg: int) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    report(run, {the_payout(are_bygg).end_to_end_id: "RJCT"}, code="AM04")
    read_reports(at=MORNING)
    assert a_draft(FRIDAY + WEEK, at=MORNING + WEEK).total_ore == kronor("10079.73")


def test_an_unknown_payout_is_alarmed_after_two_bank_days_and_settled_after_five(
    run: PayoutRun, are_bygg: int
) -> None:
    hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=MORNING)
    payout = the_payout(are_bygg)
    assert payout.state == Payout.State.UNKNOWN
    with staff_scope():
        # Friday; Monday is one bank day, Tuesday two.
        still = [stuck_payouts(today=FRIDAY + days * DAY).count() for days in (0, 3, 4)]
        assert (still, to_ask_about(today=FRIDAY)) == ([0, 0, 1], 1)
    # The next payday comes: what is on its way is not due, and nothing is sent again.
    assert a_draft(FRIDAY + WEEK, at=MORNING + WEEK).count == 0
    bank = TheBank()
    assert hand_over_files(bank=bank, at=MORNING + WEEK) == 0
    debited({payout.end_to_end_id: payout.amount_ore}, on=FRIDAY + 5 * DAY, at=MORNING + 6 * DAY)
    assert settle_debits(at=MORNING + 6 * DAY) == 1
    assert (book(), bank.sent, the_payout(are_bygg).settled_on) == (PAID_OUT, [], FRIDAY + 5 * DAY)
    with agency_scope():
        assert PayoutRun.objects.get(pk=run.pk).state == PayoutRun.State.SETTLED


@pytest.mark.parametrize("status", ["RCVD", "PDNG", "ACTC"])
def test_a_lost_answer_is_healed_when_the_bank_says_that_it_has_the_file(
    run: PayoutRun, are_bygg: int, status: str
) -> None:
    hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=MORNING)
    report(run, {the_payout(are_bygg).end_to_end_id: status})
    read_reports(at=MORNING)
    assert the_payout(are_bygg).state == Payout.State.SENT
    with agency_scope():
        assert PayoutRun.objects.get().state == PayoutRun.State.HANDED_OVER


@pytest.mark.parametrize("reversal", [True, False])
def test_money_sent_back_for_a_wrong_account_is_due_again_and_goes_to_the_mended_bankgiro(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember, reversal: bool
) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    debited({payout.end_to_end_id: payout.amount_ore})
    settle_debits(at=MORNING + DAY)
    assert book() == PAID_OUT
    came_back({payout.end_to_end_id: payout.amount_ore}, reversal=reversal)
    assert [take_returns(at=MORNING + 4 * DAY) for _ in range(2)] == [1, 0]
    # Fees and VAT too: all that Anna paid is due again, and the agency's pile is empty.
    assert (book(), the_payout(are_bygg).state) == (DUE, Payout.State.RETURNED)
    with agency_scope():
        assert UnmatchedPayment.objects.get().state == UnmatchedPayment.State.PAYOUT
    assert mails(are_bygg) == ["Utbetalningen på 10 079,73 kr kom inte fram"]
    another_bankgiro(are_bygg, "9902008", asked_at=MORNING + 4 * DAY)
    end_mended(at=MORNING + WEEK)
    again = a_draft(FRIDAY + 2 * WEEK, at=MORNING + 2 * WEEK)
    for person in (astrid, bertil):
        word_of(person, again, at=MORNING + 2 * WEEK)
    bank = TheBank()
    hand_over_files(bank=bank, at=MORNING + 2 * WEEK)
    (payment,) = bank.batch.payments
    assert (payment.payee_account.number, payment.amount) == ("9902008", 1_007_973)


def test_returned_money_of_another_amount_waits_for_a_person(run: PayoutRun, are_bygg: int) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    debited({payout.end_to_end_id: payout.amount_ore})
    settle_debits(at=MORNING + DAY)
    came_back({payout.end_to_end_id: payout.amount_ore - 1})
    assert take_returns(at=MORNING + 4 * DAY) == 0
    assert the_payout(are_bygg).state == Payout.State.SETTLED
    with agency_scope():
        assert UnmatchedPayment.objects.get().state == UnmatchedPayment.State.OPEN


def test_staff_may_try_the_same_account_again(run: PayoutRun, are_bygg: int, astrid: StaffMember) -> None:
    hand_over_files(bank=TheBank(), at=MORNING)
    report(run, {the_payout(are_bygg).end_to_end_id: "RJCT"}, code="AC06")
    read_reports(at=MORNING)
    with tenant_scope(are_bygg):
        (held,) = standing_holds(today=FRIDAY)
    release(hold=held, staff=astrid, at=MORNING + DAY)
    assert a_draft(FRIDAY + WEEK, at=MORNING + WEEK).count == 1


def test_a_payment_taken_back_after_its_payout_is_netted_next_week_and_the_rest_is_paid(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    # 1 000 + 240 paid: 240 fee, 60 VAT, 940 paid out. Then the bank takes 1 240 back.
    paid = Paid(capital="1000.00", costs="240.00")
    case = money_in(are_bygg, paid)
    run = approved(a_draft(), astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    debited({payout.end_to_end_id: payout.amount_ore})
    settle_debits(at=MORNING + DAY)
    money_taken_back(are_bygg, case, paid)
    # Next week 5 000 comes in: 5 000 − 1 240 + 240 + 60 = 4 060.
    money_in(are_bygg, Paid(capital="5000.00"), case=a_case(are_bygg, invoice="1043"))
    week = a_draft(FRIDAY + WEEK, at=MORNING + WEEK)
    assert week.total_ore == kronor("4060.00")
    with tenant_scope(are_bygg):
        lines = Payout.objects.get(run=week).lines.order_by("id")
        assert [line.to_creditor_ore for line in lines] == [-94_000, 500_000]
    assert run.total_ore == kronor("940.00")
