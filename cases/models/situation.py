"""What has happened to whoever owes: a bankruptcy, a death, a protected identity. While it stops, nothing leaves."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.debtor import Debtor
from ekrav.tenancy.models import TenantKey, TenantOwned


class Situation(TenantOwned):
    """One thing that stops a case from the second it is known. One of each kind and debtor at a time; several may meet.

    It stops until it is over (`ended_on`), or until a handler lets the case go on although it lasts (`released_on`).
    `key`: the register's event or the form it came by, so that it is begun once. `told_cipher` holds who is to be
    written to instead, enciphered and erasable; nothing of whoever is protected.
    """

    class Kind(models.TextChoices):
        BANKRUPTCY = "bankruptcy", _("Konkurs")
        RECONSTRUCTION = "reconstruction", _("Företagsrekonstruktion")
        DEBT_RELIEF = "debt_relief", _("Skuldsanering")
        DEATH = "death", _("Avliden")
        GUARDIAN = "guardian", _("Har förvaltare")
        MINOR = "minor", _("Minderårig när fordran kom till")
        PROTECTED = "protected", _("Skyddade personuppgifter")
        NO_ADDRESS = "no_address", _("Okänd adress")
        ABROAD = "abroad", _("Flyttat utomlands")
        DEREGISTERED = "deregistered", _("Upplöst eller avregistrerat")
        PARTNERSHIP = "partnership", _("Handelsbolag utan verksamhet")

    class Task(models.TextChoices):
        """What a handler does next, by `due_on`."""

        FILE = "file", _("Anmäl fordran")
        FOLLOW = "follow", _("Följ upp")
        FIND = "find", _("Sök en ny adress")
        REPRESENT = "represent", _("Skriv in vem vi ska skriva till")
        BY_HAND = "by_hand", _("Bestäm om breven ska gå för hand")
        DECIDE = "decide", _("Avgör hur ärendet går vidare")

    case_path = "case_id"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = TenantKey(Case, related_name="situations")
    debtor = TenantKey(
        Debtor, null=True, related_name="+", help_text="to whom, of several; null: the case's first"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    key = models.CharField(max_length=60)
    register_event = models.BigIntegerField(null=True, help_text="the kept event's row; null: by hand")
    began_on = models.DateField(help_text="the day it counts from: of the decision, the death, the move")
    known_at = models.DateTimeField()
    known_by_kind = models.CharField(max_length=10)
    known_by_id = models.BigIntegerField(null=True)
    told_cipher = models.BinaryField(default=b"")
    task = models.CharField(max_length=12, choices=Task)
    due_on = models.DateField()
    filed_on = models.DateField(null=True, help_text="the day the claim was filed")
    released_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "case", "key"], name="situation_once"),
            models.UniqueConstraint(
                fields=["creditor", "case", "kind", "debtor"],
                nulls_distinct=False,
                name="situation_once_at_a_time",
                condition=models.Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="protected") | models.Q(told_cipher=b""),
                name="situation_of_protected_is_bare",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"],
                name="situation_to_look_at",
                condition=models.Q(ended_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_on}"

    @property
    def stops(self) -> bool:
        """Whether nothing may leave because of it."""
        return self.released_on is None and self.ended_on is None


class EventsTaken(models.Model):
    """How far the kept events of the registers have been taken up by the cases. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="events_taken_one_row")
        ]

    def __str__(self) -> str:
        return str(self.last)
