"""The payment order (betalningsföreläggande, lag (1990:746)): what we send, and what comes back."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ekrav.filings.claims import Amount, PartClaim, sum_of
from ekrav.filings.parties import Agent, Applicant, Respondent
from ekrav.filings.record import Record
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class PaymentOrderApplication(Record):
    """An application. `fee` is the authority's, `agent_fee` what is claimed for the agent's work (48 §).

    `joint`: the respondents answer for the whole, each of them. `promissory_note`: the claim rests on a negotiable
    note, which must be said. `original_creditor`: from whom the claim was taken over.
    """

    applied_on: date
    applicant: Applicant
    agent: Agent
    respondents: tuple[Respondent, ...]
    joint: bool = False
    claims: tuple[PartClaim, ...]
    fee: Ore
    agent_fee: Ore
    grounds: str = field(repr=False)
    enforcement_wanted: bool
    promissory_note: bool = False
    original_creditor: str = ""

    @property
    def controlled(self) -> Ore:
        """All that is asked for."""
        return Ore(sum(claim.total for claim in self.claims) + self.fee + self.agent_fee)


@dataclass(frozen=True, kw_only=True)
class Confirmation(Record):
    """The authority has registered an application under a number of its own. For enforcement likewise."""

    case_number: str
    registered_on: date


@dataclass(frozen=True, kw_only=True)
class SupplementQuestion(Record):
    """The authority asks for more (komplettering); unanswered by then, the application is dismissed."""

    question: str
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class SupplementAnswer(Record):
    """What we answer, and the grounds as they are to read from now on."""

    answer: str
    grounds: str = ""


@dataclass(frozen=True, kw_only=True)
class Reduction(Record):
    """Part is no longer asked for (nedsättning): it was paid, or credited, on that day.

    `interest_stops_on_capital`: the last day for which interest is asked on the capital that is taken off.
    """

    reduced_on: date
    amounts: tuple[Amount, ...]
    interest_stops_on_capital: date | None = None

    @property
    def controlled(self) -> Ore:
        """All that is taken off."""
        return sum_of(self.amounts)


class WithdrawalReason(StrEnum):
    """Why an application is taken back."""

    PAID = "paid"
    PLAN = "plan"
    DISPUTE = "dispute"
    MISTAKE = "mistake"
    SITUATION = "situation"


@dataclass(frozen=True, kw_only=True)
class Withdrawal(Record):
    """The whole application is taken back (återkallelse). Its fee is owed all the same."""

    withdrawn_on: date
    reason: WithdrawalReason


@dataclass(frozen=True, kw_only=True)
class Service(Record):
    """What became of serving the order on one respondent.

    Served: `served_on` and `answer_by`. Not served: both None, and why. `respondent` is the number in the application.
    """

    respondent: str = field(repr=False)
    served_on: date | None = None
    answer_by: date | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Dispute(Record):
    """A respondent objects (bestridande). `amount` None is the whole. Court must be asked for by that day (34 §)."""

    respondent: str = field(repr=False)
    disputed_on: date
    told_on: date
    amount: Ore | None = None
    words: str = field(default="", repr=False)
    ask_court_by: date


@dataclass(frozen=True, kw_only=True)
class CourtRequest(Record):
    """We ask that a disputed case goes to the district court (överlämnande)."""

    requested_on: date


class Ending(StrEnum):
    """How a case ends without a verdict."""

    DISMISSED = "dismissed"  # avvisad: the application could not be tried
    WRITTEN_OFF = "written_off"  # avskriven: withdrawn, or nobody asked for court
    TRANSFERRED = "transferred"  # överlämnad to the district court


@dataclass(frozen=True, kw_only=True)
class Dismissal(Record):
    """The case is ended without a verdict, and why."""

    ending: Ending
    decided_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Title:
    """An enforceable title (exekutionstitel): its number and date, what is owed by it and the interest that runs.

    `costs` were granted for the proceedings; they bear interest by 6 § räntelagen from the day of the title.
    """

    case_number: str
    decided_on: date
    claims: tuple[PartClaim, ...]
    costs: Ore
    against: tuple[str, ...] = field(repr=False)
    joint: bool = False

    @property
    def total(self) -> Ore:
        """What was owed on the day of the title."""
        return Ore(sum(claim.total for claim in self.claims) + self.costs)


@dataclass(frozen=True, kw_only=True)
class Verdict(Record):
    """Nobody objected in time: the order is a title (utslag). It may be reopened through `reopen_by` (53 §)."""

    title: Title
    reopen_by: date

    @property
    def controlled(self) -> Ore:
        """All that the title says."""
        return self.title.total
