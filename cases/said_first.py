"""What a debtor has said that nobody has dealt with yet: the next letter waits for it, and the pages say so."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Q, QuerySet

from cases.checks import WORDS, Stop
from cases.models import Case, Notice, Question
from cases.states import Action

_LETTERS: Final = (Action.REMIND, Action.DEMAND, Action.FINAL_NOTICE, Action.SURVEILLANCE_LETTER)


def waits_for_words(cases: Sequence[Case]) -> dict[int, str]:
    """Why each case's next letter waits, as `cases.checks` has it; those of which none does are left out."""
    ids = [case.pk for case in cases if case.next_action in _LETTERS]
    said = set(_unheard().filter(case_id__in=ids).values_list("case_id", flat=True))
    asked = set(_unanswered().filter(case_id__in=ids).values_list("case_id", flat=True))
    return {pk: str(WORDS[Stop.ANSWER_MISSING if pk in asked else Stop.DEBTOR_SAID]) for pk in said | asked}


def next_letter_waits() -> Q:
    """The cases whose next letter waits so."""
    waits = Q(pk__in=_unheard().values("case_id")) | Q(pk__in=_unanswered().values("case_id"))
    return waits & Q(next_action__in=_LETTERS)


def _unheard() -> QuerySet[Notice]:
    return Notice.objects.filter(handled_at=None).exclude(kind=Notice.Kind.MESSAGE)


def _unanswered() -> QuerySet[Question]:
    return Question.objects.filter(answer="", notice__isnull=False)
