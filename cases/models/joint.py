"""Several who answer for one claim, each for the whole of it (solidariskt)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.debtor import Debtor
from ekrav.tenancy.models import TenantKey, TenantOwned


class JointDebtor(TenantOwned):
    """One of a case's several debtors: each of them has such a row, the case's first too, and a lone debtor has none.

    `label` is what the others are told to call it: its name, or that there is none to tell. Personal data: erasable.
    """

    class Why(models.TextChoices):
        """Why nothing is asked of one of them any more."""

        DEAD = "dead", _("Avliden, och boet har inget")
        INSOLVENT = "insolvent", _("Konkurs, skuldsanering eller rekonstruktion")
        DISSOLVED = "dissolved", _("Bolaget finns inte längre")
        NOT_FOUND = "not_found", _("Går inte att nå")
        NOT_LIABLE = "not_liable", _("Svarar inte för skulden")
        CREDITOR = "creditor", _("Borgenären vill det")

    case_path = "case_id"

    case = TenantKey(Case, related_name="joint_debtors")
    debtor = TenantKey(Debtor, related_name="joint_in")
    label = models.CharField(max_length=120)
    since = models.DateField()
    released_on = models.DateField(null=True, help_text="nothing is asked of it from that day")
    why = models.CharField(max_length=12, choices=Why, blank=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "case", "debtor"], name="joint_debtor_once"),
            models.CheckConstraint(
                condition=models.Q(released_on__isnull=True, why="")
                | models.Q(released_on__isnull=False) & ~models.Q(why=""),
                name="joint_debtor_released_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.debtor_id}"

    @property
    def answers(self) -> bool:
        """Whether it is asked for the debt."""
        return self.released_on is None
