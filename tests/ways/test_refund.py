"""What Anna has paid too much goes back the way it came. She owes 10 095,62, pays 4 000,00, and then all of it."""

from datetime import date

import pytest
from django.db import IntegrityError

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Instruction
from ekrav.payments.ways.refund import (
    NotApproved,
    NotRefundable,
    approve_refund,
    refund,
    refundable,
    refuse_refund,
)
from ekrav.payments.ways.states import State, Way
from ekrav.sandbox import demo_data
from ekrav.tenancy import staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cast import right_now, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import ASTRID, BERTIL
from tests.payouts.test_checked_when_sent import agency_takes
from tests.ways.given import (
    DAY,
    EVERYTHING,
    asks,
    at_the_page,
    begins,
    client_funds,
    in_book,
    on_the_phone,
    seen,
    state_of,
    tell_sandbox,
    the_bank_tells,
)

pytestmark = pytest.mark.django_db(transaction=True)


def pays(case: Case, ore: int, *, way: Way = Way.SWISH) -> Instruction:
    """The debtor pays, and it is on the case."""
    row = begins(case, ore, way=way)
    asks()
    on_the_phone(row, "approve") if way == Way.SWISH else at_the_page(row, "debit")
    asks()
    assert seen(row).state == State.PAID
    return row


def sends_back(paid: Instruction, ore: int) -> Instruction:
    """Bertil in finance says so, and Astrid too."""
    at, _today = right_now()
    back = refund(creditor_id=paid.creditor_id, instruction_id=paid.pk, amount=Ore(ore), by=BERTIL, at=at)
    approve_refund(creditor_id=back.creditor_id, refund_id=back.pk, by=ASTRID, at=at)
    return back


def test_an_overpayment_goes_back_to_the_phone_and_leaves_the_client_funds_with_the_banks_debit(
    anna: Case,
) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)  # 4 000,00 more than she owes by then
    assert (state_of(anna), in_book(anna, Account.OWED_TO_PAYER)) == ("paid", [-4000_00])
    back = sends_back(first, 4000_00)
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [0, EVERYTHING]
    assert broken_invariants() == []
    asks()
    asks()
    assert seen(back).state == State.PAID
    set_today(date(2026, 10, 14))
    the_bank_tells(date(2026, 10, 14))
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [0, 0]
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])


def test_no_more_goes_back_than_is_owed_and_came_that_way(anna: Case) -> None:
    first = pays(anna, 4000_00)
    with pytest.raises(NotRefundable):
        sends_back(first, 1_00)  # nothing is owed to her yet
    pays(anna, EVERYTHING)
    for ore in (0, -1_00, 4000_01):
        with pytest.raises(NotRefundable):
            sends_back(first, ore)
    sends_back(first, 1000_00)
    assert refundable(creditor_id=first.creditor_id, instruction_id=first.pk) == 3000_00


def test_a_refund_that_swish_refuses_is_owed_again(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    tell_sandbox("/swish/next", code="RF08")
    back = sends_back(first, 4000_00)
    asks()
    assert (seen(back).state, seen(back).problem) == (State.DECLINED, "RF08")
    assert in_book(anna, Account.OWED_TO_PAYER) == [-4000_00]
    assert broken_invariants() == []


def test_what_two_people_let_go_waits_while_the_client_funds_are_short(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    back = sends_back(first, 4000_00)
    agency_takes(1, "taken")
    asks()
    asks()
    assert (seen(back).state, seen(back).provider_id) == (State.CREATED, "")
    agency_takes(-1, "given back")
    asks()
    asks()
    assert seen(back).state == State.PAID


def test_a_refund_whose_answer_is_lost_is_made_once(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    tell_sandbox("/swish/next", code="TIMEOUT")
    back = sends_back(first, 4000_00)
    for _ in range(3):
        asks()
    assert seen(back).state == State.PAID
    set_today(date(2026, 10, 14))
    the_bank_tells(date(2026, 10, 14))
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])


def test_what_came_from_the_internet_bank_does_not_go_back_this_way(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.BANK)
    asks()
    at_the_page(row, "approve")
    asks()
    with pytest.raises(NotRefundable) as refused:
        sends_back(row, 1_00)
    assert refused.value.reason == "way"


def test_nothing_goes_back_on_one_persons_word(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    at, _today = right_now()
    said = {"creditor_id": first.creditor_id, "by": BERTIL, "at": at}
    back = refund(instruction_id=first.pk, amount=Ore(4000_00), **said)  # type: ignore[arg-type]
    asks()
    assert (seen(back).state, seen(back).look_at) == (State.CREATED, None)
    with pytest.raises(NotApproved) as refused:
        approve_refund(refund_id=back.pk, **said)  # type: ignore[arg-type]
    assert refused.value.reason == "same"
    with pytest.raises(IntegrityError, match="instruction_refund_by_two"), tenant_scope(back.creditor_id):
        Instruction.objects.filter(pk=back.pk).update(state=State.SENT)
    # Astrid says no: it is owed as before.
    refuse_refund(creditor_id=back.creditor_id, refund_id=back.pk, by=ASTRID, at=at)
    assert in_book(anna, Account.OWED_TO_PAYER) == [-4000_00]
    assert broken_invariants() == []


def test_staff_find_the_way_back_under_refunds_and_two_of_them_take_it(anna: Case) -> None:
    staff(demo_data.BERTIL)
    staff(demo_data.ASTRID)
    pays(anna, 4000_00)
    last = pays(anna, EVERYTHING)  # 4 000,00 too much
    the_bank_tells(DAY)
    bertil, astrid = logged_in(demo_data.BERTIL), logged_in(demo_data.ASTRID)
    listed = bertil.get("/handlaggning/aterbetalningar/").content.decode()
    assert f"/handlaggning/pa-vag/{last.instruction_id}/tillbaka/" in listed
    page = f"/handlaggning/pa-vag/{last.instruction_id}/tillbaka/"
    assert "Det går först när en annan person också har godkänt." in bertil.get(page).content.decode()
    assert bertil.post(page).status_code == 302
    with staff_scope():
        back = Instruction.objects.get(refund_of__isnull=False)
    approve = f"/handlaggning/pa-vag/{back.instruction_id}/godkann/"
    assert [bertil.post(approve).status_code, astrid.post(approve).status_code] == [409, 302]
    asks()
    asks()
    assert (seen(back).state, in_book(anna, Account.OWED_TO_PAYER)) == (State.PAID, [0])
    assert broken_invariants() == []
