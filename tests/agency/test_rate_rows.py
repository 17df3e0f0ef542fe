"""A row of the law is entered by one person and confirmed by another; the database keeps it so."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from ekrav import clock
from ekrav.agency.models import RateRow, StaffMember
from ekrav.agency.rate_rows import RateRefused, Reason, refuse
from ekrav.agency.rate_values import NotAValue, exact, value_of
from ekrav.agency.rates import current_rates, rates_before, rates_from
from ekrav.law.interest import REFERENCE, known_through
from ekrav.law.rates import Mark, NoRow, Unit
from ekrav.sandbox.demo_data import ASTRID, BERTIL
from ekrav.tenancy import agency_scope, case_scope, person_scope, staff_scope, tenant_scope
from ops.throwaway import Throwaway
from tests.agency.given import FIRST_OF_2027, LAST_OF_SPRING, confirmed, in_force, proposed, what
from tests.cast import an_agency, right_now, set_today, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def agency() -> None:
    """Nordanvik, on the day of the decision."""
    set_today(date(2026, 12, 30))
    an_agency()


def rate_of_spring() -> Fraction:
    return current_rates().percent(REFERENCE, date(2027, 3, 1))


def refused(row: RateRow | None, *, by: StaffMember, **said: Any) -> Reason:
    """Why the row is not confirmed."""
    assert row is not None
    with pytest.raises(RateRefused) as why:
        confirmed(row, by=by, **said)
    return why.value.reason


def not_proposed(**said: Any) -> Reason:
    """Why such a row cannot be entered."""
    with pytest.raises(RateRefused) as why:
        proposed(what(**said), by=staff(ASTRID))
    return why.value.reason


def test_a_row_is_in_force_when_a_second_person_confirms_it_and_not_before() -> None:
    row = proposed(what("2,50"), by=staff(ASTRID))
    with pytest.raises(NoRow):
        rate_of_spring()
    confirmed(row, by=staff(BERTIL))
    assert rate_of_spring() == Fraction("2.50")
    assert known_through(rates=current_rates()) == LAST_OF_SPRING
    assert current_rates().on(REFERENCE, FIRST_OF_2027).statute == "räntelagen (1975:635) 9 §"


def test_every_scope_that_computes_reads_the_new_row_at_once() -> None:
    in_force(what("2,50"))
    scopes = [agency_scope(), staff_scope(), tenant_scope(1), case_scope(1, 1), person_scope(1)]
    for scope in scopes:
        with scope:
            assert rate_of_spring() == Fraction("2.50")
    with transaction.atomic():
        assert rate_of_spring() == Fraction("2.50")


def test_the_same_rows_are_merged_once() -> None:
    in_force(what("2,50"))
    assert current_rates() is current_rates()


def test_nobody_confirms_their_own_row() -> None:
    astrid = staff(ASTRID)
    assert refused(proposed(what(), by=astrid), by=astrid) == Reason.OWN


def test_old_bankid_does_not_confirm() -> None:
    row, bertil = proposed(what(), by=staff(ASTRID)), staff(BERTIL)
    at, _today = right_now()
    assert refused(row, by=bertil, bankid_at=at - timedelta(minutes=11)) == Reason.BANKID


def test_a_handler_does_not_confirm() -> None:
    row, bertil = proposed(what(), by=staff(ASTRID)), staff(BERTIL)
    with agency_scope():
        StaffMember.objects.filter(pk=bertil.pk).update(roles=["handler"])
    assert refused(row, by=bertil) == Reason.ROLE


def test_a_settled_row_is_not_settled_again() -> None:
    row = in_force(what())
    assert refused(row, by=staff(BERTIL)) == Reason.DONE
    astrid = staff(ASTRID)
    with agency_scope(), pytest.raises(RateRefused) as why:
        refuse(row_id=row.pk, staff=astrid, at=clock.now())
    assert why.value.reason == Reason.DONE


def test_a_refused_row_never_takes_effect() -> None:
    row, bertil = proposed(what(), by=staff(ASTRID)), staff(BERTIL)
    with agency_scope():
        refuse(row_id=row.pk, staff=bertil, at=clock.now())
    assert refused(row, by=bertil) == Reason.DONE
    with pytest.raises(NoRow):
        rate_of_spring()


def test_a_correction_replaces_the_row_that_begins_on_the_same_day() -> None:
    in_force(what("2,50"))
    second = in_force(what("2,00"))
    assert rate_of_spring() == 2
    third = in_force(what("3,00"))
    assert rate_of_spring() == 3
    with staff_scope():
        stood = [rates_before(second), rates_from(second), rates_before(third), rates_from(third)]
    spring = [rates.percent(REFERENCE, FIRST_OF_2027) for rates in stood]
    assert spring == [Fraction("2.50"), 2, 2, 3]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"value": "två"}, Reason.VALUE),
        ({"value": "250"}, Reason.VALUE),
        ({"value": "2,25"}, Reason.HALF_YEAR),
        ({"until": None}, Reason.HALF_YEAR),
        ({"until": date(2027, 6, 29)}, Reason.HALF_YEAR),
        ({"until": date(2026, 12, 31)}, Reason.DATES),
        ({"key": "price_base_amount", "since": date(2026, 5, 1), "value": "60000"}, Reason.OVERLAPS),
        ({"key": "fee.demand.max", "value": "-180"}, Reason.VALUE),
        ({"key": "demand.min_days", "value": "8,5"}, Reason.VALUE),
        ({"key": "allocation.order.consumer", "value": "1"}, Reason.VALUE),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_its_reason(said: dict[str, Any], reason: Reason) -> None:
    assert not_proposed(**said) == reason


def test_an_open_ended_row_ends_the_day_before_its_successor() -> None:
    in_force(what("190", key="fee.demand.max", since=date(2027, 4, 1), until=None))
    rates = current_rates()
    assert rates.ore("fee.demand.max", date(2027, 3, 31)) == 18_000
    assert rates.ore("fee.demand.max", date(2027, 4, 1)) == 19_000


TAMPERING = {
    "confirm one's own": "UPDATE agency_raterow SET confirmed_by_id = entered_by_id, confirmed_at = entered_at,"
    " bankid_at = entered_at, number = 1",
    "confirm with old BankID": "UPDATE agency_raterow SET confirmed_by_id = {bertil}, confirmed_at = entered_at,"
    " bankid_at = entered_at - interval '11 minutes', number = 1",
    "confirm without a person": "UPDATE agency_raterow SET confirmed_at = entered_at, number = 1",
    "change what was entered": "UPDATE agency_raterow SET value = '9.00'",
    "delete": "DELETE FROM agency_raterow",
    "enter it confirmed": "INSERT INTO agency_raterow (public_id, key, unit, value, valid_from, statute, source, mark,"
    " entered_by_id, entered_at, confirmed_by_id, confirmed_at, bankid_at, number) SELECT gen_random_uuid(), 'x', unit,"
    " value, valid_from, statute, source, mark, entered_by_id, entered_at, {bertil}, entered_at, entered_at, 1"
    " FROM agency_raterow",
}


@pytest.mark.parametrize("how", TAMPERING)
def test_the_database_refuses_what_the_program_would_never_ask(how: str) -> None:
    proposed(what(), by=staff(ASTRID))
    bertil = staff(BERTIL)
    with pytest.raises(DatabaseError), agency_scope(), connection.cursor() as cursor:
        cursor.execute(TAMPERING[how].format(bertil=bertil.pk))


def test_a_confirmed_row_is_never_changed_by_the_owner_either(owner: Any) -> None:
    in_force(what())
    for change in ("UPDATE agency_raterow SET number = 7", "DELETE FROM agency_raterow"):
        with pytest.raises(Exception, match="settled and never changes"):
            owner.execute(change)


@pytest.fixture
def superuser(servers: Throwaway) -> Iterator[psycopg.Connection[Any]]:
    """Who may do what no role of the application may: turn a demo database into a production one."""
    with psycopg.connect(servers.url("postgres"), autocommit=True) as connection:
        yield connection


SIMULATED = (
    "INSERT INTO agency_raterow (public_id, key, unit, value, valid_from, valid_to, statute, source, mark, entered_at,"
    " confirmed_at, number) VALUES (gen_random_uuid(), 'interest.reference', 'percent', '2.50', '2027-01-01',"
    " '2027-06-30', '9 §', 'påhittad', 'S', now(), now(), 1)"
)


def test_a_simulated_row_is_for_a_demo_world_only(superuser: Any) -> None:
    superuser.execute("UPDATE tenancy_world SET name = 'production', \"offset\" = interval '0'")
    with (
        pytest.raises(DatabaseError, match="for a demo world only"),
        agency_scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute(SIMULATED)
    superuser.execute("UPDATE tenancy_world SET name = 'demo'")
    with agency_scope(), connection.cursor() as cursor:
        cursor.execute(SIMULATED)
    assert current_rates().on(REFERENCE, FIRST_OF_2027).mark is Mark.SIMULATED


@given(some.integers(-10_000, 10_000))
def test_a_per_cent_is_kept_as_it_was_typed(hundredths: int) -> None:
    typed = f"{'−' if hundredths < 0 else ''}{abs(hundredths) // 100},{abs(hundredths) % 100:02} %"
    kept = exact(typed=typed, unit=Unit.PERCENT)
    assert value_of(text=kept, unit=Unit.PERCENT) == Fraction(hundredths, 100)


def test_a_text_that_is_no_figure_is_refused() -> None:
    for text in ("", "x", "1.234", "2 5"):
        with pytest.raises(NotAValue):
            exact(typed=text, unit=Unit.PERCENT)
    with pytest.raises(NotAValue):
        value_of(text="reminder", unit=Unit.ORDER)
