"""Money and settlement notes to creditors: the run two people approve, each creditor's part, its note.

Beside it stand the notes (`note_models`), what holds a creditor's payouts (`hold_model`), what the bank has said of one
(`bank_word`), and accounts that payers have told (`payer_account`).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Entry, Subledger
from ekrav.payments.models import BankEntry
from ekrav.tenancy.models import TenantKey, TenantOwned
from payouts.bank_word import BankWord, Decision
from payouts.fee_models import FeeShare, FeeTransfer
from payouts.hold_model import Hold
from payouts.note_models import BookkeepingAccount, CreditedLine, NoteDelivery, NoteNumber, SettlementNote
from payouts.payer_account import PayerAccount

__all__ = [
    "Approval",
    "BankWord",
    "BookkeepingAccount",
    "CreditedLine",
    "Decision",
    "FeeShare",
    "FeeTransfer",
    "Hold",
    "NoteDelivery",
    "NoteNumber",
    "PayerAccount",
    "Payout",
    "PayoutLine",
    "PayoutRun",
    "SettlementNote",
    "TakenDebit",
]


class PayoutRun(models.Model):
    """A day's payments in one file to the bank. The database refuses a file without two approvals of its content.

    `period_end` is the day it was drafted for: a payday (a Friday) pays everybody, another bank day those creditors
    that want their money daily (`weekly` is false). A payday with nothing to pay is an empty run, so that it is not
    drafted again. What goes back to payers has runs of its own (`kind`).
    """

    class Kind(models.TextChoices):
        CREDITORS = "creditors", _("Till borgenärer")
        PAYERS = "payers", _("Tillbaka till betalare")

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        WITHDRAWN = "withdrawn", _("Återkallad")
        EMPTY = "empty", _("Inget att betala ut")
        APPROVED = "approved", _("Godkänd")
        FILE_MADE = "file_made", _("Filen gjord")
        UNKNOWN = "unknown", _("Oklart om banken har den")
        HANDED_OVER = "handed_over", _("Skickad till banken")
        ACCEPTED = "accepted", _("Mottagen av banken")
        SETTLED = "settled", _("Utbetald")
        REJECTED = "rejected", _("Avvisad av banken")

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CREDITORS)
    period_end = models.DateField()
    weekly = models.BooleanField(default=True, help_text="creditors that are paid weekly are in it")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    count = models.IntegerField()
    total_ore = models.BigIntegerField()
    content_hash = models.BinaryField(max_length=32)
    drafted_at = models.DateTimeField()
    message_id = models.CharField(max_length=35, unique=True)
    execution_date = models.DateField()
    file = models.BinaryField(null=True)
    file_sha256 = models.BinaryField(max_length=32, null=True)
    file_made_at = models.DateTimeField(null=True)
    sending_at = models.DateTimeField(null=True, help_text="when somebody last took it to the bank")
    problem = models.CharField(max_length=300, blank=True, help_text="why it stands still or was withdrawn")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "period_end"],
                condition=~models.Q(state="withdrawn"),
                name="payout_run_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn", "empty", "approved"], file__isnull=True)
                | ~models.Q(state__in=["draft", "withdrawn", "empty", "approved"])
                & models.Q(file__isnull=False, file_sha256__isnull=False),
                name="payout_run_with_its_file",
            ),
            # One draft at a time: no money stands in two, and people have one thing to read.
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state="draft"), name="payout_run_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_end}"


class Approval(models.Model):
    """One staff member's word for one content of a run, with fresh BankID behind it. A trigger counts them."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="approvals")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    content_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    bankid_at = models.DateTimeField(
        help_text="when BankID confirmed the person, in the world's time; at most ten minutes before `at`"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "staff"], name="approved_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.staff}"


