"""Barred: a claim that has become too old is ended, at nobody's cost (preskriptionslagen 8 §), and its creditor told.

Also one that waits for its creditor's choice, or by its title: nothing else would end it, and a barred claim is not to
be demanded. What something has happened to is left to the handler of that; surveillance looks for itself.
"""

import logging
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.circumstances import gather
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.last_day import last_limitation_of
from cases.models import Case, CaseEvent, Situation
from cases.states import State
from cases.write_off import Why, write_off_by_agency
from ekrav.audit.record import MACHINE
from ekrav.law.periods import years_after
from ekrav.law.rates import NoRow, Rates
from ekrav.tenancy import staff_scope, tenant_scope

_log = logging.getLogger(__name__)

MOST: Final = 500
WAITING: Final = (State.AWAITING_DECISION, State.TITLED)


def end_barred(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """End a case that waits and whose every claim is barred, its row locked; None when one is not. Raises `NoRow`."""
    seen = gather(cases=[case], today=today, rates=rates)[0]
    if case.state not in WAITING or seen.stopped_by or seen.payment_to_apply:
        return None
    if not last_limitation_of(seen).barred_on(today):
        return None
    ended = write_off_by_agency(case=case, why=Why.BARRED, today=today, at=at, by=MACHINE, rates=rates)
    mail_creditor(
        key=f"barred {case.pk} {ended.pk}",
        subject=_("Fordran är preskriberad: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _("Den kan inte längre krävas, och ärendet är avslutat. Läs mer här:\n%(link)s")
            % {"link": link_to("cases:case", case.number)},
        ],
        at=at,
    )
    return ended


def end_all_barred(*, today: date, at: datetime, rates: Rates) -> int:
    """End every one that waits with nothing ahead that would look at it; how many. Opens its own scopes."""
    with staff_scope():
        found = list(_old_enough(today, rates).values_list("creditor_id", "id")[:MOST])
    return sum(_one(creditor, case, today=today, at=at, rates=rates) for creditor, case in found)


def _old_enough(today: date, rates: Rates) -> QuerySet[Case]:
    """Those that the shortest time has run out for since the claim arose; most have been kept alive since."""
    arisen = years_after(today, -rates.years("limitation.consumer", today))
    old = Q(claims__invoice_date__lte=arisen) | Q(claims__delivered_on__lte=arisen)
    stopped = Situation.objects.filter(case=OuterRef("pk"), ended_on=None, released_on=None)
    waiting = Case.objects.filter(old, ~Exists(stopped), state__in=WAITING, next_date=None)
    return waiting.order_by("id").distinct()


def _one(creditor_id: int, case_id: int, *, today: date, at: datetime, rates: Rates) -> bool:
    try:
        with tenant_scope(creditor_id):
            rows = Case.objects.select_for_update(of=("self",), skip_locked=True)
            case = rows.select_related("debtor", "subledger", "reference").filter(pk=case_id).first()
            return case is not None and end_barred(case=case, today=today, at=at, rates=rates) is not None
    except NoRow:
        return False
    except Exception:
        _log.exception("barred claim not ended", extra={"case": case_id, "creditor": creditor_id})
        return False
