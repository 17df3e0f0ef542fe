"""From received to paid out, to the öre, with numbers worked out by hand (law.md § 7, and the service's own check)."""

from datetime import date, timedelta

import pytest

from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency, StaffMember
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits, unknown_debits
from payouts.draft import AgencyIncomplete, draft_run
from payouts.hand_over import hand_over_files
from payouts.models import Payout, PayoutLine, PayoutRun, SettlementNote
from payouts.reports import Reported, read_reports
from payouts.settle import Due, due_to, share_vat
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    a_creditor,
    a_draft,
    an_agency,
    approved,
    book,
    costs_paid_to_creditor,
    money_in,
    money_taken_back,
    word_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def due(creditor_id: int) -> Due:
    with tenant_scope(creditor_id):
        creditor = Creditor.objects.select_related("tariff").get(pk=creditor_id)
        return due_to(creditor=creditor, on=FRIDAY, rates=current_rates())


def payout_of(creditor_id: int) -> Payout:
    with tenant_scope(creditor_id):
        return Payout.objects.order_by("-id")[0]


@pytest.mark.parametrize(
    ("paid", "tariff", "fee", "vat", "amount"),
    [
        (ANNA_PAID, 1, "240.00", "60.00", "10079.73"),
        (Paid(capital="1000.00", costs="240.00"), 1, "240.00", "60.00", "940.00"),  # § 7 A
        (Paid(capital="1000.00", interest="13.97", costs="240.00"), 1, "240.00", "60.00", "953.97"),  # B
        (Paid(capital="1000.00", interest="13.97", costs="240.00"), 2, "253.97", "63.49", "936.51"),  # C
        (Paid(capital="260.00", costs="240.00"), 1, "240.00", "60.00", "200.00"),  # part payment of 500
        (Paid(costs="240.00"), 1, "240.00", "60.00", "-60.00"),
        (Paid(capital="1000.00", late_payment="450.00"), 1, "450.00", "112.50", "887.50"),
        (Paid(capital="1000.00", late_payment="450.00"), 3, "0.00", "0.00", "1450.00"),
    ],
)
def test_what_a_creditor_is_due(paid: Paid, tariff: int, fee: str, vat: str, amount: str) -> None:
    an_agency()
    creditor = a_creditor(tariff=tariff)
    money_in(creditor, paid)
    found = due(creditor)
    assert (found.fee, found.vat, found.amount) == (kronor(fee), kronor(vat), kronor(amount))


def test_the_vat_is_rounded_once_for_the_note_and_shared_between_the_cases() -> None:
    # 25 % of 10.01 is 2.5025; three of them 7.5075, rounded once 7.51: not three times 2.50.
    fees = [Ore(1001), Ore(1001), Ore(1001)]
    assert share_vat(fees=fees, on=FRIDAY, rates=current_rates()) == [251, 250, 250]


def test_a_fee_taken_back_carries_its_own_vat_back() -> None:
    assert share_vat(fees=[Ore(24000), Ore(-6000)], on=FRIDAY, rates=current_rates()) == [6000, -1500]
    assert share_vat(fees=[Ore(-6000)], on=FRIDAY, rates=current_rates()) == [-1500]
    assert share_vat(fees=[Ore(0)], on=FRIDAY, rates=current_rates()) == [0]


