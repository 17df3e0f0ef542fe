"""Charge: the creditor pays for a letter of surveillance when it has been posted, and never the debtor (1981:739 5 §).

The price is that of the quote the creditor has accepted. The next payout takes the fee, adds its VAT, and sets it off.
"""

from typing import Final

from cases.models import Case, Surveillance
from ekrav.agency.models import Tariff
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry
from letters.catalogue import LetterKind
from letters.models import Dispatch

LETTER_ENTRY: Final = "surveillance letter"


def charge_posted(*, case: Case, dispatch: Dispatch) -> Entry | None:
    """Charge the creditor for a letter of surveillance that was posted; once, however often; None for other letters.

    With the case's row locked.
    """
    if dispatch.kind != LetterKind.SURVEILLANCE or dispatch.posted_on is None:
        return None
    if dispatch.beside_id is not None:
        # To several who answer for the claim it is one letter at the price that was accepted.
        return None
    # The one that the letter was written in: the case may have begun anew while it lay at the print house.
    rows = Surveillance.objects.filter(case=case, began_on__lte=dispatch.planned_on).select_related("quote")
    row = rows.latest("id")
    price = Tariff.objects.get(version=row.quote.tariff_version).surveillance_letter_ore
    if not price:
        return None
    return post(
        key=f"{LETTER_ENTRY} {case.number} {dispatch.letter_number}",
        kind=LETTER_ENTRY,
        booked_date=dispatch.posted_on,
        lines=[
            debit(Account.CREDITOR_OWES, price, case.subledger),
            credit(Account.DUE_COSTS, price, case.subledger),
        ],
    )
