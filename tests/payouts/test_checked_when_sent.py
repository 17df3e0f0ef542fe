"""Two people have said yes, and then it is no longer true: what has not left yet waits until it is, or is given up."""

from datetime import timedelta

import pytest

from ekrav.agency.models import StaffMember
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.bank import BankUnreachable
from ekrav.tenancy import agency_scope
from payouts.approve import approve
from payouts.hand_over import hand_over_files
from payouts.holds import hold
from payouts.issue import make_files
from payouts.models import PayoutRun
from payouts.unsent import NotStandingStill, give_up, send_again
from tests.cast import right_now, set_today
from tests.payouts.bank import TheBank
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    MORNING,
    a_draft,
    another_bankgiro,
    approved,
    book,
    money_in,
)
from tests.payouts.test_proof import ANNAS, proven, the_bank_says

pytestmark = pytest.mark.django_db(transaction=True)
SATURDAY = FRIDAY + timedelta(days=1)


@pytest.fixture
def draft(are_bygg: int) -> PayoutRun:
    """10 079,73 of Anna's 10 379,73 to Åre Bygg."""
    money_in(are_bygg, ANNA_PAID)
    return a_draft()


def the_bank_differs() -> None:
    """One öre is missing at the bank."""
    the_bank_says(ANNAS - 1, on=FRIDAY)
    set_today(SATURDAY)
    assert proven()[-1] == (FRIDAY, "differs")


def agency_takes(ore: int, key: str) -> None:
    """The agency takes, or gives back, of what lies in the account."""
    with agency_scope():
        lines = [debit(Account.AGENCY_FEES, ore), credit(Account.UNMATCHED, ore)]
        post(key=key, kind="withdraw fees", booked_date=FRIDAY, lines=lines)


def the_run() -> PayoutRun:
    with agency_scope():
        return PayoutRun.objects.get()


@pytest.mark.parametrize("why", ["differs", "short"])
def test_a_file_that_is_made_waits_until_the_client_funds_hold_again(
    why: str, draft: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    approved(draft, astrid, bertil)
    the_bank_differs() if why == "differs" else agency_takes(300_01, "taken")
    bank, (at, _today) = TheBank(), right_now()
    assert (hand_over_files(bank=bank, at=at), bank.sent) == (0, [])
    assert (the_run().state, the_run().problem) == (PayoutRun.State.FILE_MADE, "")
    if why == "differs":
        the_bank_says(ANNAS, on=SATURDAY)
        set_today(SATURDAY + timedelta(days=1))
        assert proven()[-1] == (SATURDAY, "holds")
    else:
        agency_takes(-300_01, "given back")
    at, _today = right_now()
    assert (hand_over_files(bank=bank, at=at), len(bank.sent)) == (1, 1)


def test_no_file_is_made_of_a_run_while_the_bank_differs(
    draft: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    for person in (astrid, bertil):
        at = MORNING + timedelta(hours=3)
        approve(run_id=draft.pk, staff=person, content_hash=bytes(draft.content_hash), bankid_at=at, at=at)
    the_bank_differs()
    at, _today = right_now()
    assert make_files(profile=SESBA, at=at) == 0
    assert (the_run().state, the_run().problem[:20]) == (PayoutRun.State.WITHDRAWN, "Klientmedlen stämmer")


@pytest.mark.parametrize("why", ["held", "bankgiro"])
def test_a_creditor_that_may_no_longer_be_paid_stops_the_file_until_it_is_given_up(
    why: str, draft: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    """The bank was out of reach when the file was made; then staff hold Åre Bygg, or another bankgiro is asked for."""
    approved(draft, astrid, bertil)
    at = MORNING + timedelta(hours=4)
    assert hand_over_files(bank=TheBank(raises=BankUnreachable("night")), at=at) == 0
    if why == "held":
        hold(creditor_id=are_bygg, reason="Vi frågar.", last_day=None, staff=astrid, today=FRIDAY, at=at)
    else:
        another_bankgiro(are_bygg, "9902008", asked_at=at, confirmed=False)
    bank = TheBank()
    assert (hand_over_files(bank=bank, at=at), bank.sent) == (0, [])
    assert the_run().problem.startswith("Åre Bygg AB ska inte betalas nu")
    send_again(run_id=draft.pk, staff=astrid, at=at)
    assert (hand_over_files(bank=bank, at=at), bank.sent) == (0, [])
    give_up(run_id=draft.pk, staff=astrid, at=at)
    assert (the_run().state, book()[Account.DUE_CAPITAL]) == (PayoutRun.State.REJECTED, -10_000_00)


def test_a_file_that_cannot_be_sent_is_given_up_though_nobody_has_refused_it(
    draft: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    """The bank is out of reach day after day, and nobody knows how long."""
    approved(draft, astrid, bertil)
    at = MORNING + timedelta(hours=4)
    assert hand_over_files(bank=TheBank(raises=BankUnreachable("down")), at=at) == 0
    assert the_run().problem == ""
    give_up(run_id=draft.pk, staff=astrid, at=at)
    bank = TheBank()
    assert (hand_over_files(bank=bank, at=at), bank.sent, the_run().state) == (
        0,
        [],
        PayoutRun.State.REJECTED,
    )


def test_a_file_that_somebody_is_taking_to_the_bank_is_not_given_up(
    draft: PayoutRun, astrid: StaffMember, bertil: StaffMember
) -> None:
    approved(draft, astrid, bertil)
    with agency_scope():
        PayoutRun.objects.update(sending_at=MORNING)
    with pytest.raises(NotStandingStill):
        give_up(run_id=draft.pk, staff=astrid, at=MORNING + timedelta(days=1))
