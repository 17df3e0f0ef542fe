"""Kronofogden asks for more, cannot serve the order, or will not try it: the case comes back to be decided about."""

from dataclasses import replace
from datetime import date

import pytest

from cases.authority.take_up import locked
from cases.book import Charge, _less
from cases.models import CaseEvent
from cases.payment_order.supplement import NothingAsked, answer_supplement
from cases.states import Action, State
from ekrav.filings.payment_order import SupplementAnswer
from ekrav.filings.plain_swedish import PaymentInstruction
from ekrav.kronofogden.pull import laid_out
from ekrav.law.allocation import Component
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.said import ASTRID_ACTS
from tests.cast import right_now
from tests.kronofogden_acts.given import (
    Begin,
    application,
    applied_for,
    broken,
    fate,
    fresh,
    log,
    owed,
    play_until_event,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)

Kind = CaseEvent.Kind


def answers(case, words: str) -> None:  # type: ignore[no-untyped-def]
    """Astrid answers what was asked."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        asked, standing = locked(reference=f"{case.number}-B1")
        answer_supplement(case=standing, application=asked, words=words, today=today, at=at, by=ASTRID_ACTS)


def test_a_supplement_is_answered_once_and_the_order_goes_on_to_a_verdict(begin: Begin) -> None:
    case = begin(applied_for)
    fate(case, "supplement")
    # It is to be answered within two weeks.
    play_until_event(case, Kind.SUPPLEMENT_ASKED, stride=7)
    assert application(case).supplement_by is not None
    with pytest.raises(PaymentInstruction):
        answers(case, "Betala till bankgiro 5050-1055.")
    answers(case, "Badrummet renoverades i juli, enl. offert.")
    with pytest.raises(NothingAsked):
        answers(case, "En gång till.")
    with tenant_scope(case.creditor_id):
        (_row, answer) = laid_out(reference=f"{case.number}-B1")[-1]
    assert isinstance(answer, SupplementAnswer)
    assert answer.answer == "Badrummet renoverades i juli, enligt offert."
    play_until_event(case, Kind.TITLED, stride=7)
    assert log(case, since="applied") == ["confirmed", "supplement_asked", "supplemented", "served", "titled"]
    assert sent(case) == ["PaymentOrderApplication", "SupplementAnswer"]
    assert broken() == []


@pytest.mark.parametrize(
    ("how", "story", "ending"),
    [
        ("supplement", ["confirmed", "supplement_asked", "order_ended"], "dismissed"),
        ("dismissed", ["confirmed", "order_ended"], "dismissed"),
        ("not_served", ["confirmed", "not_served", "order_ended"], "dismissed"),
    ],
)
def test_an_order_that_leads_to_nothing_is_decided_about_anew_and_not_by_the_standing_choice(
    begin: Begin, how: str, story: list[str], ending: str
) -> None:
    case = begin(applied_for, order_up_to=90_000)
    fate(case, how)
    play_until_event(case, Kind.ORDER_ENDED, stride=28)
    assert log(case, since="applied") == story
    assert application(case).ending == ending
    assert (fresh(case).state, fresh(case).next_action) == (State.AWAITING_DECISION, Action.ASK_AGAIN)
    # The 300 are Åre Bygg's own cost; no title grants them, nor the agent's 380, and Anna owes neither.
    assert owed(case)[Account.CREDITOR_OWES] == 30_000
    assert not {Account.CLAIM_OUTLAY, Account.CLAIM_AGENT} & owed(case).keys()
    play_until_event(case, Kind.ASKED_AGAIN, stride=28)
    assert fresh(case).state == State.AWAITING_DECISION
    assert sent(case) == ["PaymentOrderApplication"]
    assert broken() == []


def test_letters_after_an_order_that_was_not_served_leave_and_do_not_ask_for_its_costs(begin: Begin) -> None:
    case = begin(applied_for, watching=2_500)
    fate(case, "not_served")
    play_until_event(case, Kind.SURVEILLANCE_LETTER, stride=28)
    with tenant_scope(case.creditor_id):
        said = Dispatch.objects.get(kind="surveillance").facts
    # The 300 and the 380 of the order were given up with it: they are in no letter, and it says what is owed.
    assert [(cost["name"], cost["amount"]) for cost in said["costs"]] == [
        ("Påminnelse", 6_000),
        ("Inkassokrav", 18_000),
    ]
    assert broken() == []


def test_what_fell_of_two_orders_costs_is_the_last_ones() -> None:
    agent, outlay = Component.AGENT, Component.OUTLAY
    first, second = date(2025, 10, 7), date(2026, 3, 2)
    charged = [
        Charge(component=outlay, on=first, amount=kronor("300.00")),
        Charge(component=agent, on=first, amount=kronor("380.00")),
        Charge(component=agent, on=second, amount=kronor("380.00")),
    ]
    assert _less(charged, agent, 38_000) == charged[:2]
    assert _less(charged, agent, 50_000) == [charged[0], replace(charged[1], amount=kronor("260.00"))]
