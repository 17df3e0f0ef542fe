"""The debtors a person must judge before their cases go on. In staff's scope: every creditor's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q

from cases.checks import WORDS, Stop, names_differ
from cases.models import Case, CaseEvent, Debtor
from ekrav.accounts.models import Creditor
from ekrav.look.parts import Words

Word = Debtor.RegisterWord

WRONG: Final[Mapping[str, Words]] = {
    Word.UNKNOWN: WORDS[Stop.BAD_NUMBER],
    Word.PROTECTED: Word.PROTECTED.label,
    Word.DECEASED: Word.DECEASED.label,
    Word.NOT_ACTIVE: Word.NOT_ACTIVE.label,
}


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """A case whose debtor is to be judged, and why."""

    case: Case
    creditor: str
    reason: Words


def debtors_to_judge() -> list[Doubtful]:
    """The cases with a step ahead whose debtor the register does not know as the invoice has it, the oldest first.

    Names are judged for the cases that a letter was held for; a register that is silent, likewise.
    """
    wrong = Q(debtor__register_word__in=list(WRONG))
    differs = _held_for(Stop.NAME_DIFFERS) & ~Q(debtor__register_name="") & Q(debtor__name_accepted_at=None)
    silent = _held_for(Stop.NOT_LOOKED_UP) & Q(debtor__looked_up_at=None, debtor__number_cipher__isnull=False)
    moving = Case.objects.filter(wrong | differs | silent, next_date__isnull=False).select_related("debtor")
    found = [(case, _reason(case.debtor)) for case in moving.order_by("id")]
    names = Creditor.objects.in_bulk({case.creditor_id for case, _why in found})
    return [
        Doubtful(case=case, creditor=names[case.creditor_id].name, reason=reason)
        for case, reason in found
        if reason
    ]


def _held_for(stop: Stop) -> Q:
    held = CaseEvent.objects.filter(
        case=OuterRef("pk"), kind=CaseEvent.Kind.HELD, facts__stops__contains=stop.value
    )
    return Q(Exists(held))


def _reason(debtor: Debtor) -> Words:
    if debtor.waits_for_register:
        return WORDS[Stop.NOT_LOOKED_UP]
    if debtor.register_word in WRONG:
        return WRONG[debtor.register_word]
    return WORDS[Stop.NAME_DIFFERS] if names_differ(debtor) else ""
