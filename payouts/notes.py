"""A creditor's issued notes and credit notes, and what is asked of them. In a scope that sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from ekrav.accounts.models import Creditor
from ekrav.identity import format_organisation_number, is_sole_trader
from payouts.chart import CREDITORS, Accounts, accounts
from payouts.exports import notes_csv, notes_sie
from payouts.models import SettlementNote
from payouts.sie import Company
from payouts.withheld import shown

_SUMS: Final = ("received_ore", "fee_ore", "vat_ore", "set_off_ore", "paid_ore")


@dataclass(frozen=True, kw_only=True)
class NoteSum:
    """One note's sums, in öre; a credit note's have their signs turned."""

    number: int
    label: str
    issued_on: date
    credits: str
    received: int
    fee: int
    vat: int
    set_off: int
    paid: int


def notes() -> QuerySet[SettlementNote]:
    """All that are issued, by number, without the weight of their bytes."""
    return SettlementNote.objects.defer("pdf").order_by("number")


def credit_notes() -> QuerySet[SettlementNote]:
    """The credit notes, the newest first, with the notes they credit."""
    found = SettlementNote.objects.filter(credits__isnull=False).select_related("credits")
    return found.defer("pdf", "credits__pdf", "credits__facts").order_by("-number")


def notes_between(first: date, last: date) -> QuerySet[SettlementNote]:
    """Those issued on the days, both included."""
    return notes().filter(issued_on__range=(first, last))


def notes_of_year(year: int) -> QuerySet[SettlementNote]:
    """Those issued in a calendar year."""
    return notes().filter(issued_on__year=year)


def sums_of(rows: QuerySet[SettlementNote]) -> list[NoteSum]:
    """Each note's sums, read from its frozen facts."""
    names = [f"facts__{name}" for name in _SUMS]
    found = rows.values_list("number", "facts__label", "issued_on", "facts__credits__label", *names)
    return [
        NoteSum(
            number=number,
            label=label,
            issued_on=issued_on,
            credits=credits or "",
            received=received,
            fee=fee,
            vat=vat,
            set_off=set_off,
            paid=paid,
        )
        for number, label, issued_on, credits, received, fee, vat, set_off, paid in found
    ]


def years_with_notes() -> list[int]:
    """The years in which something was issued, the newest first."""
    years = SettlementNote.objects.annotate(year=ExtractYear("issued_on")).values_list("year", flat=True)
    return sorted(set(years), reverse=True)


def as_csv(facts: Sequence[dict[str, Any]]) -> bytes:
    """The notes with these facts as CSV."""
    return notes_csv(shown(facts))


def as_sie(facts: Sequence[dict[str, Any]], *, creditor: Creditor, today: date) -> bytes:
    """The notes with these facts as SIE, on the accounts that the creditor has chosen. In its scope."""
    chosen: Accounts = accounts(CREDITORS)
    return notes_sie(shown(facts), company=company_of(creditor), accounts=chosen, made_on=today)


def company_of(creditor: Creditor) -> Company:
    """Whose entries they are; a sole trader's number is a person number and stands in no file."""
    number = creditor.organisation_number
    shown = "" if is_sole_trader(number) else format_organisation_number(number)
    return Company(name=creditor.name, organisation_number=shown)
