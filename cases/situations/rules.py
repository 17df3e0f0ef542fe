"""Every kind of situation and how it is met."""

from collections.abc import Mapping
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
