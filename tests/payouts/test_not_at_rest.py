"""What is looked for every minute and on every overview is found by its own index, however much has been paid."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ekrav.tenancy import routing_scope, staff_scope
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_notes
from payouts.stuck import to_ask_about
from tests.cases.test_debtor_queue import plans_of
from tests.payouts.given import FRIDAY, MORNING

pytestmark = pytest.mark.django_db(transaction=True)


def test_payouts_on_their_way_and_contradictions_are_found_by_an_index(are_bygg: int) -> None:
    with staff_scope():
        with CaptureQueriesContext(connection) as queries:
            to_ask_about(today=FRIDAY)
        plans = plans_of(queries, "payouts_payout", "payouts_bankword")
    indexes = ["payout_not_at_rest", "payout_not_at_rest", "bank_word_contradicts"]
    assert [index for index, plan in zip(indexes, plans, strict=True) if index in plan] == indexes


def test_notes_to_render_and_to_mail_are_found_by_an_index(are_bygg: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        render_notes(at=MORNING)
        mail_notes(at=MORNING)
    with routing_scope():
        plans = plans_of(queries, "payouts_settlementnote")
    indexes = ["note_to_render", "note_to_mail"]
    assert [index for index, plan in zip(indexes, plans, strict=True) if index in plan] == indexes
