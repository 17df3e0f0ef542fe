"""What is told when a payment does not count any more: the creditor always, the debtor who was told that it was paid.

Whoever has had a letter since the payment believes to owe less. In the process the debtor is asked for the whole debt
by a lawful day, and nothing follows before it. Where the case rests, nothing is asked for.
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.debt import debt_of
from cases.holds import standing
from cases.letters_sent import sent_or_on_its_way
from cases.models import Case, CaseEvent
from cases.move import Facts, give_time, write_event
from cases.printed_amount import closing_amount
from cases.reversed_why import WORDS, Why
from cases.states import PLACES, STANDINGS, State
from cases.telling import tell
from cases.untold import note_untold
from ekrav.accounts.models import Creditor
from ekrav.audit.record import Actor
from ekrav.law.deadlines import next_posting_day, next_step_on
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.look import dates
from ekrav.money import Ore, format_kronor
from ekrav.payments.models import Payment
from letters.facts import NotALetter
from letters.words import full_date, weekday_date

RESTS: Final = {
    State.PLAN: "Amorteringsplanen gäller som förut. Det som fattas i den ska betalas.",
    State.DISPUTED: "Kravet har sagts emot. Vi kräver inget medan vi utreder det.",
}
ON_HOLD: Final = "Ärendet vilar som förut. Vi skickar inget krav så länge."


def mail_reversed(*, case: Case, payment: Payment, why: Why, at: datetime) -> None:
    """Tell the creditor, once: which payment, and what becomes of the case and of the money."""
    still = STANDINGS[State(case.state)].open
    goes_on = _("Skulden krävs igen, med det beloppet.") if still else _("Ärendet är avslutat som förut.")
    paid = {"sum": format_kronor(Ore(payment.amount_ore)), "day": dates.full_date(payment.booked_date)}
    mail_creditor(
        key=f"reversed payment {payment.pk}",
        subject=str(WORDS[why].subject) % {"case": case_words(case)},
        paragraphs=[
            str(WORDS[why].mail) % paid + f" {goes_on}",
            _("Det som vi redan har betalat ut till dig av de pengarna dras från kommande utbetalningar."),
            link_to("cases:case", case.number),
        ],
        at=at,
    )


def tell_reversed(
    *, case: Case, payment: Payment, why: Why, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent | None:
    """Tell the debtor of an open case, its row locked; None to one who has had no letter since, or who cannot be
    written to as usual."""
    if not _told_since(case=case, payment=payment):
        return None
    asked = _asked(case=case, today=today, rates=rates)
    total, until = asked or (None, None)
    try:
        with transaction.atomic():
            dispatch = tell(
                case=case,
                kind=WORDS[why].kind,
                paragraphs=_words(case=case, payment=payment, why=why, until=until),
                to_pay=total,
                pay_by=until,
                today=today,
                at=at,
                rates=rates,
            )
    except NotALetter:
        note_untold(case=case, letter=WORDS[why].kind, on=today, at=at)
        return None
    facts: Facts = {}
    if until is not None:
        give_time(case=case, pay_by=until, next_on=next_step_on(pay_by=until, rates=rates))
        facts = {"total_ore": total, "pay_by": until.isoformat()}
    return write_event(
        case=case, kind=CaseEvent.Kind.TOLD, on=today, at=at, by=by, dispatch=dispatch, facts=facts
    )


def _told_since(*, case: Case, payment: Payment) -> bool:
    """Whether a letter that was written after the payment has left, or may have."""
    applied = case.events.get(kind=CaseEvent.Kind.PAID, payment=payment)
    brought = case.events.filter(pk__gt=applied.pk).exclude(kind__in=CaseEvent.ABOUT_A_LETTER)
    return brought.filter(dispatch__in=sent_or_on_its_way(case=case)).exists()


def _asked(*, case: Case, today: date, rates: Rates) -> tuple[Ore, date] | None:
    """What closes the case on the letter's day, by the last letter's word too, and the lawful last day to pay it; None
    where the case rests. Raises `NoRow`."""
    if case.state not in PLACES or standing(case=case, today=today).exists():
        return None
    posted = next_posting_day(after=today)
    debt = debt_of(case=case, on=posted, rates=rates)
    return closing_amount(case=case, debt=debt), lawful_pay_by(sent=posted, rates=rates)


def _words(*, case: Case, payment: Payment, why: Why, until: date | None) -> tuple[str, ...]:
    creditor = Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id)
    asks = f"Nu ska hela skulden betalas, senast {weekday_date(until)}." if until else ""
    said, sum_ = WORDS[why], format_kronor(Ore(payment.amount_ore))
    gone = said.letter.format(sum=sum_, day=full_date(payment.booked_date), creditor=creditor)
    rests = RESTS.get(State(case.state), ON_HOLD)
    return f"{gone} Den räknas inte längre.", asks or rests, said.doubt
