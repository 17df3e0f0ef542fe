"""The one door for providers' calls. A call is a hint: the provider is read before anything is done."""

import logging
import time
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import public_page
from ekrav.payments.card.checkout import Card
from ekrav.payments.models import Instruction
from ekrav.payments.ways.ask import read_now
from ekrav.payments.ways.charge_back import read_dispute
from ekrav.payments.ways.open import addressed, providers
from ekrav.payments.ways.provider import Called, Forged, NoAnswer, NotReached, Provider
from ekrav.payments.ways.states import Way
from ekrav.tenancy import routing_scope

_log = logging.getLogger(__name__)

LARGEST: Final = 64 * 1024


@csrf_exempt
@require_POST
def _called(request: HttpRequest, way: str) -> HttpResponse:
    """Answer 200 to a call that is the provider's, whatever it says; 400 to a forged one, and do nothing."""
    known = providers()
    if way not in known:
        return HttpResponse(status=404)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        hint = known[Way(way)].called(headers=request.headers, body=request.body, now=int(time.time()))
    except Forged:
        _log.warning("forged call refused", extra={"way": way})
        return HttpResponse(status=400)
    if hint is not None and hint.dispute:
        return HttpResponse(status=_disputed(known[Way(way)], hint.dispute))
    found = _find(Way(way), hint)
    if found is None:
        return HttpResponse(status=200)
    creditor_id, pk, at = found
    read_now(creditor_id=creditor_id, pk=pk, providers=known, addressed=addressed, at=at)
    return HttpResponse(status=200)


def _disputed(provider: Provider, dispute: str) -> int:
    """What is answered to a call about a payment that its payer wants back."""
    with routing_scope():
        at = clock.now()
    try:
        if isinstance(provider, Card):
            read_dispute(dispute=dispute, provider=provider, at=at)
    except (NotReached, NoAnswer):
        # It calls again, for days.
        return 503
    return 200


def _find(way: Way, hint: Called | None) -> tuple[int, int, datetime] | None:
    """The instruction that a call is about, and the world's time."""
    if hint is None or not (hint.callback_id or hint.provider_id):
        return None
    named = {"callback_id": hint.callback_id} if hint.callback_id else {"provider_id": hint.provider_id}
    with routing_scope():
        row = Instruction.objects.filter(way=way, **named).values_list("creditor_id", "id").first()
        return (*row, clock.now()) if row else None


called = public_page(_called)
