"""A letter that could not be made waits for a person: what it was to tell is so all the same.

Anna has had a reminder of 13 October 2026. Then her name and her street get a sign that no letter of ours can print.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from cases.decide_dispute import reject
from cases.models import Case, CaseEvent, Notice, Situation
from cases.situations.told import Told
from cases.untold import how_many_untold
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ANNA, ASTRID
from ekrav.tenancy import staff_scope
from tests.cases.disputes import dispute_whole, recalled_on
from tests.cases.endings import DEMANDED, REMINDED, annas_case, are_bygg_on, log, take_back_case
from tests.cases.happening import Registers, enters
from tests.cases.in_the_way import FOREIGN, debtor
from tests.cases.said import ASTRID_ACTS, act, last, says, take_up
from tests.cases.test_process import play
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import TEN_THOUSAND, a_case, set_today, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

LIST: Final = "/handlaggning/hindrat/"
NOV_4, NOV_19 = date(2026, 11, 4), date(2026, 11, 19)
renamed = debtor(name=FOREIGN.name, register_name=FOREIGN.name, street="林 1")


@pytest.fixture
def case() -> Case:
    """Anna's case, reminded on 13 October."""
    return annas_case(are_bygg_on(), through=REMINDED)


def says_no_without_a_ground(case: Case) -> None:
    renamed(case)
    says(case, Notice.Kind.DISPUTE)
    assert take_up() == 1


def is_withdrawn(case: Case) -> None:
    renamed(case)
    take_back_case(case)


def is_withdrawn_when_she_is_dead(case: Case) -> None:
    Registers().tell(EventKind.DEATH, ANNA.person_number, REMINDED)
    take_back_case(case)


def has_a_payment_taken_back(case: Case) -> None:
    # The demand has told her that it was paid.
    anna_pays(case, "5000.00", REMINDED)
    play(DEMANDED)
    set_today(NOV_4)
    renamed(case)
    bank_takes_back("5000.00", NOV_4)
    reversed_by_finance(case)


def has_a_closed_case_opened_again_while_she_has_a_guardian(case: Case) -> None:
    # In another case it is known since hers was paid.
    anna_pays(case, "10095.62", REMINDED)
    other = a_case(case.creditor_id, claim=replace(TEN_THOUSAND, invoice_number="2002"))
    set_today(NOV_4)
    guardian = Told(name="Eva Lind", street="Torget 1", postcode="831 31", city="Östersund")
    enters(case.creditor_id, other, Situation.Kind.GUARDIAN, REMINDED, told=guardian)
    bank_takes_back("10095.62", NOV_4)
    reversed_by_finance(case)


def does_not_get_the_answer_that_was_on_its_way(case: Case) -> None:
    dispute_whole(case)
    set_today(NOV_4)
    act(case, reject, by=ASTRID_ACTS)
    renamed(case)
    # Its printed time was out on 18 November.
    recalled_on(NOV_19)


@pytest.mark.parametrize(
    ("happens", "letter"),
    [
        (says_no_without_a_ground, "Varför säger du emot?"),
        (is_withdrawn, "Kravet är återkallat"),
        (is_withdrawn_when_she_is_dead, "Kravet är återkallat"),
        (has_a_payment_taken_back, "Banken har tagit tillbaka en betalning"),
        (has_a_closed_case_opened_again_while_she_has_a_guardian, "Ärendet är öppnat igen"),
        (does_not_get_the_answer_that_was_on_its_way, "Besked när du har sagt emot"),
    ],
)
def test_what_no_letter_told_is_seen_until_a_person_has_told_it(
    case: Case, happens: Callable[[Case], None], letter: str
) -> None:
    happens(case)
    assert "untold" in log(case)[-2:]
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    assert "Brev och ansökningar som inte går att göra 1" in text_of(astrid.get("/handlaggning/"))
    page = text_of(astrid.get(LIST))
    assert ("Lindqvist" in page, letter in page) == (True, True)
    form = f"/handlaggning/arenden/{case.number}/underratta/{last(case, CaseEvent.Kind.UNTOLD).pk}/"
    assert f"Brevet {letter} gick inte att göra" in text_of(astrid.get(form))
    unsaid = astrid.post(form, {})
    assert (unsaid.status_code, "Välj hur gäldenären fick veta det." in text_of(unsaid)) == (400, True)
    assert astrid.post(form, {"how": "phone"}).status_code == 302
    assert last(case, CaseEvent.Kind.TOLD_OTHERWISE).facts["how"] == "phone"
    assert "Per telefon" in text_of(astrid.get(f"/handlaggning/arenden/{case.number}/"))
    assert "Allt går som det ska" in text_of(astrid.get(LIST))
    # Pressed twice, it is said once.
    assert astrid.post(form, {"how": "mail"}).status_code == 302
    assert log(case).count("told_otherwise") == 1
    assert "Inget mer behövs" in text_of(astrid.get(form))


def test_a_letter_that_goes_waits_for_nobody(case: Case) -> None:
    says(case, Notice.Kind.DISPUTE)
    assert take_up() == 1
    assert log(case)[-1] == "told"
    with staff_scope(person_id=None):
        assert how_many_untold() == 0


def test_only_what_could_not_be_made_has_a_page(case: Case) -> None:
    staff(ASTRID)
    other = last(case, CaseEvent.Kind.REMINDED).pk
    page = logged_in(ASTRID).get(f"/handlaggning/arenden/{case.number}/underratta/{other}/")
    assert page.status_code == 404
