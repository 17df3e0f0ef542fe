"""What the creditor is asked and chooses: prices offered and accepted, choices made once for all, questions."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.notice import Notice
from cases.states import Action
from ekrav.ledger.models import Entry
from ekrav.tenancy.models import TenantKey, TenantOwned


class StandingChoice(TenantOwned):
    """What the creditor has chosen once for all its cases. Append-only: the latest counts, earlier ones are kept."""

    class Otherwise(models.TextChoices):
        ASK = "ask", _("Fråga mig varje gång")
        WAIT = "wait", _("Vänta")

    payment_order_up_to_ore = models.BigIntegerField(
        null=True, help_text="Kronofogden's costs accepted for one case; null: none"
    )
    surveillance_yearly_ore = models.BigIntegerField(
        null=True, help_text="letters of surveillance accepted for one case and year; null: none"
    )
    otherwise = models.CharField(max_length=10, choices=Otherwise, default=Otherwise.ASK)
    final_notice = models.BooleanField(default=False, help_text="a last letter before the decision")
    tariff_version = models.SmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(help_text="the person")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(payment_order_up_to_ore__isnull=True)
                | models.Q(payment_order_up_to_ore__gte=0),
                name="standing_payment_order",
            ),
            models.CheckConstraint(
                condition=models.Q(surveillance_yearly_ore__isnull=True)
                | models.Q(surveillance_yearly_ore__gte=0),
                name="standing_surveillance",
            ),
        ]

    def __str__(self) -> str:
        return f"standing choice {self.pk}"


class Quote(TenantOwned):
    """A price for something the creditor pays for, accepted by a named person or by the standing choice, or not at all.

    Nothing is posted at a creditor's cost without one that is accepted. The price itself never changes.
    """

    class Kind(models.TextChoices):
        WITHDRAWAL = "withdrawal", _("Återkallelse")
        DIRECT_PAYMENT = "direct_payment", _("Betald direkt, resten efterges")
        PAYMENT_ORDER = "payment_order", _("Betalningsföreläggande")
        SURVEILLANCE = "surveillance", _("Efterbevakning")
        ENFORCEMENT = "enforcement", _("Utmätning")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = TenantKey(Case, related_name="quotes")
    kind = models.CharField(max_length=20, choices=Kind)
    fee_ore = models.BigIntegerField(help_text="the agency's, without VAT")
    vat_ore = models.BigIntegerField()
    outlay_ore = models.BigIntegerField(help_text="paid to others on the creditor's behalf, without VAT")
    tariff_version = models.SmallIntegerField()
    offered_at = models.DateTimeField()
    valid_until = models.DateField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.BigIntegerField(null=True, help_text="the person")
    standing_choice = TenantKey(StandingChoice, null=True, related_name="+")
    entry = TenantKey(Entry, null=True, related_name="+")
    outlay_entry = TenantKey(Entry, null=True, related_name="+")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(fee_ore__gte=0, vat_ore__gte=0, outlay_ore__gte=0),
                name="quote_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    accepted_at__isnull=True, accepted_by__isnull=True, standing_choice__isnull=True
                )
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False, standing_choice__isnull=True)
                | models.Q(
                    accepted_at__isnull=False, accepted_by__isnull=True, standing_choice__isnull=False
                ),
                name="quote_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(entry__isnull=True, outlay_entry__isnull=True)
                | models.Q(accepted_at__isnull=False),
                name="quote_posted_is_accepted",
            ),
            models.UniqueConstraint(
                fields=["creditor", "entry"], name="quote_of_entry", condition=models.Q(entry__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["creditor", "outlay_entry"],
                name="quote_of_outlay",
                condition=models.Q(outlay_entry__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["creditor", "case"], name="quote_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.offered_at:%Y-%m-%d}"


class Question(TenantOwned):
    """One question to the creditor with two answers: "has the debtor paid you?".

    Asked before each escalation (`step`), where silence lets the step be taken; or because the debtor says so
    (`notice`), where nothing goes on without an answer. A case that comes back to a step, with a new last day to
    pay, is asked about anew.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nej")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = TenantKey(Case, related_name="questions")
    step = models.CharField(max_length=20, choices=Action, blank=True)
    given_until = models.DateField(
        null=True, help_text="the last day to pay that the debtor had been given when it was asked"
    )
    notice = TenantKey(Notice, null=True, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=5, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(
        null=True, help_text="the person; null: whoever holds the mailed link"
    )

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "case", "step", "given_until"],
                name="question_once_a_step",
                condition=~models.Q(step=""),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["creditor", "notice"],
                name="question_once_a_notice",
                condition=models.Q(notice__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
                name="question_answered_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["creditor", "id"], name="question_open", condition=models.Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.answer}"
