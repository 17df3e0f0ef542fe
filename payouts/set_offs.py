"""Why something is set off on a case: read from the book, where each entry's kind says who made the creditor owe.

What was made first is settled first. A settlement takes a case's whole balance, so what it takes are the entries from
where the last one ended; when they do not sum to it, the reason is left open rather than guessed.
"""

from collections.abc import Iterable, Sequence

from ekrav.ledger.models import Account, Line
from payouts.kinds import SET_OFF_OF_ENTRY, SetOff
from payouts.models import PayoutLine

SETTLE = "settle"
"""The kind of a payout's entry in the book."""

Reasons = list[tuple[SetOff, int]]


def set_offs_of(lines: Sequence[PayoutLine]) -> dict[int, Reasons]:
    """What each case's set-off is made of, in öre, by subledger. In a tenant's scope, before it is settled."""
    owed = {line.subledger_id: line.set_off_ore for line in lines if line.set_off_ore}
    rows = Line.objects.filter(account=Account.CREDITOR_OWES, subledger_id__in=owed).order_by("id")
    # A reversal has the reason of what it reverses.
    found = rows.values_list("subledger_id", "entry__reverses__kind", "entry__kind", "amount_ore")
    made: dict[int, list[tuple[str, int]]] = {}
    for subledger_id, reversed_kind, kind, amount in found:
        made.setdefault(subledger_id, []).append((reversed_kind or kind, amount))
    return {case: _reasons(made.get(case, []), set_off=ore) for case, ore in owed.items()}


def notes_corrected_by(lines: Sequence[PayoutLine]) -> dict[int, str]:
    """For each case whose money the bank took back after it was settled, the note that settled it; by subledger.

    A settlement that takes a fee back changes that note, and names it (ML 17 kap. 22 §). In a tenant's scope.
    """
    back = [line for line in lines if min(line.received_ore, line.fee_ore) < 0]
    earlier = PayoutLine.objects.filter(
        subledger_id__in=[line.subledger_id for line in back], payout__note__isnull=False
    ).exclude(payout_id__in={line.payout_id for line in back})
    rows = (
        earlier.order_by("id")
        .select_related("payout__note")
        .defer("payout__note__pdf", "payout__note__facts")
    )
    return {row.subledger_id: row.payout.note.label for row in rows}


def _reasons(entries: Iterable[tuple[str, int]], *, set_off: int) -> Reasons:
    entries = list(entries)
    settled = -sum(amount for kind, amount in entries if kind == SETTLE)
    sums: dict[SetOff, int] = {}
    passed = taken = 0
    for kind, amount in entries:
        if kind == SETTLE:
            continue
        if passed != settled:
            passed += amount
        elif taken != set_off:
            reason = SET_OFF_OF_ENTRY.get(kind, SetOff.OTHER)
            sums[reason] = sums.get(reason, 0) + amount
            taken += amount
    if taken != set_off:
        return [(SetOff.OTHER, set_off)]
    return [(reason, ore) for reason, ore in sums.items() if ore]
