"""From registration through verdict and enforcement to surveillance with no hand on it, and a late payment."""

from datetime import date
from typing import Final

import pytest

from cases.models import CaseEvent
from cases.states import State
from ekrav.ledger.models import Account
from tests.kronofogden_acts.conftest import begin, drawn, moments  # noqa: F401 the beginning that is shared
from tests.kronofogden_acts.given import (
    Begin,
    applied_for,
    broken,
    deposit,
    fate,
    fresh,
    log,
    owed,
    play_until_event,
)

pytestmark = pytest.mark.django_db(transaction=True)

Kind = CaseEvent.Kind
# Kronofogden up to 900 kr a case, then surveillance up to 18.75 a year.
ALL_THE_WAY: Final = {"order_up_to": 90_000, "watching": 1_875}


def test_a_late_payment_repays_the_outlays_first(begin: Begin) -> None:  # noqa: F811
    case = begin(applied_for, **ALL_THE_WAY)
    fate(case, "verdict")
    play_until_event(case, Kind.ENFORCING)
    fate(case, "no_assets", kind="V")
    play_until_event(case, Kind.SURVEILLANCE_LETTER, stride=28)
    assert fresh(case).state == State.SURVEILLANCE
    play_until_event(case, Kind.POSTED)
    assert log(case, since="enforcement_ended")[:2] == ["surveilled", "surveillance_letter"]
    before = owed(case)
    # 300 and 600 laid out, and 5 kr for the letter when it is posted.
    assert before[Account.CLAIM_OUTLAY] == 90_000
    deposit(case, 100_000)
    play_until_event(case, Kind.PAID)
    after = owed(case)
    # 900 to what was laid out; of the other 100 the agent's fee is paid first, and no öre goes to capital or interest.
    assert Account.CLAIM_OUTLAY not in after
    assert after[Account.CLAIM_AGENT] == before[Account.CLAIM_AGENT] - 10_000
    assert after[Account.CLAIM_CAPITAL] == 1_000_000
    # What is left for the creditor to pay is the letter.
    assert after[Account.CREDITOR_OWES] == 500
    assert broken() == []
    assert fresh(case).state == State.SURVEILLANCE


def test_the_way_was_walked_by_the_calendar(begin: Begin) -> None:  # noqa: F811
    case = begin(applied_for, **ALL_THE_WAY)
    fate(case, "not_served")
    play_until_event(case, Kind.SURVEILLED, stride=28)
    # The order led to nothing: the standing choice goes on to surveillance, and the debtor was never told by it.
    assert fresh(case).state == State.SURVEILLANCE
    assert date(2025, 9, 1) < fresh(case).state_since
    assert broken() == []
