"""What a credit report said of the debtor, how long a decision may rest on it, and what speaks against going on."""

from datetime import date

from cases.models import Case, CaseEvent
from ekrav.findings.models import CreditReport
from ekrav.findings.take_report import is_fresh
from ekrav.law.rates import Rates

# What the register may say after a report was taken, and that leaves it as true as it was.
_SINCE = CaseEvent.Kind.LOOKED_UP


def latest_report(*, case: Case) -> CreditReport | None:
    """The last report taken for the case, in its creditor's scope; None before the first."""
    told = case.events.filter(kind=CaseEvent.Kind.REPORTED).order_by("-id").first()
    return CreditReport.objects.filter(pk=int(told.facts["report"])).first() if told else None


def is_fresh_for(*, case: Case, report: CreditReport | None, on: date, rates: Rates) -> bool:
    """Whether a decision on `on` may rest on the report: young enough, and nothing learnt of the debtor since."""
    if report is None:
        return False
    since = case.events.filter(kind=_SINCE, at__gt=report.taken_at).exists()
    return is_fresh(report, on=on, event_since=since, rates=rates)


def is_insolvent(report: CreditReport | None) -> bool:
    """Whether it says what no standing choice was made for: bankruptcy, debt relief, reconstruction."""
    return report is not None and (report.bankruptcy or report.debt_relief or report.reconstruction)
