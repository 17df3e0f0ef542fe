"""The report of Anna's case: every event with its rule, every letter with its hash, and a sum that proves itself.

Anna owes Åre Bygg 10 000.00, reminded (60.00) and demanded (180.00); 51 days at 10 % are 139.73 on 20 November.
"""

import pytest
from django.test import Client

from cases.debt import debt_as_known
from cases.models import Case, CaseEvent, JointDebtor
from cases.release import Why, release
from cases.report.reckoning import Part, parts_of, total_of
from cases.report.statutes import STATUTES
from cases.situations.seal import seal
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.money import Ore
from ekrav.sandbox.demo_data import ASTRID, CECILIA, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import DEMANDED, WAITING, annas_case, are_bygg_on, take_back_case
from tests.cases.said import CECILIA_ACTS, act
from tests.cases.several import one_case
from tests.cases.test_reversal import anna_pays, bank_takes_back, fresh, reversed_by_finance
from tests.cast import a_case, a_creditor, set_today, staff
from tests.debtor_portal.given import BO_OWES
from tests.kronofogden_acts.quick import titled
from tests.pages import logged_in
from tests.payouts.notes import text_of_pdf

pytestmark = pytest.mark.django_db


def total(case: Case) -> Part:
    """The report's sum, which is what the case owes today, part by part and in all."""
    with tenant_scope(case.creditor_id):
        case = fresh(case)
        debt = debt_as_known(case=case, on=clock.today(), rates=current_rates())
        parts = parts_of(case=case, debt=debt)
        assert total_of(parts).left == debt.total
        assert min([0, *(part.left for part in parts)]) == 0
        return total_of(parts)


def said(part: Part) -> tuple[Ore, Ore, Ore]:
    return part.claimed, part.paid, part.given_up


def test_the_sum_proves_itself_at_every_turn_of_a_case() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    set_today(WAITING)
    assert said(total(case)) == (1_037_973, 0, 0)
    anna_pays(case, "379.73", WAITING)
    assert said(total(case)) == (1_037_973, 37_973, 0)
    bank_takes_back("379.73", WAITING)
    reversed_by_finance(case)
    assert said(total(case)) == (1_037_973, 0, 0)
    take_back_case(case)
    assert said(total(case)) == (1_037_973, 0, 1_037_973)


def test_costs_at_kronofogden_stand_in_the_sum() -> None:
    """300 and 380, and 75 days' interest through 14 December: 205.48."""
    case = titled(are_bygg_on())
    assert said(total(case)) == (1_000_000 + 24_000 + 68_000 + 20_548, 0, 0)


def test_cecilia_reads_all_of_a_paid_case_in_one_paper_and_staff_the_same() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    set_today(WAITING)
    anna_pays(case, "10379.73", WAITING)
    cecilia = logged_in(CECILIA)
    assert f"/arenden/{case.number}/rapport.pdf" in cecilia.get(f"/arenden/{case.number}/").content.decode()
    answer = cecilia.get(f"/arenden/{case.number}/rapport.pdf")
    text = text_of_pdf(answer.content)
    with tenant_scope(case.creditor_id):
        letters = list(Dispatch.objects.order_by("letter_number"))
    for words in (
        "Skulden är betald, 20 november 2026",
        "10 379,73 krävt - 10 379,73 betalt - 0,00 eftergivet = 0,00 kronor kvar.",
        "1 oktober 2026 – 20 november 2026 51 10 000,00 10 % 139,73",
        "20 november 2026 Till byrån 10 379,73 240,00 139,73 10 000,00",
        "lag (1981:739) 2 och 4 §§",
        "inkassolagen 5 §, lag (1981:739) 3 och 4",
        *(bytes(letter.sha256 or b"").hex() for letter in letters),
    ):
        assert words in text, words
    assert len([letter for letter in letters if letter.sha256]) == 2
    staff(ASTRID)
    theirs = logged_in(ASTRID).get(f"/handlaggning/arenden/{case.number}/rapport.pdf")
    assert theirs["Content-Type"] == "application/pdf"
    assert text_of_pdf(theirs.content) == text
    a_creditor(DUVEDS_EL)
    didrik: Client = logged_in(DUVEDS_EL.alone[0])
    assert didrik.get(f"/arenden/{case.number}/rapport.pdf").status_code == 404


def test_a_case_that_goes_on_says_where_it_stands_and_until_when_it_can_be_claimed() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    text = text_of_pdf(logged_in(CECILIA).get(f"/arenden/{case.number}/rapport.pdf").content)
    assert "Ärendet pågår: Inkassokrav" in text
    assert "Kan krävas till och med" in text


def test_two_invoices_have_each_its_own_facts_and_its_own_interest() -> None:
    """6 000 at 10 % for 42 days and 4 000 at 12 % for 12: 69.04 and 15.78."""
    case = one_case(are_bygg_on())
    text = text_of_pdf(logged_in(CECILIA).get(f"/arenden/{case.number}/rapport.pdf").content)
    for words in (
        "Fordringarna Faktura 1042 Avser Tjänster, köksrenovering",
        "Faktura 1043 Avser Tjänster, badrumsrenovering",
        "1 september 2026 – 12 oktober 2026 Faktura 1042 42 6 000,00 10 % 69,04",
        "1 oktober 2026 – 12 oktober 2026 Faktura 1043 12 4 000,00 12 % 15,78",
        "10 084,82 krävt",
    ):
        assert words in text, words


def test_all_who_answer_stand_in_the_report_and_who_is_asked_no_more() -> None:
    creditor = are_bygg_on()
    case = a_case(creditor, joint=[BO_OWES])
    with tenant_scope(creditor):
        bo = JointDebtor.objects.get(label="Bo Nilsson").debtor
    act(case, release, debtor=bo, why=Why.NOT_LIABLE, by=CECILIA_ACTS)
    text = text_of_pdf(logged_in(CECILIA).get(f"/arenden/{case.number}/rapport.pdf").content)
    assert "Gäldenärer, som svarar solidariskt Anna Lindqvist" in text
    assert "Bo Nilsson" in text
    assert "Krävs inte sedan 12 oktober 2026" in text
    assert "Svarar inte för skulden. Det gäller Bo Nilsson." in text
    with tenant_scope(creditor):
        seal(debtor=bo)
    text = text_of_pdf(logged_in(CECILIA).get(f"/arenden/{case.number}/rapport.pdf").content)
    assert "Anna Lindqvist" in text
    assert "Nilsson" not in text
    assert BO_OWES.street not in text


def test_everything_that_can_happen_has_its_rule() -> None:
    assert set(STATUTES) == set(CaseEvent.Kind)
