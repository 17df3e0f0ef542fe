"""When the demand's time is out: a standing choice decides without a hand, or Cecilia is asked until she chooses."""

from datetime import date

import pytest

from cases.ask import ask_creditors
from cases.decide import NotWaiting, choose, quote_way
from cases.models import Case, CaseEvent, Quote, StandingChoice
from cases.quote import QuoteRefused, Reason, accept_quote, charge
from cases.standing import Chosen, choose_standing
from cases.states import Action, State
from cases.ways import KIND, Way
from ekrav.agency.rates import current_rates
from ekrav.money import Ore
from ekrav.outbox.models import Parcel
from ekrav.tenancy import tenant_scope
from tests.cases.endings import (
    CECILIA,
    DEMANDED,
    WAITING,
    annas_case,
    are_bygg_on,
    broken,
    log,
    opened,
    state,
)
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

AGAIN = date(2026, 12, 20)


def chose(creditor: int, **choice: object) -> StandingChoice:
    at, _today = right_now()
    nothing: dict[str, object] = {
        "payment_order_up_to": None,
        "surveillance_yearly": None,
        "otherwise": StandingChoice.Otherwise.ASK,
        "final_notice": False,
    }
    with tenant_scope(creditor):
        chosen = Chosen(**(nothing | choice))  # type: ignore[arg-type]
        return choose_standing(creditor_id=creditor, chosen=chosen, at=at, by=CECILIA)


def next_step(case: Case) -> tuple[str, date | None]:
    with tenant_scope(case.creditor_id):
        return Case.objects.values_list("next_action", "next_date").get(pk=case.pk)


def decided(case: Case) -> CaseEvent:
    with tenant_scope(case.creditor_id):
        return case.events.get(kind=CaseEvent.Kind.DECIDED)


def mails(creditor: int) -> list[tuple[str, str]]:
    at, today = right_now()
    ask_creditors(today=today, at=at)
    ask_creditors(today=today, at=at)
    with tenant_scope(creditor):
        return list(Parcel.objects.filter(key__startswith="decision").values_list("key", "subject"))


def test_a_standing_choice_that_covers_the_price_decides_without_a_hand() -> None:
    creditor = are_bygg_on()
    standing = chose(creditor, payment_order_up_to=Ore(30_000))
    case = annas_case(creditor, through=WAITING)
    assert log(case) == ["registered", "reminded", "demanded", "waiting", "decided"]
    assert (state(case), next_step(case)) == (State.DECIDED, (Action.APPLY_ORDER, date(2026, 11, 23)))
    with tenant_scope(creditor):
        quote = Quote.objects.get()
        assert (quote.fee_ore, quote.vat_ore, quote.outlay_ore) == (0, 0, 30_000)
        assert (quote.standing_choice_id, quote.accepted_by) == (standing.pk, None)
    assert decided(case).facts == {
        "choice": "payment_order",
        "quote": quote.pk,
        "standing_choice": standing.pk,
        "report": None,
    }
    assert mails(creditor) == []
    assert broken() == []


def test_what_the_tariff_says_of_the_unpaid_380_counts_against_the_ceiling_with_its_vat() -> None:
    # 300 + 100 + 25 VAT: 425.
    creditor = are_bygg_on(agent_fee_unpaid_ore=10_000)
    chose(creditor, payment_order_up_to=Ore(42_499))
    case = annas_case(creditor, through=WAITING)
    assert state(case) == State.AWAITING_DECISION
    chose(creditor, payment_order_up_to=Ore(42_500))
    play(AGAIN)
    assert (state(case), decided(case).facts["choice"]) == (State.DECIDED, "payment_order")


def test_a_ceiling_that_is_too_low_falls_to_surveillance_when_that_is_covered() -> None:
    creditor = are_bygg_on()
    # Three letters at 5 kr and VAT: 18.75.
    chose(creditor, payment_order_up_to=Ore(29_999), surveillance_yearly=Ore(1_875))
    case = annas_case(creditor, through=WAITING)
    assert decided(case).facts["choice"] == "surveillance"


