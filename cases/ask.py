"""Ask: one mail a day to a creditor whose cases have begun to wait for its choice, or are asked about again.

It names cases and invoices, never debtors, and says where to choose. Those asked about after a day's mail are in the
next one.
"""

from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.claims import claims_in
from cases.models import Case, CaseEvent
from cases.states import Action, State
from ekrav.accounts.models import Creditor
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import post_parcel
from ekrav.tenancy import routing_scope, tenant_scope

Kind = CaseEvent.Kind
ASKED = (Kind.WAITING, Kind.ASKED_AGAIN, Kind.RECONSIDERED, Kind.ORDER_ENDED, Kind.ENFORCEMENT_ENDED)
KEY = "decision "


def ask_creditors(*, today: date, at: datetime) -> int:
    """Mail every creditor that has not been told of all it is asked; how many. Opens its own scopes."""
    with routing_scope():
        waiting = Case.objects.filter(next_action=Action.ASK_AGAIN)
        creditors = sorted(set(waiting.values_list("creditor_id", flat=True)))
    return sum(_ask(creditor_id, today=today, at=at) for creditor_id in creditors)


def _ask(creditor_id: int, *, today: date, at: datetime) -> bool:
    with tenant_scope(creditor_id):
        mails = Parcel.objects.filter(key__startswith=KEY).order_by("-created_at")
        last = mails.first()
        if last is not None and last.key == f"{KEY}{today}":
            return False
        cases = list(_asked(since=last.created_at if last else None))
        if not cases:
            return False
        post_parcel(
            key=f"{KEY}{today}",
            channel=Parcel.Channel.MAIL,
            recipient=Creditor.objects.get(pk=creditor_id).notes_email,
            subject=ngettext(
                "Ett ärende väntar på ditt beslut", "%(n)s ärenden väntar på ditt beslut", len(cases)
            )
            % {"n": len(cases)},
            body=_body(cases),
            at=at,
        )
    return True


def _asked(*, since: datetime | None) -> QuerySet[Case]:
    events = CaseEvent.objects.filter(kind__in=ASKED)
    if since is not None:
        events = events.filter(at__gt=since)
    waiting = Case.objects.filter(
        state__in=(State.AWAITING_DECISION, State.TITLED), pk__in=events.values("case_id")
    )
    return waiting.prefetch_related("claims").order_by("id")


def _body(cases: list[Case]) -> str:
    rows = "\n".join(
        _("Ärende %(number)s, %(invoices)s") % {"number": case.number, "invoices": claims_in(case).words}
        for case in cases
    )
    return _(
        "Hej,\n\nskulden är inte betald, och hur ni går vidare är ditt val:\n\n%(rows)s\n\n"
        "Välj väg på Mina sidor: %(address)s\n\nSvarar du inte väntar ärendet. Det kostar dig ingenting."
    ) % {"rows": rows, "address": f"{settings.PUBLIC_URL}{reverse('cases:list')}?vy=behover-dig"}
