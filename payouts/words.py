"""What a person is told when an approval or a decision is not taken: what is true, and what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ekrav.look.dates import short_moment
from payouts.decide import NotDecided
from payouts.refusal import ApprovalRefused, Reason

WORDS: Final[Mapping[Reason, str | Promise]] = {
    Reason.ROLE: _("Du får inte godkänna utbetalningar. Be en administratör om rollen Ekonomi."),
    Reason.BANKID: _("Legitimera dig med BankID igen: det får vara högst tio minuter sedan."),
    Reason.CONTENT: _("Körningen är inte den du läste. Läs den igen innan du godkänner."),
    Reason.YOURS: _("Du godkände redan %(when)s. En annan person behöver också godkänna."),
    Reason.DONE: _("Körningen är redan godkänd, sist av %(who)s %(when)s. Inget mer behövs."),
    Reason.WITHDRAWN: _("Utkastet är återkallat: %(detail)s Läs det nya utkastet."),
    Reason.AGENCY: _("Byråns uppgifter är inte kompletta. Inget lämnar huset förrän de är det."),
    Reason.FEES: _(
        "Det ligger mindre avgifter på klientmedelskontot än när utkastet gjordes. Inget är skickat."
        " Avvisa utkastet, så görs ett nytt."
    ),
    Reason.PROOF: _(
        "Klientmedlen stämmer inte med banken: %(detail)s skiljer %(about)s. Inget betalas ut förrän de gör det."
        " Titta under Klientmedel."
    ),
    Reason.SHORT: _(
        "Det fattas %(detail)s på klientmedelskontot. Inget betalas ut förrän byrån har satt in det."
        " Titta under Klientmedel."
    ),
    Reason.BALANCES: _(
        "Ärende %(about)s har mindre pengar än när utkastet gjordes. Inget är skickat."
        " Avvisa utkastet, så görs ett nytt."
    ),
    Reason.PAYEE: _(
        "%(about)s har ändrat bankgiro eller väntar på kontroll. Inget är skickat."
        " Avvisa utkastet, så görs ett nytt."
    ),
    Reason.NOT_PAYABLE: _("Banken skulle inte ta emot filen, %(about)s: %(detail)s Inget är skickat."),
}


UNDECIDED: Final[Mapping[str, str | Promise]] = {
    "role": _("Du får inte avgöra utbetalningar. Be en administratör om rollen Ekonomi."),
    "bankid": _("Legitimera dig med BankID igen: det får vara högst tio minuter sedan."),
    "state": _("Banken har svarat under tiden. Läs utbetalningen igen: inget mer behöver avgöras."),
    "open": _("Ett besked väntar redan på en andra person. Läs det först."),
    "same": _("Du lämnade själv beskedet. En annan person behöver läsa det och bekräfta."),
    "gone": _("Någon annan har redan svarat på beskedet. Läs utbetalningen igen."),
    "document": _("Bifoga bankens besked som en fil på högst 5 MB."),
}


def undecided(refused: NotDecided) -> str:
    """Why a decision of an unknown payout is not taken, and what to do."""
    return str(UNDECIDED[refused.reason])


def sentence(refused: ApprovalRefused, *, today: date) -> str:
    """The refusal as a sentence or two."""
    words = {
        "who": refused.who,
        "when": short_moment(refused.when, today=today) if refused.when else "",
        "about": refused.about,
        "detail": refused.detail,
    }
    return str(WORDS[refused.reason]) % words
