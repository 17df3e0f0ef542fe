"""Enforcement (verkställighet, utsökningsbalken and förordning (1992:1094)): what we send, and what comes back."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ekrav.filings.claims import Amount, sum_of
from ekrav.filings.parties import Agent, Applicant, Respondent
from ekrav.filings.payment_order import Title
from ekrav.filings.record import Record
from ekrav.law.costs import NOTHING
from ekrav.money import Ore


class Measures(StrEnum):
    """What the authority is asked to look for."""

    FULL = "full"  # wages and all property
    LIMITED = "limited"  # utsökningsbalken 4 kap. 9 b §: what can be taken without an investigation of assets


@dataclass(frozen=True, kw_only=True)
class EnforcementApplication(Record):
    """An application to enforce one title. `left`: what is still owed by it on the day of the application."""

    applied_on: date
    applicant: Applicant
    agent: Agent
    debtors: tuple[Respondent, ...]
    title: Title
    left: tuple[Amount, ...]
    measures: Measures = Measures.FULL

    @property
    def controlled(self) -> Ore:
        """What is still owed."""
        return sum_of(self.left)


class Change(StrEnum):
    """What is changed in a pending enforcement."""

    REDUCED = "reduced"
    WITHDRAWN = "withdrawn"
    RESPITE = "respite"


@dataclass(frozen=True, kw_only=True)
class EnforcementChange(Record):
    """Less is owed (`amounts`), nothing is asked any more, or there is respite through `until`."""

    change: Change
    changed_on: date
    amounts: tuple[Amount, ...] = ()
    until: date | None = None

    @property
    def controlled(self) -> Ore:
        """What is taken off."""
        return sum_of(self.amounts)


@dataclass(frozen=True, kw_only=True)
class EnforcementFee(Record):
    """The base fee of one year (grundavgift), the first being 1: taken from the debtor, else from us (4 §)."""

    year: int
    falls_on: date
    amount: Ore

    @property
    def controlled(self) -> Ore:
        """The fee."""
        return self.amount


class Finding(StrEnum):
    """What an investigation came to."""

    NO_ASSETS = "no_assets"
    WAGES = "wages"
    PROPERTY = "property"


@dataclass(frozen=True, kw_only=True)
class EnforcementReport(Record):
    """What has been found (utredningsrapport). `monthly`: what is attached of the wages each month."""

    reported_on: date
    finding: Finding
    monthly: Ore | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class MoneyPaidOut(Record):
    """Money from the debtor, paid out to us on that day, parted as the authority parted it."""

    paid_on: date
    amounts: tuple[Amount, ...]
    fees_taken: Ore = NOTHING

    @property
    def controlled(self) -> Ore:
        """What was paid out."""
        return sum_of(self.amounts)


class Closing(StrEnum):
    """Why enforcement has ended (slutredovisning)."""

    PAID = "paid"
    NO_ASSETS = "no_assets"
    WITHDRAWN = "withdrawn"
    BANKRUPTCY = "bankruptcy"
    DEBT_RELIEF = "debt_relief"
    LIMITATION = "limitation"


@dataclass(frozen=True, kw_only=True)
class EnforcementClosing(Record):
    """Enforcement has ended, and what is left of the title then."""

    closed_on: date
    closing: Closing
    left: Ore

    @property
    def controlled(self) -> Ore:
        """What is left."""
        return self.left
