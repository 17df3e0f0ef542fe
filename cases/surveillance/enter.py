"""Enter ("Börja efterbevakning"): from any place the table allows, by a quote that the creditor has accepted."""

from datetime import date, datetime

from cases.circumstances import gather
from cases.last_day import limitation_of
from cases.models import Case, CaseEvent, Quote, Surveillance
from cases.move import Next, move
from cases.states import Action
from cases.surveillance.schedule import next_letter_on
from ekrav.agency.models import Tariff
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates
from ekrav.money import Ore


class NothingAccepted(ValueError):
    """No price of surveillance has been accepted for the case, or it was for a stretch that has been."""


def enter(*, case: Case, today: date, at: datetime, rates: Rates, by: Actor = MACHINE) -> CaseEvent:
    """Begin surveillance, with the case's row locked: its first letter is planned, and nothing is charged yet.

    A year may cost what was accepted: the quote's price, or the ceiling of the standing choice that accepted it.
    Raises `NothingAccepted`, `states.NotAMove`, `law.rates.NoRow`.
    """
    quote = _accepted(case)
    if quote is None:
        raise NothingAccepted(case.number)
    tariff = Tariff.objects.get(version=quote.tariff_version)
    claim_by = limitation_of(gather(cases=[case], today=today, rates=rates)[0]).last_day
    row = Surveillance.objects.create(
        case=case,
        quote=quote,
        ceiling_ore=_ceiling(quote),
        began_on=today,
        claim_by=claim_by,
        summary_on=date(today.year + 1, 1, 1),
    )
    free_from = next_step_on(pay_by=case.pay_by, rates=rates) if case.pay_by else today
    first = next_letter_on(
        began=today,
        last=None,
        letters_a_year=tariff.surveillance_letters_a_year,
        claim_by=claim_by,
        earliest=max(next_bank_day(today), free_from),
        rates=rates,
    )
    return move(
        case=case,
        action=Action.SURVEIL,
        kind=CaseEvent.Kind.SURVEILLED,
        on=today,
        at=at,
        by=by,
        next_step=Next(action=Action.SURVEILLANCE_LETTER, on=first),
        facts={"quote": quote.pk, "ceiling_ore": row.ceiling_ore},
    )


def _accepted(case: Case) -> Quote | None:
    """The last accepted price that no surveillance has begun by."""
    used = Surveillance.objects.filter(case=case).values("quote_id")
    accepted = Quote.objects.filter(case=case, kind=Quote.Kind.SURVEILLANCE, accepted_at__isnull=False)
    return accepted.exclude(pk__in=used).select_related("standing_choice").order_by("-accepted_at").first()


def _ceiling(quote: Quote) -> Ore:
    standing = quote.standing_choice
    if standing is not None and standing.surveillance_yearly_ore is not None:
        return Ore(standing.surveillance_yearly_ore)
    return Ore(quote.fee_ore + quote.vat_ore)
