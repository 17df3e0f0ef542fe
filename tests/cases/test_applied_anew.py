"""Anna has paid more than once, and the bank takes one payment back: the others pay what is owed again.

She owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. The reminder (60) went on 13 October and prints
10 095.62 (13 days: 35.62), the demand (180) on 2 November. On 30 October 10 142.19 was everything: 82.19 and 60.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_all
from cases.models import Case
from cases.states import State
from cases.timeline import past_events
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.payments.receive import receive
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import mails
from tests.cases.endings import DEMANDED, REMINDED, annas_case, are_bygg_on, broken, log, owed, state
from tests.cases.test_direct_payment_rest import register, reported
from tests.cases.test_process import play
from tests.cases.test_reversal import CLAIMS, DUE, OURS, anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import right_now, set_today, take_as_posted
from tests.payments.cast import camt, paid

pytestmark = pytest.mark.django_db(transaction=True)

OCT_30, NOV_5 = date(2026, 10, 30), date(2026, 11, 5)
OVER = Account.OWED_TO_PAYER


def pays_twice(case: Case, *amounts: str) -> None:
    """Two payments that have both been routed before one of them closes the case."""
    at, today = right_now()
    for number, amount in enumerate(amounts, start=1):
        movement = paid(case.reference.ocr, amount, bank_reference=f"B{number}", day=REMINDED)
        content = camt(replace(movement, account=OURS), account=OURS, message_id=movement.bank_reference)
        receive(content=content, name="camt.xml", at=at)
    apply_all(today=today, at=at, rates=current_rates())


def test_whoever_paid_twice_owes_nothing_when_one_of_them_is_taken_back() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    pays_twice(case, "10095.62", "10095.62")
    assert (state(case), owed(case, OVER)) == (State.PAID, [-1_009_562])
    bank_takes_back("10095.62", REMINDED, "B1")
    reversed_by_finance(case)
    assert (state(case), owed(case, *CLAIMS, OVER)) == (State.PAID, [0, 0, 0, 0, 0])
    assert owed(case, *DUE) == [-1_000_000, -3_562, -6_000]
    assert log(case)[2:] == ["paid", "closed", "paid", "reversed", "reopened", "applied_anew", "closed"]
    assert [mail for mail in mails(case) if mail.startswith("Banken")] == [
        f"Banken har tagit tillbaka en betalning: ärende {case.number}, faktura 1042"
    ]
    with tenant_scope(case.creditor_id):
        event = case.events.get(kind="applied_anew")
        shown = past_events(case=case, events=[event])[0]
    assert (shown.what, shown.effect) == ("Det som var för mycket betalt räknades på skulden", -1_009_562)
    assert broken() == []


def test_and_everything_when_both_are() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    pays_twice(case, "10095.62", "10095.62")
    for payment, reference in enumerate(("B1", "B2")):
        bank_takes_back("10095.62", REMINDED, reference)
        reversed_by_finance(case, payment=payment)
    assert owed(case, *CLAIMS, *DUE, OVER) == [1_000_000, 3_562, 6_000, 0, 0, 0, 0, 0]
    assert (state(case), log(case)[-3:], broken()) == (
        State.REMINDED,
        ["reversed", "reopened", "told"],
        [],
    )


def test_what_was_too_much_pays_a_part_of_what_is_owed_again() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    pays_twice(case, "10095.62", "5000.00")
    bank_takes_back("10095.62", REMINDED, "B1")
    reversed_by_finance(case)
    # 60 and 35.62, and 4 904.38 of the capital.
    assert owed(case, *CLAIMS, OVER) == [509_562, 0, 0, 0, 0]
    assert log(case)[-4:] == ["reversed", "reopened", "applied_anew", "told"]
    with tenant_scope(case.creditor_id):
        # What the reminder printed, less the 5 000: its word holds until the 26th.
        assert case.events.get(kind="told").facts["total_ore"] == 509_562
    # The next letter adds up: what is paid on it is what has been applied. 21 days on 5 095.62: 29.32, and 180.
    take_as_posted(case.creditor_id)
    play(date(2026, 11, 3))
    with tenant_scope(case.creditor_id):
        assert case.events.get(kind="demanded").facts["total_ore"] == 530_494
    assert (state(case), broken()) == (State.DEMANDED, [])


def test_a_payment_that_was_everything_by_itself_keeps_the_later_fee_away() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    anna_pays(case, "60.00", OCT_30, "B1")
    # Everything but those 60, and 100 too much.
    anna_pays(case, "10182.19", OCT_30, "B2")
    bank_takes_back("60.00", DEMANDED, "B1")
    reversed_by_finance(case)
    assert (state(case), owed(case, *CLAIMS, OVER)) == (State.PAID, [0, 0, 0, 0, -4_000])
    assert broken() == []


def test_a_fee_that_only_the_taken_back_payment_paid_falls_with_it() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    set_today(NOV_5)
    # Known first, and paid last: 60, 180 and 98.63 (36 days), and 161.37 of the capital.
    anna_pays(case, "500.00", NOV_5, "B1")
    anna_pays(case, "10142.19", OCT_30, "B2")
    assert state(case) == State.PAID
    bank_takes_back("500.00", NOV_5, "B1")
    reversed_by_finance(case)
    # B2 alone was everything before the demand went.
    assert (state(case), owed(case, *CLAIMS, OVER)) == (State.PAID, [0, 0, 0, 0, 0])
    assert owed(case, Account.DUE_COSTS) == [-6_000]
    assert broken() == []


def test_a_payment_to_the_creditor_was_let_off_a_fee_together_with_one_that_is_taken_back() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    # 60, 79.45 (29 days) and 4 860.55 of the capital; then 5 139.45 and a day of it, 1.41, to Cecilia.
    anna_pays(case, "5000.00", date(2026, 10, 29), "B1")
    register(case, reported("5140.86", on=OCT_30))
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    bank_takes_back("5000.00", DEMANDED, "B1")
    reversed_by_finance(case)
    assert owed(case, *CLAIMS, OVER) == [486_055, 8_078, 6_000, 18_000, 0]
    assert (state(case), broken()) == (State.DEMANDED, [])


def test_what_the_creditor_had_too_much_of_is_not_ours_to_apply() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "5000.00", REMINDED, "B1")
    set_today(date(2026, 10, 20))
    # Printed 5 095.62 of what is left; with 7 days, 9.77, it was 5 105.39. 4.38 more than closed the case.
    event = register(case, reported("5100.00", on=date(2026, 10, 20)))
    assert (event.facts["excess_ore"], state(case)) == (438, State.PAID)
    bank_takes_back("5000.00", date(2026, 10, 20), "B1")
    reversed_by_finance(case)
    # 10 000 + 60 + 35.62 (13 days) + 19.18 (7 days), less the 5 095.62 that were applied.
    assert (sum(owed(case, *CLAIMS)), owed(case, OVER)) == (501_918, [0])
    assert broken() == []
