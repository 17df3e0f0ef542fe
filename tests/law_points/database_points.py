"""The points of law that only the whole service can get wrong, held as in `points`; their numbers may be the same.

To add one: write a function of one argument, the creditor (Åre Bygg AB, confirmed, on 12 October 2026), and give it its
number with `@point(n)`. It makes its own case with `tests.cast`, does something with the real acts and asserts what the
point is about and nothing else. It runs in a savepoint that is rolled back, so it leaves nothing and must not count on
another. It is run once for every plant of `database_planted`: keep it under a fifth of a second, without PDF or HTTP.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from cases import demand, remind
from cases.checks import Stop
from cases.circumstances import gather
from cases.claims import Claims, claims_in
from cases.debt import debt_of
from cases.dispatching import Letter, send
from cases.due import do_due
from cases.fees import Owing, reminder_fees
from cases.last_day import limitation_of
from cases.models import Case, CaseEvent, Debtor, Situation
from cases.move import move, reschedule
from cases.situations.begin import begin
from cases.states import Action
from cases.surveillance.letter import letter_of
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.sandbox.demo_data import BO, ELSA
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from payouts.settle import due_to
from tests.cast import ANNA_OWES, HYTTAN_OWES, TEN_THOUSAND, a_case, right_now, set_today, take_as_posted

DatabasePoint = Callable[[int], None]
DATABASE_POINTS: dict[int, DatabasePoint] = {}


def point(number: int) -> Callable[[DatabasePoint], DatabasePoint]:
    """Give a function the number of the point it holds."""

    def hold(function: DatabasePoint) -> DatabasePoint:
        assert number not in DATABASE_POINTS, f"{number}: {DATABASE_POINTS[number].__name__}"
        DATABASE_POINTS[number] = function
        return function

    return hold


def loaded(case: Case) -> Case:
    return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def sent(letter: Letter, case: Case, *, on: date) -> None:
    """Send the case a letter on a day."""
    set_today(on)
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        send(letter=letter, cases=[loaded(case)], today=today, at=at, rates=current_rates())


def run(case: Case, day: date) -> str:
    """The daily run on `day`: what holds the case then; empty when its letter left, or nothing was said."""
    set_today(day)
    at, today = right_now()
    do_due(creditor_id=case.creditor_id, case_ids=[case.pk], today=today, at=at, rates=current_rates())
    with tenant_scope(case.creditor_id):
        last = case.events.order_by("-id")[0]
        return str(last.facts["stops"]) if last.kind == CaseEvent.Kind.HELD else ""


def happens(case: Case, kind: Situation.Kind, *, on: date) -> Situation:
    """It happens to whoever owes, and a handler enters it the same day."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        return begin(
            case=loaded(case),
            kind=kind,
            began_on=on,
            key=f"hand {kind}",
            today=today,
            at=at,
            by=MACHINE,
            rates=current_rates(),
        )


