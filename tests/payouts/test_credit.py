"""Credit notes: a note never changes, and what it charged too much comes back with the next payout, by the book."""

import pytest

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.money import Ore
from ekrav.outbox.models import Parcel
from ekrav.tenancy import staff_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.credit import NotCredited, Refusal, give_back
from payouts.credit_due import credit_due
from payouts.hand_over import hand_over_files
from payouts.models import Payout, SettlementNote
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_note, render_notes
from payouts.reports import read_reports
from payouts.returned import take_returns
from payouts.vat_report import vat_report
from tests.payouts.bank import TheBank, came_back, debited, report
from tests.payouts.credits import FEES, LATER, REASON, case_numbers, credited
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, Paid, a_case, money_in
from tests.payouts.notes import (
    balance,
    issued,
    note_of,
    rendered_and_mailed,
    settled_by_the_bank,
    text_of_pdf,
)

pytestmark = pytest.mark.django_db(transaction=True)


def refusal(note: SettlementNote, *cases: str, by: StaffMember) -> Refusal:
    with pytest.raises(NotCredited) as refused:
        credited(note, *cases, by=by)
    return refused.value.refusal


def test_a_fee_that_was_wrong_comes_back_with_the_next_payout(
    paid_note: SettlementNote, astrid: StaffMember, bertil: StaffMember
) -> None:
    creditor, before = paid_note.creditor_id, dict(paid_note.facts)
    assert balance(creditor, *FEES) == (-42_000, -10_500, 0)
    credit = credited(paid_note, case_numbers(paid_note)[1], by=astrid)
    # The next number of the same series, naming the first; the fee of 180 and its VAT of 45 are owed to the creditor.
    assert (credit.label, credit.credits, credit.reason) == ("2026-0002", paid_note, REASON)
    assert (credit.facts["fee_ore"], credit.facts["vat_ore"], credit.facts["paid_ore"]) == (
        -18_000,
        -4_500,
        0,
    )
    assert balance(creditor, *FEES) == (-24_000, -6_000, -22_500)
    assert note_of(creditor, number=1).facts == before
    # 1 240 − 240 − 60 = 940, and 225 back: 1 165.
    money_in(creditor, Paid(capital="1000.00", costs="240.00"), case=a_case(creditor, invoice="1050"))
    run = issued(astrid, bertil, weeks=1)
    assert run.total_ore == 116_500
    assert balance(creditor, *FEES) == (-48_000, -12_000, 0)
    facts = note_of(creditor, number=3).facts
    assert (facts["set_offs"], facts["set_off_ore"]) == ([["credited", -22_500]], -22_500)
    paper = text_of_pdf(render_note(facts))
    assert "Tillbaka enligt kreditnota 225,00" in paper
    assert "Avgift och moms som vi har rättat i en kreditnota betalas tillbaka här." in paper


def test_the_credit_note_is_an_invoice_that_names_the_one_it_changes(
    paid_note: SettlementNote, astrid: StaffMember
) -> None:
    credit = credited(paid_note, *case_numbers(paid_note), by=astrid)
    paper = text_of_pdf(render_note(credit.facts))
    for said in (
        "Kreditnota 2026-0002",
        "30 november 2026",
        "Ändrar avräkningsnota 2026-0001",
        "27 november 2026",
        REASON,
        "Avgifter 420,00",
        "Moms 25 % 105,00",
        "Krediteras, kr 525,00",
        "SE559988776601",
        "Nordanvik Inkasso AB",
        "Åre Bygg AB",
        "556677-8899",
        "Har du dragit av momsen minskar avdraget med 105,00 kr.",
    ):
        assert said in paper, said


def test_the_creditor_is_told_by_mail_once_and_why(paid_note: SettlementNote, astrid: StaffMember) -> None:
    rendered_and_mailed()
    credited(paid_note, case_numbers(paid_note)[0], by=astrid)
    assert mail_notes(at=LATER) == 0
    render_notes(at=LATER)
    assert (mail_notes(at=LATER), mail_notes(at=LATER)) == (1, 0)
    with tenant_scope(paid_note.creditor_id):
        parcel = Parcel.objects.get(key="note 2")
    assert parcel.subject == "Kreditnota 2026-0002, 300,00 kr"
    assert "Vi krediterar 300,00\u00a0kr av avräkningsnota 2026-0001." in parcel.body
    assert f"Varför: {REASON}" in parcel.body
    assert "/utbetalningar/noter/2/" in parcel.body


def test_a_case_is_credited_once_and_only_what_the_note_has(
    paid_note: SettlementNote, astrid: StaffMember
) -> None:
    first, second = case_numbers(paid_note)
    credit = credited(paid_note, first, by=astrid)
    assert refusal(paid_note, first, by=astrid) == Refusal.CREDITED
    assert refusal(paid_note, first, second, by=astrid) == Refusal.CREDITED
    assert refusal(paid_note, "99999999", by=astrid) == Refusal.CASES
    assert refusal(paid_note, by=astrid) == Refusal.CASES
    assert refusal(credit, first, by=astrid) == Refusal.CREDIT
    # No refusal has taken a number.
    assert credited(paid_note, second, by=astrid).number == 3


