"""What can happen to a case, drawn at random: each act does one real thing to a world, with arguments of chance.

An act is refused when it raises one of the refusals it is listed with: then nothing has happened.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cases.address import Address, correct_address
from cases.answer_dispute import Answer, NotAnAnswer, answer_dispute
from cases.claims import claims_in
from cases.decide import NotOffered, NotWaiting, choose, quote_way
from cases.decide_dispute import AlreadyDecided, NotAPart, reject, uphold, uphold_partly
from cases.messages import Heard, Said, receive
from cases.models import Case, Ground, Notice, Question, StandingChoice
from cases.questions import answer_no
from cases.quote import QuoteRefused
from cases.standing import Chosen, choose_standing
from cases.states import OPEN_STATES, State
from cases.ways import KIND, Way
from cases.withdraw import quote_withdrawal, withdraw
from cases.write_off import Why, write_off, write_off_by_agency
from ekrav.law.rates import Rates
from ekrav.money import Ore, kronor
from ekrav.payments.cover import FundsShort
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act, says
from tests.cast import right_now
from tests.stories.acts_of_money import (
    DIRECTLY,
    bank_takes_back,
    payday_comes,
    pays,
    pays_directly,
    pays_twice,
)
from tests.stories.acts_of_patience import (
    HELD,
    PLANNED,
    gets_respite,
    hold_is_lifted,
    is_paused,
    plan_is_accepted,
    plan_is_ended,
    plan_is_offered,
)
from tests.stories.played_world import World, pass_days, stand_still

Refusals = tuple[type[Exception], ...]
NEVER: Final[Refusals] = ()


def is_open(case: Case) -> bool:
    """Whether the case has not ended."""
    return case.state in OPEN_STATES


def waits(case: Case) -> bool:
    """Whether the case waits for its creditor's decision."""
    return case.state == State.AWAITING_DECISION


def days_pass(world: World) -> None:
    """One to twenty days."""
    pass_days(world, world.chance.randint(1, 20))


def machine_stands_still(world: World) -> None:
    """Nothing is done for some days, and everything at once after them."""
    stand_still(world, world.chance.randint(1, 6))


def letter_comes_back(world: World) -> None:
    """The post brings a letter back."""
    case = world.any_case(is_open)
    if case is not None:
        with tenant_scope(case.creditor_id):
            posted = Dispatch.objects.filter(case_number=case.number, state=Dispatch.State.POSTED)
            last = posted.order_by("-letter_number").first()
            if last is not None:
                Dispatch.objects.filter(pk=last.pk).update(state=Dispatch.State.RETURNED)


def address_is_corrected(world: World) -> None:
    """Astrid has found where the debtor lives."""
    case = world.any_case(is_open)
    if case is not None:
        place = Address(care_of="", street="Nya gatan 1", postcode="831 45", city="Östersund")
        act(case, _correct_address, address=place)


def debtor_says(world: World) -> None:
    """The debtor says something in Mitt Ärende; the morning's task takes it up."""
    case = world.any_case()
    if case is not None:
        kind = world.chance.choice(list(Notice.Kind))
        says(case, kind, text="Så här är det.", ground=_ground(world, kind), amount=_part(world, kind))


def staff_hear(world: World) -> None:
    """Astrid registers a letter of some days ago, and what follows follows at once."""
    case = world.any_case()
    if case is not None:
        kind = world.chance.choice([Notice.Kind.DISPUTE, Notice.Kind.DISPUTE, Notice.Kind.PAID])
        said = Said(
            key=uuid.uuid4(), kind=kind, text="", ground=_ground(world, kind), amount=_part(world, kind)
        )
        came = Heard(channel=Notice.Channel.LETTER, on=world.some_day(before=4))
        act(case, receive, said=said, heard=came, by=ASTRID_ACTS)


def staff_read(world: World) -> None:
    """Astrid takes up every wish that waits for a person."""
    at, _today = right_now()
    for creditor in world.creditors:
        with tenant_scope(creditor):
            wishes = Notice.objects.filter(handled_at=None, kind__in=[Notice.Kind.RESPITE, Notice.Kind.PLAN])
            wishes.update(handled_at=at, handled_by=ASTRID_ACTS.id)


def creditor_answers_dispute(world: World) -> None:
    """It stands by the claim, or gives in wholly or in part."""
    case = world.any_case(lambda case: case.state == State.DISPUTED)
    if case is not None:
        credited = world.chance.choice([None, _some_kronor(world)])
        stands = world.chance.random() < 0.6
        answer = Answer(
            stands=stands, words="Det är levererat.", credited=credited, invoice=_an_invoice(world, case)
        )
        act(case, answer_dispute, answer=answer, by=CECILIA_ACTS)


def staff_decide_dispute(world: World) -> None:
    """The claim stands, falls, or falls to a part."""
    case = world.any_case(lambda case: case.state == State.DISPUTED)
    if case is not None:
        outcomes: list[Callable[..., object]] = [reject, reject, uphold, uphold_partly]
        outcome = world.chance.choice(outcomes)
        part = {"credited": _some_kronor(world), "invoice": _an_invoice(world, case)}
        words = part if outcome is uphold_partly else {}
        act(case, outcome, by=ASTRID_ACTS, **words)


def _an_invoice(world: World, case: Case) -> str:
    """The number of one of the case's invoices."""
    with tenant_scope(case.creditor_id):
        return str(world.chance.choice([claim.invoice_number for claim in claims_in(case)]))


