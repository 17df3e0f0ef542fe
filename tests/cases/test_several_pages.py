"""Cecilia adds a second invoice of Anna's on her way to a case; both pages of the case name them both."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.further_form import of_another
from cases.intake.extraction import Extraction
from cases.models import Case, Draft, Ground, Notice
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.given import ANSWERS, named, upload
from tests.cases.said import heard
from tests.cases.several import one_case, owed
from tests.cast import a_creditor, an_agency, set_today
from tests.pages import press, text_of
from tests.stories.paper import an_invoice

pytestmark = pytest.mark.django_db

OF_THE_SECOND = {
    name: value
    for name, value in ANSWERS.items()
    if not name.startswith(("debtor", "care", "street", "post", "city"))
} | {"invoice_number": "1043", "amount": "4 000,00", "description": "kakel"}


@pytest.fixture
def are_bygg(db: None) -> int:
    """Åre Bygg AB, on 12 October 2026; all is rolled back."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


@pytest.fixture
def confirm(cecilia: Client) -> str:
    """The page where the first invoice is confirmed."""
    return str(cecilia.post(upload(cecilia), ANSWERS).url)  # type: ignore[attr-defined]


def add(browser: Client, confirm: str, **changed: str) -> Any:
    invoice = named(an_invoice(**{"number": "1043", "total": "4 000,00", **changed}))
    return browser.post(confirm.replace("/stammer/", "/faktura/"), {"invoice": invoice})


def test_two_invoices_become_one_case_and_its_pages_name_both(
    cecilia: Client, confirm: str, are_bygg: int
) -> None:
    assert "Lägg till en faktura till samma gäldenär" in text_of(cecilia.get(confirm))
    assert "tillsammans med faktura 1042" in text_of(cecilia.get(confirm.replace("/stammer/", "/faktura/")))
    second = add(cecilia, confirm).url
    asked = text_of(cecilia.get(second))
    assert "Fakturanummer 1043" in asked
    assert "Är gäldenären en privatperson eller ett företag?" not in asked
    # It is not come back to among the unfinished: it goes with the first.
    assert len(cecilia.get("/arenden/nytt/").context["unfinished"]) == 1
    assert cecilia.post(second, OF_THE_SECOND).url == confirm  # type: ignore[attr-defined]
    sure = text_of(cecilia.get(confirm))
    assert "De 2 fakturorna är på 14 000,00 kr tillsammans." in sure.replace("\u00a0", " ")
    done = text_of(press(cecilia, confirm)).replace("\u00a0", " ")
    assert "Fakturorna 1042 och 1043, badrumsrenovering, kakel" in done
    assert "1043 Tjänster, kakel" in done
    with tenant_scope(are_bygg):
        case = Case.objects.get()
        claims = list(case.claims.order_by("invoice_number"))
        assert [claim.capital_ore for claim in claims] == [1_000_000, 400_000]
        assert len({claim.document_id for claim in claims}) == 2
        assert set(Draft.objects.values_list("case_id", flat=True)) == {case.pk}
        assert case.reference.invoice_number == "1042, 1043"
    assert "1042 och 1043" in text_of(cecilia.get("/arenden/?vy=alla"))


def test_what_cannot_go_together_is_said_in_words_and_the_invoice_can_be_taken_away(
    cecilia: Client, confirm: str, are_bygg: int
) -> None:
    second = add(cecilia, confirm, name="Bo Nilsson").url
    assert "Lägg bara till den om det är samma gäldenär som Anna Lindqvist." in text_of(cecilia.get(second))
    # The way on leads back to the invoice that has not been answered for.
    assert cecilia.get(confirm).url == second  # type: ignore[attr-defined]
    for wrong, words in (
        ({"kind": "rent"}, "Hyra drivs in för sig."),
        ({"invoice_number": "1042"}, "Fakturan är redan med i ärendet."),
    ):
        answer = cecilia.post(second, OF_THE_SECOND | wrong)
        assert answer.status_code == 400
        assert words in text_of(answer)
    gone = cecilia.post(f"{second}ta-bort/", follow=True)
    assert "Stämmer det här?" in text_of(gone)
    assert press(cecilia, confirm).status_code == 200
    with tenant_scope(are_bygg):
        assert Case.objects.get().claims.get().invoice_number == "1042"


def test_the_creditor_says_which_invoice_is_lowered(cecilia: Client, are_bygg: int) -> None:
    case = one_case(are_bygg)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("1000.00"))
    way = f"/arenden/{case.number}/bestridande/"
    assert "Vilken faktura sänks? 1042 1043" in text_of(cecilia.get(way))
    part = {"answer": "part", "credited": "1 000,00", "words": ""}
    answer = cecilia.post(way, part)
    assert answer.status_code == 400
    assert "Välj vilken faktura det är." in text_of(answer)
    assert cecilia.post(way, part | {"invoice": "1043"}).status_code == 302
    assert [each.capital for each in owed(case, date(2026, 10, 12)).invoices] == [600_000, 300_000]
    paid = {
        "key": str(uuid.uuid4()),
        "amount": "3 000,00",
        "paid_on": "2026-10-12",
        "rest": "claimed",
        "invoice": "1043",
    }
    way = f"/arenden/{case.number}/betalning/"
    assert "Vilken faktura har gäldenären betalat?" in text_of(cecilia.get(way))
    assert cecilia.post(way, paid).status_code == 302
    # 6 000 × 10 % × 42 / 365 + 3 000 × 12 % × 12 / 365 = 80.88 of interest first.
    first, second = owed(case, date(2026, 10, 12)).invoices
    assert (first.capital, second.capital) == (600_000, 8_088)


def test_an_invoice_to_another_number_is_stopped_and_to_the_same_number_is_not() -> None:
    first = {"debtor_name": "Anna Lindqvist", "debtor_number": "199505092388"}
    bos, annas = (Extraction().typed(debtor_number=number) for number in ("198001019999", "9505092388"))
    found = of_another(bos, first=first)
    assert found is not None
    assert found.stops
    assert of_another(annas, first=first) is None
