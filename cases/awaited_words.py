"""What is awaited at Kronofogden and after, in rows and words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _l

from cases.awaited import Awaited, Happens
from cases.states import State
from ekrav.law.bankdays import bank_days_before
from ekrav.look.parts import ForecastStep, Words

STANDING: Final = _l("Enligt ditt stående val.")
WHAT: Final[Mapping[Happens, Words]] = {
    Happens.SERVED: _l("Kronofogden delger gäldenären"),
    Happens.ANSWER_BY: _l("Sista dag att betala eller bestrida"),
    Happens.VERDICT: _l("Utslag"),
    Happens.REOPEN_BY: _l("Sista dag för återvinning"),
    Happens.COURT_BY: _l("Sista dag att begära tingsrätt"),
    Happens.ORDER_ENDS: _l("Målet avslutas"),
    Happens.ENFORCED: _l("Utmätning, första året"),
    Happens.YEAR: _l("Utmätning, år %(year)s"),
    Happens.LAPSES: _l("Utmätningen upphör före år %(year)s"),
    Happens.ASKED: _l("Du väljer väg"),
    Happens.SURVEILLED: _l("Efterbevakning ett år"),
    Happens.LETTER: _l("Efterbevakningsbrev"),
}
WHOSE: Final[Mapping[Happens, Words]] = {
    Happens.SERVED: _l("Kronofogdens."),
    Happens.ANSWER_BY: _l("Gäldenärens."),
    Happens.VERDICT: _l("Kronofogdens, om ingen bestrider."),
    Happens.REOPEN_BY: _l("Gäldenärens."),
    Happens.COURT_BY: _l("Ditt: tingsrätten, eller lägg ner kravet."),
    Happens.ORDER_ENDS: _l("Kronofogdens, om ingen begär tingsrätt."),
    Happens.ENFORCED: STANDING,
    Happens.YEAR: STANDING,
    Happens.LAPSES: _l("Om du inte godkänner ett år till."),
    Happens.ASKED: _l("Ditt: utmätning, efterbevakning eller vänta."),
    Happens.SURVEILLED: STANDING,
    Happens.LETTER: _l("Går av sig självt, till det pris som är godkänt."),
}
# What a payment before the day stops.
STOPPED: Final = frozenset(
    {Happens.VERDICT, Happens.ENFORCED, Happens.YEAR, Happens.SURVEILLED, Happens.LETTER}
)
LATER: Final[Mapping[State, Words]] = {
    State.DECIDED: _l("Dagarna är de tidigaste: Kronofogden bestämmer när delgivningen sker."),
    State.PAYMENT_ORDER: _l(
        "Dagarna är de tidigaste: Kronofogden bestämmer när delgivningen sker."
        " Betalar gäldenären får Kronofogden veta det samma dag."
    ),
    State.ORDER_DISPUTED: _l("Gör du inget avslutas målet, och vi utreder bestridandet med dig."),
    State.ENFORCEMENT: _l("Hittar Kronofogden inget att utmäta slutar utmätningen tidigare."),
}


def awaited_row(step: Awaited) -> ForecastStep:
    """One step as a row."""
    return ForecastStep(
        day=step.on,
        what=str(WHAT[step.happens]) % {"year": step.year},
        debtor_pays=step.debtor,
        total_then=step.total,
        you_pay=step.now,
        you_risk=step.risk,
        choice=WHOSE[step.happens],
        stops_if_paid_by=bank_days_before(step.on, days=1) if step.happens in STOPPED else None,
        todays_rate=step.todays_rate,
    )


def later_words(state: State) -> str:
    """What holds of all the days, in a sentence; empty where nothing has to be said."""
    return str(LATER.get(state, ""))
