"""All that is looked at before a case takes a step, gathered for many cases at once in a fixed number of queries.

What is gathered is of one moment, with the cases' rows locked: the checks and the letter's facts see the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from django.db.models import QuerySet

from cases.book import CaseBook, books_of
from cases.claims import Claims, claims_of
from cases.debt import Debt, debt_from
from cases.joint import answering_in, key_of, rows_of
from cases.models import (
    Application,
    Case,
    CaseEvent,
    Debtor,
    DirectPayment,
    Hold,
    InstalmentPlan,
    Notice,
    Question,
    Situation,
)
from cases.states import State
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.law.interruptions import Proceedings
from ekrav.law.rates import Rates
from ekrav.money import Ore
from ekrav.payments.models import Instruction, Payment
from ekrav.payments.ways.states import State as InstructionState
from letters.catalogue import CLAIMS
from letters.facts import PaidFacts
from letters.models import Dispatch

NOT_POSTED: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED, Dispatch.State.HANDED_OVER)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """On whose behalf a letter goes, and who sends it."""

    creditor: Creditor
    agency: Agency


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """One case as it stands on a day. `debtors`: those who answer for it; `shared`: several do, or have. `letters`: the
    states of its letters, in their order, the same letter to several as one.

    `demanded`: the days its written demands were posted, to all of them and without those that came back. `promised`:
    the days its debtor said yes to an instalment plan. `proceedings`: at Kronofogden and in court.
    `stopped_by`: what has happened that stops it; `lives_with`: what lasts, of whom by the debtor's row, and the case
    goes on in spite of. `composed`: how many letters have been written; `unwritten`: somebody who answers has had none.
    """

    case: Case
    debtors: Sequence[Debtor]
    shared: bool
    claims: Claims
    sender: Sender
    today: date
    rates: Rates
    book: CaseBook
    letters: Sequence[frozenset[Dispatch.State]]
    composed: int
    unwritten: bool
    demanded: Sequence[date]
    promised: Sequence[date]
    proceedings: Sequence[Proceedings]
    paid: Sequence[PaidFacts]
    payment_to_apply: bool
    holds: frozenset[Hold.Kind]
    debtor_said: bool
    answer_missing: bool
    stopped_by: frozenset[Situation.Kind]
    lives_with: frozenset[tuple[int, Situation.Kind]]

    @cached_property
    def debt(self) -> Debt:
        """The debt today. Raises `law.rates.NoRow`."""
        return debt_from(case=self.case, claims=self.claims, book=self.book, on=self.today, rates=self.rates)

    @property
    def letter_waits(self) -> bool:
        """A letter has not been posted yet."""
        return any(state in NOT_POSTED for states in self.letters for state in states)

    @property
    def letter_came_back(self) -> bool:
        """The last letter that left was returned, from one of those it went to."""
        left = [states for states in self.letters if states != {Dispatch.State.CANCELLED}]
        return bool(left) and Dispatch.State.RETURNED in left[-1]

    @property
    def is_joint(self) -> bool:
        """Whether several are asked for it."""
        return len(self.debtors) > 1


def gather(*, cases: Sequence[Case], today: date, rates: Rates) -> list[Circumstances]:
    """The circumstances of one creditor's cases (with debtor, subledger and reference), in their order."""
    if not cases:
        return []
    books = books_of([case.subledger_id for case in cases])
    claims = claims_of(cases)
    sender = Sender(creditor=Creditor.objects.get(pk=cases[0].creditor_id), agency=Agency.objects.get())
    joint, sent = rows_of(cases), _letters(cases)
    debtors = {case.pk: answering_in(case, joint[case.pk]) for case in cases}
    keys = {case.pk: [key_of(each, case=case) for each in debtors[case.pk]] for case in cases}
    letters = {case.pk: _alike(_letters_to(keys[case.pk], sent[case.number])) for case in cases}
    paid = _paid(cases, sender.creditor.name)
    plans = InstalmentPlan.objects.filter(case__in=cases, accepted_on__isnull=False)
    promised = _grouped(plans.values_list("case_id", "accepted_on"))
    proceedings = _proceedings(cases)
    holds = _grouped(
        Hold.objects.filter(case__in=cases, lifted_at=None, until__gte=today).values_list("case_id", "kind")
    )
    happened = _happened(cases)
    said = _cases(Notice.objects.filter(case__in=cases, handled_at=None).exclude(kind=Notice.Kind.MESSAGE))
    asked = _cases(Question.objects.filter(case__in=cases, answer="", notice__isnull=False))
    routed = _payments(cases).filter(applied_at=None).values_list("reference_id", flat=True)
    to_apply = set(routed) | _being_made(cases)
    return [
        Circumstances(
            case=case,
            debtors=debtors[case.pk],
            shared=bool(joint[case.pk]),
            claims=claims[case.pk],
            sender=sender,
            today=today,
            rates=rates,
            book=books[case.subledger_id],
            letters=[frozenset(one.state for one in letter) for letter in letters[case.pk]],
            composed=len(sent[case.number]),
            unwritten=not {letter.addressee for letter in sent[case.number]}.issuperset(keys[case.pk]),
            demanded=_demanded(letters[case.pk], of=keys[case.pk]),
            promised=promised[case.pk],
            proceedings=proceedings[case.pk],
            paid=paid[case.pk],
            payment_to_apply=case.reference_id in to_apply,
            holds=frozenset(Hold.Kind(kind) for kind in holds[case.pk]),
            debtor_said=case.pk in said,
            answer_missing=case.pk in asked,
            stopped_by=frozenset(kind for _key, kind, stops in happened[case.pk] if stops),
            lives_with=frozenset(
                (key or case.debtor_id, kind) for key, kind, stops in happened[case.pk] if not stops
            ),
        )
        for case in cases
    ]


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> Mapping[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _cases(rows: QuerySet[Any]) -> set[int]:
    return set(rows.values_list("case_id", flat=True))


def _happened(cases: Sequence[Case]) -> Mapping[int, list[tuple[int | None, Situation.Kind, bool]]]:
    """What has happened in each case and is not over, to whom, and whether it stops the case."""
    rows = Situation.objects.filter(case__in=cases, ended_on=None).only(
        "case_id", "debtor_id", "kind", "released_on", "ended_on"
    )
    return _grouped((row.case_id, (row.debtor_id, Situation.Kind(row.kind), row.stops)) for row in rows)


def _proceedings(cases: Sequence[Case]) -> Mapping[int, list[Proceedings]]:
    """The claim was invoked when it was applied for. What went on to court goes on there until the case is back."""
    in_court = {case.pk for case in cases if case.state == State.COURT}
    rows = Application.objects.filter(case__in=cases).exclude(ending=Application.Ending.NOT_TAKEN)
    return _grouped(
        (
            row.case_id,
            Proceedings(
                begun=row.applied_on,
                ended=None if row.case_id in in_court else row.ended_on or row.withdrawn_on,
                # Enforcement is of a title that the debtor has been told of.
                debtor_told=row.kind == Application.Kind.ENFORCEMENT or row.served_on is not None,
            ),
        )
        for row in rows.order_by("id")
    )


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """A letter's state, and the day it was posted when it is a written demand that may have been received.

    `says`: the row of the first of the letters that say the same.
    """

    state: Dispatch.State
    demanded: date | None
    addressee: int | None
    says: int


def _letters(cases: Sequence[Case]) -> Mapping[str, list[_Letter]]:
    numbers = [case.number for case in cases]
    rows = Dispatch.objects.filter(case_number__in=numbers).order_by("case_number", "letter_number")
    return _grouped(
        (
            number,
            _letter(kind, Dispatch.State(state), void, posted, addressee=addressee, says=beside or id_),
        )
        for number, id_, kind, state, void, posted, addressee, beside in rows.values_list(
            "case_number", "id", "kind", "state", "void", "posted_on", "addressee", "beside_id"
        )
    )


def _letter(
    kind: str, state: Dispatch.State, void: bool, posted: date | None, *, addressee: int | None, says: int
) -> _Letter:
    """One that counts as not sent is no more to its case than one that was stopped."""
    if void:
        return _Letter(state=Dispatch.State.CANCELLED, demanded=None, addressee=addressee, says=says)
    demanded = posted if kind in CLAIMS and state == Dispatch.State.POSTED else None
    return _Letter(state=state, demanded=demanded, addressee=addressee, says=says)


def _letters_to(keys: Sequence[int | None], letters: Sequence[_Letter]) -> list[_Letter]:
    """The letters to those who answer: what becomes of others' holds nobody up."""
    return [letter for letter in letters if letter.addressee in keys]


def _alike(letters: Sequence[_Letter]) -> list[list[_Letter]]:
    """The letters in their order; those that say the same to several stand together."""
    return [list(same) for _says, same in groupby(letters, key=lambda letter: letter.says)]


def _demanded(letters: Sequence[Sequence[_Letter]], *, of: Sequence[int | None]) -> list[date]:
    """The first day of each demand that was posted to every one of them."""
    found = []
    for same in letters:
        posted = {letter.addressee: letter.demanded for letter in same if letter.demanded}
        if posted and set(of) <= posted.keys():
            found.append(min(day for day in posted.values()))
    return found


def _payments(cases: Sequence[Case]) -> QuerySet[Payment]:
    return Payment.objects.filter(reference_id__in=[case.reference_id for case in cases])


def _being_made(cases: Sequence[Case]) -> set[int]:
    """References on which the debtor is paying right now, or has paid for all that anybody can say."""
    live = Instruction.objects.filter(
        reference_id__in=[case.reference_id for case in cases],
        refund_of=None,
        state__in=(InstructionState.SENT, InstructionState.UNKNOWN),
    )
    return set(live.values_list("reference_id", flat=True))


def _paid(cases: Sequence[Case], creditor_name: str) -> Mapping[int, list[PaidFacts]]:
    """Payments that have been applied, and those the creditor has had directly, by case in the order of their days.

    One that the bank has taken back is none.
    """
    case_of = {case.reference_id: case.pk for case in cases}
    reversals = CaseEvent.objects.filter(case__in=cases, kind=CaseEvent.Kind.REVERSED)
    received = _payments(cases).filter(applied_at__isnull=False)
    received = received.exclude(pk__in=reversals.values("payment_id"))
    direct = DirectPayment.objects.filter(case__in=cases)
    rows = [
        (on, "Betalning", amount, case_of[reference])
        for on, amount, reference in received.values_list("booked_date", "amount_ore", "reference_id")
    ]
    rows += [
        (on, f"Betalning till {creditor_name}", amount, case)
        for on, amount, case in direct.values_list("paid_on", "amount_ore", "case_id")
    ]
    return _grouped(
        (case, PaidFacts(name=name, on=on, amount=Ore(amount))) for on, name, amount, case in sorted(rows)
    )
