"""What a note says, and how it is bookkept, as the tests compare it: spaces and minus signs made plain."""

from typing import Any

from payouts.bookkeeping import entry_of, suggest
from payouts.chart import CREDITORS
from payouts.note_page import note_page
from tests.payouts.given import Paid

BAS = {purpose: default.number for purpose, default in CREDITORS.items()}
FULL = Paid(capital="1000.00", costs="240.00")
WITH_INTEREST = Paid(capital="1000.00", interest="13.97", costs="240.00")


def plain(text: str) -> str:
    """The text with ordinary spaces and minus signs."""
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def reckoning(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The rows from paid to paid out."""
    page = note_page(facts)
    rows = [(plain(row.label), plain(row.amount)) for row in page.rows]
    return [*rows, ("Utbetalas", plain(page.paid))]


def bookkept(facts: dict[str, Any]) -> list[tuple[str, int]]:
    """Account and öre, debit positive."""
    rows = suggest(entry_of(facts, accounts=BAS)).rows
    return [(row.number, (row.debit or 0) - (row.credit or 0)) for row in rows]
