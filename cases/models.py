"""A claim under collection: its debtor, its papers, its events. What is owed is in the ledger, never here."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.states import Action, State
from ekrav.ledger.models import Entry, Subledger
from ekrav.payments.models import Payment, Reference
from ekrav.tenancy.models import TenantKey, TenantOwned
from letters.models import Dispatch


class Document(TenantOwned):
    """A file that somebody gave us, kept to the byte under a random name."""

    case_path = "claims__case_id"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=60)
    size = models.IntegerField()
    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        indexes: ClassVar = [models.Index(fields=["creditor", "sha256"], name="document_content")]

    def __str__(self) -> str:
        return self.name


class Draft(TenantOwned):
    """An uploaded invoice on its way to a case: what was read, with each field's provenance, and what was corrected."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = TenantKey(Document, related_name="drafts")
    extraction = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True, help_text="why fields are empty, if they are")
    page_image = models.BinaryField(null=True, help_text="the first page as PNG")
    page_width = models.SmallIntegerField(default=0, help_text="points")
    page_height = models.SmallIntegerField(default=0, help_text="points")
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    case = TenantKey("Case", null=True, related_name="drafts")
    discarded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.public_id)


class Debtor(TenantOwned):
    """A person or company that owes. Personal data: erasable, so nothing append-only holds any of it."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Privatperson")
        COMPANY = "company", _("Företag")

    case_path = "cases__id"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("Namn"), max_length=120)
    number_cipher = models.BinaryField(null=True)
    number_key = models.BinaryField(max_length=33, null=True)
    number_masked = models.CharField(max_length=13, blank=True)
    care_of = models.CharField(_("c/o"), max_length=120, blank=True)
    street = models.CharField(_("Gatuadress"), max_length=120)
    postcode = models.CharField(_("Postnummer"), max_length=6)
    city = models.CharField(_("Ort"), max_length=60)
    email = models.EmailField(blank=True)

    class Meta(TenantOwned.Meta):
        indexes: ClassVar = [models.Index(fields=["creditor", "number_key"], name="debtor_number")]

    def __str__(self) -> str:
        return self.name


class Case(TenantOwned):
    """One debtor's claim under collection. `state` is stored and moves only by `cases.move`; `next_*` is due work."""

    case_path = "id"

    number = models.CharField(max_length=8, unique=True)
    debtor = TenantKey(Debtor, related_name="cases")
    subledger = models.OneToOneField(
        Subledger, on_delete=models.PROTECT, db_constraint=False, related_name="case"
    )
    reference = TenantKey(Reference, related_name="+")
    state = models.CharField(max_length=20, choices=State)
    state_since = models.DateField()
    next_action = models.CharField(max_length=20, choices=Action, blank=True)
    next_date = models.DateField(null=True)
    pay_by = models.DateField(null=True, help_text="the last letter's")
    registered_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="case_state_known"),
            models.CheckConstraint(
                condition=models.Q(next_action="", next_date__isnull=True)
                | ~models.Q(next_action="") & models.Q(next_date__isnull=False),
                name="case_next_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_date", "id"], name="case_due", condition=models.Q(next_date__isnull=False)
            ),
            models.Index(fields=["creditor", "state", "-id"], name="case_list"),
        ]

    def __str__(self) -> str:
        return self.number


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
    own_reminder_on = models.DateField(null=True)
    capital_ore = models.BigIntegerField(help_text="as registered")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "invoice_number"], name="invoice_once"),
            models.CheckConstraint(condition=models.Q(capital_ore__gt=0), name="claim_positive"),
        ]

    def __str__(self) -> str:
        return self.invoice_number


class CaseEvent(TenantOwned):
    """What happened in a case. Append-only; holds ids and öre, never names."""

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        REMINDED = "reminded"
        DEMANDED = "demanded"
        POSTED = "posted"
        HELD = "held"
        PAID = "paid"
        DIRECT_PAYMENT = "direct_payment"
        CLOSED = "closed"
        WAITING = "waiting"
        RECALLED = "recalled"

    case_path = "case_id"

    case = TenantKey(Case, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField(help_text="the day it counts from")
    at = models.DateTimeField(help_text="when it was written")
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    state_before = models.CharField(max_length=20, blank=True)
    state_after = models.CharField(max_length=20)
    amount_ore = models.BigIntegerField(null=True)
    dispatch = TenantKey(Dispatch, null=True, related_name="+")
    entry = TenantKey(Entry, null=True, related_name="+")
    payment = TenantKey(Payment, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "payment"],
                name="payment_applied_once",
                condition=models.Q(payment__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["creditor", "case", "id"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class DirectPayment(TenantOwned):
    """The debtor paid the creditor and the creditor said so. `key` is the form's own, so that a double click is one."""

    case_path = "case_id"

    key = models.UUIDField()
    case = TenantKey(Case, related_name="direct_payments")
    amount_ore = models.BigIntegerField()
    paid_on = models.DateField()
    reported_at = models.DateTimeField()
    reported_by = models.BigIntegerField(null=True)

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "key"], name="direct_payment_once"),
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="direct_payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on} {self.amount_ore}"


class PortalKey(TenantOwned):
    """The hash of the code printed on one letter: case number + code open that case in Mitt Ärende."""

    door_path = "case_number"

    case = TenantKey(Case, related_name="portal_keys")
    case_number = models.CharField(max_length=8)
    letter_number = models.SmallIntegerField()
    code_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["creditor", "case", "letter_number"], name="portal_key_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["case_number"], name="portal_key_number")]

    def __str__(self) -> str:
        return f"{self.case_number} {self.letter_number}"


class PortalAttempt(models.Model):
    """Wrong codes against one case number, real or not: counted in the database, whatever process they came through."""

    case_number = models.CharField(max_length=8, primary_key=True)
    day = models.DateField()
    wrong_today = models.SmallIntegerField(default=0)
    wrong_in_row = models.SmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.case_number
