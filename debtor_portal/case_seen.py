"""The case of the visit, as its debtor may see it."""

from django.http import Http404

from cases.models import Case, Debtor

# The debtor's role may read these columns of its own row and no others.
SHOWN_OF_DEBTOR = frozenset({"id", "creditor", "kind"})
KEPT_BACK = [f"debtor__{f.name}" for f in Debtor._meta.concrete_fields if f.name not in SHOWN_OF_DEBTOR]


def current_case() -> Case:
    """The scope's case, without what its debtor's row holds of the person."""
    rows = Case.objects.select_related("debtor", "subledger", "reference").defer(*KEPT_BACK)
    case = rows.first()
    if case is None:
        raise Http404
    return case
