"""A letter in a print job that is being handed over: nobody knows yet whether the print house has it."""

from cases.models import Case
from ekrav.tenancy import agency_scope, tenant_scope
from letters.models import Dispatch, PrintJob
from letters.print_jobs import take_back
from tests.cast import right_now

_State = Dispatch.State


def handing_over(case: Case) -> PrintJob:
    """The case's waiting letter is rendered and claimed by a job, and the hand-over has begun."""
    _at, today = right_now()
    with agency_scope():
        job = PrintJob.objects.create(created_on=today, count=1, manifest={}, sha256=bytes(32))
    with tenant_scope(case.creditor_id):
        waiting = Dispatch.objects.filter(case_number=case.number, state=_State.COMPOSED)
        rendered = {"pdf": b"%PDF-1.7", "sha256": bytes(32), "pages": 2}
        assert waiting.update(state=_State.RENDERED, print_job_id=job.pk, **rendered) == 1
    return job


def never_arrived(job: PrintJob) -> None:
    """The print house has barred the job: none of its letters leaves."""
    take_back(job=job)


def refused(job: PrintJob) -> None:
    """The print house does not take the job."""
    with agency_scope():
        PrintJob.objects.filter(pk=job.pk).update(state=PrintJob.State.REFUSED, problem="422: fel papper")


def arrived(case: Case, job: PrintJob) -> None:
    """The print house has it."""
    with tenant_scope(case.creditor_id):
        assert Dispatch.objects.filter(print_job_id=job.pk).update(state=_State.HANDED_OVER) == 1
    with agency_scope():
        PrintJob.objects.filter(pk=job.pk).update(state=PrintJob.State.HANDED_OVER)


def posted(case: Case, job: PrintJob) -> None:
    """And has posted it today."""
    _at, today = right_now()
    with tenant_scope(case.creditor_id):
        rows = Dispatch.objects.filter(print_job_id=job.pk, state=_State.HANDED_OVER)
        assert rows.update(state=_State.POSTED, posted_on=today) == 1
