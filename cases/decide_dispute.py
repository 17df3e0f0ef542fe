"""How a dispute ends: the claim stands, falls, or falls to a part. Decided by staff, or by the creditor giving in.

What has been paid before stays as it was applied: a payment to the agency is a payment to the creditor (inkassolagen
9 §), which may have the money already. When the whole claim falls, the creditor owes it back to whoever paid; the
letter and the mail say so, to the krona. When a part falls, the costs stand: there was something to demand.
"""

from datetime import date, datetime
from typing import Any

from cases.book import CREDITED_ENTRY, naming
from cases.charged_interest import charged_too_much
from cases.claims import claims_in
from cases.close import end, stop_letters
from cases.debt import debt_of
from cases.dispute_letters import Claimed, mail_outcome, tell_claimed, tell_upheld
from cases.give_up import all_that_stands, give_up, give_up_parts
from cases.models import Case, CaseEvent, Claim, Dispute
from cases.move import move
from cases.resume import resumed_step
from cases.states import Action
from ekrav.audit.record import Actor
from ekrav.law.allocation import Component
from ekrav.law.deadlines import next_posting_day
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import Ore

Outcome = Dispute.Outcome


class AlreadyDecided(ValueError):
    """No dispute of the case is open: somebody was first, or there was none."""


class NotAPart(ValueError):
    """What is given up is not a part of the capital that is left."""


def uphold(*, case: Case, today: date, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """The whole claim falls, with its costs, and the case is closed. With its row locked. Raises `AlreadyDecided`,
    `letters.facts.NotALetter`.
    """
    given_up = balance(account=Account.CLAIM_CAPITAL, subledger=case.subledger)
    dispute = _conclude(case=case, outcome=Outcome.UPHELD, credited=given_up, today=today, by=by)
    key = f"dispute {dispute.pk} upheld"
    entry = give_up(case=case, key=key, kind="give up disputed claim", on=today)
    stop_letters(case=case, at=at)
    dispatch = tell_upheld(case=case, today=today, at=at, rates=rates)
    mail_outcome(case=case, dispute=dispute, at=at)
    return end(
        case=case,
        action=Action.UPHOLD_DISPUTE,
        kind=CaseEvent.Kind.DISPUTE_UPHELD,
        on=today,
        at=at,
        by=by,
        entry=entry,
        dispatch=dispatch,
        facts={"dispute": dispute.pk, "credited_ore": given_up},
    )


def uphold_partly(
    *,
    case: Case,
    credited: Ore,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
    invoice: str = "",
) -> CaseEvent:
    """`credited` öre of an invoice's capital fall, as if they had never been invoiced: their interest falls with them.

    `invoice`: its number, which is needed when the case has several. With the case's row locked. Raises
    `AlreadyDecided`, `NotAPart`, `letters.facts.NotALetter`, `law.rates.NoRow`.
    """
    claim = _part_of(case=case, credited=credited, invoice=invoice, today=today, rates=rates)
    dispute = _conclude(case=case, outcome=Outcome.PARTLY, credited=credited, today=today, by=by)
    _take_interest_back(case=case, dispute=dispute, claim=claim, credited=credited, today=today, rates=rates)
    entry = give_up_parts(
        case=case,
        parts={Component.CAPITAL: credited},
        on=claim.invoice_date,
        key=naming(f"dispute {dispute.pk} partly upheld", claim.pk),
        kind=CREDITED_ENTRY,
    )
    return _put_back(
        case=case,
        dispute=dispute,
        action=Action.UPHOLD_PARTLY,
        kind=CaseEvent.Kind.DISPUTE_PARTLY,
        today=today,
        at=at,
        by=by,
        rates=rates,
        lowered=claim.invoice_number if claims_in(case).several else "",
        entry=entry,
    )


def reject(*, case: Case, today: date, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """The claim stands. With the case's row locked. Raises `AlreadyDecided`, `NotALetter`, `law.rates.NoRow`."""
    dispute = _conclude(case=case, outcome=Outcome.REJECTED, credited=Ore(0), today=today, by=by)
    return _put_back(
        case=case,
        dispute=dispute,
        action=Action.REJECT_DISPUTE,
        kind=CaseEvent.Kind.DISPUTE_REJECTED,
        today=today,
        at=at,
        by=by,
        rates=rates,
    )


def _part_of(*, case: Case, credited: Ore, invoice: str, today: date, rates: Rates) -> Claim:
    """The claim of which that is a part; of several invoices one may fall as a whole. Raises `NotAPart`, `NoRow`."""
    debt = debt_of(case=case, on=today, rates=rates)
    named = [each for each in debt.invoices if invoice in ("", each.claim.invoice_number)]
    if len(named) != 1 or not 0 < credited < debt.capital or credited > named[0].capital:
        raise NotAPart(credited)
    return named[0].claim


def _conclude(*, case: Case, outcome: Dispute.Outcome, credited: Ore, today: date, by: Actor) -> Dispute:
    """Give the open dispute its outcome, once."""
    dispute = Dispute.objects.filter(case=case, outcome="").first()
    if dispute is None:
        raise AlreadyDecided(case.number)
    decided = {"decided_on": today, "decided_by_kind": by.kind, "decided_by_id": by.id}
    rows = Dispute.objects.filter(pk=dispute.pk, outcome="")
    if rows.update(outcome=outcome, credited_ore=credited, **decided) != 1:
        raise AlreadyDecided(case.number)
    dispute.outcome, dispute.credited_ore = outcome, credited
    return dispute


def _take_interest_back(
    *, case: Case, dispute: Dispute, claim: Claim, credited: Ore, today: date, rates: Rates
) -> None:
    """Interest in the book on what falls: off the interest that is unpaid, and what was paid of it off the capital."""
    too_much = charged_too_much(case=case, on=claim.invoice_date, paid=credited, rates=rates, of=claim.pk)
    stands = all_that_stands(case)
    unpaid = Ore(min(too_much, stands[Component.INTEREST]))
    paid = Ore(min(too_much - unpaid, stands[Component.CAPITAL] - credited))
    give_up_parts(
        case=case,
        parts={Component.INTEREST: unpaid, Component.CAPITAL: paid},
        on=today,
        key=f"dispute {dispute.pk} interest back",
        kind="take back interest",
    )


def _put_back(
    *,
    case: Case,
    dispute: Dispute,
    action: Action,
    kind: CaseEvent.Kind,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
    lowered: str = "",
    **happened: Any,
) -> CaseEvent:
    """Back to its place: the debtor is told what is owed and given a new lawful time before anything follows.

    `lowered`: the number of the invoice that is, of several.
    """
    stop_letters(case=case, at=at)
    posted = next_posting_day(after=today)
    pay_by = lawful_pay_by(sent=posted, rates=rates)
    total = debt_of(case=case, on=posted, rates=rates).total
    claimed = Claimed(total=total, pay_by=pay_by, credited=Ore(dispute.credited_ore), invoice=lowered)
    dispatch = tell_claimed(case=case, claimed=claimed, today=today, at=at, rates=rates)
    mail_outcome(case=case, dispute=dispute, at=at, invoice=lowered)
    return move(
        case=case,
        action=action,
        kind=kind,
        on=today,
        at=at,
        by=by,
        next_step=resumed_step(case=case, pay_by=pay_by, today=today, rates=rates),
        pay_by=pay_by,
        dispatch=dispatch,
        facts={
            "dispute": dispute.pk,
            "credited_ore": dispute.credited_ore,
            "total_ore": total,
            "pay_by": pay_by.isoformat(),
        },
        **happened,
    )
