"""Cases played by the time machine from registration over six virtual years, with every counterparty sandboxed.

`python -m bench.bench_six_years [cases] [years]`; without, 1 000 and 6. The books are proved at each month's end, and a
debtor who pays does so at the bank, through its files. At the end: what became of the cases, month by month, as an SVG
(with `--picture FILE`); whether each that has ended went as its forecast said, or tells which event parted it; and that
none is barred by time while somebody was to act. Letters are real PDFs, so most of the time is spent on rendering.
"""

import argparse
import resource
import time
from collections import Counter
from pathlib import Path

from bench.ground import ground
from bench.picture import draw

SEED = 2026


def main() -> None:
    """Play and print. Raises `SystemExit` when the books do not hold."""
    asked = argparse.ArgumentParser()
    asked.add_argument("cases", type=int, nargs="?", default=1_000)
    asked.add_argument("years", type=int, nargs="?", default=6)
    asked.add_argument("--picture", type=Path)
    options = asked.parse_args()
    with ground() as world:
        from ekrav.world.counterparties import counterparties

        with counterparties(world.home / "sandbox"):
            play(cases=options.cases, years=options.years, picture=options.picture)


def play(*, cases: int, years: int, picture: Path | None) -> None:
    """Play day by day, proving the books each month."""
    from bench.six_years import REGISTERED_WITHIN, Debtors, approve_drafts, open_world, outcome, unexplained
    from ekrav.world.books import broken_invariants
    from ekrav.world.play import advance

    began = time.perf_counter()
    creditors, debtors = open_world(), Debtors(seed=SEED)
    today, months = advance(days=1).today, list[tuple[str, Counter[str]]]()
    registered = 0
    for day in range(years * 365):
        due = min(cases, cases * (day + 1) // REGISTERED_WITHIN)
        for number in range(registered, due):
            debtors.owe(creditor_id=creditors[number % len(creditors)])
        registered = due
        debtors.pay(today=today)
        month = today.month
        today = advance(days=1).today
        approve_drafts()
        if today.month != month:
            broken = broken_invariants()
            if broken:
                raise SystemExit(f"{today}: {broken[:5]}")
            months.append((f"{today:%Y-%m}", outcome()))
            seconds = time.perf_counter() - began
            print(f"{today}  {seconds:7.0f} s  {dict(months[-1][1])}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{registered} cases, {years} years: {time.perf_counter() - began:.0f} s, {peak:.0f} MB")
    print(f"steps apart from their forecast without a reason: {unexplained() or 'none'}")
    if picture:
        picture.write_text(draw(months), encoding="utf-8")


if __name__ == "__main__":
    main()
