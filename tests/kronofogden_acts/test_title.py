"""What becomes of a title: chosen by its price, by the standing choice alone, and asked about before a new year."""

from datetime import date

import pytest

from cases.authority.tell import tell_all
from cases.models import Case, Quote, Surveillance
from cases.states import Action, State
from ekrav.filings.enforcement import Change, Closing, EnforcementChange, EnforcementClosing, EnforcementFee
from ekrav.filings.payment_order import Confirmation
from ekrav.kronofogden.alarms import alarms
from ekrav.kronofogden.pull import laid_out
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import staff_scope, tenant_scope
from tests.cases.endings import are_bygg_on, broken, log, owed, state
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import enforcement_story, tell, titled
from tests.pages import fields_of, logged_in, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def next_step(case: Case) -> tuple[str, date | None]:
    with tenant_scope(case.creditor_id):
        return Case.objects.values_list("next_action", "next_date").get(pk=case.pk)


def test_without_a_standing_choice_the_creditor_is_told_of_the_title_and_chooses_at_its_price() -> None:
    creditor = are_bygg_on()
    case = titled(creditor, up_to=30_000)
    assert next_step(case) == (Action.ASK_AGAIN, date(2027, 1, 13))
    with tenant_scope(creditor):
        assert Parcel.objects.filter(key__startswith="title ").count() == 1
    cecilia, url = logged_in(CECILIA), f"/arenden/{case.number}/utmatning/"
    assert "Ska utslaget mot Anna Lindqvist verkställas?" in text_of(cecilia.get(f"/arenden/{case.number}/"))
    shown = text_of(cecilia.get(url)).replace("\xa0", " ")
    assert "Du betalar 600,00 kr" in shown
    assert cecilia.post(url, {"quote": "inte ett pris"}).status_code == 409
    form = {**fields_of(cecilia.get(url)), "choice": ""}
    (token,) = [
        part.split('"')[0] for part in cecilia.get(url).content.decode().split('name="quote" value="')[1:2]
    ]
    assert "Priset är godkänt." in text_of(cecilia.post(url, {**form, "quote": token}, follow=True))
    assert state(case) == State.ENFORCEMENT
    assert cecilia.post(url, {**form, "quote": token}).status_code == 409
    with tenant_scope(creditor):
        quote = Quote.objects.get(kind="enforcement", accepted_at__isnull=False)
        assert (quote.outlay_ore, quote.outlay_entry) == (60_000, None)
    assert broken() == []


def test_the_creditor_may_have_the_title_watched_over_instead() -> None:
    creditor = are_bygg_on()
    case = titled(creditor, up_to=30_000)
    cecilia, url = logged_in(CECILIA), f"/arenden/{case.number}/utmatning/"
    # The last form of the page is surveillance's.
    cecilia.post(url, fields_of(cecilia.get(url)))
    assert state(case) == State.SURVEILLANCE
    with tenant_scope(creditor):
        assert Surveillance.objects.get(case=case).quote.accepted_by is not None
    assert cecilia.get(url).status_code == 409
    assert broken() == []


def test_from_a_title_through_enforcement_to_surveillance_with_no_hand_on_it() -> None:
    """900 kr of Kronofogden's costs and 18,75 a year of letters are accepted beforehand."""
    creditor = are_bygg_on()
    case = titled(creditor, up_to=90_000, watching=1_875)
    assert next_step(case) == (Action.APPLY_ENFORCEMENT, date(2026, 12, 15))
    play(date(2026, 12, 15))
    set_today(date(2026, 12, 22))
    tell(2, *enforcement_story(f"{case.number}-V1"))
    assert next_step(case) == (Action.SURVEIL, date(2026, 12, 22))
    play(date(2026, 12, 22))
    assert state(case) == State.SURVEILLANCE
    assert log(case)[-7:] == [
        "titled",
        "enforcing",
        "confirmed",
        "base_fee",
        "enforcement_report",
        "enforcement_ended",
        "surveilled",
    ]
    assert owed(case, Account.CREDITOR_OWES, Account.CLAIM_OUTLAY) == [90_000, 90_000]
    assert broken() == []


