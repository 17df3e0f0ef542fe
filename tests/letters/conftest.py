"""Letters that many tests read, rendered once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from letters.facts import LetterFacts
from letters.render import render
from tests.letters.cast import demand_facts, reminder_facts
from tests.letters.houses import Sandbox, running
from tests.letters.test_fits import longest_facts, many_rows_facts

_FACTS = {
    "demand": demand_facts(),
    "reminder": reminder_facts(),
    "longest": longest_facts(),
    "many rows": many_rows_facts(),
}


@pytest.fixture(scope="session")
def rendered() -> dict[str, tuple[LetterFacts, bytes]]:
    """Each letter's facts and its PDF."""
    return {name: (facts, render(facts=facts, version=f"{facts.kind}-1")) for name, facts in _FACTS.items()}


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A print house that answers."""
    with running(tmp_path) as sandbox:
        yield sandbox
