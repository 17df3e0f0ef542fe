"""A run is compared with half a year of payouts in two questions, however many they are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ekrav.agency.models import StaffMember
from ekrav.tenancy import staff_scope
from payouts.compare import compare
from tests.payouts.given import FRIDAY, MORNING, Paid, a_draft, money_in
from tests.payouts.notes import issued

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(days=7)


def test_the_weeks_before_are_summed_up_where_they_lie(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    for week, kronor in enumerate(("100.00", "200.00", "300.00")):
        money_in(are_bygg, Paid(capital=kronor))
        issued(astrid, bertil, weeks=week)
    money_in(are_bygg, Paid(capital="900.00"))
    run = a_draft(FRIDAY + 3 * WEEK, at=MORNING + 3 * WEEK)
    with staff_scope(), CaptureQueriesContext(connection) as queries:
        (row,) = compare(run, at=MORNING + 3 * WEEK)
    # 900 is four and a half times the mean of 100, 200 and 300.
    assert (row.last_ore, row.why) == (300_00, ("4,5 gånger mer än vanligt",))
    looks = [query["sql"] for query in queries.captured_queries if "period_end" in query["sql"]]
    assert len(looks) == 2
    assert all("GROUP BY" in look or "DISTINCT ON" in look for look in looks)
