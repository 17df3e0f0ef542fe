"""Rows of the law that Astrid enters and Bertil confirms."""

from datetime import date, datetime

from ekrav.agency.models import RateRow, StaffMember
from ekrav.agency.rate_rows import Entered, confirm, propose
from ekrav.law.interest import REFERENCE
from ekrav.law.rates import Mark
from ekrav.sandbox.demo_data import ASTRID, BERTIL
from ekrav.tenancy import agency_scope
from tests.cast import right_now, staff

FIRST_OF_2027, LAST_OF_SPRING = date(2027, 1, 1), date(2027, 6, 30)


def what(
    value: str = "2,50",
    *,
    key: str = REFERENCE,
    since: date = FIRST_OF_2027,
    until: date | None = LAST_OF_SPRING,
) -> Entered:
    """The Riksbank's decision of 30 December 2026, as it may turn out; or something else."""
    return Entered(
        key=key,
        value=value,
        valid_from=since,
        valid_to=until,
        statute="",
        source="riksbank.se, beslut 2026-12-30",
        mark=Mark.READ,
    )


def proposed(entered: Entered, *, by: StaffMember) -> RateRow:
    """The row as one person has entered it."""
    at, _today = right_now()
    with agency_scope():
        return propose(entered=entered, staff=by, at=at)


def confirmed(row: RateRow, *, by: StaffMember, bankid_at: datetime | None = None) -> RateRow:
    """The row with a second person's word, BankID just used."""
    at, _today = right_now()
    with agency_scope():
        return confirm(row_id=row.pk, staff=by, bankid_at=bankid_at or at, at=at)


def in_force(entered: Entered) -> RateRow:
    """A row that Astrid entered and Bertil confirmed."""
    return confirmed(proposed(entered, by=staff(ASTRID)), by=staff(BERTIL))
