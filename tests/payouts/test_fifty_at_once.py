"""Fifty connections at the same draft, the same approval, the same debit: the effect of one each, round after round."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account, Entry
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.approve import Approved
from payouts.confirm import settle_debits
from payouts.models import Approval, Payout, PayoutRun, SettlementNote, TakenDebit
from payouts.refusal import ApprovalRefused
from tests.payments.crowd import crowd, kinds
from tests.payouts.bank import debited
from tests.payouts.given import FRIDAY, MORNING, Paid, a_case, a_creditor, a_draft, book, money_in, word_of

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(days=7)


def told(outcome: object) -> str:
    """What somebody of the crowd was told."""
    if isinstance(outcome, Approved):
        return "complete" if outcome.complete else "first"
    assert isinstance(outcome, ApprovalRefused), repr(outcome)
    return outcome.reason.value


def test_fifty_approvals_have_the_effect_of_one_each(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, size: Callable[[int, int], int]
) -> None:
    rounds = size(3, 20)
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    cases = {creditor: a_case(creditor) for creditor in (are_bygg, other)}
    with crowd() as people:
        for number in range(rounds):
            day, at = FRIDAY + number * WEEK, MORNING + number * WEEK
            for creditor, case in cases.items():
                money_in(creditor, Paid(capital="100.00", costs="60.00"), case=case)
            drafts = people.rush(lambda _, day=day, at=at: a_draft(day, at=at))  # type: ignore[misc]
            assert kinds(drafts) == {"PayoutRun": 50}
            (run,) = {draft for draft in drafts if isinstance(draft, PayoutRun)}
            outcomes = people.rush(
                lambda who, run=run, at=at: word_of((astrid, bertil)[who % 2], run, at=at)  # type: ignore[misc]
            )
            said = sorted(told(outcome) for outcome in outcomes)
            assert (said.count("first"), said.count("complete")) == (1, 1)
            assert set(said) <= {"first", "complete", "yours", "done"}
    with agency_scope():
        assert (PayoutRun.objects.count(), Approval.objects.count()) == (rounds, 2 * rounds)
    numbers = []
    for creditor in cases:
        with tenant_scope(creditor):
            assert Payout.objects.filter(state=Payout.State.APPROVED).count() == rounds
            assert Entry.objects.filter(kind="settle").count() == rounds
            numbers += list(SettlementNote.objects.values_list("number", flat=True))
    # No gap and no number twice, though each round was tried by fifty.
    assert sorted(numbers) == list(range(1, 2 * rounds + 1))
    # 160 − 60 − 15 = 85 to each of two, twenty times.
    assert book()[Account.PAYOUTS_IN_TRANSIT] == -85_00 * 2 * rounds


def test_fifty_readers_of_one_debit_settle_it_once(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, Paid(capital="100.00"))
    run = a_draft()
    word_of(astrid, run)
    word_of(bertil, run)
    with tenant_scope(are_bygg):
        name = Payout.objects.get().end_to_end_id
    debited({name: 100_00})
    with crowd() as people:
        outcomes = people.rush(lambda _: settle_debits(at=MORNING))
    assert sorted(map(str, outcomes)) == ["0"] * 49 + ["1"]
    with agency_scope():
        assert TakenDebit.objects.count() == 1
    assert book() == {}
