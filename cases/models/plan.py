"""Instalment plans (lag 1981:739 3 § 2): the whole debt, made with the debtor, by version."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from ekrav.tenancy.models import TenantKey, TenantOwned


class InstalmentPlan(TenantOwned):
    """One version of a case's plan. Its rate is fixed when it is accepted; its instalments sum to `total_ore`."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Erbjuden")
        ACCEPTED = "accepted", _("Gäller")
        KEPT = "kept", _("Betald")
        CHANGED = "changed", _("Ersatt av en ny")
        BROKEN = "broken", _("Bruten")
        ENDED = "ended", _("Avslutad")
        LAPSED = "lapsed", _("Inte antagen")

    case_path = "case_id"

    case = TenantKey(Case, related_name="plans")
    version = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    rate = models.DecimalField(max_digits=5, decimal_places=2, help_text="per cent a year, fixed")
    fee_ore = models.BigIntegerField(help_text="170 kr the first time, then 0")
    notice_fee_ore = models.BigIntegerField(default=0, help_text="for each avi, by tariff")
    debt_ore = models.BigIntegerField(help_text="the whole debt on the day of the offer, without the fee")
    total_ore = models.BigIntegerField()
    offered_on = models.DateField()
    valid_until = models.DateField()
    accepted_on = models.DateField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by_kind = models.CharField(max_length=10, blank=True)
    accepted_by_id = models.BigIntegerField(null=True)
    warned_on = models.DateField(null=True)
    warned_until = models.DateField(null=True, help_text="the last day to pay what was missed")
    ended_on = models.DateField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "case", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["creditor", "case"], name="plan_once_at_a_time", condition=models.Q(state="accepted")
            ),
            models.CheckConstraint(condition=models.Q(total_ore__gt=0), name="plan_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.state}"


class Instalment(TenantOwned):
    """One payment of a plan, due on a bank day. Whether it is paid is computed from the payments, never stored."""

    case_path = "plan__case_id"

    plan = TenantKey(InstalmentPlan, related_name="instalments")
    number = models.SmallIntegerField()
    due_on = models.DateField()
    amount_ore = models.BigIntegerField()

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "plan", "number"], name="instalment_once"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="instalment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.due_on}"
