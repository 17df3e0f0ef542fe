"""What a settlement note says, frozen at its issue: the creditor's bookkeeping record and the agency's VAT invoice.

ML (2023:200) 17 kap. 24 §, by its numbers: 1 date of issue, 2 a number of one unbroken series, 3 the seller's VAT
number, 5–6 names and addresses of both, 7 what was done (collection, by case), 8 when it was done, 9 the base for the
rate, 10 the rate, 11 the VAT. 4 and 12–17 are for other sales than this: the buyer's VAT number is asked for when the
buyer pays the VAT. Amounts are öre. A sole trader's organisation number is a person number and stands masked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.identity import format_organisation_number, mask_organisation_number
from ekrav.law.rates import Rates
from payouts.kinds import SetOff
from payouts.models import Payout, PayoutLine
from payouts.set_offs import Reasons

VERSION = "note-3"


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
    set_offs: Mapping[int, Reasons],
    corrects: Mapping[int, str],
) -> dict[str, Any]:
    """Everything the note prints, as JSON. Rendering reads nothing else.

    By subledger: `set_offs` says why, `corrects` which note a payment that the bank has taken back was counted in.
    """
    performed = [line.last_paid_on for line in lines if line.last_paid_on] or [period_end]
    return {
        "version": VERSION,
        "number": issue.number,
        "label": label_of(number=issue.number, issued_on=issue.issued_on),
        "issued_on": issue.issued_on.isoformat(),
        "pay_on": issue.pay_on.isoformat(),
        "period_end": period_end.isoformat(),
        "performed_from": min(performed).isoformat(),
        "performed_to": max(performed).isoformat(),
        "agency": agency_facts(agency),
        "creditor": creditor_facts(creditor),
        "bankgiro": payout.bankgiro,
        "end_to_end_id": payout.end_to_end_id,
        "keeps_interest": creditor.tariff.keeps_interest,
        "keeps_late_payment": creditor.tariff.keeps_late_payment,
        "lines": [
            line_facts(
                line,
                set_offs=set_offs.get(line.subledger_id, []),
                corrects=corrects.get(line.subledger_id, ""),
            )
            for line in lines
        ],
        "capital_ore": payout.capital_ore,
        "interest_ore": payout.interest_ore,
        "costs_ore": payout.costs_ore,
        "late_payment_ore": payout.late_payment_ore,
        "received_ore": payout.received_ore,
        "fee_ore": payout.fee_ore,
        "vat_percent": str(rates.percent("vat.rate", period_end)),
        "vat_ore": payout.vat_ore,
        "set_off_ore": payout.set_off_ore,
        "set_offs": summed(set_offs.values()),
        "paid_ore": payout.amount_ore,
    }


def label_of(*, number: int, issued_on: date) -> str:
    """The number as it is written, "2026-0001"."""
    return f"{issued_on.year}-{number:04}"


def summed(reasons: Iterable[Reasons]) -> Reasons:
    """The set-offs of all cases, by reason."""
    sums: dict[SetOff, int] = {}
    for reason, ore in (pair for case in reasons for pair in case):
        sums[reason] = sums.get(reason, 0) + ore
    return [(reason, ore) for reason, ore in sums.items() if ore]


def agency_facts(agency: Agency) -> dict[str, str]:
    """The seller, as it stands on the note."""
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


def creditor_facts(creditor: Creditor) -> dict[str, Any]:
    """The buyer, as it stands on the note."""
    return {
        "name": creditor.name,
        "organisation_number": mask_organisation_number(creditor.organisation_number),
        "street": creditor.street,
        "postcode": creditor.postcode,
        "city": creditor.city,
        "vat_registered": creditor.vat_registered,
    }


def line_facts(line: PayoutLine, *, set_offs: Reasons, corrects: str) -> dict[str, Any]:
    """One case."""
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
        "set_offs": set_offs,
        "corrects": corrects,
        "to_creditor_ore": line.to_creditor_ore,
    }
