"""A claim under collection. What is owed is in the ledger, never here."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.debtor import Debtor
from cases.models.papers import Document
from cases.states import ENDS, PLACES, Action, State
from ekrav.ledger.models import Subledger
from ekrav.look.figures import listed
from ekrav.payments.models import WITHHELD, Reference
from ekrav.tenancy.models import TenantKey, TenantOwned


class Case(TenantOwned):
    """One claim under collection, and the debtor it arose against, beside whom others may answer (`JointDebtor`).

    `state` is stored and moves only by `cases.move`; `next_*` is due work.
    """

    case_path = "id"

    number = models.CharField(max_length=8, unique=True)
    debtor = TenantKey(Debtor, related_name="cases")
    subledger = models.OneToOneField(
        Subledger, on_delete=models.PROTECT, db_constraint=False, related_name="case"
    )
    reference = TenantKey(Reference, related_name="+")
    state = models.CharField(max_length=20, choices=State)
    state_since = models.DateField()
    resumes = models.CharField(
        max_length=20,
        choices=State,
        blank=True,
        help_text="outside the process: the place in it to go back to",
    )
    next_action = models.CharField(max_length=20, choices=Action, blank=True)
    next_date = models.DateField(null=True)
    pay_by = models.DateField(null=True, help_text="the last letter's")
    interest_through = models.DateField(
        null=True, help_text="no interest for days after it: debt relief, bankruptcy"
    )
    final_notice = models.BooleanField(
        default=False,
        help_text="the creditor wanted a last letter before the decision when it was registered",
    )
    registered_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=PLACES, resumes="")
                | ~models.Q(state__in=PLACES) & models.Q(resumes__in=PLACES),
                name="case_knows_its_place",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDS, closed_on__isnull=False)
                | ~models.Q(state__in=ENDS) & models.Q(closed_on__isnull=True),
                name="case_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(next_action="", next_date__isnull=True)
                | ~models.Q(next_action="") & models.Q(next_date__isnull=False),
                name="case_next_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["creditor", "next_date", "id"],
                name="case_due",
                condition=models.Q(next_date__isnull=False),
            ),
            models.Index(
                fields=["next_date"], name="case_overdue", condition=models.Q(next_date__isnull=False)
            ),
            models.Index(fields=["creditor", "state", "-id"], name="case_list"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def called(self) -> str:
        """The names of all who answer for it, as pages show them. Lists prefetch `joint_debtors`."""
        joint = sorted((row for row in self.joint_debtors.all() if row.answers), key=lambda row: row.pk)
        names = [row.label for row in joint]
        return (", ".join(names) if WITHHELD in names else listed(names)) or self.debtor.name


class Claim(TenantOwned):
    """One invoice's claim: its capital and all that the law asks about it."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("Varor")
        SERVICES = "services", _("Tjänster")
        RENT = "rent", _("Hyra")
        MEMBERSHIP = "membership", _("Medlemsavgift")

    case_path = "case_id"

    case = TenantKey(Case, related_name="claims")
    document = TenantKey(Document, null=True, related_name="claims")
    invoice_number = models.CharField(_("Fakturanummer"), max_length=60)
    kind = models.CharField(max_length=12, choices=Kind)
    description = models.CharField(_("Vad avser fakturan?"), max_length=120)
    invoice_date = models.DateField(_("Fakturadatum"))
    sent_on = models.DateField(_("Fakturan skickad"))
    delivered_on = models.DateField(_("Levererat"))
    due_date = models.DateField(_("Förfallodatum"))
    due_agreed = models.BooleanField(help_text="the due date was agreed beforehand (räntelagen 3 §)")
    interest_stated = models.BooleanField(help_text="the invoice said that late payment costs interest (4 §)")
    agreed_rate = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="per cent a year")
    reminder_fee_agreed = models.BooleanField(help_text="agreed when the debt arose (1981:739 2 §)")
    late_payment_claimed = models.BooleanField(
        default=False, help_text="450 kr is asked of a business debtor (1981:739 4 a §) instead of 60 and 180"
    )
    own_reminder_on = models.DateField(null=True)
    capital_ore = models.BigIntegerField(help_text="as registered")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "invoice_number"], name="invoice_once"),
            models.CheckConstraint(condition=models.Q(capital_ore__gt=0), name="claim_positive"),
        ]

    def __str__(self) -> str:
        return self.invoice_number

    @property
    def arose_on(self) -> date:
        """The day the claim arose: of delivery, or of the invoice when that came first."""
        return min(self.delivered_on, self.invoice_date)
