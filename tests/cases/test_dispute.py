"""Disputes from the first word to the outcome: 10 000 kr due 30 September 2026 at 10 %, reminder 60, demand 180."""

from datetime import date, datetime

import pytest

from cases.answer_dispute import Answer, NotAnAnswer, answer_dispute
from cases.debt import debt_of
from cases.decide_dispute import AlreadyDecided, reject, uphold
from cases.dispute import ready_to_decide
from cases.dispute_letters import paid_by_debtor
from cases.due import do_due, due_batches
from cases.models import Case, CaseEvent, Dispute, Ground, InstalmentPlan, Notice
from cases.move import Next, move
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.law.rates import Rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account, Entry
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import DEMANDED, REGISTERED, REMINDED, dispute_whole, letters, mails, the_dispute
from tests.cases.said import (
    ASTRID_ACTS,
    CECILIA_ACTS,
    act,
    claims_of,
    fresh,
    heard,
    last,
    locked,
    says,
    story,
    take_up,
    the_books_balance,
)
from tests.cast import a_case, right_now, set_today
from tests.debtor_portal.given import pay, play

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def test_a_dispute_stops_everything_the_same_second_and_asks_the_creditor(case: Case) -> None:
    dispute_whole(case)
    made, now = the_dispute(case), fresh(case)
    assert (now.state, now.resumes, now.next_action, now.next_date) == (
        State.DISPUTED,
        State.REMINDED,
        "",
        None,
    )
    # Fourteen days are to 3 November, a Tuesday.
    assert (made.made_on, made.answer_by) == (date(2026, 10, 20), date(2026, 11, 3))
    assert (made.ground, made.amount_ore) == (Ground.NOT_MINE, None)
    assert mails(case) == [f"Kravet är bestritt: ärende {case.number}, faktura 1042"]
    for day in (date(2026, 11, 2), date(2026, 11, 20), date(2027, 3, 1)):
        play(day)
    assert letters(case) == [("reminder", "posted")]
    assert story(case) == [
        REGISTERED,
        REMINDED,
        ("noticed", date(2026, 10, 20), "machine", "reminded"),
        ("disputed", date(2026, 10, 20), "machine", "disputed"),
    ]


def test_upheld_the_whole_claim_falls_with_its_costs(case: Case) -> None:
    dispute_whole(case)
    answer = Answer(stands=True, words="Hon beställde på telefon.")
    act(case, answer_dispute, answer=answer, by=CECILIA_ACTS)
    set_today(date(2026, 11, 4))
    act(case, uphold, by=ASTRID_ACTS)
    assert claims_of(case) == {}
    closed = fresh(case)
    assert (closed.state, closed.closed_on, closed.next_date) == (
        State.CLOSED_DISPUTED,
        date(2026, 11, 4),
        None,
    )
    with tenant_scope(case.creditor_id):
        entry = Entry.objects.get(kind="give up disputed claim")
        fell = {line.account: line.amount_ore for line in entry.lines.all()}
        assert debt_of(case=closed, on=date(2027, 1, 4), rates=current_rates()).total == 0
    assert fell == {"claims": 1_006_000, "claim_capital": -1_000_000, "claim_reminder": -6_000}
    decided = the_dispute(case)
    assert (decided.outcome, decided.credited_ore) == (Dispute.Outcome.UPHELD, 1_000_000)
    assert letters(case) == [("reminder", "posted"), ("dispute_outcome", "composed")]
    assert story(case) == [
        REGISTERED,
        REMINDED,
        ("noticed", date(2026, 10, 20), "machine", "reminded"),
        ("disputed", date(2026, 10, 20), "machine", "disputed"),
        ("dispute_answered", date(2026, 10, 20), "person", "disputed"),
        ("dispute_upheld", date(2026, 11, 4), "staff", "closed_disputed"),
    ]
    assert the_books_balance()


