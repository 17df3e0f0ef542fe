"""The bank takes back a payment that stands in several places: all of it leaves, or nothing does.

Anna pays 300,00 for two invoices of Åre Bygg's, or of Åre Bygg's and Duveds El's; nobody can place it, and Bertil
splits it 100,00 and 200,00.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_all
from cases.models import Case
from cases.reverse_payment import reverse_parts
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import BankEntry, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.split import Part, split
from ekrav.payments.take_back import NotTakenBack, candidates
from ekrav.payments.take_back_parts import several
from ekrav.payments.unmatched import send_back
from ekrav.sandbox.demo_data import BERTIL, DUVEDS_EL
from ekrav.tenancy import staff_scope
from tests.cases.endings import are_bygg_on, broken, log, owed
from tests.cases.test_reversal import CLAIMS, FINANCE, OURS, bank_takes_back, reversed_by_finance, told
from tests.cast import a_case, a_creditor, right_now, set_today, staff
from tests.pages import logged_in, text_of
from tests.payments.cast import agency_book, camt_of_one, paid

pytestmark = pytest.mark.django_db(transaction=True)

PAID_ON, TAKEN_ON = date(2026, 10, 19), date(2026, 10, 20)


def two_cases(*, of_two_creditors: bool = False) -> tuple[Case, Case]:
    creditor = are_bygg_on(PAID_ON)
    other = a_creditor(DUVEDS_EL) if of_two_creditors else creditor
    return a_case(creditor), a_case(other, invoice_number="1043")


def paid_and_split(case: Case, other: Case) -> None:
    """300,00 without a reference; 100,00 of it for the one and 200,00 for the other."""
    told(paid("", "300.00", bank_reference="B1", day=PAID_ON))
    at, today = right_now()
    with staff_scope():
        entry = UnmatchedPayment.objects.get(entry__bank_reference="B1").public_id
    parts = [(case, 100_00), (other, 200_00)]
    placed = [Part(number=each.reference.ocr, amount=Ore(ore)) for each, ore in parts]
    split(entry=entry, parts=placed, by=FINANCE, at=at)
    apply_all(today=today, at=at, rates=current_rates())


def all_taken(*, reference: str = "B1") -> int:
    """Finance connects the one debit that waits with the payment; how many cases."""
    at, today = right_now()
    with staff_scope():
        debit = debits_taken_back().get()
        entry = BankEntry.objects.filter(bank_reference=reference, direction="CRDT").earliest("pk")
    return len(
        reverse_parts(
            debit_id=debit.pk, entry_id=entry.pk, today=today, at=at, by=FINANCE, rates=current_rates()
        )
    )


@pytest.mark.parametrize("of_two_creditors", [False, True])
def test_a_split_payment_is_taken_back_from_all_its_cases(of_two_creditors: bool) -> None:
    cases = two_cases(of_two_creditors=of_two_creditors)
    paid_and_split(*cases)
    before = [sum(owed(case, *CLAIMS)) for case in cases]
    set_today(TAKEN_ON)
    bank_takes_back("300.00", TAKEN_ON, "B7")
    with staff_scope():
        taken = debits_taken_back().get()
        assert candidates(taken=taken) == []
        (found,) = several(taken=taken)
    assert ([one.amount for one in found.parts], found.in_the_way) == ([100_00, 200_00], False)
    assert all_taken() == 2
    # Both owe what they did before it was paid: 100,00 and 200,00 more than a moment ago.
    assert [sum(owed(case, *CLAIMS)) - was for case, was in zip(cases, before, strict=True)] == [
        100_00,
        200_00,
    ]
    assert [owed(case, Account.CLIENT_FUNDS) for case in cases] == [[0], [0]]
    assert [log(case)[-1] for case in cases] == ["reversed", "reversed"]
    with staff_scope():
        assert debits_taken_back().count() == 0
    assert broken() == []


def test_all_or_nothing_when_a_part_has_left_already() -> None:
    case, other = two_cases()
    paid_and_split(case, other)
    set_today(TAKEN_ON)
    bank_takes_back("100.00", TAKEN_ON, "B6")
    reversed_by_finance(case)
    bank_takes_back("300.00", TAKEN_ON, "B7")
    before = sum(owed(other, *CLAIMS))
    with pytest.raises(NotTakenBack) as refused:
        all_taken()
    assert (refused.value.reason, sum(owed(other, *CLAIMS)), log(other)[-1]) == ("taken", before, "paid")
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    with staff_scope():
        debit = debits_taken_back().get()
    page = text_of(bertil.get(f"/handlaggning/aterforingar/{debit.pk}/"))
    assert "är redan återförda. Hela betalningen kan inte tas tillbaka en gång till." in page
    assert "Återför alla delarna" not in page


def test_finance_takes_all_the_parts_back_on_the_page_once() -> None:
    cases = two_cases()
    paid_and_split(*cases)
    set_today(TAKEN_ON)
    bank_takes_back("300.00", TAKEN_ON, "B7")
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    with staff_scope():
        debit = debits_taken_back().get()
        (found,) = several(taken=debit)
    address = f"/handlaggning/aterforingar/{debit.pk}/"
    assert "Återför alla delarna, 300,00 kr" in text_of(bertil.get(address))
    chosen = {"parts": str(found.entry_id)}
    answers = [bertil.post(f"{address}delarna/", chosen).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert [log(case).count("reversed") for case in cases] == [1, 1]
    assert broken() == []


def test_one_payment_of_two_references_that_the_bank_told_of_in_parts_is_taken_back_whole() -> None:
    case, _other = two_cases()
    once = paid(case.reference.ocr, "100.00", bank_reference="B1", day=PAID_ON)
    # The other reference is nobody's.
    parts = [replace(once, part=1), replace(once, part=2, references=("4711",), amount=Ore(200_00))]
    at, today = right_now()
    receive(content=camt_of_one(*parts, account=OURS), name="camt.xml", at=at)
    apply_all(today=today, at=at, rates=current_rates())
    set_today(TAKEN_ON)
    bank_takes_back("300.00", TAKEN_ON, "B1")
    with staff_scope():
        (found,) = several(taken=debits_taken_back().get())
    assert ([one.amount for one in found.parts], len(found.unplaced), found.same_reference) == (
        [100_00],
        1,
        True,
    )
    assert (all_taken(), owed(case, Account.CLIENT_FUNDS), agency_book()) == (1, [0], {})
    assert broken() == []


def test_money_that_was_to_go_back_to_its_payer_is_taken_back_and_does_not_go() -> None:
    two_cases()
    told(paid("", "300.00", bank_reference="B1", day=PAID_ON))
    at, _today = right_now()
    with staff_scope():
        entry = UnmatchedPayment.objects.get()
    send_back(entry=entry.public_id, by=FINANCE, at=at)
    assert agency_book() == {Account.CLIENT_FUNDS: 300_00, Account.OWED_TO_PAYER: -300_00}
    set_today(TAKEN_ON)
    bank_takes_back("300.00", TAKEN_ON, "B7")
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    with staff_scope():
        debit = debits_taken_back().get()
    address = f"/handlaggning/aterforingar/{debit.pk}/"
    assert "så går ingen återbetalning" in text_of(bertil.get(address))
    chosen = {"waiting": str(entry.public_id)}
    assert bertil.post(f"{address}oplacerad/", chosen).status_code == 302
    assert (agency_book(), broken()) == ({}, [])
