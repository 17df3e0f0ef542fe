"""The queue of debtors to judge: each sort found by its own index, however many cases there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.checks import Stop
from cases.debtor_queue import WRONG, debtors_to_judge
from cases.models import CaseEvent, Debtor
from ekrav.tenancy import staff_scope, tenant_scope
from tests.cases.in_the_way import OCT_13, the_register_says
from tests.cases.test_late_news import due_on
from tests.cast import a_case

pytestmark = pytest.mark.django_db(transaction=True)

INDEXES = ("event_name_differs", "debtor_not_as_invoiced", "debtor_to_look_up")


def plans_of(queries: CaptureQueriesContext, *tables: str) -> list[str]:
    """How each look at the tables, or the cases, is made in a world so large that no table is read whole."""
    begins = tuple(f'FROM "{table}"' for table in tables or ("cases_case",))
    looks = [query["sql"] for query in queries.captured_queries if any(it in query["sql"] for it in begins)]
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for look in looks:
            cursor.execute(f"EXPLAIN {look}")
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    return plans


def test_each_sort_is_found_by_its_own_index(are_bygg: int) -> None:
    a_case(are_bygg)
    with staff_scope(person_id=None):
        with CaptureQueriesContext(connection) as queries:
            debtors_to_judge()
        plans = plans_of(queries)
    assert [index for index, plan in zip(INDEXES, plans, strict=True) if index in plan] == list(INDEXES)
    assert [plan for plan in plans if "Seq Scan" in plan] == []


def test_a_name_that_is_only_one_of_the_reasons_is_judged_too(are_bygg: int) -> None:
    case = a_case(are_bygg)
    the_register_says("found", "Bo Nilsson")(case)
    with tenant_scope(are_bygg):
        Debtor.objects.update(street=" ")
    due_on(OCT_13)
    with tenant_scope(are_bygg):
        held = CaseEvent.objects.get(kind=CaseEvent.Kind.HELD)
        assert held.facts["stops"] == f"{Stop.NO_ADDRESS},{Stop.NAME_DIFFERS}"
    with staff_scope(person_id=None):
        assert [(row.case.pk, row.reason) for row in debtors_to_judge()] == [
            (case.pk, "Namnet på fakturan är inte registrets. En handläggare kontrollerar.")
        ]


def test_the_words_of_the_index_are_those_that_are_judged() -> None:
    index = next(index for index in Debtor._meta.indexes if index.name == "debtor_not_as_invoiced")
    assert index.condition is not None
    assert index.condition.children == [("register_word__in", list(WRONG))]
