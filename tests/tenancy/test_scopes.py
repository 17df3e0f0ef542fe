"""Scope = transaction = tenant: the only way in, and what happens on the way out."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.models import Case
from ekrav import clock
from ekrav.sandbox.demo_data import ARE_BYGG, DUVEDS_EL
from ekrav.tenancy import NoScope, ScopeConflict, agency_scope, routing_scope, staff_scope, tenant_scope
from ekrav.tenancy.models import NoOwner
from tests.cast import a_case, a_creditor, an_agency, set_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_companies() -> tuple[int, int]:
    """Åre Bygg and Duveds El, each with one case."""
    set_today(date(2026, 10, 12))
    an_agency()
    are_bygg, duveds_el = a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)
    a_case(are_bygg, invoice_number="1042")
    a_case(duveds_el, invoice_number="208")
    return are_bygg, duveds_el


def test_without_a_scope_there_are_no_rows(two_companies: tuple[int, int]) -> None:
    with pytest.raises(NoScope):
        Case.objects.count()
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")


def test_a_scope_shows_its_own_tenant_and_no_other(two_companies: tuple[int, int]) -> None:
    for creditor in two_companies:
        with tenant_scope(creditor):
            assert [case.creditor_id for case in Case.objects.all()] == [creditor]
    with staff_scope():
        assert Case.objects.count() == 2


def test_scopes_of_different_tenants_never_nest(two_companies: tuple[int, int]) -> None:
    are_bygg, duveds_el = two_companies
    with tenant_scope(are_bygg):
        with tenant_scope(are_bygg):
            assert Case.objects.count() == 1
        with pytest.raises(ScopeConflict), tenant_scope(duveds_el):
            pass
        with pytest.raises(ScopeConflict), agency_scope():
            pass


def test_one_transaction_opens_two_tenants_one_after_the_other(two_companies: tuple[int, int]) -> None:
    are_bygg, duveds_el = two_companies
    with transaction.atomic():
        with tenant_scope(are_bygg):
            Case.objects.update(pay_by=date(2026, 10, 26))
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT count(*) FROM cases_case")
        with tenant_scope(duveds_el):
            assert Case.objects.get().pay_by is None


def test_the_role_is_laid_down_when_the_scope_ends_in_an_error(two_companies: tuple[int, int]) -> None:
    with pytest.raises(ZeroDivisionError), tenant_scope(two_companies[0]):
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('ekrav.creditor', true)")
        row = cursor.fetchone()
    assert row[0] == "ekrav_app"
    assert row[1] in {"", None}


def test_a_scope_after_an_empty_setting_still_sees_its_rows(two_companies: tuple[int, int]) -> None:
    """After a local set_config the setting is '' and not NULL in the same session: the policies must bear it."""
    for _ in range(2):
        with tenant_scope(two_companies[0]):
            assert Case.objects.count() == 1


def test_another_tenants_row_cannot_be_written(two_companies: tuple[int, int]) -> None:
    are_bygg, duveds_el = two_companies
    with tenant_scope(duveds_el):
        theirs = Case.objects.get()
    with tenant_scope(are_bygg):
        assert Case.objects.filter(pk=theirs.pk).update(pay_by=date(2026, 1, 1)) == 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET pay_by = '2026-01-01' WHERE id = %s", [theirs.pk])
            assert cursor.rowcount == 0
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        tenant_scope(are_bygg),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO ledger_subledger (creditor_id, number) VALUES (%s, 'x')", [duveds_el])


def test_a_row_cannot_point_to_another_tenants_row(two_companies: tuple[int, int]) -> None:
    from django.db import IntegrityError

    are_bygg, duveds_el = two_companies
    with tenant_scope(duveds_el):
        theirs = Case.objects.get()
    with pytest.raises(IntegrityError, match="same_tenant"), tenant_scope(are_bygg):
        Case.objects.update(debtor_id=theirs.debtor_id)


def test_the_router_sees_ids_and_dates_and_nothing_else(two_companies: tuple[int, int]) -> None:
    with routing_scope():
        assert (
            Case.objects.filter(next_date__lte=date(2026, 10, 13)).values_list("creditor_id", "id").count()
            == 2
        )
    with pytest.raises(ProgrammingError, match="permission denied"), routing_scope():
        list(Case.objects.values_list("number"))


def test_a_scope_of_nobodys_owns_no_new_row(two_companies: tuple[int, int]) -> None:
    from ekrav.ledger.book import open_subledger

    with pytest.raises(NoOwner), staff_scope():
        open_subledger(number="x")


def test_time_is_known_inside_a_scope_only() -> None:
    set_today(date(2026, 10, 12))
    with pytest.raises(clock.NoScopeNoTime):
        clock.now()
    with routing_scope():
        assert clock.today() == date(2026, 10, 12)
