"""Whoever paid by card gets it back at the card's bank: the debt is there again, and the agency stands for the money.

Anna owes 10 095,62 on 13 October 2026 and pays 4 000,00 of it with a card.
"""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
from django.db import connection

from cases.models import Case
from cases.reverse_payment import reverse_charged_back
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.outbox.models import Parcel
from ekrav.payments.held import hold_what_is_owed
from ekrav.payments.models import Instruction, LostDispute
from ekrav.payments.ways.charge_back import kept, set_aside
from ekrav.payments.ways.note import locked
from ekrav.payments.ways.parts import NotOwed, bear_part, take_part
from ekrav.payments.ways.refund import (
    NotApproved,
    NotRefundable,
    approve_refund,
    refund,
    refundable,
    refuse_refund,
)
from ekrav.payments.ways.states import Way
from ekrav.payments.ways.top_up import NothingToTransfer, begin_top_up, waiting_ore
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cast import a_case, right_now, set_today, staff
from tests.debtor_portal.given import play
from tests.pages import logged_in, text_of
from tests.payments.cast import ASTRID as ASTRID_ACTS
from tests.payments.cast import BERTIL as BERTIL_ACTS
from tests.payments.crowd import crowd
from tests.ways.given import (
    DAY,
    EVERYTHING,
    asks,
    at_the_page,
    begins,
    calls,
    client_funds,
    heard,
    in_book,
    owed,
    seen,
    state_of,
    tell_sandbox,
)
from tests.ways.test_card import arrives
from tests.ways.test_client_funds import owed_by_source, proven
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)
OCT_20 = date(2026, 10, 20)
MOVING, DESK = "/handlaggning/pa-vag/", "Betalningar på väg som dröjer"


def disputed(row: Instruction, status: str = "lost", **told: int | str) -> None:
    """The card's holder says no at its bank; the provider calls."""
    tell_sandbox(f"/card/dispute/{seen(row).provider_id}", status=status, **told)
    assert calls("card")[-1].arrives() == 200


def reversed_now() -> int:
    """The worker comes round."""
    at, today = right_now()
    return reverse_charged_back(today=today, at=at, rates=current_rates())


def to_transfer() -> int:
    with staff_scope():
        return waiting_ore()


