"""The point of law about the debtor register itself. To add one, read `database_points`."""

from django.db import ProgrammingError, connection, transaction

from cases.models import Case
from ekrav.tenancy import agency_scope, routing_scope, staff_scope, tenant_scope
from tests.cast import a_case
from tests.law_points.database_points import point

REGISTER = ("cases_debtor", "cases_case", "cases_claim", "cases_caseevent", "letters_dispatch")


@point(24)
def nothing_in_the_service_scraps_the_debtor_register(creditor: int) -> None:
    """Its scrapping is notified to Finansinspektionen first (inkassolagen 10 a §): no act of ours can."""
    case = a_case(creditor)
    kept = {table: refused(case, table) for table in REGISTER}
    assert kept == dict.fromkeys(REGISTER, 4)


def refused(case: Case, table: str) -> int:
    """In how many of the service's scopes the database refuses to delete anything of the table."""
    scopes = (tenant_scope(case.creditor_id), staff_scope(person_id=1), agency_scope(), routing_scope())
    times = 0
    for scope in scopes:
        with scope:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {table} WHERE false")
            except ProgrammingError:
                times += 1
    return times
