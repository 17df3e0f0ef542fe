"""Cases played by the time machine from registration over six virtual years, with every counterparty sandboxed.

`python -m bench.bench_six_years [cases] [years]`; without, 1 000 and 6. The books are proved at each month's end, and a
debtor who pays does so at the bank, through its files. What waits for a person is done on Mondays. Each month the
forecast of every case is held against what has come since, and no claim may have grown too old while it could be
claimed. At the end: whether every case went as was foretold when it was registered, or tells which event parted it; and
what became of the cases, month by month, as an SVG (with `--picture FILE`). Letters and notes are drawn once of each
design; each by itself with `--draw-all`.
"""

import argparse
import resource
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from bench.ground import ground
from bench.picture import draw

SEED = 2026
MONDAY = 0


def main() -> None:
    """Play and print. Raises `SystemExit` when something is wrong."""
    asked = argparse.ArgumentParser()
    asked.add_argument("cases", type=int, nargs="?", default=1_000)
    asked.add_argument("years", type=float, nargs="?", default=6)
    asked.add_argument("--picture", type=Path)
    asked.add_argument("--draw-all", action="store_true")
    options = asked.parse_args()
    with ground() as world:
        from bench.drawn_once import drawn_once
        from ekrav.world.counterparties import counterparties

        drawing = nullcontext() if options.draw_all else drawn_once()
        with counterparties(world.home / "sandbox"), drawing:
            play(cases=options.cases, years=options.years, picture=options.picture)


def play(*, cases: int, years: float, picture: Path | None) -> None:
    """Play day by day, proving the books each month."""
    from bench.six_foretold import Foreseen, too_old
    from bench.six_people import answer_all
    from bench.six_years import REGISTERED_WITHIN, Debtors, approve_drafts, open_world, outcome, unexplained
    from ekrav.world.books import broken_invariants
    from ekrav.world.play import advance

    began = time.perf_counter()
    creditors, debtors, foreseen = open_world(), Debtors(seed=SEED), Foreseen()
    today, months = advance(days=1).today, list[tuple[str, Counter[str]]]()
    registered, wrong = 0, set[str]()
    for day in range(int(years * 365)):
        due = min(cases, cases * (day + 1) // REGISTERED_WITHIN)
        for number in range(registered, due):
            debtors.owe(creditor_id=creditors[number % len(creditors)])
        registered = due
        debtors.pay(today=today)
        if today.weekday() == MONDAY:
            answer_all(creditors)
        month = today.month
        today = advance(days=1).today
        approve_drafts()
        if today.month != month:
            found = [*map(str, broken_invariants()), *foreseen.look(creditors), *too_old(creditors)]
            for line in found:
                if line not in wrong:
                    print(f"{today}  WRONG  {line}", flush=True)
            wrong.update(found)
            months.append((f"{today:%Y-%m}", outcome()))
            seconds = time.perf_counter() - began
            print(f"{today}  {seconds:7.0f} s  {dict(months[-1][1])}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{registered} cases, {years:g} years: {time.perf_counter() - began:.0f} s, {peak:.0f} MB")
    wrong.update(unexplained())
    print(f"steps held against the forecast of the month before: {foreseen.compared}")
    print(f"wrong, or apart from its forecast without a reason: {sorted(wrong) or 'nothing'}")
    if picture:
        picture.write_text(draw(months), encoding="utf-8")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
