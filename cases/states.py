"""The life of a case as one table: which state, which action, where it leads. Pure; nothing else knows the moves.

A case has a place in the process (registered, reminded, …). A dispute or a plan takes it out of the process and an end
closes it; it remembers its place, and some actions lead back there (`BACK`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a case stands. Stored; changed only by `cases.move`."""

    REGISTERED = "registered", _("Registrerat")
    REMINDED = "reminded", _("Påminnelse")
    DEMANDED = "demanded", _("Inkassokrav")
    FINAL_NOTICE = "final_notice", _("Sista uppmaning")
    AWAITING_DECISION = "awaiting_decision", _("Väntar på beslut")
    DECIDED = "decided", _("Väg vald")
    PAYMENT_ORDER = "payment_order", _("Hos Kronofogden")
    ORDER_DISPUTED = "order_disputed", _("Bestritt hos Kronofogden")
    COURT = "court", _("Hos tingsrätten")
    TITLED = "titled", _("Utslag")
    ENFORCEMENT = "enforcement", _("Utmätning")
    SURVEILLANCE = "surveillance", _("Efterbevakning")
    DISPUTED = "disputed", _("Bestridet")
    PLAN = "plan", _("Amorteringsplan")
    PAID = "paid", _("Betalt")
    WITHDRAWN = "withdrawn", _("Återkallat")
    WRITTEN_OFF = "written_off", _("Avskrivet")
    CLOSED_DISPUTED = "closed_disputed", _("Avslutat, bestridet")


