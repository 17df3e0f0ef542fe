"""A balance is the last checkpoint and the lines after it: the same öre as all the lines."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ekrav.ledger import checkpoint
from ekrav.ledger.checkpoint import balances_by_account, crooked_checkpoints
from ekrav.ledger.models import Account, Checkpoint
from ekrav.ledger.seal import seal_journal
from ekrav.ledger.verify import Altered, verify_journal
from ekrav.tenancy import staff_scope
from ekrav.tenancy.query import select
from tests.ledger.books import DAY, Connection, a_book, some_entries, unguarded

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 10, 13, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three entries are enough."""
    monkeypatch.setattr(checkpoint, "ENOUGH", 3)


def seal(day: int) -> None:
    seal_journal(today=DAY + timedelta(days=day + 1), at=NOON + timedelta(days=day))


def test_five_claims_before_a_checkpoint_one_sealed_after_and_one_not_sealed() -> None:
    # 10,00 + 10,01 + 10,02 + 10,03 + 10,04 = 50,10 kr; then 20,00 sealed and 30,00 not.
    creditor = a_book()
    some_entries(creditor, 5)
    seal(0)
    some_entries(creditor, 1, called="after", amount=2_000)
    seal(1)
    some_entries(creditor, 1, called="unsealed", amount=3_000)
    with staff_scope():
        assert list(Checkpoint.objects.order_by("account").values_list("account", "balance_ore")) == [
            ("claim_capital", 5_010),
            ("claims", -5_010),
        ]
        assert balances_by_account() == {Account.CLAIM_CAPITAL: 10_010, Account.CLAIMS: -10_010}
        assert crooked_checkpoints() == []


def test_a_checkpoint_that_somebody_edits_is_found(owner: Connection) -> None:
    some_entries(a_book(), 3)
    seal(0)
    with unguarded(owner):
        owner.execute("UPDATE ledger_checkpoint SET balance_ore = balance_ore + 1 WHERE account = 'claims'")
    with pytest.raises(Altered, match=f"checkpoint of {DAY}: account claims of tenant"):
        verify_journal()


def test_entries_from_another_cluster_are_sealed_and_counted_once(owner: Connection) -> None:
    """A restored book's transactions have numbers that this cluster has not reached."""
    creditor = a_book()
    some_entries(creditor, 3)
    seal(0)
    some_entries(creditor, 1, called="restored unsealed", amount=5_000)
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET posted_xid = '900000000' WHERE key LIKE 'restored%'")
        # What was sealed before the backup keeps its numbers there: its links are made anew for this test.
        owner.execute("UPDATE ledger_entry SET posted_xid = '800000000' WHERE key NOT LIKE 'restored%'")
        owner.execute("DELETE FROM ledger_checkpoint")
        owner.execute("DELETE FROM ledger_dayseal")
        owner.execute("DELETE FROM ledger_sealedentry")
    seal(1)
    some_entries(creditor, 1, called="new here", amount=7_000)
    with staff_scope():
        # 10,00 + 10,01 + 10,02 + 50,00 + 70,00
        assert balances_by_account()[Account.CLAIM_CAPITAL] == 15_003
    seal(2)
    assert (verify_journal().links, verify_journal().waiting) == (5, 0)


@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=5), run=st.uuids())
def test_however_posting_and_sealing_alternate_the_balance_is_the_sum_of_the_lines(
    batches: list[tuple[int, bool]], run: object
) -> None:
    creditor = a_book()
    for number, (count, sealed) in enumerate(batches):
        some_entries(creditor, count, called=f"{run} {number}")
        if sealed:
            # Far apart for every example: the table keeps the days of the examples before.
            seal(number + 10 * creditor)
    with staff_scope():
        lines = select("SELECT account, sum(amount_ore) AS ore FROM ledger_line GROUP BY account")
        assert balances_by_account() == {Account(row["account"]): row["ore"] for row in lines if row["ore"]}
        assert crooked_checkpoints() == []
