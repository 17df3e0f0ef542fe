"""Things that must leave exactly once: the row is written with what caused it, in one transaction, and sent after."""

from typing import ClassVar

from django.db import models

from ekrav.tenancy.models import TenantOwned


class Parcel(TenantOwned):
    """One thing for one receiver. `key` says what it is for; the same key is never posted twice.

    Holds personal data (an address, a text): erasable, unlike the events that point to it.
    """

    class Channel(models.TextChoices):
        MAIL = "mail"
        BANK = "bank"

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"

    key = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, choices=Channel)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    attachment_name = models.CharField(max_length=120, blank=True)
    attachment_type = models.CharField(max_length=60, blank=True)
    attachment = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, help_text="real time, not the world's")
    not_before = models.DateTimeField(
        null=True, help_text="real time: when a failed sending may be tried again"
    )
    sent_at = models.DateTimeField(null=True)
    message_digest = models.CharField(
        max_length=32, blank=True, db_index=True, help_text="what its Message-ID begins with: bounces name it"
    )
    bounced_at = models.DateTimeField(null=True, help_text="when the receiver's server had sent it back")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["creditor", "key"], name="parcel_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                name="parcel_waiting",
                condition=models.Q(state__in=["queued", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def did_not_arrive(self) -> bool:
        """Whether somebody must do something: it was refused for good, or it came back."""
        return self.state in {self.State.FAILED, self.State.BOUNCED}
