"""Why a payment does not count any more, in words: to the creditor, and to the debtor whose money it was."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from ekrav.look.parts import Words
from letters.catalogue import LetterKind


class Why(StrEnum):
    """Who took it back."""

    BANK = "bank"
    NEVER_CAME = "never_came"
    """Swish or the internet bank said that it was made, and the bank never had it."""
    CHARGED_BACK = "charged_back"
    """The card's holder has disputed it at its bank, and has it back."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of it. `subject` and `mail` are the creditor's; the rest stands in the debtor's letters."""

    subject: Words
    mail: Words
    kind: LetterKind
    letter: str
    reopened: str
    doubt: str


WORDS: Final = {
    Why.BANK: Said(
        subject=_("Banken har tagit tillbaka en betalning: %(case)s"),
        mail=_("Banken har tagit tillbaka %(sum)s som betalades %(day)s."),
        kind=LetterKind.PAYMENT_REVERSED,
        letter="Banken har tagit tillbaka betalningen på {sum} som vi fick {day} för din skuld till {creditor}.",
        reopened="Banken har tagit tillbaka en betalning som vi hade fått för din skuld till {creditor}.",
        doubt="Tror du att det är fel? Kontakta din bank, eller oss.",
    ),
    Why.NEVER_CAME: Said(
        subject=_("En betalning har inte kommit fram: %(case)s"),
        mail=_("De %(sum)s som skulle ha betalats %(day)s har aldrig kommit till banken."),
        kind=LetterKind.PAYMENT_NEVER_CAME,
        letter="Betalningen på {sum} från {day} för din skuld till {creditor} har inte kommit fram till oss.",
        reopened="En betalning för din skuld till {creditor} har inte kommit fram till oss.",
        doubt="Har pengarna lämnat ditt konto? Kontakta oss, så reder vi ut var de är.",
    ),
    Why.CHARGED_BACK: Said(
        subject=_("En kortbetalning har gått tillbaka: %(case)s"),
        mail=_("De %(sum)s som betalades med kort %(day)s har gått tillbaka till kortet."),
        kind=LetterKind.PAYMENT_CHARGED_BACK,
        letter="Kortbetalningen på {sum} från {day} för din skuld till {creditor} har gått tillbaka till kortet.",
        reopened="En kortbetalning för din skuld till {creditor} har gått tillbaka till kortet.",
        doubt="Tror du att det är fel? Kontakta kortets bank, eller oss.",
    ),
}
