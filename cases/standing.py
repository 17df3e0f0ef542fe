"""The standing choice: what the creditor has chosen once for all its cases. The latest counts, all are kept."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import StandingChoice
from ekrav.accounts.models import Creditor
from ekrav.audit.record import Actor
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What is chosen: the highest costs accepted in öre, None for none of it."""

    payment_order_up_to: Ore | None
    surveillance_yearly: Ore | None
    otherwise: StandingChoice.Otherwise
    final_notice: bool


def standing_choice() -> StandingChoice | None:
    """What holds now, in the current scope; None while nothing has been chosen."""
    return StandingChoice.objects.order_by("-id").first()


def choose_standing(*, creditor_id: int, chosen: Chosen, at: datetime, by: Actor) -> StandingChoice:
    """Write down the choice, with the tariff it was made by. The same choice again is the one that is there."""
    said = {
        "payment_order_up_to_ore": chosen.payment_order_up_to,
        "surveillance_yearly_ore": chosen.surveillance_yearly,
        "otherwise": chosen.otherwise,
        "final_notice": chosen.final_notice,
        "tariff_version": Creditor.objects.get(pk=creditor_id).tariff_id,
    }
    latest = standing_choice()
    if latest is not None and all(getattr(latest, name) == value for name, value in said.items()):
        return latest
    assert by.id is not None, "a person chooses"
    return StandingChoice.objects.create(**said, made_at=at, made_by=by.id)
