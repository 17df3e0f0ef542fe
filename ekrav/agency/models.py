"""The licensed operator's own record, its staff, its tariff and its agreement with the creditors.

The registry of rows that everybody may read (they stand on every letter and in every footer) and that only the agency
writes. One installation is run by one agency. The law's rows that the agency enters itself stand here too.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ekrav.law.interest import REFERENCE
from ekrav.law.rates import Mark, Unit

SIMULATED = Mark.SIMULATED.value
MARKS, UNITS = [mark.value for mark in Mark], [unit.value for unit in Unit]


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
    own_bankgiro = models.CharField(
        _("Byråns eget bankgiro"),
        max_length=8,
        blank=True,
        help_text="where its fees go; empty: they stay among the client funds",
    )
    tariff = models.ForeignKey("Tariff", on_delete=models.PROTECT, null=True, blank=True)
    minimum_payout_ore = models.BigIntegerField(
        default=0, help_text="less than this waits for the creditor's next payout"
    )

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
            models.CheckConstraint(
                condition=models.Q(own_bankgiro="")
                | ~models.Q(own_bankgiro=models.F("client_funds_bankgiro")),
                name="agency_own_money_apart",
                violation_error_message=_("Byråns eget bankgiro får inte vara klientmedlens."),
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_payout_ore__gte=0), name="minimum_payout_not_negative"
            ),
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

    @property
    def keeps_interest(self) -> bool:
        """The agency keeps the interest that debtors pay."""
        return self.interest_to == self.InterestTo.AGENCY

    @property
    def keeps_late_payment(self) -> bool:
        """The agency keeps the late payment compensation that debtors pay."""
        return self.late_payment_to == self.InterestTo.AGENCY


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


class RateRow(models.Model):
    """One of the law's figures, entered here on top of the shipped rows, and the days it holds, both ends included.

    A proposal of one person takes effect when another confirms it with fresh BankID; it then has its `number` in the
    order of confirmation and never changes (a trigger). A simulated row is the machine's own, and of a demo world only.
    """

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    value = models.CharField(max_length=20, help_text="exact: 180.00, -0.50, 8")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    statute = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    mark = models.CharField(max_length=2)
    entered_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    bankid_at = models.DateTimeField(null=True, help_text="when BankID confirmed the second person")
    number = models.IntegerField(null=True, unique=True, help_text="place in the order of confirmation")
    refused_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by=None, bankid_at=None, number=None)
                | models.Q(mark=SIMULATED, confirmed_at__isnull=False, number__isnull=False)
                | models.Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    bankid_at__isnull=False,
                    number__isnull=False,
                ),
                name="rate_row_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("entered_by")),
                name="rate_row_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(mark=SIMULATED, entered_by=None, confirmed_by=None, refused_at=None)
                | ~models.Q(mark=SIMULATED) & models.Q(entered_by__isnull=False),
                name="rate_row_simulated_by_machine",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_at=None, refused_by=None)
                | models.Q(refused_at__isnull=False, refused_by__isnull=False, confirmed_at=None),
                name="rate_row_refused_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="rate_row_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(mark__in=MARKS, unit__in=UNITS), name="rate_row_words_known"
            ),
            # No reference rate is carried into a half-year for which it was not decided.
            models.CheckConstraint(
                condition=~models.Q(key=REFERENCE) | models.Q(valid_to__isnull=False),
                name="rate_row_reference_ends",
            ),
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                condition=models.Q(mark=SIMULATED),
                name="rate_row_simulated_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class Work(models.TextChoices):
    """What the machine does of itself, a step each."""

    HOLDS = "holds", _("Låta utbetalningar gå vidare när hindret är borta")
    DRAFT = "draft", _("Göra utkast till utbetalningar")
    DRAFT_REFUNDS = "draft_refunds", _("Göra utkast till återbetalningar")
    DRAFT_FEES = "draft_fees", _("Göra utkast till byråns avgifter")
    FILES = "files", _("Göra filer till banken")
    HAND_OVER = "hand_over", _("Lämna utbetalningar till banken")
    HAND_OVER_FEES = "hand_over_fees", _("Lämna byråns avgifter till banken")
    REPORTS = "reports", _("Läsa bankens svar på utbetalningar")
    SETTLE = "settle", _("Bokföra utbetalningar som banken har gjort")
    RETURNS = "returns", _("Ta hand om utbetalningar som kommit tillbaka")
    PROVE = "prove", _("Stämma av klientmedlen mot banken")
    CREDIT = "credit", _("Skriva kreditnotor")
    RENDER = "render", _("Framställa avräkningsnotor")
    MAIL = "mail", _("Skicka avräkningsnotor")


class FailingWork(models.Model):
    """A step of the machine's that failed when it was last tried. The log says why; the row goes when it goes again."""

    work = models.CharField(max_length=20, primary_key=True, choices=Work)
    since = models.DateField(help_text="the day it first failed")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(work__in=Work.values), name="failing_work_known"),
        ]

    def __str__(self) -> str:
        return self.work
