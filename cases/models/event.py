"""What has happened in a case: append-only, ids and öre, never names."""

from typing import ClassVar, Final

from django.db import models

from cases.models.case import Case
from ekrav.ledger.models import Entry
from ekrav.payments.models import Payment
from ekrav.tenancy.models import OwnedByKey, TenantKey
from letters.models import Dispatch

FOR_A_PERSON: Final = (
    r"\m(no_address|nothing_owed|barred|incomplete|unprintable|no_report|not_an_application)\M"
)
"""The reasons of a hold that only a person can do away with, and that no other queue shows (`cases.held_up`)."""


class CaseEvent(OwnedByKey):
    """What happened in a case. Append-only; holds ids and öre, never names."""

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        REMINDED = "reminded"
        DEMANDED = "demanded"
        FINAL_NOTICE = "final_notice"
        TOLD = "told"
        BESIDE = "beside"
        POSTED = "posted"
        HELD = "held"
        RECALLED = "recalled"
        NOT_SENT = "not_sent"
        PAID = "paid"
        DIRECT_PAYMENT = "direct_payment"
        REVERSED = "reversed"
        APPLIED_ANEW = "applied_anew"
        CLOSED = "closed"
        REOPENED = "reopened"
        WITHDRAWN = "withdrawn"
        WRITTEN_OFF = "written_off"
        WAITING = "waiting"
        ASKED_AGAIN = "asked_again"
        QUOTED = "quoted"
        DECIDED = "decided"
        ASKED_PAID = "asked_paid"
        ANSWERED = "answered"
        NOTICED = "noticed"
        DISPUTED = "disputed"
        DISPUTE_ANSWERED = "dispute_answered"
        DISPUTE_UPHELD = "dispute_upheld"
        DISPUTE_REJECTED = "dispute_rejected"
        DISPUTE_PARTLY = "dispute_partly"
        RESPITE = "respite"
        PAUSED = "paused"
        HOLD_LIFTED = "hold_lifted"
        PLAN_OFFERED = "plan_offered"
        PLAN_ACCEPTED = "plan_accepted"
        PLAN_CHANGED = "plan_changed"
        PLAN_NOTICE = "plan_notice"
        PLAN_WARNING = "plan_warning"
        PLAN_ENDED = "plan_ended"
        LOOKED_UP = "looked_up"
        REPORTED = "reported"
        REPORT_UNKNOWN = "report_unknown"
        RECONSIDERED = "reconsidered"
        APPLIED = "applied"
        CONFIRMED = "confirmed"
        SUPPLEMENT_ASKED = "supplement_asked"
        SUPPLEMENTED = "supplemented"
        SERVED = "served"
        NOT_SERVED = "not_served"
        ORDER_DISPUTED = "order_disputed"
        COURT_ASKED = "court_asked"
        ORDER_ENDED = "order_ended"
        COURT_LOST = "court_lost"
        TITLED = "titled"
        REDUCED = "reduced"
        TAKEN_BACK = "taken_back"
        ENFORCING = "enforcing"
        BASE_FEE = "base_fee"
        YEAR_ASKED = "year_asked"
        ENFORCEMENT_REPORT = "enforcement_report"
        PAID_OUT = "paid_out"
        ENFORCEMENT_ENDED = "enforcement_ended"
        NOT_TAKEN = "not_taken"
        SURVEILLED = "surveilled"
        SURVEILLANCE_LETTER = "surveillance_letter"
        STOPPED = "stopped"
        CLAIM_FILED = "claim_filed"
        WENT_ON = "went_on"
        JOINED = "joined"
        RELEASED = "released"
        UNTOLD = "untold"
        TOLD_OTHERWISE = "told_otherwise"

    # BESIDE: the same letter, to another who answers for the same claim. It brings a letter, and asks for nothing new.
    # What became of a letter that another event brought.
    ABOUT_A_LETTER = (Kind.POSTED, Kind.RECALLED, Kind.NOT_SENT)

    case_path = "case_id"

    case = TenantKey(Case, related_name="events", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField(help_text="the day it counts from")
    at = models.DateTimeField(help_text="when it was written")
    by_kind = models.CharField(max_length=10)
    by_id = models.BigIntegerField(null=True)
    state_before = models.CharField(max_length=20, blank=True)
    state_after = models.CharField(max_length=20)
    amount_ore = models.BigIntegerField(null=True)
    dispatch = TenantKey(Dispatch, null=True, related_name="+", db_index=False)
    entry = TenantKey(Entry, null=True, related_name="+", db_index=False)
    payment = TenantKey(Payment, null=True, related_name="+", db_index=False)
    facts = models.JSONField(default=dict)

    class Meta(OwnedByKey.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["creditor", "payment"],
                name="payment_applied_once",
                condition=models.Q(payment__isnull=False, kind="paid"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="events_of_case"),
            models.Index(
                fields=["dispatch"], name="event_dispatch", condition=models.Q(dispatch__isnull=False)
            ),
            models.Index(fields=["entry"], name="event_entry", condition=models.Q(entry__isnull=False)),
            models.Index(fields=["payment"], name="event_payment", condition=models.Q(payment__isnull=False)),
            models.Index(
                fields=["case"],
                name="event_name_differs",
                condition=models.Q(kind="held", facts__stops__icontains="name_differs"),
            ),
            models.Index(
                fields=["case"],
                name="event_minor",
                condition=models.Q(kind="held", facts__stops__icontains="minor"),
            ),
            models.Index(fields=["case"], name="event_untold", condition=models.Q(kind="untold")),
            models.Index(
                fields=["case"],
                name="event_for_a_person",
                condition=models.Q(kind="held", facts__stops__regex=FOR_A_PERSON),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def brings_letter(self) -> bool:
        """Whether this is what the debtor was written to about."""
        return self.dispatch_id is not None and self.kind not in self.ABOUT_A_LETTER
