"""What is owed to a case's payer goes back by the bank's file, by Swish or to the card: one at a time looks at it."""

from ekrav.payments.models import Reference


def hold_what_is_owed(subledger_id: int) -> None:
    """Wait for the case's references and keep them to the end of the transaction. In the tenant's scope.

    Before the balance is read. Who holds several takes them in the order of creditor and case; payments may still come.
    """
    list(Reference.objects.select_for_update(no_key=True).filter(subledger_id=subledger_id).order_by("id"))