def test_without_a_choice_the_case_waits_and_is_asked_about_again_after_thirty_days() -> None:
    creditor = are_bygg_on()
    case = annas_case(creditor, through=WAITING)
    assert next_step(case) == (Action.ASK_AGAIN, AGAIN)
    assert mails(creditor) == [("decision 2026-11-20", "Ett ärende väntar på ditt beslut")]
    set_today(date(2026, 11, 21))
    assert len(mails(creditor)) == 1
    play(AGAIN)
    assert next_step(case) == (Action.ASK_AGAIN, date(2027, 1, 19))
    assert [key for key, _ in mails(creditor)] == ["decision 2026-11-20", "decision 2026-12-20"]
    assert log(case) == ["registered", "reminded", "demanded", "waiting", "asked_again"]
    with tenant_scope(creditor):
        assert not Quote.objects.exists()


def test_who_has_chosen_to_wait_is_not_asked() -> None:
    creditor = are_bygg_on()
    chose(creditor, otherwise=StandingChoice.Otherwise.WAIT)
    case = annas_case(creditor, through=WAITING)
    assert (state(case), next_step(case)) == (State.AWAITING_DECISION, ("", None))
    assert mails(creditor) == []


def test_the_same_standing_choice_again_is_one_row_and_another_is_kept_beside_it() -> None:
    creditor = are_bygg_on()
    assert chose(creditor).pk == chose(creditor).pk
    chose(creditor, final_notice=True)
    with tenant_scope(creditor):
        rows = StandingChoice.objects.order_by("id").values_list("final_notice", "tariff_version", "made_by")
        assert list(rows) == [(False, 1, 1), (True, 1, 1)]


def choice_of(case: Case, way: Way, quote: Quote | None) -> CaseEvent:
    at, today = right_now()
    with opened(case) as fresh:
        return choose(
            case=fresh,
            choice=way,
            quote_id=quote.public_id if quote else None,
            today=today,
            at=at,
            by=CECILIA,
            rates=current_rates(),
        )


def offered(case: Case) -> dict[Way, Quote]:
    at, today = right_now()
    with opened(case) as fresh:
        return {
            way: quote_way(case=fresh, way=way, today=today, at=at, rates=current_rates()) for way in KIND
        }


def test_cecilia_chooses_surveillance_by_its_quote() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    quote = offered(case)[Way.SURVEILLANCE]
    assert (quote.fee_ore, quote.vat_ore, quote.outlay_ore) == (1_500, 375, 0)
    event = choice_of(case, Way.SURVEILLANCE, quote)
    assert (state(case), event.by_id) == (State.DECIDED, 1)
    assert event.facts == {
        "choice": "surveillance",
        "quote": quote.pk,
        "standing_choice": None,
        "report": None,
    }
    with pytest.raises(NotWaiting):
        choice_of(case, Way.WAIT, None)


def test_the_quote_of_one_way_does_not_pay_for_another() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    with pytest.raises(QuoteRefused) as refused:
        choice_of(case, Way.PAYMENT_ORDER, offered(case)[Way.SURVEILLANCE])
    assert (refused.value.reason, state(case)) == (Reason.UNKNOWN, State.AWAITING_DECISION)


def test_to_wait_is_to_be_asked_thirty_days_later() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    set_today(date(2026, 11, 25))
    choice_of(case, Way.WAIT, None)
    assert (state(case), next_step(case)) == (
        State.AWAITING_DECISION,
        (Action.ASK_AGAIN, date(2026, 12, 25)),
    )


def test_two_people_who_accept_the_same_price_at_once_are_one() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    quote = offered(case)[Way.PAYMENT_ORDER]
    with crowd(2) as people:
        outcomes = people.rush(lambda _who: choice_of(case, Way.PAYMENT_ORDER, quote).kind)
    assert outcomes.count("decided") == 1
    assert sum(isinstance(outcome, NotWaiting) for outcome in outcomes) == 1
    assert log(case).count("decided") == 1


def test_nothing_is_charged_by_a_quote_that_nobody_has_accepted() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    at, today = right_now()
    quote = offered(case)[Way.SURVEILLANCE]
    with pytest.raises(QuoteRefused), opened(case) as fresh:
        charge(case=fresh, quote=quote, on=today, at=at)


def test_fifty_who_accept_one_quote_without_a_lock_are_one() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    quote = offered(case)[Way.SURVEILLANCE]
    at, today = right_now()

    def accept(_who: int) -> str:
        with tenant_scope(case.creditor_id):
            accept_quote(quote=Quote.objects.get(pk=quote.pk), today=today, at=at, by=CECILIA)
        return "accepted"

    with crowd(50) as people:
        outcomes = people.rush(accept)
    assert outcomes.count("accepted") == 1
    assert sum(isinstance(outcome, QuoteRefused) for outcome in outcomes) == 49
