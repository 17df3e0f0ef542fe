"""The test set-up itself: whom the tests are, and what is left after one that commits."""

import psycopg
import pytest
from django.db import connection

from ops.throwaway import Throwaway


@pytest.mark.django_db
def test_the_tests_run_as_the_application_and_may_read_next_to_nothing_without_a_scope() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("ekrav_app", "ekrav_test")


def test_a_bypass_login_exists_for_the_tests_of_the_walls(bypass: psycopg.Connection[tuple[bool]]) -> None:
    assert bypass.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone() == (
        True,
    )


def test_the_portal_may_become_the_debtors_role_and_no_other(servers: Throwaway) -> None:
    with psycopg.connect(servers.url("ekrav_portal", "ekrav_template"), autocommit=True) as portal:
        portal.execute("SET ROLE ekrav_case")
        portal.execute("RESET ROLE")
        for role in (
            "ekrav_creditor",
            "ekrav_staff",
            "ekrav_agency",
            "ekrav_routing",
            "ekrav_person",
            "ekrav_owner",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(f"SET ROLE {role}")


def test_the_application_may_become_every_scope_and_never_the_owner(servers: Throwaway) -> None:
    with psycopg.connect(servers.url("ekrav_app", "ekrav_template"), autocommit=True) as app:
        for role in (
            "ekrav_creditor",
            "ekrav_staff",
            "ekrav_agency",
            "ekrav_routing",
            "ekrav_person",
            "ekrav_case",
        ):
            app.execute(f"SET ROLE {role}")
            app.execute("RESET ROLE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SET ROLE ekrav_owner")
