"""Apply: enforcement of the case's title is asked for, at the price of its first year, accepted before.

What is asked for is what is owed today, no more of the capital and the costs than the title grants.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cases.authority.amounts import amounts_of
from cases.authority.parties import agent, applicant, respondents
from cases.authority.pending import next_reference
from cases.book import LETTER_COSTS
from cases.checks import Stop, no_application_yet, whom
from cases.circumstances import Circumstances, gather
from cases.dispatching import hold
from cases.enforcement.ask import ask_again, ask_of_title
from cases.enforcement.outlays import titles_outlay
from cases.enforcement.quotes import accept_by_standing_choice, accept_year, first_year, quote_year
from cases.enforcement.years import renewal_after
from cases.models import Application, Case, CaseEvent, Debtor, Quote, Title
from cases.move import move
from cases.quote import Price
from cases.solvency import is_fresh_for, is_insolvent, latest_report
from cases.states import Action, State
from ekrav.audit.record import MACHINE, Actor
from ekrav.filings.enforcement import EnforcementApplication
from ekrav.filings.file import record_of
from ekrav.filings.parties import Respondent
from ekrav.filings.payment_order import Title as Granted
from ekrav.filings.payment_order import Verdict
from ekrav.kronofogden.lay_out import lay_out
from ekrav.kronofogden.models import Incoming
from ekrav.law.allocation import Component
from ekrav.law.rates import Rates
from ekrav.money import Ore


class NotTitled(ValueError):
    """There is no title to enforce, or enforcement is pending."""


class MayNotBeFiled(ValueError):
    """Something stands in the way of the application; nothing was done."""

    def __init__(self, stops: tuple[Stop, ...]) -> None:
        super().__init__(", ".join(stops))
        self.stops = stops


def enforce_by_standing_choice(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Apply by the creditor's standing choice, or put it off and say why; the case's row locked. Raises NoRow.

    It rests on a report as fresh as an order's; one that tells of insolvency, or a choice that covers it no more, is as
    no choice: the creditor is asked.
    """
    seen = gather(cases=[case], today=today, rates=rates)[0]
    report = latest_report(case=case)
    reasons = no_application_yet(seen)
    if not is_fresh_for(case=case, report=report, on=today, rates=rates):
        reasons = (*reasons, Stop.NO_REPORT)
    if reasons:
        hold({reasons: [case]}, about={case.pk: whom(seen, reasons)}, today=today, at=at)
        return None
    quote = None
    if not is_insolvent(report):
        quote = accept_by_standing_choice(case=case, cost=price_today(seen), today=today, at=at)
    if quote is not None:
        return _file(seen, quote=quote, at=at, by=MACHINE)
    asked = ask_again(case=case, today=today, at=at, rates=rates)
    if case.next_action == Action.ASK_AGAIN:
        ask_of_title(case=case, title=Title.objects.get(case=case), at=at)
    return asked


def enforce(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Apply at the quoted price, by the creditor, its row locked.

    Raises `NotTitled`, `MayNotBeFiled`, `QuoteRefused`.
    """
    if case.state != State.TITLED:
        raise NotTitled(case.state)
    seen = gather(cases=[case], today=today, rates=rates)[0]
    reasons = no_application_yet(seen)
    if reasons:
        raise MayNotBeFiled(reasons)
    quote = accept_year(case=case, quote_id=quote_id, cost=price_today(seen), today=today, at=at, by=by)
    return _file(seen, quote=quote, at=at, by=by)


def quote_enforcement(*, case: Case, today: date, at: datetime, rates: Rates) -> Quote:
    """Offer the price of the first year. Raises NoRow."""
    seen = gather(cases=[case], today=today, rates=rates)[0]
    return quote_year(case=case, cost=price_today(seen), today=today, at=at)


def price_today(seen: Circumstances) -> Price:
    """What it costs the creditor to apply today. Raises NoRow."""
    return first_year(on=seen.today, unpaid=seen.debt.total, rates=seen.rates)


def _file(seen: Circumstances, *, quote: Quote, at: datetime, by: Actor) -> CaseEvent:
    case, today = seen.case, seen.today
    asked = _compose(seen, reference=next_reference(case=case, kind=Application.Kind.ENFORCEMENT))
    lay_out(record=asked, at=at)
    application = Application.objects.create(
        case=case,
        kind=Application.Kind.ENFORCEMENT,
        reference=asked.reference,
        quote=quote,
        applied_on=today,
        asked_ore=asked.controlled,
    )
    event = move(
        case=case,
        action=Action.APPLY_ENFORCEMENT,
        kind=CaseEvent.Kind.ENFORCING,
        on=today,
        at=at,
        by=by,
        next_step=renewal_after(begun=today, year=1, rates=seen.rates),
        facts={
            "application": application.pk,
            "asked_ore": asked.controlled,
            "quote": quote.pk,
            "outlay_ore": quote.outlay_ore,
            "standing_choice": quote.standing_choice_id,
        },
    )
    Application.objects.filter(pk=application.pk).update(told=event)
    return event


def _compose(seen: Circumstances, *, reference: str) -> EnforcementApplication:
    title = Title.objects.select_related("application").get(case=seen.case)
    return EnforcementApplication(
        id=f"{reference}-A",
        reference=reference,
        applied_on=seen.today,
        applicant=applicant(creditor=seen.sender.creditor, agency=seen.sender.agency),
        agent=agent(agency=seen.sender.agency),
        debtors=_bound(seen.debtors, by=granted(title)),
        title=granted(title),
        left=amounts_of(_by_title(_of_title(seen), title=title)),
    )


def _of_title(seen: Circumstances) -> dict[Component, Ore]:
    """What is owed without the fees of an enforcement before this one: no title grants them."""
    return {**seen.debt.owed, Component.OUTLAY: titles_outlay(seen.case)}


def _bound(debtors: Sequence[Debtor], *, by: Granted) -> tuple[Respondent, ...]:
    """Those of whom the debt is asked; of several, those whom the title binds."""
    them = respondents(debtors)
    return tuple(each for each in them if each.number in by.against) if len(them) > 1 else them


def _by_title(owed: Mapping[Component, Ore], *, title: Title) -> dict[Component, Ore]:
    """What is owed, no more of it than the title grants; the interest runs on by the title."""
    asked = dict(owed)
    for granted_ore, parts in (
        (title.capital_ore, (Component.CAPITAL,)),
        (title.collecting_ore, LETTER_COSTS),
        (title.costs_ore, (Component.AGENT, Component.OUTLAY)),
    ):
        left = granted_ore
        for part in parts:
            asked[part] = Ore(min(asked[part], left))
            left -= asked[part]
    return asked


def granted(title: Title) -> Granted:
    """The title as the authority wrote it. In the creditor's scope."""
    row = Incoming.objects.filter(reference=title.application.reference, kind=Verdict.__name__).first()
    said = record_of(bytes(row.content)) if row else None
    assert isinstance(said, Verdict), "a title has its verdict in the mailbox"
    return said.title
