"""Money that has arrived: the directory of references, what was routed, what was not."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Upper

from ekrav.ledger.models import Subledger
from ekrav.payments.bank_records import (
    BankEntry,
    BankFile,
    BankFilePiece,
    BankNotice,
    BankStatement,
    FetchedFile,
    PayerDetail,
    StatementEntry,
)
from ekrav.payments.payers_word import PayersWord
from ekrav.payments.proof_models import DailyProof
from ekrav.payments.ways.models import Evidence, Instruction, LostDispute, TopUp
from ekrav.tenancy.models import OwnedByKey, TenantKey, TenantOwned

__all__ = [
    "LEFT",
    "BankEntry",
    "BankFile",
    "BankFilePiece",
    "BankNotice",
    "BankStatement",
    "DailyProof",
    "Evidence",
    "FetchedFile",
    "Instruction",
    "LostDispute",
    "PayerDetail",
    "PayersWord",
    "Payment",
    "Reference",
    "StatementEntry",
    "TopUp",
    "UnmatchedPayment",
    "entry_name",
]


LEFT: Final = ("approved", "sent", "accepted", "unknown", "settled")
"""The states of a payout by which money has left the book, and has not come back."""

WITHHELD: Final = "Uppgiften visas inte"
"""Stands in the place of the name of a debtor with protected personal data."""


def numbers_in(field: str) -> models.Func:
    """The invoice numbers that a reference names, in capitals: several are written "1061, 1062"."""
    return models.Func(
        Upper(field),
        models.Value(", "),
        function="string_to_array",
        output_field=ArrayField(models.TextField()),
    )


def entry_name(bank_entry_id: int, part: int) -> str:
    """What a bank entry's money is called in keys: by the entry's number, and its part when it is one."""
    return f"{bank_entry_id}/{part}" if part else f"{bank_entry_id}"


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
            GinIndex(numbers_in("invoice_number"), name="reference_invoice_numbers"),
            models.Index(Upper("debtor_label"), name="reference_debtor"),
        ]

    def __str__(self) -> str:
        return self.ocr


class Payment(OwnedByKey):
    """Money in a creditor's book, then applied by the case: a bank entry's, routed by its OCR or by hand, or one that a
    provider tells is on its way (`instruction`).

    A bank entry that a person has split over several cases is one row a case: `part` 1, 2 …; a whole one is part 0.
    """

    case_path = "reference__subledger__case__id"

    bank_entry_id = models.BigIntegerField(null=True)
    instruction = TenantKey(Instruction, null=True, related_name="payments", db_index=False)
    part = models.SmallIntegerField(default=0)
    reference = TenantKey(Reference, related_name="payments")
    amount_ore = models.BigIntegerField()
    booked_date = models.DateField()
    routed_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta(OwnedByKey.Meta):
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
            models.Index(
                fields=["creditor", "id"],
                name="payment_to_apply",
                condition=models.Q(applied_at__isnull=True),
            ),
            models.Index(
                fields=["instruction"],
                name="payment_instruction",
                condition=models.Q(instruction__isnull=False),
            ),
        ]

    @property
    def name(self) -> str:
        """What the money is called in keys: the bank entry's number, and its part when it is one; or its way in."""
        if self.bank_entry_id is None:
            return f"by way {self.instruction_id}"
        return entry_name(self.bank_entry_id, self.part)

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
        HELD = "held"
        """May be told of a second time, and is in no book until a person has said (`ekrav.payments.twins`)."""
        TWIN = "twin"
        """Told of a second time: in no book."""
        TAKEN = "taken"
        """The bank has taken it back (`ekrav.payments.take_back`)."""

    entry = models.OneToOneField(
        BankEntry, on_delete=models.PROTECT, primary_key=True, related_name="unmatched"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True, help_text="the staff member")
    twin_of = models.BigIntegerField(
        null=True, unique=True, help_text="the entry by which another format told of it first"
    )

    class Meta:
        constraints: ClassVar = [
            # What waits has no end yet, and what has ended waits no more.
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "held"], resolved_at__isnull=True)
                | models.Q(
                    state__in=["assigned", "returned", "payout", "twin", "taken"], resolved_at__isnull=False
                ),
                name="unmatched_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["entry"], name="unmatched_open", condition=models.Q(state="open")),
            models.Index(fields=["entry"], name="unmatched_held", condition=models.Q(state="held")),
            models.Index(fields=["entry"], name="unmatched_returned", condition=models.Q(state="returned")),
        ]

    def __str__(self) -> str:
        return self.reason
