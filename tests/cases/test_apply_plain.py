"""Payments applied together become what each would have become alone: the same events, the same entries, to the öre."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import apply_payment
from cases.apply_payment import apply_all
from cases.apply_plain import apply_plain
from cases.due import do_due, due_batches
from cases.models import Case, CaseEvent
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Line
from ekrav.money import kronor
from ekrav.payments.models import Payment, Reference
from ekrav.sandbox.demo_data import ARE_BYGG, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from ekrav.world.books import broken_invariants
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)

# What is paid and on which day, case by case. Each is reminded on 13 October and has its demand on 2 November.
# After the reminder 10 095,62 is asked for by 26 October; later the demand asks for more.
SITUATIONS: tuple[tuple[str, ...], ...] = (
    ("10095.62", "2026-10-26"),  # the printed amount by its last day
    ("10095.62", "2026-10-28"),  # the printed amount two days late
    ("10095.61", "2026-10-26"),  # an öre too little: what is left is not worth asking for
    ("20000.00", "2026-11-03"),  # too much
    ("500.00", "2026-11-03"),  # costs, then interest, then some of the capital
    ("60.00", "2026-11-03"),  # a part of the costs
    ("10060.00", "2026-10-14"),  # before the demand was sent, known after it
    ("10000.00", "2026-10-12"),  # before any letter
    ("300.00", "2026-11-03", "300.00", "2026-11-04"),  # two payments at once
    ("0.01", "2026-11-05"),
)


@pytest.fixture
def creditors() -> tuple[int, int]:
    """Two creditors whose cases are alike."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor(ARE_BYGG), a_creditor(DUVEDS_EL)


def lay(creditor: int, numbers: Iterator[int]) -> list[Case]:
    """A case for each situation, through its letters to 5 November; the money has been routed and not applied."""
    set_today(date(2026, 10, 12))
    cases = [a_case(creditor, invoice_number=f"F{number}") for number in range(len(SITUATIONS))]
    for day in (date(2026, 10, 13), date(2026, 11, 2), date(2026, 11, 5)):
        set_today(day)
        at, today = right_now()
        for owner, ids in due_batches(today=today):
            do_due(creditor_id=owner, case_ids=ids, today=today, at=at, rates=current_rates())
        take_as_posted(creditor)
    at, _today = right_now()
    with tenant_scope(creditor):
        for case, told in zip(cases, SITUATIONS, strict=True):
            for amount, booked in zip(told[::2], told[1::2], strict=True):
                route(case, kronor(amount), date.fromisoformat(booked), number=next(numbers), at=at)
    return cases


def route(case: Case, ore: int, on: date, *, number: int, at: datetime) -> None:
    """Money on the case's OCR, as the payments house routes it."""
    Payment.objects.create(
        bank_entry_id=number, reference=case.reference, amount_ore=ore, booked_date=on, routed_at=at
    )
    lines = [
        debit(Account.CLIENT_FUNDS, ore, case.subledger),
        credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
    ]
    post(key=f"bank entry {number}", kind="payment in", booked_date=on, lines=lines)


def story(creditor: int, case: Case) -> dict[str, Any]:
    """All that became of the case, without the numbers that are its own."""
    with tenant_scope(creditor):
        events = CaseEvent.objects.filter(case=case).order_by("id")
        lines = Line.objects.filter(subledger=case.subledger).select_related("entry").order_by("id")
        payments = list(Payment.objects.filter(reference=case.reference_id).order_by("id"))
        names = {f"payment {payment.name}": f"payment {place}" for place, payment in enumerate(payments)}
        names[case.number] = "its number"
        case.refresh_from_db()
        return {
            "events": [
                (one.kind, one.on, one.amount_ore, one.facts, one.state_before, one.state_after)
                for one in events
            ],
            "lines": sorted(
                (
                    named(line.entry.key, names),
                    line.entry.kind,
                    line.entry.booked_date,
                    line.account,
                    line.amount_ore,
                )
                for line in lines
                if line.entry.key.startswith("payment")
            ),
            "case": (case.state, case.state_since, case.next_action, case.next_date, case.closed_on),
            "closed": Reference.objects.get(pk=case.reference_id).closed_on,
            "applied": [payment.applied_at is not None for payment in payments],
        }


def named(key: str, names: dict[str, str]) -> str:
    """The entry's key with the payment's place in its case instead of its number, and without the case's."""
    first = " ".join(key.split(" ")[:2])
    return " ".join(names.get(word, word) for word in key.replace(first, names[first], 1).split(" "))


def test_together_and_alone_are_the_same(creditors: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    together, alone = (lay(creditor, numbers) for creditor in creditors)
    at, today = right_now()
    really, taken = apply_plain, []

    def watched(**told: Any) -> set[int]:
        if told["payments"][0].creditor_id == creditors[1]:
            return set()
        with CaptureQueriesContext(connection) as asked:
            taken.append(len(really_done := really(**told)))
        # Nothing is asked case by case.
        questions = Counter(
            re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked if one["sql"].startswith("SELECT")
        )
        assert set(questions.values()) == {1}
        return really_done

    monkeypatch.setattr(apply_payment, "apply_plain", watched)
    # Eleven payments each; of the first creditor's, four or more are plain.
    assert apply_all(today=today, at=at, rates=current_rates()) == 22
    assert sum(taken) >= 4
    for one, other in zip(together, alone, strict=True):
        assert story(creditors[0], one) == story(creditors[1], other)
    assert [
        row for row in broken_invariants() if "INV-03" not in row.invariant and "INV-05" not in row.invariant
    ] == []
