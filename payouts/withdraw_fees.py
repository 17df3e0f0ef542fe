"""Draft the withdrawal of the agency's fees: what payouts that are settled have left among the client funds.

The fees of a payout that is still on its way are left: the bank may reject it, and then they are due to the creditor
again. When a payout comes back, or its fees are credited, after they were withdrawn, its creditor's share is less than
zero and is taken off the others', or off what the agency has paid in (`ekrav.payments.pay_in`). Nothing is posted until
two people have approved (`approve_fees`).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Sum

from ekrav import clock
from ekrav.accounts.payday import latest_payday, pay_on
from ekrav.agency.models import Agency, StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.ledger.models import Account, Line
from ekrav.payments.cover import FundsShort, creditors_in_debt, payers_in_debt, require_cover
from ekrav.payments.proof import ProofFails, require_proof
from ekrav.tenancy import agency_scope, staff_scope
from payouts.fee_models import FeeShare, FeeTransfer, move_transfer
from payouts.models import Payout
from payouts.numbers import hold_the_door
from payouts.states import IN_TRANSIT
from payouts.withdraw import LONGEST_REASON, NotWithdrawn

State = FeeTransfer.State
SUPERSEDED: Final = "Ersatt av nästa utkast."


@dataclass(frozen=True, order=True, kw_only=True)
class Share:
    """What lies in one creditor's book, öre."""

    creditor_id: int
    fee: int
    vat: int
    outlay: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.fee + self.vat + self.outlay


def draft_fees_due(*, today: date, at: datetime) -> FeeTransfer | None:
    """Draft the latest payday's withdrawal, if that is not done; None when it is, or may not be. Opens its own scopes.

    Nothing is drafted before the agency has an account of its own, while the client funds and the bank differ, or while
    the client funds are short.
    """
    period_end = latest_payday(today)
    with agency_scope():
        bankgiro = Agency.objects.get().own_bankgiro
        later = FeeTransfer.objects.exclude(state=State.WITHDRAWN).filter(period_end__gte=period_end)
        if not bankgiro or later.exists():
            return None
    try:
        return draft_fees(period_end=period_end, at=at)
    except (ProofFails, FundsShort):
        return None


def draft_fees(*, period_end: date, at: datetime) -> FeeTransfer:
    """Draft the withdrawal of a payday, once; a draft nobody approved gives way. Raises `ProofFails`, `FundsShort`."""
    with transaction.atomic():
        require_cover()
        with agency_scope():
            require_proof()
            hold_the_door()
            found = FeeTransfer.objects.exclude(state=State.WITHDRAWN).filter(period_end=period_end).first()
            if found is not None:
                return found
            for earlier in FeeTransfer.objects.filter(state=State.DRAFT):
                _withdraw(earlier, reason=SUPERSEDED, by=MACHINE, at=at)
        with staff_scope():
            shares = fees_held()
        with agency_scope():
            return _write(shares, period_end=period_end, at=at)


def fees_held() -> list[Share]:
    """The fees and VAT of settled payouts that have not been withdrawn, and what the agency has paid in, book by book;
    and of its outlays what debtors and payouts have repaid.

    What a creditor owes for money that the bank took back, and what a payer had twice, is left in the account: others'
    money has paid it. What a creditor owes for an outlay of the agency's own has taken nothing of theirs. In a staff
    scope.
    """
    fees, vat = _booked(Account.AGENCY_FEES), _booked(Account.AGENCY_VAT)
    moving = Payout.objects.filter(state__in=IN_TRANSIT).order_by().values("creditor_id")
    for row in moving.annotate(fee=Sum("fee_ore"), vat=Sum("vat_ore")):
        fees[row["creditor_id"]] = fees.get(row["creditor_id"], 0) - row["fee"]
        vat[row["creditor_id"]] = vat.get(row["creditor_id"], 0) - row["vat"]
    outlays = _booked(Account.AGENCY_OUTLAYS)
    for creditor, owes in creditors_in_debt().items():
        fees[creditor] = fees.get(creditor, 0) - max(0, owes - outlays.get(creditor, 0))
    for creditor, owes in payers_in_debt().items():
        fees[creditor] = fees.get(creditor, 0) - owes
    owing = _booked(Account.CREDITOR_OWES)
    repaid = {creditor: max(0, ore + min(0, owing.get(creditor, 0))) for creditor, ore in outlays.items()}
    shares = [
        Share(
            creditor_id=creditor,
            fee=fees.get(creditor, 0),
            vat=vat.get(creditor, 0),
            outlay=repaid.get(creditor, 0),
        )
        for creditor in sorted({*fees, *vat, *repaid})
    ]
    return [share for share in shares if share.fee or share.vat or share.outlay]


