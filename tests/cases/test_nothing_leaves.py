"""Once it is known nothing leaves, whatever else stands in the way; the registers are asked no more than is needed.

Anna owes Åre Bygg 10 000 kr, due on 30 September 2026, and was reminded on 13 October.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases import send_to_each, telling
from cases.models import Case, Situation
from cases.situations import found
from cases.situations.go_on import let_go_on
from cases.situations.told import Told
from ekrav.agency.rates import current_rates
from ekrav.registers.events import EventKind, TheirAddress
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import tenant_scope
from letters.catalogue import LetterKind
from letters.dispatch import compose, render_due
from letters.models import Dispatch
from tests.cases.happening import Registers, enters, handles, mailed, the
from tests.cases.plans import books_broken, fresh, locked, play
from tests.cast import ANNA_OWES, TEN_THOUSAND, a_case, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Situation.Kind
NEW = TheirAddress(street="Storgatan 14", postcode="831 30", city="Östersund")


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def told(creditor: int, case: Case, kind: LetterKind) -> Dispatch:
    """A letter that tells of something is composed today."""
    at, today = right_now()
    with tenant_scope(creditor):
        mine = locked(creditor, case)
        return telling.tell(
            case=mine, kind=kind, paragraphs=["Hej."], today=today, at=at, rates=current_rates()
        )


def states(creditor: int) -> list[tuple[str, str]]:
    with tenant_scope(creditor):
        return list(Dispatch.objects.order_by("id").values_list("kind", "state"))


def came_back(creditor: int) -> None:
    with tenant_scope(creditor):
        Dispatch.objects.filter(state=Dispatch.State.POSTED).update(state=Dispatch.State.RETURNED)


def test_an_answer_composed_for_monday_does_not_leave_when_the_name_is_protected_on_saturday(
    are_bygg: int, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_today(date(2026, 10, 23))
    told(are_bygg, case, LetterKind.DISPUTE_OUTCOME)
    told(are_bygg, case, LetterKind.PAYMENT_REVERSED)
    render_due()
    monkeypatch.setattr(send_to_each, "compose", lambda **words: compose(**{**words, "by_hand": True}))
    told(are_bygg, case, LetterKind.PLAN)
    set_today(date(2026, 10, 24))
    Registers().tell(EventKind.PROTECTED, ANNA.person_number, date(2026, 10, 24))
    assert states(are_bygg) == [
        ("reminder", "posted"),
        ("dispute_outcome", "cancelled"),
        ("payment_reversed", "cancelled"),
        ("plan", "cancelled"),
    ]
    assert books_broken() == []


def test_those_who_are_done_with_do_not_hide_the_next_one(
    are_bygg: int, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "MOST", 1)
    other = a_case(
        are_bygg,
        claim=replace(TEN_THOUSAND, invoice_number="2002"),
        debtor=replace(ANNA_OWES, number="199001012385"),
    )
    with tenant_scope(are_bygg):
        for each in (case, other):
            debtor = fresh(are_bygg, each).debtor
            debtor.register_word = debtor.RegisterWord.DECEASED
            debtor.save(update_fields=["register_word"])
    registers = Registers()
    assert [registers.take_in() for _ in range(3)] == [1, 1, 0]
    for each in (case, other):
        the(are_bygg, each, Kind.DEATH)


def test_a_register_is_not_asked_about_somebody_who_is_known_to_live_nowhere(
    are_bygg: int, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(found, "_address", lambda *, kind, number: asked.append(number))
    set_today(date(2026, 10, 20))
    enters(are_bygg, case, Kind.NO_ADDRESS, date(2026, 10, 1))
    came_back(are_bygg)
    for _ in range(3):
        Registers().take_in()
    assert asked == []


def test_one_letter_that_cannot_be_asked_about_does_not_hide_the_next(
    are_bygg: int, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "MOST", 1)
    monkeypatch.setattr(found, "_address", lambda *, kind, number: None)
    other = a_case(are_bygg, claim=replace(TEN_THOUSAND, invoice_number="2002"))
    play(date(2026, 10, 14))
    came_back(are_bygg)
    set_today(date(2026, 10, 20))
    for _ in range(2):
        Registers().take_in()
    for each in (case, other):
        the(are_bygg, each, Kind.NO_ADDRESS)


def test_a_letter_to_a_guardian_that_comes_back_is_told_to_the_creditor(
    are_bygg: int, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "_address", lambda *, kind, number: NEW)
    set_today(date(2026, 10, 20))
    guardian = enters(
        are_bygg,
        case,
        Kind.GUARDIAN,
        date(2026, 10, 1),
        told=Told(name="Eva Lind", street="Torget 1", postcode="831 31", city="Östersund"),
    )
    handles(are_bygg, case, let_go_on, situation=guardian)
    before = len(mailed(are_bygg))
    came_back(are_bygg)
    Registers().take_in()
    the(are_bygg, case, Kind.NO_ADDRESS)
    assert fresh(are_bygg, case).debtor.street == "Torget 1"
    assert len(mailed(are_bygg)) == before + 1
