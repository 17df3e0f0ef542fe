"""`./manage.py diagram`: write the process diagram of the README from the one table of states and moves.

`--check` writes nothing and exits 1 when the diagram is not current.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.states import BACK, ENDS, MOVES, OPEN_STATES, PLACES, STANDINGS, Action, State

BEGIN = "<!-- the process: written by ./manage.py diagram -->"
END = "<!-- the process ends -->"
PROCESS = "I processen"


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
    """The process itself arrow by arrow; what can happen anywhere in it as arrows of the whole."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    direction LR"
    for state in State:
        yield f"    {state.value}: {state.label}"
    yield f"    [*] --> {State.REGISTERED.value}: {Action.REGISTER.label}"
    yield f'    state "{PROCESS}" as process {{'
    yield "        direction LR"
    for (before, action), after in MOVES.items():
        within = [place for place in after if place in PLACES and place != before]
        if before in PLACES and after != BACK:
            yield from (f"        {before} --> {place.value}: {action.label}" for place in within)
    yield "    }"
    yield from _around()
    for state in ENDS:
        yield f"    {state.value} --> [*]"
    yield "```"


def _around() -> Iterator[str]:
    """The ways out of the process, out of what suspends it, and back; each said once, from where it may be gone."""
    places = Counter(action for before, action in MOVES if before in PLACES)
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (before, action), after in MOVES.items():
        anywhere = before in PLACES and places[action] > 1
        source = "process" if anywhere else before.value if before else ""
        target = "process" if after == BACK else after[0].value
        leaves = after == BACK or after[0] not in PLACES
        if before and leaves and source != target and str(action.label) not in said[source, target]:
            said[source, target].append(str(action.label))
    for (source, target), labels in said.items():
        if labels:
            yield f"    {source} --> {target}: {', '.join(labels)}"


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
        if before and after == (before,):
            where[action].append(before.value)
    lines = [f"{action.label} (`{action.value}`): {_in_words(states)}" for action, states in where.items()]
    return "\n".join(["Without moving the case:", "", *(f"- {line}" for line in lines)])


def _in_words(states: list[str]) -> str:
    """Whole groups by their name."""
    groups = {
        "everywhere": State.values,
        "wherever it is open": OPEN_STATES,
        "at any place in the process": PLACES,
    }
    named = next((name for name, group in groups.items() if set(group) == set(states)), None)
    return named or ", ".join(f"`{state}`" for state in states)


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
