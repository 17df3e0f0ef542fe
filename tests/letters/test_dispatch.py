"""A letter is composed once, rendered once, and stopped only while that is certain."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from ekrav.tenancy import ScopeConflict, agency_scope, person_scope, staff_scope, tenant_scope
from ekrav.tenancy.models import Tenant
from letters.catalogue import CATALOGUE, Letter, LetterKind
from letters.dispatch import OtherLetterKept, Rendered, cancel, compose, copy_for_others, render_due
from letters.facts import Facts, LetterFacts, NotALetter, Refusal, from_json
from letters.models import Dispatch, PrintJob
from letters.portal_code import code_for
from letters.render import render
from tests.letters.cast import demand_facts, reminder_facts
from tests.letters.paper import whole_text
from tests.letters.test_plain import plain_facts, plan_notice

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
State = Dispatch.State


def founded() -> int:
    with person_scope():
        return Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk


@pytest.fixture
def creditor() -> int:
    """Åre Bygg."""
    return founded()


def composed(creditor: int, facts: Facts | None = None, *, on: date = DAY) -> Dispatch:
    facts = facts or demand_facts()
    with tenant_scope(creditor):
        return compose(kind=facts.kind, facts=facts, planned_on=on, at=NOW)


def now(creditor: int, dispatch: Dispatch) -> Dispatch:
    with tenant_scope(creditor):
        return Dispatch.objects.get(pk=dispatch.pk)


def test_a_composed_letter_keeps_its_facts_and_the_version_of_its_template(creditor: int) -> None:
    kept = now(creditor, composed(creditor))
    assert (kept.state, kept.kind, kept.template_version, kept.planned_on) == (
        State.COMPOSED,
        "demand",
        "demand-1",
        DAY,
    )
    assert from_json(LetterFacts, kept.facts) == replace(demand_facts(), code=""), (
        "the debtor's code is kept nowhere"
    )


def test_the_same_letter_again_is_the_same_row(creditor: int) -> None:
    assert composed(creditor).pk == composed(creditor).pk


def test_another_letter_under_the_same_kind_or_number_is_refused(creditor: int) -> None:
    composed(creditor)
    with pytest.raises(OtherLetterKept):
        composed(creditor, demand_facts(letter_number=3))
    with pytest.raises(OtherLetterKept):
        composed(creditor, reminder_facts(letter_number=2))
    with pytest.raises(OtherLetterKept):
        composed(creditor, demand_facts(debtor_name="Anna Lind"))


def test_after_a_stop_the_kind_can_be_sent_under_a_new_number(creditor: int) -> None:
    first = composed(creditor)
    with tenant_scope(creditor):
        assert cancel(dispatch=first)
    assert composed(creditor, demand_facts(letter_number=3)).pk != first.pk
    with pytest.raises(OtherLetterKept):
        composed(creditor, demand_facts(letter_number=4))


def test_a_letter_that_claims_nothing_goes_as_often_as_it_happens(creditor: int) -> None:
    numbers = (3, 4)
    letters = [composed(creditor, plan_notice(letter_number=number)) for number in numbers]
    assert letters[0].pk != letters[1].pk
    assert render_due() == Rendered(done=2, failed=0)
    assert [now(creditor, letter).template_version for letter in letters] == ["plain-1", "plain-1"]
    with pytest.raises(OtherLetterKept):
        composed(creditor, plain_facts(letter_number=4))


def test_two_creditors_letters_do_not_meet(creditor: int) -> None:
    other = founded()
    assert composed(creditor).pk != composed(other).pk
    with tenant_scope(other):
        assert Dispatch.objects.count() == 1


def test_what_cannot_be_printed_is_not_composed(creditor: int) -> None:
    with pytest.raises(NotALetter) as refused:
        composed(creditor, demand_facts(debtor_name="Anna 😀"))
    assert refused.value.reason is Refusal.GLYPH
    with tenant_scope(creditor), pytest.raises(NotALetter):
        compose(kind=LetterKind.REMINDER, facts=demand_facts(), planned_on=DAY, at=NOW)
    with tenant_scope(creditor):
        assert Dispatch.objects.count() == 0


def test_rendering_keeps_the_bytes_their_hash_and_the_number_of_pages(creditor: int) -> None:
    dispatch = composed(creditor)
    assert render_due() == Rendered(done=1, failed=0)
    kept = now(creditor, dispatch)
    code = code_for(case_number=demand_facts().case_number, letter_number=demand_facts().letter_number)
    pdf = render(facts=replace(demand_facts(), code=code), version="demand-1")
    assert kept.state == State.RENDERED
    assert kept.pdf is not None
    assert kept.sha256 is not None
    assert bytes(kept.pdf) == pdf
    assert bytes(kept.sha256) == hashlib.sha256(pdf).digest()
    assert kept.pages == 2
    assert render_due() == Rendered(done=0, failed=0)


def test_rendering_happens_outside_every_scope(creditor: int, monkeypatch: Any) -> None:
    from ekrav.tenancy import NoScope, current_scope

    def watched(**_: object) -> bytes:
        with pytest.raises(NoScope):
            current_scope()
        return b"%PDF-1.7"

    monkeypatch.setattr("letters.dispatch.render", watched)
    monkeypatch.setattr("letters.dispatch.page_count", lambda _: 2)
    composed(creditor)
    assert render_due().done == 1
    with tenant_scope(creditor), pytest.raises(ScopeConflict):
        render_due()


def test_a_letter_that_cannot_be_rendered_stands_in_nobodys_way(creditor: int, monkeypatch: Any) -> None:
    monkeypatch.setitem(CATALOGUE, LetterKind.DEMAND, Letter(title="Inkassokrav", version="demand-0"))
    broken, whole = composed(creditor), composed(creditor, reminder_facts())
    assert render_due() == Rendered(done=1, failed=1)
    assert (now(creditor, broken).state, now(creditor, whole).state) == (State.COMPOSED, State.RENDERED)


def test_a_letter_stopped_while_it_is_rendered_stays_stopped(creditor: int, monkeypatch: Any) -> None:
    dispatch = composed(creditor)

    def dispute_arrives(**_: object) -> bytes:
        with tenant_scope(creditor):
            assert cancel(dispatch=dispatch)
        return b"%PDF-1.7"

    monkeypatch.setattr("letters.dispatch.render", dispute_arrives)
    monkeypatch.setattr("letters.dispatch.page_count", lambda _: 2)
    assert render_due() == Rendered(done=0, failed=0)
    kept = now(creditor, dispatch)
    assert (kept.state, kept.pdf) == (State.CANCELLED, None)


def test_stopping_is_certain_before_the_print_job_and_only_wished_after(creditor: int) -> None:
    dispatch = composed(creditor)
    render_due()
    with agency_scope():
        job = PrintJob.objects.create(created_on=DAY, count=1, manifest={}, sha256=b"")
    with tenant_scope(creditor):
        Dispatch.objects.filter(pk=dispatch.pk).update(print_job=job)
        assert not cancel(dispatch=dispatch)
    kept = now(creditor, dispatch)
    assert (kept.state, kept.stop_wanted) == (State.RENDERED, True)
    with agency_scope():
        PrintJob.objects.update(state=PrintJob.State.REFUSED)
    with tenant_scope(creditor):
        assert cancel(dispatch=dispatch)
        assert cancel(dispatch=dispatch)
    assert now(creditor, dispatch).state == State.CANCELLED


def test_a_posted_letter_cannot_be_stopped(creditor: int) -> None:
    dispatch = composed(creditor)
    render_due()
    with agency_scope():
        job = PrintJob.objects.create(created_on=DAY, count=1, manifest={}, sha256=b"")
    with tenant_scope(creditor):
        Dispatch.objects.filter(pk=dispatch.pk).update(print_job=job, state=State.POSTED, posted_on=DAY)
        assert not cancel(dispatch=dispatch)
    kept = now(creditor, dispatch)
    assert (kept.state, kept.stop_wanted) == (State.POSTED, False)


@pytest.mark.parametrize(
    "untrue", [{"state": "rendered"}, {"state": "handed_over"}, {"state": "posted", "posted_on": DAY}]
)
def test_the_database_refuses_a_letter_that_has_left_without_bytes_or_job(
    creditor: int, untrue: dict[str, Any]
) -> None:
    dispatch = composed(creditor)
    with pytest.raises(IntegrityError), tenant_scope(creditor):
        Dispatch.objects.filter(pk=dispatch.pk).update(**untrue)


def test_others_see_the_letter_without_its_code(creditor: int) -> None:
    dispatch = composed(creditor)
    render_due()
    with staff_scope():
        facts, version = Dispatch.objects.values_list("facts", "template_version").get(pk=dispatch.pk)
    said = whole_text(copy_for_others(facts=facts, version=version))
    assert "K7MH" not in said
    assert "1 842" in said.replace("\u00a0", " ")