class Payout(TenantOwned):
    """One payment of a run, in whole öre. To a creditor: received − fees − VAT − set-off is paid.

    To a payer: what it paid too much on a case (`refund_subledger`), or what was never anybody's (`refund_entry`). What
    it says never changes (a trigger); only how far it has come does. Moving is by the table in `payouts.states`, in the
    database too; from `unknown` only what the bank has said leads on, or two people's decision.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Planerad")
        WITHDRAWN = "withdrawn", _("Återkallad")
        APPROVED = "approved", _("Godkänd")
        SENT = "sent", _("Skickad till banken")
        ACCEPTED = "accepted", _("Mottagen av banken")
        UNKNOWN = "unknown", _("Bankens besked oklart")
        SETTLED = "settled", _("Utbetald")
        REJECTED = "rejected", _("Misslyckad")
        RETURNED = "returned", _("Tillbaka från banken")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    pay_on = models.DateField(help_text="the day the bank is asked to pay")
    bankgiro = models.CharField(max_length=8, blank=True)
    account = models.CharField(
        max_length=40, blank=True, help_text="a payer's account, as bankfiles writes it: IBAN:SE45…"
    )
    payee_name = models.CharField(max_length=120)
    payee_city = models.CharField(max_length=60)
    end_to_end_id = models.CharField(max_length=35, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    moved_at = models.DateTimeField(null=True, help_text="when it came to its state, in the world's time")
    capital_ore = models.BigIntegerField()
    interest_ore = models.BigIntegerField()
    costs_ore = models.BigIntegerField()
    late_payment_ore = models.BigIntegerField(default=0)
    fee_ore = models.BigIntegerField()
    vat_ore = models.BigIntegerField()
    set_off_ore = models.BigIntegerField(default=0, help_text="what the creditor owed, taken off")
    refund_ore = models.BigIntegerField(default=0, help_text="what goes back to a payer")
    refund_subledger = TenantKey(Subledger, null=True, related_name="+")
    refund_entry = models.ForeignKey(BankEntry, on_delete=models.PROTECT, null=True, related_name="refunds")
    amount_ore = models.BigIntegerField()
    entry = TenantKey(Entry, null=True, related_name="+")
    settled_entry = TenantKey(Entry, null=True, related_name="+")
    settled_on = models.DateField(null=True)
    bank_reference = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "run"], condition=models.Q(refund_ore=0), name="payout_once"
            ),
            models.UniqueConstraint(
                fields=["creditor", "run", "refund_subledger"],
                condition=models.Q(refund_subledger__isnull=False),
                name="refund_of_a_case_once",
            ),
            # Rejected and returned money may be sent again; otherwise what was nobody's goes back once. A trigger lets
            # nobody draft another when one has gone; the bank may pay two, and both are then settled.
            models.UniqueConstraint(
                fields=["refund_entry"],
                condition=models.Q(refund_entry__isnull=False)
                & ~models.Q(state__in=["withdrawn", "rejected", "returned", "settled"]),
                name="refund_of_an_entry_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    refund_ore=0, refund_subledger__isnull=True, refund_entry__isnull=True, account=""
                )
                & ~models.Q(bankgiro="")
                | models.Q(refund_ore__gt=0, bankgiro="")
                & ~models.Q(account="")
                & (
                    models.Q(refund_subledger__isnull=False, refund_entry__isnull=True)
                    | models.Q(refund_subledger__isnull=True, refund_entry__isnull=False)
                ),
                name="payout_to_a_creditor_or_a_payer",
            ),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="payout_positive"),
            models.CheckConstraint(
                condition=models.Q(
                    amount_ore=models.F("capital_ore")
                    + models.F("interest_ore")
                    + models.F("costs_ore")
                    + models.F("late_payment_ore")
                    - models.F("fee_ore")
                    - models.F("vat_ore")
                    - models.F("set_off_ore")
                    + models.F("refund_ore")
                ),
                name="payout_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"], entry__isnull=True)
                | ~models.Q(state__in=["draft", "withdrawn"]) & models.Q(entry__isnull=False),
                name="payout_posted_when_approved",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["settled", "returned"])
                | models.Q(settled_entry__isnull=False),
                name="payout_settled_with_its_entry",
            ),
        ]
        indexes: ClassVar = [
            # Looked for every minute among all that were ever paid.
            models.Index(
                fields=["state"],
                name="payout_not_at_rest",
                condition=models.Q(
                    state__in=["approved", "sent", "accepted", "unknown", "rejected", "returned"]
                ),
            ),
            models.Index(
                fields=["refund_subledger"],
                name="payout_refund_failed",
                condition=models.Q(refund_ore__gt=0, state__in=["rejected", "returned"]),
            ),
        ]

    def __str__(self) -> str:
        return self.end_to_end_id

    @property
    def received_ore(self) -> int:
        """What the debtors have paid in this settlement."""
        return self.capital_ore + self.interest_ore + self.costs_ore + self.late_payment_ore


class PayoutLine(TenantOwned):
    """One case's part of a payout."""

    payout = TenantKey(Payout, related_name="lines")
    subledger = TenantKey(Subledger, related_name="+")
    case_number = models.CharField(max_length=20)
    invoice_number = models.CharField(max_length=60)
    debtor_label = models.CharField(max_length=160)
    last_paid_on = models.DateField(null=True)
    capital_ore = models.BigIntegerField()
    interest_ore = models.BigIntegerField()
    costs_ore = models.BigIntegerField()
    late_payment_ore = models.BigIntegerField(default=0)
    fee_ore = models.BigIntegerField()
    vat_ore = models.BigIntegerField()
    set_off_ore = models.BigIntegerField(default=0)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "payout", "subledger"], name="payout_line_once"),
        ]

    def __str__(self) -> str:
        return self.case_number

    @property
    def received_ore(self) -> int:
        """What came in on the case in this settlement."""
        return self.capital_ore + self.interest_ore + self.costs_ore + self.late_payment_ore

    @property
    def to_creditor_ore(self) -> int:
        """What of it goes to the creditor."""
        return self.received_ore - self.fee_ore - self.vat_ore - self.set_off_ore


class TakenDebit(models.Model):
    """A debit in the bank's file that one of our payouts has been settled by: taken once."""

    entry = models.OneToOneField(BankEntry, on_delete=models.PROTECT, primary_key=True, related_name="+")
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry_id}"
