"""Handläggning, finance: money that goes back to payers, and the accounts that have to be asked for."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.forms import posted
from ekrav.payments.ways.refund import paid_this_way
from ekrav.tenancy import staff_scope
from payouts.forms import PayerAccountForm
from payouts.refund_account import note_account
from payouts.refund_sources import Source, sources
from payouts.staff_views import FINANCE


@require_safe
@staff_page(FINANCE)
def refunds(request: StaffRequest) -> HttpResponseBase:
    """All that is owed to payers, those whose account must be asked for first."""
    found = [source for source in sources() if source.amount > 0]
    same_way = paid_this_way([source.subledger_id for source in found if source.subledger_id])
    context = {
        "rows": [
            (source, same_way.get(source.subledger_id or 0))
            for source in sorted(found, key=lambda source: bool(source.account))
        ],
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/refunds.html", context)


@staff_page(FINANCE, opens_scope=False)
def payer_account(request: StaffRequest, kind: str, number: int) -> HttpResponseBase:
    """Write down the account that the payer has told; the money is in the next draft of refunds."""
    source, form = _source(kind, number), PayerAccountForm(posted(request))
    if form.is_valid():
        with staff_scope():
            at = clock.now()
        note_account(source=source, account=form.cleaned_data["account"], staff=request.staff, at=at)
        request.session["notice"] = _("Kontot är sparat. Pengarna är med i nästa utkast, som två godkänner.")
        return redirect("payouts:refunds")
    with staff_scope(person_id=request.standing.person.pk):
        context = {"source": source, "form": form}
        answer = TemplateResponse(request, "payouts/payer_account.html", context, status=_status(form))
        return answer.render()


def _source(kind: str, number: int) -> Source:
    with staff_scope():
        found = sources()
    key = (number, None) if kind == "arende" else (None, number)
    source = next((one for one in found if one.key == key and one.amount > 0), None)
    if source is None:
        raise Http404
    return source


def _status(form: Any) -> int:
    return 400 if form.errors else 200
