"""Among several who answer for the claim: whose visit it is, and what it is told of the others. No more than a name."""

from collections.abc import Sequence

from cases.models import Case, JointDebtor
from ekrav.payments.models import WITHHELD
from ekrav.tenancy import current_scope
from letters.joint import ONE_MORE


def joint_debtors() -> list[JointDebtor]:
    """The rows of those who answer or have answered for the scope's case; none when its debtor is alone."""
    shown = ("case_id", "debtor_id", "label", "released_on")
    return list(JointDebtor.objects.only(*shown).order_by("id"))


def still_asked(rows: Sequence[JointDebtor]) -> bool:
    """Whether the debt is asked of whoever visits."""
    own = _own() if rows else None
    return all(row.answers for row in rows if row.debtor_id == own)


def others_called(rows: Sequence[JointDebtor]) -> tuple[str, ...]:
    """What the others who answer are called, as in the letters; none when the visitor is alone."""
    own = _own() if rows else None
    labels = [row.label for row in rows if row.answers and row.debtor_id != own]
    named = tuple(label for label in labels if label != WITHHELD)
    return named if len(named) == len(labels) else (*named, ONE_MORE)


def _own() -> int:
    return current_scope().debtor_id or Case.objects.values_list("debtor_id", flat=True).get()
