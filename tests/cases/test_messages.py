"""What debtors say: once however often it is sent, taken up once whoever races, and no letter after it."""

import uuid
from datetime import date
from functools import partial

import psycopg
import pytest

from cases import messages
from cases.due import do_due
from cases.messages import Heard, Said, find_said, receive, say, take_up, take_up_said
from cases.models import Case, CaseEvent, Dispute, Ground, Notice
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.money import kronor
from ekrav.tenancy import case_scope, tenant_scope
from letters.models import Dispatch
from ops.roles import PORTAL
from ops.throwaway import Throwaway
from tests.cases.said import ASTRID_ACTS, act, fresh, heard, says, story, the_books_balance
from tests.cases.said import take_up as task
from tests.cast import a_case, right_now, set_today
from tests.debtor_portal.given import BO_OWES, pay, play
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = date(2026, 10, 13)


def run_the_day(creditor: int, case: Case) -> int:
    at, today = right_now()
    return do_due(creditor_id=creditor, case_ids=[case.pk], today=today, at=at, rates=current_rates())


def test_the_same_form_twice_is_one(are_bygg: int) -> None:
    case, key = a_case(are_bygg), uuid.uuid4()
    first = says(case, Notice.Kind.DISPUTE, key=key, ground=Ground.NOT_MINE)
    again = says(case, Notice.Kind.DISPUTE, key=key, ground=Ground.NOT_MINE)
    assert first.pk == again.pk
    assert (task(), task()) == (1, 0)
    same = heard(case, Notice.Kind.DISPUTE, key=key)
    assert same.pk == first.pk
    with tenant_scope(are_bygg):
        assert (Notice.objects.count(), Dispute.objects.count()) == (1, 1)


def test_no_letter_is_written_from_the_second_the_debtor_has_spoken(are_bygg: int) -> None:
    """Before any task has run: the row alone stops the reminder."""
    case = a_case(are_bygg)
    says(case, Notice.Kind.RESPITE, day=date(2026, 11, 25))
    set_today(MORNING)
    run_the_day(are_bygg, case)
    with tenant_scope(are_bygg):
        assert Dispatch.objects.count() == 0
    assert fresh(case).state == State.REGISTERED


def test_what_was_said_in_cases_that_ended_stands_in_nobodys_way(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "find_said", partial(find_said, limit=1))
    ended, case = a_case(are_bygg), a_case(are_bygg, invoice_number="1043")
    says(ended, Notice.Kind.PAID, amount=kronor("10000.00"), day=date(2026, 10, 12))
    pay(ended, "10032.88", on=date(2026, 10, 12), bank_entry=1)
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    assert (fresh(ended).state, task(), fresh(case).state) == (State.PAID, 1, State.DISPUTED)


def test_a_message_stops_nothing(are_bygg: int) -> None:
    case = a_case(are_bygg)
    says(case, Notice.Kind.MESSAGE, text="Hej, vad gäller det här?")
    play(MORNING)
    assert fresh(case).state == State.REMINDED
    assert find_said() == []


