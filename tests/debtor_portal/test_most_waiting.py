"""Somebody fills our queue in Mitt Ärende: no more waits in one case than the limit, however many write at once."""

import uuid
from datetime import date

import pytest

from cases.messages import MOST_WAITING, EnoughWaits, Said, say
from cases.models import Case, Notice
from ekrav.tenancy import case_scope, tenant_scope
from tests.cases.said import heard, says
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today
from tests.debtor_portal.browsing import as_portal
from tests.payments.crowd import crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, PLACES_LEFT = 12, 3


@pytest.fixture
def case() -> Case:
    """Anna's."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_case(a_creditor())


def waiting(case: Case) -> int:
    with tenant_scope(case.creditor_id):
        return Notice.objects.filter(case=case, handled_at=None).count()


def test_a_dozen_who_write_at_once_get_the_places_that_are_left(case: Case) -> None:
    for _ in range(MOST_WAITING - PLACES_LEFT):
        says(case, Notice.Kind.MESSAGE, text="Hej")
    at, today = right_now()

    def write(_number: int) -> str:
        said = Said(key=uuid.uuid4(), kind=Notice.Kind.MESSAGE, text="Hej igen")
        with case_scope(case.creditor_id, case.pk):
            return str(say(case=Case.objects.get(), said=said, today=today, at=at).kind)

    with as_portal(), crowd(PEOPLE) as people:
        outcomes = people.rush(write)
    assert kinds(outcomes) == {"EnoughWaits": PEOPLE - PLACES_LEFT, "str": PLACES_LEFT}
    assert waiting(case) == MOST_WAITING


def test_the_same_form_is_still_once_and_other_cases_are_not_in_its_way(case: Case) -> None:
    other = a_case(case.creditor_id, invoice_number="1043")
    key = uuid.uuid4()
    first = says(case, Notice.Kind.MESSAGE, text="Hej", key=key)
    for _ in range(MOST_WAITING - 1):
        says(case, Notice.Kind.MESSAGE, text="Hej")
    assert says(case, Notice.Kind.MESSAGE, text="Hej", key=key).pk == first.pk
    with pytest.raises(EnoughWaits):
        says(case, Notice.Kind.MESSAGE, text="Hej")
    says(other, Notice.Kind.MESSAGE, text="Hej")
    # What staff have heard is written down all the same.
    heard(case, Notice.Kind.MESSAGE, text="Brev")
    assert (waiting(case), waiting(other)) == (MOST_WAITING + 1, 1)
