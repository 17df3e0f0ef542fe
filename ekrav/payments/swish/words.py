"""What every code that Swish documents means to whoever pays, as one Swedish sentence that says what to do.

The codes are those of Swish's guide for merchants, version 2, as far as clients and the guide could be read.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OURS: Final = _(
    "Swish tog inte emot frågan från oss. Betala på ett annat sätt och hör gärna av dig till oss."
)
_BANK: Final = _("Din bank sa nej till betalningen. Fråga banken, eller betala på ett annat sätt.")
_NO_ANSWER: Final = _(
    "Vi vet inte ännu om betalningen gick igenom. Betala inte igen: vi fortsätter att fråga."
)
_REFUND: Final = _(
    "Swish kunde inte skicka tillbaka pengarna. Betala tillbaka till betalarens konto i stället."
)

CODES: Final[dict[str, str | Promise]] = {
    # Said when a payment or a refund is asked for: nothing has begun.
    "FF08": _OURS,
    "RP01": _OURS,
    "RP02": _OURS,
    "RP03": _OURS,
    "RP04": _OURS,
    "RP09": _OURS,
    "PA01": _OURS,
    "PA02": _OURS,
    "AM03": _OURS,
    "ACMT07": _OURS,
    "AM06": _("Beloppet är lägre än vad Swish tar emot. Betala minst en krona."),
    "AM02": _("Beloppet är högre än vad Swish tar emot. Betala på ett annat sätt, eller en del i taget."),
    "AM21": _("Beloppet är högre än din gräns i Swish. Höj gränsen hos banken, eller betala en del i taget."),
    "BE18": _("Numret går inte att använda för Swish. Kontrollera numret, eller betala på ett annat sätt."),
    "RP06": _(
        "Du har redan en betalning som väntar i Swish. Öppna appen och godkänn eller avbryt den först."
    ),
    "ACMT01": _(
        "Numret är inte aktivt i Swish. Aktivera Swish hos din bank, eller betala på ett annat sätt."
    ),
    "ACMT03": _("Numret är inte anslutet till Swish. Betala på ett annat sätt."),
    # Said when it has ended, or nobody knows how.
    "RF07": _BANK,
    "BANKIDCL": _("Du avbröt i BankID. Inget är betalt. Försök igen när du vill."),
    "BANKIDONGOING": _("BankID används redan till något annat. Avsluta det och försök igen."),
    "BANKIDUNKN": _("BankID kunde inte godkänna betalningen. Kontrollera ditt BankID och försök igen."),
    "TM01": _("Tiden gick ut innan betalningen godkändes. Inget är betalt. Försök igen."),
    "DS24": _NO_ANSWER,
    "FF10": _("Det blev fel hos banken. Inget är betalt. Försök igen om en stund."),
    "AM04": _("Det finns inte tillräckligt med pengar på kontot. Inget är betalt."),
    "VR01": _("Betalaren är för ung för betalningen. Betala på ett annat sätt."),
    "VR02": _("Betalningen hör till någon annan än den som öppnade Swish. Inget är betalt."),
    # Said of a refund.
    "RF02": _REFUND,
    "RF03": _REFUND,
    "RF04": _REFUND,
    "RF06": _REFUND,
    "RF08": _REFUND,
    "RF09": _REFUND,
    # Said by the status of the answer alone.
    "HTTP 400": _OURS,
    "HTTP 401": _OURS,
    "HTTP 403": _OURS,
    "HTTP 404": _OURS,
    "HTTP 415": _OURS,
    "HTTP 422": _OURS,
    "HTTP 429": _("Det är många som betalar med Swish just nu. Vänta en stund och försök igen."),
    "HTTP 500": _NO_ANSWER,
    "HTTP 504": _NO_ANSWER,
}