def refuse_fees(*, transfer_id: int, staff: StaffMember, reason: str, at: datetime) -> None:
    """Refuse a draft, with the reason; a new one is drafted in its place. Opens its own scope.

    Raises `NotWithdrawn`.
    """
    with agency_scope():
        hold_the_door()
        by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
        transfer = FeeTransfer.objects.get(pk=transfer_id)
        if not _withdraw(transfer, reason=reason.strip()[:LONGEST_REASON], by=by, at=at):
            raise NotWithdrawn("state")


def content_of(*, bankgiro: str, shares: Iterable[Share], end_to_end_id: str) -> bytes:
    """What two people approve, as one hash: how much of whose book, to which account, under which name."""
    rows = [[share.creditor_id, share.fee, share.vat, share.outlay] for share in sorted(shares)]
    return hashlib.sha256(json.dumps([bankgiro, end_to_end_id, rows]).encode()).digest()


def _booked(account: Account) -> dict[int, int]:
    rows: Mapping[int, int] = dict(
        Line.objects.filter(account=account)
        .order_by()
        .values("creditor_id")
        .annotate(ore=Sum("amount_ore"))
        .values_list("creditor_id", "ore")
    )
    return {creditor: -ore for creditor, ore in rows.items()}


def _write(shares: list[Share], *, period_end: date, at: datetime) -> FeeTransfer:
    if sum(share.total for share in shares) <= 0:
        shares = []
    fee, vat = sum(share.fee for share in shares), sum(share.vat for share in shares)
    outlay = sum(share.outlay for share in shares)
    bankgiro = Agency.objects.get().own_bankgiro
    name = f"AV{period_end:%y%m%d}-{secrets.token_hex(6).upper()}"
    transfer = FeeTransfer.objects.create(
        period_end=period_end,
        state=State.DRAFT if shares else State.EMPTY,
        bankgiro=bankgiro,
        fee_ore=fee,
        vat_ore=vat,
        outlay_ore=outlay,
        total_ore=fee + vat + outlay,
        content_hash=content_of(bankgiro=bankgiro, shares=shares, end_to_end_id=name),
        drafted_at=at,
        message_id=f"A{period_end:%Y%m%d}-{secrets.token_hex(4).upper()}",
        end_to_end_id=name,
        execution_date=pay_on(period_end=period_end, today=clock.civil_date(at)),
    )
    FeeShare.objects.bulk_create(
        FeeShare(
            transfer=transfer,
            creditor_id=share.creditor_id,
            fee_ore=share.fee,
            vat_ore=share.vat,
            outlay_ore=share.outlay,
        )
        for share in shares
    )
    facts: dict[str, str | int | bool | None] = {"fee_ore": fee, "vat_ore": vat, "outlay_ore": outlay}
    record(act="fee_transfer_drafted", on=transfer, by=MACHINE, at=at, facts=facts)
    return transfer


def _withdraw(transfer: FeeTransfer, *, reason: str, by: Actor, at: datetime) -> bool:
    if not move_transfer(transfer_id=transfer.pk, to=State.WITHDRAWN, problem=reason):
        return False
    record(act="fee_transfer_withdrawn", on=transfer, by=by, at=at)
    return True
