"""The letters that say the same to several who answer for one claim: they count together, or not at all."""

from datetime import datetime

from django.db.models import Q, QuerySet

from letters.dispatch import cancel
from letters.models import Dispatch


def first_of(dispatch: Dispatch) -> int:
    """The row of the letter that stands for all that say the same: its own, when it went to one alone."""
    return dispatch.beside_id or dispatch.pk


def together(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """The letter and those that say the same, in their order."""
    first = first_of(dispatch)
    same = Dispatch.objects.filter(Q(pk=first) | Q(beside=first), case_number=dispatch.case_number)
    return same.order_by("letter_number")


def stop_beside(dispatch: Dispatch) -> None:
    """Stop those that say the same and have not left; one that lies in a print job is asked to stop."""
    for each in together(dispatch).exclude(pk=dispatch.pk).exclude(state=Dispatch.State.CANCELLED):
        cancel(dispatch=each)


def count_none(dispatch: Dispatch, *, at: datetime) -> None:
    """Let none of them count: what has not left is stopped, what has left counts as not sent, and that is noted."""
    stop_beside(dispatch)
    same = together(dispatch)
    same.filter(noted_at=None).update(noted_at=at)
    same.exclude(state=Dispatch.State.CANCELLED).update(void=True)
