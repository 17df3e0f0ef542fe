"""Files that are lost, doubled and swapped, and what the service makes of them: each answer once, in its order."""

from random import Random
from typing import Any

import pytest

from ekrav.filings.payment_order import CourtRequest, Verdict
from ekrav.kronofogden.alarms import alarms
from ekrav.kronofogden.models import Filer as OurFiler
from ekrav.kronofogden.models import Incoming
from ekrav.kronofogden.pull import answers
from ekrav.kronofogden.tasks import exchange_files
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from tests.cast import right_now, set_today
from tests.kronofogden.given import apply
from tests.payments.cast import a_creditor, agency_with_accounts
from tests.sandbox_kronofogden.filer import BF, MONDAY, Filer


def test_a_lost_file_is_laid_out_again_after_three_days_and_at_once_on_demand(filer: Filer) -> None:
    filer.say("mishaps", lose=1)
    filer.apply("verdict")
    filer.play()
    assert filer.numbers == []
    filer.say("again", number=1).raise_for_status()
    filer.fetch()
    assert filer.numbers == [1]


def test_a_doubled_file_comes_twice_and_a_swapped_one_after_the_next(filer: Filer) -> None:
    filer.say("mishaps", double=1)
    filer.apply("verdict")
    filer.play()
    assert filer.numbers == [1, 1]
    filer.say("mishaps", swap=1)
    filer.play(7)
    assert filer.numbers == [1, 1]
    filer.send(CourtRequest(id="C-1", reference=BF, requested_on=filer.today))
    filer.play()
    assert filer.numbers == [1, 1, 3, 2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_befalls_the_files_the_same_answers_come_in_the_same_order(
    url: str, settings: Any, seed: int
) -> None:
    agency_with_accounts()
    are_bygg, duveds_el = a_creditor(), a_creditor()
    with agency_scope():
        OurFiler.objects.update(code="EKRA")
    filer, chance = Filer(url=url), Random(seed)
    filer.say("seed", seed=str(seed))
    for number in range(1, 7):
        apply(are_bygg if number % 2 else duveds_el, number)
    for _ in range(45):
        filer.say("mishaps", **{name: chance.choice([0, 0, 1]) for name in ("lose", "double", "swap")})
        _a_day(filer)
    filer.say("mishaps")
    for _ in range(5):
        _a_day(filer)
    at, _today = right_now()
    with staff_scope():
        found = alarms(at=at)
    # No case has these applications, so nobody takes the answers up; nothing else is amiss.
    assert found.count == found.not_taken_up
    told: list[str] = []
    for creditor_id in (are_bygg, duveds_el):
        with tenant_scope(creditor_id):
            order = list(Incoming.objects.order_by("id").values_list("record_id", flat=True))
            assert order == sorted(order)
            told += order
            decided = [record.reference for _, record in answers() if isinstance(record, Verdict)]
            assert len(decided) == len(set(decided))
    assert len(told) == len(set(told)) >= 12


def _a_day(filer: Filer) -> None:
    filer.today = max(filer.today, MONDAY)
    set_today(filer.today)
    exchange_files()
    day = filer.today.fromordinal(filer.today.toordinal() + 1)
    filer.today = day
    filer.say("play", today=day.isoformat()).raise_for_status()
    set_today(day)
    exchange_files()
