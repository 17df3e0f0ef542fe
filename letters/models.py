"""A letter that leaves: its frozen facts, its bytes, and the print job it left in."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.tenancy.models import TenantKey, TenantOwned
from letters.catalogue import ONCE


class PrintJob(models.Model):
    """One posting day's letters, handed to the print house under an id of ours. Agency-wide; names nobody."""

    class State(models.TextChoices):
        MADE = "made"
        HANDED_OVER = "handed_over"
        ACCEPTED = "accepted"
        POSTED = "posted"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_on = models.DateField()
    count = models.IntegerField()
    manifest = models.JSONField()
    sha256 = models.BinaryField(max_length=32)
    state = models.CharField(max_length=12, choices=State, default=State.MADE)
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)


class Dispatch(TenantOwned):
    """One letter to one debtor: composed, rendered, handed over, posted; or posted by a person (`by_hand`).

    Each kind of claim once a case and addressee, unless the earlier one was stopped before it left, came back, or was
    posted too late to count. Several who answer jointly are each written to; those letters count together: the first
    stands for all, and `beside` leads to it from the others. Holds personal data: erasable.
    """

    class State(models.TextChoices):
        COMPOSED = "composed", _("Köad")
        RENDERED = "rendered", _("Klar att skicka")
        HANDED_OVER = "handed_over", _("Hos tryckeriet")
        POSTED = "posted", _("Postad")
        RETURNED = "returned", _("I retur")
        CANCELLED = "cancelled", _("Stoppad")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    case_number = models.CharField(max_length=20)
    letter_number = models.SmallIntegerField()
    addressee = models.BigIntegerField(
        null=True, help_text="whose it is of several debtors, by the cases' number; null: the case's first"
    )
    beside = TenantKey(
        "self",
        null=True,
        related_name="+",
        db_index=False,
        help_text="the first of the letters that say this",
    )
    facts = models.JSONField()
    template_version = models.CharField(max_length=40)
    pdf = models.BinaryField(null=True)
    sha256 = models.BinaryField(max_length=32, null=True)
    pages = models.SmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.COMPOSED)
    planned_on = models.DateField()
    posted_on = models.DateField(null=True)
    print_job = models.ForeignKey(PrintJob, on_delete=models.PROTECT, null=True, related_name="dispatches")
    stop_wanted = models.BooleanField(default=False, help_text="asked to stop when it may already have left")
    by_hand = models.BooleanField(
        default=False, help_text="never in a print job: a person posts it and says on which day"
    )
    void = models.BooleanField(
        default=False, help_text="posted too late to give its time: counts as not sent"
    )
    created_at = models.DateTimeField()
    noted_at = models.DateTimeField(
        null=True, help_text="when the case took note that it was posted, or stopped"
    )

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "case_number", "kind", "addressee"],
                nulls_distinct=False,
                name="letter_kind_once",
                condition=models.Q(kind__in=sorted(ONCE), void=False)
                & ~models.Q(state__in=["cancelled", "returned"]),
            ),
            models.UniqueConstraint(
                fields=["creditor", "case_number", "letter_number"], name="letter_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["composed", "cancelled"])
                | models.Q(pdf__isnull=False, sha256__isnull=False, pages__isnull=False),
                name="letter_is_rendered_before_it_leaves",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["composed", "rendered", "cancelled"])
                | models.Q(print_job__isnull=False)
                | models.Q(by_hand=True),
                name="letter_leaves_in_a_print_job",
            ),
            models.CheckConstraint(
                condition=models.Q(by_hand=False) | models.Q(print_job__isnull=True),
                name="letter_by_hand_is_in_no_job",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="posted") | models.Q(posted_on__isnull=False),
                name="posted_letter_has_its_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["planned_on"],
                name="dispatch_waiting",
                condition=models.Q(state__in=["composed", "rendered", "handed_over"]),
            ),
            models.Index(
                fields=["id"],
                name="dispatch_came_back",
                condition=models.Q(state="returned", void=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_number}"
