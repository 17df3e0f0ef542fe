""" "Have you been paid?", asked before each step that makes the debt larger or the tone sharper.

The debtor may have paid the creditor, who has not told us: then the next letter would be wrong. One question for each
step of a case, some days ahead; one mail for each company and day, with all of them. Silence lets the step be taken. A
case that comes back to a step (a dispute rejected, a plan or respite ended, money taken back) has a new last day to
pay, and is asked about again.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.creditor_mail import case_words, mail_creditor
from cases.models import Case, CaseEvent, Hold, Question
from cases.move import write_event
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import add_bank_days
from ekrav.outbox.models import Parcel
from ekrav.tenancy import routing_scope, tenant_scope

_log = logging.getLogger(__name__)

ESCALATIONS: Final = (Action.DEMAND, Action.FINAL_NOTICE, Action.AWAIT_DECISION)
# A payment to the creditor's own account is seen the day after; two more to look and answer.
AHEAD_BANK_DAYS: Final = 3
# A mail names so many; the page behind its link has them all.
NAMED_IN_MAIL: Final = 20
SALT: Final = "cases.ask_paid"
LINK_HOLDS_SECONDS: Final = 14 * 24 * 60 * 60


class LinkTooOld(ValueError):
    """The mailed link is not ours, or has grown too old."""


def ask_all(*, today: date, at: datetime) -> int:
    """Ask every company about its cases with a step close ahead; how many questions. One that fails is logged."""
    asked = 0
    for creditor_id in find_companies(today=today):
        try:
            asked += ask_company(creditor_id=creditor_id, today=today, at=at)
        except Exception:
            _log.exception("company not asked", extra={"creditor": creditor_id})
    return asked


def find_companies(*, today: date) -> list[int]:
    """The companies that have a case whose next step is close ahead, by its date's index."""
    until = add_bank_days(start=today, days=AHEAD_BANK_DAYS)
    with routing_scope():
        close = Case.objects.filter(next_date__gt=today, next_date__lte=until, next_action__in=ESCALATIONS)
        return list(close.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())


def ask_company(*, creditor_id: int, today: date, at: datetime) -> int:
    """Ask one company about all its cases at once, in its scope, at most once a day; how many questions."""
    key = f"has been paid {today.isoformat()}"
    with tenant_scope(creditor_id):
        if Parcel.objects.filter(key=key).exists():
            return 0
        cases = _not_asked(today=today)
        if not cases:
            return 0
        for case, until in cases:
            question = Question.objects.create(
                case=case, step=case.next_action, given_until=until, asked_on=today, asked_at=at
            )
            write_event(
                case=case,
                kind=CaseEvent.Kind.ASKED_PAID,
                on=today,
                at=at,
                by=MACHINE,
                facts={"question": question.pk, "step": question.step},
            )
        _mail([case for case, _until in cases], key=key, creditor_id=creditor_id, at=at)
        return len(cases)


def _not_asked(*, today: date) -> list[tuple[Case, date]]:
    """The company's cases to ask about, locked, each with the last day to pay that its debtor has been given.

    A case that somebody is at is asked about another time.
    """
    until = add_bank_days(start=today, days=AHEAD_BANK_DAYS)
    of_step = Question.objects.filter(
        case=OuterRef("pk"), step=OuterRef("next_action"), given_until=OuterRef("given_until")
    )
    of_debtor = Question.objects.filter(case=OuterRef("pk"), notice__isnull=False, answer="")
    close = Case.objects.filter(next_date__gt=today, next_date__lte=until, next_action__in=ESCALATIONS)
    # A letter's last day, or a respite's when that is later; without either, the registration's.
    respites = Hold.objects.filter(case=OuterRef("pk"), kind=Hold.Kind.RESPITE).order_by("-until")
    respite = Subquery(respites.values("until")[:1])
    timed = close.annotate(given_until=Greatest("pay_by", respite, "registered_on"))
    found = timed.exclude(Exists(of_step)).exclude(Exists(of_debtor)).order_by("id")
    locked = list(found.select_for_update(skip_locked=True, of=("self",)))
    # Looked at again with the rows locked: another run may have asked in between.
    rows = Question.objects.filter(case__in=locked).exclude(step="")
    asked = set(rows.values_list("case_id", "step", "given_until"))
    return [
        (case, case.given_until)
        for case in locked
        if (case.pk, case.next_action, case.given_until) not in asked
    ]


def _mail(cases: Sequence[Case], *, key: str, creditor_id: int, at: datetime) -> None:
    link = settings.PUBLIC_URL + reverse("cases:paid_link", args=[link_token(creditor_id)])
    named = "\n".join(f"– {case_words(case).capitalize()}" for case in cases[:NAMED_IN_MAIL])
    more = len(cases) - NAMED_IN_MAIL
    if more > 0:
        named += "\n" + ngettext("– och ett till", "– och %(n)s till", more) % {"n": more}
    mail_creditor(
        key=key,
        subject=ngettext("Har du fått betalt? Ett ärende", "Har du fått betalt? %(n)s ärenden", len(cases))
        % {"n": len(cases)},
        paragraphs=[
            _(
                "Snart tar vi nästa steg i de här ärendena. Har någon betalat direkt till dig, så säg till först."
            ),
            named,
            _("Svara med ett klick:\n%(link)s") % {"link": link},
            _("Svarar du inte går ärendena vidare."),
        ],
        at=at,
    )


def link_token(creditor_id: int) -> str:
    """What the mailed link carries: whose questions, signed; no more, and for some days."""
    return signing.dumps({"creditor": creditor_id}, salt=SALT, compress=False)


def company_of_link(token: str) -> int:
    """Whose questions a mailed link opens. Raises `LinkTooOld`."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LINK_HOLDS_SECONDS)
    except signing.BadSignature as refused:
        raise LinkTooOld from refused
    return int(said["creditor"])
