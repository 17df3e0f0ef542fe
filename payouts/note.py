"""What a settlement note says, frozen at its issue: the creditor's bookkeeping record and the agency's VAT invoice.

ML (2023:200) 17 kap. 24 §: date, a number of an unbroken series, the seller's VAT number, names and addresses of both,
what was done and when, the base for each rate, the rate, the VAT. Amounts are öre. A sole trader's organisation number
is a person number and stands masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.identity import format_organisation_number, mask_organisation_number
from ekrav.law.rates import Rates
from payouts.models import Payout, PayoutLine

VERSION = "note-1"


@dataclass(frozen=True, kw_only=True)
class Issue:
    """Under which number and day a note is issued, and when the bank is asked to pay."""

    number: int
    issued_on: date
    pay_on: date


def note_facts(
    *,
    issue: Issue,
    payout: Payout,
    lines: Sequence[PayoutLine],
    creditor: Creditor,
    agency: Agency,
    rates: Rates,
    period_end: date,
) -> dict[str, Any]:
    """Everything the note prints, as JSON. Rendering reads nothing else."""
    return {
        "version": VERSION,
        "number": issue.number,
        "label": f"{issue.issued_on.year}-{issue.number:04}",
        "issued_on": issue.issued_on.isoformat(),
        "pay_on": issue.pay_on.isoformat(),
        "period_end": period_end.isoformat(),
        "agency": _agency(agency),
        "creditor": _creditor(creditor),
        "bankgiro": payout.bankgiro,
        "end_to_end_id": payout.end_to_end_id,
        "keeps_interest": creditor.tariff.keeps_interest,
        "keeps_late_payment": creditor.tariff.keeps_late_payment,
        "lines": [_line(line) for line in lines],
        "capital_ore": payout.capital_ore,
        "interest_ore": payout.interest_ore,
        "costs_ore": payout.costs_ore,
        "late_payment_ore": payout.late_payment_ore,
        "received_ore": payout.received_ore,
        "fee_ore": payout.fee_ore,
        "vat_percent": str(rates.percent("vat.rate", period_end)),
        "vat_ore": payout.vat_ore,
        "set_off_ore": payout.set_off_ore,
        "paid_ore": payout.amount_ore,
    }


def _agency(agency: Agency) -> dict[str, str]:
    names = (
        "name",
        "vat_number",
        "licence",
        "street",
        "postcode",
        "city",
        "phone",
        "phone_hours",
        "email",
        "web",
    )
    return {
        **{name: str(getattr(agency, name)) for name in names},
        "organisation_number": format_organisation_number(agency.organisation_number),
    }


def _creditor(creditor: Creditor) -> dict[str, Any]:
    return {
        "name": creditor.name,
        "organisation_number": mask_organisation_number(creditor.organisation_number),
        "street": creditor.street,
        "postcode": creditor.postcode,
        "city": creditor.city,
        "vat_registered": creditor.vat_registered,
    }


def _line(line: PayoutLine) -> dict[str, Any]:
    return {
        "case_number": line.case_number,
        "invoice_number": line.invoice_number,
        "debtor": line.debtor_label,
        "last_paid_on": line.last_paid_on.isoformat() if line.last_paid_on else None,
        "capital_ore": line.capital_ore,
        "interest_ore": line.interest_ore,
        "costs_ore": line.costs_ore,
        "late_payment_ore": line.late_payment_ore,
        "received_ore": line.received_ore,
        "fee_ore": line.fee_ore,
        "vat_ore": line.vat_ore,
        "set_off_ore": line.set_off_ore,
        "to_creditor_ore": line.to_creditor_ore,
    }
