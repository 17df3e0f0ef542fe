"""What a letter was to tell and no letter could: an address or a name that cannot be printed, words that do not fit.

What it tells of is so all the same: a case ends or rests whether or not that can be posted. So the letter that could
not be made is written down, and stands on the page of what does not go until a person has told the debtor otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, TextChoices
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _l

from cases.models import Case, CaseEvent
from cases.move import Facts, write_event
from cases.situations import stops
from cases.telling import tell_again
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.rates import Rates
from letters.catalogue import CATALOGUE, LetterKind
from letters.facts import NotALetter
from letters.models import Dispatch

Kind = CaseEvent.Kind
PAGE: Final = 100


class How(TextChoices):
    """How a debtor was told what no letter could tell."""

    PHONE = "phone", _l("Per telefon")
    MAIL = "mail", _l("Med e-post")
    OWN_LETTER = "own_letter", _l("Med ett brev som vi skrev själva")
    NEEDLESS = "needless", _l("Det behövs inte längre")


@dataclass(frozen=True, kw_only=True)
class Untold:
    """A letter that could not be made; `waits` until somebody has told otherwise."""

    event: CaseEvent
    waits: bool = True

    @property
    def title(self) -> str:
        """What the letter is called."""
        return CATALOGUE[LetterKind(self.event.facts["letter"])].title


def note_untold(*, case: Case, letter: LetterKind, on: date, at: datetime) -> CaseEvent:
    """Write down that a letter could not be made; in the scope of the case's creditor."""
    return write_event(
        case=case, kind=Kind.UNTOLD, on=on, at=at, by=MACHINE, facts={"letter": LetterKind(letter).value}
    )


def tell_again_or_note(
    *, case: Case, dispatch: Dispatch, today: date, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Write a letter that never arrived once more (`tell_again`), or write down that it cannot be.

    None when it is not due any more, or while the case is stopped: what was to be told then is told as it goes on.
    """
    if stops(case):
        return None
    try:
        return tell_again(case=case, dispatch=dispatch, today=today, at=at, rates=rates)
    except NotALetter:
        note_untold(case=case, letter=LetterKind(dispatch.kind), on=today, at=at)
        return None


def untold() -> Sequence[Untold]:
    """The oldest of the letters that could not be made and of which nobody has told. In a staff scope."""
    rows = _untold().select_related("case", "case__debtor").prefetch_related("case__joint_debtors")
    return [Untold(event=row) for row in rows.order_by("on", "pk")[:PAGE]]


def how_many_untold() -> int:
    """How many of them there are. In a staff scope."""
    return _untold().count()


def untold_of(*, case: Case, event_id: int) -> Untold | None:
    """One letter of a case that could not be made; None when there is no such."""
    row = case.events.filter(kind=Kind.UNTOLD, pk=event_id).first()
    return Untold(event=row, waits=_untold().filter(pk=event_id).exists()) if row else None


def note_told(
    *, case: Case, letter: Untold, how: How, today: date, at: datetime, by: Actor
) -> CaseEvent | None:
    """Write down that the debtor knows, with the case's row locked; None when that is written already."""
    if not letter.waits:
        return None
    facts: Facts = {"untold": letter.event.pk, "how": how.value}
    return write_event(case=case, kind=Kind.TOLD_OTHERWISE, on=today, at=at, by=by, facts=facts)


def _untold() -> QuerySet[CaseEvent]:
    told = CaseEvent.objects.filter(
        kind=Kind.TOLD_OTHERWISE, case=OuterRef("case"), creditor=OuterRef("creditor")
    )
    of_this = told.annotate(of=Cast(KT("facts__untold"), BigIntegerField())).filter(of=OuterRef("pk"))
    return CaseEvent.objects.filter(~Exists(of_this), kind=Kind.UNTOLD)
