"""Apply payments many at a time: those whose cases have nothing about them that must be looked at one by one.

A plain payment finds a case in the process, in which nothing has been paid, planned, disputed or taken back, no letter
waits, no letter was sent and no interest charged after the money came. What becomes of it is what `settle` says, to
the öre and the key (a test compares them); any other payment is left to `apply_payment`.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

from cases.book import ACCOUNT_OF, INTEREST_ENTRY, WAIVER, CaseBook, books_of
from cases.claims import Claims, claims_of
from cases.close import remainder_of
from cases.debt import Debt, debt_from
from cases.models import Case, CaseEvent, Debtor, Dispute, InstalmentPlan, Surveillance
from cases.move import Happening, Moving, move_all, write_events
from cases.parts import Parts, let_off, total_of_parts, without
from cases.settle import received_lines
from cases.states import PLACES, Action
from ekrav.audit.record import MACHINE
from ekrav.law.allocation import Allocation, allocate, order_on
from ekrav.law.costs import owed_when_paid
from ekrav.law.paid import counts_from
from ekrav.law.rates import NoRow, Rates
from ekrav.ledger.book import EntrySpec, Posting, credit, debit, post_many
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Payment, Reference
from letters.models import Dispatch

Kind = CaseEvent.Kind

# What has happened in a case whose debt is not settled in the plain way.
_NOT_PLAIN: Final = (
    Kind.PAID,
    Kind.DIRECT_PAYMENT,
    Kind.APPLIED_ANEW,
    Kind.REVERSED,
    Kind.APPLIED,
    Kind.PAID_OUT,
)
_WAITING: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED)


@dataclass(frozen=True, kw_only=True)
class _Plain:
    """One payment and what becomes of it."""

    payment: Payment
    case: Case
    on: date
    debt: Debt
    given_up: Parts
    allocation: Allocation
    left: Ore

    @cached_property
    def key(self) -> str:
        return f"payment {self.payment.name}"


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One case with what it claims, its book and its letters' events, in their order."""

    case: Case
    claims: Claims
    book: CaseBook
    letters: Sequence[CaseEvent]

    def charged_after(self, on: date) -> bool:
        """Whether a letter was sent or interest posted after the day, or something was given up."""
        late = any(not owed_when_paid(demand_sent=_sent(letter), booked=on) for letter in self.letters)
        return late or any(day > on for day in self.book.charged) or bool(self.book.given_up)


def apply_plain(*, payments: Sequence[Payment], at: datetime, rates: Rates) -> set[int]:
    """Apply those of one creditor's payments that are plain; their ids. In its scope, with the payments locked."""
    plain = _plain(payments, rates=rates)
    if not plain:
        return set()
    specs = [spec for one in plain for spec in _specs(one)]
    entries = dict(zip((spec.key for spec in specs), post_many(specs), strict=True))
    ids = [one.payment.pk for one in plain]
    Payment.objects.filter(pk__among=ids).update(applied_at=at)
    # A payment does not move its case, and its next step is as it was.
    write_events([_paid(one, entry=entries[f"{one.key} applied"]) for one in plain], at=at, by=MACHINE)
    _close([one for one in plain if not one.left], at=at)
    return set(ids)


def _plain(payments: Sequence[Payment], *, rates: Rates) -> list[_Plain]:
    times = Counter(payment.reference_id for payment in payments)
    of = {payment.reference_id: payment for payment in payments if times[payment.reference_id] == 1}
    rows = Case.objects.select_for_update(of=("self",)).select_related("debtor")
    cases = _without_history(list(rows.filter(reference_id__among=list(of), state__in=PLACES).order_by("pk")))
    books = books_of([case.subledger_id for case in cases])
    claims = claims_of(cases)
    letters = _letters(cases)
    found: list[_Plain] = []
    remainder = remainder_of(case=cases[0]) if cases else 0
    for case in cases:
        seen = _Seen(
            case=case, claims=claims[case.pk], book=books[case.subledger_id], letters=letters[case.pk]
        )
        one = _settled(of[case.reference_id], seen, rates=rates)
        # An öre or two that is left is given up, one by one.
        if one and not 0 < one.left <= remainder:
            found.append(one)
    return found


def _without_history(cases: Sequence[Case]) -> list[Case]:
    """The cases in which nothing has happened that settles in another way, and no letter waits."""
    ids = [case.pk for case in cases]
    events = CaseEvent.objects.filter(case_id__among=ids, kind__in=_NOT_PLAIN)
    plans = InstalmentPlan.objects.filter(case_id__among=ids)
    disputes = Dispute.objects.filter(case_id__among=ids)
    waiting = Dispatch.objects.filter(case_number__among=[case.number for case in cases], state__in=_WAITING)
    with_history = {
        case for rows in (events, plans, disputes) for case in rows.values_list("case_id", flat=True)
    }
    with_letters = set(waiting.values_list("case_number", flat=True))
    return [case for case in cases if case.pk not in with_history and case.number not in with_letters]


