"""Creditor companies, their people and how they got in.

A person is known by issuer and the keyed hash of the person number, never by e-mail; the number itself is kept
enciphered. A sole trader's organisation number is a person number: mask it wherever it is shown.
"""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.agency.models import AgreementText, StaffMember, Tariff
from ekrav.tenancy.models import Tenant, TenantKey, TenantOwned


class Person(AbstractBaseUser):
    """Somebody who has logged in with BankID. No password exists anywhere; the inherited field stays unusable."""

    id = models.BigAutoField(primary_key=True)
    issuer = models.CharField(max_length=200)
    person_key = models.BinaryField(max_length=33)
    person_number_cipher = models.BinaryField()
    name = models.CharField(max_length=120)
    staff = models.OneToOneField(StaffMember, on_delete=models.PROTECT, null=True, related_name="person")
    created_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "person_key"], name="person_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Creditor(models.Model):
    """A company that is owed: the tenant. Nothing leaves for it before signatory and bankgiro are confirmed."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Varje vecka")
        DAILY = "daily", _("Varje bankdag")

    creditor = models.OneToOneField(
        Tenant, on_delete=models.PROTECT, primary_key=True, related_name="company", db_column="creditor_id"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Företagets namn"), max_length=120)
    organisation_number = models.CharField(_("Organisationsnummer"), max_length=10)
    legal_form = models.CharField(max_length=20)
    street = models.CharField(_("Gatuadress"), max_length=120)
    postcode = models.CharField(_("Postnummer"), max_length=6)
    city = models.CharField(_("Ort"), max_length=60)
    bankgiro = models.CharField(_("Bankgiro"), max_length=8)
    notes_email = models.EmailField(_("E-post för avräkningsnotor"))
    vat_registered = models.BooleanField(_("Registrerad för moms"))
    vat_number = models.CharField(_("Momsregistreringsnummer"), max_length=14, blank=True)
    f_skatt = models.BooleanField()
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT)
    signed_up_at = models.DateTimeField()
    signatory_confirmed_at = models.DateTimeField(null=True)
    bankgiro_confirmed_at = models.DateTimeField(null=True)
    confirmation_source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            # Across tenants on purpose: a company signs up once, and whoever tries again is told so.
            models.UniqueConstraint(fields=["organisation_number"], name="company_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_held(self) -> bool:
        """Whether letters and payouts wait for it to be sure who signed and whose bankgiro it is."""
        return self.signatory_confirmed_at is None or self.bankgiro_confirmed_at is None


class Membership(TenantOwned):
    """A person's role in a company. Name and e-mail are the ones given in this company."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("Administratör")
        USER = "user", _("Användare")
        READER = "reader", _("Läsbehörig")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    active = models.BooleanField(default=True)
    since = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "person"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(TenantOwned):
    """An invitation to a colleague: single use, seven days, only the hash of its token is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Membership.Role)
    invited_by = TenantKey(Membership, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = TenantKey(Membership, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email


class BankgiroChange(TenantOwned):
    """An administrator's wish to be paid to another bankgiro, with fresh BankID behind it.

    Payouts wait from the moment it is asked for until 72 hours have passed and staff have made sure that the number is
    the company's own; only then is it the company's. The database refuses a number without such a row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bankgiro = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    asked_by = TenantKey(Membership, related_name="+")
    holds_until = models.DateTimeField(help_text="72 hours after it was asked for")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True, help_text="the staff member")
    source = models.CharField(max_length=80, blank=True, help_text="how staff know whose number it is")
    withdrawn_at = models.DateTimeField(null=True, help_text="taken back by the company or refused by staff")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor"],
                condition=models.Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
                name="one_bankgiro_change_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False, withdrawn_at__isnull=True),
                name="bankgiro_change_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(holds_until__gte=models.F("asked_at") + timedelta(hours=72)),
                name="bankgiro_change_holds_72_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"bankgiro change {self.pk}"


class AcceptedAgreement(TenantOwned):
    """The agreement as it was read and accepted, kept to the byte."""

    agreement = models.ForeignKey(AgreementText, on_delete=models.PROTECT)
    pdf = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    accepted_at = models.DateTimeField()
    accepted_by = TenantKey(Membership, related_name="+")

    def __str__(self) -> str:
        return f"{self.agreement} {self.accepted_at:%Y-%m-%d}"
