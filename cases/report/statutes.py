"""By which rule each thing in a case happens, as the report names it beside the event. A test asks for every kind."""

from collections.abc import Mapping
from typing import Final

from cases.models import CaseEvent

Kind = CaseEvent.Kind

_DEMANDED: Final = "inkassolagen 5 §, lag (1981:739) 3 och 4 §§"
_TIME: Final = "inkassolagen 5 och 6 §§"
_PRACTICE: Final = "inkassolagen 4 §, god inkassosed"
_DISPUTE: Final = "inkassolagen 4 och 8 §§"
_PAID: Final = "inkassolagen 9 och 10 §§"
_CHOICE: Final = "avtalet, godkänt pris"
_PLAN: Final = "avtalet om amorteringsplan"
_ORDER: Final = "lag (1990:746)"
_FEES: Final = "förordning (1992:1094)"
_WATCH: Final = "preskriptionslagen 5 och 6 §§"
_REGISTER: Final = "uppgift ur register"

STATUTES: Final[Mapping[Kind, str]] = {
    Kind.REGISTERED: "inkassolagen 2 §, byråns tillstånd",
    Kind.REMINDED: "lag (1981:739) 2 och 4 §§",
    Kind.DEMANDED: _DEMANDED,
    Kind.FINAL_NOTICE: _DEMANDED,
    Kind.TOLD: _PRACTICE,
    Kind.UNTOLD: _PRACTICE,
    Kind.TOLD_OTHERWISE: _PRACTICE,
    Kind.BESIDE: _TIME,
    Kind.JOINED: "borgenärens uppgift",
    Kind.RELEASED: "borgenärens eller byråns beslut",
    Kind.POSTED: _TIME,
    Kind.HELD: _PRACTICE,
    Kind.RECALLED: _PRACTICE,
    Kind.NOT_SENT: _TIME,
    Kind.PAID: _PAID,
    Kind.DIRECT_PAYMENT: "borgenärens uppgift",
    Kind.REVERSED: "bankens uppgift",
    Kind.APPLIED_ANEW: _PAID,
    Kind.CLOSED: "inkassolagen 9 §",
    Kind.REOPENED: "bankens uppgift",
    Kind.WITHDRAWN: _CHOICE,
    Kind.WRITTEN_OFF: "borgenärens eller byråns beslut",
    Kind.WAITING: "inkassolagen 6 §",
    Kind.ASKED_AGAIN: "avtalet",
    Kind.QUOTED: "avtalet",
    Kind.DECIDED: _CHOICE,
    Kind.ASKED_PAID: _PRACTICE,
    Kind.ANSWERED: "borgenärens uppgift",
    Kind.NOTICED: _PRACTICE,
    Kind.DISPUTED: _DISPUTE,
    Kind.DISPUTE_ANSWERED: _DISPUTE,
    Kind.DISPUTE_UPHELD: _DISPUTE,
    Kind.DISPUTE_REJECTED: _DISPUTE,
    Kind.DISPUTE_PARTLY: _DISPUTE,
    Kind.RESPITE: _PRACTICE,
    Kind.PAUSED: "borgenärens eller byråns beslut",
    Kind.HOLD_LIFTED: _PRACTICE,
    Kind.PLAN_OFFERED: "lag (1981:739) 3 och 4 §§",
    Kind.PLAN_ACCEPTED: _PLAN,
    Kind.PLAN_CHANGED: _PLAN,
    Kind.PLAN_NOTICE: _PLAN,
    Kind.PLAN_WARNING: _PLAN,
    Kind.PLAN_ENDED: _PLAN,
    Kind.LOOKED_UP: _REGISTER,
    Kind.REPORTED: "kreditupplysningslagen 9 §",
    Kind.REPORT_UNKNOWN: "kreditupplysningslagen 9 §",
    Kind.RECONSIDERED: _CHOICE,
    Kind.APPLIED: f"{_ORDER} 48 §, {_FEES} 1 §",
    Kind.CONFIRMED: "Kronofogdens besked",
    Kind.SUPPLEMENT_ASKED: _ORDER,
    Kind.SUPPLEMENTED: _ORDER,
    Kind.SERVED: _ORDER,
    Kind.NOT_SERVED: _ORDER,
    Kind.ORDER_DISPUTED: f"{_ORDER} 34 §",
    Kind.COURT_ASKED: f"{_ORDER} 34 §",
    Kind.ORDER_ENDED: _ORDER,
    Kind.COURT_LOST: "rättegångsbalken",
    Kind.TITLED: f"{_ORDER} 48 och 53 §§",
    Kind.REDUCED: _ORDER,
    Kind.TAKEN_BACK: _ORDER,
    Kind.ENFORCING: "utsökningsbalken",
    Kind.BASE_FEE: f"{_FEES} 4–6 §§",
    Kind.YEAR_ASKED: f"avtalet, {_FEES} 5 och 6 §§",
    Kind.ENFORCEMENT_REPORT: "utsökningsbalken",
    Kind.PAID_OUT: f"utsökningsbalken, {_FEES} 4 §",
    Kind.ENFORCEMENT_ENDED: "utsökningsbalken",
    Kind.NOT_TAKEN: _ORDER,
    Kind.SURVEILLED: f"{_CHOICE}, {_WATCH}",
    Kind.SURVEILLANCE_LETTER: _WATCH,
    Kind.STOPPED: _PRACTICE,
    Kind.CLAIM_FILED: "konkurslagen eller skuldsaneringslagen",
    Kind.WENT_ON: _PRACTICE,
}

# What the authority has done: the machine has only written it down.
BY_AUTHORITY: Final = frozenset(
    {
        Kind.CONFIRMED,
        Kind.SUPPLEMENT_ASKED,
        Kind.SERVED,
        Kind.NOT_SERVED,
        Kind.ORDER_DISPUTED,
        Kind.ORDER_ENDED,
        Kind.TITLED,
        Kind.BASE_FEE,
        Kind.ENFORCEMENT_REPORT,
        Kind.PAID_OUT,
        Kind.ENFORCEMENT_ENDED,
        Kind.NOT_TAKEN,
    }
)
