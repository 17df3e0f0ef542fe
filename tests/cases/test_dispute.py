"""Disputes from the first word to the outcome: 10 000 kr due 30 September 2026 at 10 %, reminder 60, demand 180."""

import uuid
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.answer_dispute import Answer, NotAnAnswer, answer_dispute
from cases.debt import debt_of
from cases.decide_dispute import AlreadyDecided, NotAPart, reject, uphold, uphold_partly
from cases.dispute import ready_to_decide
from cases.dispute_letters import paid_by_debtor
from cases.due import do_due, due_batches
from cases.models import Case, CaseEvent, Dispute, Ground, InstalmentPlan, Notice
from cases.move import Next, move
from cases.note_posted import note_all_posted
from cases.recall import recall_all_unsent
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.law.rates import Rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore, kronor
from ekrav.outbox.models import Parcel
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
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
from tests.cast import a_case, right_now, set_today, take_as_posted
from tests.debtor_portal.given import pay, play

pytestmark = pytest.mark.django_db(transaction=True)

REGISTERED = ("registered", date(2026, 10, 12), "machine", "registered")
REMINDED = ("reminded", date(2026, 10, 13), "machine", "reminded")
DEMANDED = ("demanded", date(2026, 11, 2), "machine", "demanded")


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def the_dispute(case: Case) -> Dispute:
    with tenant_scope(case.creditor_id):
        return Dispute.objects.latest("id")


def letters(case: Case) -> list[tuple[str, str]]:
    with tenant_scope(case.creditor_id):
        rows = Dispatch.objects.filter(case_number=case.number).order_by("letter_number")
        return [(str(kind), str(state)) for kind, state in rows.values_list("kind", "state")]


def mails(case: Case) -> list[str]:
    with tenant_scope(case.creditor_id):
        return list(Parcel.objects.order_by("id").values_list("subject", flat=True))


def recalled_on(day: date) -> int:
    """The letters that did not leave on their day are taken back on `day`; how many of them."""
    set_today(day)
    at, today = right_now()
    return recall_all_unsent(today=today, at=at, rates=current_rates())


def dispute_whole(case: Case) -> None:
    """Anna disputes the whole claim on 20 October, in Mitt Ärende, and the task takes it up."""
    set_today(date(2026, 10, 20))
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE, text="Jag har inte köpt något.")
    assert take_up() == 1


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


def test_rejected_the_case_goes_back_and_the_debtor_gets_a_new_lawful_time(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    event = act(case, reject, by=ASTRID_ACTS)
    # Posted 5 Nov; presumed there 12 Nov; four more bank days: 18 Nov. Grace to 24 Nov; next step 25 Nov.
    # Interest to 5 Nov, 36 days: 10 000 × 10 % × 36 / 365 = 98.630…
    assert event.facts == {
        "dispute": the_dispute(case).pk,
        "credited_ore": 0,
        "total_ore": 1_015_863,
        "pay_by": "2026-11-18",
    }
    back = fresh(case)
    assert (back.state, back.resumes, back.pay_by) == (State.REMINDED, "", date(2026, 11, 18))
    assert (back.next_action, back.next_date) == ("demand", date(2026, 11, 25))
    assert letters(case) == [("reminder", "posted"), ("dispute_outcome", "composed")]
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 20), "machine", "reminded"),
        ("disputed", date(2026, 10, 20), "machine", "disputed"),
        ("dispute_rejected", date(2026, 11, 4), "staff", "reminded"),
    ]
    assert claims_of(case) == {"claim_capital": 1_000_000, "claim_reminder": 6_000}
    assert the_books_balance()


