"""Who the debtor is, asked of the register between registration and the first letter. Once, and outside every scope."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.db import connection

from cases import look_up
from cases.due import do_all_due
from cases.look_up import Answer, find_to_look_up, look_up_all
from cases.models import Case, CaseEvent, Debtor
from cases.states import State
from cases.who_owes import correct_debtor
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.registers.wire import RegisterSilent
from ekrav.sandbox.demo_data import BO, BYDALEN_TIMBER, GUSTAV, LUNDBERGS, SIGNE
from ekrav.tenancy import tenant_scope
from ekrav.world.counterparties import counterparties
from tests.cast import ANNA_OWES, a_case, right_now, set_today
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

Word = Debtor.RegisterWord
LUNDBERGS_OWES = replace(
    ANNA_OWES,
    kind=Debtor.Kind.COMPANY,
    name="Lundbergs Måleri AB",
    number=LUNDBERGS.organisation_number,
)
OCT_13, OCT_14 = date(2026, 10, 13), date(2026, 10, 14)


@pytest.fixture
def registers(tmp_path: Path) -> Iterator[str]:
    with counterparties(tmp_path) as url:
        yield f"{url}/registers"


def ask_all() -> int:
    at, today = right_now()
    return look_up_all(today=today, at=at)


def kept(case: Case) -> tuple[str, str, bool]:
    with tenant_scope(case.creditor_id):
        debtor = Debtor.objects.get(pk=case.debtor_id)
    return debtor.register_word, debtor.register_name, debtor.looked_up_at is not None


def said(case: Case) -> list[dict[str, object]]:
    """What the case's events hold about the register."""
    with tenant_scope(case.creditor_id):
        return list(case.events.filter(kind=CaseEvent.Kind.LOOKED_UP).values_list("facts", flat=True))


def run(case: Case, day: date) -> tuple[str, list[str]]:
    """The daily run: the case's state then, and every reason its letter has been held for."""
    set_today(day)
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())
    with tenant_scope(case.creditor_id):
        held = case.events.filter(kind=CaseEvent.Kind.HELD).order_by("id")
        return Case.objects.get(pk=case.pk).state, [event.facts["stops"] for event in held]


def test_anna_is_found_and_her_letter_leaves(are_bygg: int, registers: str) -> None:
    case = a_case(are_bygg, looked_up=False)
    assert ask_all() == 1
    assert kept(case) == (Word.FOUND, "Anna Lindqvist", True)
    assert said(case) == [{"word": "found"}]
    assert run(case, OCT_13) == (State.REMINDED, [])


@pytest.mark.usefixtures("registers")
@pytest.mark.parametrize(
    ("number", "word", "name", "stop"),
    [
        ("201701012393", Word.UNKNOWN, "", "bad_number,minor"),
        (SIGNE.person_number, Word.PROTECTED, "", "protected"),
        (GUSTAV.person_number, Word.DECEASED, "Gustav Öman", "deceased"),
        (BO.person_number, Word.FOUND, "Bo Nilsson", "name_differs"),
    ],
    ids=["unknown", "protected", "deceased", "another"],
)
def test_what_the_register_says_is_kept_and_holds_the_letter(
    are_bygg: int, number: str, word: Word, name: str, stop: str
) -> None:
    debtor = replace(
        ANNA_OWES, number=number, name="Gustav Öman" if word == Word.DECEASED else "Anna Lindqvist"
    )
    case = a_case(are_bygg, debtor=debtor, looked_up=False)
    assert ask_all() == 1
    assert kept(case) == (word, name, True)
    assert said(case) == [{"word": word.value}]
    assert run(case, OCT_13) == (State.REGISTERED, [stop])


