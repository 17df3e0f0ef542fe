"""Handläggning, finance: money on its way, and the transfer that makes card money client funds."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.models import Agency
from ekrav.identity import format_bankgiro
from ekrav.look.figures import kronor
from ekrav.money import Ore
from ekrav.payments.views import FINANCE
from ekrav.payments.ways.charge_back import kept, set_aside
from ekrav.payments.ways.on_its_way import on_its_way, open_top_ups
from ekrav.payments.ways.refund import to_approve
from ekrav.payments.ways.top_up import NothingToTransfer, begin_top_up, waiting_ore
from ekrav.tenancy import agency_scope, staff_scope


@staff_page(FINANCE, opens_scope=False)
def moving(request: StaffRequest) -> HttpResponseBase:
    """What is on its way. Posted: gather the card money that no transfer has yet."""
    if request.method != "POST":
        return _page(request)
    with agency_scope():
        at = clock.now()
    try:
        made = begin_top_up(by=request.actor, at=at)
    except NothingToTransfer:
        problem = _("Det finns inga kortpengar att föra över. Någon annan kan ha hunnit före.")
        return _page(request, problem=problem, status=409)
    request.session["notice"] = _("För över %(sum)s med referensen %(reference)s.") % {
        "sum": kronor(Ore(made.amount_ore)),
        "reference": made.reference,
    }
    return redirect("payments:moving")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def not_ours(request: StaffRequest, dispute: int) -> HttpResponseBase:
    """A lost dispute is of no payment of ours."""
    with agency_scope():
        done = set_aside(dispute_id=dispute, by=request.actor, at=clock.now())
    words = _("Det är antecknat att den inte är vår.") if done else _("Det är redan antecknat.")
    request.session["notice"] = str(words)
    return redirect("payments:moving")


def _page(request: StaffRequest, *, problem: str = "", status: int = 200) -> HttpResponseBase:
    with staff_scope():
        bankgiro = Agency.objects.get().client_funds_bankgiro
        context = {
            "rows": on_its_way(today=clock.today()),
            "to_approve": list(to_approve()),
            "own": request.staff.pk,
            "disputes": kept(today=clock.today()),
            "top_ups": open_top_ups(),
            "waiting": waiting_ore(),
            "bankgiro": format_bankgiro(bankgiro) if bankgiro else "",
            "today": clock.today(),
            "problem": problem,
            "done": request.session.pop("notice", ""),
        }
    return render(request, "payments/moving.html", context, status=status)
