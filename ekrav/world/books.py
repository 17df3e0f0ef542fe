"""The proof of the books: each invariant is one question to the database that must have no answer.

Run after every restore, by the time machine and by hand (`./manage.py check_books`). Reads across tenants in the staff
scope and changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from ekrav.audit.seal import LogAltered, verify_log
from ekrav.ledger.verify import Altered, verify_journal
from ekrav.tenancy import staff_scope
from ekrav.tenancy.models import TenantKey, TenantOwned
from ekrav.tenancy.query import select

SEALED = "INV-18 the journal is what was sealed"
LOGGED = "INV-18 the log is what was sealed"
CLAIMS_SIDE = "account LIKE 'claim%%'"


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One row that an invariant does not allow."""

    invariant: str
    row: Mapping[str, Any]


INVARIANTS: dict[str, str] = {
    "INV-01 every entry balances": """
        SELECT e.creditor_id, e.id AS entry, coalesce(sum(l.amount_ore), 0) AS sum_ore, count(l.id) AS lines
          FROM ledger_entry e LEFT JOIN ledger_line l ON l.creditor_id = e.creditor_id AND l.entry_id = e.id
         GROUP BY e.creditor_id, e.id HAVING coalesce(sum(l.amount_ore), 0) <> 0 OR count(l.id) < 2""",
    "INV-02 each side of every tenant's book sums to 0": f"""
        SELECT creditor_id, {CLAIMS_SIDE} AS claims_side, sum(amount_ore) AS sum_ore FROM ledger_line
         GROUP BY creditor_id, {CLAIMS_SIDE} HAVING sum(amount_ore) <> 0""",
    "INV-03 client funds in the book are what the bank has": """
        SELECT book.ore AS book_ore, bank.ore AS bank_ore, taken.ore AS taken_ore FROM
          (SELECT coalesce(sum(amount_ore), 0) AS ore FROM ledger_line WHERE account = 'client_funds') book,
          (SELECT coalesce(sum(amount_ore), 0) AS ore FROM payments_bankentry b WHERE direction = 'CRDT' AND NOT EXISTS
            (SELECT FROM payments_unmatchedpayment u WHERE u.entry_id = b.id AND u.state IN ('held', 'twin'))) bank,
          (SELECT (SELECT coalesce(sum(amount_ore), 0) FROM payouts_payout WHERE settled_entry_id IS NOT NULL)
                + (SELECT coalesce(sum(total_ore), 0) FROM payouts_feetransfer WHERE state = 'settled') AS ore) taken,
          (SELECT coalesce(sum(amount_ore), 0) AS ore FROM payments_bankentry b
            WHERE direction = 'DBIT' AND (reversal AND creditor_id IS NOT NULL OR EXISTS
              (SELECT FROM ledger_entry e WHERE e.creditor_id = b.creditor_id AND e.key = 'bank entry ' || b.id)
              AND NOT EXISTS (SELECT FROM payments_instruction i WHERE i.bank_entry_id = b.id))) back,
          (SELECT coalesce(sum(amount_ore), 0) AS ore FROM payments_instruction
            WHERE refund_of_id IS NOT NULL AND bank_entry_id IS NOT NULL) refunded
         WHERE book.ore <> bank.ore - taken.ore - back.ore - refunded.ore""",
    "INV-03 the bank's last closing balance is what the book says": """
        SELECT day, bank_ore, book_ore FROM
          (SELECT * FROM payments_dailyproof WHERE state <> 'no_statement' ORDER BY day DESC, id DESC LIMIT 1) standing
         WHERE state = 'differs'""",
    "INV-03 a day's proof is shared out to the last öre": """
        SELECT day, book_ore FROM payments_dailyproof
         WHERE book_ore <> creditors_ore + payers_ore + unmatched_ore + fees_ore + payouts_ore + fees_in_transit_ore
                          + payments_in_transit_ore""",
    # A payment taken back after it was paid out is what its creditor owes, as are costs it has to pay; no more is ever
    # missing.
    "INV-04 no tenant's client funds are negative by more than it owes": """
        SELECT creditor_id, sum(amount_ore) FILTER (WHERE account = 'client_funds') AS client_funds_ore,
               sum(amount_ore) FILTER (WHERE account LIKE 'due\\_%%' OR account = 'creditor_owes') AS owes_ore
          FROM ledger_line GROUP BY creditor_id
        HAVING coalesce(sum(amount_ore) FILTER (WHERE account = 'client_funds'), 0)
             + greatest(0, coalesce(sum(amount_ore) FILTER
                 (WHERE account LIKE 'due\\_%%' OR account = 'creditor_owes'), 0)) < 0""",
    "INV-05 every credit from the bank is in one book, once": """
        SELECT b.id AS bank_entry, b.amount_ore, coalesce(p.ore, 0) AS placed_ore, count(u.entry_id) AS unmatched,
               count(i.id) + count(t.id) AS arrived
          FROM payments_bankentry b
          LEFT JOIN (SELECT bank_entry_id, sum(amount_ore) AS ore FROM payments_payment GROUP BY bank_entry_id) p
                 ON p.bank_entry_id = b.id
          LEFT JOIN payments_unmatchedpayment u ON u.entry_id = b.id AND u.state <> 'assigned'
          LEFT JOIN payments_instruction i ON i.bank_entry_id = b.id
          LEFT JOIN payments_topup t ON t.bank_entry_id = b.id
         WHERE b.direction = 'CRDT'
         GROUP BY b.id, p.ore
        HAVING coalesce(p.ore, 0) + (count(u.entry_id) + count(i.id) + count(t.id)) * b.amount_ore <> b.amount_ore""",
    "INV-05 a payment of a bank entry has it": """
        SELECT p.creditor_id, p.id AS payment, p.amount_ore
          FROM payments_payment p LEFT JOIN payments_bankentry b ON b.id = p.bank_entry_id AND b.direction = 'CRDT'
         WHERE b.id IS NULL AND p.instruction_id IS NULL""",
    "INV-05 what is paid another way is one payment, as large, and arrives as large": """
        SELECT i.creditor_id, i.id AS instruction, i.amount_ore, p.amount_ore AS payment_ore, b.amount_ore AS bank_ore
          FROM payments_instruction i
          LEFT JOIN payments_payment p ON p.creditor_id = i.creditor_id AND p.instruction_id = i.id
          LEFT JOIN payments_bankentry b ON b.id = i.bank_entry_id
         WHERE (i.state = 'paid' AND i.refund_of_id IS NULL) <> (p.id IS NOT NULL)
            OR p.amount_ore <> i.amount_ore OR b.amount_ore <> i.amount_ore""",
    "INV-05 what the book has on its way is what has been paid and has not arrived": """
        SELECT creditor_id, sum(book_ore) AS book_ore, sum(out_ore) AS out_ore FROM
          (SELECT creditor_id, amount_ore AS book_ore, 0 AS out_ore FROM ledger_line
            WHERE account = 'payments_in_transit'
           UNION ALL
           SELECT i.creditor_id, 0, CASE WHEN i.refund_of_id IS NULL THEN i.amount_ore ELSE -i.amount_ore END
             FROM payments_instruction i LEFT JOIN payments_topup t ON t.id = i.top_up_id
            WHERE i.bank_entry_id IS NULL AND t.bank_entry_id IS NULL
              AND (i.state = 'paid' OR i.refund_of_id IS NOT NULL AND i.state IN ('created', 'sent', 'unknown'))
           UNION ALL
           SELECT i.creditor_id, 0, CASE WHEN i.refund_of_id IS NULL THEN -i.amount_ore ELSE i.amount_ore END
             FROM payments_instruction i LEFT JOIN payments_topup t ON t.id = i.fell_top_up_id
            WHERE i.fell_at IS NOT NULL AND t.bank_entry_id IS NULL) every
         GROUP BY creditor_id HAVING sum(book_ore) <> sum(out_ore)""",
    "INV-05 a transfer of card money is what it gathered": """
        SELECT t.id AS top_up, t.amount_ore, b.amount_ore AS bank_ore, g.ore AS gathered_ore
          FROM payments_topup t LEFT JOIN payments_bankentry b ON b.id = t.bank_entry_id
          LEFT JOIN (SELECT top_up_id, sum(ore) AS ore FROM
            (SELECT top_up_id, CASE WHEN refund_of_id IS NULL THEN amount_ore ELSE -amount_ore END AS ore
               FROM payments_instruction WHERE top_up_id IS NOT NULL
             UNION ALL
             SELECT fell_top_up_id, CASE WHEN refund_of_id IS NULL THEN -amount_ore ELSE amount_ore END
               FROM payments_instruction WHERE fell_top_up_id IS NOT NULL) every
            GROUP BY top_up_id) g ON g.top_up_id = t.id
         WHERE t.kind = 'card' AND (b.amount_ore <> t.amount_ore OR t.amount_ore <> coalesce(g.ore, 0))""",
    "INV-05 what the agency has paid in is in its book, as large": """
        SELECT t.id AS top_up, t.amount_ore, b.amount_ore AS bank_ore, l.amount_ore AS book_ore
          FROM payments_topup t JOIN payments_bankentry b ON b.id = t.bank_entry_id
          LEFT JOIN ledger_entry e ON e.key IN ('bank entry ' || b.id, 'bank entry ' || b.id || ' paid in')
                                 AND e.kind = 'agency paid in'
          LEFT JOIN ledger_line l ON l.entry_id = e.id AND l.account = 'client_funds'
         WHERE t.kind = 'short' AND (b.amount_ore <> t.amount_ore OR l.amount_ore IS DISTINCT FROM t.amount_ore)""",
    "INV-06 a payout is what its entry says is on its way": """
        SELECT p.creditor_id, p.id AS payout, p.amount_ore, -coalesce(sum(l.amount_ore), 0) AS entry_ore
          FROM payouts_payout p
          LEFT JOIN ledger_line l ON l.creditor_id = p.creditor_id AND l.entry_id = p.entry_id
                                 AND l.account = 'payouts_in_transit'
         WHERE p.entry_id IS NOT NULL GROUP BY p.creditor_id, p.id, p.amount_ore
        HAVING -coalesce(sum(l.amount_ore), 0) <> p.amount_ore""",
    "INV-06 a run is the sum of its payouts": """
        SELECT r.id AS run, r.total_ore, r.count, coalesce(sum(p.amount_ore), 0) AS sum_ore, count(p.id) AS payouts
          FROM payouts_payoutrun r LEFT JOIN payouts_payout p ON p.run_id = r.id
         GROUP BY r.id HAVING coalesce(sum(p.amount_ore), 0) <> r.total_ore OR count(p.id) <> r.count""",
    "INV-06 what is in transit in the book is what is on its way": """
        SELECT book.account, book.ore AS book_ore, moving.ore AS moving_ore FROM
          (SELECT c.code AS account, coalesce(-sum(l.amount_ore), 0) AS ore FROM ledger_chartaccount c
             LEFT JOIN ledger_line l ON l.account = c.code
            WHERE c.code IN ('payouts_in_transit', 'fees_in_transit') GROUP BY c.code) book
          JOIN (SELECT 'payouts_in_transit' AS account, coalesce(sum(amount_ore), 0) AS ore FROM payouts_payout
                 WHERE state NOT IN ('draft', 'withdrawn', 'settled', 'rejected', 'returned')
                UNION ALL
                SELECT 'fees_in_transit', coalesce(sum(total_ore), 0) FROM payouts_feetransfer
                 WHERE state NOT IN ('draft', 'withdrawn', 'empty', 'settled', 'rejected')) moving
            ON moving.account = book.account
         WHERE book.ore <> moving.ore""",
    "INV-06 a withdrawal of fees is the sum of its shares": """
        SELECT t.id AS fee_transfer, t.fee_ore, t.vat_ore, sum(s.fee_ore) AS fees_ore, sum(s.vat_ore) AS vats_ore
          FROM payouts_feetransfer t LEFT JOIN payouts_feeshare s ON s.transfer_id = t.id
         GROUP BY t.id HAVING (t.fee_ore, t.vat_ore)
            <> (coalesce(sum(s.fee_ore), 0), coalesce(sum(s.vat_ore), 0))""",
    "INV-07 no fees left without two people": """
        SELECT t.id AS fee_transfer, count(DISTINCT a.staff_id) AS people FROM payouts_feetransfer t
          LEFT JOIN payouts_feeapproval a ON a.transfer_id = t.id AND a.content_hash = t.content_hash
         WHERE t.file IS NOT NULL GROUP BY t.id HAVING count(DISTINCT a.staff_id) < 2""",
    "INV-06 a payout stands in the book until it is rejected or returned, and no longer": """
        SELECT p.creditor_id, p.id AS payout, p.state, r.id AS reversal FROM payouts_payout p
          LEFT JOIN ledger_entry r ON r.creditor_id = p.creditor_id AND r.reverses_id = p.entry_id
         WHERE p.entry_id IS NOT NULL AND (p.state IN ('rejected', 'returned')) <> (r.id IS NOT NULL)""",
    "INV-07 nothing left without two people": """
        SELECT r.id AS run, count(DISTINCT a.staff_id) AS people FROM payouts_payoutrun r
          LEFT JOIN payouts_approval a ON a.run_id = r.id AND a.content_hash = r.content_hash
         WHERE r.file IS NOT NULL GROUP BY r.id HAVING count(DISTINCT a.staff_id) < 2""",
    "INV-08 a paid case owes nothing": """
        SELECT c.creditor_id, c.number, l.account, sum(l.amount_ore) AS ore FROM cases_case c
          JOIN ledger_line l ON l.creditor_id = c.creditor_id AND l.subledger_id = c.subledger_id
         WHERE c.state = 'paid' AND l.account LIKE 'claim\\_%%'
         GROUP BY c.creditor_id, c.number, l.account HAVING sum(l.amount_ore) <> 0""",
    "INV-08 a withdrawn or written-off case owes nothing": """
        SELECT c.creditor_id, c.number, l.account, sum(l.amount_ore) AS ore FROM cases_case c
          JOIN ledger_line l ON l.creditor_id = c.creditor_id AND l.subledger_id = c.subledger_id
         WHERE c.state IN ('withdrawn', 'written_off') AND l.account LIKE 'claim\\_%%'
         GROUP BY c.creditor_id, c.number, l.account HAVING sum(l.amount_ore) <> 0""",
    "INV-09 no case's account is on the wrong side": """
        SELECT l.creditor_id, l.subledger_id, l.account, sum(l.amount_ore) AS ore
          FROM ledger_line l JOIN ledger_chartaccount c ON c.code = l.account AND c.keeps = 'case'
         GROUP BY l.creditor_id, l.subledger_id, l.account, c.side
        HAVING sum(l.amount_ore) * CASE c.side WHEN 'debit' THEN 1 ELSE -1 END < 0""",
    "INV-09 no book's account is on the wrong side": """
        SELECT l.creditor_id, l.account, sum(l.amount_ore) AS ore
          FROM ledger_line l JOIN ledger_chartaccount c ON c.code = l.account AND c.keeps = 'book'
         GROUP BY l.creditor_id, l.account, c.side
        HAVING sum(l.amount_ore) * CASE c.side WHEN 'debit' THEN 1 ELSE -1 END < 0""",
    "INV-18 a reversal is the mirror image of what it reverses": """
        SELECT creditor_id, reversal, account, subledger_id, ore FROM (
          SELECT l.creditor_id, e.id AS reversal, l.account, l.subledger_id, -l.amount_ore AS ore, 1 AS side
            FROM ledger_entry e JOIN ledger_line l ON l.creditor_id = e.creditor_id AND l.entry_id = e.id
           WHERE e.reverses_id IS NOT NULL
          UNION ALL
          SELECT l.creditor_id, e.id, l.account, l.subledger_id, l.amount_ore, -1
            FROM ledger_entry e JOIN ledger_line l ON l.creditor_id = e.creditor_id AND l.entry_id = e.reverses_id
        ) lines GROUP BY creditor_id, reversal, account, subledger_id, ore HAVING sum(side) <> 0""",
    "INV-25 what a creditor is charged has its accepted quote, and is what it said": """
        SELECT l.creditor_id, l.entry_id AS entry, q.id AS quote, sum(l.amount_ore) AS charged_ore, q.fee_ore,
               q.outlay_ore
          FROM ledger_line l JOIN ledger_entry e ON e.creditor_id = l.creditor_id AND e.id = l.entry_id
          LEFT JOIN cases_quote q ON q.creditor_id = e.creditor_id AND e.id IN (q.entry_id, q.outlay_entry_id)
                                 AND q.accepted_at IS NOT NULL
         WHERE l.account = 'creditor_owes' AND l.amount_ore > 0
           AND e.kind NOT IN ('costs paid to creditor', 'surveillance letter', 'settle')
           AND e.kind NOT LIKE 'reverse %%'
         GROUP BY l.creditor_id, l.entry_id, q.id, q.fee_ore, q.outlay_ore, q.entry_id
        HAVING q.id IS NULL
            OR sum(l.amount_ore) <> CASE WHEN l.entry_id = q.entry_id THEN q.fee_ore ELSE q.outlay_ore END""",
    "INV-26 a letter of surveillance is charged once it was posted, by the accepted quote's tariff": """
        SELECT e.creditor_id, e.id AS entry, count(d.id) AS letters, max(l.amount_ore) AS charged_ore,
               max(t.surveillance_letter_ore) AS price_ore
          FROM ledger_entry e
          JOIN ledger_line l ON l.creditor_id = e.creditor_id AND l.entry_id = e.id AND l.account = 'creditor_owes'
          LEFT JOIN cases_caseevent v ON v.creditor_id = e.creditor_id AND v.entry_id = e.id AND v.kind = 'posted'
          LEFT JOIN letters_dispatch d ON d.creditor_id = e.creditor_id AND d.id = v.dispatch_id
                                      AND d.kind = 'surveillance' AND d.posted_on = e.booked_date
          LEFT JOIN LATERAL (
            SELECT q.tariff_version FROM cases_surveillance s
              JOIN cases_quote q ON q.creditor_id = s.creditor_id AND q.id = s.quote_id AND q.accepted_at IS NOT NULL
             WHERE s.creditor_id = e.creditor_id AND s.case_id = v.case_id AND s.began_on <= d.planned_on
             ORDER BY s.id DESC LIMIT 1) q ON true
          LEFT JOIN agency_tariff t ON t.version = q.tariff_version
         WHERE e.kind = 'surveillance letter'
         GROUP BY e.creditor_id, e.id
        HAVING count(d.id) <> 1 OR max(l.amount_ore) IS DISTINCT FROM max(t.surveillance_letter_ore)""",
    "INV-22 a payout is the sum of its lines": """
        SELECT p.creditor_id, p.id AS payout, p.amount_ore,
               sum(n.capital_ore + n.interest_ore + n.costs_ore + n.late_payment_ore
                   - n.fee_ore - n.vat_ore - n.set_off_ore) AS lines_ore
          FROM payouts_payout p JOIN payouts_payoutline n ON n.creditor_id = p.creditor_id AND n.payout_id = p.id
         GROUP BY p.creditor_id, p.id, p.amount_ore, p.capital_ore, p.interest_ore, p.costs_ore, p.late_payment_ore,
                  p.fee_ore, p.vat_ore
        HAVING (p.capital_ore, p.interest_ore, p.costs_ore, p.late_payment_ore, p.fee_ore, p.vat_ore)
            <> (sum(n.capital_ore), sum(n.interest_ore), sum(n.costs_ore), sum(n.late_payment_ore), sum(n.fee_ore),
                sum(n.vat_ore))
            OR p.amount_ore
            <> sum(n.capital_ore + n.interest_ore + n.costs_ore + n.late_payment_ore
                   - n.fee_ore - n.vat_ore - n.set_off_ore)""",
    "INV-22 note numbers have no gaps": """
        SELECT n.last, count(s.id) AS notes, coalesce(max(s.number), 0) AS highest FROM payouts_notenumber n
          LEFT JOIN payouts_settlementnote s ON true GROUP BY n.last
        HAVING n.last <> count(s.id) OR n.last <> coalesce(max(s.number), 0)""",
}


