"""The demo world passes New Year 2027: its Riksbank publishes a simulated rate, and nothing is held for want of one.

Ten thousand kronor due on 30 September 2026, registered on 28 December, reminded on 29 December. On 5 January, by hand:
92 days at 10 % and 5 days at 10.5 %, 266.44, and the reminder's 60 kr.
"""

from datetime import date
from pathlib import Path

import pytest

from cases.debt import debt_of
from cases.models import Case, CaseEvent
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.law.interest import REFERENCE, known_through
from ekrav.law.rates import Mark
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import tenant_scope
from ekrav.world.books import broken_invariants
from ekrav.world.counterparties import counterparties
from ekrav.world.play import advance
from tests.cast import a_case, a_creditor, an_agency, set_today
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_demo_world_goes_on_past_the_last_decided_half_year(tmp_path: Path) -> None:
    set_today(date(2026, 12, 28))
    an_agency()
    are_bygg = a_creditor()
    case = a_case(are_bygg)
    with counterparties(tmp_path):
        advance(days=8)
        assert current_rates().on(REFERENCE, date(2027, 1, 5)).mark is Mark.SIMULATED
        assert known_through(rates=current_rates()) == date(2027, 6, 30)
        with tenant_scope(are_bygg):
            fresh = Case.objects.select_related("debtor").get(pk=case.pk)
            debt = debt_of(case=fresh, on=date(2027, 1, 5), rates=current_rates())
            assert (debt.interest, debt.total) == (26_644, 1_032_644)
        page = text_of(logged_in(CECILIA).get(f"/arenden/{case.number}/")).replace("\u00a0", " ")
        assert "Ränta till i dag 266,44" in page
        advance(days=24)
    with tenant_scope(are_bygg):
        fresh = Case.objects.get(pk=case.pk)
        assert fresh.state == State.DEMANDED
        assert not fresh.events.filter(kind=CaseEvent.Kind.HELD).exists()
    assert list(broken_invariants()) == []
