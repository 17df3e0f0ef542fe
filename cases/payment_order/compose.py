"""The application for a payment order, composed from the case as it stands today (förordning (1991:1339)).

Each invoice's capital carries its own interest; each cost is a part claim of its own. The grounds are made from the
invoices' facts.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.text import capfirst

from cases.authority.parties import agent, applicant, respondents
from cases.book import LETTER_COSTS
from cases.charged_interest import posted_to_each
from cases.circumstances import Circumstances
from cases.debt import InvoiceLeft, terms_of
from cases.models import CaseEvent, Claim
from ekrav.filings.claims import ClaimKind, InterestAsked, InterestBasis, PartClaim
from ekrav.filings.grounds import Asked, Asking, InvoiceGrounds, Sold, grounds
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.law.allocation import Component
from ekrav.law.costs import Costs
from ekrav.law.interest import interest_from
from ekrav.law.invoices import rounded_together
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
        respondents=respondents(seen.debtors),
        claims=tuple(part_claims(seen)),
        fee=costs.fee,
        agent_fee=costs.agent,
        grounds=grounds(*_invoices(seen)),
        enforcement_wanted=False,
        joint=seen.is_joint,
    )


def part_claims(seen: Circumstances) -> Iterator[PartClaim]:
    """What is owed, part by part: each invoice with its interest, then the costs. Raises NoRow."""
    claims, debt = seen.claims, seen.debt
    posted = posted_to_each(case=seen.case, claims=claims, book=seen.book, debt=debt, rates=seen.rates)
    accrued = rounded_together([invoice.accrued for invoice in debt.invoices])
    for invoice, before, since in zip(debt.invoices, posted, accrued, strict=True):
        yield from _of_invoice(seen, invoice, posted=before, accrued=since)
    for part in LETTER_COSTS:
        if debt.owed[part]:
            due = max(
                (cost.on for cost in seen.book.costs if cost.component == part), default=claims.last_due
            )
            yield PartClaim(
                kind=CLAIM_OF[part],
                amount=debt.owed[part],
                due_on=min(due, seen.today - timedelta(days=1)),
                label=capfirst(claims.words),
            )


def _of_invoice(
    seen: Circumstances, invoice: InvoiceLeft, *, posted: Ore, accrued: Ore
) -> Iterator[PartClaim]:
    """What is left of one invoice. `posted`: its unpaid interest in the book; `accrued`: what is not there yet."""
    label, due, unpaid = (
        f"Faktura {invoice.claim.invoice_number}",
        invoice.claim.due_date,
        Ore(posted + accrued),
    )
    if invoice.capital:
        interest = _interest(seen, invoice.claim, posted=posted, unpaid=unpaid)
        yield PartClaim(
            kind=ClaimKind.CAPITAL, amount=invoice.capital, due_on=due, label=label, interest=interest
        )
    elif unpaid:
        yield PartClaim(
            kind=ClaimKind.INTEREST, amount=unpaid, due_on=due, label=f"Dröjsmålsränta, {label.lower()}"
        )


def _interest(seen: Circumstances, claim: Claim, *, posted: Ore, unpaid: Ore) -> InterestAsked | None:
    """Accrued through today and until it is paid; None when none runs yet. Raises NoRow."""
    terms = terms_of(claim=claim, debtor=seen.case.debtor)
    first = interest_from(terms=terms, rates=seen.rates)
    if first is None or first > seen.today or terms.agreed_rate == 0:
        return None
    if seen.book.charged and not posted:
        first = max(first, max(seen.book.charged) + timedelta(days=1))
    agreed = terms.agreed_rate
    return InterestAsked(
        basis=InterestBasis.LATE if agreed is None else InterestBasis.AGREED,
        rate=None if agreed is None else int(agreed * 100),
        starts=first,
        accrued=unpaid,
        through=seen.today,
    )


def _invoices(seen: Circumstances) -> Iterator[InvoiceGrounds]:
    """The invoices of which something is left; all of them when only costs and interest are."""
    some = [invoice for invoice in seen.debt.invoices if invoice.capital]
    return (_invoice(seen, invoice) for invoice in some or seen.debt.invoices)


def _invoice(seen: Circumstances, invoice: InvoiceLeft) -> InvoiceGrounds:
    claim = invoice.claim
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
        left=invoice.capital,
        asked=_asked(seen, claim),
        capital_paid_on=None if invoice.capital else _last_paid(seen),
        fee_agreed=claim.reminder_fee_agreed,
    )


def _asked(seen: Circumstances, claim: Claim) -> tuple[Asked, ...]:
    """The letters that asked for the money and were posted, and the creditor's own reminder."""
    sent: list[Asked] = []
    if claim.own_reminder_on:
        sent.append(Asked(how=Asking.REMINDER, sent_on=claim.own_reminder_on))
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
