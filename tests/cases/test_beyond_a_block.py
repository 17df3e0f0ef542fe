"""Work that cannot be done stands in nobody's way: what is found in blocks is asked for past the block before."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from cases import note_posted, recall
from cases.models import Case, CaseEvent
from cases.note_posted import find_posted, note_all_posted
from cases.recall import find_unsent, recall_all_unsent
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import dispute_whole
from tests.cases.test_late_news import due_on
from tests.cast import a_case, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)

REMINDED = date(2026, 10, 13)


def events(case: Case) -> list[str]:
    with tenant_scope(case.creditor_id):
        return list(case.events.order_by("id").values_list("kind", flat=True))


def test_a_letter_posted_behind_a_block_that_waits_is_told_all_the_same(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = a_case(are_bygg)
    due_on(REMINDED)
    # Posted a week late and disputed: it is told when it is back in its place.
    set_today(date(2026, 10, 20))
    take_as_posted(are_bygg)
    dispute_whole(first)
    second = a_case(are_bygg, invoice_number="1043")
    due_on(date(2026, 10, 21))
    take_as_posted(are_bygg)
    monkeypatch.setattr(note_posted, "find_posted", partial(find_posted, limit=1))
    at, today = right_now()
    assert note_all_posted(today=today, at=at, rates=current_rates()) == 1
    assert (CaseEvent.Kind.POSTED in events(first), CaseEvent.Kind.POSTED in events(second)) == (False, True)


def test_a_letter_behind_a_block_that_breaks_is_taken_back_all_the_same(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [a_case(are_bygg, invoice_number=number) for number in ("1042", "1043", "1044")]
    due_on(REMINDED)
    right = recall.unwrite

    def breaks_for_the_first(*, case: Case, **given: Any) -> Any:
        if case.pk == cases[0].pk:
            raise RuntimeError
        return right(case=case, **given)

    monkeypatch.setattr(recall, "unwrite", breaks_for_the_first)
    monkeypatch.setattr(recall, "find_unsent", partial(find_unsent, limit=1))
    set_today(date(2026, 10, 14))
    at, today = right_now()
    assert recall_all_unsent(today=today, at=at, rates=current_rates()) == 2
    assert [events(case)[-1] for case in cases] == ["reminded", "recalled", "recalled"]
