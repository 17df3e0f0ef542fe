"""Two acts at once, one stopped before its statements in turn: the end is as if one had come after the other."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account, Subledger
from ekrav.tenancy import agency_scope, staff_scope
from ops.throwaway import Throwaway
from payouts.approve import approve
from payouts.models import Approval, Payout, PayoutRun
from payouts.refusal import ApprovalRefused
from payouts.withdraw import withdraw
from tests.payouts.given import (
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    a_draft,
    book,
    costs_paid_to_creditor,
    money_in,
    money_taken_back,
    word_of,
)
from tests.payouts.interleave import interleaved, statements_of

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(weeks=1)


@pytest.fixture
def steps(size: Callable[[int, int], int]) -> Callable[[int], list[int]]:
    """Before which of so many statements the first act is stopped: a few and the last, in the drill each of them."""

    def chosen(statements: int) -> list[int]:
        return sorted({*range(1, statements + 1, size(max(statements // 4, 1), 1)), statements})

    return chosen


def state_of(run: PayoutRun) -> str:
    with agency_scope():
        return PayoutRun.objects.get(pk=run.pk).state


def test_two_approvals_of_two_people_are_a_first_and_a_second(
    are_bygg: int,
    astrid: StaffMember,
    bertil: StaffMember,
    servers: Throwaway,
    steps: Callable[[int], list[int]],
) -> None:
    case = a_case(are_bygg)

    def words(number: int) -> tuple[Callable[[], object], Callable[[], object]]:
        at = MORNING + number * WEEK
        money_in(are_bygg, Paid(capital="100.00"), case=case)
        run = a_draft(FRIDAY + number * WEEK, at=at)

        def word(staff: StaffMember) -> bool:
            content = bytes(run.content_hash)
            return approve(run_id=run.pk, staff=staff, content_hash=content, bankid_at=at, at=at).complete

        return (lambda: word(astrid)), (lambda: word(bertil))

    count = statements_of(words(0)[0])
    for number, at in enumerate(steps(count), start=1):
        first, second = words(number)
        assert sorted(map(str, interleaved(first, second, at=at, url=servers.admin_url))) == [
            "False",
            "True",
        ]
        with agency_scope():
            run = PayoutRun.objects.order_by("-id")[0]
            assert (run.state, Approval.objects.filter(run=run).count()) == ("approved", 2)
            # The next week begins without it.
            PayoutRun.objects.filter(pk=run.pk).update(state="withdrawn")


def test_a_case_withdrawn_while_its_payout_is_approved_is_paid_and_netted_or_refused(
    are_bygg: int,
    astrid: StaffMember,
    bertil: StaffMember,
    servers: Throwaway,
    steps: Callable[[int], list[int]],
) -> None:
    """100 is due; the bank takes it back at the same time: paid out and owed back, or nothing paid and nothing due."""

    def acts(number: int) -> tuple[PayoutRun, Subledger, Callable[[], object]]:
        at = MORNING + number * WEEK
        case = money_in(are_bygg, Paid(capital="100.00"))
        run = a_draft(FRIDAY + number * WEEK, at=at)
        word_of(astrid, run, at=at)
        return run, case, lambda: word_of(bertil, run, at=at)

    _, _, uninterrupted = acts(0)
    count, ends = statements_of(uninterrupted), set()
    for number, at in enumerate(steps(count), start=1):
        before = book()
        run, case, approves = acts(number)
        said, _ = interleaved(
            approves,
            lambda case=case: money_taken_back(are_bygg, case, Paid(capital="100.00")),  # type: ignore[misc]
            at=at,
            url=servers.admin_url,
        )
        after = {name: ore - before.get(name, 0) for name, ore in book().items()}
        moved, state = {name: ore for name, ore in after.items() if ore}, state_of(run)
        ends.add(state)
        if state == "file_made":
            assert moved == {Account.DUE_CAPITAL: 100_00, Account.PAYOUTS_IN_TRANSIT: -100_00}
            # The next week begins level: what is owed comes in, and is not paid out.
            money_in(are_bygg, Paid(capital="100.00"), case=case)
            continue
        assert (state in {"draft", "withdrawn"}, moved) == (True, {})
        assert isinstance(said, ApprovalRefused) == (state == "draft")
        if state == "draft":
            withdraw(run_id=run.pk, staff=astrid, reason="Återtagen", at=MORNING)
    assert ends >= {"file_made", "draft"}


def test_a_draft_and_a_charge_at_the_same_time_are_one_after_the_other(
    are_bygg: int, servers: Throwaway, steps: Callable[[int], list[int]]
) -> None:
    """1 000 is due and 240 + 60 is charged: the draft says 1 000 or 700, never anything between."""
    case = money_in(are_bygg, Paid(capital="1000.00"))

    def draft(number: int) -> Callable[[], object]:
        return lambda: a_draft(FRIDAY + number * WEEK, at=MORNING + number * WEEK)

    count, ends = statements_of(draft(0)), set()
    for number, at in enumerate(steps(count), start=1):
        interleaved(
            draft(number),
            lambda: costs_paid_to_creditor(are_bygg, "240.00", case=case),
            at=at,
            url=servers.admin_url,
        )
        with staff_scope():
            ends.add(Payout.objects.get(state="draft").amount_ore)
        # What was charged comes in, so that the next round begins as this one did.
        money_in(are_bygg, Paid(capital="300.00"), case=case)
    assert ends == {1000_00, 700_00}
