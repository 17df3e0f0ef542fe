"""The application for a payment order, composed from the case as it stands today (förordning (1991:1339)).

Capital carries the interest; each cost is a part claim of its own. The grounds are made from the invoice's facts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cases.authority.parties import agent, applicant, respondent
from cases.book import LETTER_COSTS
from cases.circumstances import Circumstances
from cases.debt import terms_of
from cases.models import CaseEvent, Claim
from ekrav.filings.claims import ClaimKind, InterestAsked, InterestBasis, PartClaim
from ekrav.filings.grounds import Asked, Asking, InvoiceGrounds, Sold, grounds
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.law.allocation import Component
from ekrav.law.costs import Costs
from ekrav.law.interest import interest_from
from ekrav.law.kronofogden import application_costs
from ekrav.money import Ore

SOLD = {
    Claim.Kind.GOODS: Sold.GOODS,
    Claim.Kind.SERVICES: Sold.SERVICES,
    Claim.Kind.RENT: Sold.RENT,
    Claim.Kind.MEMBERSHIP: Sold.MEMBERSHIP,
}
ASKING = {CaseEvent.Kind.REMINDED.value: Asking.REMINDER, CaseEvent.Kind.DEMANDED.value: Asking.DEMAND}
CLAIM_OF = {
    Component.REMINDER: ClaimKind.REMINDER,
    Component.DEMAND: ClaimKind.COLLECTING,
    Component.PLAN: ClaimKind.COLLECTING,
    Component.LATE_PAYMENT: ClaimKind.LATE_PAYMENT,
}


def compose(seen: Circumstances, *, reference: str) -> PaymentOrderApplication:
    """What is asked for today. Raises `PaymentInstruction`, `TooLong`, NoRow.

    Enforcement is not asked for here: it has its own price, which the creditor accepts when a title is there.
    """
    costs = application_costs(applied=seen.today, collecting=Costs(), rates=seen.rates)
    return PaymentOrderApplication(
        id=f"{reference}-A",
        reference=reference,
        applied_on=seen.today,
        applicant=applicant(creditor=seen.sender.creditor, agency=seen.sender.agency),
        agent=agent(agency=seen.sender.agency),
        respondents=(respondent(case=seen.case),),
        claims=tuple(part_claims(seen)),
        fee=costs.fee,
        agent_fee=costs.agent,
        grounds=grounds(_invoice(seen)),
        enforcement_wanted=False,
    )


def part_claims(seen: Circumstances) -> Iterator[PartClaim]:
    """What is owed, part by part. Raises NoRow."""
    claim, debt = seen.claim, seen.debt
    label = f"Faktura {claim.invoice_number}"
    if debt.capital:
        yield PartClaim(
            kind=ClaimKind.CAPITAL,
            amount=debt.capital,
            due_on=claim.due_date,
            label=label,
            interest=_interest(seen),
        )
    elif debt.interest:
        yield PartClaim(
            kind=ClaimKind.INTEREST,
            amount=debt.interest,
            due_on=claim.due_date,
            label=f"Dröjsmålsränta, {label.lower()}",
        )
    for part in LETTER_COSTS:
        if debt.owed[part]:
            due = max((cost.on for cost in seen.book.costs if cost.component == part), default=claim.due_date)
            yield PartClaim(
                kind=CLAIM_OF[part],
                amount=debt.owed[part],
                due_on=min(due, seen.today - timedelta(days=1)),
                label=label,
            )


def _interest(seen: Circumstances) -> InterestAsked | None:
    """Accrued through today and until it is paid; None when none runs yet. Raises NoRow."""
    terms = terms_of(claim=seen.claim, debtor=seen.case.debtor)
    first = interest_from(terms=terms, rates=seen.rates)
    if first is None or first > seen.today or terms.agreed_rate == 0:
        return None
    if seen.book.charged and not seen.debt.balances[Component.INTEREST]:
        first = max(first, max(seen.book.charged) + timedelta(days=1))
    agreed = terms.agreed_rate
    return InterestAsked(
        basis=InterestBasis.LATE if agreed is None else InterestBasis.AGREED,
        rate=None if agreed is None else int(agreed * 100),
        starts=first,
        accrued=seen.debt.interest,
        through=seen.today,
    )


def _invoice(seen: Circumstances) -> InvoiceGrounds:
    claim, debt = seen.claim, seen.debt
    return InvoiceGrounds(
        seller=seen.sender.creditor.name,
        sold=SOLD[Claim.Kind(claim.kind)],
        described=claim.description,
        delivered=(claim.delivered_on, claim.delivered_on),
        number=claim.invoice_number,
        invoiced_on=claim.invoice_date,
        due_on=claim.due_date,
        due_agreed=claim.due_agreed,
        capital=Ore(claim.capital_ore),
        left=debt.capital,
        asked=_asked(seen),
        capital_paid_on=None if debt.capital else _last_paid(seen),
        fee_agreed=claim.reminder_fee_agreed,
    )


def _asked(seen: Circumstances) -> tuple[Asked, ...]:
    """The letters that asked for the money and were posted, and the creditor's own reminder."""
    sent: list[Asked] = []
    if seen.claim.own_reminder_on:
        sent.append(Asked(how=Asking.REMINDER, sent_on=seen.claim.own_reminder_on))
    letters = seen.case.events.filter(
        kind__in=ASKING, dispatch__posted_on__isnull=False, dispatch__void=False
    )
    for letter in letters.select_related("dispatch").order_by("id"):
        assert letter.dispatch is not None
        assert letter.dispatch.posted_on is not None
        sent.append(Asked(how=ASKING[letter.kind], sent_on=letter.dispatch.posted_on))
    return tuple(sent)


def _last_paid(seen: Circumstances) -> date:
    days: Sequence[date] = [paid.on for paid in seen.paid]
    return max(days, default=seen.today)