def test_what_was_paid_before_stays_applied_and_the_creditor_is_told_to_pay_it_back(case: Case) -> None:
    set_today(date(2026, 10, 19))
    pay(case, "500.00", on=date(2026, 10, 19), bank_entry=1)
    dispute_whole(case)
    act(case, uphold, by=ASTRID_ACTS)
    with tenant_scope(case.creditor_id):
        # 60 to the reminder, 19 days' interest 52.05, the rest to the capital: 387.95.
        assert balance(account=Account.DUE_COSTS) == -6_000
        assert balance(account=Account.DUE_INTEREST) == -5_205
        assert balance(account=Account.DUE_CAPITAL) == -38_795
        told = Parcel.objects.get(key=f"dispute {the_dispute(case).pk} outcome").body
    assert "Gäldenären har betalat 500,00\u00a0kr på kravet. De pengarna ska du betala tillbaka." in told
    letter = last(case, CaseEvent.Kind.DISPUTE_UPHELD).dispatch
    assert letter is not None
    assert letter.facts["paragraphs"][2] == (
        "Du har betalat 500,00\u00a0kr. Åre Bygg AB har fått pengarna och ska betala tillbaka dem till dig."
    )
    assert claims_of(case) == {}
    assert the_books_balance()


def test_what_the_bank_has_taken_back_nobody_is_told_to_pay_back(case: Case) -> None:
    set_today(date(2026, 10, 19))
    pay(case, "500.00", on=date(2026, 10, 19), bank_entry=1)
    pay(case, "100.00", on=date(2026, 10, 19), bank_entry=2)
    with tenant_scope(case.creditor_id):
        paid = last(case, CaseEvent.Kind.PAID)
        CaseEvent.objects.create(
            case=paid.case,
            kind=CaseEvent.Kind.REVERSED,
            on=date(2026, 10, 20),
            at=paid.at,
            by_kind="staff",
            state_before=paid.state_after,
            state_after=paid.state_after,
            amount_ore=paid.amount_ore,
            payment=paid.payment,
        )
        assert paid_by_debtor(fresh(case)) == kronor("500.00")


def test_money_that_comes_after_the_claim_fell_is_the_payers(case: Case) -> None:
    dispute_whole(case)
    act(case, uphold, by=ASTRID_ACTS)
    pay(case, "100.00", on=date(2026, 10, 20), bank_entry=1)
    with tenant_scope(case.creditor_id):
        assert balance(account=Account.OWED_TO_PAYER) == -10_000
    assert the_books_balance()


def test_the_creditor_gives_in_and_nobody_else_is_needed(case: Case) -> None:
    dispute_whole(case)
    act(case, answer_dispute, answer=Answer(stands=False, words=""), by=CECILIA_ACTS)
    assert fresh(case).state == State.CLOSED_DISPUTED
    assert claims_of(case) == {}
    assert story(case)[4:] == [
        ("dispute_answered", date(2026, 10, 20), "person", "disputed"),
        ("dispute_upheld", date(2026, 10, 20), "person", "closed_disputed"),
    ]


def test_the_creditor_gives_in_to_a_part(case: Case) -> None:
    dispute_whole(case)
    answer = Answer(stands=False, words="Två dagar för mycket.", credited=kronor("4000.00"))
    act(case, answer_dispute, answer=answer, by=CECILIA_ACTS)
    assert claims_of(case) == {"claim_capital": 600_000, "claim_reminder": 6_000}
    assert (the_dispute(case).outcome, the_dispute(case).credited_ore) == (Dispute.Outcome.PARTLY, 400_000)


def test_the_creditor_answers_once_and_with_words(case: Case) -> None:
    dispute_whole(case)
    with pytest.raises(NotAnAnswer, match="words"):
        act(case, answer_dispute, answer=Answer(stands=True, words=" "), by=CECILIA_ACTS)
    act(case, answer_dispute, answer=Answer(stands=True, words="Hon beställde."), by=CECILIA_ACTS)
    with pytest.raises(NotAnAnswer, match="answered"):
        act(case, answer_dispute, answer=Answer(stands=False, words=""), by=CECILIA_ACTS)
    act(case, reject, by=ASTRID_ACTS)
    with pytest.raises(AlreadyDecided):
        act(case, uphold, by=ASTRID_ACTS)
    with pytest.raises(NotAnAnswer, match="none"):
        act(case, answer_dispute, answer=Answer(stands=False, words=""), by=CECILIA_ACTS)


