"""A payment order at the sandboxed Kronofogden, state by state: what it says on the day, and what comes next."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ekrav.filings.claims import AmountKind, PartClaim
from ekrav.filings.payment_order import (
    Confirmation,
    Dismissal,
    Dispute,
    Ending,
    PaymentOrderApplication,
    Service,
    SupplementQuestion,
    Title,
    Verdict,
)
from ekrav.law.kronofogden import last_day_to_answer, last_day_to_ask_for_court, last_day_to_reopen
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore
from ekrav.sandbox.kronofogden_book import Matter, say
from ekrav.sandbox.kronofogden_fate import Fate

Step = Callable[[sqlite3.Connection, Matter, date], None]

ENDED: Final = "ended"


def _days(count: int, after: date) -> date:
    return after + timedelta(days=count)


def _confirm(book: sqlite3.Connection, one: Matter, on: date) -> None:
    say(book, Confirmation, one.reference, case_number=one.number, registered_on=on)
    match one.fate:
        case Fate.SUPPLEMENT:
            one.goes_on("to_ask", _days(3, on))
        case Fate.DISMISSED:
            one.goes_on("to_dismiss", _days(5, on))
        case _:
            one.goes_on("to_serve", _days(7, on))


def _ask(book: sqlite3.Connection, one: Matter, on: date) -> None:
    question = "Förtydliga grunden: vad köptes, och när levererades det?"
    say(book, SupplementQuestion, one.reference, question=question, answer_by=_days(14, on))
    one.goes_on("asked", _days(15, on))


def _dismiss(book: sqlite3.Connection, one: Matter, on: date) -> None:
    why = (
        "Kompletteringen har inte kommit in."
        if one.state == "asked"
        else "Ansökan kan inte prövas som den är skriven."
    )
    end(book, one, on, Ending.DISMISSED, why)


def _serve(book: sqlite3.Connection, one: Matter, on: date) -> None:
    if one.fate == Fate.NOT_SERVED:
        one.goes_on("searching", _days(28, on))
        return
    answer_by = last_day_to_answer(served=on, rates=shipped_rates())
    for respondent in _asked(one).respondents:
        say(book, Service, one.reference, respondent=respondent.number, served_on=on, answer_by=answer_by)
    if one.fate == Fate.DISPUTED:
        one.goes_on("to_dispute", _days(5, on))
    else:
        one.goes_on("to_decide", _days(3, answer_by))


def _not_served(book: sqlite3.Connection, one: Matter, on: date) -> None:
    number = _asked(one).respondents[0].number
    say(book, Service, one.reference, respondent=number, reason="Svaranden har inte kunnat anträffas.")
    one.goes_on("unserved", _days(60, on))


def _unserved(book: sqlite3.Connection, one: Matter, on: date) -> None:
    end(book, one, on, Ending.DISMISSED, "Svaranden har inte kunnat delges.")


def _dispute(book: sqlite3.Connection, one: Matter, on: date) -> None:
    by = last_day_to_ask_for_court(told=on, rates=shipped_rates())
    say(
        book,
        Dispute,
        one.reference,
        respondent=_asked(one).respondents[0].number,
        disputed_on=on,
        told_on=on,
        words="Jag har inte beställt detta.",
        ask_court_by=by,
    )
    one.goes_on("disputed", _days(1, by))


def _nobody_asked(book: sqlite3.Connection, one: Matter, on: date) -> None:
    end(book, one, on, Ending.WRITTEN_OFF, "Överlämnande till tingsrätt har inte begärts i tid.")


def _decide(book: sqlite3.Connection, one: Matter, on: date) -> None:
    asked = _asked(one)
    reduced = {AmountKind(kind): ore for kind, ore in one.facts.get("reduced", {}).items()}
    title = Title(
        case_number=one.number,
        decided_on=on,
        claims=tuple(
            claim for claim in (_less(claim, reduced) for claim in asked.claims) if claim is not None
        ),
        costs=_take(reduced, AmountKind.COSTS, Ore(asked.fee + asked.agent_fee)),
        against=tuple(respondent.number for respondent in asked.respondents),
        joint=asked.joint,
    )
    by = last_day_to_reopen(verdict=on, rates=shipped_rates())
    say(book, Verdict, one.reference, title=title, reopen_by=by)
    one.goes_on(ENDED, None)


def end(book: sqlite3.Connection, one: Matter, on: date, ending: Ending, reason: str) -> None:
    """End the case without a verdict."""
    say(book, Dismissal, one.reference, ending=ending, decided_on=on, reason=reason)
    one.goes_on(ENDED, None)


def _write_off(book: sqlite3.Connection, one: Matter, on: date) -> None:
    end(book, one, on, Ending.WRITTEN_OFF, "Ansökan har återkallats.")


def _transfer(book: sqlite3.Connection, one: Matter, on: date) -> None:
    end(book, one, on, Ending.TRANSFERRED, "Målet har överlämnats till tingsrätten.")


def _asked(one: Matter) -> PaymentOrderApplication:
    assert isinstance(one.application, PaymentOrderApplication)
    return one.application


def _less(claim: PartClaim, reduced: dict[AmountKind, int]) -> PartClaim | None:
    """The part claim less what it was reduced by; None when nothing is left of it."""
    amount = _take(reduced, AmountKind(claim.kind.value), claim.amount)
    interest = claim.interest
    if interest is not None:
        interest = replace(interest, accrued=_take(reduced, AmountKind.INTEREST, interest.accrued))
    if not amount and (interest is None or not interest.accrued):
        return None
    return replace(claim, amount=amount, interest=interest)


def _take(reduced: dict[AmountKind, int], kind: AmountKind, amount: Ore) -> Ore:
    taken = min(reduced.get(kind, 0), amount)
    reduced[kind] = reduced.get(kind, 0) - taken
    return Ore(amount - taken)


STEPS: Final[dict[str, Step]] = {
    "received": _confirm,
    "to_ask": _ask,
    "asked": _dismiss,
    "to_dismiss": _dismiss,
    "to_serve": _serve,
    "searching": _not_served,
    "unserved": _unserved,
    "to_dispute": _dispute,
    "disputed": _nobody_asked,
    "to_decide": _decide,
    "withdrawn": _write_off,
    "to_court": _transfer,
}
