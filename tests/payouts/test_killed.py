"""Killed at every commit and every file write of a payout run, and started again: each creditor is paid once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ekrav.agency.models import StaffMember
from ekrav.bankfiles import pain001_read
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from payouts.models import Payout, PayoutRun, SettlementNote
from tests.payouts.given import FRIDAY, MORNING, Paid, a_case, a_creditor, book, money_in
from tests.payouts.life import FolderBank, Life, in_a_process, live_and_die

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = timedelta(weeks=1)
HOUR = timedelta(hours=1)


def test_each_creditor_is_paid_once_wherever_the_run_was_killed(
    are_bygg: int,
    astrid: StaffMember,
    bertil: StaffMember,
    tmp_path: Path,
    size: Callable[[int, int], int],
) -> None:
    cases = {creditor: a_case(creditor) for creditor in (are_bygg, a_creditor("Ny AB", bankgiro="9902008"))}
    count = tmp_path / "count"

    def week(number: int, *, death_at: int) -> tuple[Life, int]:
        """A payday with 160 paid on each creditor's case: 160 − 60 − 15 = 85 to each."""
        for creditor, case in cases.items():
            money_in(creditor, Paid(capital="100.00", costs="60.00"), case=case)
        folder = tmp_path / str(number)
        folder.mkdir()
        life = Life(
            day=FRIDAY + number * WEEK,
            morning=MORNING + number * WEEK,
            people=(astrid, bertil),
            bank=FolderBank(folder),
        )
        return life, live_and_die(life, death_at=death_at, count=count)

    _, ended = week(0, death_at=0)
    assert ended == 0
    moments = int(count.read_text())
    deaths = list(range(1, moments + 1, size(moments // 7, 1)))
    for number, death_at in enumerate(deaths, start=1):
        life, ended = week(number, death_at=death_at)
        assert ended == -9
        # Started again, ten minutes and more later: a file that was on its way to the bank is taken there again.
        assert in_a_process(lambda life=life: life.live(at=life.morning + 4 * HOUR)) == 0  # type: ignore[misc]
        assert (death_at, life.state().state) == (death_at, PayoutRun.State.SETTLED)
        assert [pain001_read.read(path.read_bytes()).total for path in life.bank.folder.iterdir()] == [170_00]
    numbers: list[int] = []
    for creditor in cases:
        with tenant_scope(creditor):
            settled = Payout.objects.filter(state=Payout.State.SETTLED)
            assert list(settled.values_list("amount_ore", flat=True)) == [85_00] * (len(deaths) + 1)
            assert Payout.objects.count() == len(deaths) + 1
            numbers += list(SettlementNote.objects.values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, 2 * len(deaths) + 3))
    # As if nothing had happened: of each 160 the agency has its 60 and 15.
    times = 2 * (len(deaths) + 1)
    assert book() == {
        Account.CLIENT_FUNDS: 75_00 * times,
        Account.AGENCY_FEES: -60_00 * times,
        Account.AGENCY_VAT: -15_00 * times,
    }
