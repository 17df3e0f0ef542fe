"""Letters that wait for a person: the address is corrected or the printing tried again, and letters go once more."""

from datetime import date

import pytest
from django.test import Client

from cases.models import Case, CaseEvent
from cases.states import Action, State
from ekrav.audit.models import AuditEvent
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import agency_scope, tenant_scope
from letters.dispatch import render_due
from letters.models import Dispatch, PrintJob
from tests.cases.test_late_news import due_on
from tests.cases.test_process import play
from tests.cases.test_telling import told
from tests.cast import a_case, a_creditor, an_agency, set_today, staff, take_as_posted
from tests.pages import log_in

pytestmark = pytest.mark.django_db(transaction=True)

REMINDED, DEMANDED, WAITING = date(2026, 10, 13), date(2026, 11, 2), date(2026, 11, 20)
NEW_ADDRESS = {"care_of": "", "street": "Storgatan 14", "postcode": "83130", "city": "Östersund"}
QUEUE = "/handlaggning/brev/"


@pytest.fixture
def case() -> Case:
    """Anna was reminded on 13 October 2026; Astrid is at the agency."""
    set_today(date(2026, 10, 12))
    an_agency()
    staff(ASTRID)
    case = a_case(a_creditor())
    play(REMINDED)
    return case


def fresh(case: Case) -> Case:
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def came_back(case: Case, kind: str) -> None:
    with tenant_scope(case.creditor_id):
        Dispatch.objects.filter(kind=kind).update(state=Dispatch.State.RETURNED)


def page(astrid: Client, address: str) -> str:
    return " ".join(astrid.get(address).content.decode().split())


def corrects(astrid: Client, case: Case, **changes: str) -> int:
    answer = astrid.post(f"/handlaggning/arenden/{case.number}/adress/", {**NEW_ADDRESS, **changes})
    return int(answer.status_code)


def test_a_demand_that_came_back_goes_again_to_the_corrected_address(case: Case) -> None:
    play(DEMANDED)
    came_back(case, "demand")
    set_today(date(2026, 11, 9))
    astrid = log_in(Client(), ASTRID)
    listed = page(astrid, QUEUE)
    assert f"/handlaggning/arenden/{case.number}/adress/" in listed
    assert "Inkassokrav" in listed
    assert "Brev i retur, stoppade eller att posta för hand" in page(astrid, "/handlaggning/")
    assert corrects(astrid, case) == 302
    back = fresh(case)
    assert (back.debtor.street, back.debtor.postcode) == ("Storgatan 14", "831 30")
    # Nobody was asked to pay: the 180 is taken back, and the reminder's time is long out.
    assert (back.state, back.next_action, back.next_date) == (
        State.REMINDED,
        Action.DEMAND,
        date(2026, 11, 10),
    )
    with tenant_scope(case.creditor_id):
        assert balance(account=Account.CLAIM_DEMAND) == 0
        assert AuditEvent.objects.get(act="address_corrected").object_id == case.pk
    assert "Inga brev att ta hand om" in page(astrid, QUEUE)
    play(date(2026, 11, 10))
    with tenant_scope(case.creditor_id):
        again = Dispatch.objects.get(kind="demand", void=False)
        assert again.facts["debtor_address"] == ["Storgatan 14", "831 30 Östersund"]
        assert balance(account=Account.CLAIM_DEMAND) == 18_000


def test_a_letter_that_claims_nothing_is_only_sent_again(case: Case) -> None:
    told(fresh(case))
    take_as_posted(case.creditor_id)
    came_back(case, "plan_notice")
    set_today(date(2026, 10, 21))
    assert corrects(log_in(Client(), ASTRID), case) == 302
    assert fresh(case).state == State.REMINDED
    with tenant_scope(case.creditor_id):
        again = Dispatch.objects.get(kind="plan_notice", void=False)
        assert (again.planned_on, again.facts["debtor_address"][0]) == (date(2026, 10, 22), "Storgatan 14")


def test_a_demand_that_came_back_while_the_creditor_chooses_goes_again_with_a_new_time(case: Case) -> None:
    play(DEMANDED)
    play(WAITING)
    came_back(case, "demand")
    set_today(date(2026, 11, 23))
    assert corrects(log_in(Client(), ASTRID), case) == 302
    back = fresh(case)
    # As if it had not been written: nobody has been asked to pay, and nothing is to be chosen.
    assert (back.state, back.next_action, back.next_date) == (
        State.REMINDED,
        Action.DEMAND,
        date(2026, 11, 24),
    )
    with tenant_scope(case.creditor_id):
        assert balance(account=Account.CLAIM_DEMAND) == 0
    play(date(2026, 11, 24))
    # Sent on Tuesday the 24th: five bank days for the post and four to pay is 7 December; four more for the money.
    again = fresh(case)
    assert (again.state, again.pay_by, again.next_action, again.next_date) == (
        State.DEMANDED,
        date(2026, 12, 7),
        Action.AWAIT_DECISION,
        date(2026, 12, 14),
    )
    with tenant_scope(case.creditor_id):
        assert Dispatch.objects.get(kind="demand", void=False).facts["debtor_address"][0] == "Storgatan 14"
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
    play(date(2026, 12, 14))
    assert fresh(case).state == State.AWAITING_DECISION


