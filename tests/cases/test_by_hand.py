"""A dispute of somebody who is dead or protected is decided, and its letter goes by hand."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Case, Debtor
from cases.note_posted import note_all_posted
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import agency_scope, tenant_scope
from letters.dispatch import render_due
from letters.models import Dispatch, PrintJob
from letters.print_jobs import hand_over
from tests.cases.disputes import dispute_whole, recalled_on
from tests.cases.said import fresh, story
from tests.cast import a_case, right_now, set_today, staff
from tests.debtor_portal.given import play
from tests.letters.houses import running
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

Word = Debtor.RegisterWord
DECIDED = date(2026, 11, 4)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna was reminded on 13 October and disputes the whole claim on the 20th."""
    staff(ASTRID)
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    dispute_whole(made)
    return made


def the_register_says_now(case: Case, word: Debtor.RegisterWord) -> None:
    with tenant_scope(case.creditor_id):
        Debtor.objects.update(register_word=word)


def decided(astrid: Client, case: Case, outcome: str) -> None:
    set_today(DECIDED)
    answer = astrid.post(f"/handlaggning/arenden/{case.number}/bestridande/", {"outcome": outcome})
    assert answer.status_code == 302


def letter_of(case: Case) -> Dispatch:
    with tenant_scope(case.creditor_id):
        return Dispatch.objects.get(kind="dispute_outcome")


def told() -> int:
    at, today = right_now()
    return note_all_posted(today=today, at=at, rates=current_rates())


def test_a_protected_debtors_dispute_is_rejected_and_a_person_posts_the_letter(
    case: Case, tmp_path: Path
) -> None:
    the_register_says_now(case, Word.PROTECTED)
    astrid = logged_in(ASTRID)
    decided(astrid, case, "rejected")
    letter = letter_of(case)
    assert (letter.by_hand, letter.facts["debtor_address"]) == (True, ["Genom Skatteverkets postförmedling"])
    assert "Björkvägen" not in str(letter.facts)
    assert fresh(case).state == State.REMINDED
    assert "Brev i retur, stoppade eller att posta för hand 1" in text_of(astrid.get("/handlaggning/"))
    page = f"/handlaggning/arenden/{case.number}/brev/{letter.letter_number}/for-hand/"
    assert page in astrid.get("/handlaggning/brev/").content.decode()
    assert "skrivs ut till PDF" in text_of(astrid.get(page))
    assert astrid.get(f"{page}brev.pdf").status_code == 404
    assert render_due().done == 1
    assert "utan adress" in text_of(astrid.get(page))
    assert astrid.get(f"{page}brev.pdf").content == bytes(letter_of(case).pdf or b"")
    # The machine lets it be: no print job takes it, and it is not taken back when its day passes.
    set_today(date(2026, 11, 5))
    with running(tmp_path) as print_house:
        assert hand_over(today=date(2026, 11, 5), house=print_house.house) == 0
    assert recalled_on(date(2026, 11, 9)) == 0
    for impossible in ("2026-11-03", "2026-11-10", "i tisdags"):
        assert astrid.post(page, {"on": impossible}).status_code == 400
    done = astrid.post(page, {"on": "2026-11-09"}, follow=True)
    assert "Brevet är antecknat som postat." in text_of(done)
    assert (letter_of(case).state, letter_of(case).posted_on) == ("posted", date(2026, 11, 9))
    assert "Det är redan antecknat." in text_of(astrid.post(page, {"on": "2026-11-08"}, follow=True))
    with tenant_scope(case.creditor_id):
        noted = AuditEvent.objects.get(act="letter_sent_by_hand")
        assert (noted.object_id, noted.facts) == (case.pk, {"letter": letter.letter_number})
    # Written for the 5th, posted on Monday the 9th: there on the 16th, to pay by the 20th; the next step the 27th.
    assert told() == 2  # and October's reminder, which the print house posted
    assert fresh(case).next_date == date(2026, 11, 27)
    assert story(case)[-1] == ("posted", date(2026, 11, 9), "machine", "reminded")
    assert "Inga brev att ta hand om" in text_of(astrid.get("/handlaggning/brev/"))


def test_the_estate_is_told_that_the_dead_was_right_and_the_case_is_closed(case: Case) -> None:
    the_register_says_now(case, Word.DECEASED)
    astrid = logged_in(ASTRID)
    decided(astrid, case, "upheld")
    letter = letter_of(case)
    assert letter.facts["debtor_name"] == "Dödsboet efter Anna Lindqvist"
    assert (letter.by_hand, fresh(case).state) == (True, State.CLOSED_DISPUTED)
    page = astrid.get(f"/handlaggning/arenden/{case.number}/brev/{letter.letter_number}/for-hand/")
    assert "Brevet är skrivet till dödsboet." in text_of(page)


def test_a_letter_that_goes_as_usual_has_no_such_page_and_one_by_hand_no_print_job(case: Case) -> None:
    astrid = logged_in(ASTRID)
    for path in ("for-hand/", "for-hand/brev.pdf"):
        assert astrid.get(f"/handlaggning/arenden/{case.number}/brev/1/{path}").status_code == 404
    the_register_says_now(case, Word.PROTECTED)
    decided(astrid, case, "rejected")
    with agency_scope():
        job = PrintJob.objects.create(created_on=DECIDED, count=1, manifest={}, sha256=bytes(32))
    with tenant_scope(case.creditor_id), pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.filter(kind="dispute_outcome").update(print_job_id=job.pk)
