"""A bank that answers as it likes, week after week: every payout ends as the bank's own book has it, and none is sent
twice."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO

import pytest

from ekrav.agency.models import StaffMember
from ekrav.bankfiles import pain001_read
from ekrav.bankfiles.payment_batch import PaymentBatch
from ekrav.ledger.models import Account
from ekrav.payments.bank import AnswerLost, BankUnreachable, Listed
from ekrav.tenancy import staff_scope
from ekrav.world.books import broken_invariants
from payouts.confirm import settle_debits
from payouts.decide import Decider, Document, confirm, propose
from payouts.evidence import handle, open_contradictions
from payouts.hand_over import hand_over_files
from payouts.models import Decision, Payout, PayoutRun
from payouts.reports import read_reports
from tests.payouts.bank import debited, report
from tests.payouts.given import (
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    a_creditor,
    a_draft,
    approved_at,
    book,
    money_in,
)

pytestmark = pytest.mark.django_db(transaction=True)

WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
KINDS = ("ok", "reject", "silent", "duplicate", "late", "contradicts", "contradicts and pays")


@dataclass
class Whim:
    """A bank with a book of its own, which tells the truth in it and anything elsewhere."""

    chance: random.Random
    sent: list[str] = field(default_factory=list)
    has: list[PaymentBatch] = field(default_factory=list)
    book: dict[str, int] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)

    def files(self, *, after: str = "") -> list[Listed]:
        """Nothing lies ready: what it says is laid in the inbox."""
        return []

    def fetch(self, *, file_id: str) -> BinaryIO:
        """There is none."""
        raise BankUnreachable(file_id)

    def send(self, *, content: bytes) -> str:
        """Take the file, or lose it, or take it and lose the answer."""
        batch = pain001_read.read(content)
        self.sent.append(batch.message_id)
        fate = self.chance.choice(("taken", "taken", "taken", "lost", "answer lost"))
        self.reached.add(fate)
        if fate != "lost":
            self.has.append(batch)
        if fate != "taken":
            raise AnswerLost("ReadTimeout")
        return batch.message_id

    def tells(self, run: PayoutRun, *, at: datetime) -> dict[str, int]:
        """Its reports on one file; what it debits, today or later."""
        debits: dict[str, int] = {}
        for batch in (one for one in self.has if one.message_id == run.message_id):
            for payment in batch.payments:
                name, kind = payment.end_to_end_id, self.chance.choice(KINDS)
                self.reached.add(kind)
                for hour, status in enumerate(_reports(kind, self.chance)):
                    # What contradicts also comes in any order.
                    said = self.chance.randrange(4) if kind.startswith("contradicts") else hour
                    report(run, {name: status}, code="AM04", at=at, said_at=at + said * HOUR)
                if kind not in ("reject", "contradicts"):
                    debits[name] = payment.amount
        self.book |= debits
        return debits


def _reports(kind: str, chance: random.Random) -> list[str]:
    """What the bank reports of one payment, in the order it says it."""
    return {
        "ok": ["RCVD", "ACCP", "ACSC"],
        "reject": ["ACTC", "RJCT"],
        "silent": [],
        "duplicate": ["ACCP", "ACCP", "ACCP"],
        "late": ["PDNG"],
        "contradicts": chance.choice((["RJCT", "ACCP"], ["ACCP", "RJCT", "ACCP", "RJCT"])),
        "contradicts and pays": chance.choice((["RJCT", "ACSC"], ["ACCP", "RJCT"])),
    }[kind]


@pytest.mark.parametrize("seed", range(3))
def test_every_payout_ends_as_the_banks_book_has_it(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember, seed: int, size: Callable[[int, int], int]
) -> None:
    chance = random.Random(seed)
    bank = Whim(chance)
    others = (a_creditor(f"Bolag {number} AB", bankgiro="9902008") for number in range(size(4, 19)))
    cases = {creditor: a_case(creditor) for creditor in (are_bygg, *others)}
    weeks, late = size(4, 20), dict[str, int]()
    for week in range(weeks):
        day, at = FRIDAY + week * WEEK, MORNING + week * WEEK
        if late:
            debited(late, on=day, at=at)
        for creditor, case in cases.items():
            money_in(creditor, Paid(capital="100.00"), case=case)
        settle_debits(at=at)
        run = a_draft(day, at=at)
        if run.count:
            approved_at(at, run, astrid, bertil)
        hand_over_files(bank=bank, at=at)
        debits = bank.tells(run, at=at)
        late = {name: ore for name, ore in debits.items() if chance.random() < 0.3}
        read_reports(at=at + 4 * HOUR)
        on_time = {name: ore for name, ore in debits.items() if name not in late}
        if on_time:
            debited(on_time, on=day, at=at + DAY)
        settle_debits(at=at + DAY)
        _ask_the_bank(bank, (astrid, bertil), at=at + 4 * DAY, but=set(late))
    end = MORNING + weeks * WEEK
    if late:
        debited(late, on=FRIDAY + weeks * WEEK, at=end)
    settle_debits(at=end)
    _ask_the_bank(bank, (astrid, bertil), at=end, but=set())
    with staff_scope():
        states = dict(Payout.objects.exclude(state="withdrawn").values_list("end_to_end_id", "state"))
    assert {name for name, state in states.items() if state == "settled"} == set(bank.book)
    assert set(states.values()) <= {"settled", "rejected"}
    # One sending for each file, whatever became of the answer.
    assert len(bank.sent) == len(set(bank.sent))
    # In minus out is what is left, and nothing is on its way.
    left = weeks * len(cases) * 100_00 - sum(bank.book.values())
    assert book() == ({Account.CLIENT_FUNDS: left, Account.DUE_CAPITAL: -left} if left else {})
    assert {broken.invariant[:6] for broken in broken_invariants()} <= {"INV-03", "INV-05"}
    assert bank.reached == {*KINDS, "taken", "lost", "answer lost"} or size(1, 2) == 1


def _ask_the_bank(bank: Whim, people: tuple[StaffMember, ...], *, at: datetime, but: set[str]) -> None:
    """Two people ask about every payout that is unknown or still on its way, and about every contradiction."""
    with staff_scope():
        open_ones = list(Payout.objects.filter(state__in=["unknown", "accepted", "sent"]))
        words = list(open_contradictions())
    for word in words:
        handle(word=word, staff=people[0], at=at)
    proposer, confirmer = (Decider(staff=person, bankid_at=at, at=at) for person in people)
    for payout in open_ones:
        if payout.end_to_end_id in but | set(bank.book) or payout.state != Payout.State.UNKNOWN:
            continue
        decision = propose(
            payout=payout,
            verdict=Decision.Verdict.NOT_PAID,
            reason="Banken har den inte",
            document=Document(name="svar.txt", content=b"nej"),
            by=proposer,
        )
        confirm(decision=decision, by=confirmer)
