"""What a credit bureau says of somebody's solvency, asked at a decision and for a purpose that is written down.

A report on a person may be asked for only by whoever needs it (kreditupplysningslagen (1973:1173) 9 §), and a copy
that names the asker goes to the person at once (11 §), to a partnership too. So nothing here is asked twice: the wire
carries a `key` of ours, and the same key is answered with the same report and no new copy.

Wire: `POST {url}/reports` with `{"key", "number", "purpose", "asked_by"}` answers JSON, 404 for an unknown number, 422
when the purpose is not one the law knows. The manual adapter stands where no bureau is connected.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ekrav.money import Ore
from ekrav.registers.wire import TIMEOUT, LookUpByHand, RegisterRefusal, RegisterSilent, ask


class Purpose(StrEnum):
    """Why a report is taken: the decision it is for."""

    PAYMENT_ORDER = "payment_order"
    ENFORCEMENT = "enforcement"
    SURVEILLANCE = "surveillance"


PURPOSE_WORDS: dict[Purpose, str | Promise] = {
    Purpose.PAYMENT_ORDER: _("Beslut om betalningsföreläggande"),
    Purpose.ENFORCEMENT: _("Beslut om verkställighet"),
    Purpose.SURVEILLANCE: _("Beslut under efterbevakning"),
}


class SubjectKind(StrEnum):
    """Whom a report is on; persons and partnerships get a copy, other companies none."""

    PERSON = "person"
    PARTNERSHIP = "partnership"
    COMPANY = "company"


COPIED = frozenset({SubjectKind.PERSON, SubjectKind.PARTNERSHIP})


class IncomeClass(StrEnum):
    """How a person's income of the latest tax year stands to what is kept for living (förbehållsbelopp)."""

    NONE = "none"
    BELOW = "below"
    ABOVE = "above"
    WELL_ABOVE = "well_above"


class SubjectUnknown(RegisterRefusal):
    """The bureau knows nobody by the number."""

    words = _("Kreditupplysningsföretaget känner inte till numret. Kontrollera det mot fakturan.")


class BureauSilent(RegisterRefusal):
    """The bureau does not answer, or answers what nobody can read. Asking again under the same key is harmless."""

    words = _("Kreditupplysningsföretaget svarar inte just nu. Vi frågar igen.")


class ReportByHand(LookUpByHand):
    """No bureau is connected."""

    words = _("Ingen kreditupplysning är ansluten. Ta rapporten för hand och skriv in vad den säger.")


@dataclass(frozen=True, kw_only=True)
class CreditRecord:
    """What the bureau says. Amounts in öre; `income` of persons only.

    `remarks`: payment remarks (betalningsanmärkningar). `debt`: debts at Kronofogden, in so many `debt_cases`.
    `copied_on`: the day the copy went to whoever it is on; None for a company that gets none.
    """

    report_id: str
    number: str = field(repr=False)
    kind: SubjectKind
    remarks: int
    remarks_ore: Ore
    debt_cases: int
    debt: Ore
    debt_relief: bool
    bankruptcy: bool
    reconstruction: bool
    income: IncomeClass | None
    copied_on: date | None


class CreditBureau(Protocol):
    """Somewhere to take reports."""

    def report(self, *, key: str, number: str, purpose: Purpose, asked_by: str) -> CreditRecord:
        """The report on a 10- or 12-digit number. Raises `RegisterRefusal`. Waits on others: never inside a scope.

        `key`: our own name of the question. `asked_by`: the agency's name and number, which the copy shows.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class HttpCreditBureau:
    """A bureau that answers JSON over HTTP at `url`."""

    url: str
    timeout: float = TIMEOUT

    def report(self, *, key: str, number: str, purpose: Purpose, asked_by: str) -> CreditRecord:
        """Take a report. Raises `SubjectUnknown` and `BureauSilent`."""
        asked = {"key": key, "number": number, "purpose": purpose.value, "asked_by": asked_by}
        address = f"{self.url.rstrip('/')}/reports"
        try:
            record = ask("POST", address, timeout=self.timeout, read=_record, json=asked)
        except RegisterSilent as silent:
            raise BureauSilent(str(silent)) from None
        if record is None:
            raise SubjectUnknown("404")
        if record.number != number:
            raise BureauSilent("another subject")
        return record


@dataclass(frozen=True, kw_only=True)
class ManualCreditBureau:
    """No bureau at all: staff take the report by hand."""

    def report(self, *, key: str, number: str, purpose: Purpose, asked_by: str) -> CreditRecord:
        """Always raises `ReportByHand`."""
        raise ReportByHand("no bureau is connected")


def credit_bureau_at(*, url: str) -> CreditBureau:
    """The bureau at an address, or the manual one when the installation has none."""
    return HttpCreditBureau(url=url) if url else ManualCreditBureau()


def _record(said: Any) -> CreditRecord:
    kind = SubjectKind(said["kind"])
    income, copied = said["income"], said["copied_on"]
    if (kind in COPIED) is not (copied is not None):
        raise ValueError("a copy goes to persons and partnerships, and to nobody else")
    return CreditRecord(
        report_id=str(said["report_id"])[:60],
        number=str(said["number"]),
        kind=kind,
        remarks=_count(said["remarks"]),
        remarks_ore=Ore(_count(said["remarks_ore"])),
        debt_cases=_count(said["debt_cases"]),
        debt=Ore(_count(said["debt_ore"])),
        debt_relief=said["debt_relief"] is True,
        bankruptcy=said["bankruptcy"] is True,
        reconstruction=said["reconstruction"] is True,
        income=IncomeClass(income) if income is not None and kind is SubjectKind.PERSON else None,
        copied_on=date.fromisoformat(copied) if copied is not None else None,
    )


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < 10**14:
        raise ValueError("not a count")
    return value
