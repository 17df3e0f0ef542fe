"""Money that has arrived: the bank's files kept whole, the directory of references, what was routed, what was not."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import ExtractYear, Upper
from django.utils.translation import gettext_lazy as _

from ekrav.ledger.models import Subledger
from ekrav.payments.payers_word import PayersWord
from ekrav.payments.proof_models import DailyProof
from ekrav.payments.ways.models import Evidence, Instruction, TopUp
from ekrav.tenancy.models import TenantKey, TenantOwned

__all__ = [
    "BankEntry",
    "BankFile",
    "DailyProof",
    "Evidence",
    "FetchedFile",
    "Instruction",
    "PayerDetail",
    "PayersWord",
    "Payment",
    "Reference",
    "TopUp",
    "UnmatchedPayment",
]


class BankFile(models.Model):
    """A file from the bank, kept whole. Read once: the same bytes again answer "already read".

    A refused file is kept with its reason and booked nothing; a person may try it again. A report on our own payments
    (pain.002) waits until the payouts house has read it. The bytes are never changed (grants by column).
    """

    class Outcome(models.TextChoices):
        READ = "read", _("Inläst")
        REFUSED = "refused", _("Avvisad")
        WAITING = "waiting", _("Väntar")

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.BinaryField(max_length=32, unique=True)
    content = models.BinaryField()
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

    def __str__(self) -> str:
        return self.name


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


class Reference(TenantOwned):
    """The reference directory: an OCR number and the book account it leads to. Filled when a case is registered."""

    case_path = "subledger__case__id"

    ocr = models.CharField(max_length=25, unique=True)
    subledger = TenantKey(Subledger, related_name="references")
    case_number = models.CharField(max_length=20)
    invoice_number = models.CharField(max_length=60)
    debtor_label = models.CharField(max_length=160, help_text="the debtor's name; erasable")
    closed_on = models.DateField(
        null=True, blank=True, help_text="the case ended: a person places later money"
    )

    class Meta(TenantOwned.Meta):
        # By which staff look for the case of a payment without a reference.
        indexes: ClassVar = [
            models.Index(fields=["case_number"], name="reference_case_number"),
            models.Index(Upper("invoice_number"), name="reference_invoice_number"),
            models.Index(Upper("debtor_label"), name="reference_debtor"),
        ]

    def __str__(self) -> str:
        return self.ocr


class Payment(TenantOwned):
    """Money in a creditor's book, then applied by the case: a bank entry's, routed by its OCR or by hand, or one that a
    provider tells is on its way (`instruction`).

    A bank entry that a person has split over several cases is one row a case: `part` 1, 2 …; a whole one is part 0.
    """

    case_path = "reference__subledger__case__id"

    bank_entry_id = models.BigIntegerField(null=True)
    instruction = TenantKey(Instruction, null=True, related_name="payments")
    part = models.SmallIntegerField(default=0)
    reference = TenantKey(Reference, related_name="payments")
    amount_ore = models.BigIntegerField()
    booked_date = models.DateField()
    routed_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=models.Q(bank_entry_id__isnull=False) ^ models.Q(instruction__isnull=False),
                name="payment_has_one_source",
            ),
            models.UniqueConstraint(
                fields=["creditor", "instruction"],
                condition=models.Q(instruction__isnull=False),
                name="payment_of_instruction_once",
            ),
            models.UniqueConstraint(
                fields=["bank_entry_id", "part"],
                condition=models.Q(bank_entry_id__isnull=False),
                name="payment_part_once",
            ),
            # Whole or in parts, never both.
            models.UniqueConstraint(
                fields=["bank_entry_id"], name="payment_entry_once", condition=models.Q(part__lte=1)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="payment_to_apply", condition=models.Q(applied_at__isnull=True)),
            models.Index(fields=["creditor", "reference"], name="payment_reference"),
        ]

    @property
    def name(self) -> str:
        """What the money is called in keys: the bank entry's number, and its part when it is one; or its way in."""
        if self.bank_entry_id is None:
            return f"by way {self.instruction_id}"
        return f"{self.bank_entry_id}/{self.part}" if self.part else f"{self.bank_entry_id}"

    def __str__(self) -> str:
        return f"{self.booked_date} {self.amount_ore}"


class UnmatchedPayment(models.Model):
    """Money whose case is not known: stays in the agency's book until a person assigns it or sends it back."""

    class State(models.TextChoices):
        OPEN = "open"
        ASSIGNED = "assigned"
        RETURNED = "returned"
        PAYOUT = "payout"
        """A payment of our own that came back; the payouts house has it in its owner's book."""

    entry = models.OneToOneField(
        BankEntry, on_delete=models.PROTECT, primary_key=True, related_name="unmatched"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True, help_text="the staff member")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entry"], name="unmatched_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.reason