def test_the_rejecting_letters_amount_in_its_time_closes_the_case(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    set_today(date(2026, 11, 5))
    take_as_posted(case.creditor_id)
    set_today(date(2026, 11, 18))
    pay(case, "10158.63", on=date(2026, 11, 18), bank_entry=1)
    assert fresh(case).state == State.PAID
    # 49 days would be 134.25; the letter said 98.63.
    assert last(case, CaseEvent.Kind.PAID).facts["waived_ore"] == 3_562
    assert the_books_balance()


def test_a_rejecting_letter_that_did_not_leave_is_told_again_with_a_new_lawful_time(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    # Its printed time was out on 18 November.
    assert recalled_on(date(2026, 11, 19)) == 1
    # Posted 20 Nov; presumed there 27 Nov; four more bank days: 3 Dec. Grace to 9 Dec; next step 10 Dec.
    waits = fresh(case)
    assert (waits.state, waits.pay_by) == (State.REMINDED, date(2026, 12, 3))
    assert (waits.next_action, waits.next_date) == (Action.DEMAND, date(2026, 12, 10))
    told = last(case, CaseEvent.Kind.TOLD)
    assert (told.facts["total_ore"], told.facts["pay_by"]) == (1_015_863, "2026-12-03")
    assert told.dispatch is not None
    assert told.dispatch.planned_on == date(2026, 11, 20)
    assert told.dispatch.facts["payment"]["pay_by"] == "2026-12-03"
    assert told.dispatch.facts["payment"]["amount"] == 1_015_863
    set_today(date(2026, 11, 20))
    take_as_posted(case.creditor_id)
    play(date(2026, 12, 9))
    before = [("reminder", "posted"), ("dispute_outcome", "cancelled"), ("dispute_outcome", "posted")]
    assert letters(case) == before
    play(date(2026, 12, 10))
    assert letters(case) == [*before, ("demand", "posted")]


def test_the_amount_of_the_letter_that_was_told_again_closes_the_case_in_its_new_time(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    assert recalled_on(date(2026, 11, 19)) == 1
    set_today(date(2026, 12, 3))
    pay(case, "10158.63", on=date(2026, 12, 3), bank_entry=1)
    assert fresh(case).state == State.PAID
    # 64 days would be 175.34; the letter said 98.63.
    assert last(case, CaseEvent.Kind.PAID).facts["waived_ore"] == 7_671
    assert the_books_balance()


def test_what_is_paid_before_the_letter_is_told_again_is_taken_off_it(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    set_today(date(2026, 11, 10))
    pay(case, "4000.00", on=date(2026, 11, 10), bank_entry=1)
    assert recalled_on(date(2026, 11, 19)) <= 1
    told = last(case, CaseEvent.Kind.TOLD)
    assert told.dispatch is not None
    # 10 158.63 − 4 000.00.
    assert (told.facts["total_ore"], told.dispatch.facts["payment"]["amount"]) == (615_863, 615_863)
    assert "4\u00a0000,00" in told.dispatch.facts["paragraphs"][-1]
    set_today(date(2026, 12, 1))
    pay(case, "6158.63", on=date(2026, 12, 1), bank_entry=2)
    assert fresh(case).state == State.PAID
    assert the_books_balance()


def test_a_debt_that_is_disputed_again_is_not_asked_for_by_the_letter_that_did_not_leave(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        move(
            case=locked(case),
            action=Action.DISPUTE,
            kind=CaseEvent.Kind.DISPUTED,
            on=today,
            at=at,
            by=ASTRID_ACTS,
            next_step=None,
        )
    assert recalled_on(date(2026, 11, 19)) == 0
    assert letters(case) == [("reminder", "posted"), ("dispute_outcome", "cancelled")]


def test_a_rejecting_letter_that_was_posted_late_puts_the_demand_off(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    set_today(date(2026, 11, 12))
    take_as_posted(case.creditor_id)
    at, today = right_now()
    note_all_posted(today=today, at=at, rates=current_rates())
    # It says 18 Nov. Posted 12 Nov it is there on the 19th; four more bank days: 25 Nov. Grace to 1 Dec; then 2 Dec.
    assert last(case, CaseEvent.Kind.POSTED).facts == {"late": True, "moved": True}
    waits = fresh(case)
    assert (waits.next_action, waits.next_date) == (Action.DEMAND, date(2026, 12, 2))
    before = [("reminder", "posted"), ("dispute_outcome", "posted")]
    play(date(2026, 12, 1))
    assert letters(case) == before
    play(date(2026, 12, 2))
    assert letters(case) == [*before, ("demand", "posted")]


def test_a_part_falls_with_its_interest_and_the_costs_stand(case: Case) -> None:
    set_today(date(2026, 10, 20))
    heard(
        case,
        Notice.Kind.DISPUTE,
        ground=Ground.WRONG_AMOUNT,
        amount=kronor("4000.00"),
        text="Ni har räknat två dagar för mycket.",
    )
    assert the_dispute(case).amount_ore == 400_000
    set_today(date(2026, 11, 4))
    event = act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    # 6 000 × 10 % × 36 / 365 = 59.178…: as if 4 000 had never been invoiced. And 60 for the reminder.
    assert event.facts["total_ore"] == 600_000 + 5_918 + 6_000
    assert claims_of(case) == {"claim_capital": 600_000, "claim_reminder": 6_000}
    with tenant_scope(case.creditor_id):
        assert Entry.objects.get(kind="give up disputed part").booked_date == date(2026, 8, 31)
    back = fresh(case)
    assert (back.state, back.next_action, back.pay_by) == (State.REMINDED, "demand", date(2026, 11, 18))
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 20), "staff", "reminded"),
        ("disputed", date(2026, 10, 20), "staff", "disputed"),
        ("dispute_partly", date(2026, 11, 4), "staff", "reminded"),
    ]
    assert the_books_balance()


def test_the_demand_after_it_states_what_fell_and_its_rows_add_up(case: Case) -> None:
    set_today(date(2026, 10, 20))
    pay(case, "1000.00", on=date(2026, 10, 20), bank_entry=1)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("4000.00"))
    act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    due = fresh(case).next_date
    assert due == date(2026, 11, 10)
    take_as_posted(case.creditor_id)
    play(due)
    demand = last(case, CaseEvent.Kind.DEMANDED).dispatch
    assert demand is not None
    facts = demand.facts
    assert [(row["name"], row["on"], row["amount"]) for row in facts["paid"]] == [
        ("Betalning", "2026-10-20", 100_000),
        ("Fakturan är sänkt", "2026-08-31", 400_000),
    ]
    # 20 days on 6 000: 32.88; 21 on the 5 092.88 that are left: 29.30.
    assert [row["amount"] for row in facts["claims"][0]["interest"]] == [3_288, 2_930]
    assert facts["total"] == 1_000_000 + 3_288 + 2_930 + 6_000 + 18_000 - 400_000 - 100_000


def test_interest_that_was_paid_on_the_part_that_falls_comes_off_the_capital(case: Case) -> None:
    set_today(date(2026, 10, 20))
    # 60.00, then 20 days' interest 54.79, then 885.21 of the capital.
    pay(case, "1000.00", on=date(2026, 10, 20), bank_entry=1)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("4000.00"))
    act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    # On 6 000 the 20 days are 32.88: 21.91 too much was paid. 9 114.79 − 4 000 − 21.91 = 5 092.88.
    assert claims_of(case) == {"claim_capital": 509_288}
    assert the_books_balance()


def test_a_part_is_less_than_all_that_is_left(case: Case) -> None:
    dispute_whole(case)
    for nothing in (Ore(0), Ore(1_000_000), Ore(1_000_001)):
        with pytest.raises(NotAPart):
            act(case, uphold_partly, credited=nothing, by=ASTRID_ACTS)
    assert the_dispute(case).outcome == ""


def test_to_dispute_as_much_as_is_left_is_to_dispute_the_whole(case: Case) -> None:
    set_today(date(2026, 10, 20))
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("10000.00"))
    assert the_dispute(case).amount_ore is None


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