def _letters(cases: Sequence[Case]) -> Mapping[int, list[CaseEvent]]:
    """The letters' events, in their order, by case."""
    ids = [case.pk for case in cases]
    rows = CaseEvent.objects.filter(case_id__among=ids, dispatch__isnull=False).select_related("dispatch")
    rows = rows.defer("dispatch__facts", "dispatch__pdf")  # what the letter was made of, and its pages
    letters: dict[int, list[CaseEvent]] = defaultdict(list)
    for row in rows.order_by("id"):
        letters[row.case_id].append(row)
    return letters


def _sent(letter: CaseEvent) -> date:
    return (letter.dispatch and letter.dispatch.posted_on) or letter.on


def _settled(payment: Payment, seen: _Seen, *, rates: Rates) -> _Plain | None:
    """What `settle` would say: the printed amount's word, then the order of the law; None when it has more to say."""
    case, rent = seen.case, seen.claims.is_rent
    try:
        on = counts_from(booked=payment.booked_date, rent=rent, rates=rates)
        debt = debt_from(case=case, claims=seen.claims, book=seen.book, on=on, rates=rates)
    except NoRow:
        return None
    if seen.charged_after(on):
        return None
    amount, owed = Ore(payment.amount_ore), debt.owed
    given_up = _by_the_word(owed, amount, seen.letters, on=on)
    left = without(owed, given_up)
    order = order_on(business_debtor=case.debtor.kind == Debtor.Kind.COMPANY, day=on, rates=rates)
    allocation = allocate(payment=amount, owed=left, order=order)
    return _Plain(
        payment=payment,
        case=case,
        on=on,
        debt=debt,
        given_up=given_up,
        allocation=allocation,
        left=Ore(total_of_parts(left) - total_of_parts(allocation.applied)),
    )


def _by_the_word(owed: Parts, amount: Ore, letters: Sequence[CaseEvent], *, on: date) -> Parts:
    """What a letter gives up when its printed amount was paid by its last day (nothing was paid since); of several
    that run, the one that asked for most of what this pays, as `printed_amount` says."""
    running = [
        letter
        for letter in letters
        if "total_ore" in letter.facts
        and letter.on <= on <= date.fromisoformat(str(letter.facts["pay_by"]))
        and letter.dispatch
        and letter.dispatch.state != Dispatch.State.CANCELLED
    ]
    whole = total_of_parts(owed)
    asked = [int(letter.facts["total_ore"]) for letter in running]
    met = [ore for ore in asked if ore <= min(amount, whole)]
    return let_off(owed, Ore(whole - max(met))) if met else {}


def _specs(one: _Plain) -> list[EntrySpec]:
    """The entries, as `settle` and `apply_payment` write them."""
    case, subledger = one.case, one.case.subledger_id
    specs = []
    accrued = one.debt.accrued.ore
    if accrued:
        lines = (debit(Account.CLAIM_INTEREST, accrued, subledger), credit(Account.CLAIMS, accrued))
        specs.append(_spec(f"{one.key} interest", INTEREST_ENTRY, one.on, lines))
    for parts, key, kind in (
        (one.given_up, f"{one.key} waiver", WAIVER),
        (one.allocation.applied, f"{one.key} claims", "apply payment"),
    ):
        total = total_of_parts(parts)
        if total:
            credits = [credit(ACCOUNT_OF[part], ore, subledger) for part, ore in parts.items() if ore]
            specs.append(_spec(key, kind, one.on, (debit(Account.CLAIMS, total), *credits)))
    received = received_lines(case=case, allocation=one.allocation)
    specs.append(_spec(f"{one.key} applied", "apply payment", one.payment.booked_date, tuple(received)))
    return specs


def _spec(key: str, kind: str, on: date, lines: tuple[Posting, ...]) -> EntrySpec:
    return EntrySpec(key=key, kind=kind, booked_date=on, lines=lines)


def _paid(one: _Plain, *, entry: int) -> Happening:
    """The event, as `apply_payment` writes it."""
    facts = {
        **{f"{part}_ore": ore for part, ore in one.allocation.applied.items()},
        "left_ore": one.left,
        "waived_ore": total_of_parts(one.given_up),
        "excess_ore": one.allocation.excess,
    }
    return Happening(
        case=one.case,
        kind=Kind.PAID,
        on=one.on,
        amount_ore=one.payment.amount_ore,
        facts=facts,
        rows={"entry": entry, "payment": one.payment},
    )


def _close(paid: Sequence[_Plain], *, at: datetime) -> None:
    """Close the cases of which nothing is left. Money that comes later is for a person to place."""
    movings = [
        Moving(
            action=Action.CLOSE_PAID,
            happened=Happening(case=one.case, kind=Kind.CLOSED, on=one.on),
            next_step=None,
        )
        for one in paid
    ]
    move_all(movings, at=at, by=MACHINE)
    ended = [one.case.pk for one in paid]
    Surveillance.objects.filter(case_id__among=ended).update(claim_by=None, answer_by=None)
    for day in {one.on for one in paid}:
        references = [one.case.reference_id for one in paid if one.on == day]
        Reference.objects.filter(pk__among=references).update(closed_on=day)
