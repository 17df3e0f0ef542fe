"""The daily proof: the bank's closing balance is what the book says, and every öre of it is somebody's.

    client funds in the book = the bank's closing balance
    = owed to creditors + owed to payers + unmatched + fees not withdrawn + payouts and fees in transit
      − payments in transit

The right side is the book's own balance, shared out by account. What debtors pay by Swish, by card or at the internet
bank is owed at once and at the bank some days later. A movement that the bank tells of and no book has (a debit nobody
ordered, a reversal that waits for a person) makes a difference, and so does a file that did not come. Days are the
bank's: what is booked through the day, whenever it was written. Beside it stands what is short: bank and book may
agree on an account from which the agency has taken more than was its own (`ekrav.payments.cover`). Inkassolagen 10 §.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from ekrav.law.bankdays import is_bank_day
from ekrav.ledger.checkpoint import balances_by_account
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.cover import AGENCYS, CREDITORS, FundsShort, cover, require_cover
from ekrav.payments.models import BankEntry, BankStatement
from ekrav.payments.proof_models import DailyProof
from ekrav.tenancy import agency_scope, staff_scope

_log = logging.getLogger(__name__)

State = DailyProof.State
_NOTHING: Final = Ore(0)

# A day that does not hold is looked at again for as long: what comes late, comes within days.
LOOKED_AT_AGAIN: Final = timedelta(days=14)

# Whose money it is: the accounts of each share. The rest of the client-funds side is the bank account itself.
SHARES: Final[Mapping[str, tuple[Account, ...]]] = {
    "creditors_ore": CREDITORS,
    "payers_ore": (Account.OWED_TO_PAYER,),
    "unmatched_ore": (Account.UNMATCHED,),
    "fees_ore": AGENCYS,
    "payouts_ore": (Account.PAYOUTS_IN_TRANSIT,),
    "fees_in_transit_ore": (Account.FEES_IN_TRANSIT,),
    "payments_in_transit_ore": (Account.PAYMENTS_IN_TRANSIT,),
}


class ProofFails(RuntimeError):
    """The bank's balance and the book differ: nothing is paid out until they agree. `proof` says how."""

    def __init__(self, proof: DailyProof) -> None:
        super().__init__(f"{proof.day}: {proof.difference_ore}")
        self.proof = proof


def prove_days(*, today: date, at: datetime) -> int:
    """Prove every day that is over and not proven; how many rows that gave. Opens its own scopes."""
    with agency_scope():
        days = _to_prove(today)
    return sum(_prove(day, at=at) for day in days)


def standing_proof() -> DailyProof | None:
    """The latest proof of the latest day that has a statement; None before the first. In an agency or staff scope."""
    proofs = DailyProof.objects.exclude(state=State.NO_STATEMENT)
    return proofs.order_by("-day", "-id").first()


def require_proof() -> None:
    """Let money out only while the books agree. In an agency scope. Raises `ProofFails`."""
    proof = standing_proof()
    if proof is not None and proof.state == State.DIFFERS:
        raise ProofFails(proof)


def require_funds() -> None:
    """Let money out only while the books agree and nothing is short. Opens its own scopes, one transaction.

    Raises `FundsShort`, `ProofFails`.
    """
    with transaction.atomic():
        require_cover()
        with agency_scope():
            require_proof()


def money_may_leave() -> bool:
    """Whether what is approved may be sent now; else it waits. Opens its own scopes."""
    try:
        require_funds()
    except (FundsShort, ProofFails) as fails:
        _log.warning("money waits", extra={"why": type(fails).__name__})
        return False
    return True


def not_in_the_book(proof: DailyProof) -> list[BankEntry]:
    """What the bank has drawn through the proof's day and no book has: where to look. In an agency or staff scope."""
    drawn = BankEntry.objects.filter(direction=BankEntry.Direction.DEBIT, creditor_id=None)
    return list(drawn.filter(booked_date__lte=proof.day).order_by("booked_date", "id"))


def _to_prove(today: date) -> list[date]:
    """The bank days from the first statement to yesterday that are not proven, the late ones for a while."""
    first = BankStatement.objects.order_by("from_date").values_list("to_date", flat=True).first()
    if first is None:
        return []
    latest = {proof.day: proof.state for proof in DailyProof.objects.order_by("id")}
    last = BankStatement.objects.order_by("-to_date").values_list("to_date", flat=True)[0]
    days = _days(first, max(last, today - timedelta(days=1)))
    stated = set(BankStatement.objects.values_list("to_date", flat=True))
    again = today - LOOKED_AT_AGAIN
    new = [day for day in days if day not in latest and (is_bank_day(day) or day in stated)]
    late = [day for day in days if day in stated and latest.get(day, State.HOLDS) != State.HOLDS]
    return sorted([*new, *(day for day in late if day >= again or day == last)])


def _days(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _prove(day: date, *, at: datetime) -> bool:
    """Prove one day; whether that said anything new."""
    with transaction.atomic():
        with staff_scope():
            balances = balances_by_account(booked_through=day)
            short = cover(booked_through=day).short
        with agency_scope():
            proof = _proof(day, balances, bank=_closing(day), at=at, short=short)
            before = DailyProof.objects.filter(day=day).order_by("-id").first()
            if before is not None and _says(before) == _says(proof):
                return False
            proof.save(force_insert=True)
    return True


def _proof(
    day: date, balances: Mapping[Account, Ore], *, bank: int | None, at: datetime, short: Ore = _NOTHING
) -> DailyProof:
    """What is owed stands as a credit, and is told as a positive amount; what has not arrived, as a negative one."""
    shares = {name: -sum(balances.get(account, 0) for account in own) for name, own in SHARES.items()}
    book = balances.get(Account.CLIENT_FUNDS, 0)
    state = State.NO_STATEMENT if bank is None else State.HOLDS if bank == book else State.DIFFERS
    return DailyProof(
        day=day, state=state, proven_at=at, bank_ore=bank, book_ore=book, short_ore=short, **shares
    )


def _closing(day: date) -> int | None:
    """What the bank had when the day was over, all its accounts together; None while one of them has not told."""
    accounts = set(BankStatement.objects.filter(from_date__lte=day).values_list("account", flat=True))
    told = dict(BankStatement.objects.filter(to_date=day).values_list("account", "closing_ore"))
    return sum(told.values()) if accounts and accounts == set(told) else None


def _says(proof: DailyProof) -> tuple[object, ...]:
    told = (proof.state, proof.bank_ore, proof.book_ore, proof.short_ore)
    return (*told, *(getattr(proof, name) for name in SHARES))
