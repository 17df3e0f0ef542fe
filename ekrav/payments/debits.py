"""Money out, as the bank tells of it: kept when a file is read, posted by the payouts house, which pulls it here."""

from django.db.models import QuerySet

from ekrav.payments.models import BankEntry


def debits_to_settle() -> QuerySet[BankEntry]:
    """Return every debit of the client-funds account, oldest first, that is no reversal. In an agency or staff scope.

    Which of them are taken is the payouts house's to know (its own table, by the entry's id): narrow with `exclude`.
    A payout is recognised by `end_to_end_id`; "" is a debit that none of our files asked for.
    """
    return BankEntry.objects.filter(direction=BankEntry.Direction.DEBIT, reversal=False).order_by("id")


def debits_taken_back() -> QuerySet[BankEntry]:
    """Return the debits by which the bank takes back an earlier credit and that no book has: a person must act.

    In an agency or staff scope. `ekrav.payments.take_back` connects one with its payment.
    """
    taken = BankEntry.objects.filter(direction=BankEntry.Direction.DEBIT, reversal=True)
    return taken.filter(creditor_id=None).order_by("id")
