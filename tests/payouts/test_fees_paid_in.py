"""A payout comes back after its fees have left: the agency pays them in, and the next withdrawal is less by them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from ekrav import clock
from ekrav.audit.record import MACHINE
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.payments.cover import FundsShort
from ekrav.payments.pay_in import begin_pay_in
from ekrav.payments.receive import receive
from ekrav.tenancy import tenant_scope
from payouts.confirm import settle_debits
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from payouts.issue import make_files
from payouts.models import Payout
from payouts.returned import take_returns
from payouts.settle_fees import hand_over_fees
from tests.cast import right_now, set_today
from tests.payments.cast import camt
from tests.payments.cast import paid as paid_to_us
from tests.payouts.bank import TheBank, came_back, debited
from tests.payouts.browsing import approve as approve_run
from tests.payouts.fees import approved, drafted, held, word
from tests.payouts.given import FRIDAY, Paid, a_case, a_creditor, money_in

pytestmark = pytest.mark.django_db(transaction=True)


def the_agency_pays_in(*, at: datetime) -> None:
    """What is short is on the client-funds account, by the transfer that was asked for."""
    asked = begin_pay_in(by=MACHINE, at=at)
    content = camt(
        paid_to_us(
            asked.reference, f"{asked.amount_ore / 100:.2f}", bank_reference="PAYIN", day=clock.civil_date(at)
        ),
        message_id="PAYIN",
    )
    receive(content=content, name="camt.xml", at=at)


def test_a_payout_that_comes_back_after_its_fees_are_gone_is_paid_in_and_then_taken_off_the_next_withdrawal(
    paid: int, astrids: Client, bertils: Client
) -> None:
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    debited({transfer.end_to_end_id: 30_000})
    settle_debits(at=at)
    with tenant_scope(paid):
        payout = Payout.objects.get()
    monday = FRIDAY + timedelta(days=3)
    set_today(monday + timedelta(days=1))
    came_back({payout.end_to_end_id: payout.amount_ore}, on=monday)
    at, _today = right_now()
    assert take_returns(at=at) == 1
    assert held(paid) == [-24_000, -6_000, 0]
    # Anna's 10 379,73 are due to Åre Bygg again, and 300,00 of them lie with the agency.
    duved = a_creditor("Duveds El HB")
    money_in(duved, Paid(capital="1000.00", costs="600.00"), case=a_case(duved))
    set_today(FRIDAY + timedelta(days=7))
    at, today = right_now()
    with pytest.raises(FundsShort):
        draft_run(period_end=today, at=at)
    the_agency_pays_in(at=at)
    run = draft_run(period_end=today, at=at)
    assert [approve_run(browser, run).status_code for browser in (astrids, bertils)] == [302, 302]
    make_files(profile=SESBA, at=at)
    hand_over_files(bank=TheBank(), at=at)
    with tenant_scope(duved):
        theirs = Payout.objects.get()
    debited({theirs.end_to_end_id: theirs.amount_ore}, on=today, at=at)
    settle_debits(at=at)
    # Duved's fees are 600,00 and 150,00. Åre Bygg's −240,00 and −60,00 and the agency's 300,00 cancel.
    following = drafted()
    assert following is not None
    assert (following.fee_ore, following.vat_ore) == (66_000, 9_000)
    assert [word(astrids, following), word(bertils, following)] == [302, 302]
    debited({following.end_to_end_id: 75_000}, on=today, at=at)
    settle_debits(at=at)
    assert (held(paid), held(duved)) == ([0, 0, 0], [0, 0, 0])
    with tenant_scope(paid):
        assert balance(account=Account.CLIENT_FUNDS) == 1_037_973
    with tenant_scope(duved):
        assert balance(account=Account.CLIENT_FUNDS) == 0
