"""What each letter means, for whoever reads the portal in English: the letters themselves are Swedish.

Not in the catalogue of translations, for on a Swedish page nothing is said in its place. It says what the letter did
on its day; what is owed today, and what comes, the page says itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ekrav.look.dates import full_date
from ekrav.look.figures import kronor
from ekrav.look.quoted import in_swedish
from ekrav.money import Ore
from letters.catalogue import CLAIMS, LetterKind

_SWEDISH: Final = ("betalningspåminnelse", "inkassokrav", "Kronofogden", "efterbevakning", "amorteringsplan")
# The Swedish word stands after the English one, in brackets: what is between braces.
_MEANS: Final[Mapping[LetterKind, str]] = {
    LetterKind.REMINDER: (
        "A first reminder that an invoice has not been paid ({betalningspåminnelse}). A fee for the reminder may have"
        " been added."
    ),
    LetterKind.DEMAND: (
        "A formal demand for payment under Swedish law ({inkassokrav}). If the debt is not paid or disputed in time,"
        " the company may apply to the Swedish Enforcement Authority ({Kronofogden})."
    ),
    LetterKind.FINAL_NOTICE: (
        "A last request to pay before the company decides whether to apply to the Swedish Enforcement Authority"
        " ({Kronofogden})."
    ),
    LetterKind.SURVEILLANCE: (
        "A reminder of a debt that has not been paid and is still followed up ({efterbevakning}). You can ask that the"
        " claim be tried by the Swedish Enforcement Authority ({Kronofogden}) or a court, or be dropped."
    ),
    LetterKind.DISPUTE_OUTCOME: "Our answer after you disputed the claim: what was decided, and why.",
    LetterKind.DISPUTE_GROUNDS: (
        "It asks why you dispute the claim. Tell us more by choosing “The claim is wrong” or “Write to us” on this"
        " page."
    ),
    LetterKind.RESPITE: "It says that you have been given more time, and until which day.",
    LetterKind.PLAN_OFFER: (
        "It offers you an instalment plan ({amorteringsplan}). The plan binds you only if you say yes to it."
    ),
    LetterKind.PLAN: "Your instalment plan ({amorteringsplan}), with the day and the amount of each payment.",
    LetterKind.PLAN_NOTICE: "It tells you about the next payment in your instalment plan.",
    LetterKind.PLAN_WARNING: (
        "A payment in your instalment plan is missing. If it is not paid by the new last day, the plan ends."
    ),
    LetterKind.PLAN_ENDED: "Your instalment plan has ended, and the rest of the debt is to be paid.",
    LetterKind.WITHDRAWN: "The company has withdrawn the claim. You should not pay anything to us.",
    LetterKind.CLOSED: "The case is closed.",
    LetterKind.REOPENED: "The case has been opened again. The letter says why, and what is left to pay.",
    LetterKind.PAYMENT_REVERSED: "The bank has taken back a payment, so that amount is owed again.",
    LetterKind.PAYMENT_NEVER_CAME: "A payment never reached us, so that amount is owed again.",
    LetterKind.PAYMENT_CHARGED_BACK: "A card payment has gone back to the card, so that amount is owed again.",
}


def meaning(kind: LetterKind, *, amount: Ore | None, pay_by: date | None) -> SafeString:
    """A few sentences: what kind of letter it is, what it asked for, and by when."""
    said = format_html(_MEANS[kind], **{word: in_swedish(word) for word in _SWEDISH})
    if amount is None or pay_by is None:
        return said
    choice = ", or to tell us if the claim was wrong," if kind in CLAIMS else ""
    return format_html("{} It asked you to pay {}{} by {}.", said, kronor(amount), choice, full_date(pay_by))
