"""Release: nothing more is asked of one among several who answer for a claim; the others are asked for the whole of it.

It gives the debt up to nobody: what is owed is owed, and only asked of fewer. What has happened to whoever is released
stops the case no longer.
"""

from datetime import date, datetime
from typing import Final

from cases.joint import answering, key_of, relabel
from cases.models import Case, CaseEvent, Debtor, JointDebtor, Situation
from cases.move import write_event
from cases.recall import WAITING, recall_waiting
from cases.situations.go_on import go_on
from cases.situations.interest import stop_interest
from cases.states import AT_AUTHORITY, STANDINGS, State
from cases.telling import tell
from cases.untold import note_untold, tell_again_or_note
from ekrav.accounts.models import Creditor
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.rates import Rates
from letters.catalogue import CLAIMS, LetterKind
from letters.dispatch import cancel
from letters.facts import NotALetter
from letters.models import Dispatch

Why = JointDebtor.Why
NOBODY_TO_TELL: Final = (Why.DEAD, Why.DISSOLVED, Why.NOT_FOUND)


class NotReleased(ValueError):
    """The debtor is not released; `reason`: closed, authority (something is pending there), last (nobody would be left
    to ask), or gone (it does not answer, or no more)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def release(
    *, case: Case, debtor: Debtor, why: JointDebtor.Why, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Ask nothing more of the debtor, with the case's row locked; letters that wait are written anew to the others.

    The case goes on if nothing else stops it. Raises `NotReleased`, NoRow.
    """
    _refuse(case=case, debtor=debtor)
    recall_waiting(case=case, today=today, at=at)
    waiting = _take_back(case, at=at)
    JointDebtor.objects.filter(case=case, debtor=debtor).update(released_on=today, why=why)
    relabel(case)
    event = write_event(
        case=case,
        kind=CaseEvent.Kind.RELEASED,
        on=today,
        at=at,
        by=by,
        facts={"whom": str(debtor.pk), "why": why.value},
    )
    _let_go_on(case=case, debtor=debtor, today=today, at=at, by=by, rates=rates)
    _tell(case=case, debtor=debtor, why=why, today=today, at=at, rates=rates)
    for dispatch in waiting:
        tell_again_or_note(case=case, dispatch=dispatch, today=today, at=at, rates=rates)
    return event


def _take_back(case: Case, *, at: datetime) -> list[Dispatch]:
    """Stop what waits to be told to those who have been asked; the first of each, which is told anew to who is left.

    What tells one that it is asked no more is its own, and goes.
    """
    keys = [key_of(each, case=case) for each in answering(case)]
    rows = Dispatch.objects.filter(case_number=case.number, state__in=WAITING).exclude(kind__in=CLAIMS)
    mine = [row for row in rows.order_by("letter_number") if row.addressee in keys]
    stopped = [row for row in mine if cancel(dispatch=row)]
    Dispatch.objects.filter(pk__in=[row.pk for row in stopped]).update(noted_at=at)
    return [row for row in stopped if row.beside_id is None]


def _refuse(*, case: Case, debtor: Debtor) -> None:
    if not STANDINGS[State(case.state)].open:
        raise NotReleased("closed")
    if case.state in AT_AUTHORITY or case.resumes in AT_AUTHORITY:
        raise NotReleased("authority")
    asked = [each.pk for each in answering(case)]
    if debtor.pk not in asked or not JointDebtor.objects.filter(case=case, debtor=debtor).exists():
        raise NotReleased("gone")
    if len(asked) == 1:
        raise NotReleased("last")


def _let_go_on(*, case: Case, debtor: Debtor, today: date, at: datetime, by: Actor, rates: Rates) -> None:
    """What has happened to the debtor concerns the case no more. What hides it, hides it still."""
    lasting = list(Situation.objects.filter(case=case, debtor=key_of(debtor, case=case), ended_on=None))
    stopped = [each for each in lasting if each.stops]
    Situation.objects.filter(pk__in=[each.pk for each in lasting]).update(ended_on=today)
    stop_interest(case=case, rates=rates)
    if stopped:
        go_on(case=case, situation=stopped[-1], today=today, at=at, by=by, rates=rates)


def _tell(
    *, case: Case, debtor: Debtor, why: JointDebtor.Why, today: date, at: datetime, rates: Rates
) -> None:
    """Whoever has had a letter, and can be written to as usual, is told."""
    if why in NOBODY_TO_TELL or not case.portal_keys.filter(debtor=key_of(debtor, case=case)).exists():
        return
    creditor = Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id)
    words = (
        f"Vi kräver dig inte längre på skulden till {creditor}. Du behöver inte betala något till oss.",
        f"Har du frågor om fakturan, kontakta {creditor}.",
    )
    try:
        dispatch = tell(
            case=case,
            only=[debtor],
            kind=LetterKind.CLOSED,
            paragraphs=words,
            today=today,
            at=at,
            rates=rates,
        )
    except NotALetter:
        note_untold(case=case, letter=LetterKind.CLOSED, on=today, at=at)
        return
    write_event(case=case, kind=CaseEvent.Kind.TOLD, on=today, at=at, by=MACHINE, dispatch=dispatch)
