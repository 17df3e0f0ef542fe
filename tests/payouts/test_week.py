"""A week of many creditors: notes, payment file, book and bank agree, and each note's PDF, CSV and SIE are equal."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from ekrav.accounts.models import Creditor
from ekrav.agency.models import StaffMember
from ekrav.bankfiles import pain001_read
from ekrav.ledger.models import Account, Line
from ekrav.tenancy import staff_scope, tenant_scope
from payouts.models import Payout, SettlementNote
from payouts.notes import as_csv, as_sie, notes_between
from payouts.vat_report import vat_report
from tests.payouts.given import (
    FRIDAY,
    Paid,
    a_case,
    a_creditor,
    an_agency,
    book,
    costs_paid_to_creditor,
    money_in,
)
from tests.payouts.notes import issued, ore, paid_by_the_bank, read_sie, rows_of_csv, text_of_pdf

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = {"Inbetalt": "received", "Avgift": "fee", "Moms": "vat", "Avdrag": "set_off", "Till dig": "paid"}


# The first of each kind: of three tariffs, with VAT or without, with a direct payment or without.
ONE_OF_EACH = sorted({(n % 3, n % 4 == 0, n % 5 == 0): n for n in reversed(range(60))}.values())


def a_week(creditors: Iterable[int]) -> list[int]:
    """Creditors of every kind: with one to three cases, part payments, 450, direct payments, without VAT."""
    an_agency()
    made = []
    for n in creditors:
        creditor = a_creditor(f"Bolag {n} AB", bankgiro="9902008", tariff=n % 3 + 1, vat=n % 4 != 0)
        for case in range(n % 3 + 1):
            paid = Paid(capital=f"{1000 + n}.{case:02}", interest=f"{n % 7}.3{case}", costs="240.00")
            if case == 2:
                paid = Paid(capital="251.78", interest="8.22", costs="180.00", late_payment="450.00")
            money_in(creditor, paid, case=a_case(creditor, invoice=f"{n}-{case}", debtor=f"Gäldenär {n}"))
        if n % 5 == 0:
            costs_paid_to_creditor(creditor, "180.00", case=a_case(creditor, invoice=f"{n}-direkt"))
        made.append(creditor)
    return made


def on(rows: list[tuple[str, int]], *accounts: str) -> int:
    """What the rows sum to on these accounts."""
    return sum(amount for account, amount in rows if account in accounts)


def csv_sums(facts: dict[str, Any]) -> dict[str, int]:
    """The columns' sums as the CSV has them, taken off with a minus."""
    rows = rows_of_csv(as_csv([facts]))
    return {name: sum(ore(row[column]) for row in rows) for column, name in COLUMNS.items()}


def pdf_sums(pdf: bytes) -> dict[str, int]:
    """The table's last row as the PDF has it."""
    (row,) = re.findall(r"Summa, kr ((?:-?[\d ]+,\d\d ?)+)", text_of_pdf(pdf))
    # Thousands are set off by a space as columns are: an amount ends with its decimals.
    found = [ore(amount) for amount in re.findall(r"-?\d{1,3}(?: \d{3})*,\d\d", row)]
    names = ["received", "fee", "vat", *(["set_off"] if len(found) == 5 else []), "paid"]
    return {"set_off": 0} | dict(zip(names, found, strict=True))


def sie_sums(facts: dict[str, Any], creditor: int) -> dict[str, int]:
    """The same from the SIE entry's accounts. VAT that is a cost cannot be told from the fee."""
    with tenant_scope(creditor):
        content = as_sie([facts], creditor=Creditor.objects.get(), today=FRIDAY)
    (entry,) = read_sie(content).entries
    assert sum(amount for _account, amount, _text in entry.rows) == 0
    rows = [(account, amount) for account, amount, _text in entry.rows]
    return {
        "received": -on(rows, "1510", "8313", "3990"),
        "fee and vat": -on(rows, "6062", "2641"),
        "set_off": -on(rows, "1687"),
        "paid": on(rows, "1930"),
    }


