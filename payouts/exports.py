"""Notes as CSV and SIE, from the same frozen facts as the PDF. Pure: what is asked for is read before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from payouts.bookkeeping import entry_of
from payouts.chart import CREDITORS, Accounts
from payouts.csv_file import Cell, csv_file
from payouts.kinds import PARTS, POSTED
from payouts.sie import Company, Row, Voucher, sie_file

Facts = Mapping[str, Any]

HEAD: Final = (
    *("Nummer", "Datum", "Ändrar nota", "Ärende", "Faktura", "Gäldenär", "Betalt den"),
    *(PARTS[part].words for part in POSTED),
    *("Inbetalt", "Avgift", "Moms", "Avdrag", "Till dig"),
)


def notes_csv(notes: Iterable[Facts]) -> bytes:
    """A row for each case of each note; a credit note's amounts have their signs turned."""
    return csv_file(HEAD, (_row(note, line) for note in notes for line in note["lines"]))


def _row(note: Facts, line: Facts) -> Sequence[Cell]:
    return (
        note["label"],
        note["issued_on"],
        note["credits"]["label"] if "credits" in note else "",
        line["case_number"],
        line["invoice_number"],
        line["debtor"],
        line["last_paid_on"] or "",
        *(line.get(f"{part}_ore", 0) for part in POSTED),
        line["received_ore"],
        -line["fee_ore"],
        -line["vat_ore"],
        -line["set_off_ore"],
        line["to_creditor_ore"],
    )


def notes_sie(notes: Iterable[Facts], *, company: Company, accounts: Accounts, made_on: date) -> bytes:
    """An entry for each note and credit note, on the creditor's own accounts. No debtor is named in it."""
    names = {number: str(CREDITORS[purpose].name) for purpose, number in accounts.items()}
    vouchers = [_voucher(note, accounts=accounts) for note in notes]
    return sie_file(
        company=company,
        accounts=names,
        vouchers=[voucher for voucher in vouchers if voucher.rows],
        made_on=made_on,
    )


def _voucher(note: Facts, *, accounts: Accounts) -> Voucher:
    what = f"Kreditnota {note['label']}, ändrar {note['credits']['label']}" if "credits" in note else None
    return Voucher(
        day=date.fromisoformat(note["issued_on"]),
        text=what or f"Avräkningsnota {note['label']}",
        rows=[
            Row(account=row.number, ore=row.ore, text=f"{row.words}, {row.case}" if row.case else row.words)
            for row in entry_of(note, accounts=accounts)
        ],
    )
