"""Money out, as the bank tells of it: kept when a file is read, posted by the payouts house, which pulls it here."""

from django.db.models import Q, QuerySet

from ekrav.payments.models import BankEntry


def debits_to_settle() -> QuerySet[BankEntry]:
    """Return every debit of the client-funds account, oldest first, that is no reversal. In an agency or staff scope.

    Which of them are taken is the payouts house's to know (its own table, by the entry's id): narrow with `exclude`.
    A payout is recognised by `end_to_end_id`; "" is a debit that none of our files asked for.
    """
    return BankEntry.objects.filter(direction=BankEntry.Direction.DEBIT, reversal=False).order_by("id")


def debits_taken_back() -> QuerySet[BankEntry]:
    """Return the debits that a person must act on: the bank takes back an earlier credit, or draws what no file of
    ours asked for; and no book has them.

    In an agency or staff scope. `ekrav.payments.take_back` connects one with its payment, or with what makes it good.
    """
    taken = BankEntry.objects.filter(Q(reversal=True) | Q(end_to_end_id=""), creditor_id=None)
    return taken.filter(direction=BankEntry.Direction.DEBIT).order_by("id")
