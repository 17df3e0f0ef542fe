"""What stands in a case's way: asked by every act that would send, charge or file something."""

from cases.models import Case, Situation

Kind = Situation.Kind


def stops(case: Case) -> tuple[Situation.Kind, ...]:
    """The kinds of what has happened that stop the case now, the oldest first; empty when nothing does.

    In the tenant's scope; with the case's row locked the answer holds until the transaction ends.
    """
    rows = Situation.objects.filter(case=case, ended_on=None, released_on=None).order_by("id")
    return tuple(Kind(kind) for kind in rows.values_list("kind", flat=True))


def standing(case: Case) -> list[Situation]:
    """What has happened and is not over, the oldest first: what stops, and what the case goes on in spite of."""
    return list(Situation.objects.filter(case=case, ended_on=None).order_by("id"))
