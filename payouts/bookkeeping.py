"""How a payout is bookkept at the creditor: a suggestion in the accounts of the BAS chart, which always balances.

The debtor's costs and late payment compensation are income without VAT (3990), the agency's fee for the same service a
cost (6062) with VAT (2641), which is part of the cost when the creditor is not registered for VAT. Interest is 8313.
Costs that the creditor has had itself were a debt to the agency (1687) until this payout.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ekrav.money import Ore
from payouts.models import Payout


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account, with its amount on one side."""

    number: str
    name: str
    debit: Ore | None = None
    credit: Ore | None = None


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """The whole entry; both sides sum to `total`."""

    rows: tuple[AccountRow, ...]
    total: Ore


def suggest(*, payout: Payout, vat_registered: bool) -> Suggestion:
    """The suggested entry of a payout."""
    fee = payout.fee_ore if vat_registered else payout.fee_ore + payout.vat_ore
    debits = [
        ("1930", _("Företagskonto"), payout.amount_ore),
        ("6062", _("Inkasso"), fee),
        ("2641", _("Ingående moms"), payout.vat_ore if vat_registered else 0),
        ("1687", _("Kostnader betalda direkt till dig"), payout.set_off_ore),
    ]
    credits = [
        ("1510", _("Kundfordringar"), payout.capital_ore),
        ("8313", _("Ränteintäkter"), payout.interest_ore),
        ("3990", _("Ersättning för kostnader"), payout.costs_ore),
        ("3990", _("Förseningsersättning"), payout.late_payment_ore),
    ]
    rows = [_row(number, name, ore) for number, name, ore in debits]
    rows += [_row(number, name, -ore) for number, name, ore in credits]
    kept = tuple(row for row in rows if row is not None)
    return Suggestion(rows=kept, total=Ore(sum(row.debit or 0 for row in kept)))


def _row(number: str, name: str, signed: int) -> AccountRow | None:
    """Debit when positive, credit when negative; nothing when zero."""
    if not signed:
        return None
    debit, credit = (Ore(signed), None) if signed > 0 else (None, Ore(-signed))
    return AccountRow(number=number, name=name, debit=debit, credit=credit)
