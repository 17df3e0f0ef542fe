"""What keeps a creditor's money on the client-funds account for now: a row with a reason that the creditor reads."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.tenancy.models import TenantKey, TenantOwned


class Hold(TenantOwned):
    """A hold of a creditor's payouts. It ends when it is released, or by itself after its last day.

    A changed bankgiro holds payouts too, by its own row (`ekrav.accounts.models.BankgiroChange`).
    """

    class Kind(models.TextChoices):
        STAFF = "staff", _("Pausad av byrån")
        ACCOUNT = "account", _("Banken kunde inte betala till bankgirot")
        BANK = "bank", _("Banken har sagt emot sig själv")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=300, help_text="for the creditor to read")
    payout = TenantKey("payouts.Payout", null=True, related_name="+")
    placed_at = models.DateTimeField()
    placed_by = models.BigIntegerField(null=True, help_text="the staff member; null: the machine")
    last_day = models.DateField(null=True, help_text="null: until it is released")
    released_at = models.DateTimeField(null=True)
    released_by = models.BigIntegerField(null=True, help_text="the staff member; null: the machine")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "kind"],
                condition=models.Q(released_at__isnull=True),
                name="one_hold_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="staff") | models.Q(placed_by__isnull=False),
                name="hold_by_staff_has_its_person",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
