"""The points of law that only the whole service can get wrong, held as in `points`; their numbers may be the same.

To add one: write a function of one argument, the creditor (Åre Bygg AB, confirmed, on 12 October 2026), and give it its
number with `@point(n)`. It makes its own case with `tests.cast`, does something with the real acts and asserts what the
point is about and nothing else. It runs in a savepoint that is rolled back, so it leaves nothing and must not count on
another. It is run once for every plant of `database_planted`: keep it under a fifth of a second, without PDF or HTTP.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cases import remind
from cases.debt import debt_of
from cases.dispatching import send
from cases.models import Case
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today

DatabasePoint = Callable[[int], None]
DATABASE_POINTS: dict[int, DatabasePoint] = {}


def point(number: int) -> Callable[[DatabasePoint], DatabasePoint]:
    """Give a function the number of the point it holds."""

    def hold(function: DatabasePoint) -> DatabasePoint:
        assert number not in DATABASE_POINTS, f"{number}: {DATABASE_POINTS[number].__name__}"
        DATABASE_POINTS[number] = function
        return function

    return hold


def loaded(case: Case) -> Case:
    return Case.objects.select_related("debtor", "subledger").get(pk=case.pk)


@point(5)
def fees_and_interest_bear_no_interest(creditor: int) -> None:
    case = a_case(creditor)
    with tenant_scope(creditor):
        fee = kronor("240.00")
        lines = [debit(Account.CLAIM_DEMAND, fee, case.subledger), credit(Account.CLAIMS, fee)]
        post(key="fees", kind="charge fee", booked_date=date(2026, 10, 13), lines=lines)
        debt = debt_of(case=loaded(case), on=date(2026, 11, 20), rates=current_rates())
        assert {segment.capital for segment in debt.accrued.trace} == {kronor("10000.00")}


@point(7)
def a_reminder_without_an_agreement_costs_nothing(creditor: int) -> None:
    case = a_case(creditor, claim=replace(TEN_THOUSAND, reminder_fee_agreed=False))
    set_today(date(2026, 10, 13))
    at, today = right_now()
    with tenant_scope(creditor):
        send(letter=remind.LETTER, cases=[loaded(case)], today=today, at=at, rates=current_rates())
        sent = Case.objects.get(pk=case.pk)
        assert sent.events.filter(dispatch__isnull=False).count() == 1
        assert debt_of(case=loaded(case), on=today, rates=current_rates()).reminder == 0
