"""Two companies pay late payment compensation; one creditor's agreement lets the agency keep it, the other's does not.

Fjällhyttan owes Åre Bygg and Duveds El 10 000.00 each, due on 30 September 2026 at 10 %, and pays each reminder's
printed sum on its last day: 10 000 + 35.62 + 450 = 10 485.62, booked on 26 October. The interest to that day is 71.23;
35.61 of it are given up.

Åre Bygg's note: the 450.00 is the agency's fee, VAT 112.50, paid out 9 923.12. Duveds El's: no fee, no VAT, 10 485.62.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cases.models import Case, CaseEvent
from ekrav.agency.models import Tariff
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID, BERTIL, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from ekrav.world.books import broken_invariants
from ekrav.world.counterparties import counterparties
from payouts.bookkeeping import entry_of, suggest
from payouts.chart import CREDITORS, accounts
from payouts.models import SettlementNote
from payouts.note_page import note_page
from tests.cast import HYTTAN_OWES, TEN_THOUSAND, a_case, a_creditor, an_agency, on_terms, set_today, staff
from tests.kronofogden_acts.given import play_until
from tests.stories.test_spine import approve_everything, deposit

pytestmark = pytest.mark.django_db(transaction=True)

LAST_DAY = date(2026, 10, 26)


def test_the_compensation_goes_to_whom_the_agreement_says_and_bears_vat_when_it_is_a_fee(
    tmp_path: Path,
) -> None:
    set_today(date(2026, 10, 12))
    an_agency()
    people = staff(ASTRID), staff(BERTIL)
    are_bygg, duveds_el = a_creditor(), a_creditor(DUVEDS_EL)
    on_terms(duveds_el, late_payment_to=Tariff.InterestTo.CREDITOR)
    claim = replace(TEN_THOUSAND, late_payment_claimed=True)
    ours = a_case(are_bygg, debtor=HYTTAN_OWES, claim=claim)
    theirs = a_case(duveds_el, debtor=HYTTAN_OWES, claim=claim)
    with counterparties(tmp_path):
        play_until(date(2026, 10, 25))
        for case in (ours, theirs):
            deposit(case, 1_048_562, on=LAST_DAY)
        play_until(LAST_DAY)
        for creditor, case in ((are_bygg, ours), (duveds_el, theirs)):
            assert what_happened(creditor, case) == [
                (CaseEvent.Kind.REGISTERED, date(2026, 10, 12), 1_000_000),
                (CaseEvent.Kind.REMINDED, date(2026, 10, 13), 45_000),
                (CaseEvent.Kind.POSTED, date(2026, 10, 13), None),
                (CaseEvent.Kind.PAID, LAST_DAY, 1_048_562),
                (CaseEvent.Kind.CLOSED, LAST_DAY, None),
            ]
        play_until(date(2026, 10, 30))
        approve_everything(*people)
    assert note_of(are_bygg) == [
        ("Kapital", "10 000,00"),
        ("Ränta", "35,62"),
        ("Förseningsersättning", "450,00"),
        ("Betalt av gäldenärerna", "10 485,62"),
        ("Våra avgifter", "−450,00"),
        ("Moms 25 % på 450,00 kr", "−112,50"),
        ("Utbetalas", "9 923,12"),
    ]
    assert note_of(duveds_el) == [
        ("Kapital", "10 000,00"),
        ("Ränta", "35,62"),
        ("Förseningsersättning", "450,00"),
        ("Betalt av gäldenärerna", "10 485,62"),
        ("Utbetalas", "10 485,62"),
    ]
    assert bookkept_by(are_bygg) == [
        ("1930", 992_312, None),
        ("6062", 45_000, None),
        ("2641", 11_250, None),
        ("1510", None, 1_000_000),
        ("8313", None, 3_562),
        ("3990", None, 45_000),
    ]
    assert agency_has(are_bygg) == (56_250, -45_000, -11_250, 0)
    assert agency_has(duveds_el) == (0, 0, 0, 0)
    assert [(found.invariant, dict(found.row)) for found in broken_invariants()] == []


def what_happened(creditor: int, case: Case) -> list[tuple[str, date, int | None]]:
    with tenant_scope(creditor):
        return list(case.events.order_by("id").values_list("kind", "on", "amount_ore"))


def note_of(creditor: int) -> list[tuple[str, str]]:
    with tenant_scope(creditor):
        note = SettlementNote.objects.get()
        assert note.pdf
    page = note_page(note.facts)
    rows = [*((row.label, row.amount) for row in page.rows), ("Utbetalas", page.paid)]
    return [(label.replace("\u00a0", " "), amount.replace("\u00a0", " ")) for label, amount in rows]


def bookkept_by(creditor: int) -> list[tuple[str, int | None, int | None]]:
    with tenant_scope(creditor):
        note = SettlementNote.objects.get()
        suggestion = suggest(entry_of(note.facts, accounts=accounts(CREDITORS)))
    return [(row.number, row.debit, row.credit) for row in suggestion.rows]


def agency_has(creditor: int) -> tuple[int, ...]:
    """What is left with the bank when the creditor has been paid, and of what it is made up."""
    accounts = (Account.CLIENT_FUNDS, Account.AGENCY_FEES, Account.AGENCY_VAT, Account.DUE_LATE_PAYMENT)
    with tenant_scope(creditor):
        return tuple(balance(account=account) for account in accounts)
