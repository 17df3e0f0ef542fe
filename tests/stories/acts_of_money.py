"""Money, drawn at random: from the debtors' bank, to the creditors directly, taken back, and out on paydays."""

import uuid
from dataclasses import replace
from typing import Final

from cases.apply_payment import apply_all
from cases.debt import debt_of
from cases.direct_payment import QUOTED, NotADirectPayment, Reported, Rest, foresee, register_direct_payment
from cases.models import Case, CaseEvent
from cases.quote import QuoteRefused, offer
from cases.reverse_payment import reverse_payment
from cases.states import OPEN_STATES
from ekrav.agency.rates import current_rates
from ekrav.bankfiles.accounts import BANKGIRO, account
from ekrav.bankfiles.notification import BankTransaction
from ekrav.money import Ore
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import Payment
from ekrav.payments.receive import receive
from ekrav.sandbox.demo_data import NORDANVIK
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act
from tests.cast import right_now
from tests.payments.cast import camt, drawn, paid
from tests.payouts.bank import TheBank
from tests.payouts.given import word_of
from tests.stories.played_world import World, pass_days

OURS: Final = account(scheme=BANKGIRO, number=NORDANVIK.bankgiros[0])
DIRECTLY: Final = (NotADirectPayment, QuoteRefused)
FRIDAY: Final = 4
A_WEEK: Final = 7


def pays(world: World) -> None:
    """The debtor pays in part, wholly, or too much; the bank may tell of it some days later."""
    case = world.any_case()
    if case is not None:
        bank_tells(world, _movement(world, case))


def pays_twice(world: World) -> None:
    """The same sum on the same day, twice."""
    case = world.any_case()
    if case is not None:
        once = _movement(world, case)
        bank_tells(world, once, replace(once, bank_reference=f"{once.bank_reference}-2"))


def pays_directly(world: World) -> None:
    """The creditor has been paid, and says what becomes of the rest."""
    case = world.any_case(lambda case: case.state in OPEN_STATES)
    if case is None:
        return
    rest = world.chance.choice(list(Rest))
    on = world.some_day(before=10)
    reported = Reported(key=uuid.uuid4(), amount=_amount(world, case), paid_on=on, rest=rest)
    foreseen = act(case, foresee, reported=reported)
    if rest in QUOTED:
        at, today = right_now()
        with tenant_scope(case.creditor_id):
            quote = offer(case=case, kind=QUOTED[rest], price=foreseen.cost, today=today, at=at)
        pass_days(world, world.chance.choice([0, 0, 0, 2, 40]))
        reported = replace(reported, quote_id=quote.public_id)
    act(case, register_direct_payment, reported=reported, by=CECILIA_ACTS)


def bank_takes_back(world: World) -> None:
    """The bank takes a payment back, and Astrid connects its debit with it."""
    case = world.any_case(lambda case: bool(_standing(case)))
    if case is None:
        return
    payment = world.chance.choice(_standing(case))
    taken = drawn("", _kronor(payment.amount_ore), bank_reference=f"T{next(world.numbers)}", day=world.today)
    bank_tells(world, replace(taken, reversal=True))
    with agency_scope():
        debit = debits_taken_back().get()
    at, today = right_now()
    reverse_payment(
        debit_id=debit.pk,
        creditor_id=case.creditor_id,
        payment_id=payment.pk,
        today=today,
        at=at,
        by=ASTRID_ACTS,
        rates=current_rates(),
    )


def payday_comes(world: World) -> None:
    """The next Friday: drafted, approved by two, at the bank, debited."""
    pass_days(world, (FRIDAY - world.today.weekday()) % A_WEEK or A_WEEK)
    at, today = right_now()
    run = draft_run(period_end=today, at=at)
    if run.count == 0:
        return
    for person in world.people:
        word_of(person, run, at=at)
    bank = TheBank()
    hand_over_files(bank=bank, at=at)
    for payment in bank.batch.payments:
        reference = f"U{next(world.numbers)}"
        name, amount = payment.end_to_end_id, _kronor(payment.amount)
        bank_tells(world, drawn(name, amount, bank_reference=reference, day=today))
    settle_debits(at=at)


def bank_tells(world: World, *movements: BankTransaction) -> None:
    """The bank's file is read and the cases take what is in it."""
    at, today = right_now()
    ours = [replace(movement, account=OURS) for movement in movements]
    content = camt(*ours, account=OURS, message_id=f"CAMT-{next(world.numbers)}")
    receive(content=content, name="camt.xml", at=at)
    apply_all(today=today, at=at, rates=current_rates())


def _movement(world: World, case: Case) -> BankTransaction:
    amount = _kronor(_amount(world, case))
    reference, day = f"B{next(world.numbers)}", world.some_day(before=10)
    return paid(case.reference.ocr, amount, bank_reference=reference, day=day)


def _amount(world: World, case: Case) -> Ore:
    """A part of the debt, all of it or more; of a case that owes nothing, something."""
    with tenant_scope(case.creditor_id):
        total = debt_of(case=case, on=world.today, rates=current_rates()).total
    part = world.chance.choice([1, total // 10, total // 3, total - 2_000, total, total, total + 5_000])
    return Ore(max(1, part))


def _standing(case: Case) -> list[Payment]:
    """The case's payments that the bank has not taken back."""
    with tenant_scope(case.creditor_id):
        gone = case.events.filter(kind=CaseEvent.Kind.REVERSED).values("payment_id")
        return list(Payment.objects.filter(reference=case.reference_id).exclude(pk__in=gone).order_by("id"))


def _kronor(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02}"
