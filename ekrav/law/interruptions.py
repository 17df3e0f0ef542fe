"""What interrupts limitation, preskriptionslagen (1981:130) 5 §. Which of them count is `limitation`'s to judge."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """The debtor promised payment, paid interest or a part, or admitted the claim otherwise (5 § 1)."""

    on: date
    towards_creditor: bool = True  # or towards who collects for it; an admission to anyone else is none


@dataclass(frozen=True, kw_only=True)
class DemandReceived:
    """A written demand or reminder that reached the debtor (5 § 2): received, not sent.

    `on` must be in time. When the day is presumed from several letters (`receipt`), it is the latest it can
    have been, and `at_earliest`, from which the new period is counted, the earliest.
    """

    on: date
    at_earliest: date | None = None


@dataclass(frozen=True, kw_only=True)
class Proceedings:
    """The claim was invoked in court, at Kronofogden, in arbitration, bankruptcy or reconstruction (5 § 3).

    `ended` None: they go on. `debtor_told`: the debtor was served with them or notified (7 §).
    """

    begun: date
    ended: date | None = None
    debtor_told: bool


Interruption = Acknowledgement | DemandReceived | Proceedings


def began_on(interruption: Interruption) -> date:
    """Return the day that must be in time: of the act, of receipt, or of the beginning of proceedings."""
    return interruption.begun if isinstance(interruption, Proceedings) else interruption.on
