"""A letter's way out, up to the print house's door: composed from facts, rendered, or stopped before it leaves.

Every change is an update by condition, so that a task run twice, or two at a time, does each thing once.
"""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import pypdfium2
from django.db import IntegrityError, transaction

from ekrav.tenancy import routing_scope, tenant_scope
from ekrav.tenancy.insert import insert_rows
from ekrav.tenancy.models import owner_of_new_rows
from letters.catalogue import LetterKind
from letters.facts import Facts, NotALetter, Refusal, to_json
from letters.fits import Printable, printable
from letters.models import Dispatch, PrintJob
from letters.portal_code import code_for
from letters.render import render
from letters.versions import facts_kept, version_sent

_log = logging.getLogger(__name__)

_State = Dispatch.State
RENDERED_AT_A_TIME: Final = 200


class OtherLetterKept(ValueError):
    """The case already has a letter of this kind or number, and it says something else."""


@dataclass(frozen=True)
class Rendered:
    """What one run of `render_due` did."""

    done: int
    failed: int


def compose(
    *,
    kind: LetterKind,
    facts: Facts,
    planned_on: date,
    at: datetime,
    by_hand: bool = False,
    addressee: int | None = None,
    beside: Dispatch | None = None,
) -> Dispatch:
    """Freeze a letter's facts and queue it for posting on `planned_on`. In the creditor's scope.

    One that goes `by_hand` is rendered like the others and waits for a person (`posted_by_hand`). `addressee`,
    `beside`: see `Dispatch`.
    The same letter again gives the row that is there. A letter that claims the debt is sent once a case for each kind,
    unless the earlier one was stopped, came back, or was posted too late to count. Raises NotALetter when the facts
    cannot be printed, OtherLetterKept.
    """
    if facts.kind is not kind:
        raise NotALetter(Refusal.SHAPE, "kind", f"{facts.kind}, not {kind}")
    letter = Outgoing(printable=printable(facts), by_hand=by_hand, addressee=addressee, beside=beside)
    try:
        with transaction.atomic():
            return compose_all(letters=[letter], planned_on=planned_on, at=at)[0]
    except IntegrityError:
        return _the_one_kept(_fresh(letter, planned_on=planned_on, at=at))


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A new letter that has room on its paper, and how and to whom it goes: see `Dispatch`."""

    printable: Printable
    by_hand: bool = False
    addressee: int | None = None
    beside: Dispatch | None = None


def compose_all(*, letters: Sequence[Outgoing], planned_on: date, at: datetime) -> list[Dispatch]:
    """Freeze and queue new letters, in one statement. In the creditor's scope.

    Raises IntegrityError when a case has such a letter already.
    """
    rows = [_fresh(letter, planned_on=planned_on, at=at) for letter in letters]
    insert_rows(rows)
    return rows


def _fresh(letter: Outgoing, *, planned_on: date, at: datetime) -> Dispatch:
    facts = letter.printable.facts
    return Dispatch(
        creditor_id=owner_of_new_rows(),
        kind=facts.kind.value,
        case_number=facts.case_number,
        letter_number=facts.letter_number,
        facts={**to_json(facts), "code": ""},
        template_version=version_sent(facts),
        addressee=letter.addressee,
        beside=letter.beside,
        planned_on=planned_on,
        by_hand=letter.by_hand,
        created_at=at,
    )


def _the_one_kept(fresh: Dispatch) -> Dispatch:
    kept = Dispatch.objects.filter(
        case_number=fresh.case_number, letter_number=fresh.letter_number, kind=fresh.kind
    ).first()
    if kept is None or kept.facts != fresh.facts:
        raise OtherLetterKept(f"{fresh.kind} {fresh.letter_number} of {fresh.case_number}")
    return kept


def cancel(*, dispatch: Dispatch) -> bool:
    """Stop a letter; return whether it is certain that it never leaves. In the creditor's scope.

    Once it stands in a print job it may already lie at the print house: then the wish is noted (it takes effect if
    the job never arrived there) and the answer is no.
    """
    row = Dispatch.objects.filter(pk=dispatch.pk)
    unsent = row.filter(state__in=[_State.COMPOSED, _State.RENDERED])
    refused = PrintJob.objects.filter(state=PrintJob.State.REFUSED).values("pk")
    if unsent.filter(print_job=None).update(state=_State.CANCELLED):
        return True
    if unsent.filter(print_job_id__in=refused).update(state=_State.CANCELLED):
        return True
    unsent.update(stop_wanted=True)
    return row.filter(state=_State.CANCELLED).exists()


def posted_by_hand(*, dispatch: Dispatch, on: date) -> bool:
    """Note that a person has posted a letter that goes by hand; False when that is noted. In the creditor's scope."""
    waiting = Dispatch.objects.filter(pk=dispatch.pk, by_hand=True, state=_State.RENDERED)
    return waiting.update(state=_State.POSTED, posted_on=on) == 1


def render_due(*, at_most: int = RENDERED_AT_A_TIME) -> Rendered:
    """Render what is composed and keep the bytes with their hash. Opens its own scopes; renders outside them.

    A letter that cannot be rendered stays queued, is logged, and stands in nobody's way.
    """
    with routing_scope():
        waiting = Dispatch.objects.filter(state=_State.COMPOSED).order_by("planned_on", "id")
        due = list(waiting.values_list("creditor_id", "id")[:at_most])
    done = failed = 0
    for creditor_id, dispatch_id in due:
        try:
            done += _render_one(creditor_id=creditor_id, dispatch_id=dispatch_id)
        except Exception:
            failed += 1
            _log.exception("letter not rendered", extra={"dispatch": dispatch_id, "creditor": creditor_id})
    return Rendered(done=done, failed=failed)


def _render_one(*, creditor_id: int, dispatch_id: int) -> int:
    """Return how many letters were rendered: none when another process was first, or it was stopped."""
    with tenant_scope(creditor_id):
        found = Dispatch.objects.filter(pk=dispatch_id, state=_State.COMPOSED)
        kept = found.values_list("facts", "template_version").first()
    if kept is None:
        return 0
    pdf = render(facts=_with_code(facts_kept(kept[0], version=kept[1])), version=kept[1])
    changes = {"pdf": pdf, "sha256": hashlib.sha256(pdf).digest(), "pages": page_count(pdf)}
    with tenant_scope(creditor_id):
        still = Dispatch.objects.filter(pk=dispatch_id, state=_State.COMPOSED)
        return still.update(state=_State.RENDERED, **changes)


def _with_code(facts: Facts) -> Facts:
    """The facts as they are printed: the debtor's code is derived, and kept nowhere but on the paper."""
    return replace(facts, code=code_for(case_number=facts.case_number, letter_number=facts.letter_number))


def copy_for_others(*, facts: Any, version: str, instead_of_name: str = "") -> bytes:
    """Return the PDF that anyone but the addressee may see: the kept letter without its code. Outside every scope.

    `facts` and `version` are those kept on the dispatch. The kept bytes carry the debtor's code: they are for the print
    house and the debtor only. `instead_of_name`: for a debtor who may not be named. Raises NotALetter, UnknownTemplate.
    """
    kept = facts_kept(facts, version=version).blanked()
    return render(facts=kept.withheld(instead_of_name) if instead_of_name else kept, version=version)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
