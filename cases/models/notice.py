"""What the debtor wrote or said: a row that stops the case the second it is written, and waits to be taken up."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.debtor import Debtor
from cases.models.papers import Document
from ekrav.tenancy.models import TenantKey, TenantOwned


class Ground(models.TextChoices):
    """Why a debtor says that the claim is not right."""

    ALREADY_PAID = "already_paid", _("Redan betalt")
    NOT_MINE = "not_mine", _("Känner inte igen köpet")
    WRONG_AMOUNT = "wrong_amount", _("Fel belopp")
    WRONG_GOODS = "wrong_goods", _("Fel på varan eller tjänsten")
    COMPLAINED = "complained", _("Redan reklamerat")
    WRONG_PERSON = "wrong_person", _("Fel person")
    OTHER = "other", _("Annat")


class Notice(TenantOwned):
    """One thing the debtor let us know, through the portal or through staff, classified. Personal data: erasable.

    `key` is the form's own, so that a double click is one. Every kind but a message stops letters until it is taken up.
    """

    class Kind(models.TextChoices):
        DISPUTE = "dispute", _("Bestrider kravet")
        PAID = "paid", _("Säger sig ha betalat")
        RESPITE = "respite", _("Ber om anstånd")
        PLAN = "plan", _("Vill betala i delar")
        NO_LETTERS = "no_letters", _("Vill inte ha fler brev: pröva kravet eller lägg ned det")
        MESSAGE = "message", _("Meddelande")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Mitt Ärende")
        LETTER = "letter", _("Brev")
        RETURNED = "returned", _("Text på returnerat brev")
        MAIL = "mail", _("E-post")
        PHONE = "phone", _("Telefon")
        AUTHORITY = "authority", _("Kronofogden")

    case_path = "case_id"
    debtor_path = "debtor_id"

    key = models.UUIDField()
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = TenantKey(Case, related_name="notices")
    debtor = TenantKey(
        Debtor, null=True, related_name="+", help_text="who said it, of several; null: the case's first"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    channel = models.CharField(max_length=10, choices=Channel)
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    amount_ore = models.BigIntegerField(
        null=True, help_text="the disputed part, what was paid, or the accepted plan's total"
    )
    day = models.DateField(null=True, help_text="respite wished until, or the day of the payment")
    months = models.SmallIntegerField(null=True, help_text="instalments wished for")
    text = models.TextField(max_length=5000, blank=True)
    scan = TenantKey(Document, null=True, related_name="+")
    received_on = models.DateField()
    received_at = models.DateTimeField()
    registered_by = models.BigIntegerField(null=True, help_text="the staff member; null: the debtor")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.BigIntegerField(null=True, help_text="the staff member; null: the machine")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "key"], name="notice_once"),
            models.CheckConstraint(
                condition=models.Q(amount_ore__isnull=True) | models.Q(amount_ore__gt=0),
                name="notice_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(months__isnull=True) | models.Q(months__range=(1, 60)),
                name="notice_months",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["received_at", "id"],
                name="notice_waiting",
                condition=models.Q(handled_at__isnull=True),
            ),
            models.Index(fields=["creditor", "case"], name="notice_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"
