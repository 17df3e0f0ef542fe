"""What a decision on Kronofogden rests on, in rows: the claim, until when it can be made, and what the report says."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.circumstances import Circumstances
from cases.last_day import limitation_of
from cases.solvency import is_fresh_for, latest_report
from ekrav.findings.models import CreditReport
from ekrav.law.rates import NoRow
from ekrav.look.dates import full_date
from ekrav.look.parts import Row, Words
from ekrav.money import Ore, format_kronor
from ekrav.registers.credit import IncomeClass

INCOMES: dict[IncomeClass, Words] = {
    IncomeClass.NONE: _l("ingen"),
    IncomeClass.BELOW: _l("under förbehållsbeloppet"),
    IncomeClass.ABOVE: _l("över förbehållsbeloppet"),
    IncomeClass.WELL_ABOVE: _l("väl över förbehållsbeloppet"),
}


def decision_facts(seen: Circumstances) -> list[Row]:
    """The rows, in the creditor's scope. What is not known says so."""
    report = latest_report(case=seen.case)
    rows = [Row(_("Kan krävas till och med"), _last_day(seen))]
    if report is None:
        return [*rows, Row(_("Kreditupplysning"), _("Tas innan ansökan skickas."))]
    return [*rows, *_said(seen, report)]


def _last_day(seen: Circumstances) -> str:
    try:
        last: date | None = limitation_of(seen).last_day
    except NoRow:
        return "–"
    return full_date(last) if last else _("Preskriptionen är avbruten så länge målet pågår.")


def _said(seen: Circumstances, report: CreditReport) -> list[Row]:
    fresh = is_fresh_for(case=seen.case, report=report, on=seen.today, rates=seen.rates)
    age = "" if fresh else " " + _("Den är för gammal och tas på nytt innan ansökan skickas.")
    rows = [
        Row(_("Kreditupplysning"), _("Tagen %s") % full_date(report.taken_on) + age),
        Row(_("Betalningsanmärkningar"), _count(report.remarks, report.remarks_ore)),
        Row(_("Skulder hos Kronofogden"), _count(report.debt_cases, report.debt_ore)),
    ]
    if report.income:
        rows.append(Row(_("Inkomst"), str(INCOMES[IncomeClass(report.income)]).capitalize()))
    stops = {
        _("konkurs"): report.bankruptcy,
        _("skuldsanering"): report.debt_relief,
        _("rekonstruktion"): report.reconstruction,
    }
    standing = [word for word, so in stops.items() if so]
    if standing:
        rows.append(Row(_("Pågår"), ", ".join(standing).capitalize()))
    if report.copied_on:
        rows.append(Row(_("Kopia till gäldenären"), full_date(report.copied_on)))
    return rows


def _count(number: int, ore: int) -> str:
    return (
        _("%(number)d, %(sum)s") % {"number": number, "sum": format_kronor(Ore(ore))} if number else _("Inga")
    )
