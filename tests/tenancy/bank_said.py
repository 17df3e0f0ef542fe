"""Rows of every kind that a payout collects when the bank speaks and people decide: bait for the walls."""

from datetime import timedelta

from ekrav.accounts.bankgiro import WAITS
from ekrav.accounts.models import BankgiroChange, Membership
from ekrav.ledger.models import Subledger
from ekrav.tenancy import tenant_scope
from payouts.models import BankWord, Decision, Hold, PayerAccount, Payout
from tests.cast import right_now

WORDS = "kanariefågeln väntar"


def lay_what_the_bank_said(creditor_id: int) -> None:
    """One row each: a hold that is over, a word, a decision, a payer's account, a bankgiro that is asked for."""
    at, _today = right_now()
    with tenant_scope(creditor_id):
        payout = Payout.objects.get()
        Hold.objects.create(
            kind=Hold.Kind.STAFF, reason=WORDS, placed_at=at, placed_by=1, released_at=at, released_by=1
        )
        BankWord.objects.create(
            payout=payout,
            outcome=BankWord.Outcome.WAITING,
            status="RCVD",
            reason=WORDS,
            said_at=at,
            read_at=at,
            source="file 1",
        )
        Decision.objects.create(
            payout=payout,
            verdict=Decision.Verdict.WILL_PAY,
            reason=WORDS,
            document=b"kanarie",
            document_name="kanarie.txt",
            document_sha256=b"x" * 32,
            proposed_at=at,
            proposed_by=1,
            refused_at=at + timedelta(minutes=1),
        )
        PayerAccount.objects.create(
            subledger=Subledger.objects.order_by("id")[0],
            account="BGNR:50501055",
            told_at=at,
            told_to=1,
        )
        BankgiroChange.objects.create(
            bankgiro="9902008",
            asked_at=at,
            asked_by=Membership.objects.order_by("id")[0],
            holds_until=at + WAITS,
        )
