"""Money that a person places may be money that is on its way: the bank did not show the reference that we gave it.

A payment by Swish or at the internet bank is on its case before the bank tells of it. To place the bank's entry of it
by hand would pay the debt twice.
"""

from ekrav.money import Ore
from ekrav.payments.models import Instruction
from ekrav.payments.ways.states import State, Way

BANK_TELLS_OF_EACH = (Way.SWISH, Way.BANK)
"""Cards arrive together, in a transfer of the agency's own."""


class MayBeOnItsWay(ValueError):
    """A payment of the same amount on the same case is paid, and has not arrived."""


def refuse_same_money(*, amount: Ore, reference_id: int) -> None:
    """Refuse to place what may be on the case already. In the reference's scope. Raises `MayBeOnItsWay`."""
    moving = Instruction.objects.filter(
        reference_id=reference_id,
        refund_of=None,
        state=State.PAID,
        bank_entry_id=None,
        fell_at=None,
        way__in=BANK_TELLS_OF_EACH,
        amount_ore=amount,
    )
    if moving.exists():
        raise MayBeOnItsWay(reference_id)
