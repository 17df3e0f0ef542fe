"""The check before sending, in the same transaction as the dispatch. Each reason is named and shown on the case."""

from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cases.circumstances import Circumstances
from cases.debtor_number import number_of
from cases.last_day import limitation_of
from cases.models import Debtor, Hold, Situation
from cases.names import are_one
from cases.states import STANDINGS, State
from ekrav.law.age import was_minor
from ekrav.law.bankdays import is_bank_day
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates


class Stop(StrEnum):
    """Why a letter is not sent."""

    CLOSED = "closed"
    DISPUTED = "disputed"
    PLAN = "plan"
    RESPITE = "respite"
    PAUSED = "paused"
    SITUATION = "situation"
    DEBTOR_SAID = "debtor_said"
    ANSWER_MISSING = "answer_missing"
    AGENCY_INCOMPLETE = "agency_incomplete"
    CREDITOR_HELD = "creditor_held"
    NOTHING_OWED = "nothing_owed"
    PAYMENT_TO_APPLY = "payment_to_apply"
    NO_ADDRESS = "no_address"
    NOT_LOOKED_UP = "not_looked_up"
    BAD_NUMBER = "bad_number"
    PROTECTED = "protected"
    DECEASED = "deceased"
    NOT_ACTIVE = "not_active"
    NAME_DIFFERS = "name_differs"
    MINOR = "minor"
    BARRED = "barred"
    NOT_A_POSTING_DAY = "not_a_posting_day"
    TIME_NOT_OUT = "time_not_out"
    LETTER_NOT_POSTED = "letter_not_posted"
    LETTER_RETURNED = "letter_returned"
    CEILING = "ceiling"
    RATE_NOT_DECIDED = "rate_not_decided"
    INCOMPLETE = "incomplete"
    UNPRINTABLE = "unprintable"
    NO_REPORT = "no_report"
    NOT_AN_APPLICATION = "not_an_application"


WORDS = {
    Stop.CLOSED: _("Ärendet är avslutat."),
    Stop.DISPUTED: _("Kravet är bestritt."),
    Stop.PLAN: _("En amorteringsplan gäller."),
    Stop.RESPITE: _("Gäldenären har fått anstånd."),
    Stop.PAUSED: _("Ärendet är pausat."),
    Stop.SITUATION: _("Ärendet är stoppat. En handläggare tar hand om det."),
    Stop.DEBTOR_SAID: _("Gäldenären har hört av sig. Vi tar hand om det först."),
    Stop.ANSWER_MISSING: _("Gäldenären säger sig ha betalat. Vi väntar på borgenärens svar."),
    Stop.AGENCY_INCOMPLETE: _("Byråns egna uppgifter är inte fullständiga."),
    Stop.CREDITOR_HELD: _("Vi kontrollerar firmatecknare och bankgiro. Brevet går när det är klart."),
    Stop.NOTHING_OWED: _("Det finns ingen skuld att kräva."),
    Stop.PAYMENT_TO_APPLY: _("En betalning har kommit och bokförs först."),
    Stop.NO_ADDRESS: _("Adressen är inte fullständig."),
    Stop.NOT_LOOKED_UP: _("Registret har inte svarat om gäldenären ännu."),
    Stop.BAD_NUMBER: _("Personnumret eller organisationsnumret finns inte i registret."),
    # Says nothing to the creditor of what the register said (offentlighets- och sekretesslagen 22 kap. 1 §).
    Stop.PROTECTED: _("Brevet kan inte gå som vanligt. En handläggare tar hand om ärendet."),
    Stop.DECEASED: _("Gäldenären har avlidit. En handläggare tar hand om ärendet."),
    Stop.NOT_ACTIVE: _(
        "Företaget är i konkurs, likvidation eller avregistrerat. En handläggare tar hand om ärendet."
    ),
    Stop.NAME_DIFFERS: _("Namnet på fakturan är inte registrets. En handläggare kontrollerar."),
    Stop.MINOR: _("Gäldenären var under 18 år när fordran kom till. En handläggare tar hand om ärendet."),
    Stop.BARRED: _("Fordran är preskriberad."),
    Stop.NOT_A_POSTING_DAY: _("Brev postas bara på bankdagar."),
    Stop.TIME_NOT_OUT: _("Tiden i förra brevet har inte gått ut, eller en betalning kan vara på väg."),
    Stop.LETTER_NOT_POSTED: _("Förra brevet har ännu inte postats."),
    Stop.LETTER_RETURNED: _("Förra brevet kom i retur. Adressen måste kontrolleras först."),
    Stop.CEILING: _("Årets pris för efterbevakning är nått. Nästa brev går när det nya året börjar."),
    Stop.RATE_NOT_DECIDED: _("Referensräntan för halvåret är inte inlagd ännu."),
    Stop.INCOMPLETE: _("Kravet saknar något som inkassolagen kräver."),
    Stop.NO_REPORT: _("En kreditupplysning tas innan ansökan skickas."),
    Stop.NOT_AN_APPLICATION: _(
        "Ansökan saknar något som Kronofogden kräver. En handläggare tar hand om det."
    ),
    Stop.UNPRINTABLE: _("Något i namnet, adressen eller beloppet får inte plats i brevet."),
}


