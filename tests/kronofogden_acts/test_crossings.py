"""What crosses what: a late ending of what was taken back, money on its way, a plan, more time to pay."""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_routed, find_routed
from cases.authority.not_taken import not_taken
from cases.authority.take_up import locked
from cases.authority.tell import tell_all
from cases.enforcement.apply import enforce, quote_enforcement
from cases.models import Case, PaidOut
from cases.pause import Reason, pause
from cases.plan_offer import Wish
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.filings.claims import Amount, AmountKind, ClaimKind
from ekrav.filings.enforcement import (
    Closing,
    EnforcementApplication,
    EnforcementClosing,
    EnforcementFee,
    MoneyPaidOut,
)
from ekrav.filings.payment_order import Dismissal, Ending, PaymentOrderApplication
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.payments.models import Payment
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA, are_bygg_on, broken, log, opened, owed, state
from tests.cases.plans import accept, offer
from tests.cases.plans import pay as pay_on
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import (
    applied,
    asked_of,
    chose_orders,
    confirmed,
    served,
    tell,
    titled,
    verdict,
)
from tests.kronofogden_acts.test_title import begun, next_step

pytestmark = pytest.mark.django_db(transaction=True)


def closing(case: Case, why: Closing, *, on: date, record_id: str = "VS-1") -> EnforcementClosing:
    """The first enforcement has ended."""
    left = kronor("0.00") if why is Closing.PAID else kronor("11000.00")
    return EnforcementClosing(
        id=record_id, reference=f"{case.number}-V1", closed_on=on, closing=why, left=left
    )


def enforced_anew() -> Case:
    """Nobody accepted a second year and the first enforcement was taken back; Åre Bygg has applied once more."""
    case = begun(are_bygg_on(), up_to=90_000)
    for day in (date(2027, 11, 15), date(2027, 12, 9)):
        play(day)
    at, today = right_now()
    assert tell_all(today=today, at=at) == 1
    with opened(case) as mine:
        quote = quote_enforcement(case=mine, today=today, at=at, rates=current_rates())
        enforce(case=mine, quote_id=quote.public_id, today=today, at=at, by=CECILIA, rates=current_rates())
    return case


def test_a_late_closing_of_what_was_taken_back_does_not_end_what_was_applied_for_since() -> None:
    case = enforced_anew()
    set_today(date(2027, 12, 10))
    tell(3, closing(case, Closing.WITHDRAWN, on=date(2027, 12, 10)))
    at, today = right_now()
    assert tell_all(today=today, at=at) == 0
    assert (state(case), log(case)[-1]) == (State.ENFORCEMENT, "enforcement_ended")
    with tenant_scope(case.creditor_id):
        endings = list(
            case.applications.filter(kind="enforcement").order_by("id").values_list("ending", flat=True)
        )
    assert endings == ["withdrawn", ""]
    assert broken() == []


def test_a_late_refusal_of_what_was_taken_back_does_not_end_what_was_applied_for_since() -> None:
    case = enforced_anew()
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        application, mine = locked(reference=f"{case.number}-V1")
        assert not_taken(case=mine, application=application, today=today, at=at) is not None
    assert (state(case), log(case)[-1]) == (State.ENFORCEMENT, "not_taken")


def test_the_last_money_that_is_found_and_not_yet_applied_is_not_given_up() -> None:
    """Kronofogden has paid out 10 000 of the capital and the fee, and says that the title is paid."""
    case = begun(are_bygg_on(), up_to=90_000)
    at, today = right_now()
    money = MoneyPaidOut(
        id="VB-1",
        reference=f"{case.number}-V1",
        paid_on=today,
        amounts=(Amount(kind=AmountKind.CAPITAL, amount=kronor("10000.00")),),
        fees_taken=kronor("600.00"),
    )
    tell(3, money)
    ore = kronor("10000.00")
    with tenant_scope(case.creditor_id):
        payment = Payment.objects.create(
            bank_entry_id=9, reference=case.reference, amount_ore=ore, booked_date=today, routed_at=at
        )
        post(
            key="bank entry 9",
            kind="route payment",
            booked_date=today,
            lines=[
                debit(Account.CLIENT_FUNDS, ore, case.subledger),
                credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
            ],
        )
        PaidOut.objects.update(payment=payment)
    tell(4, closing(case, Closing.PAID, on=today))
    assert (state(case), owed(case, Account.CLAIM_CAPITAL)) == (State.TITLED, [1_000_000])
    for creditor_id, waiting in find_routed():
        apply_routed(creditor_id=creditor_id, payment_id=waiting, today=today, at=at, rates=current_rates())
    # All 10 000 are Åre Bygg's; what our book has beside them is given up.
    assert (state(case), owed(case, Account.CLAIM_CAPITAL, Account.DUE_CAPITAL)) == (
        State.PAID,
        [0, -1_000_000],
    )


