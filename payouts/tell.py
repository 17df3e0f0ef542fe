"""Tell a creditor that a payout did not arrive, in plain words and with what to do. In its scope, once for a payout."""

from datetime import datetime

from django.utils.translation import gettext as _

from ekrav.accounts.bankgiro import tell_administrators
from ekrav.identity import format_bankgiro
from ekrav.money import Ore, format_kronor
from payouts.holds import hold_for_payout
from payouts.models import Hold, Payout


def tell_not_paid(payout: Payout, *, state: Payout.State, problem: str, account: bool, at: datetime) -> None:
    """The bank rejected or returned it (`state`). `account`: the account is why, and the next payout waits for it."""
    if payout.refund_ore:
        return
    words = {
        "paid": format_kronor(Ore(payout.amount_ore)),
        "bankgiro": format_bankgiro(payout.bankgiro),
        "problem": problem,
    }
    if account:
        what_now = _(
            "Kontrollera bankgirot på Mina sidor under Företaget och byt det om det är fel."
            " Pengarna ligger kvar på vårt klientmedelskonto och betalas ut när bankgirot är rätt."
        )
        reason = _("Banken kunde inte betala till bankgiro %(bankgiro)s: %(problem)s") % words
        hold_for_payout(payout, kind=Hold.Kind.ACCOUNT, reason=reason, at=at)
    else:
        what_now = _("Pengarna ligger på vårt klientmedelskonto och är med i nästa utbetalning.")
    body = _("Banken kunde inte betala %(paid)s till bankgiro %(bankgiro)s. %(problem)s") % words
    tell_administrators(
        key=f"payout {payout.end_to_end_id} {state.value}",
        subject=_("Utbetalningen på %(paid)s kom inte fram") % words,
        body=f"{body}\n\n{what_now}",
        at=at,
    )