def test_a_claim_whose_case_has_moved_on_stays_in_the_queue(case: Case) -> None:
    play(DEMANDED)
    play(WAITING)
    came_back(case, "demand")
    with tenant_scope(case.creditor_id):
        for state in (State.DECIDED, State.PAYMENT_ORDER):
            Case.objects.filter(pk=case.pk).update(state=state, next_action="", next_date=None)
    astrid = log_in(Client(), ASTRID)
    assert corrects(astrid, case) == 302
    assert "står kvar i kön" in page(astrid, f"/handlaggning/arenden/{case.number}/")
    assert fresh(case).state == State.PAYMENT_ORDER
    assert f"/handlaggning/arenden/{case.number}/adress/" in page(astrid, QUEUE)


def test_a_last_letter_and_its_demand_that_both_came_back_are_written_again_in_their_order() -> None:
    set_today(date(2026, 10, 12))
    an_agency()
    staff(ASTRID)
    creditor = a_creditor()
    case = a_case(creditor)
    with tenant_scope(creditor):
        Case.objects.update(final_notice=True)
    for day in (REMINDED, DEMANDED, WAITING, date(2026, 12, 10)):
        play(day)
    assert fresh(case).state == State.AWAITING_DECISION
    came_back(case, "demand")
    came_back(case, "final_notice")
    set_today(date(2026, 12, 11))
    assert corrects(log_in(Client(), ASTRID), case) == 302
    assert (fresh(case).state, fresh(case).next_action) == (State.REMINDED, Action.DEMAND)
    with tenant_scope(creditor):
        assert list(Dispatch.objects.filter(void=True).values_list("kind", flat=True).order_by("kind")) == [
            "demand",
            "final_notice",
        ]


def test_an_address_that_is_none_is_refused_and_changes_nothing(case: Case) -> None:
    came_back(case, "reminder")
    astrid = log_in(Client(), ASTRID)
    assert corrects(astrid, case, street="") == 400
    assert corrects(astrid, case, postcode="0150 Oslo") == 400
    assert fresh(case).debtor.street == "Björkvägen 12"
    with tenant_scope(case.creditor_id):
        assert AuditEvent.objects.filter(act="address_corrected").count() == 0


def test_a_refused_print_job_is_tried_again_and_its_letters_wait_for_another(case: Case) -> None:
    due_on(DEMANDED)
    with agency_scope():
        job = PrintJob.objects.create(
            created_on=DEMANDED, count=1, manifest={}, sha256=bytes(32), state=PrintJob.State.REFUSED,
            problem="422: fel papper",
        )  # fmt: skip
    assert render_due().done == 1
    with tenant_scope(case.creditor_id):
        Dispatch.objects.filter(kind="demand").update(print_job_id=job.pk)
    astrid = log_in(Client(), ASTRID)
    listed = page(astrid, QUEUE)
    assert "422: fel papper" in listed
    assert "Anna Lindqvist" in listed
    again = f"{QUEUE}{job.public_id}/igen/"
    assert astrid.get(again).status_code == 405
    assert astrid.post(again).status_code == 302
    assert "1 brev lämnas till tryckeriet igen" in page(astrid, QUEUE)
    with tenant_scope(case.creditor_id):
        letter = Dispatch.objects.get(kind="demand")
        assert (letter.state, letter.print_job) == (Dispatch.State.RENDERED, None)
    assert due_on(date(2026, 11, 3)) == 2
    with tenant_scope(case.creditor_id):
        planned = Dispatch.objects.filter(kind="demand").order_by("id").values_list("state", "planned_on")
        assert list(planned) == [("cancelled", DEMANDED), ("composed", date(2026, 11, 3))]
        assert case.events.filter(kind=CaseEvent.Kind.RECALLED).count() == 1


def test_only_a_refused_job_is_tried_again(case: Case) -> None:
    with tenant_scope(case.creditor_id):
        posted = Dispatch.objects.get().print_job_id
    assert posted is not None
    with agency_scope():
        job = PrintJob.objects.get(pk=posted)
    astrid = log_in(Client(), ASTRID)
    assert astrid.post(f"{QUEUE}{job.public_id}/igen/").status_code == 404
    with tenant_scope(case.creditor_id):
        assert Dispatch.objects.get().print_job_id == posted
