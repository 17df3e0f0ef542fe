"""What has happened that the debtor may see: the letters that were sent, to the byte, payments, acts at Kronofogden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.urls import reverse

from cases.models import Case, CaseEvent
from ekrav.look.parts import Words
from ekrav.money import Ore
from ekrav.payments.models import WITHHELD, Reference
from ekrav.tenancy import current_scope
from letters.catalogue import CATALOGUE, LetterKind
from letters.models import Dispatch

Kind = CaseEvent.Kind
BRINGS_LETTER: Final = Q(dispatch__isnull=False) & ~Q(kind__in=CaseEvent.ABOUT_A_LETTER)
PAYMENTS: Final = (Kind.PAID, Kind.DIRECT_PAYMENT)
# What has been done at Kronofogden and in court.
DONE_THERE: Final = (
    Kind.APPLIED, Kind.SERVED, Kind.ORDER_DISPUTED, Kind.COURT_ASKED, Kind.TITLED, Kind.ENFORCING,
)  # fmt: skip
# A letter has left when it is at the print house; before that it may still be stopped.
LEFT: Final = (Dispatch.State.HANDED_OVER, Dispatch.State.POSTED, Dispatch.State.RETURNED)


@dataclass(frozen=True)
class SentLetter:
    """A letter of the case: its kind, when it was posted (None: on its way), and where its PDF is."""

    title: Words
    posted_on: date | None
    url: str


@dataclass(frozen=True)
class Received:
    """A payment on the case; `direct`: to the company that is owed, not to us."""

    on: date
    amount: Ore
    direct: bool


def events_shown(case: Case) -> list[CaseEvent]:
    """The case's letters, payments and what was done at Kronofogden, oldest first, without the letters' bytes.

    A payment taken back is none.
    """
    taken_back = case.events.filter(kind=Kind.REVERSED).values("payment_id")
    shown = case.events.filter(BRINGS_LETTER | Q(kind__in=(*PAYMENTS, *DONE_THERE))).exclude(
        payment_id__in=taken_back
    )
    shown = shown.select_related("dispatch")
    return list(
        shown.only(
            "kind", "on", "amount_ore", "facts", "dispatch__kind", "dispatch__letter_number",
            "dispatch__addressee", "dispatch__by_hand", "dispatch__state", "dispatch__posted_on",
        ).order_by("id")
    )  # fmt: skip


def letters_in(events: Sequence[CaseEvent]) -> list[SentLetter]:
    """The visitor's letters that have left."""
    own = current_scope().debtor_id
    letters = [event.dispatch for event in events if event.dispatch is not None]
    sent = [letter for letter in letters if letter.state in LEFT and letter.addressee == own]
    return [
        SentLetter(
            title=CATALOGUE[LetterKind(dispatch.kind)].title,
            posted_on=dispatch.posted_on,
            url=reverse("portal:letter", args=[dispatch.letter_number]),
        )
        for dispatch in sent
    ]


def posted_by_hand(events: Sequence[CaseEvent]) -> bool:
    """Whether a person has posted the visitor's last letter: it will post the next one too."""
    own = current_scope().debtor_id
    letters = [event.dispatch for event in events if event.dispatch is not None]
    return any(letter.by_hand for letter in [each for each in letters if each.addressee == own][-1:])


def payments_in(events: Sequence[CaseEvent]) -> list[Received]:
    """The payments on the case."""
    return [
        Received(event.on, Ore(event.amount_ore or 0), event.kind == Kind.DIRECT_PAYMENT)
        for event in events
        if event.kind in PAYMENTS
    ]


def letter_bytes(*, letter_number: int) -> bytes | None:
    """The PDF that was sent, in the current case's scope; None when the case has no such letter that has left.

    None either for a debtor with protected personal data: whoever holds an old letter may be somebody else.
    """
    rows = CaseEvent.objects.filter(
        BRINGS_LETTER,
        dispatch__letter_number=letter_number,
        dispatch__addressee=current_scope().debtor_id,
        dispatch__state__in=LEFT,
    )
    kept = rows.values_list("dispatch__pdf", flat=True).first()
    withheld = Reference.objects.filter(debtor_label=WITHHELD).exists()
    return None if kept is None or withheld else bytes(kept)
