"""Why a payment did not become one, in one Swedish sentence for whoever tried to pay."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ekrav.payments.swish.words import CODES as SWISH
from ekrav.payments.ways.ask import NEVER_CAME, NOT_REACHED
from ekrav.payments.ways.note import MISMATCH
from ekrav.payments.ways.states import State, Way

_COMMON: Final[dict[str, str | Promise]] = {
    NOT_REACHED: _(
        "Tjänsten svarar inte just nu. Inget är betalt. Försök igen om en stund, eller betala till bankgirot."
    ),
    NEVER_CAME: _("Frågan kom aldrig fram. Inget är betalt. Försök igen, eller betala till bankgirot."),
    MISMATCH: _(
        "Det vi får veta stämmer inte med det du bad om. Betala inte igen: vi kontrollerar och hör av oss."
    ),
}
_BY_STATE: Final[dict[State, str | Promise]] = {
    State.DECLINED: _(
        "Betalningen blev nekad. Inget är betalt. Försök igen, eller betala på ett annat sätt."
    ),
    State.CANCELLED: _("Betalningen är avbruten. Inget är betalt."),
    State.EXPIRED: _("Tiden gick ut. Inget är betalt. Försök igen när du vill."),
    State.UNKNOWN: _(
        "Vi vet inte ännu om betalningen gick igenom. Betala inte igen: vi fortsätter att fråga."
    ),
}
_CODES: Final[dict[Way, dict[str, str | Promise]]] = {Way.SWISH: SWISH, Way.CARD: {}, Way.BANK: {}}


def why(*, way: Way, state: State, code: str) -> str:
    """Return the sentence for how a payment ended or stands; "" for one that is well on its way."""
    return str(_COMMON.get(code) or _CODES[way].get(code) or _BY_STATE.get(state, ""))
