"""A payout whose fate nobody knows: the bank's word leads on, or two people with its document; nothing else does."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client

from ekrav.agency.models import StaffMember
from ekrav.ledger.models import Account
from ekrav.payments.bank import AnswerLost
from ekrav.tenancy import tenant_scope
from payouts.confirm import settle_debits
from payouts.decide import Decider, Document, NotDecided, confirm, propose, refuse
from payouts.evidence import handle, open_contradictions
from payouts.hand_over import hand_over_files
from payouts.holds import standing_holds
from payouts.models import Decision, Payout, PayoutRun
from payouts.reports import read_reports
from tests.cast import set_today
from tests.pages import text_of
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.browsing import approve, the_draft
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, a_draft, a_staff_member, approved, book, money_in

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
LETTER = Document(name="svar.pdf", content=b"%PDF-1.7 Banken har inte filen")
Verdict = Decision.Verdict


@pytest.fixture
def run(are_bygg: int, astrid: StaffMember, bertil: StaffMember) -> PayoutRun:
    """10 079.73 to Åre Bygg; the bank's answer to the file was lost."""
    money_in(are_bygg, ANNA_PAID)
    run = approved(a_draft(), astrid, bertil)
    hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=MORNING)
    return run


def the_payout(creditor: int) -> Payout:
    with tenant_scope(creditor):
        return Payout.objects.get()


def by(staff: StaffMember, *, at: datetime = MORNING + DAY) -> Decider:
    return Decider(staff=staff, bankid_at=at - timedelta(minutes=1), at=at)


def said_by(staff: StaffMember, creditor: int, verdict: Decision.Verdict) -> Decision:
    return propose(
        payout=the_payout(creditor), verdict=verdict, reason="Eva, telefon", document=LETTER, by=by(staff)
    )


