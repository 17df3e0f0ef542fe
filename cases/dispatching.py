"""What every letter of the process has in common: check, compose, charge, key, move. In one transaction, or nothing.

Many cases of one creditor at a time: what they are is gathered once, what becomes of them is written once.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cases.addressee import goes_by_hand
from cases.book import ACCOUNT_OF
from cases.checks import Stop, stops
from cases.circumstances import Circumstances, gather
from cases.composing import letter_facts
from cases.fees import Fee, Owing, total_of
from cases.models import Case, CaseEvent, PortalKey
from cases.move import Happening, Moving, Next, move_all, reschedule_all, write_events
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import NoRow, Rates
from ekrav.ledger.book import EntrySpec, credit, debit, post_many
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.tenancy.models import owner_of_new_rows
from letters.catalogue import Consequence, LetterKind, sentence
from letters.dispatch import compose_all
from letters.facts import LetterFacts, NextStep, NotALetter
from letters.fits import Printable, printable
from letters.models import Dispatch
from letters.portal_code import code_hash


@dataclass(frozen=True, kw_only=True)
class Following:
    """What comes after a letter that is not paid: the machine's step, how the letter says it, what it may add."""

    step: Next
    consequence: Consequence
    cost: Ore


@dataclass(frozen=True, kw_only=True)
class Letter:
    """How one kind of letter is sent: its action and event, its fees, what follows it, what it lacks."""

    kind: LetterKind
    action: Action
    event: CaseEvent.Kind
    fees: Callable[[Owing, date, Rates], tuple[Fee, ...]]
    after: Callable[[Owing, date, bool, Rates], Following]
    faults: Callable[[LetterFacts, date, Rates], bool]


@dataclass(frozen=True, kw_only=True)
class Written:
    """One letter that may leave: its facts, what it charges, and what follows it."""

    seen: Circumstances
    facts: LetterFacts
    printable: Printable
    fees: tuple[Fee, ...]
    following: Following


class MayNotLeave(RuntimeError):
    """The letter was composed and found wanting."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop)
        self.stop = stop


def no_faults(facts: LetterFacts, today: date, rates: Rates) -> bool:
    """Nothing in law says what the letter must hold."""
    return False


def send(*, letter: Letter, cases: Sequence[Case], today: date, at: datetime, rates: Rates) -> int:
    """Send one letter to each case today, or put it off and say why; how many were sent.

    In the tenant's scope, with the cases' rows locked.
    """
    written: list[Written] = []
    held: dict[tuple[Stop, ...], list[Case]] = defaultdict(list)
    for seen in gather(cases=cases, today=today, rates=rates):
        try:
            reasons = stops(seen)
            if not reasons:
                written.append(_write(letter, seen))
        except NoRow:
            reasons = (Stop.RATE_NOT_DECIDED,)
        except MayNotLeave as wanting:
            reasons = (wanting.stop,)
        if reasons:
            held[reasons].append(seen.case)
    _leave(letter, written, today=today, at=at)
    hold(held, today=today, at=at)
    return len(written)


def hold(held: Mapping[tuple[Stop, ...], Sequence[Case]], *, today: date, at: datetime) -> None:
    """Put the next step off to the next bank day; said once for each new reason, not every day."""
    cases = [case for group in held.values() for case in group]
    last = CaseEvent.objects.filter(case__in=cases).order_by("case_id", "-id").distinct("case_id")
    said = {event.case_id: event.facts.get("stops") for event in last if event.kind == CaseEvent.Kind.HELD}
    happenings = [
        Happening(case=case, kind=CaseEvent.Kind.HELD, on=today, facts={"stops": ",".join(reasons)})
        for reasons, group in held.items()
        for case in group
        if said.get(case.pk) != ",".join(reasons)
    ]
    write_events(happenings, at=at, by=MACHINE)
    reschedule_all(cases, on=next_bank_day(today))


def _write(letter: Letter, seen: Circumstances) -> Written:
    """Compose the letter in memory. Raises `MayNotLeave`, NoRow."""
    today, rates = seen.today, seen.rates
    until = lawful_pay_by(sent=today, rates=rates)
    charged = {charge.component for charge in seen.book.costs}
    owing = Owing(claims=seen.claims, debtor=seen.case.debtor, charged=charged)
    fees = letter.fees(owing, today, rates)
    following = letter.after(owing.after(fees), until, seen.case.final_notice, rates)
    told = NextStep(
        earliest=following.step.on,
        sentence=sentence(following.consequence, creditor=seen.sender.creditor.name),
        cost=following.cost,
    )
    try:
        facts = letter_facts(seen=seen, kind=letter.kind, fees=fees, pay_by=until, next_steps=(told,))
        ready = printable(facts)
    except NotALetter as refused:
        raise MayNotLeave(Stop.UNPRINTABLE) from refused
    if letter.faults(facts, today, rates):
        raise MayNotLeave(Stop.INCOMPLETE)
    return Written(seen=seen, facts=facts, printable=ready, fees=fees, following=following)


def _leave(letter: Letter, written: Sequence[Written], *, today: date, at: datetime) -> None:
    """Write what was composed: fees, letters, keys, moves."""
    charging = [each for each in written if each.fees]
    entries = post_many([_charge(letter, each) for each in charging])
    entry_of = {each.seen.case.pk: entry for each, entry in zip(charging, entries, strict=True)}
    letters = _compose(written, today=today, at=at)
    owner = owner_of_new_rows()
    PortalKey.objects.bulk_create(_key(each, owner=owner, at=at) for each in written)
    movings = [
        Moving(
            action=letter.action,
            happened=Happening(
                case=each.seen.case,
                kind=letter.event,
                on=today,
                amount_ore=total_of(each.fees),
                facts={"total_ore": each.facts.total, "pay_by": each.facts.pay_by.isoformat()},
                rows={"dispatch": dispatch, "entry": entry_of.get(each.seen.case.pk)},
            ),
            next_step=each.following.step,
            pay_by=each.facts.pay_by,
        )
        for each, dispatch in zip(written, letters, strict=True)
    ]
    move_all(movings, at=at, by=MACHINE)


def _compose(written: Sequence[Written], *, today: date, at: datetime) -> list[Dispatch]:
    """The letters in the order of `written`; those that no machine may send wait for a person."""
    composed: dict[int, Dispatch] = {}
    for by_hand in (False, True):
        group = [each for each in written if goes_by_hand(each.seen.case) is by_hand]
        printables = [each.printable for each in group]
        letters = compose_all(letters=printables, planned_on=today, at=at, by_hand=by_hand) if group else []
        composed |= {each.seen.case.pk: one for each, one in zip(group, letters, strict=True)}
    return [composed[each.seen.case.pk] for each in written]


def _charge(letter: Letter, each: Written) -> EntrySpec:
    """The fees' entry. By letter, not by kind: a letter that is recalled is written again with its own fee."""
    case = each.seen.case
    lines = [debit(ACCOUNT_OF[fee.component], fee.amount, case.subledger) for fee in each.fees]
    return EntrySpec(
        key=f"{letter.action} {case.number} letter {each.facts.letter_number}",
        kind=letter.action,
        booked_date=each.facts.letter_date,
        lines=(*lines, credit(Account.CLAIMS, total_of(each.fees))),
    )


def _key(each: Written, *, owner: int, at: datetime) -> PortalKey:
    case, facts = each.seen.case, each.facts
    return PortalKey(
        creditor_id=owner,
        case=case,
        case_number=case.number,
        letter_number=facts.letter_number,
        code_hash=code_hash(case_number=case.number, code=facts.code),
        made_at=at,
    )
