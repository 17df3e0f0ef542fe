"""A payment that the bank takes back after its creditor was paid out is netted in the payouts that follow."""

from datetime import date

import pytest

from cases.states import State
from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.cover import FundsShort
from ekrav.sandbox.demo_data import ASTRID, BERTIL
from payouts.confirm import settle_debits
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from tests.cases.endings import (
    WAITING,
    annas_case,
    are_bygg_on,
    broken,
    log,
    owed,
    state,
    take_back_case,
)
from tests.cases.test_reversal import DUE, anna_pays, bank_takes_back, reversed_by_finance, told
from tests.cast import a_case, right_now, set_today, staff
from tests.payments.cast import drawn
from tests.payouts.bank import TheBank
from tests.payouts.given import word_of

pytestmark = pytest.mark.django_db(transaction=True)


def payday(on: date, people: tuple[StaffMember, StaffMember]) -> list[int]:
    """Draft, two approvals, the file at the bank and its debits; what was paid out."""
    set_today(on)
    at, _today = right_now()
    run = draft_run(period_end=on, at=at)
    if run.count == 0:
        return []
    for person in people:
        word_of(person, run, at=at)
    bank = TheBank()
    hand_over_files(bank=bank, at=at)
    paid_out = {payment.end_to_end_id: payment.amount for payment in bank.batch.payments}
    for name, amount in paid_out.items():
        told(drawn(name, f"{amount // 100}.{amount % 100:02}", bank_reference=f"U{on}", day=on))
    settle_debits(at=at)
    return list(paid_out.values())


def test_a_payment_taken_back_after_the_payout_is_netted_when_there_is_money_again() -> None:
    creditor = are_bygg_on()
    people = (staff(ASTRID), staff(BERTIL))
    other = a_case(creditor, invoice_number="1043", capital=kronor("20000.00"))
    case = annas_case(creditor, through=WAITING)
    anna_pays(case, "10379.73", WAITING, "B1")
    # 10 379.73 − 240 − 60 VAT.
    assert payday(date(2026, 11, 27), people) == [1_007_973]
    set_today(date(2026, 12, 1))
    bank_takes_back("10379.73", date(2026, 12, 1), "B1")
    reversed_by_finance(case)
    assert owed(case, *DUE) == [1_000_000, 13_973, 24_000]
    assert (state(case), broken()) == (State.AWAITING_DECISION, [])
    # Åre Bygg owes, and the money is others': nobody is paid before it has come, or the agency has paid it in.
    with pytest.raises(FundsShort):
        payday(date(2026, 12, 4), people)
    set_today(date(2026, 12, 8))
    # 20 000 × 10 % × 69 / 365 = 378.08, with 60 and 180.
    anna_pays(other, "20618.08", date(2026, 12, 8), "B2")
    # 20 618.08 − 240 − 60, less the 10 379.73 taken back, of which 240 and 60 had been kept: 10 079.73.
    assert payday(date(2026, 12, 11), people) == [1_023_835]
    assert owed(case, *DUE) == [0, 0, 0]
    assert log(case)[-3:] == ["reversed", "reopened", "told"]
    assert broken() == []


def test_the_cost_of_withdrawing_is_owed_beside_a_payment_taken_back_after_the_payout() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    anna_pays(case, "10379.73", WAITING)
    assert payday(date(2026, 11, 27), (staff(ASTRID), staff(BERTIL))) == [1_007_973]
    set_today(date(2026, 12, 1))
    bank_takes_back("10379.73", date(2026, 12, 1))
    reversed_by_finance(case)
    take_back_case(case)
    # Of the 10 379.73 that the bank took, 240 are costs once more: Åre Bygg's own, now that it has withdrawn.
    assert owed(case, *DUE, Account.CREDITOR_OWES) == [1_000_000, 13_973, 0, 24_000]
    assert (state(case), broken()) == (State.WITHDRAWN, [])