def broken_invariants() -> list[Broken]:
    """Every row that breaks an invariant; an empty list proves the books."""
    with staff_scope():
        questions = {**INVARIANTS, **dict(tenant_questions())}
        broken = [
            Broken(invariant=name, row=row) for name, sql in questions.items() for row in select(sql, {})
        ]
    broken += [Broken(invariant=SEALED, row={"altered": words}) for words in _altered()]
    return broken + [Broken(invariant=LOGGED, row={"altered": words}) for words in _log_altered()]


def _altered() -> Iterator[str]:
    """INV-18: what in the sealed journal, its seals or its checkpoints is not what was sealed."""
    try:
        verify_journal()
    except Altered as altered:
        yield str(altered)


def _log_altered() -> Iterator[str]:
    """INV-18: what in the sealed log is not what was sealed."""
    try:
        verify_log()
    except LogAltered as altered:
        yield str(altered)


def tenant_questions() -> Iterator[tuple[str, str]]:
    """INV-16: for every key between tenant-owned tables, rows that point to another tenant's row or to none."""
    for model in apps.get_models():
        if not issubclass(model, TenantOwned):
            continue
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if isinstance(field, TenantKey):
                target, column = field.remote_field.model._meta.db_table, field.column
                yield (
                    f"INV-16 {table}.{column} stays in its tenant",
                    f"SELECT a.creditor_id, a.id, a.{column} FROM {table} a LEFT JOIN {target} b"
                    f" ON b.id = a.{column} AND b.creditor_id = a.creditor_id"
                    f" WHERE a.{column} IS NOT NULL AND b.id IS NULL",
                )
