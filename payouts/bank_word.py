"""What is known of a payment that left: each word of the bank's, kept, and what two people decide when it is silent."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.tenancy.models import TenantKey, TenantOwned


class BankWord(TenantOwned):
    """One thing that the bank has said of a payout: a line of a report (pain.002), or a movement (camt).

    `contradicts`: it cannot be true together with what was known; a person must ask the bank, and ticks it off.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Banken har den")
        ACCEPTED = "accepted", _("Banken betalar")
        REJECTED = "rejected", _("Banken betalar inte")
        DEBITED = "debited", _("Dragen från kontot")
        RETURNED = "returned", _("Tillbaka på kontot")
        UNCLEAR = "unclear", _("Säger inget vi förstår")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payout = TenantKey("payouts.Payout", related_name="words")
    outcome = models.CharField(max_length=10, choices=Outcome)
    status = models.CharField(max_length=10, blank=True, help_text="the bank's code, ACSC")
    reason = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField(help_text="the report's own time, or the start of the bank's day")
    read_at = models.DateTimeField()
    source = models.CharField(max_length=40, help_text="file 12, or entry 31: where it can be read")
    contradicts = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.BigIntegerField(null=True, help_text="the staff member")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "payout", "source"], name="bank_word_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="bank_word_contradicts",
                condition=models.Q(contradicts=True, handled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.status}"


class Decision(TenantOwned):
    """What two people decide of a payout whose fate is unknown, on a document that the bank has given."""

    class Verdict(models.TextChoices):
        WILL_PAY = "will_pay", _("Banken har filen och betalar")
        NOT_PAID = "not_paid", _("Banken har inte betalat och kommer inte att göra det")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payout = TenantKey("payouts.Payout", related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=300)
    document = models.BinaryField()
    document_name = models.CharField(max_length=120)
    document_sha256 = models.BinaryField(max_length=32)
    proposed_at = models.DateTimeField()
    proposed_by = models.BigIntegerField(help_text="the staff member")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True, help_text="another staff member")
    refused_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "payout"],
                condition=models.Q(refused_at__isnull=True, confirmed_at__isnull=True),
                name="one_open_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                & ~models.Q(confirmed_by=models.F("proposed_by")),
                name="decided_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_at__isnull=True) | models.Q(confirmed_at__isnull=True),
                name="decided_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.verdict
