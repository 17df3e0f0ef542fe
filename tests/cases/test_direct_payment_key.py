"""A form for a direct payment has a key: sent twice it is once, and on another case it is refused."""

import uuid
from datetime import date

import pytest

from cases.direct_payment import NotADirectPayment
from cases.models import Case, DirectPayment
from cases.states import State
from ekrav.money import Ore
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import REMINDED, annas_case, are_bygg_on, broken, log, state
from tests.cases.test_direct_payment_rest import register, reported
from tests.cast import a_case
from tests.pages import logged_in, text_of
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def amounts(creditor: int) -> list[tuple[str, int]]:
    with tenant_scope(creditor):
        return list(DirectPayment.objects.values_list("case__number", "amount_ore"))


@pytest.fixture
def case(transactional_db: None) -> Case:
    """Anna's, reminded: 10 000.00, 60, and 35.62 of interest."""
    return annas_case(are_bygg_on(), through=REMINDED)


def test_the_form_of_one_case_registers_nothing_on_another(case: Case) -> None:
    other = a_case(case.creditor_id, invoice_number="1043")
    cecilia = logged_in(CECILIA)
    # 1 000.00 leave 9 095.62, and Anna pays the rest.
    form = {"key": str(uuid.uuid4()), "amount": "1000", "paid_on": REMINDED.isoformat(), "rest": "claimed"}
    assert cecilia.post(f"/arenden/{case.number}/betalning/", form).status_code == 302
    before = log(other)
    for said in (form, {**form, "rest": ""}):
        refused = cecilia.post(f"/arenden/{other.number}/betalning/", said)
        assert refused.status_code == 409
        assert "Formuläret är redan använt för ett annat ärende. Inget har hänt." in text_of(refused)
    assert (log(other), amounts(case.creditor_id)) == (before, [(case.number, 100_000)])
    # Sent again for its own case it is the payment that is there.
    assert cecilia.post(f"/arenden/{case.number}/betalning/", form).status_code == 302
    assert amounts(case.creditor_id) == [(case.number, Ore(100_000))]
    assert (state(case), state(other)) == (State.REMINDED, State.REGISTERED)


def test_one_key_for_two_cases_at_once_registers_one_payment(case: Case) -> None:
    other = a_case(case.creditor_id, invoice_number="1043")
    with crowd(2) as people:
        for _round in range(ROUNDS):
            said = reported("10.00", on=date(2026, 10, 13))
            outcomes = people.rush(lambda number, said=said: register((case, other)[number], said).kind)  # type: ignore[misc]
            refused = [one for one in outcomes if isinstance(one, NotADirectPayment)]
            assert [one.reason for one in refused] == ["other_case"]
            assert outcomes.count("direct_payment") == 1
    assert [amount for _case, amount in amounts(case.creditor_id)] == [1_000] * ROUNDS
    assert broken() == []
