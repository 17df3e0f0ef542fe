"""Why a date is not the one that was foretold: from the events alone, in a sentence. No database.

Foretold: a reminder on 13 October, a demand on 2 November, the decision on 20 November.
"""

from datetime import date

import pytest

from cases.forecast import Planned
from cases.foretold import foretold_facts, foretold_in, parted
from cases.models import CaseEvent
from cases.outlook import Foretold
from cases.parted_words import sentence
from cases.states import Action
from ekrav.money import kronor

Kind = CaseEvent.Kind
OCT, NOV = 10, 11

FORETOLD = (
    Foretold(
        action=Action.REMIND,
        on=date(2026, 10, 13),
        cost=kronor("60.00"),
        total=kronor("10095.62"),
        pay_by=date(2026, 10, 26),
    ),
    Foretold(
        action=Action.DEMAND,
        on=date(2026, 11, 2),
        cost=kronor("180.00"),
        total=kronor("10330.41"),
        pay_by=date(2026, 11, 13),
    ),
    Foretold(
        action=Action.AWAIT_DECISION,
        on=date(2026, 11, 20),
        cost=kronor("0.00"),
        total=kronor("10379.73"),
        todays_rate=True,
    ),
)


def event(kind: Kind, month: int, day: int, moved: tuple[str, str] = ("", ""), **facts: object) -> CaseEvent:
    before, after = moved
    return CaseEvent(
        kind=kind, on=date(2026, month, day), facts=facts, state_before=before, state_after=after
    )


REGISTERED = event(Kind.REGISTERED, OCT, 12)


def said(*events: CaseEvent, ahead: tuple[tuple[Action, date], ...] = ()) -> list[str]:
    plan = [Planned(action=action, on=on) for action, on in ahead]
    return [sentence(each) for each in parted(foretold=FORETOLD, events=[REGISTERED, *events], ahead=plan)]


def test_what_was_foretold_is_kept_to_the_ore() -> None:
    assert foretold_in(foretold_facts(FORETOLD)) == FORETOLD


def test_a_case_registered_before_forecasts_were_kept_has_none() -> None:
    assert parted(foretold=foretold_in({}), events=[REGISTERED], ahead=[]) == []


def test_a_case_that_goes_as_foretold_needs_no_words() -> None:
    posted = event(Kind.POSTED, OCT, 13, late=False)
    ahead = ((Action.DEMAND, date(2026, 11, 2)), (Action.AWAIT_DECISION, date(2026, 11, 20)))
    assert said(event(Kind.REMINDED, OCT, 13), posted, ahead=ahead) == []


def test_a_held_reminder_and_all_that_follows_it() -> None:
    assert said(
        event(Kind.HELD, OCT, 13, stops="no_address"),
        event(Kind.REMINDED, OCT, 14),
        ahead=((Action.DEMAND, date(2026, 11, 3)), (Action.AWAIT_DECISION, date(2026, 11, 23))),
    ) == [
        "Påminnelsen kom en dag senare, 14 oktober 2026: Adressen är inte fullständig.",
        "Inkassokravet väntas nu en dag senare, 3 november 2026: Steget innan flyttades.",
        "Frågan om vägen vidare väntas nu 3 dagar senare, 23 november 2026: Steget innan flyttades.",
    ]


@pytest.mark.parametrize(
    ("moving", "why"),
    [
        (event(Kind.POSTED, OCT, 20, late=True), "Brevet innan postades senare än planerat."),
        (
            event(Kind.RESPITE, OCT, 20, until="2026-11-04"),
            "Gäldenären fick anstånd till och med 4 november 2026.",
        ),
        (event(Kind.PAUSED, OCT, 20, until="2026-11-04"), "Ärendet var pausat till och med 4 november 2026."),
        (event(Kind.DISPUTED, OCT, 20), "Kravet bestreds."),
        (event(Kind.PLAN_ACCEPTED, OCT, 20), "En amorteringsplan började gälla."),
        (
            event(Kind.HELD, NOV, 2, stops="letter_returned,debtor_said"),
            "Förra brevet kom i retur. Adressen måste kontrolleras först."
            " Gäldenären har hört av sig. Vi tar hand om det först.",
        ),
    ],
)
def test_what_moved_the_demand_is_named(moving: CaseEvent, why: str) -> None:
    words = said(
        event(Kind.REMINDED, OCT, 13),
        moving,
        event(Kind.DEMANDED, NOV, 12),
        ahead=((Action.AWAIT_DECISION, date(2026, 12, 2)),),
    )
    assert words == [
        f"Inkassokravet kom 10 dagar senare, 12 november 2026: {why}",
        "Frågan om vägen vidare väntas nu 12 dagar senare, 2 december 2026: Steget innan flyttades.",
    ]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Kind.RECALLED, "Brevet togs tillbaka innan det skickades."),
        (Kind.NOT_SENT, "Brevet innan postades för sent och räknas inte."),
    ],
)
def test_a_letter_that_was_taken_back_has_not_come(kind: Kind, why: str) -> None:
    words = said(
        event(Kind.REMINDED, OCT, 13),
        event(kind, OCT, 14, moved=("reminded", "registered")),
        event(Kind.REMINDED, OCT, 15),
        ahead=((Action.DEMAND, date(2026, 11, 2)), (Action.AWAIT_DECISION, date(2026, 11, 20))),
    )
    assert words == [f"Påminnelsen kom 2 dagar senare, 15 oktober 2026: {why}"]


def test_a_letter_that_only_tells_and_is_taken_back_moves_no_step() -> None:
    words = said(
        event(Kind.REMINDED, OCT, 13),
        event(Kind.RECALLED, OCT, 14, moved=("reminded", "reminded")),
        ahead=((Action.DEMAND, date(2026, 11, 2)), (Action.AWAIT_DECISION, date(2026, 11, 20))),
    )
    assert words == []


def test_of_what_a_payment_made_needless_only_the_next_step_is_told() -> None:
    assert said(event(Kind.REMINDED, OCT, 13), event(Kind.CLOSED, OCT, 26)) == [
        "Inkassokravet, som väntades 2 november 2026, har ingen dag:"
        " Skulden betalades och ärendet avslutades."
    ]


def test_a_day_that_moved_without_an_event_moved_with_the_rules() -> None:
    ahead = ((Action.DEMAND, date(2026, 10, 30)), (Action.AWAIT_DECISION, date(2026, 11, 20)))
    assert said(event(Kind.REMINDED, OCT, 13), ahead=ahead) == [
        "Inkassokravet väntas nu 3 dagar tidigare, 30 oktober 2026:"
        " Reglerna som dagen räknas av har ändrats sedan dess."
    ]
