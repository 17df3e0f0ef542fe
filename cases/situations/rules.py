"""Every kind of situation and how it is met.

What is pending at Kronofogden is taken back where it could lead to nothing or to wrong: a bankruptcy (nothing is
attached: förordning 1992:1094 3 §; konkurslagen), a debt relief (2016:675 42 §), a death (the order cannot be served;
the estate is left in peace, ärvdabalken 21 kap. 1 §), a minor (the claim may bind nobody, inkassolagen 8 §), a company
that is no more. It only waits where the authority goes on by itself: it finds addresses, serves guardians, keeps
protected data and stays enforcement in a reconstruction; and where a handler is to decide, as about who lives abroad.
"""

from collections.abc import Callable, Mapping
from typing import Final

from cases.models import Situation
from cases.situations import (
    death,
    debt_relief,
    dissolved,
    insolvency,
    protected,
    representation,
    whereabouts,
)
from cases.situations.rule import Rule

RULES: Final[Mapping[Situation.Kind, Rule]] = {
    rule.kind: rule
    for family in (insolvency, debt_relief, death, representation, protected, whereabouts, dissolved)
    for rule in family.RULES
}


def kinds_where(so: Callable[[Rule], bool]) -> frozenset[Situation.Kind]:
    """The kinds whose rule is so."""
    return frozenset(kind for kind, rule in RULES.items() if so(rule))


OF_PERSON: Final = kinds_where(lambda rule: not rule.of_claim)
TAKE_BACK: Final = kinds_where(lambda rule: rule.takes_back)
