"""What an instruction to a payment provider goes through: one table. The database has the same; a test compares."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """How a debtor pays when it is not by bankgiro."""

    SWISH = "swish", _("Swish")
    CARD = "card", _("Kort")
    BANK = "bank", _("Internetbank")


class State(TextChoices):
    """Where an instruction is.

    `unknown`: the provider has it, or may have it, and nobody can say how it ended. Only evidence leads on from there.
    """

    CREATED = "created", _("Förbereds")
    SENT = "sent", _("Väntar på dig")
    UNKNOWN = "unknown", _("Väntar på besked")
    PAID = "paid", _("Betald")
    DECLINED = "declined", _("Nekad")
    CANCELLED = "cancelled", _("Avbruten")
    EXPIRED = "expired", _("Tiden gick ut")


LIVE: Final = frozenset({State.CREATED, State.SENT, State.UNKNOWN})
"""Money may still come of it. Whoever answers for a case has at most one such instruction to pay it."""

# Money that has come is money, whatever was said before: every state leads to `paid`, and none away from it.
MOVES: Final[dict[State, frozenset[State]]] = {
    State.CREATED: frozenset(State) - {State.CREATED},
    State.SENT: frozenset(State) - {State.CREATED, State.SENT},
    State.UNKNOWN: frozenset({State.SENT, State.PAID, State.DECLINED, State.CANCELLED, State.EXPIRED}),
    State.PAID: frozenset(),
    State.DECLINED: frozenset({State.PAID}),
    State.CANCELLED: frozenset({State.PAID}),
    State.EXPIRED: frozenset({State.PAID}),
}


class Source(StrEnum):
    """Where a piece of evidence comes from."""

    CREATE = "create"
    READ = "read"
    CANCEL = "cancel"
    BANK = "bank"
    STAFF = "staff"
