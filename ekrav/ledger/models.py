"""The double-entry book: claims and client funds, in whole öre, append-only.

Amounts are signed: a debit is positive, a credit negative, and the lines of an entry sum to 0 (two triggers see to it).
"""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.tenancy.models import OwnedByKey, Tenant, TenantKey, TenantOwned


class Account(models.TextChoices):
    """The closed chart of accounts. The claims side is memorandum: what debtors owe, against `CLAIMS`."""

    CLIENT_FUNDS = "client_funds", "Klientmedel på bank"
    PAYMENTS_IN_TRANSIT = "payments_in_transit", "Betalningar på väg"
    PAYMENTS_TO_APPLY = "payments_to_apply", "Betalningar att avräkna"
    DUE_CAPITAL = "due_capital", "Att redovisa, kapital"
    DUE_INTEREST = "due_interest", "Att redovisa, ränta"
    DUE_COSTS = "due_costs", "Att redovisa, kostnader"
    DUE_LATE_PAYMENT = "due_late_payment", "Att redovisa, förseningsersättning"
    OWED_TO_PAYER = "owed_to_payer", "Att återbetala"
    CREDITOR_OWES = "creditor_owes", "Borgenären är skyldig"
    AGENCY_OUTLAYS = "agency_outlays", "Byråns utlägg"
    AGENCY_FEES = "agency_fees", "Byråns avgifter"
    AGENCY_VAT = "agency_vat", "Moms på byråns avgifter"
    PAYOUTS_IN_TRANSIT = "payouts_in_transit", "Utbetalningar på väg"
    FEES_IN_TRANSIT = "fees_in_transit", "Avgifter på väg till byrån"
    UNMATCHED = "unmatched", "Oplacerade betalningar"
    CLAIM_OUTLAY = "claim_outlay", "Fordran, utlägg hos Kronofogden"
    CLAIM_AGENT = "claim_agent", "Fordran, ombud hos Kronofogden"
    CLAIM_CAPITAL = "claim_capital", "Fordran, kapital"
    CLAIM_INTEREST = "claim_interest", "Fordran, ränta"
    CLAIM_REMINDER = "claim_reminder", "Fordran, påminnelse"
    CLAIM_DEMAND = "claim_demand", "Fordran, inkassokrav"
    CLAIM_PLAN = "claim_plan", "Fordran, amorteringsplan"
    CLAIM_LATE_PAYMENT = "claim_late_payment", "Fordran, förseningsersättning"
    CLAIMS = "claims", "Fordringar under indrivning"


class Side(models.TextChoices):
    """The side on which an account normally stands."""

    DEBIT = "debit", _("Debet")
    CREDIT = "credit", _("Kredit")


class Keeps(models.TextChoices):
    """Whether a balance may never cross to the other side: of one case, of a whole book, or it may."""

    NO = "", _("Nej")
    CASE = "case", _("Per ärende")
    BOOK = "book", _("Per bok")


class ChartAccount(models.Model):
    """The chart as the database knows it. Laid by the migrations, written by nobody; `ekrav.ledger.chart` compares."""

    code = models.CharField(max_length=20, primary_key=True)
    side = models.CharField(max_length=6, choices=Side)
    keeps = models.CharField(max_length=4, choices=Keeps, blank=True)

    def __str__(self) -> str:
        return self.code


class Subledger(TenantOwned):
    """One case's account in its creditor's book. `number` is the case number; the case points here, not back."""

    case_path = "case__id"

    number = models.CharField(max_length=20)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "number"], name="subledger_once")
        ]

    def __str__(self) -> str:
        return self.number


class Entry(TenantOwned):
    """One thing that happened to money. `key` names it (once per tenant); `kind` is the rule that made it."""

    # No index of its own: others begin with it. A trigger looks for the tenant once a statement.
    creditor = models.ForeignKey(
        Tenant,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        db_constraint=False,
        db_index=False,
    )
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    booked_date = models.DateField(help_text="when it happened")
    posted_at = models.DateTimeField(help_text="when we wrote it")
    input_hash = models.BinaryField(max_length=32)
    reverses = TenantKey("self", null=True, related_name="+", db_index=False)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "key"], name="entry_once"),
            models.UniqueConstraint(
                fields=["creditor", "reverses"],
                name="entry_reversed_once",
                condition=models.Q(reverses__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["creditor", "booked_date"], name="entry_booked"),
            models.Index(
                fields=["reverses"], name="entry_reverses", condition=models.Q(reverses__isnull=False)
            ),
            # Few entries are booked after a given day: every tenant's, for the daily proof.
            BrinIndex(fields=["booked_date"], name="entry_booked_range"),
        ]

    def __str__(self) -> str:
        return self.key


class Line(OwnedByKey):
    """One account's part of an entry, in öre: debit positive, credit negative, never zero."""

    case_path = "subledger__case__id"

    entry = TenantKey(Entry, related_name="lines")
    account = models.CharField(max_length=20, choices=Account)
    subledger = TenantKey(Subledger, null=True, related_name="lines", db_index=False)
    amount_ore = models.BigIntegerField()

    class Meta(OwnedByKey.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(amount_ore=0), name="line_not_zero"),
            models.CheckConstraint(condition=models.Q(account__in=Account.values), name="line_in_chart"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["subledger", "account"], name="line_of_case", include=["amount_ore", "creditor"]
            ),
            models.Index(fields=["creditor", "account"], name="line_account", include=["amount_ore"]),
            # What is owed to payers is looked for in every book at once, and is few of the lines.
            models.Index(
                fields=["subledger"],
                name="line_owed_to_payer",
                include=["creditor", "amount_ore"],
                condition=models.Q(account=Account.OWED_TO_PAYER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_ore}"


class SealedEntry(models.Model):
    """A link of the journal's chain: the entry's place in it, and the hash of all that it says and all before it.

    The agency's, over all tenants; ids and hashes only. Places have no gaps.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="sealed_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.entry_id}"


class DaySeal(models.Model):
    """The chain's head when a day was over. `digest` seals this row and the seals before it."""

    day = models.DateField(primary_key=True)
    position = models.BigIntegerField(help_text="the last link of the chain then; 0 when it was empty")
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}: {self.position}"


class Checkpoint(models.Model):
    """What one account of one tenant stood at when a day was sealed: the sum of the lines through the seal's position.

    Balances are the last checkpoint and the lines after it. Verified against the lines, never edited.
    """

    id = models.BigAutoField(primary_key=True)
    seal = models.ForeignKey(DaySeal, on_delete=models.PROTECT, related_name="checkpoints")
    creditor_id = models.BigIntegerField(help_text="whose book")
    account = models.CharField(max_length=20, choices=Account)
    balance_ore = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "creditor_id", "account"], name="checkpoint_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.balance_ore}"
