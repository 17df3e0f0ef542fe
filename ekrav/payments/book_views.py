"""Handläggning, finance: the client funds day by day beside the bank, and the chart with what each account holds."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.models import Agency
from ekrav.identity import format_bankgiro
from ekrav.ledger.chart import CHART, Meaning
from ekrav.ledger.checkpoint import balances_by_account
from ekrav.ledger.models import Account, DaySeal, SealedEntry, Side
from ekrav.money import Ore
from ekrav.payments.cover import cover
from ekrav.payments.pay_in import NothingShort, begin_pay_in, open_pay_in
from ekrav.payments.proof import not_in_the_book, standing_proof
from ekrav.payments.proof_models import DailyProof
from ekrav.payments.views import FINANCE
from ekrav.tenancy import agency_scope, staff_scope
from ekrav.tenancy.chain import spelled

SHOWN: Final = 60


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account of the chart; `ore` is positive on its normal side."""

    account: Account
    meaning: Meaning
    ore: Ore


@staff_page(FINANCE, opens_scope=False)
def proofs(request: StaffRequest) -> HttpResponseBase:
    """Each day's proof, the newest first; what to look at while the latest does not hold, or money is short.

    Posted: ask the agency to pay in what is short.
    """
    if request.method != "POST":
        return _proofs(request)
    with agency_scope():
        at = clock.now()
    try:
        begin_pay_in(by=request.actor, at=at)
    except NothingShort:
        problem = _("Inget fattas längre. Ingen insättning behövs.")
        return _proofs(request, problem=problem, status=409)
    return redirect("payments:proofs")


def _proofs(request: StaffRequest, *, problem: str = "", status: int = 200) -> HttpResponseBase:
    with staff_scope():
        standing, standing_cover = standing_proof(), cover()
        differs = standing if standing and standing.state == DailyProof.State.DIFFERS else None
        bankgiro = Agency.objects.get().client_funds_bankgiro
        context = {
            "differs": differs,
            "missing": not_in_the_book(differs) if differs else [],
            "proofs": list(DailyProof.objects.order_by("-day", "-id")[:SHOWN]),
            "cover": standing_cover,
            "over_withdrawn": Ore(-standing_cover.agencys),
            "pay_in": open_pay_in(),
            "bankgiro": format_bankgiro(bankgiro) if bankgiro else "",
            "problem": problem,
        }
    return render(request, "payments/proofs.html", context, status=status)


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


def how_many_short() -> int:
    """1 while the client funds hold less than others own of them. In a staff scope."""
    return int(cover().short > 0)


def how_many_differ() -> int:
    """1 while the client funds and the bank differ. In a staff scope."""
    standing = standing_proof()
    return int(standing is not None and standing.state == DailyProof.State.DIFFERS)
