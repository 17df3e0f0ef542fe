"""The life of a case as one table: which state, which action, where it leads. Pure; nothing else knows the moves."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a case stands. Stored; changed only by `cases.move`."""

    REGISTERED = "registered", _("Registrerat")
    REMINDED = "reminded", _("Påminnelse")
    DEMANDED = "demanded", _("Inkassokrav")
    AWAITING_DECISION = "awaiting_decision", _("Väntar på beslut")
    PAID = "paid", _("Betalt")


class Action(models.TextChoices):
    """What can happen to a case."""

    REGISTER = "register", _("Registrera")
    REMIND = "remind", _("Skicka påminnelse")
    DEMAND = "demand", _("Skicka inkassokrav")
    AWAIT_DECISION = "await_decision", _("Fråga borgenären")
    APPLY_PAYMENT = "apply_payment", _("Avräkna betalning")
    CLOSE_PAID = "close_paid", _("Avsluta som betalt")
    RECALL = "recall", _("Ta tillbaka brev")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is true of a case while it is in a state."""

    interest_runs: bool
    who_acts: str
    open: bool


STANDINGS: Mapping[State, Standing] = {
    State.REGISTERED: Standing(interest_runs=True, who_acts="machine", open=True),
    State.REMINDED: Standing(interest_runs=True, who_acts="debtor", open=True),
    State.DEMANDED: Standing(interest_runs=True, who_acts="debtor", open=True),
    State.AWAITING_DECISION: Standing(interest_runs=True, who_acts="creditor", open=True),
    State.PAID: Standing(interest_runs=False, who_acts="nobody", open=False),
}

OPEN_STATES = tuple(state for state, standing in STANDINGS.items() if standing.open)

# (state before, action) → state after. `None` before is a case that does not exist yet.
MOVES: Mapping[tuple[State | None, Action], State] = {
    (None, Action.REGISTER): State.REGISTERED,
    (State.REGISTERED, Action.REMIND): State.REMINDED,
    (State.REGISTERED, Action.DEMAND): State.DEMANDED,
    (State.REMINDED, Action.DEMAND): State.DEMANDED,
    (State.DEMANDED, Action.AWAIT_DECISION): State.AWAITING_DECISION,
    # A letter that never left: as if it had not been written.
    (State.REMINDED, Action.RECALL): State.REGISTERED,
    (State.DEMANDED, Action.RECALL): State.REMINDED,
    **{(state, Action.APPLY_PAYMENT): state for state in OPEN_STATES},
    # Money that comes after the case was closed is the payer's: noted, and owed back.
    (State.PAID, Action.APPLY_PAYMENT): State.PAID,
    **{(state, Action.CLOSE_PAID): State.PAID for state in OPEN_STATES},
}
