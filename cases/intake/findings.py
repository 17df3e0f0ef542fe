"""What can be said of an invoice as a claim, in sentences for the creditor; and what there is to judge by."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils import dateformat

from cases.intake.extraction import Extraction


class Reason(StrEnum):
    """Why a claim is stopped or looked at; the name that tests and pages know it by."""

    ABROAD = "abroad"
    NOT_DUE = "not_due"
    CREDIT_NOTE = "credit_note"
    CURRENCY = "currency"
    NO_AMOUNT = "no_amount"
    DUE_BEFORE_ISSUED = "due_before_issued"
    ISSUED_LATER = "issued_later"
    BARRED = "barred"
    NOT_YOURS = "not_yours"
    OTHER_GIRO = "other_giro"
    OWN_DEBT = "own_debt"
    OTHER_DEBTOR = "other_debtor"
    MINOR = "minor"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True)
class Finding:
    """One sentence for the creditor. `stops` means that the claim cannot be registered while it holds."""

    reason: Reason
    stops: bool
    sentence: str


class Limitation(Protocol):
    """Returns the last day to claim what arose on a day (`ekrav.law.limitation.last_day_to_claim`, its rates given)."""

    def __call__(self, *, arose: date, consumer_purchase: bool) -> date: ...


@dataclass(frozen=True)
class Contact:
    """Whom at the agency to ask."""

    phone: str
    email: str


@dataclass(frozen=True)
class Situation:
    """What there is to judge by: the invoice, the day, who asks and whom to call."""

    invoice: Extraction
    today: date
    org_number: str
    bankgiro: str
    limitation: Limitation
    contact: Contact


def spelled(day: date) -> str:
    """Return the day as it is read, "30 oktober 2026"."""
    return dateformat.format(day, "j F Y")