def test_a_company_is_asked_of_the_company_register_and_a_bankrupt_one_gets_no_letter(
    are_bygg: int, registers: str
) -> None:
    lundbergs = a_case(are_bygg, debtor=LUNDBERGS_OWES, looked_up=False)
    bankrupt = replace(LUNDBERGS_OWES, name="Bydalens Timmerhus", number=BYDALEN_TIMBER.organisation_number)
    timber = a_case(are_bygg, debtor=bankrupt, invoice_number="1043", looked_up=False)
    nobody = replace(LUNDBERGS_OWES, number="5599903043")
    unknown = a_case(are_bygg, debtor=nobody, invoice_number="1044", looked_up=False)
    assert ask_all() == 3
    assert kept(lundbergs) == (Word.FOUND, "Lundbergs Måleri AB", True)
    assert kept(timber) == (Word.NOT_ACTIVE, "Bydalens Timmerhus AB", True)
    assert kept(unknown) == (Word.UNKNOWN, "", True)


def test_while_the_register_is_down_the_letter_waits_and_it_is_asked_again(
    are_bygg: int, registers: str
) -> None:
    case = a_case(are_bygg, looked_up=False)
    requests.post(f"{registers}/down", json={"down": True}, timeout=5).raise_for_status()
    assert ask_all() == 0
    assert kept(case) == ("", "", False)
    assert run(case, OCT_13) == (State.REGISTERED, ["not_looked_up"])
    requests.post(f"{registers}/down", json={"down": False}, timeout=5).raise_for_status()
    assert ask_all() == 1
    assert run(case, OCT_14) == (State.REMINDED, ["not_looked_up"])


def test_a_silent_register_is_let_alone_for_the_run(are_bygg: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        a_case(are_bygg, invoice_number=f"{number}", looked_up=False)
    asked = []

    def silent(_asked: object) -> Answer:
        asked.append(1)
        raise RegisterSilent("503")

    monkeypatch.setattr(look_up, "_ask", silent)
    assert (ask_all(), len(asked)) == (0, look_up.PATIENCE)


def test_without_a_register_staff_are_waited_for(are_bygg: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REGISTER_URL", "")
    case = a_case(are_bygg, looked_up=False)
    assert ask_all() == 0
    assert kept(case) == ("", "", False)


def test_a_debtor_without_a_number_is_not_asked_about_and_gets_the_letter(
    are_bygg: int, registers: str
) -> None:
    case = a_case(are_bygg, debtor=replace(ANNA_OWES, number=""))
    assert find_to_look_up() == []
    assert run(case, OCT_13) == (State.REMINDED, [])


def test_the_register_is_asked_outside_every_transaction_and_once(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(are_bygg, looked_up=False)
    asked = []

    def ask(question: look_up.Asked) -> Answer:
        asked.append((question.number, connection.in_atomic_block))
        return Answer(word=Word.FOUND, name="Anna Lindqvist")

    monkeypatch.setattr(look_up, "_ask", ask)
    assert (ask_all(), ask_all()) == (1, 0)
    assert asked == [(ANNA_OWES.number, False)]
    assert len(said(case)) == 1


def test_fifty_workers_write_one_answer(are_bygg: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case(are_bygg, looked_up=False)
    at, today = right_now()
    answer = Answer(word=Word.FOUND, name="Anna Lindqvist")
    monkeypatch.setattr(look_up, "_ask", lambda _asked: answer)

    def work(_number: int) -> bool:
        return look_up.look_up(creditor_id=are_bygg, debtor_id=case.debtor_id, today=today, at=at)

    with crowd(50) as people:
        outcomes = people.rush(work)
    assert (outcomes.count(False), outcomes.count(True)) == (49, 1)
    assert said(case) == [{"word": "found"}]


def test_an_answer_about_a_number_that_was_corrected_meanwhile_is_dropped(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(are_bygg, looked_up=False)
    at, today = right_now()

    def slow(_asked: object) -> Answer:
        with tenant_scope(are_bygg):
            correct_debtor(
                case=case,
                debtor=case.debtor,
                name="Bo Nilsson",
                number=BO.person_number,
                today=today,
                at=at,
                by=MACHINE,
            )
        return Answer(word=Word.FOUND, name="Anna Lindqvist")

    monkeypatch.setattr(look_up, "_ask", slow)
    assert ask_all() == 0
    assert kept(case) == ("", "", False)
    assert find_to_look_up() == [(are_bygg, case.debtor_id)]