def test_a_letter_that_waits_is_taken_back_with_its_fee(are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(date(2026, 10, 13))
    at, today = right_now()
    for creditor, ids in due_batches(today=today):
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=current_rates())
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    take_up()
    assert letters(case) == [("reminder", "cancelled")]
    assert claims_of(case) == {"claim_capital": 1_000_000}
    back = fresh(case)
    assert (back.state, back.resumes) == (State.DISPUTED, State.REGISTERED)
    act(case, reject, by=ASTRID_ACTS)
    assert fresh(case).next_action == "remind"
    assert the_books_balance()


def test_a_fee_for_a_letter_sent_after_the_dispute_is_taken_back(case: Case) -> None:
    """Her letter of 30 October lies unopened until 5 November; the demand had gone on the 2nd."""
    play(date(2026, 11, 2))
    assert claims_of(case) == {"claim_capital": 1_000_000, "claim_reminder": 6_000, "claim_demand": 18_000}
    set_today(date(2026, 11, 5))
    heard(case, Notice.Kind.DISPUTE, on=date(2026, 10, 30), ground=Ground.NOT_MINE)
    assert claims_of(case) == {"claim_capital": 1_000_000, "claim_reminder": 6_000}
    assert story(case) == [
        REGISTERED,
        REMINDED,
        DEMANDED,
        ("noticed", date(2026, 10, 30), "staff", "demanded"),
        ("disputed", date(2026, 11, 5), "staff", "disputed"),
    ]
    assert the_books_balance()


def test_whoever_pays_all_of_what_is_disputed_lets_the_dispute_lapse_and_may_dispute_again(
    case: Case,
) -> None:
    dispute_whole(case)
    pay(case, "10114.79", on=date(2026, 10, 20), bank_entry=1)
    lapsed = the_dispute(case)
    assert (fresh(case).state, lapsed.outcome, lapsed.decided_on) == ("paid", "lapsed", date(2026, 10, 20))
    with tenant_scope(case.creditor_id):
        assert list(ready_to_decide(today=date(2027, 1, 1))) == []
    # As when the bank takes the money back.
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        move(
            case=locked(case),
            action=Action.REOPEN,
            kind=CaseEvent.Kind.REOPENED,
            on=today,
            at=at,
            by=ASTRID_ACTS,
            next_step=None,
        )
    heard(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    assert (fresh(case).state, the_dispute(case).outcome) == (State.DISPUTED, "")
    assert the_dispute(case).pk != lapsed.pk


def test_a_plan_ends_with_the_dispute_and_the_case_goes_back_to_its_place(case: Case) -> None:
    def accepted(*, case: Case, today: date, at: datetime, rates: Rates) -> None:
        InstalmentPlan.objects.create(
            case=case,
            version=1,
            state=InstalmentPlan.State.ACCEPTED,
            rate="10.00",
            fee_ore=17_000,
            debt_ore=1_006_000,
            total_ore=1_023_000,
            offered_on=today,
            valid_until=today,
        )
        move(
            case=case,
            action=Action.ACCEPT_PLAN,
            kind=CaseEvent.Kind.PLAN_ACCEPTED,
            on=today,
            at=at,
            by=ASTRID_ACTS,
            next_step=Next(action=Action.PLAN_NOTICE, on=date(2026, 11, 16)),
        )

    act(case, accepted)
    dispute_whole(case)
    with tenant_scope(case.creditor_id):
        plan = InstalmentPlan.objects.get()
    assert (plan.state, plan.ended_on) == (InstalmentPlan.State.ENDED, date(2026, 10, 20))
    act(case, reject, by=ASTRID_ACTS)
    back = fresh(case)
    assert (back.state, back.next_action) == (State.REMINDED, "demand")
