"""How the amount comes about, line by line, as the letter and the book have it: the lines always add up to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from cases.book import books_of
from cases.charged_interest import interest_traces
from cases.claims import Claims
from cases.composing import costs_of, given_up
from cases.debt import Debt, InvoiceLeft, debt_as_known
from cases.models import Case, CaseEvent
from cases.parts import less
from cases.plan_interest import above_plan
from cases.printed_amount import closing_amount, given_up_by_the_word, word_until
from cases.rate_words import undecided_words
from cases.states import STANDINGS, State
from debtor_portal.kept import PAYMENTS
from debtor_portal.words import line_of, percent, period
from ekrav.law.allocation import Component
from ekrav.law.interest import Segment, simple_interest
from ekrav.law.rates import Rates
from ekrav.look.dates import full_date
from ekrav.look.figures import kronor
from ekrav.look.parts import Sum
from ekrav.money import Ore, to_ore
from letters.facts import InterestFacts
from letters.interest import interest_facts_of_each


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What closes the case today, and its lines.

    `a_day`: what each further day costs; None while the letter's printed amount holds, or when no interest runs.
    `overpaid`: what has been paid beyond the debt and is the payer's. `undecided`: why the interest ends before today.
    `invoices`: what is left of each, the first due first.
    """

    to_pay: Ore
    lines: Sequence[Sum]
    a_day: Ore | None
    overpaid: Ore
    printed_holds: bool
    undecided: str
    invoices: Sequence[InvoiceLeft]


def reckon(
    *,
    case: Case,
    claims: Claims,
    creditor: str,
    events: Sequence[CaseEvent],
    joint: bool = False,
    today: date,
    rates: Rates,
) -> Reckoning:
    """Reckon the case (with subledger and debtor) on a day, with the interest as far as its rate is decided.

    `joint`: several answer for it.
    """
    book = books_of([case.subledger_id])[case.subledger_id]
    debt = debt_as_known(case=case, on=today, rates=rates)
    runs = STANDINGS[State(case.state)].interest_runs
    traces = interest_traces(case=case, on=debt.interest_through, rates=rates)
    to_pay = closing_amount(case=case, debt=debt) if runs else debt.total
    payments = [event for event in events if event.kind in PAYMENTS]
    overpaid = _noted(payments, "excess_ore")
    lines = [
        *_capital_and_interest(claims, traces, year=today.year),
        *(Sum(line_of(cost.name, claims=claims), cost.amount, full_date(cost.on)) for cost in costs_of(book)),
        *(_payment(event, creditor, joint=joint) for event in payments),
        *(
            Sum(line_of(each.name, claims=claims), Ore(-each.amount), full_date(each.on))
            for each in given_up(book, claims)
        ),
        *_if_any(_("Ränta som du slipper"), Ore(book.plan_waived - _noted(payments, "waived_ore"))),
        *_if_any(_("Avgift för planen, som du slipper"), Ore(-book.plan_waived)),
        *_if_any(_("Rest som du slipper"), Ore(-_given_up(case))),
        *_if_any(_("För mycket betalt, dina pengar"), overpaid),
        *(_spared(case, debt, to_pay) if runs else []),
    ]
    if not payments:
        lines.append(Sum(_("Betalt") if joint else _("Du har betalat"), Ore(0)))
    lines.append(Sum(_("Att betala, kr"), to_pay, total=True))
    holds = runs and case.pay_by is not None and today <= case.pay_by
    return Reckoning(
        to_pay=to_pay,
        lines=lines,
        a_day=None if holds or not runs else _a_day(traces, today),
        overpaid=overpaid,
        printed_holds=holds,
        undecided="" if holds else undecided_words(debt.undecided_from),
        invoices=debt.invoices,
    )


def _spared(case: Case, debt: Debt, to_pay: Ore) -> list[Sum]:
    """What is spared of the debt, by its name: a plan's promise, and what the last letter's amount does not hold."""
    if to_pay == debt.total:
        return []
    above = above_plan(case=case, accrued=debt.accrued)
    owed = less(debt.owed, above)
    word = given_up_by_the_word(case=case, owed=owed, amount=to_pay, on=debt.on) if debt.plan else {}
    fee = word.get(Component.PLAN, Ore(0))
    interest = Ore(debt.total - above - fee - to_pay)
    until = word_until(case=case, on=debt.on)
    by = {"day": full_date(until) if until else ""}
    after_letter = (
        _("Ränta efter brevet, som du slipper om du betalar allt senast %(day)s")
        if case.state == State.PLAN
        else _("Ränta efter brevet, som du slipper om du betalar i tid")
    )
    return [
        *_if_any(_("Ränta som du slipper enligt planen"), Ore(-above)),
        *_if_any(_("Avgift för planen, som du slipper om du betalar allt senast %(day)s") % by, Ore(-fee)),
        *_if_any(after_letter % by, Ore(-interest)),
    ]


def _capital_and_interest(
    claims: Claims, traces: Sequence[tuple[tuple[Segment, ...], ...]], *, year: int
) -> Iterator[Sum]:
    """Each invoice, and the interest on it, row by row."""
    rows = zip(*(interest_facts_of_each(each) for each in traces), strict=True)
    for claim, parts in zip(claims, rows, strict=True):
        yield Sum(
            _("Faktura %s") % claim.invoice_number, Ore(claim.capital_ore), full_date(claim.invoice_date)
        )
        yield from (_interest(row, year=year) for part in parts for row in part)


def _interest(row: InterestFacts, *, year: int) -> Sum:
    return Sum(
        _("Ränta"),
        row.amount,
        _("%(rate)s på %(base)s, %(days)s")
        % {
            "rate": percent(row.rate),
            "base": kronor(row.base),
            "days": period(row.first, row.last, year=year),
        },
    )


def _payment(event: CaseEvent, creditor: str, *, joint: bool) -> Sum:
    """Of several who answer nobody is told which of them has paid: it is paid."""
    direct = event.kind == CaseEvent.Kind.DIRECT_PAYMENT
    paid = _("Betalt") if joint else _("Du har betalat")
    words = _("%(paid)s till %(creditor)s") % {"paid": paid, "creditor": creditor} if direct else paid
    return Sum(words, Ore(-(event.amount_ore or 0)), full_date(event.on))


def _noted(payments: Sequence[CaseEvent], name: str) -> Ore:
    return Ore(sum(int(event.facts.get(name, 0)) for event in payments))


def _given_up(case: Case) -> int:
    """What was let off when the case was closed as paid."""
    if case.state != State.PAID:
        return 0
    closed = case.events.filter(kind=CaseEvent.Kind.CLOSED).order_by("-id").first()
    return int(closed.facts.get("given_up_ore", 0)) if closed else 0


def _if_any(label: str, amount: Ore) -> list[Sum]:
    return [Sum(label, amount)] if amount else []


def _a_day(traces: Sequence[tuple[tuple[Segment, ...], ...]], today: date) -> Ore | None:
    """What one more day costs, on all the invoices that bear interest today."""
    running = [trace[-1] for trace in traces[-1] if trace and trace[-1].last == today] if traces else []
    if not running:
        return None
    return to_ore(
        sum((simple_interest(capital=day.capital, rate=day.rate, days=1) for day in running), Fraction(0))
    )
