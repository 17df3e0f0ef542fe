"""The notes that payouts are settled by, what credits them, and how each creditor wants them."""

from typing import ClassVar

from django.db import models

from ekrav.ledger.models import Entry
from ekrav.tenancy.models import TenantKey, TenantOwned


class NoteNumber(models.Model):
    """The counter of notes: one row, locked at issue, so that the numbers have no gaps (ML 17 kap. 24 §)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="note_number_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.last)


class SettlementNote(TenantOwned):
    """The avräkningsnota: accounting record and VAT invoice. Numbered at issue, never changed after.

    A mistake is put right by a credit note: one more of the same series, which names the note it credits and why
    (`credits`, `reason`; ML 17 kap. 22–23 §§). It belongs to no payout of its own.
    """

    class Kind(models.TextChoices):
        NOTE = "note"
        FEE = "fee"  # gives back the fees of cases
        WHOLE = "whole"  # takes a note back whose payout failed
        AGAIN = "again"  # the payout was made after all: the note stands again

    kind = models.CharField(max_length=5, choices=Kind, default=Kind.NOTE)
    payout = models.OneToOneField(
        "payouts.Payout", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="note"
    )
    credits = TenantKey("self", null=True, related_name="credit_notes")
    reason = models.CharField(
        max_length=300, blank=True, help_text="why it credits, as the creditor reads it"
    )
    entry = TenantKey(Entry, null=True, related_name="+", help_text="the posting it stands for")
    number = models.IntegerField(unique=True)
    issued_on = models.DateField()
    facts = models.JSONField()
    pdf = models.BinaryField(null=True)
    sha256 = models.BinaryField(max_length=32, null=True)
    rendered_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="when it was given to the outbox")
    mails = models.SmallIntegerField(default=0, help_text="how often it was given to the outbox")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(pdf__isnull=True, sha256__isnull=True, rendered_at__isnull=True)
                | models.Q(pdf__isnull=False, sha256__isnull=False, rendered_at__isnull=False),
                name="note_bytes_with_their_hash",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="note", payout__isnull=False, credits__isnull=True, reason="")
                | models.Q(
                    kind__in=["fee", "whole", "again"],
                    payout__isnull=True,
                    credits__isnull=False,
                    entry__isnull=False,
                )
                & ~models.Q(reason=""),
                name="note_of_a_payout_or_credit",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["number"], name="note_to_render", condition=models.Q(rendered_at__isnull=True)
            ),
            models.Index(fields=["number"], name="note_to_mail", condition=models.Q(mailed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is written: the year of issue and the number, which runs on over the years."""
        return f"{self.issued_on.year}-{self.number:04}"

    @property
    def is_credit(self) -> bool:
        """Whether it credits another note."""
        return self.credits_id is not None


class CreditedLine(TenantOwned):
    """How much of a line's fee and VAT a credit note gives back. The database lets no more go back than was charged."""

    note = TenantKey(SettlementNote, related_name="credited_lines")
    line = TenantKey("payouts.PayoutLine", related_name="+")
    fee_ore = models.BigIntegerField()
    vat_ore = models.BigIntegerField()

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "note", "line"], name="line_credited_once_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.line_id}"


class NoteDelivery(TenantOwned):
    """How a creditor's administrator wants its notes: by a link alone (as without a row), or with the PDF."""

    attached = models.BooleanField(default=False)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["creditor"], name="note_delivery_once")]

    def __str__(self) -> str:
        return "attached" if self.attached else "link"


class BookkeepingAccount(TenantOwned):
    """The account that a creditor, or the agency itself, uses for a purpose, where it is not the BAS chart's."""

    purpose = models.CharField(max_length=20)
    number = models.CharField(max_length=4)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "purpose"], name="bookkeeping_account_once"),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[1-8][0-9]{3}$"), name="bookkeeping_account_is_bas"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"
