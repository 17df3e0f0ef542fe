"""The double-entry book: claims and client funds, in whole öre, append-only.

Amounts are signed: a debit is positive, a credit negative, and the lines of an entry sum to 0 (two triggers see to it).
"""

from typing import ClassVar

from django.db import models

from ekrav.tenancy.models import TenantKey, TenantOwned


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
    AGENCY_FEES = "agency_fees", "Byråns avgifter"
    AGENCY_VAT = "agency_vat", "Moms på byråns avgifter"
    PAYOUTS_IN_TRANSIT = "payouts_in_transit", "Utbetalningar på väg"
    UNMATCHED = "unmatched", "Oplacerade betalningar"
    CLAIM_CAPITAL = "claim_capital", "Fordran, kapital"
    CLAIM_INTEREST = "claim_interest", "Fordran, ränta"
    CLAIM_REMINDER = "claim_reminder", "Fordran, påminnelse"
    CLAIM_DEMAND = "claim_demand", "Fordran, inkassokrav"
    CLAIM_PLAN = "claim_plan", "Fordran, amorteringsplan"
    CLAIM_LATE_PAYMENT = "claim_late_payment", "Fordran, förseningsersättning"
    CLAIMS = "claims", "Fordringar under indrivning"


# Accounts whose balance is normally a debit. All others are normally a credit.
DEBIT_NORMAL = frozenset(
    {
        Account.CLIENT_FUNDS,
        Account.PAYMENTS_IN_TRANSIT,
        Account.CREDITOR_OWES,
        Account.CLAIM_CAPITAL,
        Account.CLAIM_INTEREST,
        Account.CLAIM_REMINDER,
        Account.CLAIM_DEMAND,
        Account.CLAIM_PLAN,
        Account.CLAIM_LATE_PAYMENT,
    }
)


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

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    booked_date = models.DateField(help_text="when it happened")
    posted_at = models.DateTimeField(help_text="when we wrote it")
    input_hash = models.BinaryField(max_length=32)
    reverses = TenantKey("self", null=True, related_name="+")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "key"], name="entry_once"),
            models.UniqueConstraint(
                fields=["creditor", "reverses"],
                name="entry_reversed_once",
                condition=models.Q(reverses__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["creditor", "booked_date"], name="entry_booked")]

    def __str__(self) -> str:
        return self.key


class Line(TenantOwned):
    """One account's part of an entry, in öre: debit positive, credit negative, never zero."""

    case_path = "subledger__case__id"

    entry = TenantKey(Entry, related_name="lines")
    account = models.CharField(max_length=20, choices=Account)
    subledger = TenantKey(Subledger, null=True, related_name="lines")
    amount_ore = models.BigIntegerField()

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(amount_ore=0), name="line_not_zero"),
            models.CheckConstraint(condition=models.Q(account__in=Account.values), name="line_in_chart"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["creditor", "subledger", "account"], name="line_subledger", include=["amount_ore"]
            ),
            models.Index(fields=["creditor", "account"], name="line_account", include=["amount_ore"]),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_ore}"