def test_ten_thousand_kronor_from_received_to_the_creditors_bankgiro(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    anna = money_in(are_bygg, ANNA_PAID)
    run = a_draft()
    assert (run.count, run.total_ore, run.execution_date) == (1, 1_007_973, FRIDAY)
    # At draft nothing is posted.
    assert book() == {
        Account.CLIENT_FUNDS: 1_037_973,
        Account.DUE_CAPITAL: -1_000_000,
        Account.DUE_INTEREST: -13_973,
        Account.DUE_COSTS: -24_000,
    }
    run = approved(run, astrid, bertil)
    in_transit = {
        Account.CLIENT_FUNDS: 1_037_973,
        Account.AGENCY_FEES: -24_000,
        Account.AGENCY_VAT: -6_000,
        Account.PAYOUTS_IN_TRANSIT: -1_007_973,
    }
    assert book() == in_transit
    bank = TheBank()
    assert hand_over_files(bank=bank, at=MORNING) == 1
    assert hand_over_files(bank=bank, at=MORNING) == 0
    (payment,) = bank.batch.payments
    assert (payment.amount, payment.payee_account.number) == (1_007_973, "50501055")
    assert payment.note == "Avräkningsnota 2026-0001"
    report(run, {payment.end_to_end_id: "ACCP"})
    assert read_reports(at=MORNING) == Reported(accepted=1)
    assert read_reports(at=MORNING) == Reported()
    assert (payout_of(are_bygg).state, book()) == (Payout.State.ACCEPTED, in_transit)
    debited({payment.end_to_end_id: 1_007_973}, on=FRIDAY)
    assert settle_debits(at=MORNING) == 1
    assert settle_debits(at=MORNING) == 0
    payout = payout_of(are_bygg)
    assert (payout.state, payout.settled_on) == (Payout.State.SETTLED, FRIDAY)
    assert payout.bank_reference.startswith("BANK")
    # What the bank still holds is the agency's: 10 379.73 − 10 079.73 = 300.
    assert book() == {Account.CLIENT_FUNDS: 30_000, Account.AGENCY_FEES: -24_000, Account.AGENCY_VAT: -6_000}
    with agency_scope():
        assert PayoutRun.objects.get().state == PayoutRun.State.SETTLED
        assert unknown_debits() == 0
    with tenant_scope(are_bygg):
        note = SettlementNote.objects.get()
        assert (note.number, note.facts["paid_ore"], note.facts["lines"][0]["case_number"]) == (
            1,
            1_007_973,
            anna.number,
        )
    assert due(are_bygg).lines == ()


def test_the_same_payday_is_drafted_once(are_bygg: int) -> None:
    money_in(are_bygg, ANNA_PAID)
    assert a_draft().pk == a_draft().pk
    with tenant_scope(are_bygg):
        assert Payout.objects.count() == 1


def test_money_after_the_draft_waits_for_the_next_payday(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = money_in(are_bygg, Paid(capital="400.00", costs="240.00"))
    run = a_draft()
    money_in(are_bygg, Paid(capital="600.00"), case=case)
    approved(run, astrid, bertil)
    assert payout_of(are_bygg).amount_ore == kronor("340.00")
    next_run = a_draft(FRIDAY + timedelta(days=7), at=MORNING + timedelta(days=7))
    assert (next_run.count, next_run.total_ore) == (1, kronor("600.00"))


def test_a_direct_payments_costs_are_taken_off_the_next_payout(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    costs_paid_to_creditor(are_bygg, "240.00")
    # Alone: 240 − 240 − 60 − 240 = −300. Nothing is paid, and it waits.
    assert due(are_bygg).amount == kronor("-300.00")
    empty = a_draft()
    assert (empty.state, empty.count) == (PayoutRun.State.EMPTY, 0)
    money_in(are_bygg, ANNA_PAID)
    run = a_draft(FRIDAY + timedelta(days=7), at=MORNING + timedelta(days=7))
    # 10 379.73 + 240 − fees 480 − VAT 120 − set off 240 = 9 779.73
    assert run.total_ore == kronor("9779.73")
    approved(run, astrid, bertil)
    payout = payout_of(are_bygg)
    assert (payout.fee_ore, payout.vat_ore, payout.set_off_ore) == (48_000, 12_000, 24_000)
    assert book() == {
        Account.CLIENT_FUNDS: 1_037_973,
        Account.AGENCY_FEES: -48_000,
        Account.AGENCY_VAT: -12_000,
        Account.PAYOUTS_IN_TRANSIT: -977_973,
    }
    with tenant_scope(are_bygg):
        assert sorted(line.to_creditor_ore for line in PayoutLine.objects.all()) == [-30_000, 1_007_973]


def test_a_held_creditor_waits_and_another_is_paid(are_bygg: int) -> None:
    held = a_creditor("Ny AB", held=True)
    for creditor in (are_bygg, held):
        money_in(creditor, ANNA_PAID)
    assert a_draft().count == 1
    with tenant_scope(held):
        assert not Payout.objects.exists()


def test_nothing_is_drafted_while_the_agencys_record_is_incomplete(are_bygg: int) -> None:
    money_in(are_bygg, ANNA_PAID)
    with agency_scope():
        Agency.objects.update(licence="")
    with pytest.raises(AgencyIncomplete):
        draft_run(period_end=FRIDAY, at=MORNING)


def test_a_draft_nobody_approved_gives_way_to_the_next(are_bygg: int, astrid: StaffMember) -> None:
    money_in(are_bygg, ANNA_PAID)
    old = a_draft()
    word_of(astrid, old)
    new = a_draft(FRIDAY + timedelta(days=7), at=MORNING + timedelta(days=7))
    with agency_scope():
        old.refresh_from_db()
    assert (old.state, new.state, new.total_ore) == (
        PayoutRun.State.WITHDRAWN,
        PayoutRun.State.DRAFT,
        1_007_973,
    )
    with tenant_scope(are_bygg):
        states = list(Payout.objects.order_by("id").values_list("state", flat=True))
    assert states == [Payout.State.WITHDRAWN, Payout.State.DRAFT]


def test_a_rejected_payout_is_due_again_with_a_note_of_its_own(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    money_in(are_bygg, ANNA_PAID)
    money_in(other, Paid(capital="1000.00", costs="240.00"))
    before = book()
    run = approved(a_draft(), astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    ours, theirs = payout_of(are_bygg), payout_of(other)
    report(run, {ours.end_to_end_id: "RJCT", theirs.end_to_end_id: "ACCP"}, code="AM02")
    assert read_reports(at=MORNING) == Reported(accepted=1, rejected=1)
    ours = payout_of(are_bygg)
    assert ours.state == Payout.State.REJECTED
    assert ours.problem.startswith("Beloppet är högre än")
    debited({theirs.end_to_end_id: theirs.amount_ore})
    settle_debits(at=MORNING)
    with agency_scope():
        assert PayoutRun.objects.get().state == PayoutRun.State.SETTLED
    # Fees and VAT of the rejected payout were taken back with it: all of 10 379.73 is due again.
    assert due(are_bygg).received == kronor("10379.73")
    week = timedelta(days=7)
    again = a_draft(FRIDAY + week, at=MORNING + week)
    assert again.total_ore == kronor("10079.73")
    word_of(astrid, again, at=MORNING + week)
    word_of(bertil, again, at=MORNING + week)
    with tenant_scope(are_bygg):
        assert list(SettlementNote.objects.order_by("number").values_list("number", flat=True)) == [1, 3]
    assert sum(before.values()) == sum(book().values()) == 0


def test_a_payment_taken_back_after_the_payout_is_netted_from_the_next(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = money_in(are_bygg, Paid(capital="500.00"))
    approved(a_draft(), astrid, bertil)
    money_taken_back(are_bygg, case, Paid(capital="500.00"))
    assert due(are_bygg).amount == kronor("-500.00")
    money_in(are_bygg, Paid(capital="800.00"), case=a_case(are_bygg, invoice="1043"))
    week = timedelta(days=7)
    assert a_draft(FRIDAY + week, at=MORNING + week).total_ore == kronor("300.00")


def test_a_payday_that_is_no_bank_day_is_paid_on_the_next(are_bygg: int) -> None:
    money_in(are_bygg, ANNA_PAID)
    # Långfredagen 26 March 2027; Easter Monday is closed too.
    assert a_draft(date(2027, 3, 26), at=MORNING + timedelta(days=119)).execution_date == date(2027, 3, 30)
