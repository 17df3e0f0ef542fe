"""The agency's own fees and output VAT of a period: from its issued notes and credit notes, and from the book.

Both are read, since they must be equal: every note is numbered in the transaction that posts it. In a staff scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Sum

from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.identity import format_organisation_number
from ekrav.ledger.models import Account, Line
from payouts.chart import AGENCYS, Accounts
from payouts.csv_file import csv_file
from payouts.kinds import CREDIT_NOTE, Purpose
from payouts.models import SettlementNote
from payouts.notes import NoteSum, notes_between, sums_of
from payouts.set_offs import SETTLE
from payouts.sie import Company, Row, Voucher, sie_file

_HEAD: Final = ("Nummer", "Datum", "Ändrar nota", "Borgenär", "Avgift", "Moms")
# What charges fees and what takes them back; moving them to the agency's own account is neither.
_KINDS: Final = (SETTLE, f"reverse {SETTLE}", CREDIT_NOTE)


@dataclass(frozen=True, kw_only=True)
class Charged:
    """Fees and output VAT, in öre."""

    fee: int
    vat: int


@dataclass(frozen=True, kw_only=True)
class VatReport:
    """A period: its notes, their sum and the book's."""

    first: date
    last: date
    notes: tuple[NoteSum, ...]
    creditors: tuple[str, ...]
    charged: Charged
    credited: Charged
    book: Charged

    @property
    def total(self) -> Charged:
        """Charged less credited."""
        return Charged(fee=self.charged.fee + self.credited.fee, vat=self.charged.vat + self.credited.vat)

    @property
    def agrees(self) -> bool:
        """Whether the notes sum to what the book says."""
        return self.total == self.book


def vat_report(*, first: date, last: date) -> VatReport:
    """The report of the days, both included."""
    found = notes_between(first, last)
    notes = sums_of(found)
    return VatReport(
        first=first,
        last=last,
        notes=tuple(notes),
        creditors=tuple(_creditors([note.number for note in notes])),
        charged=_sum([note for note in notes if not note.credits]),
        credited=_sum([note for note in notes if note.credits]),
        book=_booked(first, last),
    )


def _sum(notes: Sequence[NoteSum]) -> Charged:
    return Charged(fee=sum(note.fee for note in notes), vat=sum(note.vat for note in notes))


def _creditors(numbers: Sequence[int]) -> list[str]:
    owners = dict(SettlementNote.objects.filter(number__in=numbers).values_list("number", "creditor_id"))
    names = dict(Creditor.objects.filter(pk__in=set(owners.values())).values_list("pk", "name"))
    return [names[owners[number]] for number in numbers]


def _booked(first: date, last: date) -> Charged:
    """What the period's notes stand for in the book, and what was booked in it and stands on no note at all."""
    fees = Line.objects.filter(account__in=[Account.AGENCY_FEES, Account.AGENCY_VAT])
    noted = SettlementNote.objects.filter(entry__isnull=False)
    rows = fees.filter(
        entry_id__in=noted.filter(issued_on__range=(first, last)).values("entry_id")
    ) | fees.filter(entry__booked_date__range=(first, last), entry__kind__in=_KINDS).exclude(
        entry_id__in=noted.values("entry_id")
    )
    sums = dict(rows.values_list("account").annotate(total=Sum("amount_ore")))
    return Charged(fee=-sums.get(Account.AGENCY_FEES, 0), vat=-sums.get(Account.AGENCY_VAT, 0))


def vat_csv(report: VatReport) -> bytes:
    """A row for each note and credit note."""
    named = zip(report.notes, report.creditors, strict=True)
    return csv_file(
        _HEAD, ((n.label, n.issued_on.isoformat(), n.credits, name, n.fee, n.vat) for n, name in named)
    )


def vat_sie(report: VatReport, *, agency: Agency, accounts: Accounts, made_on: date) -> bytes:
    """An entry for each note and credit note, in the agency's own books: Dr the claim on client funds / Cr fee, VAT."""
    company = Company(
        name=agency.name, organisation_number=format_organisation_number(agency.organisation_number)
    )
    names = {number: str(AGENCYS[purpose].name) for purpose, number in accounts.items()}
    vouchers = [_voucher(note, accounts) for note in report.notes if note.fee or note.vat]
    return sie_file(company=company, accounts=names, vouchers=vouchers, made_on=made_on)


def _voucher(note: NoteSum, accounts: Accounts) -> Voucher:
    what = f"Kreditnota {note.label}" if note.credits else f"Avräkningsnota {note.label}"
    rows = (
        (Purpose.OWED, note.fee + note.vat, "Avgift och moms"),
        (Purpose.FEE, -note.fee, "Avgift"),
        (Purpose.VAT, -note.vat, "Utgående moms"),
    )
    return Voucher(
        day=note.issued_on,
        text=what,
        rows=[Row(account=accounts[purpose], ore=ore, text=text) for purpose, ore, text in rows if ore],
    )