def test_nothing_is_taken_back_while_it_is_only_asked_for_or_was_won(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    for status in ("needs_response", "under_review", "won"):
        disputed(row, status)
    assert (reversed_now(), owed(anna)) == (0, EVERYTHING - 4000_00)
    assert broken_invariants() == []


def test_what_was_lost_before_it_was_transferred_needs_no_transfer(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    disputed(row)
    assert (heard(row)[-1], reversed_now(), reversed_now()) == ("CHARGED_BACK", 1, 0)
    assert (owed(anna), in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (EVERYTHING, [0])
    assert to_transfer() == 0
    at, _today = right_now()
    with pytest.raises(NothingToTransfer):
        begin_top_up(by=BERTIL_ACTS, at=at)
    with tenant_scope(anna.creditor_id):
        mail = Parcel.objects.filter(key__startswith="reversed payment").get()
    assert "har gått tillbaka till kortet" in mail.body
    assert broken_invariants() == []


def test_what_was_lost_afterwards_makes_the_next_transfer_less(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    at, _today = right_now()
    arrives(begin_top_up(by=BERTIL_ACTS, at=at), 4000_00, date(2026, 10, 13))
    assert client_funds(anna) == 4000_00
    disputed(row)
    assert (reversed_now(), in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (1, [-4000_00])
    assert (owed(anna), to_transfer(), broken_invariants()) == (EVERYTHING, -4000_00, [])
    pays(anna, EVERYTHING, way=Way.CARD)
    top_up = begin_top_up(by=BERTIL_ACTS, at=at)
    assert top_up.amount_ore == EVERYTHING - 4000_00
    set_today(OCT_20)
    arrives(top_up, EVERYTHING - 4000_00, OCT_20)
    assert (client_funds(anna), in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (EVERYTHING, [0])
    assert broken_invariants() == []


def test_what_was_lost_before_we_knew_that_it_was_paid_is_taken_back_the_same_round_as_we_do(
    anna: Case,
) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    # The provider's call that it is paid never came, and the one that it is lost comes once.
    disputed(row)
    assert (seen(row).state, reversed_now(), owed(anna)) == ("sent", 0, EVERYTHING)
    asks()
    assert seen(row).state == "paid"
    assert (reversed_now(), reversed_now(), owed(anna)) == (1, 0, EVERYTHING)
    assert (heard(row)[-1], in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == ("CHARGED_BACK", [0])
    assert (to_transfer(), broken_invariants()) == (0, [])


def test_what_was_lost_of_a_payment_that_never_comes_waits_for_a_person(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    disputed(row)
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    with staff_scope():
        ((kept, reference),) = LostDispute.objects.values_list("pk", "payment_reference")
    told = f"4 000,00 SEK, betalningen {reference} hos kortföretaget. Sedan 13 oktober 2026"
    page = text_of(bertil.get(MOVING))
    assert ("Kort som har gått tillbaka, av okänd betalning" in page, told in page) == (True, True)
    assert ("Fråga kortföretaget" in page, f"{DESK} 1" in text_of(bertil.get("/handlaggning/"))) == (
        False,
        False,
    )
    # A card payment takes two weeks at most: 13 to 27 October.
    set_today(date(2026, 10, 28))
    assert "Fråga kortföretaget vad den gäller." in text_of(bertil.get(MOVING))
    assert f"{DESK} 1" in text_of(bertil.get("/handlaggning/"))
    for words in ("Det är antecknat att den inte är vår.", "Det är redan antecknat."):
        page = text_of(bertil.post(f"{MOVING}tvist/{kept}/inte-var/", follow=True))
        assert (words in page, "Kort som har gått tillbaka" in page) == (True, False)
    assert (reversed_now(), broken_invariants()) == (0, [])


def test_what_was_set_aside_is_taken_off_all_the_same_when_its_payment_comes(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    disputed(row)
    set_today(date(2026, 10, 28))
    at, _today = right_now()
    with agency_scope():
        assert set_aside(dispute_id=LostDispute.objects.get().pk, by=BERTIL_ACTS, at=at)
    assert reversed_now() == 0
    set_today(date(2026, 10, 29))
    asks()
    assert seen(row).state == "paid"
    assert (reversed_now(), reversed_now(), heard(row)[-1]) == (1, 0, "CHARGED_BACK")
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), broken_invariants()) == ([0], [])


def test_a_part_waits_for_a_person(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    disputed(row, amount=1000_00)
    assert (reversed_now(), seen(row).problem, owed(anna)) == (0, "DISPUTED_IN_PART", EVERYTHING - 4000_00)
    assert broken_invariants() == []


def test_the_agency_bears_a_part_and_the_payment_stays_whole(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    disputed(row, amount=1000_00)
    disputed(row, amount=200_00, number=2)
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    words = "1 200,00 kr har gått tillbaka till kortet"
    page = text_of(bertil.get(MOVING))
    assert (words in page, "DISPUTED_IN_PART" in page) == (True, False)
    assert f"{DESK} 1" in text_of(bertil.get("/handlaggning/"))
    bear = f"{MOVING}{row.instruction_id}/byran-star-for/"
    page = text_of(bertil.post(bear, {"gone": "120000"}, follow=True))
    assert ("Byrån står för 1 200,00 kr." in page, words in page) == (True, False)
    # Pressed twice it is said once, and the provider's second call of it wakes nothing.
    assert bertil.post(bear, {"gone": "120000"}).status_code == 409
    disputed(row, amount=1000_00)
    assert f"{DESK} 1" not in text_of(bertil.get("/handlaggning/"))
    assert heard(row).count("PART_BORNE_BY_AGENCY") == 1
    # She owes what she owed, and the agency transfers the whole of what she paid.
    assert (owed(anna), to_transfer(), broken_invariants()) == (EVERYTHING - 4000_00, 4000_00, [])


def test_fifty_calls_and_fifty_workers_take_it_back_once(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    tell_sandbox(f"/card/dispute/{seen(row).provider_id}", status="lost")
    call = calls("card")[-1]
    with crowd() as people:
        people.rush(lambda number: call.arrives() if number % 2 else reversed_now())
        done = people.rush(lambda _number: reversed_now())
    assert all(isinstance(one, int) for one in done)
    assert (heard(row).count("CHARGED_BACK"), owed(anna)) == (1, EVERYTHING)
    assert broken_invariants() == []


def test_what_a_card_has_got_back_in_part_does_not_go_back_once_more(anna: Case) -> None:
    first = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING)  # 4 000,00 more than she owes by then
    disputed(first, amount=1000_00)
    assert refundable(creditor_id=anna.creditor_id, instruction_id=first.pk) == 3000_00
    bear_part(
        creditor_id=anna.creditor_id,
        instruction_id=first.pk,
        shown="100000",
        by=BERTIL_ACTS,
        at=right_now()[0],
    )
    assert refundable(creditor_id=anna.creditor_id, instruction_id=first.pk) == 3000_00


def test_what_is_gone_does_not_go_back_before_it_is_taken_off(anna: Case) -> None:
    first = pays(anna, 4000_00, way=Way.CARD)
    swish = pays(anna, EVERYTHING)
    disputed(first)
    with pytest.raises(NotRefundable):
        refundable(creditor_id=anna.creditor_id, instruction_id=first.pk)
    # Nor by another way: what is too much pays the debt that is there again.
    assert refundable(creditor_id=anna.creditor_id, instruction_id=swish.pk) == 0


def test_what_waits_for_the_second_word_does_not_go_when_the_card_has_got_it_meanwhile(anna: Case) -> None:
    first = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING)
    at, _today = right_now()
    back = refund(
        creditor_id=anna.creditor_id, instruction_id=first.pk, amount=Ore(4000_00), by=BERTIL_ACTS, at=at
    )
    disputed(first)
    with pytest.raises(NotApproved):
        approve_refund(creditor_id=anna.creditor_id, refund_id=back.pk, by=ASTRID_ACTS, at=at)


def test_all_that_is_gone_is_taken_off_also_when_it_waited_for_a_second_word(anna: Case) -> None:
    first = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING, way=Way.CARD)  # 4 000,00 more than she owes by then
    at, _today = right_now()
    back = refund(
        creditor_id=anna.creditor_id, instruction_id=first.pk, amount=Ore(4000_00), by=BERTIL_ACTS, at=at
    )
    disputed(first)
    # The second payment pays it all, and nothing is left to send: what one person has said is taken away again.
    assert (reversed_now(), owed(anna), in_book(anna, Account.OWED_TO_PAYER)) == (1, 0, [4000_00])
    with pytest.raises(NotApproved):
        approve_refund(creditor_id=anna.creditor_id, refund_id=back.pk, by=ASTRID_ACTS, at=at)
    refuse_refund(creditor_id=anna.creditor_id, refund_id=back.pk, by=ASTRID_ACTS, at=at)
    assert (in_book(anna, Account.OWED_TO_PAYER), to_transfer()) == ([0], EVERYTHING)
    assert broken_invariants() == []


def test_what_is_gone_and_cannot_be_taken_off_is_seen_from_the_next_day(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    at, _today = right_now()
    arrives(begin_top_up(by=BERTIL_ACTS, at=at), 4000_00, date(2026, 10, 13))
    play(date(2026, 11, 2))
    # The demand has told her that it was paid, and what she owes in 2027 cannot be reckoned: its rate is not decided.
    set_today(date(2027, 1, 4))
    disputed(row)
    assert (reversed_now(), heard(row)[-1], state_of(anna)) == (0, "CHARGED_BACK", "demanded")
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    words = "Har gått tillbaka till kortet, men går inte att ta bort från ärendet"
    assert words not in text_of(bertil.get(MOVING))
    set_today(date(2027, 1, 5))
    page, desk = text_of(bertil.get(MOVING)), text_of(bertil.get("/handlaggning/"))
    assert (words in page, f"{DESK} 1" in desk) == (True, True)


def test_two_disputes_of_the_same_sum_are_two_and_each_call_of_them_is_one(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    for number in (1, 1, 2, 2):
        disputed(row, amount=1000_00, number=number)
    assert heard(row).count("DISPUTED_IN_PART") == 2
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    assert "2 000,00 kr har gått tillbaka till kortet" in text_of(bertil.get(MOVING))
    assert broken_invariants() == []


def test_all_of_it_after_a_part_of_it_waits_for_a_person(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    disputed(row, amount=1000_00)
    disputed(row, number=2)
    # She has had 1 000,00 of it before: it is not all of it that is gone now.
    assert (reversed_now(), seen(row).problem, owed(anna)) == (0, "DISPUTED_IN_PART", EVERYTHING - 4000_00)


def test_two_disputes_of_a_payment_that_is_not_known_are_both_kept_and_noted_when_it_is(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    for number in (1, 2, 2):
        disputed(row, amount=1000_00, number=number)
    asks()
    assert (reversed_now(), reversed_now(), heard(row).count("DISPUTED_IN_PART")) == (0, 0, 2)
    # Called again of the ones that were kept, nothing is new.
    disputed(row, amount=1000_00, number=2)
    assert heard(row).count("DISPUTED_IN_PART") == 2


def test_a_new_dispute_is_kept_after_another_of_the_same_payment_was_set_aside(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    at, today = right_now()
    disputed(row, amount=1000_00)
    with agency_scope():
        assert set_aside(dispute_id=LostDispute.objects.get().pk, by=BERTIL_ACTS, at=at)
    # The provider's second call of the one that was set aside wakes nothing.
    disputed(row, amount=1000_00)
    with staff_scope():
        assert kept(today=today) == []
    disputed(row, amount=500_00, number=2)
    with staff_scope():
        assert [one.row.amount_ore for one in kept(today=today)] == [500_00]


def test_what_is_set_aside_just_after_its_payment_is_known_is_taken_off_all_the_same(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    disputed(row)
    asks()
    # The worker has read that it is paid, and has not come round to the dispute. The page still shows it.
    at, _today = right_now()
    with agency_scope():
        assert set_aside(dispute_id=LostDispute.objects.get().pk, by=BERTIL_ACTS, at=at)
    assert (reversed_now(), owed(anna), broken_invariants()) == (1, EVERYTHING, [])


def test_what_is_lost_of_a_payment_that_is_not_said_waits_for_a_person(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    for _ in range(2):
        disputed(row, unnamed=True)
    assert (reversed_now(), seen(row).problem, owed(anna)) == (0, "", EVERYTHING - 4000_00)
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    with staff_scope():
        told = LostDispute.objects.get()
    words = (
        f"4 000,00 SEK, tvisten {told.dispute} hos kortföretaget, som inte säger vilken betalning den gäller."
    )
    page, desk = text_of(bertil.get(MOVING)), text_of(bertil.get("/handlaggning/"))
    # Nothing that comes will tell whose it is: it is asked about at once.
    assert (words in page, "Fråga kortföretaget vad den gäller." in page, f"{DESK} 1" in desk) == (
        True,
        True,
        True,
    )
    assert bertil.post(f"{MOVING}tvist/{told.pk}/inte-var/").status_code == 302
    disputed(row, unnamed=True)
    assert words not in text_of(bertil.get(MOVING))


def test_what_is_lost_in_other_money_is_shown_as_it_is_and_is_in_no_sum(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING)  # 4 000,00 more than she owes by then
    disputed(row, amount=4000_00, currency="eur")
    disputed(row, amount=1200, currency="jpy", number=2)
    disputed(row, amount=500_00, number=3)
    assert (reversed_now(), seen(row).problem) == (0, "DISPUTED_IN_PART")
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    page = text_of(bertil.get(MOVING))
    assert "500,00 kr har gått tillbaka till kortet" in page
    for other in ("400000 EUR", "1200 JPY"):
        assert f"{other} i valutans minsta enhet har gått tillbaka till kortet. Fråga kortföretaget" in page
    # How much of it is left to send back to the card nobody knows.
    assert refundable(creditor_id=anna.creditor_id, instruction_id=row.pk) == 0
    bear, shown = f"{MOVING}{row.instruction_id}/byran-star-for/", {"gone": "50000 400000 EUR 1200 JPY"}
    page = text_of(bertil.post(bear, shown, follow=True))
    borne = "500,00 kr, 400000 EUR i valutans minsta enhet och 1200 JPY i valutans minsta enhet"
    assert (f"Byrån står för {borne}." in page, "EUR i valutans minsta enhet har gått" in page) == (
        True,
        False,
    )
    disputed(row, amount=1200, currency="jpy", number=2)
    assert (seen(row).problem, broken_invariants()) == ("", [])


def test_what_is_lost_in_other_money_of_a_payment_that_is_not_known_is_shown_as_it_is(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(row, "debit")
    disputed(row, amount=1200, currency="jpy")
    staff(BERTIL)
    page = text_of(logged_in(BERTIL).get(MOVING))
    assert ("1200 JPY i valutans minsta enhet, betalningen" in page, "12,00" in page) == (True, False)
    asks()
    assert (reversed_now(), heard(row)[-1]) == (0, "DISPUTED_IN_OTHER_CURRENCY")


def test_the_agency_bears_what_the_page_has_shown_and_nothing_that_came_since(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    disputed(row, amount=1000_00)
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    assert 'name="gone" value="100000"' in bertil.get(MOVING).content.decode()
    disputed(row, amount=3000_00, number=2)
    bear = f"{MOVING}{row.instruction_id}/byran-star-for/"
    refused = bertil.post(bear, {"gone": "100000"})
    words = "Nu har 4 000,00 kr gått tillbaka, inte det som sidan visade. Inget är antecknat."
    assert (refused.status_code, words in text_of(refused)) == (409, True)
    assert [bertil.post(bear).status_code, heard(row).count("PART_BORNE_BY_AGENCY")] == [409, 0]
    assert bertil.post(bear, {"gone": "400000"}).status_code == 302
    assert heard(row)[-1] == "PART_BORNE_BY_AGENCY"


def overpaid_by_card(anna: Case) -> Instruction:
    """She pays 4 000,00 with a card and then everything, likewise: 4 000,00 too much. All of it is at the bank."""
    row = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING, way=Way.CARD)
    at, _today = right_now()
    arrives(begin_top_up(by=BERTIL_ACTS, at=at), 4000_00 + EVERYTHING, DAY)
    assert (in_book(anna, Account.OWED_TO_PAYER), owed_by_source()) == ([-4000_00], [4000_00])
    return row


def test_a_part_is_taken_from_what_is_to_go_back_and_the_payer_has_it_once(anna: Case) -> None:
    row = overpaid_by_card(anna)
    disputed(row, amount=1000_00)
    # Until somebody has said whose it is, no more goes back than what she has not had.
    assert owed_by_source() == [3000_00]
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    words, take = "Dra det från det som ska tillbaka", f"{MOVING}{row.instruction_id}/dra-av/"
    assert words in text_of(bertil.get(MOVING))
    assert bertil.post(take, {"gone": "99900"}).status_code == 409
    page = text_of(bertil.post(take, {"gone": "100000"}, follow=True))
    assert ("1 000,00 kr är draget från det som ska tillbaka." in page, words in page) == (True, False)
    assert bertil.post(take, {"gone": "100000"}).status_code == 409
    # The book, the refunds, what goes back to the card and the next transfer of card money: each is 1 000,00 less.
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [-3000_00, -1000_00]
    assert (owed_by_source(), to_transfer(), owed(anna)) == ([3000_00], -1000_00, 0)
    assert refundable(creditor_id=anna.creditor_id, instruction_id=row.pk) == 3000_00
    assert "Kort, tillbaka Betald" in page
    # The bank has 14 095,62: the creditor's 10 095,62, hers 3 000,00, and 1 000,00 that the agency has paid for her.
    assert proven(bank=4000_00 + EVERYTHING) == ("holds", 4000_00 + EVERYTHING, EVERYTHING, 1000_00)
    assert broken_invariants() == []
    # The provider's second call of it wakes nothing, and a second dispute is a part of its own.
    disputed(row, amount=1000_00)
    assert seen(row).problem == ""
    disputed(row, amount=500_00, number=2)
    assert (seen(row).problem, owed_by_source()) == ("DISPUTED_IN_PART", [2500_00])
    assert broken_invariants() == []


def test_what_was_taken_is_nothing_to_ask_anybody_about(anna: Case) -> None:
    row = overpaid_by_card(anna)
    disputed(row, amount=1000_00)
    takes(row, 1000_00)
    set_today(date(2026, 10, 28))
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    page, desk = text_of(bertil.get(MOVING)), text_of(bertil.get("/handlaggning/"))
    assert ("tillbaka Betald" in page, "Fråga leverantören" in page, f"{DESK} 1" in desk) == (
        True,
        False,
        False,
    )


def test_the_next_transfer_is_less_by_what_was_taken(anna: Case) -> None:
    row = overpaid_by_card(anna)
    disputed(row, amount=1000_00)
    takes(row, 1000_00)
    pays(a_case(anna.creditor_id, invoice_number="1062"), 2500_00, way=Way.CARD)
    assert to_transfer() == 1500_00
    at, _today = right_now()
    arrives(begin_top_up(by=BERTIL_ACTS, at=at), 1500_00, DAY)
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), to_transfer()) == ([0], 0)
    assert (client_funds(anna), broken_invariants()) == (3000_00 + EVERYTHING + 2500_00, [])


def test_what_goes_back_at_the_bank_is_no_more_than_is_owed(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING - 3500_00)  # 500,00 more than she owes by then
    disputed(row, amount=1000_00)
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    page = text_of(bertil.get(MOVING))
    assert ("Byrån står för det" in page, "Dra det från" in page) == (True, False)
    refused = bertil.post(f"{MOVING}{row.instruction_id}/dra-av/", {"gone": "100000"})
    assert (refused.status_code, "Så mycket har betalaren inte att få tillbaka" in text_of(refused)) == (
        409,
        True,
    )
    assert (in_book(anna, Account.OWED_TO_PAYER), broken_invariants()) == ([-500_00], [])


def test_what_is_told_in_other_money_is_not_taken(anna: Case) -> None:
    row = overpaid_by_card(anna)
    disputed(row, amount=1200, currency="eur")
    # Nobody knows how much of the 4 000,00 she has had.
    assert owed_by_source() == [0]
    with pytest.raises(NotOwed):
        take_part(
            creditor_id=row.creditor_id,
            instruction_id=row.pk,
            shown="0 1200 EUR",
            by=BERTIL_ACTS,
            at=right_now()[0],
        )


def test_all_of_it_after_a_refund_that_the_card_refused_is_taken_too(anna: Case) -> None:
    row = overpaid_by_card(anna)
    at, _today = right_now()
    back = refund(
        creditor_id=anna.creditor_id, instruction_id=row.pk, amount=Ore(4000_00), by=BERTIL_ACTS, at=at
    )
    approve_refund(creditor_id=anna.creditor_id, refund_id=back.pk, by=ASTRID_ACTS, at=at)
    disputed(row)
    tell_sandbox("/card/next", code="FAILED")
    asks()
    asks()
    assert (seen(back).state, in_book(anna, Account.OWED_TO_PAYER), owed_by_source()) == (
        "declined",
        [-4000_00],
        [0],
    )
    takes(row, 4000_00)
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [0, -4000_00]
    assert (owed_by_source(), to_transfer(), owed(anna), broken_invariants()) == ([], -4000_00, 0, [])


def test_what_waits_for_a_word_does_not_go_another_way_meanwhile(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    swish = pays(anna, EVERYTHING)  # 4 000,00 more than she owes by then
    at, _today = right_now()
    said = {"creditor_id": anna.creditor_id, "at": at}
    back = refund(instruction_id=swish.pk, amount=Ore(4000_00), by=BERTIL_ACTS, **said)  # type: ignore[arg-type]
    disputed(row, amount=1000_00)
    with pytest.raises(NotApproved) as refused:
        approve_refund(refund_id=back.pk, by=ASTRID_ACTS, **said)  # type: ignore[arg-type]
    assert refused.value.reason == "spent"
    refuse_refund(refund_id=back.pk, by=ASTRID_ACTS, **said)  # type: ignore[arg-type]
    assert refundable(creditor_id=anna.creditor_id, instruction_id=swish.pk) == 3000_00
    takes(row, 1000_00)
    assert refundable(creditor_id=anna.creditor_id, instruction_id=swish.pk) == 3000_00
    assert broken_invariants() == []


def test_twenty_words_take_it_once(anna: Case) -> None:
    row = overpaid_by_card(anna)
    disputed(row, amount=1000_00)
    at, _today = right_now()

    def says(number: int) -> object:
        act = take_part if number % 2 else bear_part
        return act(creditor_id=row.creditor_id, instruction_id=row.pk, shown="100000", by=BERTIL_ACTS, at=at)

    with crowd(20) as people:
        said = people.rush(says)
    assert [one for one in said if isinstance(one, Exception)] == []
    assert sum(one is not None for one in said) == 1
    assert broken_invariants() == []


def takes(row: Instruction, ore: int) -> None:
    """Bertil in finance says so."""
    at, _today = right_now()
    assert take_part(
        creditor_id=row.creditor_id, instruction_id=row.pk, shown=str(ore), by=BERTIL_ACTS, at=at
    )


def test_whoever_looks_at_what_is_owed_while_a_payment_is_taken_off_is_not_in_its_way(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING - 4000_00, way=Way.CARD)
    assert state_of(anna) == "paid"
    disputed(row)
    with ThreadPoolExecutor(1) as worker:
        with tenant_scope(anna.creditor_id):
            # As a refund does: first what is owed on the case, then the payment.
            hold_what_is_owed(anna.subledger_id)
            taken_off = worker.submit(reversed_and_away)
            wait([taken_off], timeout=2)
            locked(row.pk)
        assert taken_off.result(timeout=60) == 1
    assert (state_of(anna), broken_invariants()) == ("reminded", [])


def reversed_and_away() -> int:
    """The worker comes round in a process of its own."""
    try:
        return reversed_now()
    finally:
        connection.close()