def begun(creditor: int, *, up_to: int) -> Case:
    """Enforcement has begun on 16 December 2026, at an agreed 12 %; its first year is paid for."""
    case = titled(creditor, up_to=up_to, agreed="12.00")
    play(date(2026, 12, 15))
    set_today(date(2026, 12, 17))
    reference = f"{case.number}-V1"
    tell(
        2,
        Confirmation(id="VK-1", reference=reference, case_number="U-1", registered_on=date(2026, 12, 16)),
        EnforcementFee(
            id="VA-1", reference=reference, year=1, falls_on=date(2026, 12, 16), amount=kronor("600.00")
        ),
    )
    return case


def test_before_a_new_year_its_price_is_asked_for_and_without_an_answer_enforcement_is_taken_back() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    # The step was planned on the day of the application: a year from 15 December less thirty days.
    assert next_step(case) == (Action.RENEW, date(2027, 11, 15))
    play(date(2027, 11, 15))
    assert log(case)[-1] == "year_asked"
    assert next_step(case) == (Action.LET_LAPSE, date(2027, 12, 9))
    play(date(2027, 12, 9))
    at, today = right_now()
    assert (tell_all(today=today, at=at), tell_all(today=today, at=at)) == (1, 0)
    assert (state(case), log(case)[-2:]) == (State.TITLED, ["enforcement_ended", "taken_back"])
    with tenant_scope(case.creditor_id):
        (_row, change) = laid_out(reference=f"{case.number}-V1")[-1]
    assert isinstance(change, EnforcementChange)
    assert (change.change, change.changed_on) == (Change.WITHDRAWN, date(2027, 12, 9))
    tell(
        3,
        EnforcementClosing(
            id="VS-1",
            reference=f"{case.number}-V1",
            closed_on=date(2027, 12, 10),
            closing=Closing.WITHDRAWN,
            left=kronor("11000.00"),
        ),
    )
    # No other 600: one year was accepted, and one is owed.
    assert owed(case, Account.CREDITOR_OWES) == [90_000]
    assert broken() == []


def test_another_year_is_accepted_on_its_page_and_its_fee_falls_once() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    play(date(2027, 11, 15))
    cecilia, url = logged_in(CECILIA), f"/arenden/{case.number}/utmatning/"
    assert "fortsätta ett år till?" in text_of(cecilia.get(f"/arenden/{case.number}/"))
    assert "Priset är godkänt." in text_of(press(cecilia, url))
    assert cecilia.post(url, fields_of(cecilia.get(url))).status_code == 409
    assert next_step(case) == (Action.RENEW, date(2028, 11, 16))
    set_today(date(2027, 12, 17))
    fee = EnforcementFee(
        id="VA-2",
        reference=f"{case.number}-V1",
        year=2,
        falls_on=date(2027, 12, 16),
        amount=kronor("600.00"),
    )
    tell(3, fee)
    assert owed(case, Account.CREDITOR_OWES, Account.CLAIM_OUTLAY) == [150_000, 150_000]
    assert broken() == []


def test_a_year_that_nobody_accepted_charges_nobody_and_alarms() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    set_today(date(2027, 12, 17))
    fee = EnforcementFee(
        id="VA-2",
        reference=f"{case.number}-V1",
        year=2,
        falls_on=date(2027, 12, 16),
        amount=kronor("600.00"),
    )
    tell(3, fee)
    assert owed(case, Account.CREDITOR_OWES, Account.CLAIM_OUTLAY) == [90_000, 90_000]
    set_today(date(2027, 12, 19))
    at, _today = right_now()
    with staff_scope():
        assert (alarms(at=at).not_taken_up, alarms(at=at).count) == (1, 1)
    assert broken() == []


def test_a_standing_choice_with_room_renews_alone() -> None:
    case = begun(are_bygg_on(), up_to=150_000)
    play(date(2027, 11, 15))
    assert next_step(case) == (Action.RENEW, date(2028, 11, 16))
    assert log(case)[-1] == "base_fee"
