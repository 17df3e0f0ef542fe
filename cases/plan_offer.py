"""Offer an instalment plan over the whole debt (1981:739 3 § 2): each instalment, the fee and the total are shown
before anybody is bound, beside what paying today would cost."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from cases.claims import claims_in
from cases.debt import debt_of, terms_of
from cases.holds import take_letters_back
from cases.models import Case, CaseEvent, Instalment, InstalmentPlan
from cases.move import reschedule, write_event
from cases.plan_interest import above_plan
from cases.plan_offer_letter import tell_offer
from cases.quote import tariff_of
from cases.states import MOVES, Action, State
from ekrav.audit.record import Actor
from ekrav.law.bankdays import roll_forward
from ekrav.law.costs import costs_owed, plan_fee
from ekrav.law.deadlines import next_posting_day, next_step_on, shortest_pay_by
from ekrav.law.interest import MARGIN, REFERENCE, InterestTerms, interest_from
from ekrav.law.plan import InstalmentPlan as Reckoned
from ekrav.law.plan import PlanRefused, PlanTerms, plan_of_amount, plan_of_months
from ekrav.law.rates import Rates
from ekrav.money import Ore

OFFER_DAYS: Final = 14
MOST: Final = 60
NO_FEE: Final = Ore(0)
_ONE: Final = timedelta(days=1)


class NotAPlan(ValueError):
    """No plan can be offered, begun or ended; `reason`: state, too_soon, terms, not_offered, over, changed, none."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Wish:
    """So many months, or so much a month; and the first day to pay."""

    first: date
    months: int | None = None
    monthly: Ore | None = None


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """A plan that is only shown: `reckoned.total` is all that it costs, `reckoned.terms.debt` what is owed today."""

    reckoned: Reckoned
    fee: Ore
    notice_fee: Ore

    @property
    def dearer(self) -> Ore:
        """What the plan costs more than paying today."""
        return Ore(self.reckoned.total - self.reckoned.terms.debt)


def sketch(*, case: Case, wish: Wish, today: date, rates: Rates) -> Sketch:
    """Reckon a plan of the whole debt from today. Raises `NotAPlan`, and `NoRow` when today's rate is not decided."""
    may_have_a_plan = (State(case.state), Action.ACCEPT_PLAN) in MOVES or case.state == State.PLAN
    if not may_have_a_plan:
        raise NotAPlan("state")
    if roll_forward(wish.first) < earliest_first(today=today, rates=rates):
        raise NotAPlan("too_soon")
    debt = debt_of(case=case, on=today, rates=rates)
    fee, notice_fee = _fee(case, today, rates), Ore(tariff_of(case=case).plan_notice_fee_ore)
    terms = PlanTerms(
        accepted=today,
        debt=Ore(debt.total - above_plan(case=case, accrued=debt.accrued)),
        capital=debt.capital,
        rate=_rate(case, today, rates),
        fee=fee,
        first=wish.first,
    )
    try:
        reckoned = _reckon(wish=wish, terms=terms, notice_fee=notice_fee)
    except PlanRefused as refused:
        raise NotAPlan("terms") from refused
    if len(reckoned.instalments) > MOST:
        raise NotAPlan("terms")
    return Sketch(reckoned=reckoned, fee=fee, notice_fee=notice_fee)


def offer_plan(
    *, case: Case, wish: Wish, today: date, at: datetime, by: Actor, rates: Rates
) -> InstalmentPlan:
    """Offer a plan, in a letter too, with the case's row locked; an earlier offer lapses.

    Nothing is owed until it is accepted. While the offer stands nothing is demanded: a new fee would make it untrue.
    Raises as `sketch`, and `letters.facts.NotALetter`.
    """
    in_the_process = case.state != State.PLAN
    if in_the_process:
        take_letters_back(case=case, today=today, at=at)
    shown = sketch(case=case, wish=wish, today=today, rates=rates)
    plans = InstalmentPlan.objects.filter(case=case)
    plans.filter(state=InstalmentPlan.State.OFFERED).update(state=InstalmentPlan.State.LAPSED)
    plan = _write(case=case, shown=shown, version=plans.count() + 1, today=today, rates=rates)
    if in_the_process and case.next_date is not None:
        after = next_step_on(pay_by=plan.valid_until, rates=rates)
        reschedule(case=case, on=max(case.next_date, after))
    write_event(
        case=case,
        kind=CaseEvent.Kind.PLAN_OFFERED,
        on=today,
        at=at,
        by=by,
        dispatch=tell_offer(case=case, plan=plan, today=today, at=at, rates=rates),
        facts={
            "plan": plan.pk,
            "instalments": len(shown.reckoned.instalments),
            "plan_total_ore": shown.reckoned.total,
            "valid_until": plan.valid_until.isoformat(),
        },
    )
    return plan