def book_sums(creditor: int) -> dict[str, int]:
    """What the settlement's entry says in the book."""
    with tenant_scope(creditor):
        lines = list(Line.objects.filter(entry__kind="settle").values_list("account", "amount_ore"))
    received = (Account.DUE_CAPITAL, Account.DUE_INTEREST, Account.DUE_COSTS, Account.DUE_LATE_PAYMENT)
    return {
        "received": on(lines, *received),
        "fee": on(lines, Account.AGENCY_FEES),
        "vat": on(lines, Account.AGENCY_VAT),
        "set_off": on(lines, Account.CREDITOR_OWES),
        "paid": -on(lines, Account.PAYOUTS_IN_TRANSIT),
    }


def test_a_weeks_notes_file_book_and_bank_agree_and_every_format_says_the_same(
    astrid: StaffMember, bertil: StaffMember, size: Callable[[int, int], int]
) -> None:
    assert len(ONE_OF_EACH) == 3 * 2 * 2
    creditors = a_week([*ONE_OF_EACH, *range(60, size(60, 348))])
    run = issued(astrid, bertil)
    paid_by_the_bank(*creditors)
    payments = {one.end_to_end_id: one for one in pain001_read.read(bytes(run.file or b"")).payments}
    numbers, total = [], dict.fromkeys(COLUMNS.values(), 0)
    for creditor in creditors:
        with tenant_scope(creditor):
            note = SettlementNote.objects.select_related("payout").get()
        assert note.payout is not None
        with tenant_scope(creditor):
            from_csv = csv_sums(note.facts)
        assert from_csv == pdf_sums(bytes(note.pdf or b"")) == book_sums(creditor)
        from_sie = sie_sums(note.facts, creditor)
        assert from_sie.pop("fee and vat") == from_csv["fee"] + from_csv["vat"]
        assert from_sie == {name: from_csv[name] for name in from_sie}
        payment = payments[note.payout.end_to_end_id]
        assert (payment.amount, payment.note) == (from_csv["paid"], f"Avräkningsnota {note.label}")
        assert note.payout.state == Payout.State.SETTLED
        numbers.append(note.number)
        total = {name: ore + from_csv[name] for name, ore in total.items()}
    assert sorted(numbers) == list(range(1, len(creditors) + 1))
    assert run.total_ore == total["paid"]
    # What the bank still holds is the agency's: fees and VAT, and nothing is in transit.
    kept = -total["fee"] - total["vat"]
    funds = {Account.CLIENT_FUNDS: kept, Account.AGENCY_FEES: total["fee"], Account.AGENCY_VAT: total["vat"]}
    assert book() == funds
    with staff_scope():
        report = vat_report(first=date(2026, 11, 1), last=date(2026, 11, 30))
    assert report.agrees
    assert (report.total.fee, report.total.vat) == (-total["fee"], -total["vat"])


def test_a_period_has_every_note_of_it_and_an_entry_each(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    for week in range(3):
        money_in(are_bygg, Paid(capital="100.00", costs="60.00"), case=a_case(are_bygg, invoice=f"{week}"))
        issued(astrid, bertil, weeks=week)
    with tenant_scope(are_bygg):
        facts = list(notes_between(FRIDAY, date(2026, 12, 4)).values_list("facts", flat=True))
        sie = read_sie(as_sie(facts, creditor=Creditor.objects.get(), today=FRIDAY))
        rows = rows_of_csv(as_csv(facts))
    # The notes of 27 November and 4 December; that of 11 December is outside.
    assert [(entry.day, entry.text) for entry in sie.entries] == [
        (FRIDAY, "Avräkningsnota 2026-0001"),
        (date(2026, 12, 4), "Avräkningsnota 2026-0002"),
    ]
    assert [row["Nummer"] for row in rows] == ["2026-0001", "2026-0002"]
    # No debtor is named in a file that bookkeeping programs keep.
    assert "Lindqvist" not in str(sie.entries)
    assert sie.labels["#ORGNR"] == [["556677-8899"]]
