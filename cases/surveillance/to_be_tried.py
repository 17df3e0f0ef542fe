"""Whether a debtor wants no more letters: the claim is to be tried by Kronofogden or a court, or dropped.

Who asks for that is not to be written to for years: to go on with letters is against god inkassosed (inkassolagen 4 §).
"""

from cases.models import Case, Notice


def is_to_be_tried(case: Case) -> bool:
    """Whether the debtor has said so, ever: it holds for the rest of the case. In its creditor's scope."""
    return Notice.objects.filter(case=case, kind=Notice.Kind.NO_LETTERS).exists()
