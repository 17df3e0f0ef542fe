"""The same person's other cases: what has happened to whoever owes is so in each of its creditor's cases against it.

Of one creditor: what is learnt in one creditor's case is not told to another.
"""

from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cases.joint import answering, first_released, key_of
from cases.models import Case, Debtor, JointDebtor, Situation
from cases.situations.rules import OF_PERSON
from cases.states import OPEN_STATES

AS: Final = "as "
"""How the key of what was known from another case begins; the row it was known by follows."""

Elsewhere = tuple[int, int, int | None]
"""One who answers for another case: its creditor, the case, and its debtor as situations have it (None: the first)."""

# A person that is dead or protected is so when its case has ended; the rest may have passed, unseen by anybody.
_FOR_GOOD: Final = (Situation.Kind.DEATH, Situation.Kind.PROTECTED)


def debtors_like(debtor: Debtor) -> QuerySet[Debtor]:
    """The creditor's debtors with the same number, this one too. In the tenant's scope."""
    if debtor.number_key is None:
        return Debtor.objects.filter(pk=debtor.pk)
    return Debtor.objects.filter(number_key=bytes(debtor.number_key))


def other_cases(case: Case, *, debtor: Debtor) -> QuerySet[Case]:
    """The creditor's other open cases that the same person answers for. In the tenant's scope."""
    like = debtors_like(debtor)
    joint = JointDebtor.objects.filter(debtor__in=like, released_on=None).values("case_id")
    same = Case.objects.filter(Q(debtor__in=like) | Q(pk__in=joint), state__in=OPEN_STATES)
    return same.exclude(pk=case.pk).order_by("id")


def same_in(case: Case, *, debtor: Debtor) -> list[Debtor]:
    """Those who answer for the case and are that person: one, or none of whom it is asked. In the tenant's scope."""
    like = set(debtors_like(debtor).values_list("pk", flat=True))
    return [each for each in answering(case) if each.pk in like]


def known_of(case: Case, *, debtor: Debtor) -> list[Situation]:
    """What is known of one who answers from its other cases, and is not in this one. In the tenant's scope."""
    if debtor.number_key is None:
        return []
    like = debtors_like(debtor)
    told = (
        _known_first().filter(Q(debtor=None, case__debtor__in=like) | Q(debtor__in=like)).exclude(case=case)
    )
    whose = key_of(debtor, case=case)
    return list(told.filter(~Exists(_known_since(case.pk, whose=whose))).order_by("id"))


def unknown_elsewhere() -> list[tuple[Situation, list[Elsewhere]]]:
    """What is known in one case and not in the same person's others, each with those. For staff."""
    if not _known_first().exists():
        return []
    person = Coalesce("debtor__number_key", "case__debtor__number_key")
    outer: dict[str, Any] = {
        "creditor": OuterRef("creditor"),
        "person": OuterRef("person"),
        "case": OuterRef("case"),
        "kind": OuterRef(OuterRef("kind")),
        "known_at": OuterRef(OuterRef("known_at")),
    }
    roots = _known_first().annotate(person=person)
    roots = roots.filter(Q(Exists(_first_without(**outer))) | Q(Exists(_joint_without(**outer))))
    return [(root, _not_in(root)) for root in roots.select_related("debtor", "case__debtor").order_by("id")]


def _not_in(root: Situation) -> list[Elsewhere]:
    who = root.debtor or root.case.debtor
    assert who.number_key is not None, "of nobody's number all that have none would be found"
    there: dict[str, Any] = {
        "creditor": root.creditor_id,
        "person": who.number_key,
        "case": root.case_id,
        "kind": root.kind,
        "known_at": root.known_at,
    }
    first = _first_without(**there).order_by("id").values_list("creditor_id", "id")
    joint = _joint_without(**there).order_by("id").values_list("creditor_id", "case_id", "debtor_id")
    return [*((creditor, case, None) for creditor, case in first), *joint]


def _first_without(*, creditor: Any, person: Any, case: Any, kind: Any, known_at: Any) -> QuerySet[Case]:
    """The other open cases whose first debtor is that person, and where it is not known of it. Values or `OuterRef`."""
    known = _since(kind=kind, known_at=known_at).filter(case=OuterRef("pk"), debtor=None)
    same = Case.objects.filter(creditor=creditor, debtor__number_key=person, state__in=OPEN_STATES)
    return same.exclude(pk=case).filter(~Exists(known), ~Exists(first_released()))


def _joint_without(
    *, creditor: Any, person: Any, case: Any, kind: Any, known_at: Any
) -> QuerySet[JointDebtor]:
    """As `_first_without`, where that person answers beside the first."""
    known = _since(kind=kind, known_at=known_at).filter(case=OuterRef("case"), debtor=OuterRef("debtor"))
    same = JointDebtor.objects.filter(
        creditor=creditor, debtor__number_key=person, released_on=None, case__state__in=OPEN_STATES
    )
    return same.exclude(case=case).exclude(debtor=F("case__debtor")).filter(~Exists(known))


def _known_first() -> QuerySet[Situation]:
    """What was entered or found in a case itself and lasts, of somebody with a number; each case is told a register's
    events for itself."""
    lasting = Situation.objects.filter(ended_on=None, register_event=None, kind__in=OF_PERSON)
    here = Q(case__state__in=OPEN_STATES) | Q(kind__in=_FOR_GOOD)
    numbered = Q(debtor=None, case__debtor__number_key__isnull=False) | Q(debtor__number_key__isnull=False)
    return lasting.filter(here, numbered).exclude(key__startswith=AS)


def _known_since(case_id: int, *, whose: int | None) -> QuerySet[Situation]:
    """In that case, the same that lasts, or has been known as late: what is over there does not begin anew."""
    return _since(kind=OuterRef("kind"), known_at=OuterRef("known_at")).filter(case=case_id, debtor=whose)


def _since(*, kind: Any, known_at: Any) -> QuerySet[Situation]:
    return Situation.objects.filter(kind=kind).filter(Q(ended_on=None) | Q(known_at__gte=known_at))
