"""Rendered letters to the print house, and its receipts back.

A job is written, with its letters claimed and its manifest, before anything is handed over. The print house knows it by
our id: a crash at any point is mended by doing the same again. Nothing is sent or asked inside a database scope.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from ekrav.audit.record import Actor, record
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope
from letters.channels.print_house import LetterReceipt, PrintHouse, Receipt, Refused, Stage
from letters.manifest import ManifestLetter, NotTheLetters, manifest, parcel, written
from letters.models import Dispatch, PrintJob

_log = logging.getLogger(__name__)

_State = Dispatch.State
_Job = PrintJob.State

LETTERS_A_JOB: Final = 400
RETURNS_COME_WITHIN: Final = timedelta(days=60)
"""How long after its making a posted job is still asked about: letters come back weeks later."""


class NotRefused(LookupError):
    """There is no such job, or the print house has not refused it."""


def hand_over(*, today: date, house: PrintHouse, at_most: int = LETTERS_A_JOB) -> int:
    """Hand the print house every rendered letter planned for `today`; return how many letters left.

    First what an earlier run began, then one new job (more when there are more letters than a job holds). A
    letter whose day has passed does not leave: its dates are no longer true, and its case writes another. A job the
    print house refuses is kept with its reason and waits for a person. Raises Unreachable: run it again later.
    """
    with agency_scope():
        begun = list(PrintJob.objects.filter(state=_Job.MADE).order_by("pk"))
    handed = sum(_finish(job, today=today, house=house) for job in begun)
    while job := _make_job(today=today, at_most=at_most):
        handed += _deliver(job, house=house)
    return handed


def collect_posted(*, today: date, house: PrintHouse, returns: bool = True) -> int:
    """Read the print house's receipts and note each letter posted or returned; return how many letters changed.

    Without `returns` only of the jobs that are not posted yet: one receipt for each job of the last weeks is much to
    ask for more than once a day. A job the print house no longer knows is handed over again, under the same id.
    Raises Unreachable.
    """
    with agency_scope():
        on_its_way = PrintJob.objects.filter(state__in=[_Job.HANDED_OVER, _Job.ACCEPTED])
        may_come_back = PrintJob.objects.filter(
            state=_Job.POSTED, created_on__gte=today - RETURNS_COME_WITHIN
        )
        jobs = list(on_its_way.order_by("pk")) + (list(may_come_back.order_by("pk")) if returns else [])
    changed = 0
    for job in jobs:
        receipt = house.receipt(job_id=job.public_id)
        if receipt is None:
            _log.error("print house lost a job", extra={"print_job": str(job.public_id)})
            _deliver(job, house=house)
        else:
            changed += _note(job, receipt=receipt, today=today)
    return changed


def take_back(*, job: PrintJob) -> None:
    """Undo a job that the print house refused or never got: its letters wait again, or stop if that was asked for."""
    with transaction.atomic():
        for creditor_id, ids in _letters_of(job).items():
            with tenant_scope(creditor_id):
                mine = Dispatch.objects.filter(pk__in=ids, print_job=job, state=_State.RENDERED)
                mine.filter(stop_wanted=True).update(state=_State.CANCELLED, print_job=None)
                mine.filter(stop_wanted=False).update(print_job=None)
        with agency_scope():
            PrintJob.objects.filter(pk=job.pk, state=_Job.MADE).update(
                state=_Job.REFUSED, problem="taken back: it never arrived"
            )


def try_again(*, job: UUID, by: Actor, at: datetime) -> int:
    """Let the letters of a refused job wait for another; how many. Opens its own scopes. Raises NotRefused."""
    with transaction.atomic():
        with agency_scope():
            refused = PrintJob.objects.select_for_update().filter(public_id=job, state=_Job.REFUSED).first()
            if refused is None:
                raise NotRefused(job)
            record(act="print_job_tried_again", on=refused, by=by, at=at)
        waiting = sum(len(ids) for ids in _letters_of(refused).values())
        take_back(job=refused)
    return waiting


def _make_job(*, today: date, at_most: int) -> PrintJob | None:
    """Write a job with the letters that wait, claimed so that no other job gets them; None when none wait."""
    with routing_scope():
        waiting = Dispatch.objects.filter(
            state=_State.RENDERED, print_job=None, by_hand=False, planned_on=today
        )
        rows = list(waiting.order_by("planned_on", "id").values_list("creditor_id", "id")[:at_most])
    if not rows:
        return None
    with transaction.atomic():
        with agency_scope():
            job = PrintJob.objects.create(created_on=today, count=0, manifest={}, sha256=b"")
        letters: list[ManifestLetter] = []
        for creditor_id, ids in _by_creditor(rows).items():
            with tenant_scope(creditor_id):
                letters += _claim(ids, job=job)
        if not letters:
            transaction.set_rollback(True)
            return None
        job.count, job.manifest = len(letters), _manifest(job, letters=letters)
        job.sha256 = hashlib.sha256(written(job.manifest)).digest()
        with agency_scope():
            job.save(update_fields=["count", "manifest", "sha256"])
    return job


def _manifest(job: PrintJob, *, letters: list[ManifestLetter]) -> dict[str, Any]:
    return manifest(job_id=job.public_id, posting_day=job.created_on, letters=letters)


def _claim(ids: list[int], *, job: PrintJob) -> list[ManifestLetter]:
    """Claim those of one creditor's letters that still wait; return what the manifest says of them."""
    free = Dispatch.objects.filter(pk__in=ids, state=_State.RENDERED, print_job=None, by_hand=False)
    locked = list(free.select_for_update(skip_locked=True).values_list("pk", "public_id", "sha256", "pages"))
    Dispatch.objects.filter(pk__in=[row[0] for row in locked]).update(print_job=job)
    return [
        ManifestLetter(id=public_id, sha256=bytes(sha256), pages=pages)
        for _, public_id, sha256, pages in locked
        if sha256 is not None and pages is not None
    ]


