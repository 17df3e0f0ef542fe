"""Credit notes asked for by fifty at once, and what the database keeps of one."""

import pytest
from django.db import DatabaseError, connection

from ekrav.agency.models import StaffMember
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.models import CreditedLine, NoteNumber, SettlementNote
from tests.payments.crowd import crowd, kinds
from tests.payouts.credits import FEES, case_numbers, credited
from tests.payouts.given import Paid, a_creditor, money_in
from tests.payouts.notes import (
    balance,
    issued,
    note_of,
    settled_by_the_bank,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_who_credit_the_same_case_do_it_once_and_the_numbers_have_no_gap(
    paid_note: SettlementNote, astrid: StaffMember
) -> None:
    first, second = case_numbers(paid_note)
    with crowd() as people:
        outcomes = people.rush(lambda who: credited(paid_note, (first, second)[who % 2], by=astrid))
    assert kinds(outcomes) == {"SettlementNote": 2, "NotCredited": 48}
    with tenant_scope(paid_note.creditor_id):
        numbers = list(SettlementNote.objects.order_by("number").values_list("number", flat=True))
        assert CreditedLine.objects.count() == 2
    assert numbers == [1, 2, 3]
    assert balance(paid_note.creditor_id, *FEES) == (0, 0, -52_500)


def test_fifty_credit_notes_at_once_have_fifty_numbers_without_a_gap(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    creditors = [are_bygg, *(a_creditor(f"Bolag {n} AB", bankgiro="9902008") for n in range(49))]
    for creditor in creditors:
        money_in(creditor, Paid(capital="100.00", costs="60.00"))
    issued(astrid, bertil)
    settled_by_the_bank(*creditors)
    notes = [note_of(creditor) for creditor in creditors]
    with crowd() as people:
        outcomes = people.rush(lambda who: credited(notes[who], *case_numbers(notes[who]), by=astrid))
    assert kinds(outcomes) == {"SettlementNote": 50}
    assert sorted(note.number for note in outcomes if isinstance(note, SettlementNote)) == list(
        range(51, 101)
    )
    with agency_scope():
        assert NoteNumber.objects.get().last == 100


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE payouts_settlementnote SET reason = 'x' WHERE number = 2", "is issued and never changes"),
        (
            "UPDATE payouts_settlementnote SET credits_id = NULL WHERE number = 2",
            "is issued and never changes",
        ),
        ("DELETE FROM payouts_settlementnote", "permission denied"),
        ("DELETE FROM payouts_creditedline", "permission denied"),
        ("UPDATE payouts_creditedline SET line_id = 1", "permission denied"),
        (
            "INSERT INTO payouts_creditedline (creditor_id, note_id, line_id, fee_ore, vat_ore)"
            " SELECT creditor_id, note_id, line_id, 1, 0 FROM payouts_creditedline",
            "only 0 and 0 are left to credit",
        ),
        (
            "INSERT INTO payouts_settlementnote (creditor_id, kind, credits_id, entry_id, reason, number, issued_on,"
            " facts, mails) SELECT creditor_id, 'fee', id, entry_id, 'x', 9, issued_on, facts, 0"
            " FROM payouts_settlementnote"
            " WHERE number = 2",
            "a credit note is not credited",
        ),
    ],
)
def test_the_database_refuses_to_change_a_credit_note(
    paid_note: SettlementNote, astrid: StaffMember, statement: str, refused: str
) -> None:
    credited(paid_note, case_numbers(paid_note)[0], by=astrid)
    scope = tenant_scope(paid_note.creditor_id)
    with pytest.raises(DatabaseError, match=refused), scope, connection.cursor() as cursor:
        cursor.execute(statement)