def offered_plan(*, case: Case, today: date) -> InstalmentPlan | None:
    """The offer that can be accepted today; None when there is none."""
    offers = InstalmentPlan.objects.filter(case=case, state=InstalmentPlan.State.OFFERED)
    return offers.filter(valid_until__gte=today).first()


def earliest_first(*, today: date, rates: Rates) -> date:
    """The first day an instalment may fall due: the plan's letter gives a letter's time. A bank day."""
    return roll_forward(shortest_pay_by(sent=next_posting_day(after=today), rates=rates))


def _write(*, case: Case, shown: Sketch, version: int, today: date, rates: Rates) -> InstalmentPlan:
    reckoned = shown.reckoned
    plan = InstalmentPlan.objects.create(
        case=case,
        version=version,
        rate=_two_decimals(reckoned.terms.rate),
        fee_ore=shown.fee,
        notice_fee_ore=shown.notice_fee,
        debt_ore=reckoned.terms.debt,
        total_ore=reckoned.total,
        offered_on=today,
        valid_until=_valid_until(first=reckoned.instalments[0].on, today=today, rates=rates),
    )
    Instalment.objects.bulk_create(
        Instalment(
            creditor_id=case.creditor_id, plan=plan, number=number, due_on=part.on, amount_ore=part.amount
        )
        for number, part in enumerate(reckoned.instalments, start=1)
    )
    return plan


def _valid_until(*, first: date, today: date, rates: Rates) -> date:
    """The last day to accept: the written plan must still arrive in good time before the first instalment."""
    day = today + timedelta(days=OFFER_DAYS)
    while day > today and earliest_first(today=day, rates=rates) > first:
        day -= _ONE
    return day


def _reckon(*, wish: Wish, terms: PlanTerms, notice_fee: Ore) -> Reckoned:
    """The plan with a fee for each notice in its total. More notices may take one more month to pay."""
    notices = wish.months or 0
    while True:
        whole = replace(terms, fee=Ore(terms.fee + notice_fee * notices))
        if wish.monthly is None:
            return plan_of_months(terms=whole, months=notices)
        reckoned = plan_of_amount(terms=whole, monthly=wish.monthly)
        if not notice_fee or len(reckoned.instalments) <= notices:
            return reckoned
        notices = len(reckoned.instalments)


def _fee(case: Case, today: date, rates: Rates) -> Ore:
    """170 kr the first time; with 450 kr claimed of a business, only what all measures would exceed it by (5 §)."""
    charged = InstalmentPlan.objects.filter(case=case, accepted_on__isnull=False).exists()
    instead = rates.ore("fee.late_b2b", today) if claims_in(case).late_payment_claimed else NO_FEE
    fee = plan_fee(made=today, charged_before=charged, rates=rates)
    return costs_owed(plan=fee, late_payment=instead).plan


def _rate(case: Case, today: date, rates: Rates) -> Fraction:
    """Per cent a year today. Of several invoices the lowest, so that the plan never costs more than the law would."""
    return min(_rate_of(terms_of(claim=claim, debtor=case.debtor), today, rates) for claim in claims_in(case))


def _rate_of(terms: InterestTerms, today: date, rates: Rates) -> Fraction:
    """As agreed, or by räntelagen 6 §; 0 when nothing starts the interest."""
    if interest_from(terms=terms, rates=rates) is None:
        return Fraction(0)
    if terms.agreed_rate is not None:
        return terms.agreed_rate
    return rates.percent(REFERENCE, today) + rates.percent(MARGIN, today)


def _two_decimals(rate: Fraction) -> str:
    hundredths = round(rate * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"
