"""A demand that comes back after the way on was chosen: nothing is filed on it, and the debtor gets a new one.

Åre Bygg has a standing choice of Kronofogden. Its demand to Anna comes back on the day the choice is made.
"""

from datetime import timedelta

import pytest

from cases.address import Address
from cases.models import Application, CaseEvent
from cases.situations.address import new_address
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from ekrav.world.books import broken_invariants
from letters.models import Dispatch
from tests.cast import right_now
from tests.kronofogden_acts.given import annas, are_bygg, fresh, log, owed, play_on, play_until_event

pytestmark = pytest.mark.django_db(transaction=True)
NEW = Address(care_of="", street="Storgatan 14", postcode="831 30", city="Östersund")


@pytest.mark.usefixtures("bank")
def test_nothing_is_filed_on_a_demand_that_came_back_and_the_choice_is_made_anew_after_the_next() -> None:
    case = annas(are_bygg())
    day = play_until_event(case, CaseEvent.Kind.DECIDED)
    with tenant_scope(case.creditor_id):
        assert Dispatch.objects.filter(kind="demand").update(state=Dispatch.State.RETURNED) == 1
    # The day on which it would have been applied for, the one after, and a week on.
    for later in (1, 2, 7):
        play_on(day + timedelta(days=later))
    assert fresh(case).state == State.DECIDED
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        assert not Application.objects.exists()
        stopped = case.events.filter(kind=CaseEvent.Kind.STOPPED).latest("id")
        assert stopped.facts["situation"] == "no_address"
        known = fresh(case)
        assert new_address(case=known, address=NEW, today=today, at=at, by=MACHINE, rates=current_rates())
    back = fresh(case)
    # Nobody was asked to pay by it: the 180 falls, and the choice with it.
    assert (back.state, back.next_action, Account.CLAIM_DEMAND in owed(case)) == (
        State.REMINDED,
        Action.DEMAND,
        False,
    )
    assert log(case)[-3:] == ["reconsidered", "not_sent", "went_on"]
    again = play_until_event(case, CaseEvent.Kind.APPLIED)
    with tenant_scope(case.creditor_id):
        demand = Dispatch.objects.get(kind="demand", void=False)
        assert demand.posted_on is not None
        assert again > demand.posted_on + timedelta(days=8)
        assert case.events.filter(kind=CaseEvent.Kind.DECIDED).count() == 2
    assert broken_invariants() == []
