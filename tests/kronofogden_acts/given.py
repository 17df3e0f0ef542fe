"""Åre Bygg and what it has chosen, Anna's case on its way through Kronofogden, and what is said there.

Registered on Monday 1 September 2025: 10 000 kr that fell due on 13 August (agreed), reminder fee agreed, a private
debtor. Reference rate 2 %, so 10 % interest.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, Protocol

import requests
from django.conf import settings
from django.db.models import F, Min

from cases.models import Application, Case, CaseEvent
from ekrav.kronofogden.models import Outgoing
from ekrav.law.bankdays import bank_days_before
from ekrav.ledger.book import balances
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.tenancy.models import World
from ekrav.world.books import broken_invariants
from ekrav.world.play import play_today
from letters.models import Dispatch
from tests.cast import TEN_THOUSAND, a_case, a_creditor, an_agency, right_now, set_today
from tests.kronofogden_acts.quick import chose_orders, known_to_kronofogden

BEGINS: Final = date(2025, 9, 1)
INVOICE: Final = replace(
    TEN_THOUSAND,
    invoice_date=date(2025, 7, 14),
    sent_on=date(2025, 7, 14),
    delivered_on=date(2025, 7, 11),
    due_date=date(2025, 8, 13),
)
AT_REST: Final = (Dispatch.State.POSTED, Dispatch.State.RETURNED, Dispatch.State.CANCELLED)


class Begin(Protocol):
    """Gives the case as a beginning leaves it, among the counterparties; the beginning is played once a process."""

    def __call__(self, beginning: Callable[..., Case], /, **given: int) -> Case:
        """`given`: what the beginning is given."""


def are_bygg(*, order_up_to: int = 30_000, watching: int | None = None) -> int:
    """Åre Bygg on the day it all begins, with a standing choice of Kronofogden up to so many öre a case.

    `watching`: then surveillance, up to so many öre a year.
    """
    set_today(BEGINS)
    an_agency()
    known_to_kronofogden()
    creditor = a_creditor()
    chose_orders(creditor, up_to=order_up_to, watching=watching)
    return creditor


def annas(creditor: int, **changed: Any) -> Case:
    """Anna's case, registered."""
    return a_case(creditor, claim=replace(INVOICE, **changed))


def applied_for(*, order_up_to: int = 30_000, watching: int | None = None) -> Case:
    """Anna's case on the day its order has been applied for, 7 October: a beginning that stories share."""
    case = annas(are_bygg(order_up_to=order_up_to, watching=watching))
    play_until_event(case, CaseEvent.Kind.APPLIED)
    return case


def play_on(day: date) -> None:
    """Turn the clock to `day` and do everything that is due; the days between are passed over."""
    _at, today = right_now()
    with agency_scope():
        World.objects.update(offset=F("offset") + (day - today))
    play_today(day)


def play_until(day: date) -> None:
    """Play the days through `day` on which something is to be done, a week apart at most."""
    while right_now()[1] < day:
        play_on(min(day, _next_day(stride=7)))


def play_until_event(case: Case, kind: CaseEvent.Kind, *, most: int = 100, stride: int = 14) -> date:
    """Play on until it has happened, so many days at a stride where nothing is due; the day it counts from."""
    for _ in range(most):
        if kind in log(case):
            with tenant_scope(case.creditor_id):
                return case.events.filter(kind=kind).latest("id").on
        play_on(_next_day(stride=stride))
    raise AssertionError(f"no {kind} in {log(case)}")


def _next_day(*, stride: int) -> date:
    """Tomorrow while a letter is on its way; else when the next step is due, in a stride at the latest."""
    _at, today = right_now()
    tomorrow = today + timedelta(days=1)
    with staff_scope():
        if Dispatch.objects.exclude(state__in=AT_REST).exists():
            return tomorrow
        due = Case.objects.filter(next_date__gt=today).aggregate(day=Min("next_date"))["day"]
    # The creditor is asked whether it was paid three bank days before a step.
    return max(tomorrow, min(today + timedelta(days=stride), *_around(due)))


def _around(due: date | None) -> list[date]:
    if due is None:
        return [date.max]
    _at, today = right_now()
    asked = bank_days_before(due, days=3)
    return [asked if asked > today else due]


def fate(case: Case, how: str, *, kind: str = "B", number: int = 1) -> None:
    """How the authority's case goes from here."""
    told = {"reference": f"{case.number}-{kind}{number}", "fate": how}
    url = f"{settings.SANDBOX_URL}/kronofogden/fate"
    requests.post(url, json=told, timeout=10).raise_for_status()


def tomorrow() -> date:
    """The day after the world's."""
    return right_now()[1] + timedelta(days=1)


def deposit(case: Case, ore: int) -> None:
    """The debtor pays to the bankgiro with the case's OCR; the bank books it tomorrow."""
    body = {
        "ocr": fresh(case).reference.ocr,
        "text": "",
        "amount_ore": ore,
        "payer": case.debtor.name,
        "date": tomorrow().isoformat(),
    }
    requests.post(f"{settings.SANDBOX_URL}/bank/deposits", json=body, timeout=10).raise_for_status()


def fresh(case: Case) -> Case:
    """The case as it stands."""
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "reference", "subledger").get(pk=case.pk)


def log(case: Case, *, since: str = "") -> list[str]:
    """The kinds of the case's events, in order; after the first of kind `since`."""
    with tenant_scope(case.creditor_id):
        kinds = list(case.events.order_by("id").values_list("kind", flat=True))
    return kinds[kinds.index(since) + 1 :] if since else kinds


def event(case: Case, kind: CaseEvent.Kind) -> CaseEvent:
    """The case's one event of the kind."""
    with tenant_scope(case.creditor_id):
        return case.events.get(kind=kind)


def owed(case: Case) -> Mapping[Account, Ore]:
    """The case's balances in the book, those that are not 0."""
    with tenant_scope(case.creditor_id):
        return {account: ore for account, ore in balances(subledger=case.subledger).items() if ore}


def sent(case: Case) -> list[str]:
    """The records laid out for the authority about the case, in order."""
    with tenant_scope(case.creditor_id):
        ours = Outgoing.objects.filter(reference__startswith=case.number).order_by("id")
        return list(ours.values_list("kind", flat=True))


def application(case: Case) -> Application:
    """The case's last application."""
    with tenant_scope(case.creditor_id):
        found = case.applications.order_by("-id").first()
        assert found is not None
        return found


def broken() -> list[tuple[str, dict[str, Any]]]:
    """What is wrong with the books."""
    return [(found.invariant, dict(found.row)) for found in broken_invariants()]
