"""What a case has at Kronofogden: applications, the title they lead to, fees and money. Names and texts are not here.

What was sent and what came stand in the mailbox (`ekrav.kronofogden`), whole; these rows are what the acts go by.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.decision import Quote
from cases.models.event import CaseEvent
from ekrav.payments.models import Payment
from ekrav.tenancy.models import TenantKey, TenantOwned


class Application(TenantOwned):
    """An application, for a payment order or for enforcement. `reference` is ours and names it at the authority.

    One is pending at a time. `told`: the last event of the case that the authority has been told the money of.
    """

    class Kind(models.TextChoices):
        ORDER = "order", _("Betalningsföreläggande")
        ENFORCEMENT = "enforcement", _("Utmätning")

    class Ending(models.TextChoices):
        """How it ended."""

        VERDICT = "verdict", _("Utslag")
        WITHDRAWN = "withdrawn", _("Återkallad")
        DISMISSED = "dismissed", _("Avvisad")
        WRITTEN_OFF = "written_off", _("Avskriven")
        TRANSFERRED = "transferred", _("Överlämnad till tingsrätt")
        NOT_TAKEN = "not_taken", _("Inte mottagen")
        CLOSED = "closed", _("Slutredovisad")

    case_path = "case_id"

    case = TenantKey(Case, related_name="applications")
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=35, unique=True)
    quote = TenantKey(Quote, related_name="+")
    applied_on = models.DateField()
    asked_ore = models.BigIntegerField(help_text="all that was asked for")
    authority_number = models.CharField(max_length=40, blank=True)
    registered_on = models.DateField(null=True)
    supplement_by = models.DateField(null=True, help_text="an answer is asked for by then; null: none is")
    served_on = models.DateField(null=True)
    answer_by = models.DateField(null=True, help_text="the debtor's last day")
    court_by = models.DateField(null=True, help_text="disputed: the last day to ask for court")
    told = TenantKey(CaseEvent, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True, help_text="we have taken it back")
    ended_on = models.DateField(null=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "case"],
                name="application_one_pending",
                condition=models.Q(ended_on__isnull=True, withdrawn_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ending="")
                | models.Q(ended_on__isnull=False) & ~models.Q(ending=""),
                name="application_ended_somehow",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["creditor", "id"],
                name="application_pending",
                condition=models.Q(ended_on__isnull=True, withdrawn_on__isnull=True),
            ),
            models.Index(
                fields=["supplement_by"],
                name="application_supplement",
                condition=models.Q(supplement_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Title(TenantOwned):
    """An enforceable title (exekutionstitel): what the debtor owes by it, in öre, and the day it was given.

    Interest runs on the capital as the claim's does, from the day after. Never changed; one a case.
    """

    case_path = "case_id"

    case = TenantKey(Case, related_name="titles")
    application = TenantKey(Application, related_name="+")
    number = models.CharField(max_length=40)
    decided_on = models.DateField()
    reopen_by = models.DateField(help_text="the debtor may ask for reopening through that day")
    capital_ore = models.BigIntegerField()
    interest_ore = models.BigIntegerField(help_text="accrued when it was applied for")
    collecting_ore = models.BigIntegerField(help_text="reminder, demand, or late payment compensation")
    costs_ore = models.BigIntegerField(help_text="of the proceedings")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "case"], name="title_once"),
            models.CheckConstraint(
                condition=models.Q(
                    capital_ore__gte=0, interest_ore__gte=0, collecting_ore__gte=0, costs_ore__gte=0
                ),
                name="title_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total_ore(self) -> int:
        """All that it says, in öre."""
        return self.capital_ore + self.interest_ore + self.collecting_ore + self.costs_ore


class BaseFee(TenantOwned):
    """Kronofogden's fee for a year of enforcement, the first being 1: each year's once.

    The authority takes it from the debtor first; what it does not get there the creditor has accepted to pay.
    """

    case_path = "application__case_id"

    application = TenantKey(Application, related_name="base_fees")
    year = models.SmallIntegerField()
    falls_on = models.DateField()
    amount_ore = models.BigIntegerField()

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "application", "year"], name="base_fee_once"),
            models.CheckConstraint(
                condition=models.Q(amount_ore__gt=0, year__gt=0), name="base_fee_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount_ore}"


class PaidOut(TenantOwned):
    """Money that the authority says it has paid out to us, parted as it parted it; `payment` when the bank has it."""

    case_path = "application__case_id"

    application = TenantKey(Application, related_name="paid_out")
    record_id = models.CharField(max_length=60, unique=True)
    paid_on = models.DateField()
    amount_ore = models.BigIntegerField()
    fees_taken_ore = models.BigIntegerField(help_text="what the authority kept for its own fees")
    parts = models.JSONField(help_text="öre by the authority's kinds")
    payment = TenantKey(Payment, null=True, related_name="+")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "payment"],
                name="paid_out_of_payment",
                condition=models.Q(payment__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(amount_ore__gt=0, fees_taken_ore__gte=0), name="paid_out_positive"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["creditor", "id"],
                name="paid_out_not_here",
                condition=models.Q(payment__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.record_id
