"""What became of a payment file, as frozen records: what a pain.002 says, at three levels.

A file may get several reports over time, and some banks report rejections only. A level that is silent means
what the level above it says.
"""

from dataclasses import dataclass
from datetime import datetime

from ekrav.bankfiles.status_words import Outcome, explain, outcome
from ekrav.money import Ore


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: ISO's code (or the bank's own), and the bank's own words."""

    code: str = ""
    text: str = ""

    @property
    def sentence_sv(self) -> str:
        """Return the reason as a Swedish sentence, the bank's own words last."""
        return f"{explain(self.code)} Banken skriver: {self.text}" if self.text else explain(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionStatus:
    """What is said of one payment. `status` "" means nothing at this level."""

    end_to_end_id: str
    status: str = ""
    reasons: tuple[Reason, ...] = ()
    bank_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStatus:
    """What is said of the payments of one execution date (a `PmtInf` of ours)."""

    payment_information_id: str
    status: str = ""
    reasons: tuple[Reason, ...] = ()
    transactions: tuple[TransactionStatus, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a report says of one payment: the nearest level that speaks, and its reasons."""

    status: str
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """A whole pain.002. `original_number` and `original_total`: what the bank says that our file held."""

    message_id: str
    version: str
    created: datetime
    original_message_id: str
    original_message_name: str
    original_number: int | None = None
    original_total: Ore | None = None
    status: str = ""
    reasons: tuple[Reason, ...] = ()
    groups: tuple[GroupStatus, ...] = ()

    def verdict(self, *, payment_information_id: str, end_to_end_id: str) -> Verdict | None:
        """Return what this report says of one of our payments, or None when it says nothing of it.

        A payment in a group, or a group in a file, that is only partly accepted and is not named itself is
        not decided: None.
        """
        groups = [group for group in self.groups if group.payment_information_id == payment_information_id]
        own = [one for group in groups for one in group.transactions if one.end_to_end_id == end_to_end_id]
        levels: list[TransactionStatus | GroupStatus | StatusReport] = [*own, *groups, self]
        speaking = next((level for level in levels if level.status), None)
        if speaking is None or outcome(speaking.status) is Outcome.MIXED:
            return None
        return Verdict(status=speaking.status, outcome=outcome(speaking.status), reasons=speaking.reasons)
