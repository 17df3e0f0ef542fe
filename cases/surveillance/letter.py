"""Letter: the plain reminder of surveillance, many cases at a time.

Before it is written three things are seen to, in this order: a claim that has become too old ends (preskriptionslagen
8 §); a letter that is not due after all waits for its day; and no letter makes a year dearer than its creditor has
accepted. The rest is as with every letter: the check before sending, the facts, the move.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cases.checks import Stop
from cases.circumstances import Circumstances, gather
from cases.dispatching import Following, Letter, no_faults, send
from cases.fees import Owing, no_fees
from cases.last_day import limitation_of
from cases.models import Case, CaseEvent, Surveillance
from cases.move import Next, reschedule, write_event
from cases.states import Action
from cases.surveillance.end import end
from cases.surveillance.hand_back import Why, hand_back
from cases.surveillance.in_force import Watch, watches_of
from cases.surveillance.schedule import next_letter_on, safe_by, year_of
from cases.write_off import Why as Ended
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import roll_forward
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates
from ekrav.money import Ore
from letters.catalogue import Consequence, LetterKind

NOTHING = Ore(0)


def send_letters(*, cases: Sequence[Case], today: date, at: datetime, rates: Rates) -> None:
    """Take the due step of cases under surveillance. In the tenant's scope, with the cases' rows locked."""
    watches = watches_of(cases)
    ready: dict[int, Watch] = {}
    for seen in gather(cases=cases, today=today, rates=rates):
        watch = watches[seen.case.pk]
        watch.row.claim_by = limitation_of(seen).last_day
        if _may_be_written(seen, watch, at=at):
            ready[seen.case.pk] = watch
    rows = [watch.row for watch in watches.values() if watch.row.claim_by]
    Surveillance.objects.bulk_update(rows, ["claim_by"])
    send(
        letter=letter_of(ready),
        cases=[case for case in cases if case.pk in ready],
        today=today,
        at=at,
        rates=rates,
    )


def _may_be_written(seen: Circumstances, watch: Watch, *, at: datetime) -> bool:
    """Whether the letter is to be written today; if not, what is to be done instead has been."""
    case, row, today, rates = seen.case, watch.row, seen.today, seen.rates
    if row.claim_by is not None and today > row.claim_by:
        row.claim_by = None
        end(case=case, reason=Ended.BARRED, today=today, at=at, by=MACHINE, rates=rates)
        return False
    on = next_letter_on(
        began=row.began_on,
        last=watch.last,
        letters_a_year=watch.tariff.surveillance_letters_a_year,
        claim_by=row.claim_by,
        earliest=today,
        rates=rates,
    )
    if on > roll_forward(today):
        reschedule(case=case, on=on)
        return False
    if not watch.has_room(on=today, rates=rates):
        _at_the_ceiling(case, watch, today=today, at=at, rates=rates)
        return False
    return True


def _at_the_ceiling(case: Case, watch: Watch, *, today: date, at: datetime, rates: Rates) -> None:
    """The letter waits for the next year; when the claim cannot wait, or no year has room, the creditor is asked."""
    _begins, new_year = year_of(began=watch.row.began_on, on=today)
    claim_by = watch.row.claim_by
    if not watch.charged_in_year(on=today) or (
        claim_by is not None and new_year > safe_by(claim_by, rates=rates)
    ):
        hand_back(case=case, why=Why.CEILING, today=today, at=at, by=MACHINE)
        return
    kind, facts = CaseEvent.Kind.HELD, {"stops": Stop.CEILING.value}
    write_event(case=case, kind=kind, on=today, at=at, by=MACHINE, facts=facts)
    reschedule(case=case, on=roll_forward(new_year))


def letter_of(watches: Mapping[int, Watch]) -> Letter:
    """How these cases' letters are sent: the next one's day is each case's own."""

    def after(owing: Owing, pay_by: date, final_notice: bool, rates: Rates) -> Following:
        watch, earliest = watches[owing.claims.first.case_id], next_step_on(pay_by=pay_by, rates=rates)
        # A place so close to the last day to pay is passed over.
        on = next_letter_on(
            began=watch.row.began_on,
            last=pay_by,
            letters_a_year=watch.tariff.surveillance_letters_a_year,
            claim_by=watch.row.claim_by,
            earliest=earliest,
            rates=rates,
        )
        return Following(
            step=Next(action=Action.SURVEILLANCE_LETTER, on=on),
            consequence=Consequence.SURVEILLANCE,
            cost=NOTHING,
        )

    return Letter(
        kind=LetterKind.SURVEILLANCE,
        action=Action.SURVEILLANCE_LETTER,
        event=CaseEvent.Kind.SURVEILLANCE_LETTER,
        fees=no_fees,
        after=after,
        faults=no_faults,
    )