def test_a_standing_choice_that_was_lowered_since_asks_the_creditor() -> None:
    creditor = are_bygg_on()
    case = titled(creditor, up_to=90_000)
    assert next_step(case) == (Action.APPLY_ENFORCEMENT, date(2026, 12, 15))
    chose_orders(creditor, up_to=30_000)
    play(date(2026, 12, 15))
    assert (state(case), log(case)[-1], next_step(case)[0]) == (State.TITLED, "asked_again", Action.ASK_AGAIN)
    with tenant_scope(creditor):
        assert Parcel.objects.filter(key__startswith="title ").count() == 1


@pytest.mark.parametrize("ending", [Ending.DISMISSED, Ending.WRITTEN_OFF])
def test_the_costs_of_an_order_without_a_title_are_not_the_debtors(ending: Ending) -> None:
    """Anna has paid 100 of the 680; the 300 that were laid out stay with Åre Bygg but for those."""
    case = applied(are_bygg_on())
    reference = f"{case.number}-B1"
    pay_on(case.creditor_id, case, "100.00", date(2026, 11, 24))
    before = owed(case, Account.CLAIM_CAPITAL, Account.CLAIM_DEMAND, Account.CREDITOR_OWES)
    assert sum(owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT)) == 58_000
    set_today(date(2026, 12, 3))
    tell(
        1,
        confirmed(reference),
        Dismissal(
            id="A-1", reference=reference, ending=ending, decided_on=date(2026, 12, 3), reason="Ej delgiven."
        ),
    )
    assert state(case) == State.AWAITING_DECISION
    assert owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT) == [0, 0]
    assert owed(case, Account.CLAIM_CAPITAL, Account.CLAIM_DEMAND, Account.CREDITOR_OWES) == before


def test_a_year_that_falls_while_a_plan_goes_on_is_not_added_to_it() -> None:
    case = titled(are_bygg_on(), up_to=90_000, agreed="12.00")
    play(date(2026, 12, 15))
    creditor = case.creditor_id
    accept(creditor, case, offer(creditor, case, Wish(months=4, first=date(2027, 1, 29))))
    before = owed(case, Account.CLAIM_OUTLAY)
    set_today(date(2026, 12, 17))
    fee = EnforcementFee(
        id="VA-1",
        reference=f"{case.number}-V1",
        year=1,
        falls_on=date(2026, 12, 16),
        amount=kronor("600.00"),
    )
    tell(2, fee)
    assert state(case) == State.PLAN
    # The authority has had its 600 of us; they are Åre Bygg's cost.
    assert owed(case, Account.CLAIM_OUTLAY, Account.CREDITOR_OWES) == [*before, 90_000]
    assert broken() == []


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2027, 11, 1), (Action.RENEW, date(2027, 11, 15))),
        (date(2027, 11, 15), (Action.LET_LAPSE, date(2027, 12, 9))),
    ],
)
def test_a_pause_does_not_put_off_the_day_on_which_a_new_year_is_chosen(
    day: date, step: tuple[str, date]
) -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    play(day)
    at, today = right_now()
    with opened(case) as mine:
        pause(
            case=mine,
            reason=Reason.TALKING,
            until=date(2028, 1, 31),
            today=today,
            at=at,
            by=CECILIA,
            rates=current_rates(),
        )
    assert next_step(case) == step


def test_no_more_is_asked_for_than_the_title_grants() -> None:
    """The demand's 180 were not granted: the reminder's 60 are all that is asked for of the letters' costs."""
    case = applied(are_bygg_on(), up_to=90_000)
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    set_today(date(2026, 12, 14))
    full = verdict(asked)
    granted = tuple(claim for claim in full.title.claims if claim.kind is not ClaimKind.COLLECTING)
    less = replace(full, title=replace(full.title, claims=granted))
    tell(1, confirmed(asked.reference), served(asked.reference), less)
    play(date(2026, 12, 15))
    filed = asked_of(case, "EnforcementApplication")
    assert isinstance(filed, EnforcementApplication)
    of_letters = [one for one in filed.left if one.kind in (AmountKind.REMINDER, AmountKind.COLLECTING)]
    assert of_letters == [Amount(kind=AmountKind.REMINDER, amount=kronor("60.00"))]
