"""Other people's money that lies here too long: what is owed back to payers, and what nobody has placed.

What a payer has paid too much, on a closed case or to nobody belongs to the payer and is to go back without delay
(god inkassosed). No statute sets the days. `WITHIN` is our own practice: a fortnight holds a payday and the bank days
of a payment back, and an account that asks the payer for its account number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Sum

from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore
from ekrav.payments.models import PayerDetail, Payment, Reference, UnmatchedPayment

WITHIN: Final = timedelta(days=14)
State = UnmatchedPayment.State


@dataclass(frozen=True, kw_only=True)
class Liability:
    """Money owed back to whoever paid it, since a day; to `account`, where it came from, when the bank told it."""

    amount: Ore
    since: date
    late: bool
    payer: str
    account: str
    creditor: str = ""
    case_number: str = ""
    public_id: UUID | None = None


def liabilities(*, today: date) -> list[Liability]:
    """Return what is owed back to payers, the oldest first. In a staff scope."""
    return sorted([*_sent_back(today), *_overpaid(today)], key=lambda one: one.since)


def too_old(*, today: date) -> int:
    """How many sums have lain too long: owed back, or placed by nobody. In a staff scope."""
    unplaced = UnmatchedPayment.objects.filter(state=State.OPEN, entry__booked_date__lt=today - WITHIN)
    return unplaced.count() + sum(one.late for one in liabilities(today=today))


def _sent_back(today: date) -> Iterable[Liability]:
    """What somebody has decided to send back, in the agency's book."""
    rows = UnmatchedPayment.objects.filter(state=State.RETURNED).select_related("entry", "entry__payer")
    for row in rows:
        payer = getattr(row.entry, "payer", None)
        since = clock.civil_date(row.resolved_at) if row.resolved_at else row.entry.booked_date
        yield Liability(
            amount=Ore(row.entry.amount_ore),
            since=since,
            late=since < today - WITHIN,
            payer=payer.name if payer else "",
            account=_number(payer),
            public_id=row.public_id,
        )


def _overpaid(today: date) -> Iterable[Liability]:
    """What was paid too much on a case, or after its end, in its creditor's book."""
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger__isnull=False)
    owed = dict(
        lines.order_by().values_list("subledger_id").annotate(ore=Sum("amount_ore")).filter(ore__lt=0)
    )
    references = {row.subledger_id: row for row in Reference.objects.filter(subledger_id__in=owed)}
    names = Creditor.objects.only("creditor_id", "name").in_bulk(
        {row.creditor_id for row in references.values()}
    )
    for subledger_id, ore in owed.items():
        reference = references[subledger_id]
        payer = _last_payer(reference)
        since = _since(subledger_id)
        yield Liability(
            amount=Ore(-ore),
            since=since,
            late=since < today - WITHIN,
            payer=payer.name if payer else reference.debtor_label,
            account=_number(payer),
            creditor=names[reference.creditor_id].name if reference.creditor_id in names else "",
            case_number=reference.case_number,
        )


def _since(subledger_id: int) -> date:
    """The day of the oldest öre that is still owed, the oldest going back first."""
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger_id=subledger_id)
    rows = list(lines.order_by("id").values_list("amount_ore", "entry__booked_date"))
    gone_back = sum(ore for ore, _day in rows if ore > 0)
    for ore, day in rows:
        gone_back += min(ore, 0)
        if gone_back < 0:
            return day
    return rows[-1][1]


def _last_payer(reference: Reference) -> PayerDetail | None:
    entries = (
        Payment.objects.filter(reference=reference).order_by("-id").values_list("bank_entry_id", flat=True)
    )
    return PayerDetail.objects.filter(entry_id__in=list(entries[:1])).first()


def _number(payer: PayerDetail | None) -> str:
    """The account without its scheme."""
    return payer.account.partition(":")[2] if payer else ""
