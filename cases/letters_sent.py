"""Which of a case's letters have left the house, and which never may."""

from typing import Final

from django.db.models import Q, QuerySet

from cases.models import Case
from letters.models import Dispatch, PrintJob

LEFT: Final = (Dispatch.State.HANDED_OVER, Dispatch.State.POSTED, Dispatch.State.RETURNED)


def sent_or_on_its_way(*, case: Case) -> QuerySet[Dispatch]:
    """The letters that have left, or may have: one whose print job is being handed over may have arrived."""
    on_its_way = Q(state=Dispatch.State.RENDERED, print_job__isnull=False)
    refused = Q(print_job__state=PrintJob.State.REFUSED)
    return Dispatch.objects.filter(Q(state__in=LEFT) | on_its_way & ~refused, case_number=case.number)


def has_written(*, case: Case) -> bool:
    """Whether a letter has left, or may have."""
    return sent_or_on_its_way(case=case).exists()
