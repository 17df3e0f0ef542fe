"""When a posted letter has presumably been received, so that it interrupts limitation (preskriptionslagen 5 § 2).

The creditor must prove receipt (NJA 1996 s. 809). Two letters sent to an address where the debtor has reason
to watch the mail normally suffice; one does not (NJA 2016 s. 332) [V]. A letter that came back proves
nothing. A debtor under förvaltare cannot receive a letter: it must reach the förvaltare (NJA 2022 s. 150)
[V]. What a letter said must be provable too (RH 2016:6); that is the archive's affair, not this module's.

Which day counts when two letters together prove receipt is our reading and the careful one [D]: the debtor
had one of them, so the later must have come in time, and the new period is counted from the earlier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ekrav.law.interruptions import DemandReceived


@dataclass(frozen=True, kw_only=True)
class PostedLetter:
    """A letter with the claim, to the debtor's address (to the förvaltare's, where there is one).

    `arrives` is the day it presumably arrived (`deadlines.presumed_arrival`).
    """

    arrives: date
    returned: bool = False
    to_debtor_under_administrator: bool = False

    @property
    def may_have_been_received(self) -> bool:
        return not (self.returned or self.to_debtor_under_administrator)


def presumed_receipts(*, letters: Iterable[PostedLetter]) -> tuple[DemandReceived, ...]:
    """Return one receipt for each two letters that followed on each other; a single letter gives none.

    Letters of one day are one letter.
    """
    days = sorted({letter.arrives for letter in letters if letter.may_have_been_received})
    return tuple(DemandReceived(on=later, at_earliest=earlier) for earlier, later in pairwise(days))
