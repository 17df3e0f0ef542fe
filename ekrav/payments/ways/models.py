"""Instructions to payment providers, what was heard of each, and the transfers that make card money client funds."""

import secrets
import uuid
from typing import ClassVar

from django.db import models

from ekrav.payments.ways.states import LIVE, Source, State, Way
from ekrav.tenancy.models import TenantKey, TenantOwned


def new_callback_id() -> str:
    """What a provider returns with its call, to show that it is the one we asked: 32 signs, 128 bits."""
    return secrets.token_hex(16).upper()


class TopUp(models.Model):
    """One transfer of the agency's own to the client funds. `reference` stands on it, and by that the bank's entry is
    recognised.

    Card money: the provider pays out to the agency's own account, less its fees. The fees are the agency's cost: it
    transfers the whole of what cards have paid, less what went back. A shortage: what the client funds lack.
    """

    class Kind(models.TextChoices):
        CARD = "card"
        SHORT = "short"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.CARD)
    reference = models.CharField(max_length=20, unique=True)
    amount_ore = models.BigIntegerField()
    made_at = models.DateTimeField()
    bank_entry_id = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="top_up_positive"),
            models.CheckConstraint(condition=models.Q(kind__in=["card", "short"]), name="top_up_kind"),
            # What is short is paid in once, however many press the button.
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="short", bank_entry_id__isnull=True),
                name="top_up_one_short",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Instruction(TenantOwned):
    """What a provider is asked, kept before it is asked: to take a payment on a case, or (`refund_of`) send one back.

    `instruction_id` is our own name for it and makes asking twice harmless; it stands on the payment as the payee's
    reference, so that the bank's entry is known again. Money has come when `state` is paid; it has arrived at the bank
    when `bank_entry_id`, or `top_up`, is known. One that never did, or that a card's holder got back, is counted until
    `fell_at`; the transfer that is less by it is `fell_top_up`. So is what was sent back and came back from the card,
    by which the transfer is more.
    """

    case_path = "reference__subledger__case__id"

    instruction_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    callback_id = models.CharField(max_length=36, unique=True, default=new_callback_id, editable=False)
    way = models.CharField(max_length=10, choices=Way)
    reference = TenantKey("payments.Reference", related_name="instructions")
    payer = models.BigIntegerField(
        null=True, help_text="who began it of several debtors, by the cases' number; null: the case's first"
    )
    refund_of = TenantKey("self", null=True, related_name="refunds")
    amount_ore = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.CREATED)
    problem = models.CharField(max_length=40, blank=True, help_text="the provider's code")
    provider_id = models.CharField(max_length=120, blank=True)
    token = models.CharField(max_length=120, blank=True, help_text="opens the payer's app")
    pay_url = models.CharField(max_length=1000, blank=True, help_text="where the payer goes on")
    payment_reference = models.CharField(max_length=120, null=True, unique=True)
    created_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True, help_text="the staff member who sends money back")
    approved_by = models.BigIntegerField(null=True, help_text="the second, who lets it go back")
    cancel_asked_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True, help_text="when to act next, in real time; null: never")
    looks = models.SmallIntegerField(default=0)
    paid_on = models.DateField(null=True)
    paid_at = models.DateTimeField(null=True, help_text="when we learnt it")
    bank_entry_id = models.BigIntegerField(null=True, unique=True)
    gone_at_bank = models.BooleanField(
        default=False, help_text="the card's holder had it back at its bank: nobody is asked to send it"
    )
    charged_back_at = models.DateTimeField(null=True, help_text="when the card provider said that it is gone")
    fell_at = models.DateTimeField(
        null=True, help_text="when it was off its case: never came, gone, or come back"
    )
    top_up = models.ForeignKey(TopUp, on_delete=models.PROTECT, null=True, related_name="instructions")
    fell_top_up = models.ForeignKey(TopUp, on_delete=models.PROTECT, null=True, related_name="fallen")

    class Meta(TenantOwned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_ore__gt=0), name="instruction_positive"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="instruction_state"),
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="instruction_way"),
            models.CheckConstraint(
                condition=models.Q(state=State.PAID, paid_on__isnull=False, payment_reference__isnull=False)
                | ~models.Q(state=State.PAID)
                & models.Q(paid_on__isnull=True, payment_reference__isnull=True),
                name="instruction_paid_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(bank_entry_id__isnull=True, top_up__isnull=True)
                | models.Q(state=State.PAID, bank_entry_id__isnull=True)
                | models.Q(state=State.PAID, top_up__isnull=True),
                name="instruction_arrives_once",
            ),
            models.CheckConstraint(
                condition=models.Q(fell_at__isnull=True)
                | models.Q(state=State.PAID, refund_of__isnull=True, bank_entry_id__isnull=True)
                & (~models.Q(way=Way.CARD) | models.Q(charged_back_at__isnull=False))
                | models.Q(state=State.PAID, refund_of__isnull=False, way=Way.CARD),
                name="instruction_fell_never_came",
            ),
            models.CheckConstraint(
                condition=models.Q(charged_back_at__isnull=True)
                | models.Q(state=State.PAID, refund_of__isnull=True, way=Way.CARD),
                name="instruction_charged_back_card",
            ),
            models.CheckConstraint(
                condition=models.Q(fell_top_up__isnull=True)
                | models.Q(fell_at__isnull=False, charged_back_at__isnull=False)
                | models.Q(fell_at__isnull=False, refund_of__isnull=False),
                name="instruction_fell_then_less",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | models.Q(refund_of__isnull=False),
                name="instruction_approved_is_refund",
            ),
            models.CheckConstraint(
                condition=models.Q(gone_at_bank=False) | models.Q(refund_of__isnull=False, way=Way.CARD),
                name="instruction_gone_is_card_refund",
            ),
            # Nothing goes back before two people have said so; what has gone at the bank has gone.
            models.CheckConstraint(
                condition=models.Q(refund_of__isnull=True)
                | models.Q(state__in=["created", "declined", "cancelled", "expired"])
                | models.Q(gone_at_bank=True, state=State.PAID, decided_by__isnull=False)
                | models.Q(approved_by__isnull=False, decided_by__isnull=False)
                & ~models.Q(approved_by=models.F("decided_by")),
                name="instruction_refund_by_two",
            ),
            models.UniqueConstraint(
                fields=["creditor", "reference", "payer"],
                nulls_distinct=False,
                condition=models.Q(state__in=sorted(LIVE), refund_of__isnull=True),
                name="instruction_one_live",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["look_at"], name="instruction_due", condition=models.Q(look_at__isnull=False)
            ),
            models.Index(fields=["creditor", "reference"], name="instruction_of_case"),
            # What still moves, stands still or is in doubt is few among all that were ever paid. A card payment has
            # no entry at the bank: what moves of those is in no transfer, or in one that has not arrived.
            models.Index(
                fields=["reference"],
                name="instruction_on_its_way",
                condition=models.Q(
                    state="paid", bank_entry_id__isnull=True, fell_at__isnull=True, top_up__isnull=True
                ),
            ),
            models.Index(
                fields=["id"],
                name="instruction_going_back",
                condition=models.Q(refund_of__isnull=False, state__in=sorted(LIVE)),
            ),
            models.Index(fields=["id"], name="instruction_unknown", condition=models.Q(state="unknown")),
            models.Index(
                fields=["id"], name="instruction_in_part", condition=models.Q(problem="DISPUTED_IN_PART")
            ),
            models.Index(
                fields=["id"],
                name="instruction_charged_back",
                condition=models.Q(charged_back_at__isnull=False, fell_at__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="instruction_to_approve",
                condition=models.Q(refund_of__isnull=False, state="created", approved_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.payee_reference

    @property
    def payee_reference(self) -> str:
        """The instruction's id as it stands on the payment: 32 capital hexadecimal digits."""
        return self.instruction_id.hex.upper()


class Evidence(TenantOwned):
    """What was heard of an instruction, and from whom. Append-only; nothing of the payer."""

    instruction = TenantKey(Instruction, related_name="evidence")
    at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=[(source.value, source.name) for source in Source])
    said = models.CharField(max_length=200)

    class Meta(TenantOwned.Meta):
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.said


class LostDispute(models.Model):
    """A card payment that has gone back to its holder before we knew that it was paid: kept until we do.

    Whose it is, is known when it is paid; the provider calls no more than once of it. `dispute`: the provider's id, of
    which a payment may have several. `noted_at`: when it was noted on its payment. `set_aside_at`: when a person said
    that it is of none of ours; is it, it is noted all the same.
    """

    id = models.BigAutoField(primary_key=True)
    dispute = models.CharField(max_length=120, blank=True, help_text='"" of one kept before ids were')
    payment_reference = models.CharField(
        max_length=120, blank=True, help_text='"": the provider does not say of which payment'
    )
    amount_ore = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    heard_at = models.DateTimeField()
    noted_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dispute"], name="dispute_once", condition=~models.Q(dispute="")),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["payment_reference"],
                name="dispute_to_note",
                condition=models.Q(noted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.payment_reference