def left_behind(case: Case, *, action: Action) -> None:
    """The case leaves the process by `action`, and something has left its next step standing."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        fresh, kind = loaded(case), CaseEvent.Kind.TOLD
        move(case=fresh, action=action, kind=kind, on=today, at=at, by=MACHINE, next_step=None)
        Case.objects.filter(pk=case.pk).update(next_action=Action.REMIND, next_date=date(2026, 10, 13))


@point(5)
def fees_and_interest_bear_no_interest(creditor: int) -> None:
    case = a_case(creditor)
    with tenant_scope(creditor):
        fee = kronor("240.00")
        lines = [debit(Account.CLAIM_DEMAND, fee, case.subledger), credit(Account.CLAIMS, fee)]
        post(key="fees", kind="charge fee", booked_date=date(2026, 10, 13), lines=lines)
        debt = debt_of(case=loaded(case), on=date(2026, 11, 20), rates=current_rates())
        assert {segment.capital for segment in debt.accrued.trace} == {kronor("10000.00")}


@point(7)
def a_reminder_without_an_agreement_and_a_letter_of_surveillance_cost_nothing(creditor: int) -> None:
    case = a_case(creditor, claim=replace(TEN_THOUSAND, reminder_fee_agreed=False))
    sent(remind.LETTER, case, on=date(2026, 10, 13))
    with tenant_scope(creditor):
        assert case.events.filter(dispatch__isnull=False).count() == 1
        assert debt_of(case=loaded(case), on=date(2026, 10, 13), rates=current_rates()).reminder == 0
    # Nor does a letter of surveillance, even when a fee for reminders was agreed and none has been charged.
    agreed = a_case(creditor, invoice_number="1043")
    with tenant_scope(creditor):
        owing = Owing(claims=claims_in(agreed), debtor=agreed.debtor, charged=())
        assert letter_of({}).fees(owing, date(2026, 10, 13), current_rates()) == ()


@point(8)
def compensation_stands_alone_and_is_never_a_consumers(creditor: int) -> None:
    company = a_case(creditor, debtor=HYTTAN_OWES, claim=replace(TEN_THOUSAND, late_payment_claimed=True))
    person = a_case(creditor, invoice_number="1043")
    sent(remind.LETTER, company, on=date(2026, 10, 13))
    take_as_posted(creditor)
    sent(demand.LETTER, company, on=date(2026, 11, 2))
    with tenant_scope(creditor):
        demanded = loaded(company)
        debt = debt_of(case=demanded, on=date(2026, 11, 2), rates=current_rates())
        assert (demanded.state, debt.costs, debt.late_payment) == ("demanded", 45_000, 45_000)
        claim = person.claims.get()
        claim.late_payment_claimed = True
        owing = Owing(claims=Claims((claim,)), debtor=person.debtor, charged=())
        assert reminder_fees(owing, date(2026, 10, 13), current_rates()) == ()


@point(10)
def vat_is_the_creditors_on_the_fee_and_never_the_debtors(creditor: int) -> None:
    case = a_case(creditor)
    sent(remind.LETTER, case, on=date(2026, 10, 13))
    with tenant_scope(creditor):
        asked = debt_of(case=loaded(case), on=date(2026, 10, 13), rates=current_rates()).costs
        assert asked == kronor("60.00")
        money = Ore(asked + kronor("1000.00"))
        parts = (
            credit(Account.DUE_COSTS, asked, case.subledger),
            credit(Account.DUE_CAPITAL, kronor("1000.00"), case.subledger),
        )
        lines = [debit(Account.CLIENT_FUNDS, money, case.subledger), *parts]
        post(key="paid", kind="apply payment", booked_date=date(2026, 10, 13), lines=lines)
        owner = Creditor.objects.select_related("tariff").get()
        due = due_to(creditor=owner, on=date(2026, 10, 16), rates=current_rates())
        assert (due.fee, due.vat, due.amount) == (kronor("60.00"), kronor("15.00"), kronor("985.00"))


@point(13)
def nothing_follows_a_letter_on_its_last_day_or_while_money_may_be_on_its_way(creditor: int) -> None:
    case = a_case(creditor)
    assert run(case, date(2026, 10, 13)) == ""
    take_as_posted(creditor)
    with tenant_scope(creditor):
        reminded = loaded(case)
        # To be paid by 26 October; what is paid that day is in the book four bank days later.
        assert (reminded.pay_by, reminded.next_date) == (date(2026, 10, 26), date(2026, 11, 2))
        reschedule(case=reminded, on=date(2026, 10, 26))
    assert run(case, date(2026, 10, 26)) == Stop.TIME_NOT_OUT
    assert run(case, date(2026, 10, 30)) == Stop.TIME_NOT_OUT


@point(14)
def a_disputed_case_takes_no_step(creditor: int) -> None:
    case = a_case(creditor)
    left_behind(case, action=Action.DISPUTE)
    assert run(case, date(2026, 10, 13)) == Stop.DISPUTED


@point(20)
def no_letter_goes_to_who_was_a_minor_or_is_dead_or_protected(creditor: int) -> None:
    # Eighteen on 1 October 2026; the claim arose on 28 August.
    minor = a_case(creditor, debtor=replace(ANNA_OWES, number="200810010000"))
    dead, protected = (a_case(creditor, invoice_number=number) for number in ("1043", "1044"))
    with tenant_scope(creditor):
        Debtor.objects.filter(pk=dead.debtor_id).update(register_word=Debtor.RegisterWord.DECEASED)
        Debtor.objects.filter(pk=protected.debtor_id).update(register_word=Debtor.RegisterWord.PROTECTED)
    # Others than Anna: what happens to a person happens in all its cases.
    guarded = a_case(creditor, debtor=replace(ANNA_OWES, number=BO.person_number), invoice_number="1045")
    happens(guarded, Situation.Kind.GUARDIAN, on=date(2026, 10, 1))
    hidden = a_case(creditor, debtor=replace(ANNA_OWES, number=ELSA.person_number), invoice_number="1046")
    happens(hidden, Situation.Kind.PROTECTED, on=date(2026, 10, 1))
    with tenant_scope(creditor):
        Case.objects.filter(pk=guarded.pk).update(next_action=Action.REMIND, next_date=date(2026, 10, 13))
        assert ANNA_OWES.name not in Debtor.objects.get(pk=hidden.debtor_id).name
    held = [run(case, date(2026, 10, 13)) for case in (minor, dead, protected, guarded)]
    assert held == [Stop.MINOR, Stop.DECEASED, Stop.PROTECTED, Stop.SITUATION]


@point(21)
def interest_stops_when_a_debt_relief_is_opened_and_the_claim_is_filed_within_a_month(creditor: int) -> None:
    case = a_case(creditor)
    made = happens(case, Situation.Kind.DEBT_RELIEF, on=date(2026, 10, 12))
    assert made.due_on == date(2026, 11, 12)
    with tenant_scope(creditor):
        # Twelve days' interest of 10 000 kr at 10 %, and none after.
        owed = debt_of(case=loaded(case), on=date(2026, 12, 31), rates=current_rates())
        assert owed.interest == kronor("32.88")


def letters_said(case: Case) -> list[dict[str, Any]]:
    """What the case's letters say, as they are kept, in their order."""
    with tenant_scope(case.creditor_id):
        letters = Dispatch.objects.filter(case_number=case.number).order_by("letter_number")
        return list(letters.values_list("facts", flat=True))


