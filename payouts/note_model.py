"""The settlement note and the counter of its numbers."""

from typing import ClassVar

from django.db import models

from ekrav.tenancy.models import TenantOwned


class NoteNumber(models.Model):
    """The counter of settlement notes: one row, locked at issue, so that the numbers have no gaps (ML 17 kap. 24 §)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="note_number_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.last)


class SettlementNote(TenantOwned):
    """The avräkningsnota: accounting record and VAT invoice. Numbered at issue, never changed after."""

    payout = models.OneToOneField(
        "payouts.Payout", on_delete=models.PROTECT, db_constraint=False, related_name="note"
    )
    number = models.IntegerField(unique=True)
    issued_on = models.DateField()
    facts = models.JSONField()
    pdf = models.BinaryField(null=True)
    sha256 = models.BinaryField(max_length=32, null=True)
    rendered_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="when it was given to the outbox")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(pdf__isnull=True, sha256__isnull=True, rendered_at__isnull=True)
                | models.Q(pdf__isnull=False, sha256__isnull=False, rendered_at__isnull=False),
                name="note_bytes_with_their_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is written: the year of issue and the number, which runs on over the years."""
        return f"{self.issued_on.year}-{self.number:04}"
