"""Undisturbed cases end exactly as was foretold when they were registered: every day, cost and total, step by step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from cases.due import do_due, due_batches
from cases.foretold import foretold_in, parted
from cases.models import Case, CaseEvent, Claim, Debtor, StandingChoice
from cases.outlook import Foretold
from cases.register import ClaimFacts, DebtorFacts
from cases.scenarios import Scenario, forecast_of
from cases.states import Action, State
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.law.bankdays import next_bank_day
from ekrav.money import Ore
from ekrav.tenancy import routing_scope, tenant_scope
from payouts.settle import due_to
from tests.cases.test_forecast import LUNDBERGS, chooses, plain
from tests.cases.test_process import pay, play
from tests.cast import (
    ANNA_OWES,
    TEN_THOUSAND,
    a_case,
    a_creditor,
    an_agency,
    right_now,
    set_today,
    take_as_posted,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Days around midsummer, the turn of a half-year, Christmas, New Year and Easter, whose rates are decided.
REGISTERED = [
    *(date(2025, 6, day) for day in (11, 18, 19, 27)),
    *(date(2025, 12, day) for day in (1, 8, 19, 22, 29)),
    *(date(2026, 3, day) for day in (19, 31)),
]
# Long after the last of them is decided: whoever is still held then is told of, and not waited for.
LAST_DAY = date(2026, 6, 30)
DONE = {
    CaseEvent.Kind.REMINDED: Action.REMIND,
    CaseEvent.Kind.DEMANDED: Action.DEMAND,
    CaseEvent.Kind.FINAL_NOTICE: Action.FINAL_NOTICE,
    CaseEvent.Kind.WAITING: Action.AWAIT_DECISION,
}


@dataclass(frozen=True)
class Owed:
    """Who owes what, registered when."""

    on: date
    debtor: DebtorFacts
    claim: ClaimFacts


def some_claim(random: Random, number: int) -> Owed:
    """A claim of any kind that may be registered, with every answer that the law asks about."""
    on = random.choice(REGISTERED)
    due = on - timedelta(days=random.randint(1, 400))
    sent = due - timedelta(days=random.randint(0, 45))
    kind = random.choice(list(Claim.Kind))
    debtor = random.choice([ANNA_OWES, LUNDBERGS])
    compensated = debtor.kind == Debtor.Kind.COMPANY and kind in {Claim.Kind.GOODS, Claim.Kind.SERVICES}
    claim = replace(
        TEN_THOUSAND,
        invoice_number=f"U{number}",
        kind=kind,
        invoice_date=sent,
        sent_on=sent,
        delivered_on=sent - timedelta(days=random.randint(0, 20)),
        due_date=due,
        due_agreed=random.random() < 0.7,
        interest_stated=random.random() < 0.7,
        agreed_rate=random.choice([None, None, Decimal("24.00"), Decimal("0.00"), Decimal("11.25")]),
        reminder_fee_agreed=random.random() < 0.5,
        own_reminder_on=due + timedelta(days=1) if random.random() < 0.2 else None,
        late_payment_claimed=compensated and random.random() < 0.6,
        capital=Ore(random.choice([1, 4_999, 50_000, 1_000_000, random.randint(1, 90_000_000)])),
    )
    return Owed(on=on, debtor=debtor, claim=claim)


def play_undisturbed(creditor: int, owed: list[Owed]) -> None:
    """Register each on its day and go from due day to due day, everything due at once, until nothing is."""
    waiting = sorted(owed, key=lambda one: one.on)
    while True:
        with routing_scope():
            ahead = Case.objects.exclude(next_action__in=("", Action.ASK_AGAIN)).order_by("next_date")
            days = [day for day in ahead.values_list("next_date", flat=True)[:1] if day]
        days += [waiting[0].on] if waiting else []
        if not days or min(days) > LAST_DAY:
            return
        set_today(min(days))
        at, today = right_now()
        while waiting and waiting[0].on == today:
            one = waiting.pop(0)
            a_case(creditor, debtor=one.debtor, claim=one.claim)
        for creditor_id, ids in due_batches(today=today):
            do_due(creditor_id=creditor_id, case_ids=ids, today=today, at=at, rates=current_rates())
        take_as_posted(creditor)


def as_it_went(events: list[CaseEvent]) -> list[tuple[Action, date, int, int | None, str | None]]:
    """Each step as the case's events tell of it: action, day, cost, printed total, last day to pay."""
    return [
        (DONE[CaseEvent.Kind(event.kind)], event.on, event.amount_ore or 0, *printed(event))
        for event in events
        if event.kind in DONE
    ]


