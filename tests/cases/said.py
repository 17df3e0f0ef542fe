"""People say things about a case: the debtor in Mitt Ärende, staff who have heard it, the creditor who answers."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from cases.messages import Heard, Said, receive, say, take_up_all
from cases.models import Case, CaseEvent, Notice
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.ledger.book import balances
from ekrav.ledger.models import Account
from ekrav.tenancy import case_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.cast import right_now
from tests.debtor_portal.browsing import as_portal

T = TypeVar("T")

ASTRID_ACTS = Actor(kind=AuditEvent.Actor.STAFF, id=1)
CECILIA_ACTS = Actor(kind=AuditEvent.Actor.PERSON, id=1)
CLAIMS = [account for account in Account if account.value.startswith("claim_")]


def says(case: Case, kind: Notice.Kind, **words: object) -> Notice:
    """The debtor says it in Mitt Ärende, with the portal's own login."""
    said = Said(kind=kind, **{"key": uuid.uuid4(), **words})  # type: ignore[arg-type]
    at, today = right_now()
    with as_portal(), case_scope(case.creditor_id, case.pk):
        return say(case=Case.objects.get(), said=said, today=today, at=at)


def take_up() -> int:
    """The task takes up what debtors have said."""
    at, today = right_now()
    return take_up_all(today=today, at=at, rates=current_rates())


def heard(case: Case, kind: Notice.Kind, *, on: date | None = None, **words: object) -> Notice:
    """Astrid has had a letter about it, on a day, and registers it now."""
    said = Said(kind=kind, **{"key": uuid.uuid4(), **words})  # type: ignore[arg-type]
    _at, today = right_now()
    came = Heard(channel=Notice.Channel.LETTER, on=on or today)
    return act(case, receive, said=said, heard=came, by=ASTRID_ACTS)


def act(case: Case, what: Callable[..., T], **words: object) -> T:
    """Do something with the case's row locked, in its creditor's scope."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        return what(case=locked(case), today=today, at=at, rates=current_rates(), **words)


def locked(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
    return rows.get(pk=case.pk)


def fresh(case: Case) -> Case:
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def story(case: Case) -> list[tuple[str, date, str, str]]:
    """The whole log: what, on which day, who, and the state it left the case in."""
    with tenant_scope(case.creditor_id):
        rows = case.events.order_by("id").values_list("kind", "on", "by_kind", "state_after")
        return [(str(kind), on, str(by), str(state)) for kind, on, by, state in rows]


def last(case: Case, kind: CaseEvent.Kind) -> CaseEvent:
    with tenant_scope(case.creditor_id):
        return case.events.filter(kind=kind).select_related("dispatch").latest("id")


def claims_of(case: Case) -> dict[str, int]:
    """What stands on the claims' side of the case's book, without what is nothing."""
    with tenant_scope(case.creditor_id):
        found = balances(subledger=case.subledger)
    return {account.value: found[account] for account in CLAIMS if found.get(account)}


def the_books_balance() -> bool:
    """No invariant is broken but the bank's own, which is not played here."""
    return [row for row in broken_invariants() if row.invariant.split()[0] not in {"INV-03", "INV-05"}] == []
