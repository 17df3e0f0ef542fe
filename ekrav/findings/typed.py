"""A report that staff have taken by hand, where no bureau is connected: kept as one that a bureau had answered."""

from dataclasses import dataclass

from ekrav.registers.credit import CreditRecord, Purpose


@dataclass(frozen=True, kw_only=True)
class TypedReport:
    """Stands where a bureau would, and says what somebody has read on paper. See `registers.credit.CreditBureau`."""

    said: CreditRecord

    def report(self, *, key: str, number: str, purpose: Purpose, asked_by: str) -> CreditRecord:
        """The report as it was typed in."""
        return self.said
