"""The licensed operator's own record, its staff, its tariff and its agreement with the creditors.

The registry of rows that everybody may read (they stand on every letter and in every footer) and that only the agency
writes. One installation is run by one agency.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """The agency. Nothing leaves the house until the record is complete (`missing`)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("Namn"), max_length=120, blank=True)
    organisation_number = models.CharField(_("Organisationsnummer"), max_length=10, blank=True)
    vat_number = models.CharField(_("Momsregistreringsnummer"), max_length=14, blank=True)
    licence = models.CharField(_("Tillstånd"), max_length=200, blank=True)
    street = models.CharField(_("Gatuadress"), max_length=120, blank=True)
    postcode = models.CharField(_("Postnummer"), max_length=6, blank=True)
    city = models.CharField(_("Ort"), max_length=60, blank=True)
    phone = models.CharField(_("Telefon"), max_length=30, blank=True)
    phone_hours = models.CharField(_("Telefontid"), max_length=60, blank=True)
    email = models.EmailField(_("E-post"), blank=True)
    web = models.CharField(_("Webbplats"), max_length=120, blank=True)
    client_funds_bankgiro = models.CharField(_("Klientmedel, bankgiro"), max_length=8, blank=True)
    client_funds_iban = models.CharField(_("Klientmedel, IBAN"), max_length=34, blank=True)
    bank_bic = models.CharField(_("Bankens BIC"), max_length=11, blank=True)
    tariff = models.ForeignKey("Tariff", on_delete=models.PROTECT, null=True, blank=True)

    REQUIRED: ClassVar = (
        "name",
        "organisation_number",
        "vat_number",
        "licence",
        "street",
        "postcode",
        "city",
        "phone",
        "email",
        "web",
        "client_funds_bankgiro",
        "client_funds_iban",
        "bank_bic",
        "tariff_id",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="agency_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    def missing(self) -> list[str]:
        """The fields that must be filled in before anything may leave; empty when the record is complete."""
        return [field for field in self.REQUIRED if not getattr(self, field)]


class StaffMember(models.Model):
    """Somebody who works at the agency. Logs in with BankID like everyone; known by the keyed hash of the number."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administratör")
        HANDLER = "handler", _("Handläggare")
        FINANCE = "finance", _("Ekonomi")

    id = models.BigAutoField(primary_key=True)
    person_key = models.BinaryField(max_length=33, unique=True)
    name = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role))
    active = models.BooleanField(default=True)
    appointed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or f"staff {self.pk}"


class Tariff(models.Model):
    """What the agency agrees with its creditors, by version. A dated row; a change is a new version."""

    class InterestTo(models.TextChoices):
        CREDITOR = "creditor", _("Borgenären")
        AGENCY = "agency", _("Byrån")

    version = models.SmallIntegerField(primary_key=True)
    valid_from = models.DateField()
    interest_to = models.CharField(max_length=10, choices=InterestTo, default=InterestTo.CREDITOR)
    late_payment_to = models.CharField(max_length=10, choices=InterestTo, default=InterestTo.AGENCY)
    plan_notice_fee_ore = models.BigIntegerField(default=0, help_text="for each avi of an instalment plan")
    remainder_ore = models.BigIntegerField(
        default=0, help_text="what is left after a payment and is not worth asking for"
    )
    agent_fee_unpaid_ore = models.BigIntegerField(
        default=0, help_text="what the creditor owes of the 380 kr when the debtor never pays them"
    )
    surveillance_letter_ore = models.BigIntegerField(default=500)
    surveillance_letters_a_year = models.SmallIntegerField(default=3)
    quote_days = models.SmallIntegerField(default=30, help_text="how long an offered price holds")
    ask_again_days = models.SmallIntegerField(default=30, help_text="how often a waiting creditor is asked")
    legal_forms = ArrayField(models.CharField(max_length=20))
    posting_cutoff_hour = models.SmallIntegerField(default=15)

    def __str__(self) -> str:
        return f"tariff {self.version}"


class AgreementText(models.Model):
    """The agreement a creditor accepts, by version. The text that somebody accepted is never changed."""

    version = models.SmallIntegerField(primary_key=True)
    valid_from = models.DateField()
    text = models.TextField(
        help_text="paragraphs, blank lines between; a line that begins with # is a heading"
    )
    pdf = models.BinaryField(help_text="the same text, as it is downloaded and kept")

    def __str__(self) -> str:
        return f"agreement {self.version}"
