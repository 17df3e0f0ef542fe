"""An uploaded invoice on its way to a case: kept whole, checked by a person, registered once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from cases.intake.extraction import Extraction, from_json, to_json
from cases.intake.findings import Finding, Reason
from cases.intake.invoice import Invoice
from cases.intake.judge import judge
from cases.invoice_form import facts_of
from cases.joint_form import joint_of
from cases.models import Case, Claim, Document, Draft
from cases.register import Invoiced, register
from cases.scenarios import Forecast, forecast_of
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.record import Actor
from ekrav.law.limitation import last_day_to_claim
from ekrav.law.rates import Rates

# What no correction in the form can lift: such a file is refused when it comes, and nothing of it is kept.
FINAL: Final = frozenset(
    {Reason.NOT_YOURS, Reason.CREDIT_NOTE, Reason.CURRENCY, Reason.ABROAD, Reason.OTHER_DEBTOR}
)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came."""

    content: bytes
    name: str


class DraftUsed(ValueError):
    """The draft has become a case already."""

    def __init__(self, case_number: str) -> None:
        super().__init__(case_number)
        self.case_number = case_number


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A draft and what a person has said of its invoice: a valid form's."""

    draft_id: int
    said: dict[str, Any]


def keep(*, upload: Upload, invoice: Invoice, at: datetime, by: Actor, part_of: Draft | None = None) -> Draft:
    """Keep a readable file and what was read of it, in the creditor's scope."""
    document = Document.objects.create(
        name=upload.name[:255],
        content_type=invoice.kind.content_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).digest(),
        content=upload.content,
        uploaded_at=at,
    )
    page = invoice.pages[0] if invoice.pages else None
    return Draft.objects.create(
        document=document,
        extraction=to_json(invoice.extraction),
        note=str(invoice.note)[:300],
        page_image=invoice.images.get(1),
        page_width=round(page.width) if page else 0,
        page_height=round(page.height) if page else 0,
        created_at=at,
        created_by=by.id,
        part_of=part_of,
    )


def draft_by_id(public_id: str, *, lock: bool = False) -> Draft | None:
    """The draft, in the current scope, without its heavy bytes; None when it is another's or was put aside.

    With `lock` nobody else answers or registers it until the transaction ends.
    """
    found = _light().filter(public_id=public_id)
    return (found.select_for_update(of=("self",)) if lock else found).first()


def unfinished() -> list[Draft]:
    """Invoices that were uploaded and have not become cases, newest first."""
    return list(_light().filter(case__isnull=True, part_of__isnull=True).order_by("-id")[:20])


def further_of(draft: Draft, *, lock: bool = False) -> list[Draft]:
    """The invoices that are claimed together with the draft's, as they were added. `lock` as in `draft_by_id`."""
    found = _light().filter(part_of=draft).order_by("id")
    return list(found.select_for_update(of=("self",)) if lock else found)


def _light() -> QuerySet[Draft]:
    kept = Draft.objects.filter(discarded_at__isnull=True).select_related("document", "case", "part_of")
    return kept.defer("page_image", "document__content", "part_of__page_image")


def discard(*, draft: Draft, at: datetime) -> None:
    """Put a draft aside, with those that are claimed together with it; one that has become a case stays."""
    Draft.objects.filter(Q(pk=draft.pk) | Q(part_of=draft), case__isnull=True).update(discarded_at=at)


def extraction_of(draft: Draft) -> Extraction:
    """What was read of the draft's file."""
    return from_json(draft.extraction)


def findings(
    *, extraction: Extraction, creditor: Creditor, agency: Agency, today: date, rates: Rates
) -> list[Finding]:
    """What stops the claim, then what to look at."""
    return judge(
        extraction,
        today=today,
        creditor_org_number=creditor.organisation_number,
        creditor_bankgiro=creditor.bankgiro,
        limitation=partial(last_day_to_claim, rates=rates),
        agency_phone=agency.phone,
        agency_email=agency.email,
    )


def never(found: list[Finding]) -> Finding | None:
    """The first finding that no correction can lift."""
    return next((finding for finding in found if finding.stops and finding.reason in FINAL), None)


def same_invoice(number: str) -> Case | None:
    """The case that the creditor already has on this invoice number."""
    claim = Claim.objects.select_related("case").filter(invoice_number=number).first()
    return claim.case if claim else None


def digest_of(drafts: Sequence[Draft]) -> str:
    """What the page where they are confirmed carries of the drafts' answers: their SHA-256, in hexadecimal."""
    answers = [draft.answers for draft in drafts]
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()


def register_draft(
    *,
    draft_id: int,
    said: dict[str, Any],
    further: Sequence[Answered] = (),
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> Case:
    """Register the case of a checked draft and those claimed together with it, once.

    Raises `DraftUsed`, `register.AlreadyRegistered`, `register.NotOneCase`.
    """
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if draft.case_id is not None:
        raise DraftUsed(Case.objects.get(pk=draft.case_id).number)
    debtor, claim = facts_of(said)
    case = register(
        debtor=debtor,
        joint=joint_of(said, today=today),
        claim=claim,
        document=Document.objects.get(pk=draft.document_id),
        further=[_invoiced(each) for each in further],
        today=today,
        at=at,
        by=by,
        rates=rates,
    )
    Draft.objects.filter(pk__in=[draft_id, *(each.draft_id for each in further)]).update(case=case)
    return case


def _invoiced(answered: Answered) -> Invoiced:
    _debtor, claim = facts_of(answered.said)
    return Invoiced(claim=claim, document=Document.objects.get(drafts=answered.draft_id))


def rehearse(
    *,
    draft_id: int,
    said: dict[str, Any],
    further: Sequence[Answered] = (),
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> Forecast:
    """What registering today leads to: registered by the same code, played ahead, and taken back.

    Raises as `register_draft`.
    """
    with transaction.atomic():
        case = register_draft(
            draft_id=draft_id, said=said, further=further, today=today, at=at, by=by, rates=rates
        )
        forecast = forecast_of(case=case, today=today, rates=rates)
        transaction.set_rollback(True)
    return forecast
