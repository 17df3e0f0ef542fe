"""What is on its way is found by its own indexes, on every overview and for every part of a file.

A card payment never has an entry at the bank: it is on its way until its transfer has come, and no longer.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from ekrav.payments.models import Instruction, TopUp
from ekrav.payments.ways.on_its_way import on_its_way
from ekrav.payments.ways.states import Way
from ekrav.tenancy import agency_scope, routing_scope, staff_scope, tenant_scope
from tests.cases.test_debtor_queue import plans_of
from tests.cast import right_now
from tests.payments.cast import paid
from tests.ways.given import DAY
from tests.ways.test_arrive import comes, on_the_pile
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)

INDEXES = (
    "instruction_on_its_way",
    "instruction_going_back",
    "instruction_unknown",
    "instruction_in_part",
    "instruction_charged_back",
)


def moving() -> int:
    """How many are on their way."""
    with staff_scope():
        return len(on_its_way(today=DAY))


def a_transfer(row: Instruction) -> int:
    """The agency transfers what the card paid; its id."""
    at, _today = right_now()
    with agency_scope():
        transfer = TopUp.objects.create(reference="T1", amount_ore=row.amount_ore, made_at=at)
    with tenant_scope(row.creditor_id):
        Instruction.objects.filter(pk=row.pk).update(top_up=transfer)
    return transfer.pk


def test_a_card_payment_is_on_its_way_until_its_transfer_has_come(anna: Case) -> None:
    row = pays(anna, 4000_00, way=Way.CARD)
    assert moving() == 1
    transfer = a_transfer(row)
    assert moving() == 1
    with agency_scope():
        TopUp.objects.filter(pk=transfer).update(bank_entry_id=7)
    assert moving() == 0


def test_each_kind_is_found_by_its_index(anna: Case) -> None:
    a_transfer(pays(anna, 4000_00, way=Way.CARD))
    with staff_scope():
        with CaptureQueriesContext(connection) as queries:
            on_its_way(today=DAY)
        # In a world so small that all rows by their key would be cheaper.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_indexscan = off")
        _parts, plan = plans_of(queries, "payments_evidence", "payments_instruction")
    assert [index for index in (*INDEXES, "payments_instruction_top_up_id") if index in plan] == [
        *INDEXES,
        "payments_instruction_top_up_id",
    ]


def test_a_file_is_compared_with_what_is_on_its_way_to_its_own_cases(anna: Case) -> None:
    pays(anna, 4000_00)
    with CaptureQueriesContext(connection) as queries:
        comes(paid(anna.reference.ocr, "4000.00", bank_reference="B1", day=DAY))
    assert len(on_the_pile()) == 1
    with routing_scope():
        looks = [plan for plan in plans_of(queries, "payments_instruction") if "top_up_id" in plan]
        assert [plan for plan in looks if "instruction_on_its_way" not in plan] == []
