"""Fifty connections at each act on the way out: the file, the bank's words, returns, refunds, holds, decisions."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from ekrav.agency.models import StaffMember
from ekrav.audit.record import MACHINE
from ekrav.bankfiles.accounts import IBAN
from ekrav.bankfiles.accounts import Account as BankAccount
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.law.bankdays import add_bank_days
from ekrav.ledger.models import Account, Entry
from ekrav.payments.bank import AnswerLost
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.unmatched import send_back
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.approve import approve
from payouts.confirm import settle_debits
from payouts.decide import Decider, Document, confirm, propose
from payouts.hand_over import hand_over_files
from payouts.holds import hold, release
from payouts.issue import make_files
from payouts.models import BankWord, Decision, Hold, Payout, PayoutRun, SettlementNote
from payouts.refund_account import note_account
from payouts.refund_draft import draft_refunds
from payouts.refund_sources import sources
from payouts.reports import Reported, read_reports
from payouts.returned import take_returns
from tests.payments.crowd import crowd, kinds
from tests.payouts.bank import TheBank, came_back, debited, report
from tests.payouts.given import FRIDAY, MORNING, Paid, a_case, a_draft, approved_at, book, money_in

pytestmark = pytest.mark.django_db(transaction=True)

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SWEDISH = BankAccount(IBAN, "SE3550000000054910000003")


@pytest.fixture
def rounds(size: Callable[[int, int], int]) -> range:
    """Two in `make test`, twenty in `make drill`."""
    return range(size(2, 20))


def counts(outcomes: Sequence[object]) -> dict[str, int]:
    """How many got which answer."""
    said = [str(outcome) for outcome in outcomes]
    return {word: said.count(word) for word in sorted(set(said))}


def one_of(words: dict[str, int], first: object, others: object) -> bool:
    """One did it, and the other forty-nine were told that it was done."""
    return words == {str(first): 1, str(others): 49}


def the_payout(creditor: int) -> Payout:
    with tenant_scope(creditor):
        return Payout.objects.filter(refund_ore=0).order_by("-id")[0]


def test_fifty_make_the_file_once_and_fifty_take_it_to_the_bank_once(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, rounds: range
) -> None:
    case = a_case(are_bygg)
    with crowd() as people:
        for number in rounds:
            at, bank = MORNING + number * WEEK, TheBank()
            money_in(are_bygg, Paid(capital="100.00", costs="60.00"), case=case)
            run = a_draft(FRIDAY + number * WEEK, at=at)
            for person in (astrid, bertil):
                approve(
                    run_id=run.pk, staff=person, content_hash=bytes(run.content_hash), bankid_at=at, at=at
                )
            made = people.rush(lambda _, at=at: make_files(profile=SESBA, at=at))  # type: ignore[misc]
            assert one_of(counts(made), 1, 0)
            sent = people.rush(lambda _, at=at, bank=bank: hand_over_files(bank=bank, at=at))  # type: ignore[misc]
            assert one_of(counts(sent), 1, 0)
            assert len(bank.sent) == 1
    with tenant_scope(are_bygg):
        assert Entry.objects.filter(kind="settle").count() == len(rounds)
        assert list(SettlementNote.objects.order_by("number").values_list("number", flat=True)) == [
            number + 1 for number in rounds
        ]
    # 160 − 60 − 15 = 85 a week.
    assert book()[Account.PAYOUTS_IN_TRANSIT] == -85_00 * len(rounds)


def test_fifty_readers_of_one_report_conclude_it_once_and_fifty_takers_of_one_return_take_it_once(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, rounds: range
) -> None:
    case = a_case(are_bygg)
    money_in(are_bygg, Paid(capital="100.00"), case=case)
    with crowd() as people:
        for number in rounds:
            at = MORNING + number * WEEK
            run = approved_at(at, a_draft(FRIDAY + number * WEEK, at=at), astrid, bertil)
            hand_over_files(bank=TheBank(), at=at)
            name = the_payout(are_bygg).end_to_end_id
            report(run, {name: "ACCP"}, at=at)
            read = people.rush(lambda _, at=at: read_reports(at=at))  # type: ignore[misc]
            assert one_of(counts(read), Reported(accepted=1), Reported())
            debited({name: 100_00}, on=FRIDAY + number * WEEK, at=at + DAY)
            settle_debits(at=at + DAY)
            came_back({name: 100_00}, on=FRIDAY + number * WEEK + DAY, at=at + 2 * DAY)
            taken = people.rush(lambda _, at=at: take_returns(at=at + 2 * DAY))  # type: ignore[misc]
            assert one_of(counts(taken), 1, 0)
            with tenant_scope(are_bygg):
                (held,) = Hold.objects.filter(released_at=None)
            release(hold=held, staff=astrid, at=at + 3 * DAY)
    # Paid out and sent back as often as it was tried: the 100 are due.
    assert book() == {Account.CLIENT_FUNDS: 100_00, Account.DUE_CAPITAL: -100_00}
    with tenant_scope(are_bygg):
        assert BankWord.objects.count() == 3 * len(rounds)


def test_fifty_drafts_of_what_goes_back_are_one_and_it_is_posted_once(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, rounds: range
) -> None:
    with crowd() as people:
        for number in rounds:
            # On bank days: some weeks after this Friday comes Christmas Day.
            day = add_bank_days(start=FRIDAY, days=5 * number)
            at = MORNING + (day - FRIDAY)
            came_back({f"NOBODYS {number}": 70_00}, on=day, at=at)
            with agency_scope():
                waiting = UnmatchedPayment.objects.get(state=UnmatchedPayment.State.OPEN)
            back = people.rush(
                lambda _, at=at, entry=waiting.public_id: send_back(entry=entry, by=MACHINE, at=at)  # type: ignore[misc]
            )
            assert kinds(back) == {"AlreadyResolved": 49, "int": 1}
            with staff_scope():
                (source,) = sources()
            note_account(source=source, account=SWEDISH, staff=astrid, at=at)
            drafts = people.rush(lambda _, day=day, at=at: draft_refunds(today=day, at=at))  # type: ignore[misc]
            assert kinds(drafts) == {"NoneType": 49, "PayoutRun": 1}
            (run,) = [draft for draft in drafts if isinstance(draft, PayoutRun)]
            approved_at(at, run, astrid, bertil)
    assert book() == {
        Account.CLIENT_FUNDS: 70_00 * len(rounds),
        Account.PAYOUTS_IN_TRANSIT: -70_00 * len(rounds),
    }


def test_fifty_holds_are_one_and_fifty_releases_are_one(
    are_bygg: int, astrid: StaffMember, rounds: range
) -> None:
    with crowd() as people:
        for number in rounds:
            at = MORNING + number * WEEK
            placed = people.rush(
                lambda _, at=at: hold(  # type: ignore[misc]
                    creditor_id=are_bygg, reason="Konkurs", last_day=None, staff=astrid, today=FRIDAY, at=at
                )
            )
            assert kinds(placed) == {"AlreadyHeld": 49, "Hold": 1}
            (held,) = [one for one in placed if isinstance(one, Hold)]
            let_go = people.rush(lambda _, at=at, held=held: release(hold=held, staff=astrid, at=at))  # type: ignore[misc]
            assert kinds(let_go) == {"NoneType": 1, "NotHeld": 49}
    with tenant_scope(are_bygg):
        assert Hold.objects.filter(released_at=None).count() == 0
        assert Hold.objects.count() == len(rounds)


def test_fifty_decisions_of_an_unknown_payout_are_one(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, rounds: range
) -> None:
    money_in(are_bygg, Paid(capital="100.00"))
    letter = Document(name="svar.pdf", content=b"%PDF")
    with crowd() as people:
        for number in rounds:
            at = MORNING + number * WEEK
            approved_at(at, a_draft(FRIDAY + number * WEEK, at=at), astrid, bertil)
            hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=at)
            payout = the_payout(are_bygg)
            first, second = (Decider(staff=person, bankid_at=at, at=at) for person in (astrid, bertil))
            said = people.rush(
                lambda _, payout=payout, first=first: propose(  # type: ignore[misc]
                    payout=payout,
                    verdict=Decision.Verdict.NOT_PAID,
                    reason="Eva",
                    document=letter,
                    by=first,
                )
            )
            assert kinds(said) == {"Decision": 1, "NotDecided": 49}
            (decision,) = [one for one in said if isinstance(one, Decision)]
            done = people.rush(
                lambda _, decision=decision, second=second: confirm(decision=decision, by=second)  # type: ignore[misc]
            )
            assert kinds(done) == {"NoneType": 1, "NotDecided": 49}
    assert book() == {Account.CLIENT_FUNDS: 100_00, Account.DUE_CAPITAL: -100_00}
