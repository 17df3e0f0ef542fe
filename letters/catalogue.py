"""The kinds of letter there are, what each is called, and which version of its template is sent today.

A template that has been used is never edited: a change is a new version beside it, so that every kept letter can be
rendered again from its facts. The Swedish in the templates is final text and not looked up in a translation
catalogue, for the same reason.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class LetterKind(StrEnum):
    """A letter a debtor can be sent."""

    REMINDER = "reminder"
    DEMAND = "demand"
    FINAL_NOTICE = "final_notice"
    SURVEILLANCE = "surveillance"
    DISPUTE_OUTCOME = "dispute_outcome"
    DISPUTE_GROUNDS = "dispute_grounds"
    RESPITE = "respite"
    PLAN_OFFER = "plan_offer"
    PLAN = "plan"
    PLAN_NOTICE = "plan_notice"
    PLAN_WARNING = "plan_warning"
    PLAN_ENDED = "plan_ended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"
    PAYMENT_REVERSED = "payment_reversed"
    PAYMENT_NEVER_CAME = "payment_never_came"
    PAYMENT_CHARGED_BACK = "payment_charged_back"


ONCE: Final = frozenset({LetterKind.REMINDER, LetterKind.DEMAND, LetterKind.FINAL_NOTICE})
"""The letters that are sent once a case."""

CLAIMS: Final = ONCE | {LetterKind.SURVEILLANCE}
"""The letters that claim the whole debt. The others tell of something, as often as it happens."""


@dataclass(frozen=True)
class Letter:
    """One entry of the catalogue: the kind's Swedish name and the version of its template that is sent today.

    `joint`: the version for each of several debtors who answer for the same claim. `company`: for a company alone.
    """

    title: str
    version: str
    joint: str = ""
    company: str = ""


CATALOGUE: Final[dict[LetterKind, Letter]] = {
    LetterKind.REMINDER: Letter(
        title="Betalningspåminnelse",
        version="reminder-1",
        joint="reminder-joint-1",
        company="reminder-company-1",
    ),
    LetterKind.DEMAND: Letter(
        title="Inkassokrav", version="demand-1", joint="demand-joint-1", company="demand-company-1"
    ),
    LetterKind.FINAL_NOTICE: Letter(
        title="Sista uppmaning", version="final-1", joint="final-joint-1", company="final-company-1"
    ),
    LetterKind.SURVEILLANCE: Letter(
        title="Du har en skuld kvar",
        version="surveillance-1",
        joint="surveillance-joint-1",
        company="surveillance-company-1",
    ),
    LetterKind.DISPUTE_OUTCOME: Letter(title="Besked när du har sagt emot", version="plain-1"),
    LetterKind.DISPUTE_GROUNDS: Letter(title="Varför säger du emot?", version="plain-1"),
    LetterKind.RESPITE: Letter(title="Du har fått mer tid", version="plain-1"),
    LetterKind.PLAN_OFFER: Letter(title="Du kan betala i delar", version="plain-1"),
    LetterKind.PLAN: Letter(title="Amorteringsplan", version="plain-1"),
    LetterKind.PLAN_NOTICE: Letter(title="Avi till din amorteringsplan", version="plain-1"),
    LetterKind.PLAN_WARNING: Letter(title="En betalning i planen saknas", version="plain-1"),
    LetterKind.PLAN_ENDED: Letter(title="Amorteringsplanen gäller inte längre", version="plain-1"),
    LetterKind.WITHDRAWN: Letter(title="Kravet är återkallat", version="plain-1"),
    LetterKind.CLOSED: Letter(title="Ärendet är avslutat", version="plain-1"),
    LetterKind.REOPENED: Letter(title="Ärendet är öppnat igen", version="plain-1"),
    LetterKind.PAYMENT_REVERSED: Letter(title="Banken har tagit tillbaka en betalning", version="plain-1"),
    LetterKind.PAYMENT_NEVER_CAME: Letter(title="En betalning har inte kommit fram", version="plain-1"),
    LetterKind.PAYMENT_CHARGED_BACK: Letter(title="En kortbetalning har gått tillbaka", version="plain-1"),
}

VERSIONS: Final = frozenset(
    {
        *("reminder-1", "demand-1", "final-1", "surveillance-1", "plain-1"),
        *("reminder-joint-1", "demand-joint-1", "final-joint-1", "surveillance-joint-1"),
        *("reminder-company-1", "demand-company-1", "final-company-1", "surveillance-company-1"),
    }
)
"""Every version ever sent. Nothing is taken out."""


class Consequence(StrEnum):
    """What may follow when a letter is not answered. The portal says it in the same words as the letter."""

    DEMAND = "demand"
    FINAL_NOTICE = "final_notice"
    PAYMENT_ORDER = "payment_order"
    SURVEILLANCE = "surveillance"


SENTENCES: Final[dict[Consequence, str]] = {
    Consequence.DEMAND: "Vi kan skicka ett inkassokrav.",
    Consequence.FINAL_NOTICE: "Vi kan skicka en sista uppmaning.",
    Consequence.PAYMENT_ORDER: "{creditor} kan ansöka hos Kronofogden.",
    Consequence.SURVEILLANCE: "Vi kan påminna dig med ett nytt brev.",
}


class UnknownTemplate(LookupError):
    """No letter was ever sent with this template version."""


def template_path(version: str) -> str:
    """Return the template file of a version, relative to the template folder. Raises UnknownTemplate."""
    if version not in VERSIONS:
        raise UnknownTemplate(version)
    return f"letters/{version}.html"


def sentence(consequence: Consequence, *, creditor: str) -> str:
    """Return the sentence that says what may follow. Say it only when the step is planned."""
    return SENTENCES[consequence].format(creditor=creditor)
