"""Anna and Bo answer jointly for one invoice: each is written to, either may pay, and what one does binds both."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client, override_settings

from cases.due import do_all_due
from cases.models import Case, CaseEvent, Debtor, JointDebtor, Notice, PortalKey
from cases.register import DebtorFacts, NotJoint
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.payments.models import Reference
from ekrav.tenancy import case_scope, tenant_scope
from letters.models import Dispatch
from letters.portal_code import code_for
from tests.cases.said import fresh, last, story, take_up, the_books_balance
from tests.cast import ANNA_OWES, HYTTAN_OWES, a_case, right_now, set_today
from tests.debtor_portal.browsing import FACE, PortalClient, as_portal
from tests.debtor_portal.given import BO_OWES, pay, play

pytestmark = pytest.mark.django_db(transaction=True)

OCT_13, NOV_2, NOV_20 = date(2026, 10, 13), date(2026, 11, 2), date(2026, 11, 20)


def mitt_arende() -> override_settings:
    """Mitt Ärende's own addresses and cookie."""
    return override_settings(**FACE)


def theirs(creditor: int, **more: object) -> Case:
    """Ten thousand kronor that Anna and Bo both answer for."""
    return a_case(creditor, joint=[BO_OWES], **more)  # type: ignore[arg-type]


def write(day: date) -> None:
    """Everything that is due on `day`; the letters wait."""
    set_today(day)
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())


def letters(case: Case) -> list[Dispatch]:
    with tenant_scope(case.creditor_id):
        return list(Dispatch.objects.filter(case_number=case.number).order_by("letter_number"))


def at_home(case: Case, *, letter: int) -> PortalClient:
    """A browser in Mitt Ärende, opened with the code of that letter."""
    browser = PortalClient()
    with mitt_arende():
        answer = browser.open(case, code_for(case_number=case.number, letter_number=letter))
    assert answer.status_code == 302
    return browser


def shown(browser: Client, page: str = "/arende/") -> str:
    with mitt_arende():
        answer = browser.get(page)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_each_gets_a_demand_and_when_bo_pays_annas_page_says_so(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(OCT_13)
    play(NOV_2)
    told = [
        (row.kind, row.facts["debtor_name"], row.facts["others"], row.facts["total"], row.facts["ocr"])
        for row in letters(case)
    ]
    # 13 and 33 days of 10 % on 10 000: 35.62 and 90.41. One reminder of 60 and one demand of 180, whoever reads them.
    ocr = case.reference.ocr
    assert told == [
        ("reminder", "Anna Lindqvist", ["Bo Nilsson"], 1_009_562, ocr),
        ("reminder", "Bo Nilsson", ["Anna Lindqvist"], 1_009_562, ocr),
        ("demand", "Anna Lindqvist", ["Bo Nilsson"], 1_033_041, ocr),
        ("demand", "Bo Nilsson", ["Anna Lindqvist"], 1_033_041, ocr),
    ]
    assert [(kind, state) for kind, _on, _by, state in story(case)] == [
        ("registered", "registered"),
        ("reminded", "reminded"),
        ("beside", "reminded"),
        ("demanded", "demanded"),
        ("beside", "demanded"),
    ]
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_REMINDER) == 6_000
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
        keys = PortalKey.objects.order_by("letter_number").values_list("debtor__name", flat=True)
        assert list(keys) == [None, "Bo Nilsson", None, "Bo Nilsson"]
    anna, bo = at_home(case, letter=3), at_home(case, letter=4)
    assert "Det gör också Bo Nilsson." in shown(anna)
    assert "Det gör också Anna Lindqvist." in shown(bo)
    # Each opens its own letters and not the other's.
    with mitt_arende():
        opened = [[who.get(f"/arende/brev/{n}/").status_code for n in (1, 2, 3, 4)] for who in (anna, bo)]
    assert opened == [[200, 404, 200, 404], [404, 200, 404, 200]]
    set_today(NOV_20)
    # 51 days: 139.73. 10 000 + 139.73 + 60 + 180.
    pay(case, "10379.73", on=NOV_20, bank_entry=1)
    assert fresh(case).state == State.PAID
    page = shown(anna)
    assert "Tack, skulden är betald" in page
    assert "10 379,73" in page
    assert "Du har betalat" not in page
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_CAPITAL) == 0
        assert balance(account=Account.DUE_CAPITAL) == -1_000_000
        assert balance(account=Account.DUE_INTEREST) == -13_973
        assert balance(account=Account.DUE_COSTS) == -24_000
    assert the_books_balance()


