"""What leaves for Kronofogden and what comes: the files kept whole, and the records, each its creditor's own."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.filings.file import Direction
from ekrav.tenancy.models import TenantOwned

OUT, IN = Direction.OUT.value, Direction.IN.value


class Filer(models.Model):
    """The agency as Kronofogden knows it, and how far the running numbers have come each way. One row.

    Its lock makes files one at a time. `made`: the last number of ours. `taken`: the last of theirs that was taken, all
    before it too. `fetched`: the channel's name of the file fetched last.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    code = models.CharField(_("Ingivarkod"), max_length=8, blank=True)
    agent_code = models.CharField(_("Ombudskod"), max_length=20, blank=True)
    made = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    fetched = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="filer_is_one_row")]

    def __str__(self) -> str:
        return self.code


class FilingFile(models.Model):
    """A file, kept whole. Ours: made, handed over, approved or refused by receipt. Theirs: read, waiting or refused.

    A file of theirs that is refused has no number here: what it says of itself is not believed.
    """

    class State(models.TextChoices):
        MADE = "made", _("Klar att skicka")
        HANDED_OVER = "handed_over", _("Lämnad")
        APPROVED = "approved", _("Godkänd")
        READ = "read", _("Inläst")
        WAITING = "waiting", _("Väntar på sin tur")
        REFUSED = "refused", _("Avvisad")

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    direction = models.CharField(max_length=20)
    number = models.IntegerField(null=True)
    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    name = models.CharField(max_length=200)
    record_count = models.IntegerField(default=0)
    sum_ore = models.BigIntegerField(default=0)
    kept_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State)
    problem = models.CharField(max_length=500, blank=True, help_text="why, for a person to read")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["direction", "number"],
                condition=models.Q(number__isnull=False),
                name="filing_number_once",
            ),
            models.UniqueConstraint(fields=["direction", "sha256"], name="filing_bytes_once"),
            models.CheckConstraint(
                condition=models.Q(
                    direction=OUT, number__gt=0, state__in=["made", "handed_over", "approved", "refused"]
                )
                | models.Q(direction=IN, number__gt=0, state__in=["read", "waiting"])
                | models.Q(direction=IN, number=None, state="refused"),
                name="filing_file_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(direction=IN)
                | models.Q(state="made")
                | models.Q(handed_over_at__isnull=False),
                name="filing_handed_over_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Outgoing(TenantOwned):
    """A record for the authority, laid out once by its id: for the next file, or to be sent by hand.

    The bytes never change. `refused`: the authority did not take it, and it is as if it had not been sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        FILED = "filed", _("I fil")
        BY_HAND = "by_hand", _("Skickad för hand")
        APPROVED = "approved", _("Godkänd")
        REFUSED = "refused", _("Avvisad")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record_id = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=35)
    kind = models.CharField(max_length=40)
    applies = models.BooleanField(help_text="an application: the first record of its reference")
    content = models.BinaryField()
    amount_ore = models.BigIntegerField()
    laid_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    file_number = models.IntegerField(null=True)
    sent_on = models.DateField(null=True, help_text="by hand")
    diary_number = models.CharField(max_length=40, blank=True)
    sent_by = models.BigIntegerField(null=True, help_text="the staff member")
    problem = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, help_text="a refusal that somebody has looked into")
    settled_by = models.BigIntegerField(null=True, help_text="the staff member")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            # Our own reference is the key by which an application is one, here and at the authority.
            models.UniqueConstraint(
                fields=["reference"],
                condition=models.Q(applies=True) & ~models.Q(state="refused"),
                name="application_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", file_number=None, sent_on=None)
                | models.Q(state="by_hand", file_number=None, sent_on__isnull=False, sent_by__isnull=False)
                | models.Q(
                    state__in=["filed", "approved", "refused"], file_number__isnull=False, sent_on=None
                ),
                name="outgoing_went_one_way",
            ),
            models.CheckConstraint(condition=models.Q(amount_ore__gte=0), name="outgoing_amount"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="outgoing_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["file_number"], name="outgoing_of_file"),
            models.Index(fields=["reference"], name="outgoing_reference"),
            models.Index(
                fields=["id"],
                name="outgoing_refused",
                condition=models.Q(state="refused", settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.record_id


class Incoming(TenantOwned):
    """A record from the authority about an application of this creditor's; the case takes it up once.

    `entered_by`: staff who typed in what came on paper; then there is no file.
    """

    record_id = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=35)
    kind = models.CharField(max_length=40)
    content = models.BinaryField()
    file_number = models.IntegerField(null=True)
    entered_by = models.BigIntegerField(null=True)
    arrived_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(file_number__isnull=False, entered_by=None)
                | models.Q(file_number=None, entered_by__isnull=False),
                name="incoming_from_file_or_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="incoming_to_take_up", condition=models.Q(taken_up_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.record_id


class Unplaced(models.Model):
    """A record from the authority that no application of ours answers to: a person looks into it."""

    id = models.BigAutoField(primary_key=True)
    record_id = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=35)
    kind = models.CharField(max_length=40)
    content = models.BinaryField()
    file_number = models.IntegerField()
    arrived_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="somebody has looked into it")
    settled_by = models.BigIntegerField(null=True, help_text="the staff member")

    def __str__(self) -> str:
        return self.record_id
