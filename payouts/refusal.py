"""Why an approval of a payout run is not taken. Losing a race is one of the reasons, with who was first and when."""

from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """The reasons, in our own words; `payouts.words` has the sentences."""

    ROLE = "role"
    """The person may not approve payouts (any more)."""
    BANKID = "bankid"
    """BankID was longer ago than ten minutes, or never."""
    CONTENT = "content"
    """What was approved is not what the run says."""
    YOURS = "yours"
    """The same person has approved already: two different people are needed."""
    DONE = "done"
    """Two people have approved already."""
    WITHDRAWN = "withdrawn"
    """The draft was withdrawn."""
    AGENCY = "agency"
    """The agency's own record is not complete."""
    FEES = "fees"
    """Less of the agency's fees lies among the client funds than when the draft was made."""
    PROOF = "proof"
    """The bank's closing balance and the book differ by `detail` on the day `about`."""
    SHORT = "short"
    """The client funds hold `detail` less than others own of them."""
    BALANCES = "balances"
    """A case has less money than when the draft was made."""
    PAYEE = "payee"
    """A creditor has another bankgiro than when the draft was made, or is held."""
    NOT_PAYABLE = "not_payable"
    """The bank would refuse the file; `detail` says why."""


class ApprovalRefused(Exception):
    """An approval that was not taken; nothing has changed. `who` was first, `when`; `about` is a creditor or a case."""

    def __init__(
        self,
        reason: Reason,
        *,
        who: str = "",
        when: datetime | None = None,
        about: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(f"{reason}: {about or who}")
        self.reason = reason
        self.who = who
        self.when = when
        self.about = about
        self.detail = detail
