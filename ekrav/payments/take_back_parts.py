"""The bank takes back a payment that stands in several places: all of it leaves at once, or nothing does.

A person has split it over several cases, or it named several references and the bank told of it in parts. The debit is
of the whole, so it fits none of them alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet, Sum

from ekrav.money import Ore
from ekrav.payments.models import BankEntry, Payment, UnmatchedPayment
from ekrav.payments.take_back import (
    MOST,
    ON_THE_PILE,
    Candidate,
    NotTakenBack,
    as_candidates,
    gone_of,
)


@dataclass(frozen=True, kw_only=True)
class Several:
    """A payment of several parts, known by its first entry. `gone` and `unclear` are what stands in its way: parts
    that have left already, and parts that are not applied, or that nobody has said of whether they were told twice."""

    entry_id: int
    booked_date: date
    amount: Ore
    same_reference: bool
    parts: Sequence[Candidate]
    unplaced: Sequence[UnmatchedPayment]
    gone: Sequence[Candidate]
    unclear: bool

    @property
    def in_the_way(self) -> bool:
        """Whether it cannot be taken back whole as it stands."""
        return self.unclear or bool(self.gone)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Its entries at the bank, the payments they have become, by creditor and id, and what nobody has placed."""

    entries: Sequence[BankEntry]
    payments: Sequence[Payment]
    unplaced: Sequence[UnmatchedPayment]

    @property
    def creditors(self) -> set[int]:
        """In whose books it stands, besides the agency's."""
        return {payment.creditor_id for payment in self.payments}


def several(*, taken: BankEntry) -> list[Several]:
    """Return the payments of several parts that are of that amount, booked no later; at most `MOST` of each kind.

    Those of the same reference at the bank come first. In a staff scope.
    """
    found = [_told(parts, taken) for ids in _of_that_amount(taken) for parts in [_parts(ids)]]
    return sorted(found, key=lambda one: (not one.same_reference, -one.entry_id))


def parts_of(*, entry_id: int, taken: BankEntry) -> Parts:
    """Return what the debit takes back with this entry: all of the bank's payment. In a staff scope.

    Raises `NotTakenBack` when the parts are not the debit, to the öre; `BankEntry.DoesNotExist`.
    """
    first = BankEntry.objects.get(pk=entry_id, direction=BankEntry.Direction.CREDIT)
    whole = first.amount_ore == taken.amount_ore
    parts = _parts([first.pk] if whole else _beside(first).values_list("pk", flat=True))
    told = sum(row.amount_ore for row in parts.payments) + sum(row.entry.amount_ore for row in parts.unplaced)
    if told != taken.amount_ore:
        raise NotTakenBack("amount")
    return parts


def _of_that_amount(taken: BankEntry) -> list[list[int]]:
    """The entries of each, by id: one that a person split, or those by which the bank told of one payment."""
    came = _credits().filter(booked_date__lte=taken.booked_date)
    split = came.filter(
        amount_ore=taken.amount_ore, pk__in=Payment.objects.filter(part__gte=1).values("bank_entry_id")
    )
    in_parts = came.filter(part__gte=1).order_by().values("account", "bank_reference")
    in_parts = in_parts.annotate(
        ids=ArrayAgg("pk", order_by="pk"), ore=Sum("amount_ore"), parts=Count("pk")
    ).filter(ore=taken.amount_ore, parts__gt=1)
    return [
        *([pk] for pk in split.order_by("-pk").values_list("pk", flat=True)[:MOST]),
        *in_parts.order_by("-ids").values_list("ids", flat=True)[:MOST],
    ]


def _beside(first: BankEntry) -> QuerySet[BankEntry]:
    rows = _credits().filter(account=first.account, bank_reference=first.bank_reference)
    return rows.filter(part__gte=1)


def _credits() -> QuerySet[BankEntry]:
    return BankEntry.objects.filter(direction=BankEntry.Direction.CREDIT, reversal=False)


def _parts(ids: Sequence[int] | QuerySet[BankEntry, int]) -> Parts:
    entries = list(BankEntry.objects.filter(pk__in=list(ids)).order_by("pk"))
    keys = [entry.pk for entry in entries]
    payments = Payment.objects.filter(Q(bank_entry_id__in=keys) | Q(instruction__bank_entry_id__in=keys))
    unplaced = UnmatchedPayment.objects.filter(entry__in=keys).exclude(state=UnmatchedPayment.State.ASSIGNED)
    return Parts(
        entries=entries,
        payments=list(payments.select_related("reference", "instruction").order_by("creditor_id", "pk")),
        unplaced=list(unplaced.select_related("entry").order_by("pk")),
    )


def _told(parts: Parts, taken: BankEntry) -> Several:
    first, gone = parts.entries[0], gone_of(parts.payments)
    unclear = any(payment.applied_at is None for payment in parts.payments) or any(
        row.state not in ON_THE_PILE for row in parts.unplaced
    )
    return Several(
        entry_id=first.pk,
        booked_date=first.booked_date,
        amount=Ore(taken.amount_ore),
        same_reference=first.bank_reference == taken.bank_reference,
        parts=as_candidates(parts.payments),
        unplaced=parts.unplaced,
        gone=as_candidates([payment for payment in parts.payments if payment.pk in gone]),
        unclear=unclear,
    )
