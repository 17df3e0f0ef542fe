"""Handläggning, as the agency's two use it: reading a run, approving it, refusing it, a file that stands still."""

import time
from datetime import date, timedelta

import pytest
from django.test import Client

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import agency_scope
from payouts.draft import draft_run
from payouts.models import PayoutRun
from payouts.refusal import Reason
from payouts.words import WORDS
from tests.cast import right_now, staff
from tests.pages import logged_in, text_of
from tests.payouts.browsing import approve, reloaded, the_draft, url
from tests.payouts.given import Paid, another_bankgiro, money_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_approve_on_the_page(are_bygg: int, astrids: Client, bertils: Client) -> None:
    run = the_draft(are_bygg)
    page = text_of(astrids.get(url(run)))
    assert "Utbetalningskörning fredag 27 november" in page
    assert "Godkänn en utbetalning, 10 079,73 kr" in page
    assert "Ny mottagare" in page
    assert approve(astrids, run).status_code == 302
    assert "Ditt godkännande är sparat." in text_of(astrids.get(url(run)))
    page = text_of(bertils.get(url(run)))
    assert "Godkänd av Astrid Norén, 12:00" in page
    assert "Skicka en utbetalning, 10 079,73 kr" in page
    assert approve(bertils, run).status_code == 302
    assert reloaded(run).state == PayoutRun.State.FILE_MADE
    assert "Filen görs och går till banken inom någon minut." in text_of(bertils.get(url(run)))


def test_the_second_word_of_the_same_person_is_told_so(are_bygg: int, astrids: Client) -> None:
    run = the_draft(are_bygg)
    approve(astrids, run)
    assert "Skicka" not in text_of(astrids.get(url(run)))
    again = approve(astrids, run)
    assert again.status_code == 409
    assert "Du godkände redan 12:00. En annan person behöver också godkänna." in text_of(again)
    assert reloaded(run).state == PayoutRun.State.DRAFT


def test_whoever_comes_third_is_told_who_approved(are_bygg: int, astrids: Client, bertils: Client) -> None:
    run = the_draft(are_bygg)
    approve(astrids, run)
    approve(bertils, run)
    late = approve(astrids, run)
    assert late.status_code == 409
    assert "Körningen är redan godkänd, sist av Bertil Falk 12:00." in text_of(late)


def test_without_fresh_bankid_the_page_asks_for_it_first(are_bygg: int, astrids: Client) -> None:
    run = the_draft(are_bygg)
    session = astrids.session
    session["bankid"] = {**session["bankid"], "auth_time": int(time.time()) - 601}
    session.save()
    page = astrids.get(url(run))
    assert "Legitimera dig med BankID för att godkänna" in text_of(page)
    again = f"/bankid/igen/?next=%2Fhandlaggning%2Futbetalningar%2F{run.public_id}%2F"
    assert again in page.content.decode()
    answer = approve(astrids, run)
    assert (answer.status_code, answer["Location"]) == (302, again)
    with agency_scope():
        assert not run.approvals.exists()


@pytest.mark.parametrize("content", ["00", "not hex", ""])
def test_a_page_that_was_tampered_with_approves_nothing(are_bygg: int, astrids: Client, content: str) -> None:
    run = the_draft(are_bygg)
    answer = astrids.post(url(run, "godkann/"), {"content": content})
    assert answer.status_code == 409
    assert "Körningen är inte den du läste." in text_of(answer)


def test_a_draft_is_refused_with_a_reason(are_bygg: int, astrids: Client) -> None:
    run = the_draft(are_bygg)
    assert astrids.get(url(run, "avvisa/")).status_code == 200
    empty = astrids.post(url(run, "avvisa/"), {"reason": " "})
    assert (empty.status_code, "Skriv varför" in text_of(empty)) == (422, True)
    astrids.post(url(run, "avvisa/"), {"reason": "Fel bankgiro."})
    assert "Fel bankgiro." in text_of(astrids.get("/handlaggning/utbetalningar/"))
    assert "Utkastet är återkallat." in text_of(astrids.get(url(run)))
    assert astrids.post(url(run, "avvisa/"), {"reason": "Igen"}).status_code == 409


