"""What the bank has told: its files kept whole, the movements, notices and statements in them, and of the payers."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _


class BankFile(models.Model):
    """A file from the bank, kept whole. Read once: the same bytes again answer "already read".

    A refused file is kept with its reason and booked nothing; a person sees to it, and may try it again. A report on
    our own payments (pain.002) waits until the payouts house has read it. The bytes are never changed (grants by
    column).
    """

    class Outcome(models.TextChoices):
        READ = "read", _("Inläst")
        REFUSED = "refused", _("Avvisad")
        WAITING = "waiting", _("Väntar")

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.BinaryField(max_length=32, unique=True)
    size = models.IntegerField()
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=30)
    message_id = models.CharField(max_length=35)
    entry_count = models.IntegerField()
    credit_ore = models.BigIntegerField()
    debit_ore = models.BigIntegerField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.READ)
    problem = models.CharField(
        max_length=500, blank=True, help_text="why it was refused, for a person to read"
    )
    handled_at = models.DateTimeField(null=True, help_text="when somebody had seen to it that it was refused")
    handled_by = models.BigIntegerField(null=True, help_text="the staff member")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="bank_file_refused",
                condition=models.Q(outcome="refused", handled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def content(self) -> bytes:
        """Its bytes, of a file that is not long. In a scope that may read them."""
        return b"".join(map(bytes, self.pieces.order_by("ordinal").values_list("content", flat=True)))


class BankFilePiece(models.Model):
    """Some of a file's bytes, in their order (`ordinal` 0, 1 …): a long file is never held whole. Never changed."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="pieces", db_index=False)
    ordinal = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "ordinal"], name="bank_file_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.ordinal}"


class FetchedFile(models.Model):
    """A file that was fetched from the bank's channel, by the bank's own name for it: never fetched again."""

    id = models.BigAutoField(primary_key=True)
    bank_id = models.CharField(max_length=200, unique=True)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="+")
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.bank_id


class BankEntry(models.Model):
    """One movement on the client-funds account, known by the bank's own reference, never by its looks."""

    class Direction(models.TextChoices):
        CREDIT = "CRDT"
        DEBIT = "DBIT"

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="entries")
    ordinal = models.IntegerField()
    account = models.CharField(max_length=34)
    bank_reference = models.CharField(max_length=120)
    entry_reference = models.CharField(
        max_length=35, blank=True, help_text="the bank's reference of the line the payment stands in, if any"
    )
    part = models.SmallIntegerField(
        default=0, help_text="1, 2 … when one payment pays several references; else 0"
    )
    direction = models.CharField(max_length=4, choices=Direction)
    reversal = models.BooleanField(default=False, help_text="the bank takes back an earlier entry")
    amount_ore = models.BigIntegerField()
    booked_date = models.DateField()
    reference = models.CharField(
        max_length=140, blank=True, help_text="the payer's reference: OCR when it is one"
    )
    end_to_end_id = models.CharField(max_length=35, blank=True)
    creditor_id = models.BigIntegerField(null=True, help_text="to whose book it went; null: the agency's")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "bank_reference", "part", "direction", "reversal"], name="bank_entry_once"
            ),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="bank_entry_positive"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["entry_reference"], name="bank_entry_line", condition=~models.Q(entry_reference="")
            ),
            models.Index(fields=["id"], name="bank_entry_debit", condition=models.Q(direction="DBIT")),
        ]

    def __str__(self) -> str:
        return self.bank_reference


class BankNotice(models.Model):
    """One notice (camt.054) of one account, by the bank's own number for it, when it numbers them."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="notices")
    account = models.CharField(max_length=40)
    sequence = models.BigIntegerField()
    day = models.DateField(help_text="the bank's day of making it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "account", "sequence"], name="bank_notice_once"),
            models.CheckConstraint(condition=models.Q(sequence__gte=0), name="bank_notice_number"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.sequence}"


class BankStatement(models.Model):
    """One statement (camt.053) of one account: what the bank says was on it. For comparison, never booked.

    `opening_ore` is the balance before the first day's movements, `closing_ore` the balance after the last day's.
    """

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="statements")
    account = models.CharField(max_length=40)
    statement_id = models.CharField(max_length=35, help_text="the bank's own id of the statement")
    sequence = models.BigIntegerField(null=True, help_text="the bank's own number, when it numbers them")
    from_date = models.DateField()
    to_date = models.DateField()
    opening_ore = models.BigIntegerField()
    credit_ore = models.BigIntegerField()
    debit_ore = models.BigIntegerField()
    closing_ore = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "to_date"], name="bank_statement_last_day"),
            models.UniqueConstraint(fields=["account", "from_date"], name="bank_statement_first_day"),
            # Banks begin their numbers again with a new year; some give none.
            models.UniqueConstraint(
                "account",
                ExtractYear("to_date"),
                "sequence",
                condition=models.Q(sequence__isnull=False),
                name="bank_statement_sequence",
            ),
            models.CheckConstraint(
                condition=models.Q(from_date__lte=models.F("to_date")), name="bank_statement_days"
            ),
            models.CheckConstraint(
                condition=models.Q(credit_ore__gte=0, debit_ore__gte=0)
                & models.Q(
                    closing_ore=models.F("opening_ore") + models.F("credit_ore") - models.F("debit_ore")
                ),
                name="bank_statement_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.to_date}"


class StatementEntry(models.Model):
    """One line of a statement, to be compared with what the notices booked by the bank's reference."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="entries")
    ordinal = models.IntegerField()
    direction = models.CharField(max_length=4, choices=BankEntry.Direction)
    reversal = models.BooleanField(default=False)
    amount_ore = models.BigIntegerField()
    booked_date = models.DateField()
    bank_reference = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["statement", "ordinal"], name="statement_entry_once"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="statement_entry_positive"),
        ]
        indexes: ClassVar = [models.Index(fields=["bank_reference"], name="statement_entry_reference")]

    def __str__(self) -> str:
        return self.bank_reference


class PayerDetail(models.Model):
    """What the bank told of the payer: personal data, erasable, apart from the entry that is kept for the books."""

    entry = models.OneToOneField(BankEntry, on_delete=models.PROTECT, primary_key=True, related_name="payer")
    name = models.CharField(max_length=140, blank=True)
    account = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