def test_bo_disputes_and_nothing_goes_to_anybody_and_his_words_are_his_own(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(OCT_13)
    bo = at_home(case, letter=2)
    words = {
        "ground": "not_mine",
        "text": "Jag har aldrig bott där.",
        "key": "5f6f0f2e-5b0e-4d5c-9a51-0a7d2b2a2b11",
    }
    with mitt_arende():
        assert bo.post("/arende/stammer-inte/", words).status_code == 302
    take_up()
    assert fresh(case).state == State.DISPUTED
    play(NOV_2)
    assert [row.kind for row in letters(case)] == ["reminder", "reminder"]
    with tenant_scope(are_bygg):
        assert Notice.objects.get().debtor.name == "Bo Nilsson"
    anna = at_home(case, letter=1)
    assert "Kravet stämmer inte" in shown(bo)
    assert "5F6F" not in shown(anna)
    with as_portal(), case_scope(case.creditor_id, case.pk):
        assert list(Notice.objects.all()) == []


def test_a_letter_that_came_back_from_bo_is_none_to_anna_either(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(OCT_13)
    with tenant_scope(are_bygg):
        Dispatch.objects.filter(letter_number=2).update(state=Dispatch.State.RETURNED)
    play(NOV_2)
    assert fresh(case).state == State.REMINDED
    held = last(case, CaseEvent.Kind.HELD)
    assert held.facts["stops"] == "letter_returned"


def test_one_whom_nobody_knows_stops_both_and_the_reason_says_who(are_bygg: int, cecilia: Client) -> None:
    case = theirs(are_bygg)
    with tenant_scope(are_bygg):
        bo = Debtor.objects.get(name="Bo Nilsson")
        Debtor.objects.filter(pk=bo.pk).update(register_word="unknown", register_name="")
    play(OCT_13)
    assert letters(case) == []
    assert last(case, CaseEvent.Kind.HELD).facts == {"stops": "bad_number", "whom": str(bo.pk)}
    page = cecilia.get(f"/arenden/{case.number}/").content.decode()
    assert "Det gäller Bo Nilsson." in page
    assert "Anna Lindqvist och Bo Nilsson" in page


def test_money_that_comes_while_the_letters_wait_takes_both_back(are_bygg: int) -> None:
    case = theirs(are_bygg)
    write(OCT_13)
    pay(case, "500.00", on=OCT_13, bank_entry=1)
    assert [(row.state, row.noted_at is not None) for row in letters(case)] == [("cancelled", True)] * 2
    assert fresh(case).state == State.REGISTERED
    play(date(2026, 10, 14))
    # 500 against 38.36 of interest (14 days): the fee fell with the letters and is asked once more, once.
    assert [row.state for row in letters(case)] == ["cancelled", "cancelled", "posted", "posted"]
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_REMINDER) == 6_000
    assert the_books_balance()


@pytest.mark.parametrize(
    ("debtors", "reason"),
    [
        ([ANNA_OWES, ANNA_OWES], "twice"),
        ([HYTTAN_OWES, ANNA_OWES], "order"),
        ([replace(ANNA_OWES, number="")] * 5, "many"),
    ],
)
def test_who_cannot_answer_together_is_refused(
    are_bygg: int, debtors: list[DebtorFacts], reason: str
) -> None:
    with pytest.raises(NotJoint) as refused:
        a_case(are_bygg, debtor=debtors[0], joint=debtors[1:])
    assert refused.value.reason == reason
    with tenant_scope(are_bygg):
        assert not Case.objects.exists()


def test_a_case_of_two_is_found_by_either_name_and_a_protected_one_hides_the_payments_name(
    are_bygg: int,
) -> None:
    case = theirs(are_bygg)
    with tenant_scope(are_bygg):
        assert case.called == "Anna Lindqvist och Bo Nilsson"
        assert Reference.objects.get().debtor_label == "Anna Lindqvist, Bo Nilsson"
        assert JointDebtor.objects.count() == 2
