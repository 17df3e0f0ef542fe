"""The daily proof: the book's client funds are the bank's, to the öre, and nothing is paid out while they are not.

Åre Bygg is paid 10 379,73 by Anna on 20 November: 10 000,00 + 139,73 + 240,00. Of that 240,00 + 60,00 VAT stay.
"""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import BankFile, BankStatement
from ekrav.payments.proof import _proof, prove_days, standing_proof
from ekrav.payments.proof_models import DailyProof
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.due import draft_due
from payouts.hand_over import hand_over_files
from payouts.models import Payout, PayoutRun
from tests.cast import right_now, set_today
from tests.pages import text_of
from tests.payouts.bank import TheBank, debited
from tests.payouts.browsing import approve, the_draft
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, money_in

pytestmark = pytest.mark.django_db(transaction=True)

THE_TWENTIETH = date(2026, 11, 20)
ANNAS = 1_037_973


def the_bank_says(closing: int, *, on: date, account: str = "IBAN:SE4550000000058398257466") -> None:
    """A statement of one day, which began with nothing."""
    at, _today = right_now()
    with agency_scope():
        number = BankFile.objects.count()
        file = BankFile.objects.create(
            sha256=number.to_bytes(32, "big"),
            size=0,
            name=f"utdrag {on}",
            format="camt.053.001.08",
            message_id=f"S{number}",
            entry_count=0,
            credit_ore=0,
            debit_ore=0,
            received_at=at,
        )
        BankStatement.objects.create(
            file=file,
            account=account,
            statement_id=f"S{number}",
            sequence=None,
            from_date=on,
            to_date=on,
            opening_ore=0,
            credit_ore=max(closing, 0),
            debit_ore=max(-closing, 0),
            closing_ore=closing,
        )


def proven() -> list[tuple[date, str]]:
    """What has been proven, in the order it was."""
    at, today = right_now()
    prove_days(today=today, at=at)
    with agency_scope():
        return list(DailyProof.objects.order_by("id").values_list("day", "state"))


def standing() -> DailyProof:
    with agency_scope():
        found = standing_proof()
    assert found is not None
    return found


def test_what_anna_paid_is_all_owed_to_are_bygg(are_bygg: int) -> None:
    set_today(date(2026, 11, 21))
    money_in(are_bygg, ANNA_PAID)
    the_bank_says(ANNAS, on=THE_TWENTIETH)
    assert proven() == [(THE_TWENTIETH, "holds")]
    assert proven() == [(THE_TWENTIETH, "holds")]
    proof = standing()
    assert (proof.bank_ore, proof.book_ore, proof.creditors_ore) == (ANNAS, ANNAS, ANNAS)


