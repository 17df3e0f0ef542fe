"""The database refuses money that both waits and has ended, or is in a state or of a kind that there is none of."""

from datetime import datetime

import pytest
from django.db import IntegrityError

from ekrav.payments.models import TopUp, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.tenancy import agency_scope
from tests.payments.cast import AT, Debt, camt, paid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("state", "resolved_at"),
    [("open", AT), ("held", AT), ("assigned", None), ("returned", None), ("taken", None), ("lost", AT)],
)
def test_money_waits_or_has_ended(anna: Debt, state: str, resolved_at: datetime | None) -> None:
    receive(content=camt(paid("", "1842.00", bank_reference="B1")), name="f", at=AT)
    with pytest.raises(IntegrityError, match="unmatched_state"), agency_scope():
        UnmatchedPayment.objects.update(state=state, resolved_at=resolved_at)


def test_a_transfer_is_of_card_money_or_of_a_shortage() -> None:
    with pytest.raises(IntegrityError, match="top_up_kind"), agency_scope():
        TopUp.objects.create(kind="other", reference="T1", amount_ore=1, made_at=AT)
