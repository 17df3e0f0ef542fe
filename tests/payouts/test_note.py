"""The note: numbers without gaps, lines that sum to what is paid, VAT that can be worked out again, the same bytes."""

import hashlib
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest

from ekrav.accounts.models import Creditor
from ekrav.agency.models import StaffMember
from ekrav.outbox.models import Parcel
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.models import NoteNumber, Payout, SettlementNote
from payouts.note_mail import mail_notes
from payouts.note_page import note_page
from payouts.note_pdf import Rendered, render_note, render_notes
from payouts.refusal import ApprovalRefused
from tests.payouts.bank import debited
from tests.payouts.given import (
    ANNA_PAID,
    MORNING,
    Paid,
    a_case,
    a_creditor,
    a_draft,
    approved,
    costs_paid_to_creditor,
    money_in,
    word_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def note_of(creditor: int) -> SettlementNote:
    with tenant_scope(creditor):
        return SettlementNote.objects.get()


@pytest.fixture
def facts(are_bygg: int, astrid: StaffMember, bertil: StaffMember) -> dict[str, Any]:
    """A note with a whole payment, a part payment and a payment made to the creditor itself."""
    money_in(are_bygg, ANNA_PAID)
    money_in(
        are_bygg,
        Paid(capital="251.78", interest="8.22", costs="240.00"),
        case=a_case(are_bygg, invoice="1043"),
    )
    costs_paid_to_creditor(are_bygg, "180.00", case=a_case(are_bygg, invoice="1044", debtor="Karin Nyström"))
    approved(a_draft(), astrid, bertil)
    return dict(note_of(are_bygg).facts)


def test_the_lines_sum_to_the_note_and_the_note_to_what_is_paid(facts: dict[str, Any]) -> None:
    for name in (
        "capital_ore",
        "interest_ore",
        "costs_ore",
        "late_payment_ore",
        "received_ore",
        "fee_ore",
        "vat_ore",
        "set_off_ore",
    ):
        assert sum(line[name] for line in facts["lines"]) == facts[name], name
    assert sum(line["to_creditor_ore"] for line in facts["lines"]) == facts["paid_ore"]
    # 240 + 240 + 180 = 660; 25 % = 165. 10 379.73 + 500 + 180 − 660 − 165 − 180 = 10 054.73
    assert (facts["fee_ore"], facts["vat_ore"], facts["set_off_ore"]) == (66_000, 16_500, 18_000)
    assert facts["paid_ore"] == 1_005_473
    assert facts["vat_ore"] * 100 == facts["fee_ore"] * int(facts["vat_percent"])


def test_a_vat_invoice_says_what_the_law_asks_for(facts: dict[str, Any]) -> None:
    # ML 17 kap. 24 §: date, number, the seller's VAT number, both parties, base, rate and VAT.
    assert (facts["issued_on"], facts["number"], facts["label"]) == ("2026-11-27", 1, "2026-0001")
    assert facts["agency"]["vat_number"] == "SE559988776601"
    assert {facts["agency"][part] for part in ("name", "street", "postcode", "city")} == {
        "Nordanvik Inkasso AB",
        "Prästgatan 40",
        "831 31",
        "Östersund",
    }
    assert facts["creditor"] == {
        "name": "Åre Bygg AB",
        "organisation_number": "556677-8899",
        "street": "Kabinbanevägen 22",
        "postcode": "837 52",
        "city": "Åre",
        "vat_registered": True,
    }
    assert [(line["invoice_number"], line["debtor"], line["last_paid_on"]) for line in facts["lines"]] == [
        ("1042", "Anna Lindqvist", "2026-11-20"),
        ("1043", "Anna Lindqvist", "2026-11-20"),
        ("1044", "Karin Nyström", None),
    ]


def test_the_paper_says_what_the_facts_say(facts: dict[str, Any]) -> None:
    page = note_page(facts)
    assert [(row.label, row.amount) for row in page.rows] == [
        ("Kapital", "10\u00a0251,78"),
        ("Ränta", "147,95"),
        ("Påminnelser och inkassokrav", "660,00"),
        ("Betalt av gäldenärerna", "11\u00a0059,73"),
        ("Våra avgifter", "\u2212660,00"),
        ("Moms 25\u00a0% på 660,00\u00a0kr", "\u2212165,00"),
        ("Kostnader som betalats direkt till dig", "\u2212180,00"),
    ]
    assert (page.paid, page.vat_base, page.vat) == ("10\u00a0054,73", "660,00", "165,00")
    assert [case.to_creditor for case in page.cases] == ["10\u00a0079,73", "200,00", "\u2212225,00"]
    document = pypdfium2.PdfDocument(render_note(facts))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    flat = text.replace("\u00a0", " ").replace("\u2212", "-")
    for said in ("Avräkningsnota 2026-0001", "10 054,73", "SE559988776601", "Karin Nyström", "5050-1055"):
        assert said in flat, said


def test_a_note_is_rendered_once_and_its_hash_is_that_of_its_bytes(
    facts: dict[str, Any], are_bygg: int
) -> None:
    assert render_notes(at=MORNING) == Rendered(done=1, failed=0)
    assert render_notes(at=MORNING) == Rendered(done=0, failed=0)
    note = note_of(are_bygg)
    assert hashlib.sha256(bytes(note.pdf or b"")).digest() == bytes(note.sha256 or b"")
    # What was rendered is made again to the byte; the agency's signature follows it.
    assert bytes(note.pdf or b"").startswith(render_note(note.facts))


def test_a_note_is_mailed_once_when_the_money_has_left(facts: dict[str, Any], are_bygg: int) -> None:
    render_notes(at=MORNING)
    assert mail_notes(at=MORNING) == 0
    with tenant_scope(are_bygg):
        payout = Payout.objects.get()
    debited({payout.end_to_end_id: payout.amount_ore})
    settle_debits(at=MORNING)
    assert (mail_notes(at=MORNING), mail_notes(at=MORNING)) == (1, 0)
    with tenant_scope(are_bygg):
        parcel = Parcel.objects.get()
    assert (parcel.key, parcel.recipient) == ("note 1", "ekonomi@arebygg.example")
    assert "10\u00a0054,73\u00a0kr har betalats ut till bankgiro 5050-1055, för 3 ärenden." in parcel.body
    # No debtor is named where a mail server logs.
    assert "Lindqvist" not in parcel.subject + parcel.body


def test_a_sole_traders_number_stands_masked_and_its_vat_is_a_cost(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    creditor = a_creditor("Hed Foto", bankgiro="9903006", vat=False)
    with tenant_scope(creditor):
        Creditor.objects.update(organisation_number="9504032385")
    money_in(creditor, ANNA_PAID)
    approved(a_draft(), astrid, bertil)
    facts = note_of(creditor).facts
    assert facts["creditor"]["organisation_number"] == "950403-••••"
    assert note_page(facts).vat_status == "Du är inte registrerad för moms: den är en kostnad för dig."


def test_a_number_taken_by_an_approval_that_failed_is_given_back(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    for creditor in (are_bygg, other):
        money_in(creditor, ANNA_PAID)
    run = a_draft()
    word_of(astrid, run)
    with tenant_scope(other):
        Creditor.objects.update(bankgiro_confirmed_at=None)
    with pytest.raises(ApprovalRefused):
        word_of(bertil, run)
    with agency_scope():
        assert NoteNumber.objects.get().last == 0
    with tenant_scope(other):
        Creditor.objects.update(bankgiro_confirmed_at=MORNING - timedelta(days=1))
    word_of(bertil, run)
    assert [note_of(are_bygg).number, note_of(other).number] == [1, 2]


def test_interest_that_the_agency_keeps_is_part_of_its_fee(
    astrid: StaffMember, bertil: StaffMember, are_bygg: int
) -> None:
    creditor = a_creditor("Andra villkor AB", bankgiro="9902008", tariff=2)
    money_in(creditor, Paid(capital="1000.00", interest="13.97", costs="240.00"))
    approved(a_draft(), astrid, bertil)
    facts = note_of(creditor).facts
    assert (facts["fee_ore"], facts["vat_ore"], facts["paid_ore"]) == (25_397, 6_349, 93_651)
    assert "De kostnader och ränta som kommit in är vår avgift" in note_page(facts).explanation[0]


@pytest.mark.parametrize(("tariff", "whose"), [(1, "en del av vår avgift"), (3, "din, utan avgift")])
def test_late_payment_compensation_stands_by_name_and_says_whose_it_is(
    astrid: StaffMember, bertil: StaffMember, are_bygg: int, tariff: int, whose: str
) -> None:
    creditor = a_creditor("Andra villkor AB", bankgiro="9902008", tariff=tariff)
    money_in(creditor, Paid(capital="1000.00", late_payment="450.00"))
    approved(a_draft(), astrid, bertil)
    page = note_page(note_of(creditor).facts)
    assert [(row.label, row.amount) for row in page.rows[:2]] == [
        ("Kapital", "1\u00a0000,00"),
        ("Förseningsersättning", "450,00"),
    ]
    assert page.explanation[-1].endswith(f"Den är {whose}.")
