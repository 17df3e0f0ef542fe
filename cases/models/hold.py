"""Respite and pause: a case keeps its place in the process and nothing leaves until a day has passed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from ekrav.tenancy.models import TenantKey, TenantOwned


class Hold(TenantOwned):
    """Through `until` no letter leaves and no cost is made. One of each kind at a time; a new one lifts the old."""

    class Kind(models.TextChoices):
        RESPITE = "respite", _("Anstånd")
        PAUSE = "pause", _("Paus")

    case_path = "case_id"

    case = TenantKey(Case, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=200)
    from_on = models.DateField()
    until = models.DateField()
    given_at = models.DateTimeField()
    given_by_kind = models.CharField(max_length=10)
    given_by_id = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("from_on")), name="hold_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["creditor", "case", "kind"],
                name="hold_once_at_a_time",
                condition=models.Q(lifted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.until}"
