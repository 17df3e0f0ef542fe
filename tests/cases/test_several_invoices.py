"""Two unpaid invoices of one debtor are one case: one reminder, one demand, and each bears its own interest."""

import uuid
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cases.circumstances import Circumstances, gather
from cases.decide_dispute import NotAPart, uphold_partly
from cases.direct_payment import Reported, register_direct_payment
from cases.last_day import limitation_of
from cases.models import Case, CaseEvent, Ground, Notice
from cases.payment_order.compose import compose, part_claims
from cases.plan_offer import Wish, sketch
from cases.register import ClaimFacts
from cases.states import Action
from ekrav.agency.rates import current_rates
from ekrav.filings.claims import ClaimKind
from ekrav.filings.problems import problems
from ekrav.kronofogden.models import Filer
from ekrav.money import kronor
from ekrav.tenancy import agency_scope, tenant_scope
from letters.facts import LetterFacts, from_json
from letters.page import InvoiceRow, page
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act, claims_of, fresh, heard, last, the_books_balance
from tests.cases.several import BATHROOM, KITCHEN, one_case, owed
from tests.cast import HYTTAN_OWES, a_case, a_creditor, an_agency, set_today
from tests.debtor_portal.given import pay, play

pytestmark = pytest.mark.django_db

OCT_13, OCT_20, NOV_2, NOV_20 = (date(2026, *day) for day in ((10, 13), (10, 20), (11, 2), (11, 20)))


