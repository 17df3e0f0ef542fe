"""Credit reports taken for a creditor's decision, and the registers' events. No names: subjects are keyed hashes."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.registers.credit import COPIED, IncomeClass, Purpose, SubjectKind
from ekrav.registers.events import EventKind
from ekrav.tenancy.models import TenantOwned


class CreditReport(TenantOwned):
    """One report, taken for one decision. Never changed and never taken twice: `key` is the question's own name.

    A copy went to a person or a partnership on `copied_on`; a report on one of those without it is refused.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=60, unique=True)
    subject_key = models.BinaryField(max_length=33)
    kind = models.CharField(max_length=12)
    purpose = models.CharField(_("Ändamål"), max_length=16)
    bureau_id = models.CharField(max_length=60)
    taken_at = models.DateTimeField()
    taken_on = models.DateField(help_text="the Swedish day")
    remarks = models.IntegerField()
    remarks_ore = models.BigIntegerField()
    debt_cases = models.IntegerField()
    debt_ore = models.BigIntegerField()
    debt_relief = models.BooleanField()
    bankruptcy = models.BooleanField()
    reconstruction = models.BooleanField()
    income = models.CharField(max_length=12, blank=True)
    copied_on = models.DateField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=sorted(COPIED), copied_on__isnull=False)
                | models.Q(kind=SubjectKind.COMPANY.value, copied_on=None),
                name="credit_report_copied",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=[one.value for one in Purpose]), name="credit_report_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(income="")
                | models.Q(kind=SubjectKind.PERSON.value, income__in=[one.value for one in IncomeClass]),
                name="credit_report_income",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["creditor", "subject_key", "taken_at"], name="credit_report_subject")
        ]

    def __str__(self) -> str:
        return self.key


class FeedPosition(models.Model):
    """How far the registers' events have been read. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="feed_position_one_row")
        ]

    def __str__(self) -> str:
        return self.last


class KeptEvent(models.Model):
    """One event, kept once by the register's own id; `details` is enciphered, empty for whoever is protected."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=24)
    subject_key = models.BinaryField(max_length=33)
    other_key = models.BinaryField(
        max_length=33,
        default=b"",
        help_text="of the same person's other number, as the owner of an enskild firma",
    )
    happened_on = models.DateField()
    kept_at = models.DateTimeField()
    details = models.BinaryField(default=b"")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in EventKind]), name="kept_event_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EventKind.PROTECTED.value) | models.Q(details=b""),
                name="kept_event_of_protected_is_bare",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_key"], name="kept_event_subject"),
            models.Index(fields=["other_key"], name="kept_event_other"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

    @property
    def keys(self) -> frozenset[bytes]:
        """The hashes of the numbers that whoever it is about may have with us."""
        return frozenset(key for key in (bytes(self.subject_key), bytes(self.other_key)) if key)
