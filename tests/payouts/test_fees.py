"""The agency's fees leave the client funds by one way: a draft, two people, a file, and the bank's debit.

Åre Bygg's payout left 240,00 in fees and 60,00 VAT of Anna's 10 379,73 among the client funds.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from ekrav.agency.models import Agency
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.bank import AnswerLost, BankRefused
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from payouts.confirm import settle_debits
from payouts.fee_models import MOVES, FeeTransfer, move_transfer
from payouts.reports import read_reports
from payouts.settle_fees import hand_over_fees
from payouts.withdraw_fees import fees_held
from tests.cast import right_now, set_today
from tests.pages import text_of
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.browsing import approve as approve_run
from tests.payouts.browsing import paid_out, the_draft
from tests.payouts.fees import OWN, State, approved, drafted, held, the_transfer, word
from tests.payouts.given import FRIDAY, a_case
from tests.payouts.test_proof import proven, the_bank_says

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_whole_way_from_the_draft_to_the_banks_debit(paid: int, astrids: Client, bertils: Client) -> None:
    transfer = drafted()
    assert transfer is not None
    assert (transfer.fee_ore, transfer.vat_ore, transfer.total_ore) == (24_000, 6_000, 30_000)
    assert drafted() is None
    assert word(astrids, transfer) == 302
    assert held(paid) == [24_000, 6_000, 0]
    assert word(bertils, transfer) == 302
    assert held(paid) == [0, 0, 30_000]
    bank, (at, _today) = TheBank(), right_now()
    assert hand_over_fees(bank=bank, at=at) == 1
    assert hand_over_fees(bank=bank, at=at) == 0
    (payment,) = bank.batch.payments
    assert (payment.payee_account.number, payment.amount) == (OWN, 30_000)
    debited({transfer.end_to_end_id: 30_000})
    assert [settle_debits(at=at), settle_debits(at=at)] == [1, 0]
    assert held(paid) == [0, 0, 0]
    assert (the_transfer().state, the_transfer().settled_on) == (State.SETTLED, FRIDAY)
    with tenant_scope(paid):
        assert balance(account=Account.CLIENT_FUNDS) == 0
    the_bank_says(0, on=FRIDAY)
    set_today(FRIDAY + timedelta(days=1))
    assert proven() == [(FRIDAY, "holds")]


def test_an_outlay_that_a_payout_has_repaid_leaves_with_the_fees_and_not_before(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    """The agency has laid out 300,00 at Kronofogden; Åre Bygg's payout of Anna's 10 379,73 sets it off."""
    subledger = a_case(are_bygg)
    with tenant_scope(are_bygg):
        lines = [
            debit(Account.CREDITOR_OWES, kronor("300.00"), subledger),
            credit(Account.AGENCY_OUTLAYS, kronor("300.00"), subledger),
        ]
        post(key="outlay of quote 1", kind="advance outlay", booked_date=FRIDAY, lines=lines)
    with staff_scope():
        assert fees_held() == []
    paid_out(are_bygg, astrids, bertils)
    with agency_scope():
        Agency.objects.update(own_bankgiro=OWN)
    transfer = drafted()
    assert transfer is not None
    assert (transfer.fee_ore, transfer.vat_ore, transfer.outlay_ore) == (24_000, 6_000, 30_000)
    assert [word(astrids, transfer), word(bertils, transfer)] == [302, 302]
    assert held(are_bygg) == [0, 0, 60_000]
    with tenant_scope(are_bygg):
        assert balance(account=Account.AGENCY_OUTLAYS) == 0
    left_out = ("bank", "quote")  # neither a statement nor a quote of the outlay is part of the story
    assert [
        one.invariant for one in broken_invariants() if not any(word in one.invariant for word in left_out)
    ] == []


def test_fees_of_a_payout_on_its_way_are_left_where_they_are(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    with agency_scope():
        Agency.objects.update(own_bankgiro=OWN)
    run = the_draft(are_bygg)
    approve_run(astrids, run)
    approve_run(bertils, run)
    assert held(are_bygg) == [24_000, 6_000, 0]
    transfer = drafted()
    assert transfer is not None
    assert (transfer.state, transfer.total_ore) == (State.EMPTY, 0)


def test_without_an_account_of_its_own_nothing_is_drafted(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    paid_out(are_bygg, astrids, bertils)
    assert drafted() is None
    assert "Byråns eget bankgiro saknas." in text_of(astrids.get("/handlaggning/avgifter/"))


def test_the_client_funds_account_is_never_the_agencys_own(are_bygg: int) -> None:
    with pytest.raises(IntegrityError), agency_scope():
        Agency.objects.update(own_bankgiro=Agency.objects.get().client_funds_bankgiro)


def test_one_person_is_never_enough(paid: int, astrids: Client) -> None:
    transfer = drafted()
    assert transfer is not None
    assert [word(astrids, transfer), word(astrids, transfer)] == [302, 409]
    with pytest.raises(IntegrityError, match="has 1 approvals"), agency_scope():
        move_transfer(transfer_id=transfer.pk, to=State.FILE_MADE, file=b"x", file_sha256=bytes(32))
    assert held(paid) == [24_000, 6_000, 0]


def test_what_two_people_read_never_changes(paid: int) -> None:
    transfer = drafted()
    assert transfer is not None
    with pytest.raises(IntegrityError, match="never changes"), agency_scope():
        FeeTransfer.objects.update(bankgiro="50501055")


def test_the_moves_stand_in_the_database_too(paid: int) -> None:
    transfer = drafted()
    assert transfer is not None
    allowed = {(before, after) for before, leads in MOVES.items() for after in leads}
    refused = [after for after in State if (State.DRAFT, after) not in allowed and after != State.DRAFT]
    for after in refused:
        with pytest.raises(IntegrityError), agency_scope():
            FeeTransfer.objects.filter(pk=transfer.pk).update(state=after, file=b"x", file_sha256=bytes(32))


def test_a_refused_draft_is_made_anew(paid: int, astrids: Client) -> None:
    transfer = drafted()
    assert transfer is not None
    address = f"/handlaggning/avgifter/{transfer.public_id}/avvisa/"
    assert astrids.post(address, {"reason": ""}).status_code == 422
    assert astrids.post(address, {"reason": "Fel dag."}).status_code == 302
    again = drafted()
    assert again is not None
    assert again.pk != transfer.pk
    assert "Fel dag." in text_of(astrids.get("/handlaggning/avgifter/"))


def test_the_bank_rejects_it_and_the_fees_lie_there_as_before(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    report(transfer, {transfer.end_to_end_id: "RJCT"})
    read_reports(at=at)
    assert the_transfer().state == State.REJECTED
    assert held(paid) == [24_000, 6_000, 0]


def test_a_lost_answer_is_not_sent_again(paid: int, astrids: Client, bertils: Client) -> None:
    approved(astrids, bertils)
    at, _today = right_now()
    assert hand_over_fees(bank=TheBank(raises=AnswerLost("?")), at=at) == 1
    assert hand_over_fees(bank=TheBank(), at=at) == 0
    assert (the_transfer().state, the_transfer().problem != "") == (State.HANDED_OVER, True)


def test_while_the_client_funds_and_the_bank_differ_no_fees_leave(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = drafted()
    assert transfer is not None
    the_bank_says(29_999, on=FRIDAY)
    set_today(FRIDAY + timedelta(days=1))
    assert proven() == [(FRIDAY, "differs")]
    assert word(astrids, transfer) == 409


def test_the_books_hold_at_the_end_but_for_money_that_no_bank_told_of(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    debited({transfer.end_to_end_id: 30_000})
    settle_debits(at=at)
    # The tests lay Anna's money in the book without a bank file: what compares with the bank's files may say so.
    broken = {found.invariant for found in broken_invariants() if "bank" not in found.invariant}
    assert broken == set()


def test_a_file_that_the_bank_does_not_take_is_sent_again_by_a_person(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    page = f"/handlaggning/avgifter/{transfer.public_id}/"
    assert astrids.post(f"{page}skicka-igen/").status_code == 409
    assert hand_over_fees(bank=TheBank(raises=BankRefused("HTTP 422")), at=at) == 0
    assert hand_over_fees(bank=TheBank(), at=at) == 0
    assert "Skicka filen igen" in text_of(astrids.get(page))
    assert [astrids.post(f"{page}skicka-igen/").status_code for _ in range(2)] == [302, 409]
    bank = TheBank()
    assert (hand_over_fees(bank=bank, at=at), len(bank.sent)) == (1, 1)
    assert the_transfer().state == State.HANDED_OVER


def test_fees_given_up_lie_there_as_before_and_are_gone_once_if_the_bank_draws_them_all_the_same(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(raises=AnswerLost("?")), at=at)
    page = f"/handlaggning/avgifter/{transfer.public_id}/"
    assert "Skicka filen igen" not in text_of(astrids.get(page))
    assert "Ge upp uttaget" in text_of(astrids.get(page))
    answers = [
        astrids.post(f"{page}ge-upp/", {"reason": why}).status_code for why in ("", "Banken 27/11", "x")
    ]
    assert answers == [422, 302, 409]
    assert (the_transfer().state, the_transfer().problem) == (State.REJECTED, "Banken 27/11")
    assert held(paid) == [24_000, 6_000, 0]
    debited({transfer.end_to_end_id: 30_000})
    assert [settle_debits(at=at), settle_debits(at=at)] == [1, 0]
    assert (the_transfer().state, held(paid)) == (State.SETTLED, [0, 0, 0])


def test_a_withdrawal_that_the_bank_is_silent_of_is_told_on_the_desk_and_can_be_given_up(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    page, still = (
        f"/handlaggning/avgifter/{transfer.public_id}/",
        "Byråns avgifter som står still på vägen 1",
    )
    assert still not in text_of(astrids.get("/handlaggning/"))
    assert "Ge upp uttaget" not in text_of(astrids.get(page))
    set_today(FRIDAY + timedelta(days=4))
    assert still in text_of(astrids.get("/handlaggning/"))
    assert "Ge upp uttaget" in text_of(astrids.get(page))
    assert "Skicka filen igen" not in text_of(astrids.get(page))
    assert astrids.post(f"{page}ge-upp/", {"reason": "Banken har den inte, Eva 1/12"}).status_code == 302
    assert (the_transfer().state, held(paid)) == (State.REJECTED, [24_000, 6_000, 0])


def test_a_withdrawal_that_the_bank_does_not_take_is_told_on_the_desk(
    paid: int, astrids: Client, bertils: Client
) -> None:
    approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(raises=BankRefused("HTTP 422")), at=at)
    assert "Byråns avgifter som står still på vägen 1" in text_of(astrids.get("/handlaggning/"))
