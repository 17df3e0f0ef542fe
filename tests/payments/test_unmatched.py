"""Money that nobody is sure about waits on the pile, with the reason, until a person decides: once."""

from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest

from ekrav.audit.models import AuditEvent
from ekrav.bankfiles import ocr
from ekrav.bankfiles.notification import BankTransaction, Deduction
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import BankEntry, Payment, Reference, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.route import candidates
from ekrav.payments.unmatched import AlreadyResolved, NoSuchReference, assign, send_back
from ekrav.tenancy import agency_scope, tenant_scope
from tests.payments.cast import (
    ASTRID,
    AT,
    BERTIL,
    DAY,
    Debt,
    agency_book,
    book,
    camt,
    case_book,
    on_the_bank,
    paid,
)
from tests.payments.crowd import crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def left_waiting(movement: BankTransaction) -> UnmatchedPayment:
    """The one payment on the pile after a file with this movement."""
    receipt = receive(content=camt(movement), name="f", at=AT)
    assert (receipt.routed, receipt.unmatched) == (0, 1)
    with agency_scope():
        return UnmatchedPayment.objects.select_related("entry").get()


def wrong_digit(number: str) -> str:
    """An OCR number with another last digit than it should have."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def test_an_ocr_with_one_wrong_digit_waits(anna: Debt) -> None:
    waiting = left_waiting(paid(wrong_digit(anna.ocr), "1842.00", bank_reference="B1"))
    assert waiting.reason == "Referensen är inte ett giltigt OCR-nummer."
    assert agency_book() == {"client_funds": 1_842_00, "unmatched": -1_842_00}
    assert book(anna.creditor_id) == {}


def test_an_ocr_of_no_case_waits(anna: Debt) -> None:
    waiting = left_waiting(paid(ocr.mint(serial=1104299999), "1.00", bank_reference="B1"))
    assert waiting.reason == "OCR-numret hör inte till något ärende."


def test_an_ocr_in_the_text_is_a_candidate_and_never_a_match(anna: Debt) -> None:
    text = f"hej, avser {anna.ocr}"
    waiting = left_waiting(paid("", "1842.00", bank_reference="B1", text=text))
    spaced = f"{anna.ocr[:4]} {anna.ocr[4:8]} {anna.ocr[8:]}"
    assert waiting.reason == f"Betalningen saknar OCR-nummer. I texten står {spaced}."
    assert candidates(reference="", text=text) == (anna.ocr,)


def test_a_payment_without_any_reference_waits(anna: Debt) -> None:
    assert left_waiting(paid("", "1.00", bank_reference="B1")).reason == "Betalningen saknar OCR-nummer."


def test_two_references_without_amounts_are_not_divided_by_guessing(anna: Debt, bo: Debt) -> None:
    both = replace(paid(anna.ocr, "1.00", bank_reference="B1"), references=(anna.ocr, bo.ocr))
    assert left_waiting(both).reason == "Betalningen har flera referenser utan belopp för var och en."
    assert candidates(reference=", ".join(both.references), text="") == (anna.ocr, bo.ocr)


def test_the_same_ocr_said_twice_is_one_ocr(anna: Debt) -> None:
    twice = replace(paid(anna.ocr, "1.00", bank_reference="B1"), references=(anna.ocr, anna.ocr))
    assert receive(content=camt(twice), name="f", at=AT).routed == 1


def test_a_deduction_without_an_amount_is_for_a_person(anna: Debt) -> None:
    told = replace(
        paid(anna.ocr, "1.00", bank_reference="B1"),
        deductions=(Deduction(reference="K1", amount=None),),
        unclear=True,
    )
    assert left_waiting(told).reason.startswith(
        "Betalaren har dragit av en kreditnota, men beloppen går inte"
    )


def test_a_deduction_that_adds_up_leaves_what_came_on_the_case(anna: Debt) -> None:
    less = replace(
        paid(anna.ocr, "800.00", bank_reference="B1"),
        deductions=(Deduction(reference="K1", amount=kronor("200")),),
    )
    assert receive(content=camt(less), name="f", at=AT).routed_ore == 800_00


def test_money_for_a_case_that_has_ended_waits(anna: Debt) -> None:
    with tenant_scope(anna.creditor_id):
        Reference.objects.update(closed_on=DAY)
    waiting = left_waiting(paid(anna.ocr, "1.00", bank_reference="B1"))
    assert waiting.reason == "Ärendet med det här OCR-numret är avslutat."


@pytest.mark.parametrize("typed", ["ocr", "spaced", "case_number"])
def test_a_person_places_the_money_and_it_moves_between_the_books(anna: Debt, typed: str) -> None:
    waiting = left_waiting(paid("", "1842.00", bank_reference="B1"))
    words = {"ocr": anna.ocr, "spaced": f" {anna.ocr[:4]} {anna.ocr[4:]} ", "case_number": anna.case_number}
    placed = assign(entry=waiting.public_id, ocr=words[typed], by=BERTIL, at=AT)
    assert (placed.case_number, placed.amount_ore, placed.booked_date) == (anna.case_number, 1_842_00, DAY)
    assert agency_book() == {}
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -1_842_00}
    assert on_the_bank([anna.creditor_id]) == 1_842_00
    with agency_scope():
        settled = UnmatchedPayment.objects.select_related("entry").get()
        acts = list(AuditEvent.objects.filter(act="payment_assigned").values_list("actor", "actor_id"))
    assert (settled.state, settled.resolved_by, settled.resolved_at) == ("assigned", 7, AT)
    assert settled.entry.creditor_id == anna.creditor_id
    assert acts == [("staff", 7)]
    with tenant_scope(anna.creditor_id):
        assert Payment.objects.get().pk == placed.payment_id


def test_money_is_placed_on_a_case_that_exists(anna: Debt) -> None:
    waiting = left_waiting(paid("", "1842.00", bank_reference="B1"))
    for nothing in ("", "4711", wrong_digit(anna.ocr), "drop table"):
        with pytest.raises(NoSuchReference):
            assign(entry=waiting.public_id, ocr=nothing, by=BERTIL, at=AT)
    assert agency_book() == {"client_funds": 1_842_00, "unmatched": -1_842_00}


def test_the_second_person_is_told_who_was_first(anna: Debt) -> None:
    waiting = left_waiting(paid("", "1842.00", bank_reference="B1"))
    assign(entry=waiting.public_id, ocr=anna.ocr, by=BERTIL, at=AT)
    for late in (
        lambda: send_back(entry=waiting.public_id, by=ASTRID, at=AT),
        lambda: again(waiting.public_id, anna),
    ):
        with pytest.raises(AlreadyResolved) as told:
            late()
        assert (told.value.state, told.value.by, told.value.at) == ("assigned", 7, AT)
    assert on_the_bank([anna.creditor_id]) == 1_842_00


def again(entry: UUID, debt: Debt) -> None:
    assign(entry=entry, ocr=debt.ocr, by=ASTRID, at=AT)


def test_money_that_goes_back_is_owed_to_its_payer_and_still_on_the_bank(anna: Debt) -> None:
    waiting = left_waiting(paid("", "1842.00", bank_reference="B1"))
    assert send_back(entry=waiting.public_id, by=BERTIL, at=AT) == 1_842_00
    assert agency_book() == {"client_funds": 1_842_00, "owed_to_payer": -1_842_00}
    assert on_the_bank([anna.creditor_id]) == 1_842_00


def test_fifty_who_place_or_return_the_same_money_do_it_once_twenty_rounds(anna: Debt, bo: Debt) -> None:
    rounds = 20
    piles = [paid("", "10.00", bank_reference=f"B{number}") for number in range(rounds)]
    receive(content=camt(*piles), name="f", at=AT)
    with agency_scope():
        waiting = list(UnmatchedPayment.objects.values_list("public_id", flat=True))

    def decide(entry: UUID, number: int) -> object:
        if number % 3 == 2:
            return send_back(entry=entry, by=BERTIL, at=AT)
        return assign(entry=entry, ocr=(anna, bo)[number % 3].ocr, by=BERTIL, at=AT)

    with crowd() as people:
        for entry in waiting:
            outcomes = kinds(people.rush(partial(decide, entry)))
            assert outcomes.pop("AlreadyResolved") == people.size - 1
            assert list(outcomes.values()) == [1]
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == rounds * 10_00
    with agency_scope():
        assert BankEntry.objects.count() == rounds
        returned = UnmatchedPayment.objects.filter(state="returned").count()
    expected = {"client_funds": returned * 10_00, "owed_to_payer": -returned * 10_00}
    assert agency_book() == {account: ore for account, ore in expected.items() if ore}
