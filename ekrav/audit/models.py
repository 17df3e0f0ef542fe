"""Who did what, when. Append-only; ids and words of our own, never names."""

from typing import ClassVar

from django.db import models

from ekrav.tenancy.models import TenantOwned


class AuditEvent(TenantOwned):
    """One act of one actor on one object, in the log of the tenant whose object it is."""

    class Actor(models.TextChoices):
        PERSON = "person"
        STAFF = "staff"
        DEBTOR = "debtor"
        MACHINE = "machine"

    at = models.DateTimeField()
    actor = models.CharField(max_length=10, choices=Actor)
    actor_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta(TenantOwned.Meta):
        indexes: ClassVar = [
            models.Index(fields=["creditor", "object_kind", "object_id"], name="audit_object")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.object_kind} {self.object_id}"


class SealedEvent(models.Model):
    """A link of the log's chain: the line's place in it, and the hash of all that it says and all before it.

    The agency's, over all tenants; ids and hashes only. Places have no gaps.
    """

    position = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="sealed_event_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.event_id}"
