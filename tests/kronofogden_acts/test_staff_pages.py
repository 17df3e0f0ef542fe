"""Handläggning: Astrid types in what came on paper, answers a question, and notes what she has looked into."""

from datetime import date
from typing import Any

import pytest

from cases.states import State
from ekrav.filings.payment_order import SupplementQuestion
from ekrav.findings.models import CreditReport
from ekrav.kronofogden.alarms import alarms
from ekrav.kronofogden.models import Incoming, Outgoing, Unplaced
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import staff_scope, tenant_scope
from tests.cases.endings import WAITING, annas_case, are_bygg_on, broken, log, owed, state
from tests.cases.test_process import play
from tests.cast import right_now, set_today, staff
from tests.kronofogden_acts.quick import applied, confirmed, known_to_kronofogden, take_up, tell
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

PAPER = "/handlaggning/kronofogden/svar/"


def test_a_whole_way_on_paper_from_confirmation_to_closing() -> None:
    creditor = are_bygg_on()
    case = applied(creditor, up_to=90_000)
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    set_today(date(2026, 12, 14))
    order = f"{PAPER}{case.number}-B1/"
    assert f"{case.number}-B1" in text_of(astrid.get(PAPER))
    papers = [
        ("bekraftelse", {"document": "01-1-26", "day": "2026-11-24", "case_number": "01-1-26"}),
        ("delgivning", {"document": "D 1", "day": "2026-11-30", "served": "yes"}),
        ("utslag", {"document": "01-1-26", "day": "2026-12-14", "costs": "680,00"}),
    ]
    for kind, typed in papers:
        answer = astrid.post(f"{order}{kind}/", typed, follow=True)
        assert "är inskriven" in text_of(answer), kind
        assert "är redan inskriven" in text_of(astrid.post(f"{order}{kind}/", typed, follow=True)), kind
    assert astrid.post(f"{order}utslag/", {"document": "x", "day": "i går"}).status_code == 422
    assert astrid.get(f"{PAPER}12345678-B1/utslag/").status_code == 404
    assert astrid.get(f"{order}utbetalning/").status_code == 404
    assert take_up() == 3
    assert (state(case), log(case)[-3:]) == (State.TITLED, ["confirmed", "served", "titled"])
    play(date(2026, 12, 15))
    set_today(date(2026, 12, 22))
    pursued = f"{PAPER}{case.number}-V1/"
    papers = [
        ("bekraftelse", {"document": "U-1-26", "day": "2026-12-16", "case_number": "U-1-26"}),
        ("grundavgift", {"document": "G 1", "day": "2026-12-16", "year": "1", "amount": "600"}),
        ("utredning", {"document": "R 1", "day": "2026-12-21", "finding": "no_assets"}),
        ("slutredovisning", {"document": "S 1", "day": "2026-12-22", "closing": "no_assets", "left": ""}),
    ]
    for kind, typed in papers:
        assert "är inskriven" in text_of(astrid.post(f"{pursued}{kind}/", typed, follow=True)), kind
    assert astrid.post(f"{pursued}utbetalning/", {"document": "P 1", "day": "2026-12-21"}).status_code == 422
    assert take_up() == 4
    assert state(case) == State.TITLED
    assert owed(case, Account.CLAIM_OUTLAY, Account.CREDITOR_OWES) == [90_000, 90_000]
    assert broken() == []


def test_a_question_is_listed_with_its_day_and_answered_on_its_page() -> None:
    creditor = are_bygg_on()
    case = applied(creditor)
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    url = f"/handlaggning/arenden/{case.number}/komplettering/"
    assert astrid.get(url).status_code == 409
    asked = SupplementQuestion(
        id="Q-1", reference=f"{case.number}-B1", question="Vad köptes?", answer_by=date(2026, 12, 7)
    )
    tell(1, confirmed(asked.reference), asked)
    listed = text_of(astrid.get("/handlaggning/kompletteringar/"))
    assert "7 december" in listed
    assert "Vad köptes?" in text_of(astrid.get(url))
    refused = astrid.post(url, {"words": "Betala till bankgiro 5050-1055."})
    assert refused.status_code == 422
    assert "Ta bort uppgifter om hur man betalar" in text_of(refused)
    answered = astrid.post(url, {"words": "En badrumsrenovering i augusti."}, follow=True)
    assert "Svaret är på väg till Kronofogden." in text_of(answered)
    assert astrid.post(url, {"words": "Igen."}).status_code == 409
    with tenant_scope(creditor):
        assert Outgoing.objects.filter(kind="SupplementAnswer").count() == 1


def test_where_no_bureau_is_connected_the_report_is_typed_in_once_and_shown_where_one_decides(
    settings: Any,
) -> None:
    settings.CREDIT_URL = ""
    creditor = are_bygg_on()
    known_to_kronofogden()
    case = annas_case(creditor, through=WAITING)
    staff(ASTRID)
    astrid, url = logged_in(ASTRID), f"/handlaggning/arenden/{case.number}/kreditupplysning/"
    typed = {
        "report_id": "UC77",
        "kind": "person",
        "remarks": "2",
        "remarks_ore": "4 000,00",
        "debt_cases": "0",
        "income": "below",
    }
    assert "ska ha fått en kopia" in text_of(astrid.post(url, typed))
    typed["copied_on"] = "2026-11-20"
    assert "Kreditupplysningen är inskriven." in text_of(astrid.post(url, typed, follow=True))
    assert astrid.post(url, typed).status_code == 409
    with tenant_scope(creditor):
        report = CreditReport.objects.get()
        assert (report.remarks, report.remarks_ore, report.purpose) == (2, 400_000, "payment_order")
    shown = text_of(logged_in(CECILIA).get(f"/arenden/{case.number}/vag/")).replace("\xa0", " ")
    assert "Betalningsanmärkningar 2, 4 000,00 kr" in shown
    assert "Inkomst Under förbehållsbeloppet" in shown
    assert "Kan krävas till och med" in shown
    assert log(case)[-1] == "reported"


def test_what_has_been_looked_into_alarms_no_more() -> None:
    creditor = are_bygg_on()
    applied(creditor)
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    tell(1, confirmed("99999999-B1"))
    at, _today = right_now()
    with tenant_scope(creditor):
        Outgoing.objects.update(state="filed", file_number=1)
        Outgoing.objects.update(state="refused", problem="Numret stämmer inte.")
        assert not Incoming.objects.exists()
    with staff_scope():
        assert (alarms(at=at).refused_records, alarms(at=at).unplaced) == (1, 1)
        unplaced = Unplaced.objects.get().pk
        record = Outgoing.objects.get().public_id
    files = "/handlaggning/kronofogden/"
    for sent in ({"unplaced": str(unplaced)}, {"record": str(record)}):
        assert "Noterat som utrett." in text_of(astrid.post(f"{files}reda-ut/", sent, follow=True))
        assert astrid.post(f"{files}reda-ut/", sent).status_code == 404
    assert astrid.post(f"{files}reda-ut/", {"record": "nonsens"}).status_code == 404
    with staff_scope():
        assert alarms(at=at).count == 0
