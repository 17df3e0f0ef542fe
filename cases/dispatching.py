"""What every letter of the process has in common: check, compose, charge, key, move. In one transaction, or nothing.

Many cases of one creditor at a time: what they are is gathered once, what becomes of them is written once.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cases.addressee import goes_by_hand
from cases.book import ACCOUNT_OF
from cases.checks import Stop, stops, whom
from cases.circumstances import Circumstances, gather
from cases.composing import letters_facts
from cases.fees import Fee, Owing, total_of
from cases.joint import key_of
from cases.models import Case, CaseEvent, Debtor, PortalKey
from cases.move import Facts, Happening, Moving, Next, move_all, reschedule_all, write_events
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import last_posting_day
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import NoRow, Rates
from ekrav.ledger.book import EntrySpec, credit, debit, post_many
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.tenancy.insert import insert_rows
from ekrav.tenancy.models import owner_of_new_rows
from letters.catalogue import Consequence, LetterKind, sentence
from letters.dispatch import Outgoing, compose_all
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
class Addressed:
    """The letter to one of those who answer for the case."""

    debtor: Debtor
    facts: LetterFacts
    printable: Printable


@dataclass(frozen=True, kw_only=True)
class Written:
    """One letter that may leave, to each who answers for the case: what it charges once, and what follows it."""

    seen: Circumstances
    letters: tuple[Addressed, ...]
    fees: tuple[Fee, ...]
    following: Following

    @property
    def facts(self) -> LetterFacts:
        """The first one's facts: what is asked for is the same in all."""
        return self.letters[0].facts


NOBODY: Final[Mapping[int, tuple[int, ...]]] = {}


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
    about: dict[int, tuple[int, ...]] = {}
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
            about[seen.case.pk] = whom(seen, reasons)
    _leave(letter, written, today=today, at=at)
    hold(held, about=about, today=today, at=at)
    return len(written)


def hold(
    held: Mapping[tuple[Stop, ...], Sequence[Case]],
    *,
    about: Mapping[int, tuple[int, ...]] = NOBODY,
    today: date,
    at: datetime,
) -> None:
    """Put the next step off to the next bank day; said once for each new reason, not every day.

    `about`: by case, the rows of those among several debtors that the reasons are about.
    """
    cases = [case for group in held.values() for case in group]
    last = CaseEvent.objects.filter(case__in=cases).order_by("case_id", "-id").distinct("case_id")
    said = {event.case_id: event.facts.get("stops") for event in last if event.kind == CaseEvent.Kind.HELD}
    happenings = [
        Happening(
            case=case, kind=CaseEvent.Kind.HELD, on=today, facts=_held_facts(reasons, about.get(case.pk))
        )
        for reasons, group in held.items()
        for case in group
        if said.get(case.pk) != ",".join(reasons)
    ]
    write_events(happenings, at=at, by=MACHINE)
    reschedule_all(cases, on=next_bank_day(today))


def _held_facts(reasons: Sequence[Stop], about: tuple[int, ...] | None) -> Facts:
    """Whom it is about is told by row: events are kept for ever, and a name is personal data."""
    return {"stops": ",".join(reasons), **({"whom": ",".join(map(str, about))} if about else {})}


def _write(letter: Letter, seen: Circumstances) -> Written:
    """Compose the letter in memory. Raises `MayNotLeave`, NoRow."""
    today, rates = seen.today, seen.rates
    by_hand = any(goes_by_hand(debtor) for debtor in seen.debtors)
    posted = last_posting_day(written=today, by_hand=by_hand, rates=rates)
    # Nobody's time is shortened by a letter that comes while it runs: one more answers now, and is written to.
    until = max(lawful_pay_by(sent=posted, rates=rates), seen.case.pay_by or today)
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
        every = letters_facts(seen=seen, kind=letter.kind, fees=fees, pay_by=until, next_steps=(told,))
        letters = tuple(
            Addressed(debtor=debtor, facts=facts, printable=printable(facts))
            for debtor, facts in zip(seen.debtors, every, strict=True)
        )
    except NotALetter as refused:
        raise MayNotLeave(Stop.UNPRINTABLE) from refused
    if any(letter.faults(facts, today, rates) for facts in every):
        raise MayNotLeave(Stop.INCOMPLETE)
    return Written(seen=seen, letters=letters, fees=fees, following=following)


def _leave(letter: Letter, written: Sequence[Written], *, today: date, at: datetime) -> None:
    """Write what was composed: fees, letters, keys, moves."""
    charging = [each for each in written if each.fees]
    entries = post_many([_charge(letter, each) for each in charging])
    entry_of = {each.seen.case.pk: entry for each, entry in zip(charging, entries, strict=True)}
    letters = _compose(written, today=today, at=at)
    owner = owner_of_new_rows()
    insert_rows([_key(each, one, owner=owner, at=at) for each in written for one in each.letters])
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
    _compose_beside(written, letters, today=today, at=at)


def _compose(written: Sequence[Written], *, today: date, at: datetime) -> list[Dispatch]:
    """The first letter of each, in their order; those that no machine may send wait for a person."""
    first = [_outgoing(each, each.letters[0]) for each in written]
    return compose_all(letters=first, planned_on=today, at=at) if first else []


def _compose_beside(
    written: Sequence[Written], letters: Sequence[Dispatch], *, today: date, at: datetime
) -> None:
    """The same letter to the others who answer, and an event for each: what it asks for is told by the first."""
    others = [
        (each.seen.case, _outgoing(each, one, beside=first))
        for each, first in zip(written, letters, strict=True)
        for one in each.letters[1:]
    ]
    if not others:
        return
    composed = compose_all(letters=[letter for _case, letter in others], planned_on=today, at=at)
    happenings = [
        Happening(case=case, kind=CaseEvent.Kind.BESIDE, on=today, rows={"dispatch": dispatch})
        for (case, _letter), dispatch in zip(others, composed, strict=True)
    ]
    write_events(happenings, at=at, by=MACHINE)


def _outgoing(each: Written, one: Addressed, *, beside: Dispatch | None = None) -> Outgoing:
    return Outgoing(
        printable=one.printable,
        by_hand=goes_by_hand(one.debtor),
        addressee=key_of(one.debtor, case=each.seen.case),
        beside=beside,
    )


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


def _key(each: Written, one: Addressed, *, owner: int, at: datetime) -> PortalKey:
    case, facts = each.seen.case, one.facts
    return PortalKey(
        creditor_id=owner,
        case=case,
        debtor_id=key_of(one.debtor, case=case),
        case_number=case.number,
        letter_number=facts.letter_number,
        code_hash=code_hash(case_number=case.number, code=facts.code),
        made_at=at,
    )
