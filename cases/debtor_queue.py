"""The debtors a person must judge before their cases go on. In staff's scope: every creditor's."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.checks import WORDS, Stop, names_differ
from cases.joint import first_released
from cases.models import Case, CaseEvent, Debtor, JointDebtor
from ekrav.accounts.models import Creditor
from ekrav.look.parts import Words

Word = Debtor.RegisterWord
PAGE: Final = 200

WRONG: Final[Mapping[str, Words]] = {
    Word.UNKNOWN: WORDS[Stop.BAD_NUMBER],
    Word.PROTECTED: Word.PROTECTED.label,
    Word.DECEASED: Word.DECEASED.label,
    Word.NOT_ACTIVE: Word.NOT_ACTIVE.label,
}


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """A case one of whose debtors is to be judged, and why."""

    case: Case
    debtor: Debtor
    creditor: str
    reason: Words


def debtors_to_judge() -> list[Doubtful]:
    """The cases with a step ahead whose debtor the register does not know as the invoice has it, the oldest first.

    Names are judged for the cases that a letter was held for; a register that is silent, likewise. At most `PAGE` of
    each sort: every sort is found by an index of its own, however many cases there are.
    """
    found = {case.pk: case for sort in (_wrong(), _silent(), _differ()) for case in sort}
    pairs = {(case.pk, case.debtor_id): (case, case.debtor) for case in found.values()}
    pairs |= {(row.case_id, row.debtor_id): (row.case, row.debtor) for row in _others()}
    doubtful = [(case, debtor, _reason(debtor)) for _keys, (case, debtor) in sorted(pairs.items())]
    names = Creditor.objects.in_bulk({case.creditor_id for case, _debtor in pairs.values()})
    return [
        Doubtful(case=case, debtor=debtor, creditor=names[case.creditor_id].name, reason=reason)
        for case, debtor, reason in doubtful
        if reason
    ]


def _wrong() -> QuerySet[Case]:
    return _moving(debtor__register_word__in=list(WRONG))[:PAGE]


def _silent() -> QuerySet[Case]:
    held = CaseEvent.objects.filter(
        case=OuterRef("pk"), creditor=OuterRef("creditor"), **_held(Stop.NOT_LOOKED_UP)
    )
    return _moving(Exists(held), debtor__looked_up_at=None, debtor__number_cipher__isnull=False)[:PAGE]


def _differ() -> list[Case]:
    """Whether two names are one is not for the database to say; what was corrected since is passed over."""
    held = CaseEvent.objects.filter(**_held(Stop.NAME_DIFFERS)).values("case_id")
    rows = _moving(pk__in=held, debtor__name_accepted_at=None).exclude(debtor__register_name="")
    return list(islice((case for case in rows if names_differ(case.debtor)), PAGE))


def _others() -> list[JointDebtor]:
    """The like of those who answer beside a case's first debtor: few cases have any."""
    held = CaseEvent.objects.filter(case=OuterRef("case"))
    silent = Q(
        Exists(held.filter(**_held(Stop.NOT_LOOKED_UP))),
        debtor__looked_up_at=None,
        debtor__number_cipher__isnull=False,
    )
    named = Q(Exists(held.filter(**_held(Stop.NAME_DIFFERS))), debtor__name_accepted_at=None)
    wrong = Q(debtor__register_word__in=list(WRONG))
    moving = JointDebtor.objects.filter(released_on=None, case__next_date__isnull=False)
    return list(moving.filter(wrong | silent | named).select_related("case", "debtor").order_by("id")[:PAGE])


def _moving(*conditions: Exists, **where: Any) -> QuerySet[Case]:
    moving = Case.objects.filter(*conditions, ~Exists(first_released()), next_date__isnull=False, **where)
    return moving.select_related("debtor").order_by("id")


def _held(stop: Stop) -> dict[str, Any]:
    return {"kind": CaseEvent.Kind.HELD, "facts__stops__icontains": stop.value}


def _reason(debtor: Debtor) -> Words:
    if debtor.waits_for_register:
        return WORDS[Stop.NOT_LOOKED_UP]
    if debtor.register_word in WRONG:
        return WRONG[debtor.register_word]
    return WORDS[Stop.NAME_DIFFERS] if names_differ(debtor) else ""
