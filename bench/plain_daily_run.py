"""The daily run as one writes it first: one transaction a case, its rows fetched with select_related, the same rules.

Each check asks the database its own question; fee, letter, key and move are written one after the other.
"""

from datetime import date, datetime

from cases import demand, remind
from cases.book import ACCOUNT_OF
from cases.checks import stops
from cases.circumstances import gather
from cases.composing import letter_facts
from cases.dispatching import Letter
from cases.fees import Fee, Owing, total_of
from cases.models import Case, PortalKey
from cases.move import move
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from letters.catalogue import sentence
from letters.dispatch import compose
from letters.facts import NextStep
from letters.portal_code import code_hash

LETTERS = {Action.REMIND: remind.LETTER, Action.DEMAND: demand.LETTER}


def do_case(*, creditor_id: int, case_id: int, today: date, at: datetime, rates: Rates) -> bool:
    """Take one case's next step, in a transaction of its own; False when it is held."""
    with tenant_scope(creditor_id):
        case = (
            Case.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("debtor", "subledger", "reference")
            .get(pk=case_id, next_date__lte=today)
        )
        return _send(LETTERS[Action(case.next_action)], case, today=today, at=at, rates=rates)


def _send(letter: Letter, case: Case, *, today: date, at: datetime, rates: Rates) -> bool:
    (seen,) = gather(cases=[case], today=today, rates=rates)
    if stops(seen):
        return False
    until = lawful_pay_by(sent=today, rates=rates)
    charged = {charge.component for charge in seen.book.costs}
    owing = Owing(claims=seen.claims, debtor=case.debtor, charged=charged)
    fees = letter.fees(owing, today, rates)
    following = letter.after(owing.after(fees), until, case.final_notice, rates)
    told = NextStep(
        earliest=following.step.on,
        sentence=sentence(following.consequence, creditor=seen.sender.creditor.name),
        cost=following.cost,
    )
    facts = letter_facts(seen=seen, kind=letter.kind, fees=fees, pay_by=until, next_steps=(told,))
    entry = _charge(letter, case, fees, number=facts.letter_number, today=today) if fees else None
    dispatch = compose(kind=letter.kind, facts=facts, planned_on=today, at=at)
    PortalKey.objects.create(
        case=case,
        case_number=case.number,
        letter_number=facts.letter_number,
        code_hash=code_hash(case_number=case.number, code=facts.code),
        made_at=at,
    )
    move(
        case=case,
        action=letter.action,
        kind=letter.event,
        on=today,
        at=at,
        by=MACHINE,
        next_step=following.step,
        pay_by=until,
        amount_ore=total_of(fees),
        facts={"total_ore": facts.total, "pay_by": until.isoformat()},
        dispatch=dispatch,
        entry=entry,
    )
    return True


def _charge(letter: Letter, case: Case, fees: tuple[Fee, ...], *, number: int, today: date) -> object:
    return post(
        key=f"{letter.action} {case.number} letter {number}",
        kind=letter.action,
        booked_date=today,
        lines=[
            *(debit(ACCOUNT_OF[fee.component], fee.amount, case.subledger) for fee in fees),
            credit(Account.CLAIMS, total_of(fees)),
        ],
    )