# What may be wrong with one who answers for the claim.
Personal = Callable[[Circumstances, Debtor], bool]


def stops(seen: Circumstances) -> tuple[Stop, ...]:
    """Every reason not to send today, in order; empty when the letter may go. Raises `law.rates.NoRow`."""
    return _found(CHECKS, seen)


def no_decision_yet(seen: Circumstances) -> tuple[Stop, ...]:
    """Why nothing may be decided of the case: the last letter's time is not out (inkassolagen 6 §), or there is nobody
    or nothing to go on against. Raises `law.rates.NoRow`."""
    return _found(DECISION, seen)


def no_application_yet(seen: Circumstances) -> tuple[Stop, ...]:
    """Why nothing is filed with Kronofogden today. Raises `law.rates.NoRow`."""
    return _found(APPLICATION, seen)


def _found(checks: dict[Stop, Callable[[Circumstances], bool]], seen: Circumstances) -> tuple[Stop, ...]:
    return tuple(stop for stop, stands_in_the_way in checks.items() if stands_in_the_way(seen))


def whom(seen: Circumstances, reasons: Collection[Stop]) -> tuple[int, ...]:
    """Which of several debtors the reasons are about; none when a lone debtor's or nobody's own. Who is protected is
    not told by it: the creditor reads this."""
    if not seen.is_joint:
        return ()
    own = [PERSONAL[stop] for stop in reasons if stop in PERSONAL and stop is not Stop.PROTECTED]
    return tuple(debtor.pk for debtor in seen.debtors if any(check(seen, debtor) for check in own))


def _of_any(check: Personal) -> Callable[[Circumstances], bool]:
    """What holds of one of those who answer stops the case, which is all of theirs."""
    return lambda seen: any(check(seen, debtor) for debtor in seen.debtors)


def _no_address(seen: Circumstances, debtor: Debtor) -> bool:
    if debtor.is_sealed:
        return False
    return not all(text.strip() for text in (debtor.name, debtor.street, debtor.postcode, debtor.city))


def names_differ(debtor: Debtor) -> bool:
    """The register has another name for the number, and nobody has judged that they are one."""
    if not debtor.register_name or debtor.name_accepted_at is not None:
        return False
    return not are_one(debtor.name, debtor.register_name)


def _register_said(word: Debtor.RegisterWord, *, unless: Situation.Kind | None = None) -> Personal:
    """The register said so, and no handler has let the case go on in spite of it."""
    return lambda seen, debtor: debtor.register_word == word and (debtor.pk, unless) not in seen.lives_with


def _protected(seen: Circumstances, debtor: Debtor) -> bool:
    return debtor.is_protected and (debtor.pk, Situation.Kind.PROTECTED) not in seen.lives_with


def _minor(seen: Circumstances, debtor: Debtor) -> bool:
    """Under 18 the day the claim arose; turning 18 since changes nothing (föräldrabalken 9 kap. 6 §)."""
    if (debtor.pk, Situation.Kind.MINOR) in seen.lives_with:
        return False
    return is_minor(debtor, on=seen.claims.arose_on, rates=seen.rates)


