"""Which accounts a note is bookkept on: the BAS chart's, or those that the creditor, or the agency itself, has chosen.

The debtor's costs and late payment compensation are income without VAT, the agency's fee for the same service a cost
with VAT, which is part of the cost for whoever is not registered. The agency's own fees are a claim on the client funds
until they are transferred.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from ekrav.look.parts import Words
from payouts.kinds import Purpose
from payouts.models import BookkeepingAccount


@dataclass(frozen=True, kw_only=True)
class Default:
    """The BAS account for a purpose, what it is called there, and what we book on it; `classes`: those that fit."""

    number: str
    name: Words
    what: Words
    classes: str


Chart = Mapping[Purpose, Default]
Accounts = Mapping[Purpose, str]

CREDITORS: Final[Chart] = {
    Purpose.BANK: Default(
        number="1930", name=_("Företagskonto"), what=_("Det som betalas ut till dig"), classes="1"
    ),
    Purpose.RECEIVABLE: Default(
        number="1510", name=_("Kundfordringar"), what=_("Kapital som gäldenären har betalat"), classes="1"
    ),
    Purpose.INTEREST: Default(
        number="8313",
        name=_("Ränteintäkter"),
        what=_("Dröjsmålsränta som gäldenären har betalat"),
        classes="8",
    ),
    Purpose.COSTS: Default(
        number="3990",
        name=_("Ersättning för kostnader"),
        what=_("Kostnader och förseningsersättning som gäldenären har betalat, utan moms"),
        classes="3",
    ),
    Purpose.FEE: Default(number="6062", name=_("Inkasso"), what=_("Vår avgift"), classes="456"),
    Purpose.VAT: Default(number="2641", name=_("Ingående moms"), what=_("Momsen på vår avgift"), classes="2"),
    Purpose.OWED: Default(
        number="1687",
        name=_("Avräkning med inkassobyrån"),
        what=_("Kostnader som betalats direkt till dig, och det vi betalar tillbaka"),
        classes="12",
    ),
    Purpose.OUTLAY: Default(
        number="1689", name=_("Utlägg hos Kronofogden"), what=_("Utlägg som återbetalas"), classes="16"
    ),
}
AGENCYS: Final[Chart] = {
    Purpose.OWED: Default(
        number="1689",
        name=_("Fordran på klientmedel"),
        what=_("Avgifter och moms som ligger kvar"),
        classes="1",
    ),
    Purpose.FEE: Default(
        number="3041", name=_("Försäljning av tjänster, 25 % moms"), what=_("Avgifterna"), classes="3"
    ),
    Purpose.VAT: Default(
        number="2611", name=_("Utgående moms, 25 %"), what=_("Momsen på avgifterna"), classes="2"
    ),
}


def accounts(chart: Chart) -> dict[Purpose, str]:
    """The account for each purpose: chosen, else the chart's. In the tenant's scope."""
    chosen = dict(BookkeepingAccount.objects.values_list("purpose", "number"))
    return {purpose: chosen.get(purpose, default.number) for purpose, default in chart.items()}


def choose(chart: Chart, chosen: Accounts) -> None:
    """Keep what differs from the chart's own accounts. In the tenant's scope."""
    for purpose, default in chart.items():
        number = chosen[purpose]
        if number == default.number:
            BookkeepingAccount.objects.filter(purpose=purpose).delete()
        else:
            BookkeepingAccount.objects.update_or_create(purpose=purpose, defaults={"number": number})