@point(15)
def each_cost_stands_by_its_own_name_apart_from_capital_and_interest(creditor: int) -> None:
    case = a_case(creditor)
    sent(remind.LETTER, case, on=date(2026, 10, 13))
    take_as_posted(creditor)
    sent(demand.LETTER, case, on=date(2026, 11, 2))
    said = letters_said(case)[-1]
    assert [cost["name"] for cost in said["costs"]] == ["Påminnelse", "Inkassokrav"]
    assert [claim["capital"] for claim in said["claims"]] == [1_000_000]


@point(23)
def a_person_number_is_in_no_letter_and_no_address(creditor: int) -> None:
    case = a_case(creditor)
    sent(remind.LETTER, case, on=date(2026, 10, 13))
    with tenant_scope(creditor):
        own = loaded(case)
    kept = json.dumps(letters_said(case)) + own.number + own.reference.ocr + own.reference.debtor_label
    assert [form for form in (ANNA_OWES.number, ANNA_OWES.number[2:]) if form in kept.replace("-", "")] == []


@point(25)
def finansinspektionen_is_the_supervisor(creditor: int) -> None:
    case = a_case(creditor)
    sent(remind.LETTER, case, on=date(2026, 10, 13))
    assert letters_said(case)[0]["agency"]["supervisor"] == "Finansinspektionen"


def last_day(case: Case) -> date | None:
    """The last day to claim, as it is known when both letters have had time to come."""
    with tenant_scope(case.creditor_id):
        seen = gather(cases=[loaded(case)], today=date(2026, 11, 30), rates=current_rates())[0]
        return limitation_of(seen).last_day


@point(19)
def a_claim_grows_old_from_its_day_and_lives_on_by_letters_that_were_received(creditor: int) -> None:
    # Delivered on 1 October 2023, to be paid by 30 November: barred since 1 October 2026 all the same.
    old = replace(
        TEN_THOUSAND,
        invoice_date=date(2023, 10, 1),
        sent_on=date(2023, 10, 1),
        delivered_on=date(2023, 10, 1),
        due_date=date(2023, 11, 30),
    )
    assert run(a_case(creditor, claim=old), date(2026, 10, 13)) == Stop.BARRED
    # Arisen on 28 August 2026; a reminder that was there on 20 October, and a demand of 2 November that came back.
    case = a_case(creditor, invoice_number="1043")
    sent(remind.LETTER, case, on=date(2026, 10, 13))
    take_as_posted(creditor)
    sent(demand.LETTER, case, on=date(2026, 11, 2))
    take_as_posted(creditor)
    assert last_day(case) == date(2029, 10, 20)
    with tenant_scope(creditor):
        Dispatch.objects.filter(kind="demand").update(state=Dispatch.State.RETURNED)
    assert last_day(case) == date(2029, 8, 28)
