"""How far a run and a payout may go from where they are: one table each, and the change that asks it.

A run: drafted by the machine, approved by two people, its file made by the machine, handed to the bank, and then the
bank's word: accepted, settled by its debits, or rejected. A draft may be withdrawn, and so may an approved run whose
content is no longer true when its file is to be made; a file the bank has not taken may be given up.

A payout whose fate is not known stands as unknown, and is never sent again: what the bank says leads on, or two people
with a document. Money that comes back makes a settled payout returned; a rejected one that the bank pays all the same
is settled, since the bank's book is what happened.
"""

from datetime import datetime
from typing import Any, Final

from payouts.models import Payout, PayoutRun

_Run = PayoutRun.State
_Payout = Payout.State

RUN_MOVES: Final[dict[PayoutRun.State, frozenset[PayoutRun.State]]] = {
    _Run.DRAFT: frozenset({_Run.APPROVED, _Run.WITHDRAWN}),
    _Run.WITHDRAWN: frozenset(),
    _Run.EMPTY: frozenset(),
    _Run.APPROVED: frozenset({_Run.FILE_MADE, _Run.WITHDRAWN}),
    # Accepted and settled: we stopped between sending and noting it, and the bank's own files tell.
    _Run.FILE_MADE: frozenset({_Run.HANDED_OVER, _Run.UNKNOWN, _Run.ACCEPTED, _Run.SETTLED, _Run.REJECTED}),
    _Run.HANDED_OVER: frozenset({_Run.ACCEPTED, _Run.SETTLED, _Run.REJECTED}),
    _Run.UNKNOWN: frozenset({_Run.HANDED_OVER, _Run.ACCEPTED, _Run.SETTLED, _Run.REJECTED}),
    _Run.ACCEPTED: frozenset({_Run.SETTLED, _Run.REJECTED}),
    _Run.SETTLED: frozenset(),
    _Run.REJECTED: frozenset({_Run.SETTLED}),
}

# A payout may be sent and settled without a report between: some banks report rejections only.
PAYOUT_MOVES: Final[dict[Payout.State, frozenset[Payout.State]]] = {
    _Payout.DRAFT: frozenset({_Payout.APPROVED, _Payout.WITHDRAWN}),
    _Payout.WITHDRAWN: frozenset(),
    _Payout.APPROVED: frozenset(
        {_Payout.SENT, _Payout.UNKNOWN, _Payout.ACCEPTED, _Payout.SETTLED, _Payout.REJECTED}
    ),
    _Payout.SENT: frozenset({_Payout.UNKNOWN, _Payout.ACCEPTED, _Payout.SETTLED, _Payout.REJECTED}),
    _Payout.UNKNOWN: frozenset({_Payout.SENT, _Payout.ACCEPTED, _Payout.SETTLED, _Payout.REJECTED}),
    _Payout.ACCEPTED: frozenset({_Payout.UNKNOWN, _Payout.SETTLED, _Payout.REJECTED}),
    _Payout.SETTLED: frozenset({_Payout.RETURNED}),
    _Payout.REJECTED: frozenset({_Payout.SETTLED}),
    _Payout.RETURNED: frozenset(),
}

# On its way: posted in the book as in transit, and the bank's last word not yet heard.
IN_TRANSIT: Final = frozenset({_Payout.APPROVED, _Payout.SENT, _Payout.UNKNOWN, _Payout.ACCEPTED})


def move_run(*, run_id: int, to: PayoutRun.State, **changes: Any) -> bool:
    """Move a run, if it stands where it may be moved from; whether it did. In the agency's scope."""
    sources = [state for state, targets in RUN_MOVES.items() if to in targets]
    return PayoutRun.objects.filter(pk=run_id, state__in=sources).update(state=to, **changes) == 1


def move_payout(*, payout_id: int, to: Payout.State, at: datetime, **changes: Any) -> bool:
    """Move a payout, if it stands where it may be moved from; whether it did. In its owner's scope."""
    sources = [state for state, targets in PAYOUT_MOVES.items() if to in targets]
    rows = Payout.objects.filter(pk=payout_id, state__in=sources)
    return rows.update(state=to, moved_at=at, **changes) == 1