def _finish(job: PrintJob, *, today: date, house: PrintHouse) -> int:
    """Go on with a job whose hand-over was begun: send it, unless it never arrived and either its day has passed or a
    letter in it should stop.

    The print house bars the id, so that a hand-over still under way in another process cannot arrive afterwards.
    """
    if (job.created_on < today or _stop_wanted(job)) and house.bar(job_id=job.public_id):
        take_back(job=job)
        return 0
    return _deliver(job, house=house)


def _deliver(job: PrintJob, *, house: PrintHouse) -> int:
    """Hand a written job over and note it: the letters first, the job last, so that a crash between is done again."""
    by_creditor = _letters_of(job)
    try:
        house.put(parcel=parcel(said=job.manifest, pdfs=_pdfs(job, by_creditor)))
    except (Refused, NotTheLetters) as refused:
        _log.error("print job refused", extra={"print_job": str(job.public_id), "reason": str(refused)})
        with agency_scope():
            PrintJob.objects.filter(pk=job.pk, state=_Job.MADE).update(
                state=_Job.REFUSED, problem=str(refused)[:300]
            )
        return 0
    left = 0
    for creditor_id, ids in by_creditor.items():
        with tenant_scope(creditor_id):
            mine = Dispatch.objects.filter(pk__in=ids, print_job=job, state=_State.RENDERED)
            left += mine.update(state=_State.HANDED_OVER)
    with agency_scope():
        PrintJob.objects.filter(pk=job.pk, state=_Job.MADE).update(state=_Job.HANDED_OVER)
    return left


def _note(job: PrintJob, *, receipt: Receipt, today: date) -> int:
    """Write a receipt's news into the letters, then the job's state."""
    known = job.state == _Job.POSTED
    news = {letter.id: letter for letter in receipt.letters if _is_news(letter, job=job, today=today)}
    if known:
        news = {number: letter for number, letter in news.items() if letter.stage is Stage.RETURNED}
    changed = 0
    for creditor_id, ids in _letters_of(job).items() if news else ():
        with tenant_scope(creditor_id):
            mine = Dispatch.objects.filter(pk__in=ids, print_job=job, public_id__in=news)
            changed += sum(
                _note_letter(pk, news[number]) for pk, number in mine.values_list("pk", "public_id")
            )
    if not known:
        _note_job(job, receipt=receipt)
    return changed


def _note_job(job: PrintJob, *, receipt: Receipt) -> None:
    """A job is posted when the print house says so and none of its letters is left without a day."""
    with routing_scope():
        waits = Dispatch.objects.filter(print_job=job, state=_State.HANDED_OVER).exists()
    stage = Stage.ACCEPTED if waits else receipt.stage
    with agency_scope():
        PrintJob.objects.filter(pk=job.pk).update(state=stage.value)


def _is_news(letter: LetterReceipt, *, job: PrintJob, today: date) -> bool:
    """Whether a letter's receipt says something that can be true: posted, between the job's day and today."""
    if letter.stage is Stage.ACCEPTED or letter.posted_on is None:
        return False
    if job.created_on <= letter.posted_on <= today:
        return True
    _log.error(
        "impossible posting day", extra={"letter": str(letter.id), "day": letter.posted_on.isoformat()}
    )
    return False


def _note_letter(pk: int, letter: LetterReceipt) -> int:
    row = Dispatch.objects.filter(pk=pk)
    if letter.stage is Stage.RETURNED:
        out = row.filter(state__in=[_State.HANDED_OVER, _State.POSTED])
        return out.update(state=_State.RETURNED, posted_on=letter.posted_on)
    return row.filter(state=_State.HANDED_OVER).update(state=_State.POSTED, posted_on=letter.posted_on)


def _letters_of(job: PrintJob) -> dict[int, list[int]]:
    """Return the ids of a job's letters, by creditor."""
    with routing_scope():
        return _by_creditor(Dispatch.objects.filter(print_job=job).values_list("creditor_id", "id"))


def _by_creditor(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    ids: defaultdict[int, list[int]] = defaultdict(list)
    for creditor_id, dispatch_id in rows:
        ids[creditor_id].append(dispatch_id)
    return dict(sorted(ids.items()))


def _pdfs(job: PrintJob, by_creditor: dict[int, list[int]]) -> dict[UUID, bytes]:
    pdfs: dict[UUID, bytes] = {}
    for creditor_id, ids in by_creditor.items():
        with tenant_scope(creditor_id):
            rows = Dispatch.objects.filter(pk__in=ids, print_job=job).values_list("public_id", "pdf")
            pdfs |= {public_id: bytes(pdf) for public_id, pdf in rows if pdf is not None}
    return pdfs


def _stop_wanted(job: PrintJob) -> bool:
    for creditor_id, ids in _letters_of(job).items():
        with tenant_scope(creditor_id):
            if Dispatch.objects.filter(pk__in=ids, print_job=job, stop_wanted=True).exists():
                return True
    return False
