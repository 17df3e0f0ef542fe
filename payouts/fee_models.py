"""The agency's own fees on their way out of the client funds: what two people approve, and how far it has come."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.agency.models import StaffMember


class FeeTransfer(models.Model):
    """The fees and VAT that lay among the client funds on a payday, and outlays that have been repaid, to the agency's
    own account, in a file of its own.

    The database refuses a file without two approvals of its content, and any change of what was approved. A payday
    with nothing to withdraw has an empty row, so that it is not drafted again.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        WITHDRAWN = "withdrawn", _("Återkallad")
        EMPTY = "empty", _("Inget att ta ut")
        FILE_MADE = "file_made", _("Godkänd")
        HANDED_OVER = "handed_over", _("Skickad till banken")
        ACCEPTED = "accepted", _("Mottagen av banken")
        SETTLED = "settled", _("Utbetald")
        REJECTED = "rejected", _("Avvisad av banken")

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period_end = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    bankgiro = models.CharField(max_length=8)
    fee_ore = models.BigIntegerField()
    vat_ore = models.BigIntegerField()
    outlay_ore = models.BigIntegerField(default=0)
    total_ore = models.BigIntegerField()
    content_hash = models.BinaryField(max_length=32)
    drafted_at = models.DateTimeField()
    message_id = models.CharField(max_length=35, unique=True)
    end_to_end_id = models.CharField(max_length=35, unique=True)
    execution_date = models.DateField()
    file = models.BinaryField(null=True)
    file_sha256 = models.BinaryField(max_length=32, null=True)
    file_made_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)
    problem = models.CharField(max_length=300, blank=True, help_text="why it stands still or was withdrawn")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period_end"],
                condition=~models.Q(state="withdrawn"),
                name="fee_transfer_once_a_period",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total_ore=models.F("fee_ore") + models.F("vat_ore") + models.F("outlay_ore")
                )
                & (models.Q(state="empty") | models.Q(total_ore__gt=0)),
                name="fee_transfer_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn", "empty"], file__isnull=True)
                | ~models.Q(state__in=["draft", "withdrawn", "empty"])
                & models.Q(file__isnull=False, file_sha256__isnull=False),
                name="fee_transfer_file_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id


class FeeShare(models.Model):
    """What of a transfer lies in one creditor's book; less than zero when a payout whose fees are gone came back."""

    id = models.BigAutoField(primary_key=True)
    transfer = models.ForeignKey(FeeTransfer, on_delete=models.PROTECT, related_name="shares")
    creditor_id = models.BigIntegerField(help_text="whose book")
    fee_ore = models.BigIntegerField()
    vat_ore = models.BigIntegerField()
    outlay_ore = models.BigIntegerField(default=0, help_text="laid out at Kronofogden, and repaid")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "creditor_id"], name="fee_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id}: {self.total_ore}"

    @property
    def total_ore(self) -> int:
        """All of it."""
        return self.fee_ore + self.vat_ore + self.outlay_ore


class FeeApproval(models.Model):
    """One staff member's word for one content of a transfer, with fresh BankID behind it. A trigger counts them."""

    id = models.BigAutoField(primary_key=True)
    transfer = models.ForeignKey(FeeTransfer, on_delete=models.PROTECT, related_name="approvals")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    content_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    bankid_at = models.DateTimeField(help_text="when BankID confirmed the person, in the world's time")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "staff"], name="fees_approved_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.staff}"


MOVES = {
    FeeTransfer.State.DRAFT: (FeeTransfer.State.FILE_MADE, FeeTransfer.State.WITHDRAWN),
    FeeTransfer.State.FILE_MADE: (
        FeeTransfer.State.HANDED_OVER,
        FeeTransfer.State.ACCEPTED,
        FeeTransfer.State.SETTLED,
        FeeTransfer.State.REJECTED,
    ),
    FeeTransfer.State.HANDED_OVER: (
        FeeTransfer.State.ACCEPTED,
        FeeTransfer.State.SETTLED,
        FeeTransfer.State.REJECTED,
    ),
    FeeTransfer.State.ACCEPTED: (FeeTransfer.State.SETTLED, FeeTransfer.State.REJECTED),
    FeeTransfer.State.REJECTED: (FeeTransfer.State.SETTLED,),
}


def move_transfer(*, transfer_id: int, to: FeeTransfer.State, **changes: object) -> bool:
    """Move a transfer, if it stands where it may be moved from; whether it did. In the agency's scope."""
    sources = [state for state, targets in MOVES.items() if to in targets]
    rows = FeeTransfer.objects.filter(pk=transfer_id, state__in=sources)
    return rows.update(state=to, **changes) == 1
