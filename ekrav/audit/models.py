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
