"""The day a payment counts from.

A payment has been made when it is booked on the payee's account; rent, when the debtor made the payment (jordabalken 12
kap. 20 §, and IMY of a demand's fee). A bank's file tells the day it was booked, not the day it was made: how long
before that rent counts as paid is our own practice, in the debtor's favour, and a dated row.
"""

from datetime import date

from ekrav.law.bankdays import bank_days_before
from ekrav.law.rates import Rates


def counts_from(*, booked: date, rent: bool, rates: Rates) -> date:
    """Return the day that a payment the bank booked on `booked` counts from. Raises NoRow."""
    if not rent:
        return booked
    return bank_days_before(booked, days=rates.bank_days("payment.rent_bank_days", booked))
