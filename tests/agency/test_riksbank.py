"""The demo world's Riksbank over its real wire: what it publishes by the day, and what the service takes in."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings

from ekrav.agency.models import RateRow
from ekrav.agency.rates import current_rates
from ekrav.agency.riksbank import CentralBankSilent, HttpCentralBank
from ekrav.agency.tasks import fetch_simulated_rates
from ekrav.law.interest import REFERENCE, known_through
from ekrav.law.rates import Mark
from ekrav.tenancy import staff_scope
from ekrav.world.counterparties import counterparties
from tests.agency.given import in_force, what
from tests.cast import an_agency, set_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def riksbank(tmp_path: Path) -> Iterator[str]:
    """Its address; it does not know the day yet."""
    with counterparties(tmp_path) as url:
        yield f"{url}/riksbank"


def it_is(day: date) -> None:
    """The service and its Riksbank live on that day."""
    set_today(day)
    body = {"today": day.isoformat()}
    requests.post(f"{settings.SANDBOX_URL}/riksbank/play", json=body, timeout=10).raise_for_status()


def simulated() -> list[tuple[date, str]]:
    with staff_scope():
        rows = RateRow.objects.filter(mark=Mark.SIMULATED).order_by("number")
        return list(rows.values_list("valid_from", "value"))


def test_a_half_year_is_published_from_its_day_of_decision_and_never_before(riksbank: str) -> None:
    bank, first = HttpCentralBank(riksbank), date(2027, 1, 1)
    assert bank.reference_rates(since=first) == []
    it_is(date(2026, 12, 29))
    assert bank.reference_rates(since=first) == []
    it_is(date(2026, 12, 30))
    (spring,) = bank.reference_rates(since=first)
    assert (spring.first, spring.last, spring.percent) == (first, date(2027, 6, 30), "2.50")
    assert (spring.decided, spring.simulated) == (date(2026, 12, 30), True)
    it_is(date(2028, 1, 3))
    assert [one.percent for one in bank.reference_rates(since=date(2027, 7, 1))] == ["2.50", "3.00"]


def test_what_is_published_is_taken_in_once_and_marked(riksbank: str) -> None:
    an_agency()
    it_is(date(2027, 7, 5))
    fetch_simulated_rates()
    fetch_simulated_rates()
    assert simulated() == [(date(2027, 1, 1), "2.50"), (date(2027, 7, 1), "2.50")]
    row = current_rates().on(REFERENCE, date(2027, 7, 5))
    assert (row.mark, row.value) == (Mark.SIMULATED, Fraction("2.50"))
    assert row.source == "den påhittade Riksbanken i demovärlden, beslut 2027-06-30"
    assert known_through(rates=current_rates()) == date(2027, 12, 31)


def test_a_rate_that_two_people_entered_is_not_simulated_over(riksbank: str) -> None:
    an_agency()
    it_is(date(2026, 12, 30))
    in_force(what("3,50"))
    fetch_simulated_rates()
    assert simulated() == []
    assert current_rates().percent(REFERENCE, date(2027, 1, 1)) == Fraction("3.50")


def test_two_people_may_put_a_real_rate_in_the_place_of_a_simulated_one(riksbank: str) -> None:
    an_agency()
    it_is(date(2026, 12, 30))
    fetch_simulated_rates()
    in_force(what("3,50"))
    row = current_rates().on(REFERENCE, date(2027, 1, 1))
    assert (row.mark, row.value) == (Mark.READ, Fraction("3.50"))


def test_a_silent_bank_is_no_failure_and_a_strange_answer_is_none_either(
    riksbank: str, settings: Any
) -> None:
    an_agency()
    with pytest.raises(CentralBankSilent):
        HttpCentralBank(riksbank.replace("/riksbank", "/nowhere")).reference_rates(since=date(2027, 1, 1))
    settings.SANDBOX_URL = "http://localhost:9"
    fetch_simulated_rates()
    assert simulated() == []


def test_outside_a_demo_world_nothing_is_fetched(riksbank: str, settings: Any) -> None:
    an_agency()
    it_is(date(2026, 12, 30))
    settings.DEMO = False
    fetch_simulated_rates()
    assert simulated() == []