def is_minor(debtor: Debtor, *, on: date, rates: Rates) -> bool:
    """Whether it is a person whose number says that it was under 18 on the day. Raises `law.rates.NoRow`."""
    if debtor.kind != Debtor.Kind.PERSON or debtor.number_cipher is None:
        return False
    return was_minor(number=number_of(debtor), on=on, rates=rates)


def _barred(seen: Circumstances) -> bool:
    return limitation_of(seen).barred_on(seen.today)


def _time_not_out(seen: Circumstances) -> bool:
    """The debtor has the whole last day, and what was paid on it may be on its way for some days more. Whoever answers
    too since then, and has had no letter, is written to at once: that lets the time of nobody run out sooner."""
    pay_by = seen.case.pay_by
    if seen.unwritten:
        return False
    return pay_by is not None and seen.today < next_step_on(pay_by=pay_by, rates=seen.rates)


TIME: dict[Stop, Callable[[Circumstances], bool]] = {
    Stop.DISPUTED: lambda seen: seen.case.state == State.DISPUTED,
    Stop.PLAN: lambda seen: seen.case.state == State.PLAN,
    Stop.RESPITE: lambda seen: Hold.Kind.RESPITE in seen.holds,
    Stop.PAUSED: lambda seen: Hold.Kind.PAUSE in seen.holds,
    Stop.SITUATION: lambda seen: bool(seen.stopped_by),
    Stop.DEBTOR_SAID: lambda seen: seen.debtor_said,
    Stop.ANSWER_MISSING: lambda seen: seen.answer_missing,
    Stop.TIME_NOT_OUT: _time_not_out,
    Stop.LETTER_NOT_POSTED: lambda seen: seen.letter_waits,
    Stop.LETTER_RETURNED: lambda seen: seen.letter_came_back,
}

PERSONAL: dict[Stop, Personal] = {
    Stop.NO_ADDRESS: _no_address,
    Stop.NOT_LOOKED_UP: lambda _seen, debtor: debtor.waits_for_register,
    Stop.BAD_NUMBER: _register_said(Debtor.RegisterWord.UNKNOWN),
    Stop.PROTECTED: _protected,
    Stop.DECEASED: _register_said(Debtor.RegisterWord.DECEASED, unless=Situation.Kind.DEATH),
    Stop.NOT_ACTIVE: _register_said(Debtor.RegisterWord.NOT_ACTIVE),
    Stop.NAME_DIFFERS: lambda _seen, debtor: names_differ(debtor),
    Stop.MINOR: _minor,
}

CHECKS: dict[Stop, Callable[[Circumstances], bool]] = {
    Stop.CLOSED: lambda seen: not STANDINGS[State(seen.case.state)].open,
    Stop.AGENCY_INCOMPLETE: lambda seen: bool(seen.sender.agency.missing()),
    Stop.CREDITOR_HELD: lambda seen: seen.sender.creditor.is_held,
    Stop.PAYMENT_TO_APPLY: lambda seen: seen.payment_to_apply,
    Stop.NOTHING_OWED: lambda seen: seen.debt.total <= 0,
    **{stop: _of_any(check) for stop, check in PERSONAL.items()},
    Stop.BARRED: _barred,
    Stop.NOT_A_POSTING_DAY: lambda seen: not is_bank_day(seen.today),
    **TIME,
}

# What a letter needs and a decision does not, a posting day or a street, does not keep the creditor from choosing.
DECISION: dict[Stop, Callable[[Circumstances], bool]] = {
    stop: CHECKS[stop]
    for stop in (
        Stop.PAYMENT_TO_APPLY,
        Stop.NOTHING_OWED,
        Stop.BAD_NUMBER,
        Stop.PROTECTED,
        Stop.DECEASED,
        Stop.NOT_ACTIVE,
        Stop.MINOR,
        Stop.BARRED,
        *TIME,
    )
}

# An authority is written to on any day; a letter's other checks hold for an application too.
APPLICATION: dict[Stop, Callable[[Circumstances], bool]] = {
    stop: check for stop, check in CHECKS.items() if stop is not Stop.NOT_A_POSTING_DAY
}
