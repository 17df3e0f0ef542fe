"""What a person reads when a login is refused: what is true, and what to do now. One row for every reason."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ekrav.accounts.bankid.refusal import Reason

_TRY_AGAIN = _("Försök igen med BankID")


@dataclass(frozen=True, kw_only=True)
class Words:
    """A heading that says what happened, a sentence that says what to do, and the button's words.

    `to_quote`: the reason's code is shown, for the person to say to whoever helps.
    """

    heading: str | Promise
    text: str | Promise
    way_on: str | Promise = _TRY_AGAIN
    to_quote: bool = False


_CANCELLED = Words(heading=_("Du avbröt inloggningen"), text=_("Inget har hänt. Börja om när du vill."))
_BEGIN_AGAIN = Words(
    heading=_("Inloggningen behöver börjas om"),
    text=_(
        "Den påbörjades i en annan webbläsare eller för mer än tio minuter sedan, eller är redan använd. "
        "Börja om härifrån."
    ),
)
_LATER = Words(
    heading=_("BankID-tjänsten svarar inte just nu"),
    text=_("Felet är inte ditt. Vänta någon minut och försök igen."),
    to_quote=True,
)
_NOT_TRUSTED = Words(
    heading=_("Vi kunde inte lita på svaret från BankID-tjänsten"),
    text=_("Ingen har loggats in. Försök igen, och ring oss om det händer en gång till."),
    to_quote=True,
)
_TOO_WEAK = Words(
    heading=_("Det behövs ett BankID"),
    text=_("Du legitimerade dig på ett annat sätt. Logga in igen och välj BankID."),
)
_AGAIN_NOW = Words(
    heading=_("Legitimeringen var för gammal"),
    text=_("Vi behöver veta att det är du just nu. Legitimera dig med BankID igen."),
)
_NO_NUMBER = Words(
    heading=_("BankID-tjänsten lämnade inget personnummer"),
    text=_("Utan det vet vi inte vem du är. Ring oss, så hjälper vi dig."),
    to_quote=True,
)

WORDS: dict[Reason, Words] = {
    Reason.CANCELLED: _CANCELLED,
    Reason.PROVIDER_ERROR: _LATER,
    Reason.STATE_UNKNOWN: _BEGIN_AGAIN,
    Reason.STATE_OLD: _BEGIN_AGAIN,
    Reason.CODE_MISSING: _BEGIN_AGAIN,
    Reason.ISSUER_MIXED: _NOT_TRUSTED,
    Reason.UNREACHABLE: _LATER,
    Reason.ANSWER_UNREADABLE: _NOT_TRUSTED,
    Reason.CODE_REFUSED: _BEGIN_AGAIN,
    Reason.TOKEN_MALFORMED: _NOT_TRUSTED,
    Reason.ALGORITHM: _NOT_TRUSTED,
    Reason.KEY: _NOT_TRUSTED,
    Reason.SIGNATURE: _NOT_TRUSTED,
    Reason.ISSUER: _NOT_TRUSTED,
    Reason.AUDIENCE: _NOT_TRUSTED,
    Reason.EXPIRED: _NOT_TRUSTED,
    Reason.NOT_YET: _NOT_TRUSTED,
    Reason.NONCE: _NOT_TRUSTED,
    Reason.ACR: _TOO_WEAK,
    Reason.AUTH_TIME: _AGAIN_NOW,
    Reason.SUBJECT: _NOT_TRUSTED,
    Reason.ACCESS_TOKEN: _NOT_TRUSTED,
    Reason.NOT_BANKID: _TOO_WEAK,
    Reason.NUMBER_MISSING: _NO_NUMBER,
    Reason.NUMBER_INVALID: _NO_NUMBER,
    Reason.NAME_MISSING: _NO_NUMBER,
    Reason.TOO_YOUNG: Words(
        heading=_("Du behöver ha fyllt 18 år"),
        text=_("Den som är yngre kan inte ingå avtal med oss. Be någon annan på företaget att logga in."),
    ),
    Reason.SOMEBODY_ELSE: Words(
        heading=_("Du legitimerade dig som någon annan"),
        text=_(
            "Du är fortfarande inloggad som förut, men inget har bekräftats. "
            "Använd samma BankID som du loggade in med."
        ),
    ),
    Reason.NOT_LOGGED_IN: Words(
        heading=_("Du är inte längre inloggad"),
        text=_("Logga in igen. Det du höll på med har inte bekräftats."),
        way_on=_("Logga in med BankID"),
    ),
    Reason.NOT_WELCOME: Words(
        heading=_("Ditt konto är stängt"),
        text=_("Ring oss om du tror att det är fel."),
    ),
}