def test_the_file_is_fetched_as_it_goes_to_the_bank_and_that_is_logged(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    run = the_draft(are_bygg)
    assert astrids.get(url(run, "fil.xml")).status_code == 404
    approve(astrids, run)
    approve(bertils, run)
    answer = astrids.get(url(run, "fil.xml"))
    assert answer.content == bytes(reloaded(run).file or b"")
    assert answer["Content-Disposition"] == f'attachment; filename="{run.message_id}.xml"'
    with agency_scope():
        assert AuditEvent.objects.filter(act="payout_file_downloaded").count() == 1


def test_a_file_that_stands_still_is_sent_again_or_given_up(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    run = the_draft(are_bygg)
    assert astrids.post(url(run, "skicka-igen/")).status_code == 409
    assert astrids.post(url(run, "ge-upp/")).status_code == 409
    approve(astrids, run)
    approve(bertils, run)
    with agency_scope():
        PayoutRun.objects.update(problem="Banken tog inte emot filen: Avtal saknas")
    page = text_of(astrids.get(url(run)))
    assert "Avtal saknas" in page
    assert "Ge upp filen" in page
    assert astrids.post(url(run, "skicka-igen/")).status_code == 302
    with agency_scope():
        PayoutRun.objects.update(problem="Banken tog inte emot filen: Avtal saknas")
    assert astrids.post(url(run, "ge-upp/")).status_code == 302
    assert reloaded(run).state == PayoutRun.State.REJECTED


def test_what_differs_from_the_weeks_before_is_pointed_out(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    at, _today = right_now()
    for week, capital in enumerate(("100.00", "100.00", "410.00")):
        day = date(2026, 11, 13 + 7 * week)
        money_in(are_bygg, Paid(capital=capital))
        if week == 2:
            another_bankgiro(are_bygg, "9902008", asked_at=at - timedelta(days=4))
        run = draft_run(period_end=day, at=at)
        if week < 2:
            approve(astrids, run)
            approve(bertils, run)
    page = text_of(astrids.get(url(run)))
    assert "4,1 gånger mer än vanligt" in page
    assert "Ändrat bankgiro, förra gången 5050-1055" in page
    assert "Förra gången 100,00" in page


def test_who_may_not_be_paid_is_seen_before_the_word_and_not_after_the_draft(
    are_bygg: int, astrids: Client
) -> None:
    run = the_draft(are_bygg)
    words = "Får inte betalas nu: ändrat bankgiro, eller väntar på kontroll. Avvisa."
    assert words not in text_of(astrids.get(url(run)))
    another_bankgiro(are_bygg, "9902008", asked_at=right_now()[0], confirmed=False)
    page = text_of(astrids.get(url(run)))
    assert words in page
    assert "Ny mottagare" in page
    astrids.post(url(run, "avvisa/"), {"reason": "Bankgirot ändras."})
    assert words not in text_of(astrids.get(url(run)))


@pytest.mark.parametrize("act", ["", "fil.xml", "avvisa/"])
def test_a_handler_has_nothing_to_do_with_payouts(are_bygg: int, today: date, act: str) -> None:
    run = the_draft(are_bygg)
    staff(ASTRID)
    with agency_scope():
        StaffMember.objects.update(roles=[StaffMember.Role.HANDLER])
    browser = logged_in(ASTRID)
    assert browser.get(url(run, act)).status_code == 404
    assert browser.get("/handlaggning/utbetalningar/").status_code == 404
    assert approve(browser, run).status_code == 404


def test_every_reason_has_its_sentence() -> None:
    assert set(WORDS) == set(Reason)
