"""Creditors for whom nothing leaves yet, because it is not sure who signed or whose bankgiro it is."""

from django.db.models import Q, QuerySet

from ekrav.accounts.models import AcceptedAgreement, Creditor


def held_creditors() -> QuerySet[Creditor]:
    """The held ones that the scope may see: all of them in the staff scope."""
    return Creditor.objects.filter(
        Q(signatory_confirmed_at__isnull=True) | Q(bankgiro_confirmed_at__isnull=True)
    )


def signer_of(creditor: Creditor) -> str:
    """The name of the person who accepted the agreement for the creditor."""
    accepted = (
        AcceptedAgreement.objects.filter(creditor_id=creditor.pk)
        .select_related("accepted_by")
        .defer("pdf")
        .order_by("id")
        .first()
    )
    return accepted.accepted_by.name if accepted is not None else ""
