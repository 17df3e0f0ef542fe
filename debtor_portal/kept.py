"""What has happened that the debtor may see: the letters that were sent, to the byte, payments, acts at Kronofogden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.models import Case, CaseEvent
from debtor_portal.letters_in_english import meaning
from debtor_portal.words import title_of
from ekrav.look.figures import english
from ekrav.look.parts import Words
from ekrav.money import Ore
from ekrav.payments.models import WITHHELD, Reference
from ekrav.tenancy import current_scope
from letters.catalogue import LetterKind
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
    """A letter of the case: its kind, when it was posted (None: on its way), and where its PDF is.

    `means`: what it says, for who reads the page in another language than the letter's.
    """

    title: Words
    posted_on: date | None
    url: str
    means: str = ""


@dataclass(frozen=True)
class Received:
    """A payment on the case; `direct`: to the company that is owed, not to us."""

    on: date
    amount: Ore
    direct: bool


def events_shown(case: Case) -> list[CaseEvent]:
    """The case's letters, payments and what was done at Kronofogden, oldest first, without the letters' bytes.

    A payment taken back is none. Of a letter's facts only what it asked for, and by when: `asked_ore`, `asked_by`.
    """
    taken_back = case.events.filter(kind=Kind.REVERSED).values("payment_id")
    shown = case.events.filter(BRINGS_LETTER | Q(kind__in=(*PAYMENTS, *DONE_THERE))).exclude(
        payment_id__in=taken_back
    )
    shown = shown.select_related("dispatch").annotate(
        asked_ore=Coalesce(_said("total"), _said("payment", "amount")),
        asked_by=Coalesce(_said("pay_by"), _said("payment", "pay_by")),
    )
    return list(
        shown.only(
            "kind", "on", "amount_ore", "facts", "dispatch__kind", "dispatch__letter_number",
            "dispatch__addressee", "dispatch__by_hand", "dispatch__state", "dispatch__posted_on",
        ).order_by("id")
    )  # fmt: skip


def letters_in(events: Sequence[CaseEvent]) -> list[SentLetter]:
    """The visitor's letters that have left."""
    own = current_scope().debtor_id
    return [
        _sent(event, event.dispatch)
        for event in events
        if event.dispatch is not None and event.dispatch.state in LEFT and event.dispatch.addressee == own
    ]


def _sent(event: CaseEvent, dispatch: Dispatch) -> SentLetter:
    kind, asked, by = LetterKind(dispatch.kind), event.asked_ore, event.asked_by  # type: ignore[attr-defined]
    pay_by = date.fromisoformat(by) if by else None
    amount = None if asked is None else Ore(int(asked))
    return SentLetter(
        title=title_of(kind),
        posted_on=dispatch.posted_on,
        url=reverse("portal:letter", args=[dispatch.letter_number]),
        means=meaning(kind, amount=amount, pay_by=pay_by) if english() else "",
    )


def _said(*where: str) -> KeyTextTransform:
    """What a letter's facts say at a place."""
    first, *rest = where
    found = KeyTextTransform(first, "dispatch__facts")
    return reduce(lambda inner, name: KeyTextTransform(name, inner), rest, found)


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
