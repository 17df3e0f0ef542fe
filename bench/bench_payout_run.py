"""A payout run: drafted, approved by two, posted with its notes and filed, handed over, reported, settled; in seconds.

`python -m bench.bench_payout_run [creditors …]`; without sizes 300 and 10 000. A creditor has one paid case. Notes are
issued, not rendered. The bank takes the file at once and tells in one report and one camt.054; reading the latter into
the payments house is not counted.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from bench.ground import ground
from ops.postgres import SUPERUSER
from ops.throwaway import DATABASE

SIZES = (300, 10_000)
HEADS = ("creditors", "draft", "1st word", "2nd word", "file", "hand over", "report", "settle", "peak MB")


def main(sizes: Sequence[int]) -> None:
    """Time each size, in a process with a database of its own, and print a line of seconds."""
    print(" ".join(f"{head:>9}" for head in HEADS), flush=True)
    for size in sizes:
        subprocess.run([sys.executable, "-m", "bench.bench_payout_run", "--size", str(size)], check=True)


def one_size(size: int) -> None:
    """Lay `size` creditors with money, prove the books, play a payday part by part, and look at the sums."""
    with ground() as world:
        from bench.payout_creditors import lay

        # The pattern itself is one of them.
        lay(world.url(SUPERUSER, DATABASE), creditors=size - 1)
        parts = _payday(size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(" ".join([f"{size:>9}", *(f"{part:>9.1f}" for part in parts), f"{peak:>9.0f}"]), flush=True)


def _payday(size: int) -> list[float]:
    from ekrav.bankfiles.bank_profile import SESBA
    from ekrav.money import Ore
    from payouts.approve import approve
    from payouts.confirm import settle_debits
    from payouts.draft import draft_run
    from payouts.hand_over import hand_over_files
    from payouts.issue import make_files
    from payouts.models import PayoutRun
    from payouts.reports import read_reports
    from tests.payouts.bank import TheBank, camt_of, pain002_of, told
    from tests.payouts.given import FRIDAY, MORNING, a_staff_member

    people = [a_staff_member(name) for name in ("Astrid Norén", "Bertil Falk")]
    bank, at, seconds = TheBank(), MORNING + timedelta(hours=3), []
    run: list[PayoutRun] = []

    def word(number: int) -> None:
        approve(
            run_id=run[0].pk,
            staff=people[number],
            content_hash=bytes(run[0].content_hash),
            bankid_at=at,
            at=at,
        )

    def timed(act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)

    timed(lambda: run.append(draft_run(period_end=FRIDAY, at=at)))
    # 10 379.73 paid on each: 240 fee and 60 VAT are kept.
    assert (run[0].count, run[0].total_ore) == (size, Ore(size * 1_007_973))
    timed(lambda: word(0))
    timed(lambda: word(1))
    timed(lambda: make_files(profile=SESBA, at=at))
    timed(lambda: hand_over_files(bank=bank, at=at))
    told(pain002_of(bank.batch, at=at), at=at)
    timed(lambda: read_reports(at=at))
    told(camt_of(bank.batch, day=FRIDAY), at=at)
    timed(lambda: settle_debits(at=at))
    return seconds


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    match sys.argv[1:]:
        case ["--size", size]:
            one_size(int(size))
        case given:
            main([int(size) for size in given] or SIZES)
