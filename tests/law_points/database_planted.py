"""Wrong rules of the service, each with the number of the point of `database_points` that must find it.

To add one: as in `planted`, with whole dotted names. Replace a name where it is looked up: `cases.fees.reminder_fee`,
not `ekrav.law.costs.reminder_fee`, which `cases.fees` has imported long since.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cases import addressee, checks, circumstances, composing, debt, fees, settle
from cases.authority.pending import STANDS
from cases.book import books_of
from cases.checks import Stop
from cases.composing import letters_facts
from cases.debtor_number import number_of
from cases.fees import reminder_fees
from cases.states import State
from ekrav.accounts.models import Creditor
from ekrav.law.age import was_minor
from ekrav.law.allocation import Component
from ekrav.law.costs import reminder_fee
from ekrav.law.invoices import Invoice
from ekrav.law.limitation import Limitation, limitation
from ekrav.ledger.models import Account
from ekrav.money import Ore
from letters.models import Dispatch
from payouts import note_page, payment_file, whom
from payouts.note import note_facts
from payouts.settle import Due
from tests.law_points import wrong
from tests.law_points.planted import Plant, always

OPERATING_ACCOUNT = "50501055"
RIGHT_INVOICES, RIGHT_FEES = debt.invoices_of, fees._or_compensation
RIGHT_JUDGED, RIGHT_LETTER = whom.judged, circumstances._letter
RIGHT_NOTE_PAGE, RIGHT_DEBITED = note_page.note_page, payment_file.debited
RIGHT_COSTS, RIGHT_ADDRESS, RIGHT_AGENCY = composing.costs_of, addressee.address_of, composing.agency_facts


def with_the_fees(*, case: Any, claims: Any) -> list[Invoice]:
    balances = books_of([case.subledger_id])[case.subledger_id].balances
    fees = sum(amount for part, amount in balances.items() if part not in ("capital", "interest"))
    first, *rest = RIGHT_INVOICES(case=case, claims=claims)
    return [replace(first, capital=Ore(first.capital + fees)), *rest]


def beside_the_fee(owing: Any, component: Any, fee: Ore, on: Any, rates: Any) -> Any:
    right = RIGHT_FEES(owing, component, fee, on, rates)
    return (*right, fees.Fee(component=component, amount=fee)) if owing.claims.late_payment_claimed else right


def with_vat(**given: Any) -> Ore:
    return Ore(reminder_fee(**given) * 125 // 100)


def without(stop: Stop) -> dict[str, Any]:
    """The check before sending, with one reason taken out."""
    return {"cases.checks.CHECKS": {each: check for each, check in checks.CHECKS.items() if each != stop}}


def filing_without(stop: Stop) -> dict[Stop, Any]:
    """What is looked at before something is filed, with one reason taken out."""
    return {each: check for each, check in checks.APPLICATION.items() if each != stop}


def beside_a_plan() -> dict[str, Any]:
    return {kind: (*states, State.PLAN) for kind, states in STANDS.items()}


def the_day_after(*, pay_by: date, **given: Any) -> date:
    return pay_by + timedelta(days=1)


def minor_today(*, number: str, on: date, rates: Any) -> bool:
    return was_minor(number=number, on=date(2026, 10, 13), rates=rates)


def in_one_lump(book: Any) -> tuple[Any, ...]:
    costs = RIGHT_COSTS(book)
    total = Ore(sum(cost.amount for cost in costs))
    return (replace(costs[0], name="Övriga kostnader", amount=total),) if costs else ()


def with_the_number(debtor: Any) -> tuple[str, ...]:
    return (number_of(debtor), *RIGHT_ADDRESS(debtor))


def under_the_old_authority(agency: Any) -> Any:
    return replace(RIGHT_AGENCY(agency), supervisor="Integritetsskyddsmyndigheten")


def a_report(**given: Any) -> dict[str, Any]:
    """The note without what makes it an invoice."""
    facts = note_facts(**given)
    return {**facts, "agency": {**facts["agency"], "vat_number": ""}}


def numbered_by_the_day(counter: Any, *, count: int) -> range:
    return range(16, 16 + count)


def as_it_is_today(facts: dict[str, Any]) -> Any:
    """The note's text, written anew with what is so today."""
    return RIGHT_NOTE_PAGE({**facts, "creditor": {**facts["creditor"], "name": Creditor.objects.get().name}})


def from_the_operating_account(order: Any, *, agency: Any, profile: Any) -> Any:
    agency.client_funds_bankgiro = OPERATING_ACCOUNT
    return RIGHT_DEBITED(order, agency=agency, profile=profile)


def to_the_operating_account(*, seen: Any, **given: Any) -> Any:
    seen.sender.agency.client_funds_bankgiro = OPERATING_ACCOUNT
    return letters_facts(seen=seen, **given)


