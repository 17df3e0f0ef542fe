"""The account a payer has told staff, when the bank did not tell it."""

from typing import ClassVar

from django.db import models

from ekrav.ledger.models import Subledger
from ekrav.payments.models import BankEntry
from ekrav.tenancy.models import TenantKey, TenantOwned


class PayerAccount(TenantOwned):
    """Where money goes back, by a payer's own word; the latest holds. Two people approve the payment to it."""

    subledger = TenantKey(Subledger, null=True, related_name="+")
    entry = models.ForeignKey(BankEntry, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.CharField(max_length=40, help_text="as bankfiles writes it: IBAN:SE45…")
    told_at = models.DateTimeField()
    told_to = models.BigIntegerField(help_text="the staff member")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(subledger__isnull=False, entry__isnull=True)
                | models.Q(subledger__isnull=True, entry__isnull=False),
                name="payer_account_of_a_case_or_an_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"payer account {self.pk}"
