"""Anna and Bo answer jointly: each sees and regrets its own payments, and what has come is both's to see."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from cases.models import Case, JointDebtor
from ekrav.payments.models import Instruction
from ekrav.payments.ways.states import State
from ekrav.tenancy import case_scope, tenant_scope
from tests.cases.test_joint_debtors import at_home, mitt_arende, shown, theirs
from tests.cast import a_creditor, an_agency, set_today
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import play
from tests.ways.given import DAY, asks, on_the_phone, seen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(sandbox: str) -> Case:
    """Ten thousand of both, reminded of on Tuesday 13 October 2026."""
    set_today(date(2026, 10, 12))
    an_agency()
    case = theirs(a_creditor())
    play(DAY)
    return case


def bo_of(case: Case) -> int:
    with tenant_scope(case.creditor_id):
        return JointDebtor.objects.values_list("debtor_id", flat=True).get(label="Bo Nilsson")


def begun(case: Case, payer: int | None) -> Instruction:
    with tenant_scope(case.creditor_id):
        return Instruction.objects.get(reference=case.reference_id, payer=payer)


def posts(browser: PortalClient, page: str, **words: str) -> str:
    with mitt_arende():
        return str(browser.post(page, words).headers["Location"])


def test_each_pays_by_itself_and_sees_no_more_of_the_other_than_the_money(case: Case) -> None:
    anna, bo = at_home(case, letter=1), at_home(case, letter=2)
    assert posts(anna, "/arende/betala/", amount="4000", way="swish") == "/arende/betalning/"
    assert "En betalning pågår." in shown(anna)
    assert "En betalning pågår." not in shown(bo)
    with mitt_arende():
        # Bo has begun none: there is nothing to see, and nothing to regret.
        assert bo.get("/arende/betalning/").headers["Location"] == "/arende/"
        assert bo.post("/arende/betalning/").headers["Location"] == "/arende/"
    assert posts(bo, "/arende/betala/", amount="1000", way="swish") == "/arende/betalning/"
    assert posts(bo, "/arende/betalning/") == "/arende/betalning/"
    asks()
    assert (begun(case, None).state, begun(case, bo_of(case)).state) == (State.SENT, State.CANCELLED)
    on_the_phone(begun(case, None), "approve")
    asks()
    assert seen(begun(case, None)).state == State.PAID
    # The money is both's to see; the receipt is hers.
    assert "4 000,00 kr" in shown(bo)
    assert "Kvitto" in shown(anna, "/arende/betalning/")
    assert "Kvitto" not in shown(bo, "/arende/betalning/")


def test_the_debtors_login_reads_regrets_and_begins_its_own_only(case: Case) -> None:
    posts(at_home(case, letter=1), "/arende/betala/", amount="4000", way="swish")
    bo = bo_of(case)
    insert = (
        "INSERT INTO payments_instruction (creditor_id, instruction_id, callback_id, way, reference_id, amount_ore,"
        " state, problem, provider_id, token, pay_url, created_at, looks, payer) VALUES"
        f" ({case.creditor_id}, gen_random_uuid(), 'X', 'swish', {case.reference_id}, 100, 'created', '', '', '', '',"
        " now(), 0, NULL)"
    )
    with as_portal():
        with case_scope(case.creditor_id, case.pk, bo), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM payments_instruction")
            assert cursor.fetchone() == (0,)
            cursor.execute("UPDATE payments_instruction SET cancel_asked_at = now()")
            assert cursor.rowcount == 0
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            case_scope(case.creditor_id, case.pk, bo),
            connection.cursor() as cursor,
        ):
            cursor.execute(insert)
    assert begun(case, None).cancel_asked_at is None
