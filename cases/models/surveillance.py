"""Surveillance (efterbevakning): a claim kept alive by a few letters a year, at a price its creditor accepted."""

from typing import ClassVar

from django.db import models

from cases.models.case import Case
from cases.models.decision import Quote
from ekrav.tenancy.models import TenantKey, TenantOwned


class Surveillance(TenantOwned):
    """One stretch of surveillance. It is in force while its case stands in the state, or is to come back to it.

    What letters have cost is in the ledger. The years that the price and the ceiling are for begin on `began_on`.
    """

    case_path = "case_id"

    case = TenantKey(Case, related_name="surveillances")
    quote = TenantKey(Quote, related_name="+")
    ceiling_ore = models.BigIntegerField(help_text="the most that a year may cost the creditor, with VAT")
    began_on = models.DateField()
    claim_by = models.DateField(
        null=True, help_text="the last day to claim, as it was last reckoned; null when the case has ended"
    )
    answer_by = models.DateField(
        null=True, help_text="the debtor wants the claim tried: the creditor's last day to sue or to drop it"
    )
    summary_on = models.DateField(
        null=True,
        help_text="when the creditor is next told of a past year; null when it has been of the last",
    )

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "quote"], name="surveillance_by_its_quote"),
            models.CheckConstraint(condition=models.Q(ceiling_ore__gte=0), name="surveillance_ceiling"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["creditor", "case", "-id"], name="surveillance_of_case"),
            models.Index(
                fields=["claim_by"],
                name="surveillance_claim_by",
                condition=models.Q(claim_by__isnull=False),
            ),
            models.Index(
                fields=["answer_by"],
                name="surveillance_answer_by",
                condition=models.Q(answer_by__isnull=False),
            ),
            models.Index(
                fields=["summary_on", "creditor"],
                name="surveillance_summary",
                condition=models.Q(summary_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"surveillance from {self.began_on}"