class Action(models.TextChoices):
    """What can happen to a case."""

    REGISTER = "register", _("Registrera")
    REMIND = "remind", _("Skicka påminnelse")
    DEMAND = "demand", _("Skicka inkassokrav")
    FINAL_NOTICE = "final_notice", _("Skicka sista uppmaning")
    AWAIT_DECISION = "await_decision", _("Fråga borgenären")
    ASK_AGAIN = "ask_again", _("Fråga borgenären igen")
    DECIDE = "decide", _("Välj väg")
    RECONSIDER = "reconsider", _("Fråga på nytt")
    APPLY_ORDER = "apply_order", _("Ansök om betalningsföreläggande")
    DISPUTE_ORDER = "dispute_order", _("Bestrid hos Kronofogden")
    ASK_COURT = "ask_court", _("Begär överlämnande till tingsrätt")
    END_ORDER = "end_order", _("Avsluta målet utan utslag")
    LOSE = "lose", _("Förlora i tingsrätten")
    VERDICT = "verdict", _("Meddela utslag")
    APPLY_ENFORCEMENT = "apply_enforcement", _("Ansök om utmätning")
    RENEW = "renew", _("Förnya utmätningen")
    LET_LAPSE = "let_lapse", _("Låt utmätningen upphöra")
    END_ENFORCEMENT = "end_enforcement", _("Avsluta utmätningen")
    SURVEIL = "surveil", _("Börja efterbevakning")
    SURVEILLANCE_LETTER = "surveillance_letter", _("Skicka efterbevakningsbrev")
    RECALL = "recall", _("Ta tillbaka brev")
    DISPUTE = "dispute", _("Bestrid")
    UPHOLD_DISPUTE = "uphold_dispute", _("Godta bestridandet")
    REJECT_DISPUTE = "reject_dispute", _("Stå fast vid kravet")
    UPHOLD_PARTLY = "uphold_partly", _("Godta en del")
    ACCEPT_PLAN = "accept_plan", _("Börja amorteringsplan")
    CHANGE_PLAN = "change_plan", _("Ändra planen")
    PLAN_NOTICE = "plan_notice", _("Skicka avi")
    PLAN_WARNING = "plan_warning", _("Varna om utebliven betalning")
    END_PLAN = "end_plan", _("Avsluta planen")
    RESPITE = "respite", _("Ge anstånd")
    PAUSE = "pause", _("Pausa")
    LIFT_HOLD = "lift_hold", _("Häv anstånd eller paus")
    STOP = "stop", _("Stoppa")
    GO_ON = "go_on", _("Låt gå vidare")
    APPLY_PAYMENT = "apply_payment", _("Avräkna betalning")
    REVERSE_PAYMENT = "reverse_payment", _("Återför betalning")
    CLOSE_PAID = "close_paid", _("Avsluta som betalt")
    WITHDRAW = "withdraw", _("Återkalla")
    WRITE_OFF = "write_off", _("Skriv av")
    REOPEN = "reopen", _("Öppna igen")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is true of a case while it is in a state. `place`: the state is a step of the process itself."""

    interest_runs: bool
    who_acts: str
    open: bool
    place: bool


def _place(who_acts: str) -> Standing:
    return Standing(interest_runs=True, who_acts=who_acts, open=True, place=True)


_ENDED: Final = Standing(interest_runs=False, who_acts="nobody", open=False, place=False)

STANDINGS: Mapping[State, Standing] = {
    State.REGISTERED: _place("machine"),
    State.REMINDED: _place("debtor"),
    State.DEMANDED: _place("debtor"),
    State.FINAL_NOTICE: _place("debtor"),
    State.AWAITING_DECISION: _place("creditor"),
    State.DECIDED: _place("machine"),
    State.PAYMENT_ORDER: _place("authority"),
    State.ORDER_DISPUTED: _place("creditor"),
    State.COURT: _place("staff"),
    State.TITLED: _place("creditor"),
    State.ENFORCEMENT: _place("authority"),
    State.SURVEILLANCE: _place("debtor"),
    State.DISPUTED: Standing(interest_runs=True, who_acts="creditor", open=True, place=False),
    State.PLAN: Standing(interest_runs=True, who_acts="debtor", open=True, place=False),
    State.PAID: _ENDED,
    State.WITHDRAWN: _ENDED,
    State.WRITTEN_OFF: _ENDED,
    State.CLOSED_DISPUTED: _ENDED,
}

OPEN_STATES = tuple(state for state, standing in STANDINGS.items() if standing.open)
PLACES = tuple(state for state, standing in STANDINGS.items() if standing.place)
ENDS = tuple(state for state, standing in STANDINGS.items() if not standing.open)

# A payment order that is pending at Kronofogden.
AT_ORDER: Final = (State.PAYMENT_ORDER, State.ORDER_DISPUTED)
# Where something of ours is pending at the authority: money that comes is told it the same day.
AT_AUTHORITY: Final = (*AT_ORDER, State.COURT, State.ENFORCEMENT)

_UNDISPUTED = tuple(state for state in OPEN_STATES if state != State.DISPUTED)
# Back to the case's place in the process, whichever it was.
BACK: Final = PLACES

# (state before, action) → the states it may lead to: one, or one of several places. `None` before: no case yet.
MOVES: Mapping[tuple[State | None, Action], tuple[State, ...]] = {
    (None, Action.REGISTER): (State.REGISTERED,),
    (State.REGISTERED, Action.REMIND): (State.REMINDED,),
    (State.REGISTERED, Action.DEMAND): (State.DEMANDED,),
    (State.REMINDED, Action.DEMAND): (State.DEMANDED,),
    (State.DEMANDED, Action.FINAL_NOTICE): (State.FINAL_NOTICE,),
    (State.DEMANDED, Action.AWAIT_DECISION): (State.AWAITING_DECISION,),
    (State.FINAL_NOTICE, Action.AWAIT_DECISION): (State.AWAITING_DECISION,),
    (State.AWAITING_DECISION, Action.ASK_AGAIN): (State.AWAITING_DECISION,),
    (State.AWAITING_DECISION, Action.DECIDE): (State.DECIDED,),
    # What the creditor chose by is so no more: it is asked anew, and a standing choice that still covers it goes on.
    (State.DECIDED, Action.RECONSIDER): (State.AWAITING_DECISION,),
    (State.DECIDED, Action.APPLY_ORDER): (State.PAYMENT_ORDER,),
    (State.PAYMENT_ORDER, Action.DISPUTE_ORDER): (State.ORDER_DISPUTED,),
    (State.ORDER_DISPUTED, Action.ASK_COURT): (State.COURT,),
    **{(state, Action.END_ORDER): (State.AWAITING_DECISION,) for state in (*AT_ORDER, State.COURT)},
    # Also on an order that was taken back too late, when its case has come back to the choice.
    **{
        (state, Action.VERDICT): (State.TITLED,)
        for state in (*AT_ORDER, State.COURT, State.AWAITING_DECISION, State.DECIDED)
    },
    (State.COURT, Action.LOSE): (State.CLOSED_DISPUTED,),
    (State.TITLED, Action.APPLY_ENFORCEMENT): (State.ENFORCEMENT,),
    (State.TITLED, Action.ASK_AGAIN): (State.TITLED,),
    (State.ENFORCEMENT, Action.RENEW): (State.ENFORCEMENT,),
    (State.ENFORCEMENT, Action.LET_LAPSE): (State.TITLED,),
    (State.ENFORCEMENT, Action.END_ENFORCEMENT): (State.TITLED,),
    **{(state, Action.SURVEIL): (State.SURVEILLANCE,) for state in (State.DECIDED, State.TITLED)},
    (State.SURVEILLANCE, Action.SURVEILLANCE_LETTER): (State.SURVEILLANCE,),
    # The price that was accepted does not reach further, or the debtor wants the claim tried.
    (State.SURVEILLANCE, Action.AWAIT_DECISION): (State.AWAITING_DECISION, State.TITLED),
    # A letter that never left, or left too late to give its time: as if it had not been written.
    (State.REMINDED, Action.RECALL): (State.REGISTERED,),
    (State.DEMANDED, Action.RECALL): (State.REMINDED,),
    (State.FINAL_NOTICE, Action.RECALL): (State.DEMANDED,),
    (State.SURVEILLANCE, Action.RECALL): (State.SURVEILLANCE,),
    # One that came back when the creditor was asked already, to the place before it: the debtor gets a new time first.
    (State.AWAITING_DECISION, Action.RECALL): (State.REMINDED, State.DEMANDED),
    **{(state, Action.DISPUTE): (State.DISPUTED,) for state in _UNDISPUTED},
    (State.DISPUTED, Action.UPHOLD_DISPUTE): (State.CLOSED_DISPUTED,),
    (State.DISPUTED, Action.REJECT_DISPUTE): BACK,
    (State.DISPUTED, Action.UPHOLD_PARTLY): BACK,
    **{(state, Action.ACCEPT_PLAN): (State.PLAN,) for state in PLACES},
    (State.PLAN, Action.CHANGE_PLAN): (State.PLAN,),
    (State.PLAN, Action.PLAN_NOTICE): (State.PLAN,),
    (State.PLAN, Action.PLAN_WARNING): (State.PLAN,),
    (State.PLAN, Action.END_PLAN): BACK,
    **{(state, Action.RESPITE): (state,) for state in PLACES},
    **{(state, Action.PAUSE): (state,) for state in PLACES},
    **{(state, Action.LIFT_HOLD): (state,) for state in PLACES},
    # What has happened to whoever owes stops a case wherever it is, and it goes on from there.
    **{(state, Action.STOP): (state,) for state in OPEN_STATES},
    **{(state, Action.GO_ON): (state,) for state in OPEN_STATES},
    **{(state, Action.APPLY_PAYMENT): (state,) for state in OPEN_STATES},
    # Money that comes after the case was closed is the payer's: noted, and owed back.
    **{(state, Action.APPLY_PAYMENT): (state,) for state in ENDS},
    **{(state, Action.REVERSE_PAYMENT): (state,) for state in (*OPEN_STATES, *ENDS)},
    **{(state, Action.CLOSE_PAID): (State.PAID,) for state in OPEN_STATES},
    **{(state, Action.WITHDRAW): (State.WITHDRAWN,) for state in OPEN_STATES},
    **{(state, Action.WRITE_OFF): (State.WRITTEN_OFF,) for state in OPEN_STATES},
    # The bank took the money back: the debt is there again, and the case where it was.
    (State.PAID, Action.REOPEN): BACK,
}


class NotAMove(ValueError):
    """The table of moves has no such move from the case's state."""


def destination(*, state: State, action: Action, resumes: str = "") -> State:
    """Where the action leads from the state; `resumes` is the case's place in the process. Raises `NotAMove`."""
    allowed = MOVES.get((state, action), ())
    if len(allowed) == 1:
        return allowed[0]
    if resumes not in allowed:
        raise NotAMove(f"{action} from {state}")
    return State(resumes)
