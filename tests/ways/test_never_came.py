"""A payment that Swish called paid and that never comes to the bank, and a refund that nobody can say the end of.

Anna owes 10 095,62 on 13 October 2026 and pays by Swish. After four days the bank should have shown it.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from cases.models import Case
from cases.reverse_payment import never_came
from ekrav.agency.rates import current_rates
from ekrav.bankfiles import bgmax_write
from ekrav.bankfiles.bgmax import BGMAX
from ekrav.bankfiles.notification import AccountNotice, BankTransaction, Notification, entry_of
from ekrav.bankfiles.refusal import FileRefused
from ekrav.ledger.models import Account
from ekrav.payments.cover import cover
from ekrav.payments.models import Instruction
from ekrav.payments.receive import receive
from ekrav.payments.twins import PERHAPS
from ekrav.payments.ways.connect import give_up
from ekrav.payments.ways.fall import NotFallen
from ekrav.payments.ways.states import State
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from letters.models import Dispatch
from tests.cast import right_now, set_today, staff
from tests.pages import logged_in, text_of
from tests.payments.cast import BERTIL as BY_BERTIL
from tests.payments.cast import OURS, drawn
from tests.payments.crowd import crowd, kinds
from tests.ways.given import DAY, EVERYTHING, asks, client_funds, in_book, owed, seen, state_of
from tests.ways.test_arrive import comes, on_the_pile, told
from tests.ways.test_connect import ocr_of
from tests.ways.test_refund import pays, sends_back

pytestmark = pytest.mark.django_db(transaction=True)

OCT_17, OCT_19 = date(2026, 10, 17), date(2026, 10, 19)
MOVING = "/handlaggning/pa-vag/"


def says_never_came(row: Instruction) -> None:
    at, today = right_now()
    never_came(
        creditor_id=row.creditor_id, instruction_id=row.pk, reason="Swish och banken", today=today, at=at,
        by=BY_BERTIL, rates=current_rates(),
    )  # fmt: skip


def test_money_that_never_came_is_owed_again_and_if_it_comes_all_the_same_it_is_a_payment(anna: Case) -> None:
    staff(BERTIL)
    row = pays(anna, EVERYTHING)
    assert state_of(anna) == "paid"
    page = f"{MOVING}{row.instruction_id}/kom-aldrig/"
    set_today(OCT_17)
    bertil = logged_in(BERTIL)
    assert page not in bertil.get(MOVING).content.decode()
    assert bertil.post(page, {"reason": "för tidigt"}).status_code == 409
    set_today(OCT_19)
    bertil = logged_in(BERTIL)
    assert f'href="{page}"' in bertil.get(MOVING).content.decode()
    assert "Kom 10 095,62 kr aldrig till banken?" in text_of(bertil.get(page))
    answers = [bertil.post(page, {"reason": reason}).status_code for reason in ("", "Swish 19/10", "x")]
    assert answers == [422, 302, 409]
    # Six days' interest more than what she paid on the 13th: 10 000 × 10 % × 6 / 365 = 16,44.
    assert (state_of(anna), owed(anna)) == ("reminded", EVERYTHING + 16_44)
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT, Account.PAYMENTS_TO_APPLY) == [0, 0]
    with tenant_scope(anna.creditor_id):
        letter = Dispatch.objects.latest("id")
        assert letter.facts["paragraphs"][0] == (
            "En betalning för din skuld till Åre Bygg AB har inte kommit fram till oss. Därför är ärendet öppnat igen."
        )
        assert row.evidence.latest("id").said == "NEVER_CAME Swish 19/10"
    assert "Inget är på väg" in text_of(bertil.get(MOVING))
    comes(replace(told(row.payee_reference, "10095.62"), booked_date=OCT_19, value_date=OCT_19))
    asks()
    # Within the reminder's time, and what it asked for: the days since are let off.
    assert (client_funds(anna), state_of(anna), on_the_pile()) == (EVERYTHING, "paid", [])
    assert broken_invariants() == []


def test_fifty_who_say_it_while_the_bank_tells_of_it_are_one_of_them(anna: Case) -> None:
    row = pays(anna, 4000_00)
    set_today(OCT_19)

    def one(number: int) -> None:
        if number % 10:
            says_never_came(row)
        else:
            comes(told(row.payee_reference, bank="B1"), name=f"M{number}")

    with crowd() as people:
        answers = kinds(people.rush(one))
    assert set(answers) <= {"CaseEvent", "NotFallen", "NoneType", "ArrivedMeanwhile", "FileRefused"}
    # A file that met the other's word is read again.
    with suppress(FileRefused):
        comes(told(row.payee_reference, bank="B1"), name="again")
    asks()
    assert (client_funds(anna), in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (4000_00, [0])
    assert broken_invariants() == []


def test_what_has_arrived_is_not_said_never_to_have_come(anna: Case) -> None:
    row = pays(anna, 4000_00)
    comes(told(row.payee_reference))
    set_today(OCT_19)
    with pytest.raises(NotFallen, match="arrived"):
        says_never_came(row)
    assert broken_invariants() == []


def test_a_refund_given_up_that_went_all_the_same_is_short_until_the_payer_or_the_agency_pays(
    anna: Case,
) -> None:
    at, _today = right_now()
    first = pays(anna, 4000_00)
    comes(told(first.payee_reference))
    last = pays(anna, EVERYTHING)
    comes(told(last.payee_reference, "10095.62", bank="B2"), name="M2")
    lost = sends_back(first, 4000_00)
    with tenant_scope(anna.creditor_id):
        Instruction.objects.filter(pk=lost.pk).update(state=State.UNKNOWN, look_at=None)
    give_up(instruction_id=lost.instruction_id, reason="Swish support", by=BY_BERTIL, at=at)
    assert in_book(anna, Account.OWED_TO_PAYER) == [-4000_00]
    again = sends_back(last, 4000_00)
    asks()
    comes(
        drawn(again.payee_reference, "4000.00", bank_reference="B3", day=DAY),
        drawn(lost.payee_reference, "4000.00", bank_reference="B4", day=DAY),
        name="M3",
    )
    # Both went: Anna has 4 000,00 of somebody else's money, and nothing more leaves.
    assert (seen(lost).state, in_book(anna, Account.OWED_TO_PAYER)) == (State.PAID, [4000_00])
    with staff_scope():
        assert (cover().payers_owe, cover().short) == (4000_00, 4000_00)
    staff(BERTIL)
    assert "4 000,00 kr har gått tillbaka till betalare en gång för mycket" in text_of(
        logged_in(BERTIL).get("/handlaggning/klientmedel/")
    )
    assert broken_invariants() == []


@pytest.mark.parametrize("names", [True, False], ids=["our reference", "the OCR number"])
def test_told_by_camt_first_and_then_by_bgmax_it_is_counted_once(anna: Case, names: bool) -> None:
    row = pays(anna, 4000_00)
    comes(told(row.payee_reference, bank="SEB-1"))
    assert client_funds(anna) == 4000_00
    bgmax(told(ocr_of(anna), text=row.payee_reference if names else ""))
    assert (on_the_pile(), client_funds(anna)) == ([PERHAPS], 4000_00)
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 4000_00, [])


def bgmax(payment: BankTransaction) -> None:
    """A BgMax file that tells of the payment."""
    at, _today = right_now()
    payment = replace(payment, bank_reference="20261013-000012345678")
    notice = AccountNotice(notice_id="20261013-1", account=OURS, entries=(entry_of(payment),))
    said = Notification(standard=BGMAX, message_id="B1", version="01", created=at, notices=(notice,))
    receive(content=bgmax_write.write(said), name="bgmax", at=at)
