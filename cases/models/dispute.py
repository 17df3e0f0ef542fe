"""A dispute: from the second it is made until the creditor's view has led to an outcome."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.notice import Ground, Notice
from ekrav.tenancy.models import TenantKey, TenantOwned


class Dispute(TenantOwned):
    """The debtor says that the claim, or `amount_ore` of it, is not right. One open at a time. Erasable texts."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Godtaget")
        PARTLY = "partly", _("Godtaget till en del")
        REJECTED = "rejected", _("Avvisat")
        LAPSED = "lapsed", _("Förfallet, ärendet avslutades")

    case_path = "case_id"

    case = TenantKey(Case, related_name="disputes")
    notice = TenantKey(Notice, null=True, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground)
    amount_ore = models.BigIntegerField(
        null=True, help_text="the disputed part of the capital; null: the whole claim"
    )
    made_on = models.DateField()
    answer_by = models.DateField(help_text="the creditor's last day to answer")
    creditor_stands = models.BooleanField(null=True, help_text="the creditor's answer: the claim is right")
    creditor_words = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(null=True)
    decided_by_kind = models.CharField(max_length=10, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    credited_ore = models.BigIntegerField(default=0, help_text="capital that was given up")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "case"], name="dispute_once_at_a_time", condition=models.Q(outcome="")
            ),
            models.CheckConstraint(
                condition=models.Q(amount_ore__isnull=True) | models.Q(amount_ore__gt=0),
                name="dispute_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_on__isnull=True)
                | ~models.Q(outcome="") & models.Q(decided_on__isnull=False),
                name="dispute_decided_has_its_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["answer_by"], name="dispute_open", condition=models.Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.made_on}"
