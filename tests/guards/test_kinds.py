"""Everything that is posted anywhere in the code has its words and its rule, and nothing has them that is never posted.

The code is read as text: every call that names a kind of entry.
"""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from cases.dispatching import Letter
from cases.states import Action
from ekrav.ledger.keys import meaning_of
from ekrav.ledger.kinds import KINDS, rule_of, words_of
from ekrav.ledger.models import Account

ROOT: Final = Path(__file__).parents[2]
HOUSES: Final = ("cases", "payouts", "letters", "debtor_portal", "ekrav")
# The functions that take the kind of an entry by name.
POSTING: Final = frozenset(
    {"post", "reverse", "EntrySpec", "give_up", "give_up_parts", "_post_less", "_post_quoted"}
)
# Where the kind is the action of whatever letter it is: `cases.dispatching` charges for these.
LETTERS: Final = {Action.REMIND, Action.DEMAND, Action.FINAL_NOTICE}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name, ast.parse(path.read_text())


def said(name: str, tree: ast.Module) -> Iterator[str]:
    """The kinds that a module posts, by name of constant or as they stand; parameters are their callers' to say."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in POSTING:
            continue
        for keyword in node.keywords:
            match keyword.value if keyword.arg == "kind" else None:
                case ast.Constant(value=str() as kind):
                    yield kind
                case ast.Name(id=constant) if constant.isupper():
                    yield str(getattr(importlib.import_module(name), constant))
                case ast.Attribute(value=ast.Name(id="Action"), attr=action):
                    yield str(Action[action].value)
                case ast.Attribute(value=ast.Name(id="letter"), attr="action"):
                    yield from (action.value for action in LETTERS)


@pytest.fixture(scope="module")
def posted() -> set[str]:
    return {kind for name, tree in modules() for kind in said(name, tree)}


def test_every_kind_that_is_posted_has_words_and_a_rule(posted: set[str]) -> None:
    assert posted == set(KINDS)
    for kind, row in KINDS.items():
        assert str(row.words), kind
        assert row.rule_words, kind
        assert "%" not in row.rule_words, kind


def test_the_letters_that_charge_are_those_the_process_has() -> None:
    assert Letter.__dataclass_fields__.keys() >= {"action", "kind", "event"}
    assert {action.value for action in LETTERS} <= set(KINDS)


def test_a_reminder_names_its_statute_and_its_taking_back_says_so() -> None:
    act = "Lag (1981:739) om ersättning för inkassokostnader m.m."
    assert rule_of("remind", Account.CLAIM_REMINDER) == f"{act}, 2 och 4 §§"
    assert rule_of("reverse remind", Account.CLAIM_REMINDER) == f"{act}, 2 och 4 §§"
    assert rule_of("remind", Account.CLAIM_LATE_PAYMENT) == f"{act}, 4 a §"
    assert words_of("reverse remind") == "Tillbaka: Påminnelse"


@pytest.mark.parametrize(
    ("key", "meaning"),
    [
        ("register 11042950", "Registreringen"),
        ("remind 11042950 letter 1", "Brev 1"),
        ("recall remind 11042950 letter 1", "Ändring: Brev 1"),
        ("payment 17 takes back demand 11042950 letter 2", "Ändring: Brev 2"),
        ("bank entry 17", "Bankens post nr 17"),
        ("back payment 17 claims", "Ändring: Bankens post nr 17"),
        ("payment by way 5 claims", "Betalning på annan väg, nr 5"),
        ("way 5 sent back", "Betalning på annan väg, nr 5"),
        ("bank entry 17 way 5", "Bankens post nr 17"),
        ("direct payment 3 costs", "Betalning direkt till borgenären, nr 3"),
        ("plan 11042950 2 notice 4", "Avi 4 i planen"),
        ("plan 11042950 2 fee", "Amorteringsplan 2"),
        ("plan_notice of nothing we know", "plan_notice of nothing we know"),
        ("payout 261127-AB12 paid", "Utbetalning 261127-AB12"),
        ("write off 11042950 0", "Avslutet"),
    ],
)
def test_a_key_says_in_words_what_it_names(key: str, meaning: str) -> None:
    assert meaning_of(key) == meaning
