"""Every krona of a payout leads to the entries that made it, and to no other payout's."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import CECILIA, DIDRIK
from ekrav.tenancy import tenant_scope
from payouts.draft import draft_run
from payouts.models import Payout
from payouts.trail import carve, kept_trails, taken_trails
from tests.cast import right_now, set_today
from tests.pages import text_of
from tests.payouts.browsing import a_member, paid_out
from tests.payouts.given import ANNA_PAID, FRIDAY, Paid, a_case, a_creditor, costs_paid_to_creditor, money_in

pytestmark = pytest.mark.django_db(transaction=True)


def totals(payout: Payout) -> dict[str, int]:
    return {trail.code: trail.total for trail in [*taken_trails(payout), *kept_trails(payout)]}


def test_a_payout_of_one_case_is_made_of_one_payment(are_bygg: int, astrids: Client, bertils: Client) -> None:
    payout = paid_out(are_bygg, astrids, bertils)
    with tenant_scope(are_bygg):
        # 10 000,00 + 139,73 + 240,00 came in; 240,00 and 25 % of it stay; 10 079,73 is paid.
        assert totals(payout) == {
            "due_capital": 1_000_000,
            "due_interest": 13_973,
            "due_costs": 24_000,
            "agency_fees": 24_000,
            "agency_vat": 6_000,
            "payouts_in_transit": 1_007_973,
        }
    page = text_of(a_member(are_bygg, CECILIA).get(f"/utbetalningar/{payout.public_id}/summa/"))
    assert "Betalning avräknad Bankens post nr" in page
    assert "Inkassolagen (1974:182) 10 §" in page


def test_the_next_payout_is_made_of_what_came_after(are_bygg: int, astrids: Client, bertils: Client) -> None:
    first = paid_out(are_bygg, astrids, bertils)
    with tenant_scope(are_bygg):
        case = first.lines.get().subledger
    money_in(are_bygg, Paid(capital="500.00", costs="60.00"), case=case)
    money_in(are_bygg, Paid(capital="70.00"), case=case)
    costs_paid_to_creditor(are_bygg, "180.00", case=case)
    next_friday = FRIDAY.replace(month=12, day=4)
    set_today(next_friday)
    at, _today = right_now()
    draft_run(period_end=next_friday, at=at)
    with tenant_scope(are_bygg):
        second = Payout.objects.get(state="draft")
        # 60,00 + 180,00 of costs, of which 180,00 the creditor has had itself.
        assert totals(second) == {
            "due_capital": 57_000,
            "due_costs": 24_000,
            "creditor_owes": 18_000,
        }
        assert totals(first)["due_capital"] == 1_000_000


def test_the_sum_on_the_page_of_the_payout_leads_there_and_staff_have_their_own(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    payout = paid_out(are_bygg, astrids, bertils)
    shown = a_member(are_bygg, CECILIA).get(f"/utbetalningar/{payout.public_id}/").content.decode()
    assert f'href="/utbetalningar/{payout.public_id}/summa/#{Account.AGENCY_FEES}"' in shown
    page = text_of(astrids.get(f"/handlaggning/utbetalningar/summa/{payout.public_id}/"))
    assert page.count("10 079,73") >= 2


def test_the_other_creditor_does_not_find_it(are_bygg: int, astrids: Client, bertils: Client) -> None:
    payout = paid_out(are_bygg, astrids, bertils)
    duved = a_creditor("Duveds El HB")
    money_in(duved, ANNA_PAID, case=a_case(duved))
    didrik = a_member(duved, DIDRIK)
    assert didrik.get(f"/utbetalningar/{payout.public_id}/summa/").status_code == 404


@given(
    parts=st.lists(st.lists(st.integers(1, 500), min_size=1, max_size=4), min_size=1, max_size=5),
    later=st.lists(st.integers(1, 500), max_size=3),
)
def test_each_payout_gets_its_own_lines_and_all_of_them(parts: list[list[int]], later: list[int]) -> None:
    numbered = list(enumerate([ore for part in parts for ore in part] + later))
    sums = [sum(part) for part in parts]
    carved = [carve(numbered, before=sums[:place], wanted=sums[place]) for place in range(len(parts))]
    assert [line for part in carved for line in part] == list(range(sum(len(part) for part in parts)))