def creditor_answers_no(world: World) -> None:
    """The creditor has not been paid."""
    case = world.any_case(is_open)
    if case is not None:
        act(case, _answer_no)


def creditor_withdraws(world: World) -> None:
    """At the price that was shown, now or some days ago."""
    case = world.any_case(is_open)
    if case is not None:
        quote = act(case, quote_withdrawal)
        _time_to_think(world)
        act(case, withdraw, quote_id=quote.public_id, by=CECILIA_ACTS)


def creditor_writes_off(world: World) -> None:
    """At the price that was shown, now or some days ago."""
    case = world.any_case(is_open)
    if case is not None:
        quote = act(case, quote_withdrawal)
        _time_to_think(world)
        why = world.chance.choice(list(Why))
        act(case, write_off, why=why, quote_id=quote.public_id, by=CECILIA_ACTS)


def agency_writes_off(world: World) -> None:
    """At nobody's cost."""
    case = world.any_case()
    if case is not None:
        act(case, write_off_by_agency, why=world.chance.choice(list(Why)), by=ASTRID_ACTS)


def creditor_chooses(world: World) -> None:
    """The way on, at the price that was shown, now or some days ago."""
    case = world.any_case(waits)
    if case is not None:
        way = world.chance.choice(list(Way))
        quote_id = act(case, quote_way, way=way).public_id if way in KIND else None
        _time_to_think(world)
        act(case, choose, choice=way, quote_id=quote_id, by=CECILIA_ACTS)


def creditor_chooses_for_all(world: World) -> None:
    """The standing choice is changed."""
    at, _today = right_now()
    creditor = world.chance.choice(world.creditors)
    chosen = Chosen(
        payment_order_up_to=world.chance.choice([None, None, kronor("1000.00")]),
        surveillance_yearly=world.chance.choice([None, None, kronor("100.00")]),
        otherwise=world.chance.choice(list(StandingChoice.Otherwise)),
        final_notice=world.chance.random() < 0.5,
    )
    with tenant_scope(creditor):
        choose_standing(creditor_id=creditor, chosen=chosen, at=at, by=CECILIA_ACTS)


def _correct_address(*, case: Case, address: Address, today: date, at: datetime, rates: Rates) -> None:
    correct_address(case=case, address=address, today=today, at=at, by=ASTRID_ACTS, rates=rates)


def _answer_no(*, case: Case, today: date, at: datetime, rates: Rates) -> None:
    question = Question.objects.select_related("case").filter(case=case, answer="").order_by("id").first()
    if question is not None:
        answer_no(question=question, today=today, at=at, by=CECILIA_ACTS)


def _time_to_think(world: World) -> None:
    """Between the price and the yes nothing passes, or some days, or more than the price holds for."""
    pass_days(world, world.chance.choice([0, 0, 0, 3, 40]))


def _ground(world: World, kind: Notice.Kind) -> str:
    return str(world.chance.choice(list(Ground))) if kind is Notice.Kind.DISPUTE else ""


def _part(world: World, kind: Notice.Kind) -> Ore | None:
    has_an_amount = kind in {Notice.Kind.DISPUTE, Notice.Kind.PAID}
    return _some_kronor(world) if has_an_amount and world.chance.random() < 0.5 else None


def _some_kronor(world: World) -> Ore:
    return Ore(world.chance.choice([1, 100, 5_000, 77_777, 200_000, 999_999]))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How often an act is drawn among the others, and the refusals that are its own."""

    often: int
    refused: Refusals = NEVER


ACTS: Final[Mapping[Callable[[World], None], Kind]] = {
    days_pass: Kind(often=14),
    machine_stands_still: Kind(often=1),
    letter_comes_back: Kind(often=1),
    address_is_corrected: Kind(often=2),
    pays: Kind(often=5),
    pays_twice: Kind(often=1),
    pays_directly: Kind(often=3, refused=DIRECTLY),
    bank_takes_back: Kind(often=3),
    payday_comes: Kind(often=2, refused=(FundsShort,)),
    debtor_says: Kind(often=2),
    staff_hear: Kind(often=3),
    staff_read: Kind(often=2),
    creditor_answers_dispute: Kind(often=3, refused=(NotAnAnswer, NotAPart)),
    staff_decide_dispute: Kind(often=3, refused=(NotAPart, AlreadyDecided)),
    creditor_answers_no: Kind(often=3),
    creditor_withdraws: Kind(often=1, refused=(QuoteRefused,)),
    creditor_writes_off: Kind(often=1, refused=(QuoteRefused,)),
    agency_writes_off: Kind(often=1, refused=(QuoteRefused,)),
    creditor_chooses: Kind(often=3, refused=(QuoteRefused, NotOffered, NotWaiting)),
    creditor_chooses_for_all: Kind(often=1),
    gets_respite: Kind(often=2, refused=HELD),
    is_paused: Kind(often=2, refused=HELD),
    hold_is_lifted: Kind(often=2, refused=HELD),
    plan_is_offered: Kind(often=4, refused=PLANNED),
    plan_is_accepted: Kind(often=4, refused=PLANNED),
    plan_is_ended: Kind(often=1, refused=PLANNED),
}


def draw(world: World, how_many: int) -> list[Callable[[World], None]]:
    """So many acts, in the order of chance."""
    return world.chance.choices(list(ACTS), weights=[kind.often for kind in ACTS.values()], k=how_many)


def happens(done: Callable[[World], None], world: World) -> bool:
    """Let one act happen; False when it was refused."""
    try:
        done(world)
    except ACTS[done].refused:
        return False
    return True
