"""The bank's file of many payments: parsed, matched, booked and applied; payments a second and peak memory.

`python -m bench.bench_payments [payments …]`; without sizes 10 000 and 100 000. Each payment pays the whole of a case
of its own, over creditors of 2 000 cases. Beside it, on the same database in the same run: the file merely parsed, and
its rows merely written by COPY. Each part runs in a process of its own, so that its peak memory is its own; applying
runs in two at once, as two workers do when the next beat finds work left: each takes 1 000 of a creditor's payments
in a transaction, and leaves to the other what it is at. Seconds are from the first to the last; `ms busy` is what
receiving and applying a payment costs of a processor, ours and the database's, whatever else the machine does.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.ground import ground
from ops.postgres import SUPERUSER
from ops.throwaway import DATABASE

SIZES = (10_000, 100_000)
CASES_OF_A_CREDITOR = 2_000
PARTS = {"parse": 1, "copy": 1, "receive": 1, "apply": 2}
"""What is timed, and by how many processes."""


def main(sizes: Sequence[int]) -> None:
    """Time each size, in a process with a database of its own, and print a line of figures."""
    titles = [f"{name + '/s':>10} {'MB':>5}" for name in PARTS]
    print(f"{'payments':>9} {'file MB':>8} {' '.join(titles)} {'together/s':>11} {'ms busy':>8}", flush=True)
    for size in sizes:
        subprocess.run([sys.executable, "-m", "bench.bench_payments", "--size", str(size)], check=True)


def one_size(size: int) -> None:
    """Lay a book of `size` cases, write the files that pay them, time the parts, prove the books."""
    with ground() as world:
        from bench.daily_cases import lay
        from bench.payment_file import write_file

        creditors = max(1, size // CASES_OF_A_CREDITOR)
        lay(world.url(SUPERUSER, DATABASE), cases=size, due=0, creditors=creditors)
        file = world.home / "camt054.xml"
        write_file(file)
        parts = {name: _part(name, file, world.url(SUPERUSER, DATABASE)) for name in PARTS}
        subprocess.run([sys.executable, "manage.py", "check_books"], check=True, stdout=subprocess.DEVNULL)
        figures = [f"{size / part['seconds']:>10.0f} {part['peak_mb']:>5.0f}" for part in parts.values()]
        together = size / (parts["receive"]["seconds"] + parts["apply"]["seconds"])
        megabytes = file.stat().st_size / 1024 / 1024
        busy = 1000 * (parts["receive"]["busy"] + parts["apply"]["busy"]) / size
    print(f"{size:>9} {megabytes:>8.1f} {' '.join(figures)} {together:>11.0f} {busy:>8.2f}", flush=True)


def _part(name: str, file: Path, admin_url: str) -> dict[str, float]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.bench_payments", "--part", name, str(file), admin_url],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ,
        )
        for _ in range(PARTS[name])
    ]
    found = [json.loads(process.communicate()[0].splitlines()[-1]) for process in processes]
    began, ended = min(one["began"] for one in found), max(one["ended"] for one in found)
    return {
        "seconds": ended - began,
        "peak_mb": max(one["peak_mb"] for one in found),
        "busy": sum(one["busy"] for one in found),
    }


def part(name: str, file: Path, admin_url: str) -> None:
    """One part, in this process: how long it took, and the process's peak memory."""
    import django

    django.setup()
    from ekrav.garbage import look_seldom

    look_seldom()  # as the workers do
    from bench.payment_file import apply_routed, copy_rows, parse, receive_file

    acts: dict[str, Callable[[], int]] = {
        "parse": lambda: parse(file),
        "copy": lambda: copy_rows(file, admin_url),
        "receive": lambda: receive_file(file),
        "apply": apply_routed,
    }
    # The clock that processes of one machine share.
    before, began = _busy_seconds(), time.monotonic()
    done = acts[name]()
    ended, busy = time.monotonic(), _busy_seconds() - before
    print(json.dumps({"began": began, "ended": ended, "done": done, "busy": busy, "peak_mb": _peak_mb()}))


def _busy_seconds() -> float:
    """The processor time of this process and of its server process."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone() or (0,)
    nanoseconds = int(Path(f"/proc/{server}/schedstat").read_text().split()[0])
    return time.process_time() + nanoseconds / 1e9


def _peak_mb() -> float:
    """The most memory this program has had. What `getrusage` tells is also its parent's, from before it was started."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--part", name, file, admin_url]:
            part(name, Path(file), admin_url)
        case ["--size", size]:
            one_size(int(size))
        case given:
            main([int(size) for size in given] or SIZES)