def test_whoever_gives_no_ground_is_asked_for_it_while_the_case_rests(case: Case) -> None:
    set_today(date(2026, 10, 20))
    says(case, Notice.Kind.DISPUTE)
    assert take_up() == 1
    assert letters(case) == [("reminder", "posted"), ("dispute_grounds", "composed")]
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 20), "machine", "reminded"),
        ("disputed", date(2026, 10, 20), "machine", "disputed"),
        ("told", date(2026, 10, 20), "machine", "disputed"),
    ]
    assert claims_of(case) == {"claim_capital": 1_000_000, "claim_reminder": 6_000}
    # The grounds come: the same dispute, and the creditor is told that there is more to read.
    says(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_GOODS, text="Kaklet sitter snett.")
    assert take_up() == 1
    with tenant_scope(case.creditor_id):
        assert Dispute.objects.count() == 1
    assert mails(case) == [
        f"Kravet är bestritt: ärende {case.number}, faktura 1042",
        f"Mer om bestridandet: ärende {case.number}, faktura 1042",
    ]


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
            facts={"then": "demand"},
        )

    act(case, accepted)
    dispute_whole(case)
    with tenant_scope(case.creditor_id):
        plan = InstalmentPlan.objects.get()
    assert (plan.state, plan.ended_on) == (InstalmentPlan.State.ENDED, date(2026, 10, 20))
    act(case, reject, by=ASTRID_ACTS)
    back = fresh(case)
    assert (back.state, back.next_action) == (State.REMINDED, "demand")


@given(given_up=st.lists(st.integers(1, 300_000), min_size=1, max_size=3), paid=st.integers(0, 90_000))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_falls_falls_as_if_it_had_never_been_invoiced(
    are_bygg: int, given_up: list[int], paid: int
) -> None:
    """However much falls, in however many turns, the capital and its interest are those of a smaller invoice.

    Until something is paid the debt is the same to the öre; the parts never become negative.
    """
    set_today(date(2026, 10, 12))
    larger = a_case(are_bygg, invoice_number=f"{uuid.uuid4()}")
    smaller = a_case(are_bygg, invoice_number=f"{uuid.uuid4()}", capital=Ore(1_000_000 - sum(given_up)))
    set_today(date(2026, 10, 20))
    for part in given_up:
        heard(larger, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=Ore(part))
        act(larger, uphold_partly, credited=Ore(part), by=ASTRID_ACTS)
    on, rates = date(2026, 11, 20), current_rates()
    with tenant_scope(are_bygg):
        debts = [debt_of(case=each, on=on, rates=rates) for each in (larger, smaller)]
    assert (debts[0].capital, debts[0].interest) == (debts[1].capital, debts[1].interest)
    if paid:
        set_today(on)
        pay(larger, f"{paid / 100:.2f}", on=on, bank_entry=larger.pk)
    assert all(left > 0 for left in claims_of(larger).values())
    assert the_books_balance()