def when_the_month_is_over(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


def when_it_is_worth_it(creditor: Any, due: Due, *, standing: Any) -> Any:
    return RIGHT_JUDGED(creditor, due, standing=replace(standing, minimum=2_000_000))


def counted_from_the_due_date(*, arose: date, **given: Any) -> Limitation:
    return limitation(arose=arose + timedelta(days=60), **given)


def whatever_became_of_it(kind: str, state: Any, void: bool, posted: date | None, **of: Any) -> Any:
    return RIGHT_LETTER(kind, Dispatch.State.POSTED, void, posted, **of)


def always_the_day(*, sent: date, rates: Any) -> date:
    return sent


DATABASE_PLANTS = (
    Plant(point=5, wrong="interest on fees", instead={"cases.debt.invoices_of": with_the_fees}),
    Plant(
        point=7,
        wrong="a reminder is always charged",
        instead={"cases.fees.reminder_fee": always(Ore(6000))},
    ),
    Plant(
        point=7,
        wrong="a letter of surveillance is charged to the debtor",
        instead={"cases.surveillance.letter.no_fees": reminder_fees},
    ),
    Plant(
        point=8,
        wrong="450 from a consumer",
        instead={"cases.fees.late_payment_compensation": always(Ore(45000))},
    ),
    Plant(
        point=8,
        wrong="60 and 180 beside 450",
        instead={"cases.fees._or_compensation": beside_the_fee},
    ),
    Plant(
        point=10,
        wrong="no VAT in the settlement",
        instead={"payouts.settle.vat_on": always(Ore(0))},
    ),
    Plant(
        point=10,
        wrong="VAT on what the debtor pays",
        instead={"cases.fees.reminder_fee": with_vat},
    ),
    Plant(
        point=11,
        wrong="a report, not an invoice",
        instead={"payouts.issue.note_facts": a_report},
    ),
    Plant(
        point=11,
        wrong="numbers with gaps",
        instead={"payouts.issue.take_numbers": numbered_by_the_day},
    ),
    Plant(
        point=11,
        wrong="an issued note follows what is so today",
        instead={"payouts.note_page.note_page": as_it_is_today},
    ),
    Plant(
        point=13,
        wrong="the next step is due as soon as the last day to pay is over",
        instead={"cases.remind.next_step_on": the_day_after},
    ),
    Plant(point=13, wrong="a letter's time is not looked at", instead=without(Stop.TIME_NOT_OUT)),
    Plant(
        point=13,
        wrong="money on its way is not waited for",
        instead={"cases.checks.next_step_on": the_day_after},
    ),
    Plant(point=14, wrong="a disputed case runs on", instead=without(Stop.DISPUTED)),
    Plant(
        point=15,
        wrong="one lump of other costs",
        instead={"cases.composing.costs_of": in_one_lump},
    ),
    Plant(point=16, wrong="a plan does not stop letters", instead=without(Stop.PLAN)),
    Plant(
        point=18,
        wrong="paid out once a month, without agreement",
        instead={"payouts.due.latest_payday": when_the_month_is_over},
    ),
    Plant(
        point=18,
        wrong="small sums wait",
        instead={"payouts.whom.judged": when_it_is_worth_it},
    ),
    Plant(
        point=18,
        wrong="payouts leave from the operating account",
        instead={"payouts.payment_file.debited": from_the_operating_account},
    ),
    Plant(
        point=18,
        wrong="debtors pay to the operating account",
        instead={"cases.dispatching.letters_facts": to_the_operating_account},
    ),
    Plant(point=19, wrong="a barred claim is demanded", instead=without(Stop.BARRED)),
    Plant(
        point=19,
        wrong="age is counted from the due date",
        instead={"cases.last_day.limitation": counted_from_the_due_date},
    ),
    Plant(
        point=19,
        wrong="each letter that was sent keeps the claim alive",
        instead={"cases.last_day.presumed_receipts": wrong.each_letter},
    ),
    Plant(
        point=19,
        wrong="a letter that came back keeps the claim alive",
        instead={"cases.circumstances._letter": whatever_became_of_it},
    ),
    Plant(
        point=19,
        wrong="a letter is there the day it is sent",
        instead={"cases.last_day.presumed_arrival": always_the_day},
    ),
    Plant(point=20, wrong="a minor is written to", instead=without(Stop.MINOR)),
    Plant(
        point=20,
        wrong="age is counted today, not when the claim arose",
        instead={"cases.checks.was_minor": minor_today},
    ),
    Plant(point=20, wrong="the dead are written to", instead=without(Stop.DECEASED)),
    Plant(point=20, wrong="the protected are written to", instead=without(Stop.PROTECTED)),
    Plant(
        point=23,
        wrong="the person number stands above the address",
        instead={"cases.addressee.address_of": with_the_number},
    ),
    Plant(
        point=25,
        wrong="the authority until 2023 is named",
        instead={"cases.composing.agency_facts": under_the_old_authority},
    ),
    Plant(point=26, wrong="a dissolved company is written to", instead=without(Stop.NOT_ACTIVE)),
    Plant(
        point=26,
        wrong="a dissolved company is filed against",
        instead={"cases.checks.APPLICATION": filing_without(Stop.NOT_ACTIVE)},
    ),
    Plant(
        point=24,
        wrong="the debtor register can be scrapped by an act of the service",
        granted="DELETE ON cases_debtor TO ekrav_creditor",
    ),
    Plant(
        point=16,
        wrong="an order goes on beside a plan",
        instead={"cases.authority.tell.STANDS": beside_a_plan()},
    ),
    Plant(
        point=22,
        wrong="Kronofogden is not told of money",
        instead={"cases.authority.tell.MONEY": ()},
    ),
    Plant(
        point=22,
        wrong="the 300 are nobody's when the order is filed",
        instead={"cases.payment_order.apply.advance": always(None)},
    ),
    Plant(
        point=22,
        wrong="the outlay is a fee with VAT, not the creditor's own again",
        instead={"cases.settle.DUE_ACCOUNT": {**settle.DUE_ACCOUNT, Component.OUTLAY: Account.DUE_COSTS}},
    ),
)
