"""The bank will not pay: the money is due to the creditor again, and is part of the next draft.

The entry is taken back by its mirror image, the fees and their VAT too, and a credit note takes the whole note back
(`payouts.credit`); the next payout has a note of its own.
"""

from datetime import date, datetime

from ekrav.audit.record import MACHINE, record
from ekrav.ledger.book import reverse
from ekrav.tenancy import tenant_scope
from payouts.credit import credit_failed
from payouts.models import Payout
from payouts.parts import PartId, locked
from payouts.states import move_payout

LONGEST_PROBLEM = 300


def reject_payout(part: PartId, *, problem: str, on: date, at: datetime) -> bool:
    """Take one payout back, booked on `on`; False when it was not on its way.

    Inside the caller's transaction, which holds the door (`payouts.numbers`).
    """
    with tenant_scope(part.creditor_id):
        payout = locked(part)
        if not move_payout(payout_id=payout.pk, to=Payout.State.REJECTED, problem=problem[:LONGEST_PROBLEM]):
            return False
        assert payout.entry is not None, "a payout on its way is posted"
        mirror = reverse(entry=payout.entry, key=f"payout {payout.end_to_end_id} rejected", booked_date=on)
        record(act="payout_rejected", on=payout, by=MACHINE, at=at, facts={"amount_ore": payout.amount_ore})
    credit_failed(payout=payout, mirror=mirror, problem=problem, at=at)
    return True
