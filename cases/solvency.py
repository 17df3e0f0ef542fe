"""What a credit report said of the debtor, how long a decision may rest on it, and what speaks against going on."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max

from cases.joint import answering
from cases.models import Case, CaseEvent
from ekrav.findings.models import CreditReport
from ekrav.findings.take_report import is_fresh
from ekrav.law.rates import Rates

# What the register may say after a report was taken, and that leaves it as true as it was.
_SINCE = CaseEvent.Kind.LOOKED_UP


Whose = tuple[int, int]
"""A case and one who answers for it, by their rows."""


def reports_of(cases: Sequence[Case]) -> Mapping[Whose, CreditReport]:
    """The last report taken of each who answers for each case, in two queries. In their creditor's scope."""
    first = {case.pk: case.debtor_id for case in cases}
    told = CaseEvent.objects.filter(case__in=cases, kind=CaseEvent.Kind.REPORTED).order_by("id")
    which = {
        (case, facts.get("debtor") or first[case]): int(facts["report"])
        for case, facts in told.values_list("case_id", "facts")
    }
    reports = CreditReport.objects.in_bulk(set(which.values()))
    return {whose: reports[report] for whose, report in which.items() if report in reports}


def latest_report(*, case: Case) -> CreditReport | None:
    """The last report that the decision rests on: of several debtors one that speaks against going on, else the oldest;
    None before there is one of each. In the creditor's scope."""
    kept = reports_of([case])
    reports = [kept.get((case.pk, debtor.pk)) for debtor in answering(case)]
    against = next((report for report in reports if is_insolvent(report)), None)
    known = [report for report in reports if report is not None]
    if against is not None or len(known) < len(reports):
        return against
    return min(known, key=lambda report: report.taken_at)


def is_fresh_for(*, case: Case, report: CreditReport | None, on: date, rates: Rates) -> bool:
    """Whether a decision on `on` may rest on the report, and on those of all who answer: young enough, and nothing
    learnt of a debtor since."""
    if report is None:
        return False
    fresh = fresh_on(reports_of([case]), on=on, rates=rates)
    return all((case.pk, debtor.pk) in fresh for debtor in answering(case))


def fresh_on(reports: Mapping[Whose, CreditReport], *, on: date, rates: Rates) -> set[Whose]:
    """Those of whose reports a decision on `on` may rest; in one query. Raises NoRow."""
    learnt = CaseEvent.objects.filter(case__in={case for case, _debtor in reports}, kind=_SINCE).order_by()
    since = dict(learnt.values_list("case_id").annotate(Max("at")))
    return {
        whose
        for whose, report in reports.items()
        if is_fresh(
            report,
            on=on,
            event_since=whose[0] in since and since[whose[0]] > report.taken_at,
            rates=rates,
        )
    }


def is_insolvent(report: CreditReport | None) -> bool:
    """Whether it says what no standing choice was made for: bankruptcy, debt relief, reconstruction."""
    return report is not None and (report.bankruptcy or report.debt_relief or report.reconstruction)
