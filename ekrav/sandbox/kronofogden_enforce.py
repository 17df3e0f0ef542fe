"""Enforcement at the sandboxed Kronofogden, state by state: fee, report, money, a new fee each year, and the end."""

import sqlite3
from datetime import date, timedelta
from typing import Final

from ekrav.filings.claims import Amount, AmountKind
from ekrav.filings.enforcement import (
    Closing,
    EnforcementClosing,
    EnforcementFee,
    EnforcementReport,
    Finding,
    MoneyPaidOut,
)
from ekrav.filings.payment_order import Confirmation
from ekrav.law.kronofogden import base_fee, base_fee_falls_on
from ekrav.law.periods import months_after
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore
from ekrav.sandbox.kronofogden_book import Matter, say
from ekrav.sandbox.kronofogden_fate import Assets
from ekrav.sandbox.kronofogden_order import ENDED, Step

MONTHLY: Final = Ore(1_500_00)
"""What is attached of somebody's wages each month."""
_ORDER: Final = ("costs", "interest", "reminder", "collecting", "late_payment", "capital")


def _confirm(book: sqlite3.Connection, one: Matter, on: date) -> None:
    say(book, Confirmation, one.reference, case_number=one.number, registered_on=on)
    one.facts |= {"begun": on.isoformat(), "year": 0, "fees": 0}
    _charge(book, one, on)
    one.goes_on("to_report", on + timedelta(days=45))


def _report(book: sqlite3.Connection, one: Matter, on: date) -> None:
    monthly = MONTHLY if one.fate == Assets.WAGES else None
    say(book, EnforcementReport, one.reference, reported_on=on, finding=Finding(one.fate), monthly=monthly)
    match one.fate:
        case Assets.NO_ASSETS:
            one.goes_on("to_close", on + timedelta(days=15))
        case Assets.WAGES:
            one.goes_on("paying", months_after(on, 1))
        case _:
            one.goes_on("selling", on + timedelta(days=45))


def _pay_month(book: sqlite3.Connection, one: Matter, on: date) -> None:
    """Pay out a month, its own fee first; charge the year's fee when a year has begun."""
    _charge(book, one, on)
    _pay_out(book, one, on, MONTHLY)
    if left_of(one):
        one.goes_on("paying", months_after(on, 1))
    else:
        close(book, one, on, Closing.PAID)


def _sell(book: sqlite3.Connection, one: Matter, on: date) -> None:
    _charge(book, one, on)
    _pay_out(book, one, on, Ore(left_of(one) + one.facts["fees"]))
    close(book, one, on, Closing.PAID)


def _no_assets(book: sqlite3.Connection, one: Matter, on: date) -> None:
    close(book, one, on, Closing.NO_ASSETS)


def _withdrawn(book: sqlite3.Connection, one: Matter, on: date) -> None:
    close(book, one, on, Closing.WITHDRAWN)


def close(book: sqlite3.Connection, one: Matter, on: date, closing: Closing) -> None:
    """End the enforcement."""
    say(book, EnforcementClosing, one.reference, closed_on=on, closing=closing, left=left_of(one))
    one.goes_on(ENDED, None)


def left_of(one: Matter) -> Ore:
    """What is left of the title, in öre."""
    return Ore(sum(one.facts["left"].values()))


def _charge(book: sqlite3.Connection, one: Matter, on: date) -> None:
    """Charge the base fee of each year that has begun."""
    begun = date.fromisoformat(one.facts["begun"])
    while (falls := base_fee_falls_on(begun=begun, year=one.facts["year"] + 1)) <= on:
        year = one.facts["year"] + 1
        fee = base_fee(on=falls, first_year=year == 1, unpaid=left_of(one), rates=shipped_rates())
        one.facts["year"] = year
        if fee:
            say(book, EnforcementFee, one.reference, year=year, falls_on=falls, amount=fee)
            one.facts["fees"] += fee


def _pay_out(book: sqlite3.Connection, one: Matter, on: date, came: Ore) -> None:
    """Take the fees, and pay out the rest: costs first, capital last."""
    fees = min(one.facts["fees"], came)
    one.facts["fees"] -= fees
    rest, amounts, left = came - fees, [], one.facts["left"]
    for kind in _ORDER:
        part = min(left.get(kind, 0), rest)
        if part:
            amounts.append(Amount(kind=AmountKind(kind), amount=Ore(part)))
            left[kind], rest = left[kind] - part, rest - part
    if not amounts:
        return
    say(book, MoneyPaidOut, one.reference, paid_on=on, amounts=tuple(amounts), fees_taken=Ore(fees))
    one.facts.setdefault("paid", []).append([on.isoformat(), came - fees - rest])


STEPS: Final[dict[str, Step]] = {
    "applied": _confirm,
    "to_report": _report,
    "paying": _pay_month,
    "selling": _sell,
    "to_close": _no_assets,
    "enforcement_withdrawn": _withdrawn,
}