def test_a_dispute_at_the_same_moment_as_the_daily_run_no_letter_after_it(are_bygg: int) -> None:
    """Two connections, twenty times: whichever is first, no letter is committed after the dispute is."""
    cases = [a_case(are_bygg, invoice_number=f"{number}") for number in range(20)]
    set_today(MORNING)
    with crowd(2) as people:
        for case in cases:
            said: dict[str, list[int]] = {}

            def one(number: int, case: Case = case, said: dict[str, list[int]] = said) -> None:
                if number:
                    run_the_day(are_bygg, case)
                    return
                at, today = right_now()
                with case_scope(case.creditor_id, case.pk):
                    words = Said(key=uuid.uuid4(), kind=Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
                    say(case=Case.objects.get(), said=words, today=today, at=at)
                with tenant_scope(are_bygg):
                    said["letters"] = list(
                        Dispatch.objects.filter(case_number=case.number).values_list("pk", flat=True)
                    )

            assert people.rush(one) == [None, None]
            with tenant_scope(are_bygg):
                now = list(Dispatch.objects.filter(case_number=case.number).values_list("pk", flat=True))
            assert now == said["letters"]
    assert task() == 20
    with tenant_scope(are_bygg):
        assert set(Case.objects.values_list("state", flat=True)) == {State.DISPUTED}
        # Those that were written just before are taken back, fee and all.
        assert set(Dispatch.objects.values_list("state", flat=True)) <= {Dispatch.State.CANCELLED}
    assert the_books_balance()


def test_fifty_take_up_one_notice_once(are_bygg: int) -> None:
    case = a_case(are_bygg)
    notice = says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    at, today = right_now()
    rates = current_rates()

    def one(number: int) -> bool:
        if number % 2:
            return take_up_said(creditor_id=are_bygg, notice_id=notice.pk, today=today, at=at, rates=rates)
        return act(case, take_up, notice=notice, by=ASTRID_ACTS)

    with crowd(50) as people:
        outcomes = people.rush(one)
    assert (outcomes.count(True), outcomes.count(False)) == (1, 49)
    with tenant_scope(are_bygg):
        assert Dispute.objects.count() == 1
        assert CaseEvent.objects.filter(kind=CaseEvent.Kind.NOTICED).count() == 1


def test_what_needs_thought_waits_for_staff_and_is_then_taken_up(are_bygg: int) -> None:
    case = a_case(are_bygg)
    notice = says(case, Notice.Kind.PLAN, months=6)
    assert task() == 0
    assert act(case, take_up, notice=notice, by=ASTRID_ACTS)
    assert story(case) == [
        ("registered", date(2026, 10, 12), "machine", "registered"),
        ("noticed", date(2026, 10, 12), "staff", "registered"),
    ]
    with tenant_scope(are_bygg):
        assert Notice.objects.get().handled_by == ASTRID_ACTS.id


def test_a_dispute_of_a_closed_case_waits_for_a_person(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(MORNING)
    pay(case, "10095.62", on=MORNING, bank_entry=1)
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    assert task() == 0
    assert fresh(case).state == State.PAID
    with tenant_scope(are_bygg):
        assert Notice.objects.get().handled_at is None


def test_staff_registering_is_one_transaction_with_what_follows(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(are_bygg)

    def broken(**_words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.messages.dispute", broken)
    said = Said(key=uuid.uuid4(), kind=Notice.Kind.DISPUTE)
    came = Heard(channel=Notice.Channel.PHONE, on=date(2026, 10, 12))
    with pytest.raises(RuntimeError):
        act(case, receive, said=said, heard=came, by=ASTRID_ACTS)
    with tenant_scope(are_bygg):
        assert Notice.objects.count() == 0


def test_the_portals_role_writes_in_its_own_case_and_as_nobody_else(
    servers: Throwaway, are_bygg: int
) -> None:
    """Plain SQL, as the portal's login: another's case, another channel, as handled, as staff: refused."""
    anna, bo = a_case(are_bygg), a_case(are_bygg, debtor=BO_OWES, invoice_number="1043")
    columns = (
        "INSERT INTO cases_notice (creditor_id, key, public_id, case_id, kind, channel, ground, text, received_on,"
        " received_at, registered_by, handled_at, handled_by, scan_id) VALUES (%(creditor)s, gen_random_uuid(),"
        " gen_random_uuid(), %(case)s, 'dispute', %(channel)s, '', '', current_date, now(), %(staff)s, %(handled)s,"
        " %(by)s, NULL)"
    )
    own: dict[str, object] = {
        "creditor": are_bygg,
        "case": anna.pk,
        "channel": "portal",
        "staff": None,
        "handled": None,
        "by": None,
    }
    wrongs: list[dict[str, object]] = [
        {"case": bo.pk},
        {"channel": "phone"},
        {"staff": 1},
        {"handled": "2026-10-12T12:00Z"},
        {"by": 1},
        {"creditor": are_bygg + 1},
    ]
    with psycopg.connect(servers.url(PORTAL)) as portal:
        enter = (
            "SELECT set_config('ekrav.creditor', %s, true), set_config('ekrav.case', %s, true),"
            " set_config('role', 'ekrav_case', true)"
        )
        for wrong in wrongs:
            portal.execute(enter, [str(are_bygg), str(anna.pk)])
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                portal.execute(columns, {**own, **wrong})
            portal.rollback()
        portal.execute(enter, [str(are_bygg), str(anna.pk)])
        portal.execute(columns, own)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute("UPDATE cases_notice SET handled_at = now()")
        portal.rollback()