def test_a_part_of_a_cases_fee_is_credited_and_then_no_more_than_the_rest(
    paid_note: SettlementNote, astrid: StaffMember
) -> None:
    creditor, (first, second) = paid_note.creditor_id, case_numbers(paid_note)

    def part(ore: int, *cases: str) -> SettlementNote:
        by = Actor(kind=AuditEvent.Actor.STAFF, id=astrid.pk)
        return give_back(
            creditor_id=creditor, number=1, cases=cases, reason=REASON, by=by, at=LATER, part=Ore(ore)
        )

    for ore, cases in ((180_01, (second,)), (0, (second,)), (10_00, (first, second))):
        with pytest.raises(NotCredited, match="part"):
            part(ore, *cases)
    # 100,01 of 180,00, with 45,00 × 100,01 / 180,00 = 25,0025 of VAT.
    credit = part(100_01, second)
    assert (credit.facts["fee_ore"], credit.facts["vat_ore"]) == (-100_01, -25_00)
    assert balance(creditor, *FEES) == (-319_99, -80_00, -125_01)
    with pytest.raises(NotCredited, match="part"):
        part(80_00, second)
    # The rest has what is left of both, and then there is nothing.
    rest = credited(paid_note, second, by=astrid)
    assert (rest.facts["fee_ore"], rest.facts["vat_ore"]) == (-79_99, -20_00)
    assert balance(creditor, *FEES) == (-240_00, -60_00, -225_00)
    assert refusal(paid_note, second, by=astrid) == Refusal.CREDITED
    assert "Avgifter 100,01" in text_of_pdf(render_note(credit.facts))


def test_a_note_whose_money_has_not_left_waits_for_the_banks_word(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    assert refusal(note_of(are_bygg), case.number, by=astrid) == Refusal.NOT_PAID


def test_a_payout_that_the_bank_rejects_is_credited_whole_and_its_successor_charges_once(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    run = issued(astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    with tenant_scope(are_bygg):
        name = Payout.objects.get().end_to_end_id
    report(run, {name: "RJCT"}, code="AM02")
    read_reports(at=MORNING)
    assert (credit_due(at=MORNING), credit_due(at=MORNING)) == (1, 0)
    credit = note_of(are_bygg, number=2)
    # Everything of the note, with its signs turned: 10 379.73 − 240 − 60 = 10 079.73 that never came.
    facts, original = credit.facts, note_of(are_bygg, number=1).facts
    for amount in (
        "capital_ore",
        "interest_ore",
        "costs_ore",
        "received_ore",
        "fee_ore",
        "vat_ore",
        "paid_ore",
    ):
        assert facts[amount] == -original[amount], amount
    assert credit.reason.startswith("Banken betalade inte ut pengarna. Beloppet är högre än")
    assert balance(are_bygg, *FEES) == (0, 0, 0)
    assert "kom inte fram. Pengarna är med i nästa utbetalning" in text_of_pdf(render_note(facts))
    again = issued(astrid, bertil, weeks=1)
    assert again.total_ore == 1_007_973
    assert balance(are_bygg, *FEES) == (-24_000, -6_000, 0)
    with tenant_scope(are_bygg):
        notes = SettlementNote.objects.order_by("number").values_list(
            "number", "facts__fee_ore", "facts__vat_ore"
        )
        assert list(notes) == [(1, 24_000, 6_000), (2, -24_000, -6_000), (3, 24_000, 6_000)]


def test_a_note_stands_again_when_the_bank_has_paid_after_all(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    run = issued(astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    with tenant_scope(are_bygg):
        payout = Payout.objects.get()
    report(run, {payout.end_to_end_id: "RJCT"})
    read_reports(at=MORNING)
    credit_due(at=MORNING)
    debited({payout.end_to_end_id: payout.amount_ore})
    assert settle_debits(at=MORNING) == 1
    assert (credit_due(at=MORNING), credit_due(at=MORNING)) == (1, 0)
    again = note_of(are_bygg, number=3)
    assert again.facts["fee_ore"] == note_of(are_bygg, number=1).facts["fee_ore"] == 24_000
    assert "Avräkningsnota 2026-0001 gäller ändå" in text_of_pdf(render_note(again.facts))
    # The mail promises no money: the 10 079.73 are there.
    render_notes(at=MORNING)
    mail_notes(at=MORNING)
    with tenant_scope(are_bygg):
        mail = Parcel.objects.get(key="note 3")
    assert mail.subject == "Avräkningsnota 2026-0001 gäller ändå"
    assert "gäller ändå, i sin helhet: 10\u00a0079,73\u00a0kr har betalats ut." in mail.body
    assert "nästa utbetalning" not in mail.body
    # Charged, taken back and charged again: the notes and the book say the same.
    assert balance(are_bygg, *FEES) == (-24_000, -6_000, 0)
    with staff_scope():
        found = vat_report(first=FRIDAY, last=LATER.date())
    assert (found.agrees, found.total.fee, found.total.vat) == (True, 24_000, 6_000)


def test_money_that_came_back_takes_its_note_back(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    with tenant_scope(are_bygg):
        payout = Payout.objects.get()
    settled_by_the_bank(are_bygg)
    came_back({payout.end_to_end_id: payout.amount_ore})
    assert take_returns(at=LATER) == 1
    assert credit_due(at=LATER) == 1
    credit = note_of(are_bygg, number=2)
    assert (credit.kind, credit.facts["fee_ore"], credit.facts["paid_ore"]) == ("whole", -24_000, -1_007_973)
    assert balance(are_bygg, *FEES) == (0, 0, 0)
    with staff_scope():
        assert vat_report(first=FRIDAY, last=LATER.date()).agrees