def printed(event: CaseEvent) -> tuple[int | None, str | None]:
    return event.facts.get("total_ore"), event.facts.get("pay_by")


def as_foretold(steps: tuple[Foretold, ...]) -> list[tuple[Action, date, int, int | None, str | None]]:
    return [
        (
            step.action,
            step.on,
            step.cost,
            step.total if step.pay_by else None,
            step.pay_by.isoformat() if step.pay_by else None,
        )
        for step in steps
    ]


def test_undisturbed_cases_end_as_was_foretold_when_they_were_registered(
    size: Callable[[int, int], int],
) -> None:
    set_today(date(2025, 6, 2))
    an_agency()
    are_bygg = a_creditor()
    chooses(are_bygg, otherwise=StandingChoice.Otherwise.WAIT)
    random = Random(2026)
    owed = [some_claim(random, number) for number in range(size(40, 1_000))]
    play_undisturbed(are_bygg, owed)
    with tenant_scope(are_bygg):
        cases = list(Case.objects.all())
        assert len(cases) == len(owed)
        for case in cases:
            events = list(case.events.order_by("id"))
            foretold = foretold_in(events[0].facts)
            assert as_it_went(events) == as_foretold(foretold), case.claims.get()
            assert len(foretold) == (2 if case.claims.get().own_reminder_on else 3)
            assert parted(foretold=foretold, events=events, ahead=[]) == []


def test_a_case_that_was_held_a_day_is_told_apart_from_its_forecast() -> None:
    """The comparison above can fail: one without an address until the second bank day is a day late all the way."""
    set_today(date(2025, 6, 2))
    an_agency()
    are_bygg = a_creditor()
    case = a_case(are_bygg, debtor=replace(ANNA_OWES, street=""), claim=some_claim(Random(1), 1).claim)
    first = next_bank_day(date(2025, 6, 2))
    set_today(first)
    at, today = right_now()
    do_due(creditor_id=are_bygg, case_ids=[case.pk], today=today, at=at, rates=current_rates())
    with tenant_scope(are_bygg):
        Debtor.objects.update(street="Björkvägen 12")
    play_undisturbed(are_bygg, [])
    with tenant_scope(are_bygg):
        events = list(Case.objects.get().events.order_by("id"))
        foretold = foretold_in(events[0].facts)
        apart = parted(foretold=foretold, events=events, ahead=[])
        assert (apart[0].foretold, apart[0].on) == (first, next_bank_day(first))
        assert [each.action for each in apart] == [step.action for step in foretold]
        assert [event.kind for event in apart[0].why] == [CaseEvent.Kind.HELD]


def test_a_debtor_who_pays_on_the_thirtieth_day_pays_and_brings_what_was_foretold() -> None:
    set_today(date(2026, 10, 12))
    an_agency()
    are_bygg = a_creditor()
    case = a_case(are_bygg)
    with tenant_scope(are_bygg):
        foretold = forecast_of(case=case, today=date(2026, 10, 12), rates=current_rates())
    later = foretold.paid[Scenario.LATER]
    play(date(2026, 10, 13))
    play(date(2026, 11, 2))
    set_today(later.booked)
    pay(are_bygg, case, plain(later.amount), later.booked)
    with tenant_scope(are_bygg):
        assert Case.objects.get().state == State.PAID
        creditor = Creditor.objects.select_related("tariff").get()
        due = due_to(creditor=creditor, on=later.paid_out, rates=current_rates())
    assert (due.fee, due.vat, due.amount) == (later.shared.fees, later.shared.vat, later.shared.payout)
    assert (due.received, due.amount) == (1_033_041, 1_003_041)
