"""Approve a withdrawal of fees: two different people with fresh BankID, as for a payout, and then its file is made.

Posted in each creditor's book, on the day of the approval: Dr AGENCY_FEES, AGENCY_VAT, AGENCY_OUTLAYS / Cr
FEES_IN_TRANSIT. The money lies at the bank until its debit comes (`settle_fees`).
"""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ekrav import clock
from ekrav.agency.models import Agency, StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.bankfiles import pain001, pain001_read
from ekrav.bankfiles.accounts import BANKGIRO, account
from ekrav.bankfiles.bank_profile import BankProfile
from ekrav.bankfiles.pain001_rules import NotPayable
from ekrav.bankfiles.payment_batch import PaymentOrder, gather
from ekrav.ledger.book import Posting, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.tenancy import agency_scope, staff_scope
from payouts.approve import APPROVERS, PEOPLE, check_cover, check_person, check_proof
from payouts.fee_models import FeeApproval, FeeTransfer, move_transfer
from payouts.numbers import hold_the_door
from payouts.owners import owner_scope
from payouts.payment_file import debited, debtor_of
from payouts.refusal import ApprovalRefused, Reason
from payouts.withdraw_fees import Share, content_of, fees_held

State = FeeTransfer.State


def approve_fees(
    *,
    transfer_id: int,
    staff: StaffMember,
    content_hash: bytes,
    bankid_at: datetime | None,
    at: datetime,
    profile: BankProfile,
) -> FeeTransfer:
    """Give one person's word for the content with this hash; the second makes the file. Opens its own scopes.

    Raises `ApprovalRefused`.
    """
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
            transfer = FeeTransfer.objects.select_for_update().get(pk=transfer_id)
            check_person(staff_id=staff.pk, bankid_at=bankid_at, at=at)
            _check(transfer, staff_id=staff.pk, content_hash=content_hash)
            FeeApproval.objects.create(
                transfer=transfer, staff=staff, content_hash=content_hash, at=at, bankid_at=bankid_at or at
            )
            by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
            record(
                act="fee_transfer_approved",
                on=transfer,
                by=by,
                at=at,
                facts={"total_ore": transfer.total_ore},
            )
            shares = _shares(transfer)
            complete = words_for(transfer).count() >= PEOPLE
        check_cover()
        if complete:
            _issue(transfer, shares, profile=profile, at=at)
    with agency_scope():
        return FeeTransfer.objects.get(pk=transfer_id)


def words_for(transfer: FeeTransfer) -> QuerySet[FeeApproval]:
    """The words for the transfer's content that count: of people who may still approve. In an agency or staff scope."""
    words = FeeApproval.objects.filter(transfer=transfer, content_hash=transfer.content_hash)
    return words.filter(staff__active=True, staff__roles__overlap=sorted(APPROVERS))


def _check(transfer: FeeTransfer, *, staff_id: int, content_hash: bytes) -> None:
    words = list(transfer.approvals.select_related("staff").order_by("id"))
    if transfer.state == State.WITHDRAWN:
        raise ApprovalRefused(Reason.WITHDRAWN, detail=transfer.problem)
    if transfer.state != State.DRAFT:
        raise ApprovalRefused(
            Reason.DONE, who=words[-1].staff.name if words else "", when=words[-1].at if words else None
        )
    own = next((word for word in words if word.staff_id == staff_id), None)
    if own is not None:
        raise ApprovalRefused(Reason.YOURS, who=own.staff.name, when=own.at)
    if content_hash != bytes(transfer.content_hash):
        raise ApprovalRefused(Reason.CONTENT)
    agency = Agency.objects.get()
    if agency.missing():
        raise ApprovalRefused(Reason.AGENCY)
    if agency.own_bankgiro != transfer.bankgiro:
        raise ApprovalRefused(Reason.PAYEE, about=agency.name)
    check_proof()


def _shares(transfer: FeeTransfer) -> list[Share]:
    rows = transfer.shares.order_by("creditor_id")
    return [
        Share(creditor_id=row.creditor_id, fee=row.fee_ore, vat=row.vat_ore, outlay=row.outlay_ore)
        for row in rows
    ]


def _issue(transfer: FeeTransfer, shares: list[Share], *, profile: BankProfile, at: datetime) -> None:
    named = content_of(bankgiro=transfer.bankgiro, shares=shares, end_to_end_id=transfer.end_to_end_id)
    if named != bytes(transfer.content_hash):
        raise ApprovalRefused(Reason.CONTENT)
    _check_held(shares)
    for share in shares:
        with owner_scope(share.creditor_id):
            post(
                key=f"fees {transfer.end_to_end_id}",
                kind="withdraw fees",
                booked_date=clock.civil_date(at),
                lines=[
                    Posting(account=Account.AGENCY_FEES, amount=share.fee),
                    Posting(account=Account.AGENCY_VAT, amount=share.vat),
                    Posting(account=Account.AGENCY_OUTLAYS, amount=share.outlay),
                    Posting(account=Account.FEES_IN_TRANSIT, amount=-share.total),
                ],
            )
    with agency_scope():
        content = _file(transfer, agency=Agency.objects.get(), profile=profile, at=at)
        moved = move_transfer(
            transfer_id=transfer.pk,
            to=State.FILE_MADE,
            file=content,
            file_sha256=hashlib.sha256(content).digest(),
            file_made_at=at,
        )
        assert moved, "the transfer's row is locked and was a draft"


def _check_held(shares: list[Share]) -> None:
    """What the draft takes must still lie there: more may have come, which waits; less is refused."""
    with staff_scope():
        held = {share.creditor_id: share for share in fees_held()}
    for share in shares:
        there = held.get(share.creditor_id, Share(creditor_id=share.creditor_id, fee=0, vat=0))
        if there.fee < share.fee or there.vat < share.vat or there.outlay < share.outlay:
            raise ApprovalRefused(Reason.FEES)


def _file(transfer: FeeTransfer, *, agency: Agency, profile: BankProfile, at: datetime) -> bytes:
    """One payment to the agency's own account, read back: it must say what was approved, to the öre."""
    order = PaymentOrder(
        end_to_end_id=transfer.end_to_end_id,
        amount=Ore(transfer.total_ore),
        payee_name=agency.name,
        payee_town=agency.city[:35],
        payee_account=account(scheme=BANKGIRO, number=transfer.bankgiro),
        note=f"Avgifter {transfer.period_end:%Y-%m-%d}",
    )
    batch = gather(
        message_id=transfer.message_id,
        created=at,
        debtor=debtor_of(agency, debited=debited(order, agency=agency, profile=profile)),
        payments={transfer.execution_date: [order]},
    )
    try:
        content = pain001.write(batch, profile)
    except NotPayable as refused:
        raise ApprovalRefused(
            Reason.NOT_PAYABLE, about=refused.position, detail=refused.reason_sv
        ) from refused
    (read,) = pain001_read.read(content).payments
    said = (read.payee_account.number, read.amount, read.end_to_end_id)
    if said != (transfer.bankgiro, transfer.total_ore, transfer.end_to_end_id):
        raise ApprovalRefused(Reason.CONTENT)
    return content
