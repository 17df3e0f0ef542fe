"""Handläggning, finance: the client funds day by day beside the bank, and the chart with what each account holds."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.ledger.chart import CHART, Meaning
from ekrav.ledger.checkpoint import balances_by_account
from ekrav.ledger.journal import spelled
from ekrav.ledger.models import Account, DaySeal, SealedEntry, Side
from ekrav.money import Ore
from ekrav.payments.proof import not_in_the_book, standing_proof
from ekrav.payments.proof_models import DailyProof
from ekrav.payments.views import FINANCE

SHOWN: Final = 60


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account of the chart; `ore` is positive on its normal side."""

    account: Account
    meaning: Meaning
    ore: Ore


@require_safe
@staff_page(FINANCE)
def proofs(request: StaffRequest) -> HttpResponseBase:
    """Each day's proof, the newest first; what to look at while the latest does not hold."""
    standing = standing_proof()
    differs = standing if standing and standing.state == DailyProof.State.DIFFERS else None
    context = {
        "differs": differs,
        "missing": not_in_the_book(differs) if differs else [],
        "proofs": DailyProof.objects.order_by("-day", "-id")[:SHOWN],
    }
    return TemplateResponse(request, "payments/proofs.html", context)


@require_safe
@staff_page(FINANCE)
def chart(request: StaffRequest) -> HttpResponseBase:
    """The closed chart: each account's meaning, side and balance; how far the journal is sealed."""
    balances = balances_by_account()
    rows = [
        AccountRow(
            account=account,
            meaning=meaning,
            ore=Ore(balances.get(account, 0) * (1 if meaning.side == Side.DEBIT else -1)),
        )
        for account, meaning in CHART.items()
    ]
    seal = DaySeal.objects.order_by("-day").first()
    context = {
        "rows": rows,
        "sealed": SealedEntry.objects.count(),
        "seal": seal,
        "spelled": spelled(bytes(seal.digest)) if seal else "",
    }
    return TemplateResponse(request, "payments/chart.html", context)


def how_many_differ() -> int:
    """1 while the client funds and the bank differ. In a staff scope."""
    standing = standing_proof()
    return int(standing is not None and standing.state == DailyProof.State.DIFFERS)
