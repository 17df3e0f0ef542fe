"""The proof of the sum: of each part what was claimed, paid and given up, which leaves what is left. From the book."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cases.book import CLAIM_ACCOUNTS
from cases.composing import COST_NAMES
from cases.debt import Debt
from cases.models import Case
from ekrav.law.allocation import Component
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore

# Kinds of entries by which a part is paid, and by which it is claimed, more or less. By all others it is given up.
PAYS: Final = frozenset({"apply payment", "fee taken by authority"})
CLAIMS: Final = frozenset(
    {
        "register",
        "remind",
        "demand",
        "final_notice",
        "plan",
        "plan_notice",
        "interest",
        "interest after reversal",
        "take back interest",
        "apply_order",
        "base fee",
    }
)
NAMES: Final = {Component.CAPITAL: "Kapital", Component.INTEREST: "Ränta", **COST_NAMES}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the debt, in öre: `claimed` less `paid` less `given_up` is what is `left`."""

    name: str
    claimed: Ore
    paid: Ore
    given_up: Ore

    @property
    def left(self) -> Ore:
        """What is still owed of it."""
        return Ore(self.claimed - self.paid - self.given_up)


def parts_of(*, case: Case, debt: Debt) -> list[Part]:
    """Each part that ever was, capital first, with the interest that is not in the book yet."""
    sums: dict[tuple[Component, str], int] = defaultdict(int)
    rows = Line.objects.filter(subledger=case.subledger_id, account__in=CLAIM_ACCOUNTS)
    told = rows.values_list("account", "entry__kind", "entry__reverses__kind", "amount_ore")
    for account, kind, taken_back, amount in told:
        # The taking back of an entry stands where the entry stood.
        sums[CLAIM_ACCOUNTS[Account(account)], _column(taken_back or kind)] += amount
    sums[Component.INTEREST, "claimed"] += debt.accrued.ore
    parts = [
        Part(
            name=name,
            claimed=Ore(sums[component, "claimed"]),
            paid=Ore(-sums[component, "paid"]),
            given_up=Ore(-sums[component, "given_up"]),
        )
        for component, name in NAMES.items()
    ]
    return [part for part in parts if part.claimed or part.paid or part.given_up]


def total_of(parts: Sequence[Part]) -> Part:
    """All of them together."""
    return Part(
        name="Summa, kr",
        claimed=Ore(sum(part.claimed for part in parts)),
        paid=Ore(sum(part.paid for part in parts)),
        given_up=Ore(sum(part.given_up for part in parts)),
    )


def _column(kind: str) -> str:
    if kind in PAYS:
        return "paid"
    return "claimed" if kind in CLAIMS else "given_up"
