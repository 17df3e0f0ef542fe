"""The daily run over a large book: cases a second and peak memory, beside one transaction a case.

`python -m bench.bench_daily_run [cases …]`; without sizes 10 000, 100 000 and 1 000 000. A creditor has 2 000 cases,
and one in twenty is due. The plain way takes the first of the due cases, the service the rest, on the same database in
the same run. Each part runs in a process of its own, so that its peak memory is its own. Facts are composed and posted,
not rendered.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import islice

from bench.ground import ground
from ops.postgres import SUPERUSER
from ops.throwaway import DATABASE

SIZES = (10_000, 100_000, 1_000_000)
CASES_OF_A_CREDITOR = 2_000
DUE_PART = 20
PLAIN = 250


def main(sizes: Sequence[int]) -> None:
    """Time each size, in a process with a database of its own, and print a line of figures."""
    print(
        f"{'cases':>9} {'due':>7} {'laid, s':>8} {'plain/s':>8} {'ours/s':>8} {'ratio':>6} {'peak MB':>8}",
        flush=True,
    )
    for size in sizes:
        subprocess.run([sys.executable, "-m", "bench.bench_daily_run", "--size", str(size)], check=True)


def one_size(size: int) -> None:
    """Lay a book of `size` cases, prove it, time both ways, prove it again."""
    with ground() as world:
        from bench.daily_cases import lay

        began = time.perf_counter()
        due = size // DUE_PART
        lay(world.url(SUPERUSER, DATABASE), cases=size, due=due, creditors=size // CASES_OF_A_CREDITOR)
        laid = time.perf_counter() - began
        _prove()
        plain, ours = _part("plain"), _part("ours")
        _prove()
    ratio = ours["rate"] / plain["rate"]
    print(
        f"{size:>9} {due:>7} {laid:>8.0f} {plain['rate']:>8.0f} {ours['rate']:>8.0f} {ratio:>6.1f}"
        f" {ours['peak_mb']:>8.0f}",
        flush=True,
    )


def _prove() -> None:
    """The books are proved before and after. Raises `CalledProcessError`."""
    subprocess.run([sys.executable, "manage.py", "check_books"], check=True, stdout=subprocess.DEVNULL)


def _part(name: str) -> dict[str, float]:
    ended = subprocess.run(
        [sys.executable, "-m", "bench.bench_daily_run", "--part", name],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def part(name: str) -> None:
    """One part, in this process: how many cases a second, and the process's peak memory."""
    import django

    django.setup()
    from bench.plain_daily_run import do_case
    from cases.due import do_all_due, due_batches
    from ekrav import clock
    from ekrav.agency.rates import current_rates
    from ekrav.tenancy import routing_scope

    with routing_scope():
        at, today = clock.now(), clock.today()
    rates = current_rates()
    each = ((creditor, case) for creditor, cases in due_batches(today=today) for case in cases)
    # A worker has its modules, fonts and statements at hand: one case before the clock starts.
    creditor, case = next(each)
    do_case(creditor_id=creditor, case_id=case, today=today, at=at, rates=rates)
    began = time.perf_counter()
    if name == "ours":
        done = do_all_due(today=today, at=at, rates=rates)
    else:
        done = sum(
            do_case(creditor_id=creditor, case_id=case, today=today, at=at, rates=rates)
            for creditor, case in islice(each, PLAIN)
        )
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rate": done / seconds, "done": done, "peak_mb": peak}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--part", name]:
            part(name)
        case ["--size", size]:
            one_size(int(size))
        case given:
            main([int(size) for size in given] or SIZES)
