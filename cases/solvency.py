"""What a credit report said of the debtor, how long a decision may rest on it, and what speaks against going on."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max

from cases.models import Case, CaseEvent
from ekrav.findings.models import CreditReport
from ekrav.findings.take_report import is_fresh
from ekrav.law.rates import Rates

# What the register may say after a report was taken, and that leaves it as true as it was.
_SINCE = CaseEvent.Kind.LOOKED_UP


def latest_report(*, case: Case) -> CreditReport | None:
    """The last report taken for the case, in its creditor's scope; None before the first."""
    return latest_reports([case]).get(case.pk)


def latest_reports(cases: Sequence[Case]) -> Mapping[int, CreditReport]:
    """The last report taken for each case that has one, by case, in two queries. In their creditor's scope."""
    told = CaseEvent.objects.filter(case__in=cases, kind=CaseEvent.Kind.REPORTED).order_by("case_id", "-id")
    which = {event.case_id: int(event.facts["report"]) for event in told.distinct("case_id")}
    reports = CreditReport.objects.in_bulk(set(which.values()))
    return {case: reports[report] for case, report in which.items() if report in reports}


def is_fresh_for(*, case: Case, report: CreditReport | None, on: date, rates: Rates) -> bool:
    """Whether a decision on `on` may rest on the report: young enough, and nothing learnt of the debtor since."""
    return report is not None and case.pk in fresh_on({case.pk: report}, on=on, rates=rates)


def fresh_on(reports: Mapping[int, CreditReport], *, on: date, rates: Rates) -> set[int]:
    """The cases whose reports a decision on `on` may rest on; in one query. Raises NoRow."""
    learnt = CaseEvent.objects.filter(case__in=list(reports), kind=_SINCE).order_by()
    since = dict(learnt.values_list("case_id").annotate(Max("at")))
    return {
        case
        for case, report in reports.items()
        if is_fresh(
            report,
            on=on,
            event_since=case in since and since[case] > report.taken_at,
            rates=rates,
        )
    }


def is_insolvent(report: CreditReport | None) -> bool:
    """Whether it says what no standing choice was made for: bankruptcy, debt relief, reconstruction."""
    return report is not None and (report.bankruptcy or report.debt_relief or report.reconstruction)
