"""The bank's entry of a Swish payment that shows the case's OCR number, or nothing: counted once all the same.

Anna owes 10 095,62 and pays 4 000,00 by Swish.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.models import Case
from cases.reverse_payment import reverse_payment
from ekrav.agency.rates import current_rates
from ekrav.bankfiles import bgmax_write
from ekrav.bankfiles.bgmax import BGMAX
from ekrav.bankfiles.notification import AccountNotice, BankTransaction, Notification, entry_of
from ekrav.ledger.models import Account
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import Instruction, Payment, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.take_back import NotTakenBack, candidates
from ekrav.payments.twins import PERHAPS
from ekrav.payments.ways.states import State, Way
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cast import right_now, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import BERTIL as BY_BERTIL
from tests.payments.cast import OURS, drawn
from tests.ways.given import (
    EVERYTHING,
    asks,
    begins,
    client_funds,
    in_book,
    owed,
    seen,
    tell_sandbox,
)
from tests.ways.test_arrive import comes, on_the_pile, told
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> str:
    """The address of the one payment on the pile."""
    with staff_scope():
        return f"/handlaggning/oplacerade/{UnmatchedPayment.objects.get(state='open').public_id}/"


def ocr_of(case: Case) -> str:
    with staff_scope():
        return str(Case.objects.select_related("reference").get(pk=case.pk).reference.ocr)


def test_an_entry_with_the_cases_ocr_that_says_swish_settles_what_is_on_its_way(anna: Case) -> None:
    row = pays(anna, 4000_00)
    comes(told(ocr_of(anna), text="Swish inbetalning"))
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna), on_the_pile()) == (
        [0],
        4000_00,
        [],
    )
    assert seen(row).bank_entry_id is not None
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 4000_00, [])


def test_one_that_does_not_say_so_waits_and_a_person_connects_the_two(anna: Case) -> None:
    staff(BERTIL)
    row = pays(anna, 4000_00)
    comes(told(ocr_of(anna)))
    assert on_the_pile() == [
        "Ärendet har redan en betalning på samma belopp på väg (Swish). Det kan vara de här pengarna,"
        " så de väntar på en människa."
    ]
    assert (owed(anna), client_funds(anna)) == (EVERYTHING - 4000_00, 0)
    bertil, page = logged_in(BERTIL), waiting()
    assert "betalade lika mycket med Swish på ärende" in bertil.get(page).content.decode()
    named = {"betalning": f"{row.instruction_id}"}
    assert [bertil.post(page + "pa-vag/", named).status_code for _ in range(2)] == [302, 409]
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna)) == ([0], 4000_00)
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 4000_00, [])


def test_told_by_bgmax_with_the_ocr_and_then_by_camt_with_swishs_reference_is_counted_once(
    anna: Case,
) -> None:
    staff(BERTIL)
    row = pays(anna, 4000_00)
    bgmax = replace(told(ocr_of(anna)), bank_reference="20261013-000012345678")
    notice = AccountNotice(notice_id="20261013-1", account=OURS, entries=(entry_of(bgmax),))
    at, _today = right_now()
    said = Notification(standard=BGMAX, message_id="B1", version="01", created=at, notices=(notice,))
    receive(content=bgmax_write.write(said), name="bgmax", at=at)
    # BgMax's telling waits on the pile for a person; camt.054's is known for Anna's payment, and is held beside it.
    comes(told(row.payee_reference, bank="SEB-1"))
    assert on_the_pile()[1:] == [PERHAPS]
    with staff_scope():
        held = UnmatchedPayment.objects.get(state="held")
    bertil = logged_in(BERTIL)
    assert (
        bertil.post(f"/handlaggning/oplacerade/{held.public_id}/samma/", {"samma": "ja"}).status_code == 302
    )
    connected = bertil.post(waiting() + "pa-vag/", {"betalning": f"{row.instruction_id}"})
    assert (connected.status_code, in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (302, [0])
    assert (client_funds(anna), owed(anna)) == (4000_00, EVERYTHING - 4000_00)
    assert broken_invariants() == []


def test_money_of_another_amount_is_not_connected_and_stays(anna: Case) -> None:
    staff(BERTIL)
    row = pays(anna, 4000_00)
    comes(told("", "3999.00"))
    answer = logged_in(BERTIL).post(waiting() + "pa-vag/", {"betalning": f"{row.instruction_id}"})
    assert (answer.status_code, in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (409, [4000_00])
    assert broken_invariants() == []


def test_a_payment_in_doubt_is_ended_by_a_person_with_the_reason(anna: Case) -> None:
    staff(BERTIL)
    tell_sandbox("/swish/next", code="TIMEOUT")
    row = begins(anna, 4000_00)
    asks()
    with tenant_scope(anna.creditor_id):
        Instruction.objects.filter(pk=row.pk).update(state=State.UNKNOWN, look_at=None)
    bertil, page = logged_in(BERTIL), f"/handlaggning/pa-vag/{row.instruction_id}/blev-inte-av/"
    assert f'href="{page}"' in bertil.get("/handlaggning/pa-vag/").content.decode()
    assert [
        bertil.post(page, {"reason": reason}).status_code for reason in ("", "Swish support 9/11", "x")
    ] == [
        422,
        302,
        409,
    ]
    assert seen(row).state == State.EXPIRED
    with tenant_scope(anna.creditor_id):
        assert "Swish support 9/11" in row.evidence.latest("id").said
    assert (owed(anna), broken_invariants()) == (EVERYTHING, [])


def taken_back(case: Case, amount: str, reference: str, *, may_be: bool = True) -> None:
    """The bank takes back the payment, which it `may_be` of; Bertil connects its debit with it."""
    taken_on = date(2026, 10, 16)
    set_today(taken_on)
    debit: BankTransaction = drawn("", amount, bank_reference=reference, day=taken_on)
    comes(replace(debit, reversal=True), name="BACK")
    with staff_scope():
        taken = debits_taken_back().get()
        payment = Payment.objects.get()
        listed = candidates(taken=taken)
    at, today = right_now()
    assert [one.payment_id for one in listed] == ([payment.pk] if may_be else [])
    reverse_payment(
        debit_id=taken.pk,
        creditor_id=case.creditor_id,
        payment_id=payment.pk,
        today=today,
        at=at,
        by=BY_BERTIL,
        rates=current_rates(),
    )


def test_a_swish_payment_that_the_bank_takes_back_is_owed_again(anna: Case) -> None:
    row = pays(anna, 4000_00)
    comes(told(row.payee_reference))
    taken_back(anna, "4000.00", "B1")
    assert (client_funds(anna), in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (0, [0])
    assert owed(anna) >= EVERYTHING
    assert broken_invariants() == []


def test_one_by_card_or_not_at_the_bank_is_not_taken_back_there(anna: Case) -> None:
    pays(anna, 4000_00, way=Way.CARD)
    with pytest.raises(NotTakenBack) as refused:
        taken_back(anna, "4000.00", "B1", may_be=False)
    assert refused.value.reason == "way"
    assert broken_invariants() == []
