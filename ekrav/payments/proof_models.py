"""The daily proof of the client funds, as it is kept."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyProof(models.Model):
    """What the book said of the client funds when a day was over, beside the bank's closing balance. Öre.

    The book's balance is shared out to the last öre over those whose money it is. A day whose answer changes gets one
    row more; the latest counts. Never changed.
    """

    class State(models.TextChoices):
        HOLDS = "holds", _("Stämmer")
        DIFFERS = "differs", _("Stämmer inte")
        NO_STATEMENT = "no_statement", _("Inget kontoutdrag")

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    state = models.CharField(max_length=12, choices=State)
    proven_at = models.DateTimeField()
    bank_ore = models.BigIntegerField(
        null=True, help_text="the bank's closing balance; null without a statement"
    )
    book_ore = models.BigIntegerField(help_text="the book's client funds at the end of the day")
    creditors_ore = models.BigIntegerField(help_text="owed to creditors, less what they owe")
    payers_ore = models.BigIntegerField(help_text="paid too much, owed to whoever paid")
    unmatched_ore = models.BigIntegerField()
    fees_ore = models.BigIntegerField(help_text="the agency's fees and their VAT, not withdrawn")
    payouts_ore = models.BigIntegerField(help_text="payouts in transit: approved, not yet drawn by the bank")
    fees_in_transit_ore = models.BigIntegerField()
    payments_in_transit_ore = models.BigIntegerField(help_text="less what is paid and not at the bank yet")
    short_ore = models.BigIntegerField(default=0, help_text="what the agency had to pay in")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "id"], name="daily_proof_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    book_ore=models.F("creditors_ore")
                    + models.F("payers_ore")
                    + models.F("unmatched_ore")
                    + models.F("fees_ore")
                    + models.F("payouts_ore")
                    + models.F("fees_in_transit_ore")
                    + models.F("payments_in_transit_ore")
                ),
                name="daily_proof_shared_out",
            ),
            models.CheckConstraint(
                condition=models.Q(state="no_statement", bank_ore__isnull=True)
                | models.Q(state="holds", bank_ore=models.F("book_ore"))
                | (
                    models.Q(state="differs", bank_ore__isnull=False)
                    & ~models.Q(bank_ore=models.F("book_ore"))
                ),
                name="daily_proof_says_what_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"

    @property
    def difference_ore(self) -> int:
        """What the bank has more than the book; 0 without a statement."""
        return 0 if self.bank_ore is None else self.bank_ore - self.book_ore

    @property
    def in_transit_ore(self) -> int:
        """What is on its way out and still lies at the bank."""
        return self.payouts_ore + self.fees_in_transit_ore