def test_an_approved_payout_is_in_transit_until_the_bank_has_drawn_it(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    run = the_draft(are_bygg)
    approve(astrids, run)
    approve(bertils, run)
    the_bank_says(ANNAS, on=FRIDAY)
    set_today(FRIDAY + timedelta(days=1))
    assert proven() == [(FRIDAY, "holds")]
    proof = standing()
    # 10 079,73 to Åre Bygg is on its way, 300,00 are the agency's, and nothing is left to account for.
    assert (proof.creditors_ore, proof.in_transit_ore, proof.fees_ore) == (0, 1_007_973, 30_000)
    at, _today = right_now()
    hand_over_files(bank=TheBank(), at=at)
    monday = FRIDAY + timedelta(days=3)
    debited(_named(are_bygg), on=monday, at=MORNING + timedelta(days=4))
    settle_debits(at=at)
    the_bank_says(30_000, on=monday)
    set_today(monday + timedelta(days=1))
    assert proven() == [(FRIDAY, "holds"), (monday, "holds")]
    assert (standing().in_transit_ore, standing().fees_ore) == (0, 30_000)


def _named(creditor: int) -> dict[str, int]:
    with tenant_scope(creditor):
        return dict(Payout.objects.values_list("end_to_end_id", "amount_ore"))


def test_one_ore_stops_the_draft_and_the_approval_and_tells_why(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    run = the_draft(are_bygg)
    the_bank_says(ANNAS - 1, on=THE_TWENTIETH)
    assert proven() == [
        (THE_TWENTIETH, "differs"),
        *[(THE_TWENTIETH + timedelta(days=ahead), "no_statement") for ahead in (3, 4, 5, 6)],
    ]
    refused = approve(astrids, run)
    assert refused.status_code == 409
    said = "Klientmedlen stämmer inte med banken: 0,01 kr skiljer 20 november 2026."
    assert said in text_of(refused)
    assert "Banken skiljer −0,01 kr från bokföringen" in text_of(astrids.get("/handlaggning/klientmedel/"))
    assert "Klientmedel som inte stämmer med banken 1" in text_of(astrids.get("/handlaggning/"))
    next_friday = FRIDAY + timedelta(days=7)
    set_today(next_friday)
    at, today = right_now()
    assert draft_due(today=today, at=at) is None
    # The next statement agrees: what was stopped goes on.
    the_bank_says(ANNAS, on=date(2026, 12, 3))
    assert proven()[-1] == (date(2026, 12, 3), "holds")
    drafted = draft_due(today=today, at=at)
    assert drafted is not None
    assert drafted.state == PayoutRun.State.DRAFT
    assert approve(astrids, drafted).status_code == 302


def test_a_file_that_comes_late_makes_the_day_hold_after_all(are_bygg: int) -> None:
    set_today(date(2026, 11, 23))
    the_bank_says(ANNAS, on=THE_TWENTIETH)
    assert proven() == [(THE_TWENTIETH, "differs")]
    money_in(are_bygg, ANNA_PAID)
    assert proven() == [(THE_TWENTIETH, "differs"), (THE_TWENTIETH, "holds")]


def test_a_debit_that_nobody_ordered_is_shown_where_to_look(are_bygg: int, astrids: Client) -> None:
    money_in(are_bygg, ANNA_PAID)
    debited({"": 50_000}, on=THE_TWENTIETH)
    the_bank_says(ANNAS - 50_000, on=THE_TWENTIETH)
    assert proven()[0] == (THE_TWENTIETH, "differs")
    page = text_of(astrids.get("/handlaggning/klientmedel/"))
    assert "Ring banken. Koppla den till det som ersätter den 500,00" in page


def test_a_bank_day_without_a_statement_waits_and_stops_nothing(are_bygg: int) -> None:
    money_in(are_bygg, ANNA_PAID)
    the_bank_says(ANNAS, on=THE_TWENTIETH)
    # Saturday and Sunday are no bank days: on the Wednesday, Monday and Tuesday have none.
    set_today(date(2026, 11, 25))
    assert proven() == [
        (THE_TWENTIETH, "holds"),
        (date(2026, 11, 23), "no_statement"),
        (date(2026, 11, 24), "no_statement"),
    ]
    assert standing().day == THE_TWENTIETH


def test_both_accounts_of_the_client_funds_count_together(are_bygg: int) -> None:
    set_today(date(2026, 11, 21))
    money_in(are_bygg, ANNA_PAID)
    the_bank_says(1_000_000, on=THE_TWENTIETH)
    the_bank_says(37_973, on=THE_TWENTIETH, account="BGNR:53172045")
    assert proven() == [(THE_TWENTIETH, "holds")]


def test_a_proof_is_never_changed(are_bygg: int) -> None:
    set_today(date(2026, 11, 21))
    the_bank_says(0, on=THE_TWENTIETH)
    proven()
    with pytest.raises(ProgrammingError, match="permission denied"), agency_scope():
        DailyProof.objects.update(state="differs")


def test_money_booked_after_the_day_is_not_of_the_day(are_bygg: int) -> None:
    set_today(date(2026, 11, 25))
    money_in(are_bygg, ANNA_PAID)
    with agency_scope():
        post(
            key="unmatched",
            kind="payment unmatched",
            booked_date=date(2026, 11, 23),
            lines=[debit(Account.CLIENT_FUNDS, 777), credit(Account.UNMATCHED, 777)],
        )
    the_bank_says(ANNAS, on=THE_TWENTIETH)
    the_bank_says(ANNAS + 777, on=date(2026, 11, 23))
    assert proven()[:2] == [(THE_TWENTIETH, "holds"), (date(2026, 11, 23), "holds")]
    assert standing().unmatched_ore == 777


@given(
    owed=st.dictionaries(
        st.sampled_from(sorted(set(Account) - {Account.CLIENT_FUNDS})), st.integers(-500, 500)
    )
)
def test_every_ore_of_the_book_is_shared_out_whatever_is_owed(owed: dict[Account, int]) -> None:
    ours = {account: Ore(ore) for account, ore in owed.items() if not account.value.startswith("claim")}
    book = Ore(-sum(ours.values()))
    at, _today = right_now()
    proof = _proof(THE_TWENTIETH, {**ours, Account.CLIENT_FUNDS: book}, bank=book, at=at)
    shares = (
        proof.creditors_ore
        + proof.payers_ore
        + proof.unmatched_ore
        + proof.fees_ore
        + proof.in_transit_ore
        + proof.payments_in_transit_ore
    )
    assert (shares, proof.state) == (book, DailyProof.State.HOLDS)
