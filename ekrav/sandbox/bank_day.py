"""A day at the sandboxed bank: deposits and due payments are booked, and the customer's files laid out."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from ekrav.bankfiles import camt054_write
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Direction,
    Entry,
    Notification,
    entry_of,
)
from ekrav.money import Ore
from ekrav.sandbox.bank_book import account_of, bank_day, enter, lay_out, next_number, set_setting, setting
from ekrav.sandbox.bank_orders import report_settled
from ekrav.sandbox.bank_statement import lay_out_statements, note_lines

_MORNING = time(6, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
VERSIONS: dict[str, Literal["02", "08"]] = {"02": "02", "08": "08"}


def play(bank: sqlite3.Connection, *, today: date) -> int:
    """Book everything whose day is `today` or earlier, each on its own day; how many bookings that was.

    One camt.054 per account, in the version the customer has chosen, one camt.053 per account and bank day that is
    over, and one pain.002 per payment file that was paid from. The same day again books what has come since.
    """
    at = datetime.combine(today, _MORNING)
    set_setting(bank, "day", max(today, bank_day(bank, today)).isoformat())
    deposits = bank.execute(
        "SELECT bank_deposit.*, coalesce(end_to_end_id, '') AS name FROM bank_deposit"
        " LEFT JOIN bank_deposit_name ON deposit = id WHERE NOT booked AND day <= ? ORDER BY account, day, id",
        (today.isoformat(),),
    ).fetchall()
    orders = bank.execute(
        "SELECT * FROM bank_order WHERE bank_reference = '' AND day <= ? ORDER BY account, id",
        (today.isoformat(),),
    ).fetchall()
    told = [_booked_deposit(bank, one) for one in deposits] + [_booked_order(bank, one) for one in orders]
    told.sort(key=lambda movement: str(movement.account))
    for _, movements in groupby(told, key=lambda movement: str(movement.account)):
        _lay_out_notice(bank, list(movements), at=at)
    lay_out_statements(bank, at=at)
    report_settled(bank, _as_booked(bank, orders), at=at)
    return len(told)


def _booked_deposit(bank: sqlite3.Connection, deposit: sqlite3.Row) -> BankTransaction:
    day = date.fromisoformat(deposit["day"])
    reference = enter(bank, on=deposit["account"], signed_ore=deposit["amount_ore"], day=day)
    bank.execute("UPDATE bank_deposit SET booked = 1 WHERE id = ?", (deposit["id"],))
    return BankTransaction(
        account=account_of(deposit["account"]),
        direction=Direction.CREDIT if deposit["amount_ore"] > 0 else Direction.DEBIT,
        amount=Ore(abs(deposit["amount_ore"])),
        end_to_end_id=deposit["name"],
        booked_date=day,
        value_date=day,
        bank_reference=reference,
        references=(deposit["reference"],) if deposit["reference"] else (),
        text=deposit["text"],
        payer_name=deposit["payer"],
    )


def _booked_order(bank: sqlite3.Connection, order: sqlite3.Row) -> BankTransaction:
    day = date.fromisoformat(order["day"])
    reference = enter(bank, on=order["account"], signed_ore=-order["amount_ore"], day=day)
    bank.execute("UPDATE bank_order SET bank_reference = ? WHERE id = ?", (reference, order["id"]))
    return BankTransaction(
        account=account_of(order["account"]),
        direction=Direction.DEBIT,
        amount=Ore(order["amount_ore"]),
        booked_date=day,
        value_date=day,
        bank_reference=reference,
        end_to_end_id=order["end_to_end_id"],
        payment_information_id=order["payment_information_id"],
        payee_name=order["payee"],
        payee_account=account_of(order["payee_account"]),
    )


def _as_booked(bank: sqlite3.Connection, orders: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """The orders again, with the references they were booked under, file by file."""
    ids = ", ".join(str(order["id"]) for order in orders)
    return bank.execute(
        f"SELECT * FROM bank_order WHERE id IN ({ids}) ORDER BY message_id, payment_information_id, id"
    ).fetchall()


def _lay_out_notice(bank: sqlite3.Connection, movements: list[BankTransaction], *, at: datetime) -> None:
    number = next_number(bank, "notice")
    version = VERSIONS[setting(bank, "version", "08")]
    account = movements[0].account
    notice = AccountNotice(
        notice_id=f"N{number:08}",
        account=account,
        sequence=next_number(bank, f"notice {account}"),
        entries=tuple(_entries(movements)),
    )
    note_lines(bank, notice)
    notification = Notification(message_id=f"CAMT{number:08}", version=version, created=at, notices=(notice,))
    content = camt054_write.write(notification, version=version)
    lay_out(bank, kind="camt054", created=at, content=content)


def _entries(movements: list[BankTransaction]) -> Iterable[Entry]:
    """Money in is one entry a day with all its payments, as bankgiro payments come; each payment out is its own."""
    credits = [movement for movement in movements if movement.direction is Direction.CREDIT]
    for day, paid in groupby(credits, key=lambda movement: movement.booked_date):
        together = list(paid)
        yield entry_of(*together, bank_reference=f"BG{day:%y%m%d}{together[0].bank_reference[-8:]}")
    for movement in movements:
        if movement.direction is Direction.DEBIT:
            yield entry_of(movement)
