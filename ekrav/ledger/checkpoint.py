"""Checkpoints: what every account stood at when a day was sealed, so that a balance is that and the lines after it.

One is taken when enough has been posted since the last; before that, reading the lines is as fast. It holds what is
sealed, so it says nothing that a later entry could change, whatever day that entry is booked on.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from ekrav.ledger.journal import UNSEALED
from ekrav.ledger.models import Account, Checkpoint, DaySeal
from ekrav.money import Ore
from ekrav.tenancy import agency_scope, staff_scope
from ekrav.tenancy.query import select

# How many entries since the last one are worth a checkpoint.
ENOUGH: Final = 10_000

_SEALED = """
SELECT l.creditor_id, l.account, l.amount_ore AS ore FROM ledger_sealedentry s
  JOIN ledger_line l ON l.entry_id = s.entry_id WHERE s.position > %(after)s AND s.position <= %(upto)s
"""
_TAKEN = "SELECT creditor_id, account, balance_ore AS ore FROM ledger_checkpoint WHERE seal_id = %(day)s"
_UNSEALED = f"""
SELECT l.creditor_id, l.account, l.amount_ore AS ore FROM
  (SELECT r.id, r.creditor_id FROM {UNSEALED}) fresh JOIN ledger_line l ON l.entry_id = fresh.id
"""
_BOOKED_AFTER = """
SELECT l.creditor_id, l.account, -l.amount_ore AS ore FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
 WHERE e.booked_date > %(through)s
"""
_TOP = 2**62


def take_checkpoint(seal: DaySeal) -> int:
    """Write every account's balance at the seal, when enough has been posted; how many. In the sealer's transaction."""
    with agency_scope():
        before = _latest()
    after = before.position if before else 0
    if seal.position - after < ENOUGH:
        return 0
    with staff_scope():
        rows = _sums("creditor_id, account", f"{_SEALED} UNION ALL {_TAKEN}", before, upto=seal.position)
    with agency_scope():
        Checkpoint.objects.bulk_create(
            Checkpoint(
                seal=seal, creditor_id=row["creditor_id"], account=row["account"], balance_ore=row["ore"]
            )
            for row in rows
        )
    return len(rows)


def balances_by_account(*, booked_through: date | None = None) -> dict[Account, Ore]:
    """Each account's balance over every tenant's book, öre, debit positive; of what is booked through a day, if one is
    given. In a staff scope."""
    rows = _sums("account", _lines(booked_through), _latest(), through=booked_through)
    return {Account(row["account"]): Ore(int(row["ore"])) for row in rows}


def overdrawn_books(accounts: Collection[Account], *, booked_through: date | None = None) -> dict[int, Ore]:
    """The tenants in whose books these accounts together stand in debit, and by how much. In a staff scope."""
    lines = f"SELECT * FROM ({_lines(booked_through)}) every WHERE account = ANY(%(accounts)s)"
    codes = [account.value for account in accounts]
    rows = _sums("creditor_id", lines, _latest(), through=booked_through, accounts=codes)
    return {row["creditor_id"]: Ore(int(row["ore"])) for row in rows if row["ore"] > 0}


def crooked_checkpoints() -> list[dict[str, Any]]:
    """Checkpoints that are not the one before and the lines since: none, or somebody has changed something.

    In a staff scope.
    """
    return select(
        """WITH marks AS (
             SELECT d.day, d.position, lag(d.day) OVER by_day AS before,
                    lag(d.position, 1, 0::bigint) OVER by_day AS after
               FROM ledger_dayseal d WHERE EXISTS (SELECT FROM ledger_checkpoint p WHERE p.seal_id = d.day)
             WINDOW by_day AS (ORDER BY d.day)),
           parts AS (
             SELECT m.day, p.creditor_id, p.account, p.balance_ore AS ore
               FROM marks m JOIN ledger_checkpoint p ON p.seal_id = m.before
             UNION ALL
             SELECT m.day, l.creditor_id, l.account, l.amount_ore
               FROM marks m JOIN ledger_sealedentry s ON s.position > m.after AND s.position <= m.position
               JOIN ledger_line l ON l.entry_id = s.entry_id),
           sums AS (
             SELECT day, creditor_id, account, sum(ore) AS ore FROM parts GROUP BY 1, 2, 3 HAVING sum(ore) <> 0)
           SELECT coalesce(p.seal_id, sums.day) AS day, coalesce(p.creditor_id, sums.creditor_id) AS creditor_id,
                  coalesce(p.account, sums.account) AS account, p.balance_ore, sums.ore AS lines_ore
             FROM ledger_checkpoint p FULL JOIN sums
               ON sums.day = p.seal_id AND sums.creditor_id = p.creditor_id AND sums.account = p.account
            WHERE p.balance_ore IS DISTINCT FROM sums.ore ORDER BY 1, 2, 3"""
    )


def _latest() -> DaySeal | None:
    return DaySeal.objects.filter(checkpoints__isnull=False).order_by("-day").first()


def _lines(booked_through: date | None) -> str:
    """Every line as a question: the last checkpoint and what came after, less what is booked after a day."""
    lines = f"{_SEALED} UNION ALL {_UNSEALED} UNION ALL {_TAKEN}"
    return lines if booked_through is None else f"{lines} UNION ALL {_BOOKED_AFTER}"


def _sums(
    by: str,
    lines: str,
    before: DaySeal | None,
    *,
    upto: int = _TOP,
    through: date | None = None,
    accounts: Collection[str] = (),
) -> list[dict[str, Any]]:
    parameters = {
        "through": through,
        "accounts": list(accounts),
        "after": before.position if before else 0,
        "upto": upto,
        "day": before.day if before else None,
    }
    sql = f"SELECT {by}, sum(ore) AS ore FROM ({lines}) every_line GROUP BY {by} HAVING sum(ore) <> 0"
    return select(sql, parameters)
