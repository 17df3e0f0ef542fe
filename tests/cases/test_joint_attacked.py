"""Two who answer jointly, when things go wrong for both at once, or are done twice."""

from dataclasses import replace
from datetime import date

import pytest

from cases.add_debtor import add_debtor
from cases.address import Address
from cases.joint import answering
from cases.models import Debtor
from cases.register import NotJoint
from cases.situations.address import new_address
from cases.states import State
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import DEMANDED, REMINDED
from tests.cases.happening import handles
from tests.cases.said import fresh
from tests.cases.test_joint_debtors import letters, theirs
from tests.cast import a_case
from tests.debtor_portal.given import BO_OWES, play

pytestmark = pytest.mark.django_db(transaction=True)

ELSEWHERE = Address(care_of="", street="Storgatan 1", postcode="831 30", city="Östersund")


def test_letters_that_came_back_from_both_are_written_again_when_both_have_an_address(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    with tenant_scope(are_bygg):
        Dispatch.objects.update(state=Dispatch.State.RETURNED)
        anna, bo = answering(case)
    # Bo is still to be looked for: he is not written to where he does not live, and his letter waits in the queue.
    assert not handles(are_bygg, case, new_address, debtor=anna, address=ELSEWHERE)
    play(date(2026, 10, 15))
    assert [(row.state, row.void) for row in letters(case)] == [("returned", False)] * 2
    assert handles(are_bygg, case, new_address, debtor=bo, address=ELSEWHERE)
    assert fresh(case).state == State.REGISTERED
    play(date(2026, 10, 16))
    assert [(row.state, row.void) for row in letters(case)] == [("returned", True)] * 2 + [("posted", False)] * 2
    assert {row.facts["debtor_address"][0] for row in letters(case)[2:]} == {"Storgatan 1"}


@pytest.mark.parametrize("number", ["", "19960313-2391"])
def test_the_same_one_is_added_once(are_bygg: int, number: str) -> None:
    bo = replace(BO_OWES, number=number.replace("-", ""))
    case = a_case(are_bygg)
    handles(are_bygg, case, add_debtor, debtor=bo)
    with pytest.raises(NotJoint) as refused:
        handles(are_bygg, case, add_debtor, debtor=bo)
    assert refused.value.reason == "twice"
    with tenant_scope(are_bygg):
        assert Debtor.objects.count() == 2