@pytest.fixture
def are_bygg(db: None) -> int:
    """Åre Bygg AB, on 12 October 2026; all is rolled back."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


def letter(case: Case, kind: CaseEvent.Kind) -> LetterFacts:
    dispatch = last(case, kind).dispatch
    assert dispatch is not None
    return from_json(LetterFacts, dispatch.facts)


def seen(case: Case, on: date) -> Circumstances:
    (found,) = gather(cases=[fresh(case)], today=on, rates=current_rates())
    return found


def test_one_reminder_asks_for_both_with_one_fee_and_each_invoice_has_its_own_interest(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    facts = letter(case, CaseEvent.Kind.REMINDED)
    # 6 000 × 10 % × 43 / 365 = 70.6849…; 4 000 × 12 % × 13 / 365 = 17.0958…; together 87.7808, rounded once.
    assert [
        (claim.invoice_number, claim.capital, [(row.first, row.rate, row.amount) for row in claim.interest])
        for claim in facts.claims
    ] == [
        ("1042", 600_000, [(date(2026, 9, 1), 1000, 7_068)]),
        ("1043", 400_000, [(date(2026, 10, 1), 1200, 1_710)]),
    ]
    assert [(cost.name, cost.amount) for cost in facts.costs] == [("Påminnelse", 6_000)]
    assert facts.total == 1_000_000 + 8_778 + 6_000
    printed = page(facts)
    assert printed.subject == "2 fakturor"
    assert printed.invoices == (
        InvoiceRow("1042", "2026-07-31", "2026-08-31", "6\u00a0000,00", "70,68"),
        InvoiceRow("1043", "2026-08-31", "2026-09-30", "4\u00a0000,00", "17,10"),
    )
    assert (printed.invoices_sum.capital, printed.invoices_sum.interest) == ("10\u00a0000,00", "87,78")
    assert "Faktura 1042 från Åre Bygg AB, 31\u00a0juli 2026: köksrenovering." in printed.claims[0]


def test_a_part_payment_finishes_the_first_invoice_and_the_rest_is_asked_for_and_paid(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    set_today(OCT_20)
    pay(case, "6500.00", on=OCT_20, bank_entry=1)
    # 60.00; 6 000 × 10 % × 50 / 365 + 4 000 × 12 % × 20 / 365 = 82.1917 + 26.3013 = 108.49; 6 331.51 of the capital.
    debt = owed(case, OCT_20)
    assert claims_of(case) == {"claim_capital": 366_849}
    assert [(each.claim.invoice_number, each.capital) for each in debt.invoices] == [
        ("1042", 0),
        ("1043", 366_849),
    ]
    play(NOV_2)
    demand = letter(case, CaseEvent.Kind.DEMANDED)
    # 3 668.49 × 12 % × 13 / 365 = 15.6789…
    assert [[(row.base, row.amount) for row in claim.interest] for claim in demand.claims] == [
        [(600_000, 8_219)],
        [(400_000, 2_630), (366_849, 1_568)],
    ]
    assert [(paid.name, paid.amount) for paid in demand.paid] == [("Betalning", 650_000)]
    assert demand.total == 366_849 + 1_568 + 18_000
    pay(case, "3864.17", on=date(2026, 11, 10), bank_entry=2)
    assert (fresh(case).state, claims_of(case)) == ("paid", {})
    assert the_books_balance()


def test_the_application_asks_for_each_invoice_with_its_own_interest(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    play(NOV_2)
    with tenant_scope(are_bygg):
        first, second, reminder, demand = part_claims(seen(case, NOV_20))
    assert first.interest is not None
    assert second.interest is not None
    # 6 000 × 10 % × 81 / 365 = 133.1506…; 4 000 × 12 % × 51 / 365 = 67.0684…; together 200.22.
    assert (first.label, first.amount, first.due_on) == ("Faktura 1042", 600_000, date(2026, 8, 31))
    assert (first.interest.rate, first.interest.starts, first.interest.accrued) == (
        None,
        date(2026, 9, 1),
        13_315,
    )
    assert (second.label, second.amount, second.due_on) == ("Faktura 1043", 400_000, date(2026, 9, 30))
    assert (second.interest.rate, second.interest.starts, second.interest.accrued) == (
        1200,
        date(2026, 10, 1),
        6_707,
    )
    assert [(each.kind, each.label, each.amount) for each in (reminder, demand)] == [
        (ClaimKind.REMINDER, "Fakturorna 1042 och 1043", 6_000),
        (ClaimKind.COLLECTING, "Fakturorna 1042 och 1043", 18_000),
    ]
    with agency_scope():
        Filer.objects.update(code="EKRA", agent_code="4711")
    with tenant_scope(are_bygg):
        whole = compose(seen(case, NOV_20), reference=f"{case.number}-B1")
    assert problems(whole, rates=current_rates()) == ()
    of_each = whole.grounds.split("\n\n")
    assert [
        f"Faktura nummer {number} på" in text for number, text in zip((1042, 1043), of_each, strict=True)
    ] == [
        True,
        True,
    ]


def test_what_has_been_paid_is_not_applied_for(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    set_today(OCT_20)
    pay(case, "6500.00", on=OCT_20, bank_entry=1)
    play(NOV_2)
    with tenant_scope(are_bygg):
        second, demand = part_claims(seen(case, NOV_20))
    assert second.interest is not None
    # 3 668.49 × 12 % × 31 / 365 = 37.3884…, from the day after the payment.
    assert (second.label, second.amount, second.interest.starts, second.interest.accrued) == (
        "Faktura 1043",
        366_849,
        date(2026, 10, 21),
        3_739,
    )
    assert (demand.kind, demand.amount) == (ClaimKind.COLLECTING, 18_000)


def test_interest_that_is_left_unpaid_is_the_last_invoices(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    set_today(OCT_20)
    pay(case, "150.00", on=OCT_20, bank_entry=1)
    # 60.00 for the reminder and 90.00 of the interest, 108.49: the first invoice's 82.19 and 7.81 of 26.30.
    with tenant_scope(are_bygg):
        first, second, *_costs = part_claims(seen(case, OCT_20))
    assert first.interest is not None
    assert second.interest is not None
    assert (first.interest.starts, first.interest.accrued) == (date(2026, 10, 21), 0)
    assert (second.interest.starts, second.interest.accrued) == (date(2026, 10, 1), 1_849)


@pytest.mark.parametrize(
    ("kitchen", "bathroom", "first_step", "fee"),
    [
        (KITCHEN, BATHROOM, Action.REMIND, 6_000),
        (KITCHEN, replace(BATHROOM, reminder_fee_agreed=False), Action.REMIND, 0),
        (replace(KITCHEN, own_reminder_on=date(2026, 9, 20)), BATHROOM, Action.REMIND, 0),
        (
            replace(KITCHEN, own_reminder_on=date(2026, 9, 20)),
            replace(BATHROOM, own_reminder_on=date(2026, 10, 8)),
            Action.DEMAND,
            18_000,
        ),
    ],
)
def test_what_not_every_invoice_allows_is_not_charged_and_not_left_out(
    are_bygg: int, kitchen: ClaimFacts, bathroom: ClaimFacts, first_step: Action, fee: int
) -> None:
    case = one_case(are_bygg, kitchen=kitchen, bathroom=bathroom)
    assert case.next_action == first_step
    play(OCT_13)
    assert owed(case, OCT_13).costs == fee


def test_compensation_is_asked_once_and_only_when_both_invoices_may_have_it(are_bygg: int) -> None:
    asked, not_asked = (replace(BATHROOM, late_payment_claimed=claimed) for claimed in (True, False))
    kitchen = replace(KITCHEN, late_payment_claimed=True)
    both = a_case(are_bygg, debtor=HYTTAN_OWES, claim=kitchen, further=[asked])
    play(OCT_13)
    play(NOV_2)
    assert (owed(both, NOV_2).costs, owed(both, NOV_2).late_payment) == (45_000, 45_000)
    set_today(date(2026, 10, 12))
    renamed = replace(kitchen, invoice_number="1044"), replace(not_asked, invoice_number="1045")
    one = a_case(are_bygg, debtor=HYTTAN_OWES, claim=renamed[0], further=[renamed[1]])
    play(OCT_13)
    assert (owed(one, OCT_13).reminder, owed(one, OCT_13).late_payment) == (6_000, 0)


def test_the_oldest_invoice_decides_when_the_debt_is_barred(are_bygg: int) -> None:
    older = replace(KITCHEN, delivered_on=date(2024, 3, 1))
    case = one_case(are_bygg, kitchen=older)
    with tenant_scope(are_bygg):
        # A consumer's purchase: three years from the day it arose.
        assert limitation_of(seen(case, date(2026, 10, 12))).last_day == date(2027, 3, 1)


def test_a_plan_goes_by_the_lowest_rate(are_bygg: int) -> None:
    case = one_case(are_bygg)
    with tenant_scope(are_bygg):
        shown = sketch(
            case=fresh(case),
            wish=Wish(first=date(2026, 11, 30), months=4),
            today=date(2026, 10, 12),
            rates=current_rates(),
        )
    assert shown.reckoned.terms.rate == Fraction(10)


def test_a_part_that_falls_is_the_named_invoices(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    set_today(OCT_20)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("1000.00"))
    for invoice in ("", "1044"):
        with pytest.raises(NotAPart):
            act(case, uphold_partly, credited=kronor("1000.00"), invoice=invoice, by=ASTRID_ACTS)
    with pytest.raises(NotAPart):
        act(case, uphold_partly, credited=kronor("4000.01"), invoice="1043", by=ASTRID_ACTS)
    act(case, uphold_partly, credited=kronor("1000.00"), invoice="1043", by=ASTRID_ACTS)
    debt = owed(case, OCT_20)
    assert [each.capital for each in debt.invoices] == [600_000, 300_000]
    outcome = last(case, CaseEvent.Kind.DISPUTE_PARTLY).dispatch
    assert outcome is not None
    assert "faktura 1043 är sänkt med 1\u00a0000,00" in outcome.facts["paragraphs"][1]
    # As if it had been of 3 000: 3 000 × 12 % × 20 / 365 = 19.7260…, with the first's 82.1917: 101.92.
    assert debt.interest == 10_192


def test_what_the_debtor_paid_the_creditor_on_one_invoice_is_taken_off_that_one(are_bygg: int) -> None:
    case = one_case(are_bygg)
    play(OCT_13)
    set_today(OCT_20)
    told = Reported(key=uuid.uuid4(), amount=kronor("2168.49"), paid_on=OCT_20, invoice="1043")
    act(case, register_direct_payment, reported=told, by=CECILIA_ACTS)
    # 60.00 and 108.49 of interest first: 2 000.00 of the capital.
    assert [each.capital for each in owed(case, OCT_20).invoices] == [600_000, 200_000]
    # A payment of which nothing is said goes to the first due.
    pay(case, "500.00", on=OCT_20, bank_entry=1)
    assert [each.capital for each in owed(case, OCT_20).invoices] == [550_000, 200_000]
    # 5 500 × 10 % × 31 / 365 + 2 000 × 12 % × 31 / 365 = 46.7123… + 20.3835…
    assert owed(case, NOV_20).interest == 6_710
    assert the_books_balance()