def test_two_people_with_the_banks_letter_make_the_money_due_again(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    decision = said_by(astrid, are_bygg, Verdict.NOT_PAID)
    with pytest.raises(NotDecided, match="same"):
        confirm(decision=decision, by=by(astrid))
    assert the_payout(are_bygg).state == Payout.State.UNKNOWN
    confirm(decision=decision, by=by(bertil))
    assert (the_payout(are_bygg).state, book()[Account.DUE_CAPITAL]) == (Payout.State.REJECTED, -1_000_000)
    assert a_draft(FRIDAY + 7 * DAY, at=MORNING + 7 * DAY).total_ore == 1_007_973


def test_that_the_bank_will_pay_awaits_its_debit_and_moves_no_money(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    before = book()
    confirm(decision=said_by(astrid, are_bygg, Verdict.WILL_PAY), by=by(bertil))
    assert (the_payout(are_bygg).state, book()) == (Payout.State.ACCEPTED, before)
    debited({the_payout(are_bygg).end_to_end_id: 1_007_973})
    assert settle_debits(at=MORNING + 2 * DAY) == 1


def test_the_banks_word_comes_first_and_there_is_nothing_left_to_decide(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    decision = said_by(astrid, are_bygg, Verdict.NOT_PAID)
    debited({the_payout(are_bygg).end_to_end_id: 1_007_973})
    settle_debits(at=MORNING + DAY)
    with pytest.raises(NotDecided, match="state"):
        confirm(decision=decision, by=by(bertil))
    assert the_payout(are_bygg).state == Payout.State.SETTLED


def test_whoever_reads_something_else_in_the_letter_refuses_and_another_is_proposed(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    decision = said_by(astrid, are_bygg, Verdict.NOT_PAID)
    with pytest.raises(NotDecided, match="open"):
        said_by(bertil, are_bygg, Verdict.WILL_PAY)
    refuse(decision=decision, by=by(bertil))
    with pytest.raises(NotDecided, match="gone"):
        confirm(decision=decision, by=by(bertil))
    said_by(bertil, are_bygg, Verdict.WILL_PAY)


def test_a_handler_old_bankid_and_no_document_decide_nothing(
    run: PayoutRun, are_bygg: int, astrid: StaffMember
) -> None:
    payout, at = the_payout(are_bygg), MORNING + DAY
    handler = a_staff_member("Hanna", StaffMember.Role.HANDLER)
    old = Decider(staff=astrid, bankid_at=at - timedelta(minutes=11), at=at)
    empty = Document(name="tom.pdf", content=b"")
    for why, person, document in (
        ("role", by(handler), LETTER),
        ("bankid", old, LETTER),
        ("document", by(astrid), empty),
    ):
        with pytest.raises(NotDecided, match=why):
            propose(payout=payout, verdict=Verdict.NOT_PAID, reason="x", document=document, by=person)


@pytest.mark.parametrize("state", ["sent", "accepted", "rejected"])
def test_the_database_lets_nobody_lead_on_without_evidence(run: PayoutRun, are_bygg: int, state: str) -> None:
    with (
        pytest.raises(DatabaseError, match="only the bank, or two people, lead on"),
        tenant_scope(are_bygg),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE payouts_payout SET state = %s", [state])


def test_one_person_is_not_two_in_the_database_either(
    run: PayoutRun, are_bygg: int, astrid: StaffMember
) -> None:
    decision = said_by(astrid, are_bygg, Verdict.NOT_PAID)
    with (
        pytest.raises(DatabaseError, match="decided_by_two"),
        tenant_scope(are_bygg),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE payouts_decision SET confirmed_at = now(), confirmed_by = proposed_by WHERE id = %s",
            [decision.pk],
        )


def test_what_two_have_confirmed_is_not_refused_in_the_database_either(
    run: PayoutRun, are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    decision = said_by(astrid, are_bygg, Verdict.WILL_PAY)
    confirm(decision=decision, by=by(bertil))
    with pytest.raises(DatabaseError, match="decided_one_way"), tenant_scope(are_bygg):
        Decision.objects.filter(pk=decision.pk).update(refused_at=MORNING + DAY)


def test_an_older_rejection_read_after_the_acceptance_is_a_contradiction_that_a_person_asks_about(
    run: PayoutRun, are_bygg: int, astrid: StaffMember
) -> None:
    name = the_payout(are_bygg).end_to_end_id
    report(run, {name: "ACCP"}, said_at=MORNING + timedelta(hours=2))
    report(run, {name: "RJCT"}, code="AM04", said_at=MORNING + timedelta(hours=1))
    read_reports(at=MORNING + DAY)
    assert the_payout(are_bygg).state == Payout.State.UNKNOWN
    with tenant_scope(are_bygg):
        (word,) = open_contradictions()
        assert [hold.kind for hold in standing_holds(today=FRIDAY)] == ["bank"]
    handle(word=word, staff=astrid, at=MORNING + DAY)
    with tenant_scope(are_bygg):
        assert (list(open_contradictions()), list(standing_holds(today=FRIDAY))) == ([], [])


def test_on_the_page_two_people_answer_for_the_bank(are_bygg: int, astrids: Client, bertils: Client) -> None:
    run = the_draft(are_bygg)
    for browser in (astrids, bertils):
        approve(browser, run)
    hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=MORNING)
    payout = the_payout(are_bygg)
    page = f"/handlaggning/utbetalningar/bevaka/{payout.public_id}/"
    assert "Oklart om banken betalar" in text_of(astrids.get("/handlaggning/utbetalningar/bevaka/"))
    assert astrids.post(page, {"verdict": "not_paid", "reason": "Eva"}).status_code == 400
    said = {"verdict": "not_paid", "reason": "Eva", "document": SimpleUploadedFile("svar.pdf", b"%PDF")}
    assert astrids.post(page, said).status_code == 302
    assert "Du lämnade beskedet." in text_of(astrids.get(page))
    assert "Du lämnade själv beskedet." in text_of(astrids.post(page + "svara/"))
    assert "Ett besked väntar på en andra person" in text_of(bertils.get(page))
    assert bertils.post(page + "svara/").status_code == 302
    assert the_payout(are_bygg).state == Payout.State.REJECTED


def test_a_payout_that_stands_still_at_the_bank_has_a_way_out_by_two_people(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    """The bank took the file, said nothing more, and says on the phone that it never got it."""
    run = the_draft(are_bygg)
    for browser in (astrids, bertils):
        approve(browser, run)
    hand_over_files(bank=TheBank(), at=MORNING)
    payout = the_payout(are_bygg)
    page = f"/handlaggning/utbetalningar/bevaka/{payout.public_id}/"

    def said() -> dict[str, object]:
        letter = SimpleUploadedFile("svar.pdf", b"%PDF")
        return {"verdict": "not_paid", "reason": "Eva", "document": letter}

    assert "Banken har svarat oss" not in text_of(astrids.get(page))
    assert astrids.post(page, said()).status_code == 409
    # Tuesday, two bank days after.
    set_today(FRIDAY + 4 * DAY)
    assert "Har stått still i två bankdagar" in text_of(astrids.get("/handlaggning/utbetalningar/bevaka/"))
    assert "Banken har svarat oss" in text_of(astrids.get(page))
    assert astrids.post(page, said()).status_code == 302
    assert the_payout(are_bygg).state == Payout.State.UNKNOWN
    assert bertils.post(page + "svara/").status_code == 302
    assert (the_payout(are_bygg).state, book()[Account.DUE_CAPITAL]) == (Payout.State.REJECTED, -1_000_000)
