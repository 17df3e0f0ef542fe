"""What the database itself refuses, and what the debtor's login may do with its own case's payment and no other's."""

from itertools import product

import pytest
from django.db import IntegrityError, connection
from django.db.utils import DatabaseError

from cases.models import Case
from ekrav import clock
from ekrav.money import Ore
from ekrav.payments.models import Evidence, Instruction
from ekrav.payments.ways.begin import NotAnAmountToPay, begin, live
from ekrav.payments.ways.states import MOVES, State, Way
from ekrav.sandbox.demo_data import DUVEDS_EL
from ekrav.tenancy import case_scope, tenant_scope
from tests.cast import a_case, a_creditor, right_now
from tests.debtor_portal.browsing import as_portal
from tests.debtor_portal.given import BO_OWES
from tests.ways.given import EVERYTHING, asks, begins

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = {"paid_on": "2026-10-13", "payment_reference": "REF"}


def is_taken(before: State, after: State, case: Case) -> bool:
    """Whether the database lets an instruction that is in one state go to another."""
    try:
        with tenant_scope(case.creditor_id):
            row = Instruction.objects.create(
                way=Way.SWISH, reference_id=case.reference_id, amount_ore=100, created_at=clock.now()
            )
            for state in (before, after):
                columns = COLUMNS if state == State.PAID else dict.fromkeys(COLUMNS)
                Instruction.objects.filter(pk=row.pk).exclude(state=state).update(state=state, **columns)
            raise Undone
    except Undone:
        return True
    except IntegrityError:
        return False


class Undone(Exception):
    """The try is taken back."""


def test_the_database_lets_an_instruction_move_as_the_table_says_and_not_otherwise(anna: Case) -> None:
    for before, after in product(State, State):
        listed = before == after or after in MOVES[before]
        assert (before, after, is_taken(before, after, anna)) == (before, after, listed)


def test_an_instruction_begins_created_whoever_writes_it(anna: Case) -> None:
    at, _today = right_now()
    with pytest.raises(IntegrityError), tenant_scope(anna.creditor_id):
        Instruction.objects.create(
            way=Way.SWISH, reference_id=anna.reference_id, amount_ore=100, created_at=at, state=State.SENT
        )


def test_amounts_and_evidence_never_change(anna: Case) -> None:
    row = begins(anna, 100_00)
    asks()
    for change in (
        lambda: Instruction.objects.filter(pk=row.pk).update(amount_ore=1),
        lambda: Evidence.objects.update(said="paid"),
        lambda: Instruction.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), tenant_scope(anna.creditor_id):
            change()


def test_the_debtors_login_begins_on_its_own_case_and_nothing_more(anna: Case) -> None:
    elsewhere = a_case(a_creditor(DUVEDS_EL), debtor=BO_OWES, invoice_number="208")
    theirs = begins(elsewhere, 100_00)
    at, _today = right_now()
    with as_portal():
        with case_scope(creditor_id=anna.creditor_id, case_id=anna.pk):
            own = Case.objects.select_related("reference").only("id", "creditor_id", "reference").get()
            row = begin(
                reference=own.reference, way=Way.SWISH, amount=Ore(100_00), owed=Ore(EVERYTHING), at=at
            )
            assert (list(Instruction.objects.all()), live(reference=own.reference)) == ([row], row)
        refused = (
            "UPDATE payments_instruction SET state = 'paid', paid_on = '2026-10-13', payment_reference = 'X'",
            "UPDATE payments_instruction SET amount_ore = 1",
            "DELETE FROM payments_instruction",
            "INSERT INTO payments_evidence (creditor_id, instruction_id, at, source, said)"
            f" VALUES ({anna.creditor_id}, {row.pk}, now(), 'bank', 'paid')",
            "INSERT INTO payments_payment"
            " (creditor_id, instruction_id, reference_id, amount_ore, booked_date, routed_at)"
            f" VALUES ({anna.creditor_id}, {row.pk}, {anna.reference_id}, 1, '2026-10-13', now())",
            insert(elsewhere.creditor_id, elsewhere.reference_id, "created"),
            insert(anna.creditor_id, elsewhere.reference_id, "created"),
            insert(anna.creditor_id, anna.reference_id, "paid"),
            "SELECT * FROM payments_topup",
        )
        for sql in refused:
            with (
                pytest.raises(DatabaseError),
                case_scope(creditor_id=anna.creditor_id, case_id=anna.pk),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
        with case_scope(creditor_id=anna.creditor_id, case_id=anna.pk), connection.cursor() as cursor:
            cursor.execute("UPDATE payments_instruction SET cancel_asked_at = now()")
            assert cursor.rowcount == 1
    with tenant_scope(elsewhere.creditor_id):
        assert Instruction.objects.get(pk=theirs.pk).cancel_asked_at is None


def insert(creditor: int, reference: int, state: str) -> str:
    """SQL for an instruction."""
    return (
        "INSERT INTO payments_instruction (creditor_id, instruction_id, callback_id, way, reference_id, amount_ore,"
        " state, problem, provider_id, token, pay_url, created_at, looks) VALUES"
        f" ({creditor}, gen_random_uuid(), 'X{creditor}{state}', 'swish', {reference}, 100, '{state}', '', '', '', '',"
        " now(), 0)"
    )


@pytest.mark.parametrize("ore", [0, -1, 99, EVERYTHING + 1])
def test_no_less_than_a_krona_and_no_more_than_the_debt(anna: Case, ore: int) -> None:
    at, _today = right_now()
    with case_scope(creditor_id=anna.creditor_id, case_id=anna.pk):
        own = Case.objects.select_related("reference").only("id", "creditor_id", "reference").get()
        with pytest.raises(NotAnAmountToPay):
            begin(reference=own.reference, way=Way.SWISH, amount=Ore(ore), owed=Ore(EVERYTHING), at=at)
