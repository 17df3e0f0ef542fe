"""Money the debtor paid to the creditor itself."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case, Claim
from cases.models.decision import Quote
from ekrav.tenancy.models import TenantKey, TenantOwned


class DirectPayment(TenantOwned):
    """The debtor paid the creditor and the creditor said so. `key` is the form's own, so that a double click is one.

    `claim`: the invoice that was paid, of several; the debtor chooses (handelsbalken 9 kap. 5 §).
    """

    class Rest(models.TextChoices):
        """What becomes of what is left of the debt."""

        CLAIMED = "claimed", _("Gäldenären betalar resten")
        WAIVED = "waived", _("Du betalar våra kostnader och ärendet avslutas som betalt")
        WITHDRAWN = "withdrawn", _("Du återkallar ärendet")

    case_path = "case_id"

    key = models.UUIDField()
    case = TenantKey(Case, related_name="direct_payments")
    claim = TenantKey(Claim, null=True, related_name="+")
    amount_ore = models.BigIntegerField()
    paid_on = models.DateField()
    rest = models.CharField(max_length=10, choices=Rest, default=Rest.CLAIMED)
    quote = TenantKey(Quote, null=True, related_name="+")
    reported_at = models.DateTimeField()
    reported_by = models.BigIntegerField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "key"], name="direct_payment_once"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="direct_payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount_ore}"
