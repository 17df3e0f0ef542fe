"""What every letter has in common: check, charge, compose, key, move. All in one transaction, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from cases.checks import Before, Stop, stops
from cases.composing import Sender, letter_facts, next_letter_number
from cases.debt import debt_of
from cases.models import Case, CaseEvent, PortalKey
from cases.move import Next, move, reschedule, write_event
from cases.states import Action
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from letters.catalogue import Consequence, LetterKind, sentence
from letters.dispatch import compose
from letters.facts import LetterFacts, NextStep, NotALetter
from letters.portal_code import code_for, code_hash


@dataclass(frozen=True, kw_only=True)
class Following:
    """What comes after a letter that is not paid: the machine's step, how the letter says it, what it may add."""

    step: Next
    consequence: Consequence
    cost: Ore


@dataclass(frozen=True, kw_only=True)
class Letter:
    """How one kind of letter is sent: its action, event, fee account, and what may follow."""

    kind: LetterKind
    action: Action
    event: CaseEvent.Kind
    fee_account: Account
    fee: Callable[[Case, date, Rates], Ore]
    after: Callable[[date, Rates], Following]
    faults: Callable[[LetterFacts, date, Rates], bool]


class MayNotLeave(RuntimeError):
    """The letter was composed and found wanting; nothing of it remains."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop)
        self.stop = stop


def send(
    *, letter: Letter, case: Case, today: date, at: datetime, rates: Rates
) -> CaseEvent | tuple[Stop, ...]:
    """Send one letter today, or put it off and say why. In the tenant's scope, with the case's row locked.

    Raises `MayNotLeave` when what was composed is not what the law demands: the caller rolls back and holds.
    """
    sender = Sender(creditor=Creditor.objects.get(pk=case.creditor_id), agency=Agency.objects.get())
    before = Before(
        case=case,
        debt=debt_of(case=case, on=today, rates=rates),
        creditor=sender.creditor,
        agency=sender.agency,
        today=today,
    )
    reasons = stops(before)
    if reasons:
        return hold(case=case, reasons=reasons, today=today, at=at)
    pay_by = lawful_pay_by(sent=today, rates=rates)
    following = letter.after(pay_by, rates)
    told = NextStep(
        earliest=following.step.on,
        sentence=sentence(following.consequence, creditor=sender.creditor.name),
        cost=following.cost,
    )
    fee = letter.fee(case, today, rates)
    charged = _charge(letter=letter, case=case, fee=fee, today=today)
    try:
        facts = letter_facts(
            case=case,
            kind=letter.kind,
            sender=sender,
            today=today,
            pay_by=pay_by,
            next_steps=(told,),
            rates=rates,
        )
        if letter.faults(facts, today, rates):
            raise MayNotLeave(Stop.INCOMPLETE)
        dispatch = compose(kind=letter.kind, facts=facts, planned_on=today, at=at)
    except NotALetter as refused:
        raise MayNotLeave(Stop.UNPRINTABLE) from refused
    _give_key(case=case, letter_number=facts.letter_number, at=at)
    return move(
        case=case,
        action=letter.action,
        kind=letter.event,
        on=today,
        at=at,
        by=MACHINE,
        next_step=following.step,
        pay_by=pay_by,
        amount_ore=fee,
        dispatch=dispatch,
        entry=charged,
        facts={"total_ore": facts.total, "pay_by": pay_by.isoformat()},
    )


def hold(*, case: Case, reasons: tuple[Stop, ...], today: date, at: datetime) -> tuple[Stop, ...]:
    """Put the letter off to the next bank day; said once for each new reason, not every day."""
    last = case.events.order_by("-id").first()
    words = ",".join(reasons)
    if last is None or last.kind != CaseEvent.Kind.HELD or last.facts.get("stops") != words:
        write_event(case=case, kind=CaseEvent.Kind.HELD, on=today, at=at, by=MACHINE, facts={"stops": words})
    reschedule(case=case, on=next_bank_day(today))
    return reasons


def _charge(*, letter: Letter, case: Case, fee: Ore, today: date) -> Entry | None:
    """Post the letter's fee. By letter, not by kind: a letter that is recalled is written again with its own fee."""
    if not fee:
        return None
    return post(
        key=f"{letter.action} {case.number} letter {next_letter_number(case)}",
        kind=letter.action,
        booked_date=today,
        lines=[debit(letter.fee_account, fee, case.subledger), credit(Account.CLAIMS, fee)],
    )


def _give_key(*, case: Case, letter_number: int, at: datetime) -> None:
    code = code_for(case_number=case.number, letter_number=letter_number)
    PortalKey.objects.create(
        case=case,
        case_number=case.number,
        letter_number=letter_number,
        code_hash=code_hash(case_number=case.number, code=code),
        made_at=at,
    )
