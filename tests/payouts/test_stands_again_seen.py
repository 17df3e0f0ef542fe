"""A note that stands again is shown as what it is: nothing is credited by it, and nothing is less than zero."""

import pytest

from ekrav.agency.models import StaffMember
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import tenant_scope
from payouts.confirm import settle_debits
from payouts.credit_due import credit_due
from payouts.hand_over import hand_over_files
from payouts.models import Payout
from payouts.reports import read_reports
from tests.pages import text_of
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.browsing import a_member
from tests.payouts.given import ANNA_PAID, MORNING, money_in
from tests.payouts.notes import issued, rows_of_csv

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_note_that_stands_again_credits_nothing(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    run = issued(astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    with tenant_scope(are_bygg):
        payout = Payout.objects.get()
    report(run, {payout.end_to_end_id: "RJCT"})
    read_reports(at=MORNING)
    credit_due(at=MORNING)
    debited({payout.end_to_end_id: payout.amount_ore})
    settle_debits(at=MORNING)
    credit_due(at=MORNING)
    cecilia = a_member(are_bygg, CECILIA)
    # The fee of 240 and its VAT of 60: taken back by the second note, charged again by the third.
    taken, again = (text_of(cecilia.get(f"/utbetalningar/noter/{number}/")) for number in (2, 3))
    assert "Det som krediteras Avgift och moms 300,00" in taken
    assert "Det som gäller igen Avgift och moms 300,00" in again
    assert "krediteras" not in again


def test_the_file_has_a_column_for_what_a_note_can_hold(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    (row,) = rows_of_csv(a_member(are_bygg, CECILIA).get("/utbetalningar/noter/1.csv").content)
    assert list(row)[7:] == [
        "Kapital", "Ränta", "Påminnelser och inkassokrav", "Förseningsersättning", "Inbetalt", "Avgift", "Moms",
        "Avdrag", "Till dig",
    ]  # fmt: skip
