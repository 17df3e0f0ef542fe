"""`./manage.py diagram`: write the process diagram of the README from the one table of states and moves.

`--check` writes nothing and exits 1 when the diagram is not current.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.states import MOVES, STANDINGS, Action, State

BEGIN = "<!-- the process: written by ./manage.py diagram -->"
END = "<!-- the process ends -->"


def process() -> str:
    """The diagram and the table under it, as Markdown."""
    return "\n".join([*_drawing(), "", *_standings(), "", _staying(), ""])


def with_process(text: str) -> str:
    """The README's text with the present process between its marks. Raises `ValueError` without marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README lacks {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{process()}{END}{after}"


def _drawing() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    direction LR"
    for state in State:
        yield f"    {state.value}: {state.label}"
    for (before, action), after in MOVES.items():
        if before != after:
            yield f"    {before.value if before else '[*]'} --> {after.value}: {action.label}"
    for state in State:
        if not STANDINGS[state].open:
            yield f"    {state.value} --> [*]"
    yield "```"


def _standings() -> Iterator[str]:
    yield "| State | På svenska | Who acts | Interest runs |"
    yield "|---|---|---|---|"
    for state in State:
        standing = STANDINGS[state]
        yield f"| `{state.value}` | {state.label} | {standing.who_acts} | {'yes' if standing.interest_runs else 'no'} |"


def _staying() -> str:
    """What happens to a case without moving it, which arrows would only clutter."""
    where: dict[Action, list[str]] = defaultdict(list)
    for (before, action), after in MOVES.items():
        if before == after:
            where[action].append(f"`{after.value}`")
    lines = [f"{action.label} (`{action.value}`) in {', '.join(states)}" for action, states in where.items()]
    return f"Without moving the case: {'; '.join(lines)}."


class Command(BaseCommand):
    """Bring the README's diagram up to date, or only ask whether it is."""

    help = "Skriv processdiagrammet i README ur tabellen över lägen."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        readme: Path = settings.BASE_DIR / "README.md"
        present = readme.read_text(encoding="utf-8")
        try:
            fresh = with_process(present)
        except ValueError as lacking:
            raise CommandError(str(lacking)) from lacking
        if not options["check"]:
            readme.write_text(fresh, encoding="utf-8")
        elif fresh != present:
            self.stderr.write("The diagram in README.md is not current: run ./manage.py diagram")
            sys.exit(1)
