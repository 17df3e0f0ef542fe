"""The bank will not pay: the money is due to its owner again, and is part of the next draft.

The entry is taken back by its mirror image, the fees and their VAT too. A credit note takes the note back
(`payouts.credit_due`); the next payout has a note of its own. When it is the account that the bank cannot pay to, the
creditor is held until it has another bankgiro, or staff let it go.
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from ekrav.audit.record import MACHINE, record
from ekrav.ledger.book import reverse
from payouts.evidence import Said
from payouts.models import BankWord, Payout
from payouts.owners import owner_scope
from payouts.parts import PartId, locked
from payouts.states import move_payout
from payouts.tell import tell_not_paid

LONGEST_PROBLEM = 300

# ISO 20022 ExternalStatusReason1Code and ExternalReturnReason1Code: it is the payee's account that is wrong.
ACCOUNT_REASONS: Final = frozenset(
    {"AC01", "AC03", "AC04", "AC05", "AC06", "AC07", "AC13", "AC14", "BE01", "BE06", "RC01", "RC04"}
)

# "Known already": said of a second copy of what the bank has, never of the first. Taking it for a rejection would make
# the money due again while the bank pays it.
ANOTHER_COPY: Final = frozenset({"DU01", "DU02", "DU03", "DU04", "DU05", "AM05", "DUPL"})


def reject(payout: Payout, *, said: Said, on: date, at: datetime) -> bool:
    """Take one payout back, booked on `on`; False when it was not on its way. In its owner's scope."""
    problem = said.reason[:LONGEST_PROBLEM]
    if not move_payout(payout_id=payout.pk, to=Payout.State.REJECTED, at=at, problem=problem):
        return False
    assert payout.entry is not None, "a payout on its way is posted"
    reverse(entry=payout.entry, key=f"payout {payout.end_to_end_id} rejected", booked_date=on)
    record(act="payout_rejected", on=payout, by=MACHINE, at=at, facts={"amount_ore": payout.amount_ore})
    tell_not_paid(payout, state=Payout.State.REJECTED, problem=problem, account=said.account, at=at)
    return True


def never_sent(part: PartId, *, problem: str, on: date, at: datetime) -> bool:
    """Take back one payout of a file that never left; False when it was not on its way. In the caller's transaction."""
    with transaction.atomic(), owner_scope(part.creditor_id):
        said = Said(outcome=BankWord.Outcome.REJECTED, reason=problem, said_at=at, source="")
        return reject(locked(part), said=said, on=on, at=at)
