"""How a note is bookkept: one entry for each note and credit note, made from its frozen facts. It always balances.

Paid out, fee, VAT and what is set off are debits; each case's parts are credits. Nothing is netted: what was set off
stands on a line of its own. A credit note's signs are turned. Öre; debit positive, credit negative.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ekrav.money import Ore
from payouts.chart import CREDITORS, Accounts
from payouts.kinds import PARTS, SET_OFFS, Purpose
from payouts.models import Payout
from payouts.note_page import set_offs
from payouts.set_offs import Reasons


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One line of the entry: for what purpose, on which account, how much, and in which words."""

    purpose: Purpose
    number: str
    ore: int
    words: str
    case: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account on the page, with its amount on one side."""

    number: str
    name: str
    debit: Ore | None = None
    credit: Ore | None = None


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """The whole entry as a page shows it; both sides sum to `total`."""

    rows: tuple[AccountRow, ...]
    total: Ore


def entry_of(facts: Mapping[str, Any], *, accounts: Accounts) -> list[EntryRow]:
    """The entry of a note or a credit note; its rows sum to 0."""
    registered = facts["creditor"]["vat_registered"]
    fee = facts["fee_ore"] if registered else facts["fee_ore"] + facts["vat_ore"]
    whole = [
        (Purpose.BANK, facts["paid_ore"], _("Utbetalt")),
        (Purpose.FEE, fee, _("Inkasso") if registered else _("Inkasso med moms")),
        (Purpose.VAT, facts["vat_ore"] if registered else 0, _("Moms på inkasso")),
    ]
    rows = [
        EntryRow(purpose=purpose, number=accounts[purpose], ore=ore, words=words)
        for purpose, ore, words in whole
    ]
    for line in facts["lines"]:
        rows += _of_case(line, accounts=accounts)
    return [row for row in rows if row.ore]


def _of_case(line: Mapping[str, Any], *, accounts: Accounts) -> Iterable[EntryRow]:
    case = line["invoice_number"] or line["case_number"]
    for reason, ore in set_offs(line):
        off = SET_OFFS[reason]
        yield EntryRow(purpose=off.purpose, number=accounts[off.purpose], ore=ore, words=off.words, case=case)
    for part, kind in PARTS.items():
        yield EntryRow(
            purpose=kind.purpose,
            number=accounts[kind.purpose],
            ore=-line.get(f"{part}_ore", 0),
            words=kind.words,
            case=case,
        )


def suggest(rows: Iterable[EntryRow]) -> Suggestion:
    """The entry by account and words, debits first."""
    sums: dict[tuple[str, Purpose, str], int] = {}
    for row in rows:
        name = (row.number, row.purpose, row.words)
        sums[name] = sums.get(name, 0) + row.ore
    shown = [_shown(number, purpose, words, ore) for (number, purpose, words), ore in sums.items() if ore]
    ordered = tuple(row for row in shown if row.debit) + tuple(row for row in shown if row.credit)
    return Suggestion(rows=ordered, total=Ore(sum(row.debit or 0 for row in ordered)))


def _shown(number: str, purpose: Purpose, words: str, ore: int) -> AccountRow:
    default = CREDITORS[purpose]
    name = str(default.name) if purpose in _BY_NAME and number == default.number else words
    debit, credit = (Ore(ore), None) if ore > 0 else (None, Ore(-ore))
    return AccountRow(number=number, name=name, debit=debit, credit=credit)


# Accounts that hold one thing only are called by the chart's name; the others by what is booked.
_BY_NAME = frozenset({Purpose.BANK, Purpose.RECEIVABLE, Purpose.INTEREST, Purpose.FEE, Purpose.VAT})


def facts_of(payout: Payout, *, vat_registered: bool, why: Reasons) -> dict[str, Any]:
    """What a payout that has no note yet would be bookkept by. `why`: what its set-off is made of."""
    parts = {f"{part}_ore": getattr(payout, f"{part}_ore", 0) for part in PARTS}
    line = {**parts, "invoice_number": "", "case_number": "", "set_off_ore": payout.set_off_ore}
    return {
        "creditor": {"vat_registered": vat_registered},
        "fee_ore": payout.fee_ore,
        "vat_ore": payout.vat_ore,
        "set_off_ore": payout.set_off_ore,
        "set_offs": why,
        "paid_ore": payout.amount_ore,
        "lines": [line | {"set_offs": why}],
    }
