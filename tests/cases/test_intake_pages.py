"""From a file to a case on Mina sidor: what is refused when it comes, what needs a person, what is foretold."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from cases.forecast import plan_of
from cases.models import Case, Draft
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.given import ANSWERS, a_pdf, named, upload
from tests.pages import press, text_of
from tests.stories.paper import an_invoice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"organisation_number": "559990-1013", "seller": "Granbackens Provbygg AB"}, "ett annat företag"),
        ({"kind": "Kreditfaktura", "total": "-10 000,00"}, "kreditfaktura"),
        ({"place": "0150 Oslo<br>Norge"}, "Kunden finns i Norge"),
    ],
)
def test_what_no_correction_can_mend_is_refused_when_it_comes(
    cecilia: Client, are_bygg: int, changed: dict[str, str], words: str
) -> None:
    answer = cecilia.post("/arenden/nytt/", {"invoice": named(an_invoice(**changed))})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert "Inget är sparat." in text_of(answer)
    with tenant_scope(are_bygg):
        assert Draft.objects.count() == 0


def test_the_invoice_that_the_readme_offers_is_one_that_are_bygg_can_register(
    cecilia: Client, are_bygg: int
) -> None:
    offered = Path(__file__).parents[2] / "docs" / "faktura-1061.pdf"
    check = cecilia.post("/arenden/nytt/", {"invoice": named(offered.read_bytes())}).url  # type: ignore[attr-defined]
    page = text_of(cecilia.get(check))
    assert "Fakturanummer 1061" in page
    assert "Förfallodatum 27 februari 2025" in page
    answered = cecilia.post(
        check,
        {
            **ANSWERS,
            "invoice_number": "1061",
            "invoice_date": "2025-01-28",
            "sent_on": "2025-01-28",
            "due_date": "2025-02-27",
            "delivered_on": "2025-01-27",
        },
    )
    assert answered.status_code == 302


def test_several_files_at_once_are_refused_and_none_is_lost_in_silence(
    cecilia: Client, are_bygg: int
) -> None:
    answer = cecilia.post("/arenden/nytt/", {"invoice": [a_pdf(), a_pdf()]})
    assert answer.status_code == 400
    assert "Välj en faktura åt gången." in text_of(answer)


def test_a_file_that_is_not_due_yet_can_be_come_back_to_or_removed(cecilia: Client, are_bygg: int) -> None:
    check = cecilia.post("/arenden/nytt/", {"invoice": named(an_invoice(due="2026-12-30"))}).url  # type: ignore[attr-defined]
    assert "Fakturan förfaller 30 december 2026." in text_of(cecilia.get(check))
    assert "faktura-1042.pdf" in text_of(cecilia.get("/arenden/nytt/"))
    gone = cecilia.post(f"{check}ta-bort/", follow=True)
    assert "Fakturan är borttagen." in text_of(gone)
    assert "faktura-1042.pdf" not in text_of(gone)
    assert cecilia.get(check).status_code == 404


def test_both_letters_are_foretold_as_they_will_happen_and_nothing_is_registered_by_looking(
    cecilia: Client, are_bygg: int
) -> None:
    confirm = cecilia.post(upload(cecilia), ANSWERS).url  # type: ignore[attr-defined]
    sure = cecilia.get(confirm)
    steps = sure.context["forecast"].steps
    verdict = [step.day for step in steps if step.what == "Utslag"]
    foretold = [(s.day, s.debtor_pays) for s in steps if s.stops_if_paid_by and s.day not in verdict]
    with tenant_scope(are_bygg):
        assert Case.objects.count() == 0
    done = press(cecilia, confirm)
    with tenant_scope(are_bygg):
        ahead = plan_of(case=Case.objects.get(), rates=current_rates())
    assert foretold == [(step.on, step.cost) for step in ahead]
    assert foretold == [
        (date(2026, 10, 13), 6_000),
        (date(2026, 11, 2), 18_000),
        (date(2026, 11, 20), 0),
    ]
    assert verdict == [date(2026, 12, 7)]
    assert done.status_code == 200


def test_fields_that_need_a_person_come_first_and_what_was_read_is_folded(
    cecilia: Client, are_bygg: int
) -> None:
    check = cecilia.post("/arenden/nytt/", {"invoice": named(an_invoice())}).url  # type: ignore[attr-defined]
    fields = cecilia.get(check).context["fields"]
    assert [asked.bound.name for asked in fields.first] == ["debtor_number", "description"]
    read = {asked.bound.name: asked.words for asked in fields.rest if asked.state == "read"}
    assert read["amount"].replace("\u00a0", " ") == "10 000,00 kr"
    assert read["due_date"] == "30 september 2026"
    again = cecilia.get(f"{check}?andra=due_date").context["fields"]
    assert "due_date" in [asked.bound.name for asked in again.first]


def test_a_rate_printed_on_the_invoice_is_shown_and_not_taken_as_agreed(
    cecilia: Client, are_bygg: int
) -> None:
    check = cecilia.post("/arenden/nytt/", {"invoice": named(an_invoice())}).url  # type: ignore[attr-defined]
    page = cecilia.get(check)
    assert "enligt räntelagen" in text_of(page)
    assert page.context["form"]["agreed_rate"].value() is None
