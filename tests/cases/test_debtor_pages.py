"""Handläggning, who the debtor is: Astrid sees the two names, judges, corrects, or types what the register says."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from cases.checks import names_differ
from cases.models import Case, CaseEvent, Debtor
from cases.move import move
from cases.states import Action
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE
from ekrav.identity import keyed_hash
from ekrav.payments.models import Reference
from ekrav.sandbox.demo_data import ASTRID, BO
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.in_the_way import OCT_13, OCT_14, daily, the_register_says
from tests.cast import ANNA_OWES, a_case, right_now, set_today, staff
from tests.pages import fields_of, logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/handlaggning/galdenarer/"


@pytest.fixture
def astrid(are_bygg: int) -> Client:
    staff(ASTRID)
    return logged_in(ASTRID)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """The invoice says Anna Lindqvist; the register has Bo Nilsson for the number, and so the letter waited."""
    case = a_case(are_bygg)
    the_register_says("found", "Bo Nilsson")(case)
    daily(OCT_13)
    return case


def address(case: Case, act: str = "") -> str:
    return f"/handlaggning/arenden/{case.number}/namn/{act}"


def debtor_of(case: Case) -> Debtor:
    with tenant_scope(case.creditor_id):
        return Debtor.objects.get(pk=case.debtor_id)


def events(case: Case) -> list[tuple[str, dict[str, object]]]:
    with tenant_scope(case.creditor_id):
        found = case.events.filter(kind=CaseEvent.Kind.LOOKED_UP).order_by("id")
        return list(found.values_list("by_kind", "facts"))


def acts(case: Case) -> list[str]:
    with tenant_scope(case.creditor_id):
        return list(
            AuditEvent.objects.exclude(act="case_opened")
            .filter(object_id=case.pk)
            .values_list("act", flat=True)
        )


def letters(case: Case) -> int:
    with tenant_scope(case.creditor_id):
        return Dispatch.objects.count()


def test_the_queue_leads_to_the_page_with_both_names_and_the_same_person_it_is(
    astrid: Client, case: Case
) -> None:
    assert "Gäldenärer att kontrollera 1" in text_of(astrid.get("/handlaggning/"))
    queue = astrid.get(LIST)
    assert "Namnet på fakturan är inte registrets" in text_of(queue)
    assert address(case) in queue.content.decode()
    page = astrid.get(address(case))
    assert "Namn på fakturan Anna Lindqvist Personnr 950509-•••• Namn i registret Bo Nilsson" in text_of(page)
    answer = astrid.post(address(case, "samma/"), fields_of(page), follow=True)
    assert answer.redirect_chain == [(f"/handlaggning/arenden/{case.number}/", 302)]
    assert "Namnet på fakturan och namnet i registret är samma persons." in text_of(answer)
    assert debtor_of(case).name_accepted_at is not None
    assert events(case) == [("staff", {"accepted": True})]
    assert acts(case) == ["debtor_name_accepted"]
    assert "Ingen gäldenär att kontrollera" in text_of(astrid.get(LIST))
    daily(OCT_14)
    assert letters(case) == 1


def test_what_the_register_has_answered_since_the_page_was_opened_is_not_accepted(
    astrid: Client, case: Case
) -> None:
    page = astrid.get(address(case))
    with tenant_scope(case.creditor_id):
        Debtor.objects.update(register_name="Cecilia Ek", looked_up_at="2026-10-13 13:00+00:00")
    answer = astrid.post(address(case, "samma/"), fields_of(page))
    assert answer.status_code == 409
    assert "Uppgifterna har ändrats sedan du öppnade sidan" in text_of(answer)
    assert "Cecilia Ek" in text_of(answer)
    assert astrid.post(address(case, "samma/"), {"seen": "i går"}).status_code == 409
    assert (debtor_of(case).name_accepted_at, events(case), acts(case)) == (None, [], [])


def test_a_double_click_accepts_once(astrid: Client, case: Case) -> None:
    fields = fields_of(astrid.get(address(case)))
    statuses = [astrid.post(address(case, "samma/"), fields).status_code for _ in range(2)]
    assert statuses == [302, 409]
    assert events(case) == [("staff", {"accepted": True})]


def test_the_right_name_clears_the_answer_and_the_number_stays(astrid: Client, case: Case) -> None:
    before = debtor_of(case)
    astrid.post(address(case), {"name": "Bo Nilsson", "number": ""})
    after = debtor_of(case)
    assert (after.name, after.register_name, after.register_word) == ("Bo Nilsson", "", "")
    assert (after.looked_up_at, after.waits_for_register) == (None, True)
    assert bytes(after.number_key or b"") == bytes(before.number_key or b"")
    with tenant_scope(case.creditor_id):
        assert Reference.objects.get().debtor_label == "Bo Nilsson"
    assert events(case) == [("staff", {"corrected": True})]
    assert acts(case) == ["debtor_corrected"]
    daily(OCT_14)
    assert letters(case) == 0


def test_the_right_number_is_kept_enciphered_and_an_accepted_name_is_no_longer(
    astrid: Client, case: Case
) -> None:
    astrid.post(address(case, "samma/"), fields_of(astrid.get(address(case))))
    astrid.post(address(case), {"name": "Bo Nilsson", "number": "19960313-2391"})
    after = debtor_of(case)
    assert bytes(after.number_key or b"") == keyed_hash(value=BO.person_number, key=settings.IDENTITY_KEY)
    assert (after.number_masked, after.name_accepted_at) == ("960313-••••", None)


def test_a_number_that_cannot_be_is_refused_in_words(astrid: Client, case: Case) -> None:
    answer = astrid.post(address(case), {"name": "", "number": "19960313-2392"})
    assert answer.status_code == 422
    assert "Skriv namnet." in text_of(answer)
    assert "Kontrollera personnumret" in text_of(answer)
    assert debtor_of(case).register_name == "Bo Nilsson"


def test_where_the_register_is_silent_staff_type_its_answer(astrid: Client, are_bygg: int) -> None:
    case = a_case(are_bygg, looked_up=False)
    assert "Ingen gäldenär att kontrollera" in text_of(astrid.get(LIST))
    daily(OCT_13)
    assert "Registret har inte svarat om gäldenären ännu." in text_of(astrid.get(LIST))
    missing = astrid.post(address(case, "registret/"), {"word": "found", "register_name": ""})
    assert (missing.status_code, "Skriv namnet som det står i registret." in text_of(missing)) == (422, True)
    astrid.post(address(case, "registret/"), {"word": "found", "register_name": "Anna Eva Lindqvist"})
    assert (debtor_of(case).register_word, debtor_of(case).register_name) == ("found", "Anna Eva Lindqvist")
    assert events(case) == [("staff", {"word": "found"})]
    assert acts(case) == ["debtor_looked_up"]
    again = astrid.post(address(case, "registret/"), {"word": "unknown"})
    assert again.status_code == 409
    daily(OCT_14)
    assert letters(case) == 1


def test_of_the_protected_no_name_is_kept_and_the_creditor_is_not_told(
    astrid: Client, cecilia: Client, are_bygg: int
) -> None:
    case = a_case(are_bygg, looked_up=False)
    astrid.post(address(case, "registret/"), {"word": "protected", "register_name": "Signe Wallin"})
    assert (debtor_of(case).register_word, debtor_of(case).register_name) == ("protected", "")
    daily(OCT_13)
    assert "Skyddade personuppgifter" in text_of(astrid.get(LIST))
    assert "Skyddade personuppgifter" in text_of(astrid.get(address(case)))
    assert "kydda" not in text_of(cecilia.get(f"/arenden/{case.number}/"))


def test_a_closed_case_is_not_judged_any_more(astrid: Client, case: Case) -> None:
    page = astrid.get(address(case))
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        move(
            case=Case.objects.get(),
            action=Action.WITHDRAW,
            kind=CaseEvent.Kind.WITHDRAWN,
            on=today,
            at=at,
            by=MACHINE,
            next_step=None,
        )
    assert "Ingen gäldenär att kontrollera" in text_of(astrid.get(LIST))
    for act, fields in (
        ("samma/", fields_of(page)),
        ("", {"name": "Bo Nilsson"}),
        ("registret/", {"word": "unknown"}),
    ):
        answer = astrid.post(address(case, act), fields)
        assert (answer.status_code, "Ärendet är avslutat" in text_of(answer)) == (409, True)
    assert (debtor_of(case).name, names_differ(debtor_of(case))) == ("Anna Lindqvist", True)


def test_a_name_that_is_the_registers_is_on_no_list(astrid: Client, are_bygg: int) -> None:
    set_today(date(2026, 10, 12))
    a_case(are_bygg, debtor=replace(ANNA_OWES, name="Anna E. Lindqvist"))
    daily(OCT_13)
    assert "Ingen gäldenär att kontrollera" in text_of(astrid.get(LIST))
