"""Take a credit report for a decision: once for each question, with its purpose in the creditor's own log."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from ekrav import clock
from ekrav.agency.models import Agency
from ekrav.audit.record import Actor, record
from ekrav.findings.models import CreditReport
from ekrav.identity import format_organisation_number, keyed_hash
from ekrav.law.credit_report import fresh_through
from ekrav.law.rates import Rates
from ekrav.registers.credit import CreditBureau, CreditRecord, Purpose
from ekrav.tenancy import agency_scope, tenant_scope


class TakenOtherwise(ValueError):
    """The key was used for another subject or another purpose."""


def take_report(
    *,
    creditor_id: int,
    key: str,
    number: str,
    purpose: Purpose,
    by: Actor,
    at: datetime,
    bureau: CreditBureau,
) -> CreditReport:
    """Return the report `key` asks for, taking it when it has not been. Opens its own scopes.

    The bureau is asked outside every scope; were the answer lost, the same key brings the same report and no second
    copy. Raises `RegisterRefusal` (unknown, silent, by hand) and TakenOtherwise.
    """
    subject = keyed_hash(value=number, key=settings.IDENTITY_KEY)
    with tenant_scope(creditor_id):
        known = CreditReport.objects.filter(key=key).first()
    if known is None:
        with agency_scope():
            agency = Agency.objects.get()
        asked_by = f"{agency.name} {format_organisation_number(agency.organisation_number)}"
        said = bureau.report(key=key, number=number, purpose=purpose, asked_by=asked_by)
        known = _keep(creditor_id, _row(said, key=key, subject=subject, purpose=purpose, at=at), by=by, at=at)
    if (bytes(known.subject_key), known.purpose) != (subject, purpose.value):
        raise TakenOtherwise(key)
    return known


def is_fresh(report: CreditReport, *, on: date, event_since: bool, rates: Rates) -> bool:
    """Whether a decision on `on` may rest on the report: young enough, and no event of the subject since. Raises NoRow.

    What else a decision rested on (the claim, its dispute, its plan) is the case's to compare.
    """
    return not event_since and on <= fresh_through(taken=report.taken_on, rates=rates)


def _row(said: CreditRecord, *, key: str, subject: bytes, purpose: Purpose, at: datetime) -> CreditReport:
    return CreditReport(
        key=key,
        subject_key=subject,
        kind=said.kind.value,
        purpose=purpose.value,
        bureau_id=said.report_id,
        taken_at=at,
        taken_on=clock.civil_date(at),
        remarks=said.remarks,
        remarks_ore=said.remarks_ore,
        debt_cases=said.debt_cases,
        debt_ore=said.debt,
        debt_relief=said.debt_relief,
        bankruptcy=said.bankruptcy,
        reconstruction=said.reconstruction,
        income=said.income.value if said.income else "",
        copied_on=said.copied_on,
    )


def _keep(creditor_id: int, row: CreditReport, *, by: Actor, at: datetime) -> CreditReport:
    """Keep the report with its purpose in the log; when somebody else was first, theirs."""
    with tenant_scope(creditor_id):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return CreditReport.objects.get(key=row.key)
        record(
            act="credit_report_taken",
            on=row,
            by=by,
            at=at,
            facts={"purpose": row.purpose, "copied": row.copied_on is not None},
        )
    return row
