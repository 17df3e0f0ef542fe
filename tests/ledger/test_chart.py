"""The chart is closed and the same in the program and in the database; a reversal is its original's mirror image."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from ekrav.ledger.book import credit, debit, post, reverse
from ekrav.ledger.chart import CHART
from ekrav.ledger.models import Account, ChartAccount, Entry, Side
from ekrav.tenancy import staff_scope, tenant_scope
from tests.ledger.books import DAY, a_book, some_entries

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_account_has_its_meaning_and_the_database_has_the_same_sides() -> None:
    assert set(CHART) == set(Account)
    with staff_scope():
        rows = {row.code: (row.side, row.keeps) for row in ChartAccount.objects.all()}
    assert rows == {account.value: (mean.side, mean.keeps) for account, mean in CHART.items()}
    assert all(str(mean.words).endswith(".") for mean in CHART.values())


def test_a_claim_of_ten_kronor_stands_on_the_normal_sides() -> None:
    # A debit of 1 000 öre on the claim, a credit of as much against it.
    assert (CHART[Account.CLAIM_CAPITAL].side, CHART[Account.CLAIMS].side) == (Side.DEBIT, Side.CREDIT)


def raw_reversal(*, creditor: int, entry: Entry, amounts: dict[str, int]) -> None:
    """Write a reversal of `entry` around the program, with these lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH planted AS ("
            " INSERT INTO ledger_entry (creditor_id, key, kind, booked_date, posted_at, input_hash, reverses_id)"
            " VALUES (%s, 'planted', 'x', '2026-10-12', now(), '', %s) RETURNING creditor_id, id)"
            " INSERT INTO ledger_line (creditor_id, entry_id, account, amount_ore)"
            " SELECT creditor_id, id, key, value::bigint FROM planted, jsonb_each_text(%s::jsonb)",
            [creditor, entry.pk, str(amounts).replace("'", '"')],
        )


@pytest.mark.parametrize(
    "amounts",
    [
        {"claim_capital": -999, "claims": 999},
        {"claim_capital": 1000, "claims": -1000},
        {"claim_interest": -1000, "claims": 1000},
        {"claim_capital": -1000, "claims": 999, "unmatched": 1},
    ],
)
def test_a_reversal_that_is_no_mirror_image_is_refused(amounts: dict[str, int]) -> None:
    creditor = a_book()
    (entry,) = some_entries(creditor, 1)
    with pytest.raises(IntegrityError, match="does not mirror"), tenant_scope(creditor):
        raw_reversal(creditor=creditor, entry=entry, amounts=amounts)


def test_the_mirror_image_itself_is_taken() -> None:
    creditor = a_book()
    (entry,) = some_entries(creditor, 1)
    with tenant_scope(creditor):
        raw_reversal(creditor=creditor, entry=entry, amounts={"claim_capital": -1000, "claims": 1000})
    with tenant_scope(creditor):
        assert Entry.objects.filter(reverses=entry).count() == 1


def test_a_reversal_is_never_reversed() -> None:
    creditor = a_book()
    (entry,) = some_entries(creditor, 1)
    with tenant_scope(creditor):
        back = reverse(entry=entry, key="back", booked_date=DAY)
    with pytest.raises(IntegrityError, match="reverses a reversal"), tenant_scope(creditor):
        reverse(entry=back, key="back again", booked_date=DAY)


def test_two_equal_lines_are_mirrored_by_two() -> None:
    creditor = a_book()
    with tenant_scope(creditor):
        twice = post(
            key="twice",
            kind="register",
            booked_date=date(2026, 10, 12),
            lines=[
                debit(Account.CLAIM_CAPITAL, 100),
                debit(Account.CLAIM_CAPITAL, 100),
                credit(Account.CLAIMS, 200),
            ],
        )
        assert reverse(entry=twice, key="once each", booked_date=DAY).reverses_id == twice.pk
