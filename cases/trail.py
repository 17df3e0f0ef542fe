"""Så blev summan: every öre that a case's page shows, by the entries that made it."""

from dataclasses import replace
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.book import CLAIM_ACCOUNTS
from cases.debt import Debt
from cases.models import Case, Claim
from ekrav.law.invoices import rounded_together
from ekrav.ledger.kinds import rule_of
from ekrav.ledger.models import Account, Line
from ekrav.ledger.trail import Step, Trail, steps_of, trail_of

# The place on the page of what has been paid.
PAID: Final = "paid"
# Money that the bank has told of, and money that another way's provider has.
_ARRIVED: Final = ("payment in", "payment on its way")

# What becomes of the money, in the order it goes. What has come in and is not placed stands under what is paid.
_MONEY: Final = (
    Account.DUE_CAPITAL,
    Account.DUE_INTEREST,
    Account.DUE_COSTS,
    Account.DUE_LATE_PAYMENT,
    Account.OWED_TO_PAYER,
    Account.CREDITOR_OWES,
    Account.AGENCY_FEES,
    Account.AGENCY_VAT,
    Account.PAYOUTS_IN_TRANSIT,
)


def claim_trails(*, case: Case, debt: Debt) -> list[Trail]:
    """What is owed, part by part, with the interest that is not in the book yet; parts that never were are left out."""
    lines = Line.objects.filter(subledger=case.subledger)
    trails = {account: trail_of(lines, account=account) for account in reversed(CLAIM_ACCOUNTS)}
    if debt.accrued.ore:
        posted = trails[Account.CLAIM_INTEREST]
        trails[Account.CLAIM_INTEREST] = replace(posted, steps=[*posted.steps, *_accrued(debt)])
    return [trail for trail in trails.values() if trail.steps]


def paid_trail(*, case: Case) -> Trail:
    """What has been paid, whichever way, and what the bank has taken back."""
    lines = Line.objects.filter(subledger=case.subledger)
    arrived = Q(entry__kind__in=_ARRIVED) | Q(entry__reverses__kind__in=_ARRIVED)
    through_us = lines.filter(arrived, account=Account.PAYMENTS_TO_APPLY)
    direct = lines.filter(
        account__in=CLAIM_ACCOUNTS, entry__kind="apply payment", entry__key__startswith="direct payment "
    )
    return Trail(
        code=PAID,
        label=_("Betalt"),
        meaning=_("Det som har betalats till oss eller direkt till borgenären."),
        steps=[*steps_of(through_us, sign=-1), *steps_of(direct, sign=-1)],
    )


def money_trails(*, case: Case) -> list[Trail]:
    """Where the money that was paid is now; accounts that the case has never touched are left out."""
    lines = Line.objects.filter(subledger=case.subledger)
    trails = [trail_of(lines, account=account) for account in _MONEY]
    return [trail for trail in trails if trail.steps]


def _accrued(debt: Debt) -> list[Step]:
    """What each invoice has borne since the last posting; together it is rounded once."""
    amounts = rounded_together([invoice.accrued for invoice in debt.invoices])
    return [
        Step(
            day=debt.interest_through,
            words=_accrued_words(invoice.claim if len(amounts) > 1 else None),
            rule=rule_of("interest", Account.CLAIM_INTEREST),
            about=_("Bokförs när en betalning tar den i anspråk"),
            amount=amount,
        )
        for invoice, amount in zip(debt.invoices, amounts, strict=True)
        if amount
    ]


def _accrued_words(claim: Claim | None) -> str:
    if claim is None:
        return _("Ränta sedan dess, räknad dag för dag")
    return _("Ränta sedan dess på faktura %(number)s") % {"number": claim.invoice_number}
