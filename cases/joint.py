"""Who answers for a case: its debtor, or each of several who answer jointly, everyone for the whole (solidariskt).

The claim is one: its capital, interest and costs are asked once, of whoever it is paid by. What the law lets be charged
is counted by the claim (1981:739), never by the debtor.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, Debtor, JointDebtor
from ekrav.payments.models import WITHHELD, Reference
from letters.joint import ONE_MORE

MOST: Final = 4
LONGEST: Final = 160


class NotOfTheCase(LookupError):
    """The debtor does not answer for the case."""


def answering(case: Case) -> list[Debtor]:
    """Those who are asked for the debt, the first of them first; never none."""
    return answering_of([case])[case.pk]


def answering_of(cases: Sequence[Case]) -> Mapping[int, list[Debtor]]:
    """As `answering`, of several cases (with debtor) in one query."""
    joint = rows_of(cases)
    return {case.pk: answering_in(case, joint[case.pk]) for case in cases}


def rows_of(cases: Sequence[Case]) -> Mapping[int, list[JointDebtor]]:
    """The rows of those who answer or have answered, by case: none of a case whose debtor is alone. One query."""
    rows: dict[int, list[JointDebtor]] = {case.pk: [] for case in cases}
    for row in JointDebtor.objects.filter(case__in=cases).select_related("debtor").order_by("id"):
        rows[row.case_id].append(row)
    return rows


def answering_in(case: Case, rows: Sequence[JointDebtor]) -> list[Debtor]:
    """Those of a case's rows who are asked; its debtor when there are none."""
    return [row.debtor for row in rows if row.answers] or [case.debtor]


def debtors_of(case: Case) -> list[Debtor]:
    """Everybody who answers or has answered for the case."""
    rows = JointDebtor.objects.filter(case=case).select_related("debtor").order_by("id")
    debtors: list[Debtor] = [row.debtor for row in rows]
    return debtors or [case.debtor]


def debtor_of(case: Case, *, key: int | None) -> Debtor:
    """The debtor that a letter, a word or a situation of the case is about: `key` None is its first.

    Raises `NotOfTheCase`.
    """
    wanted = key or case.debtor_id
    found = next((debtor for debtor in debtors_of(case) if debtor.pk == wanted), None)
    if found is None:
        raise NotOfTheCase(key)
    return found


def key_of(debtor: Debtor, *, case: Case) -> int | None:
    """What letters, keys, words and situations of the case have for the debtor: None for its first."""
    return None if debtor.pk == case.debtor_id else debtor.pk


def others_called(debtor: Debtor, *, among: Sequence[Debtor]) -> tuple[str, ...]:
    """What a letter to the debtor calls the others who answer; who is protected is not named."""
    others = [each for each in among if each.pk != debtor.pk]
    named = tuple(each.name for each in others if not each.is_sealed)
    return named if len(named) == len(others) else (*named, ONE_MORE)


def relabel(case: Case) -> None:
    """Let the case's debtors be called by their names of today, by each other and in the bank's references.

    Where one is protected the references name none of them: whose a payment is would say who the other is.
    """
    joint = list(JointDebtor.objects.filter(case=case).select_related("debtor").order_by("id"))
    for row in joint:
        JointDebtor.objects.filter(pk=row.pk).update(label=row.debtor.name)
    everybody = [row.debtor for row in joint] or [Debtor.objects.get(pk=case.debtor_id)]
    names = ", ".join(row.debtor.name for row in joint if row.answers) or everybody[0].name
    hidden = any(debtor.is_sealed for debtor in everybody)
    Reference.objects.filter(pk=case.reference_id).update(
        debtor_label=WITHHELD if hidden else names[:LONGEST]
    )


def cases_of(debtor: Debtor) -> QuerySet[Case]:
    """The cases that the debtor answers or has answered for."""
    joint = JointDebtor.objects.filter(debtor=debtor).values("case_id")
    return Case.objects.filter(Q(debtor=debtor) | Q(pk__in=joint))


def first_released() -> QuerySet[JointDebtor]:
    """The row by which an outer case's first debtor is asked no more."""
    own = JointDebtor.objects.filter(case=OuterRef("pk"), debtor=OuterRef("debtor"))
    return own.filter(released_on__isnull=False)


def asked_while(states: Collection[str]) -> Q:
    """Of debtors: those who are asked for the debt of a case in one of the states."""
    first = Case.objects.filter(~Exists(first_released()), debtor=OuterRef("pk"), state__in=states)
    joint = JointDebtor.objects.filter(debtor=OuterRef("pk"), released_on=None, case__state__in=states)
    return Q(Exists(first)) | Q(Exists(joint))


def asked_of(debtor: Debtor) -> QuerySet[Case]:
    """The cases whose debt is asked of the debtor."""
    released = JointDebtor.objects.filter(debtor=debtor, released_on__isnull=False)
    return cases_of(debtor).exclude(pk__in=released.values("case_id"))
