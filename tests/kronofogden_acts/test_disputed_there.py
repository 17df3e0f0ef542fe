"""Anna disputes the order at Kronofogden: Åre Bygg asks for court, drops the claim, or says nothing."""

from datetime import date, timedelta

import pytest

from cases.models import CaseEvent, Dispute
from cases.payment_order.dispute import NotDisputed, ask_for_court
from cases.states import State
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA as CECILIA_ACTS
from tests.cast import right_now
from tests.kronofogden_acts.given import (
    Begin,
    application,
    applied_for,
    broken,
    fate,
    fresh,
    log,
    owed,
    play_until_event,
    sent,
)
from tests.pages import logged_in, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

Kind = CaseEvent.Kind


def test_disputed_there_the_creditor_chooses_court_after_seeing_what_it_costs(begin: Begin) -> None:
    case = begin(applied_for)
    fate(case, "disputed")
    play_until_event(case, Kind.ORDER_DISPUTED)
    assert fresh(case).state == State.ORDER_DISPUTED
    cecilia = logged_in(CECILIA)
    url = f"/arenden/{case.number}/tingsratt/"
    page = text_of(cecilia.get(url)).replace("\xa0", " ")
    # Half a price base amount of 2025 is 29 400 kr: a small claim, 600 kr; 300 kr are paid already.
    for words in ("600,00 kr", "300,00 kr", "småmål", "Begär tingsrätt"):
        assert words in page, words
    assert "Tingsrätten är begärd." in text_of(press(cecilia, url))
    assert cecilia.post(url, {}).status_code == 409
    assert fresh(case).state == State.COURT
    assert sent(case) == ["PaymentOrderApplication", "CourtRequest"]
    play_until_event(case, Kind.ORDER_ENDED)
    assert application(case).ending == "transferred"
    assert log(case, since="applied") == [
        "confirmed",
        "served",
        "order_disputed",
        "court_asked",
        "order_ended",
    ]
    assert fresh(case).state == State.COURT
    assert broken() == []


def test_dropped_there_the_three_hundred_are_shown_first_and_stay_paid(begin: Begin) -> None:
    case = begin(applied_for)
    fate(case, "disputed")
    play_until_event(case, Kind.ORDER_DISPUTED)
    cecilia, url = logged_in(CECILIA), f"/arenden/{case.number}/aterkalla/"
    shown = text_of(cecilia.get(url)).replace("\xa0", " ")
    first, then = shown.index("Kronofogdens avgift, 300,00 kr"), shown.index("Du betalar 300,00 kr")
    assert first < then
    assert "Ärendet är återkallat." in text_of(press(cecilia, url))
    play_until_event(case, Kind.ORDER_ENDED)
    assert log(case, since="order_disputed") == ["withdrawn", "taken_back", "posted", "order_ended"]
    assert sent(case) == ["PaymentOrderApplication", "Withdrawal"]
    # 300 laid out and 60 + 180 of ours, with VAT at the next payout; nothing is asked of Anna.
    assert owed(case) == {
        Account.CREDITOR_OWES: 30_000 + 24_000,
        Account.AGENCY_OUTLAYS: -30_000,
        Account.DUE_COSTS: -24_000,
    }
    assert broken() == []


def test_unanswered_the_order_is_written_off_and_the_dispute_is_looked_into(begin: Begin) -> None:
    case = begin(applied_for)
    fate(case, "disputed")
    play_until_event(case, Kind.DISPUTED)
    assert log(case, since="order_disputed")[:2] == ["order_ended", "disputed"]
    assert fresh(case).state == State.DISPUTED
    assert fresh(case).resumes == State.AWAITING_DECISION
    with tenant_scope(case.creditor_id):
        made = Dispute.objects.select_related("notice").get(case=case, outcome="")
        assert made.notice is not None
        assert (made.notice.channel, made.notice.text) == ("authority", "Jag har inte beställt detta.")
    assert broken() == []


def test_after_its_last_day_court_is_not_asked_for(begin: Begin) -> None:
    case = begin(applied_for)
    fate(case, "disputed")
    play_until_event(case, Kind.ORDER_DISPUTED)
    late = application(case).court_by or date.min
    at, _today = right_now()
    standing = fresh(case)
    with pytest.raises(NotDisputed), tenant_scope(case.creditor_id):
        ask_for_court(case=standing, today=late + timedelta(days=1), at=at, by=CECILIA_ACTS)
    assert sent(case) == ["PaymentOrderApplication"]
