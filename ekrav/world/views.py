"""The demo world's time machine: what day it is, a button that plays days, and a way to pay as a debtor would."""

import re
from typing import Any

import requests
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.forms import AmountField
from ekrav import clock
from ekrav.accounts.access import public_page
from ekrav.tenancy import routing_scope
from ekrav.world.play import NobodyThere, advance

MOST_DAYS = 31
MOST_SECONDS = 20
"""For as long a press plays. The web server gives a request 60 seconds, and a person less."""


AWAY = _("Motparterna i sandlådan svarar inte. De startas om av sig själva: vänta en stund och försök igen.")


class AdvanceForm(forms.Form):
    """How many days to play."""

    days = forms.IntegerField(label=_("Antal dagar"), min_value=1, max_value=MOST_DAYS)


class DepositForm(forms.Form):
    """A payment to the agency's bankgiro, as a debtor makes it in the internet bank."""

    reference = forms.CharField(label=_("OCR eller meddelande"), max_length=140)
    amount = AmountField(label=_("Belopp, kr"))
    payer = forms.CharField(label=_("Betalare"), max_length=70, initial="Anna Lindqvist")


@public_page
@require_http_methods(["GET", "POST"])
def time_machine(request: HttpRequest) -> HttpResponseBase:
    """The time machine's page; POST plays days or lays a payment at the sandboxed bank."""
    posted = request.POST if request.method == "POST" else None
    left = _days_left(request.GET.get("kvar", ""))
    days = AdvanceForm(posted if posted and "days" in posted else None, initial={"days": left or 1})
    deposit = DepositForm(posted if posted and "amount" in posted else None)
    away = False
    try:
        if days.is_bound and days.is_valid():
            return _play(days.cleaned_data["days"])
        if deposit.is_bound and deposit.is_valid():
            _deposit(deposit.cleaned_data)
            return redirect("world:time")
    except (NobodyThere, requests.RequestException):
        away = True
        (days if days.is_bound else deposit).add_error(None, AWAY)
    with routing_scope():
        today = clock.today()
    context = {
        "now": today,
        "days": days,
        "deposit": deposit,
        "left": left,
        "seconds": MOST_SECONDS,
        "sandbox": settings.SANDBOX_URL,
    }
    status = 503 if away else 400 if days.errors or deposit.errors else 200
    return TemplateResponse(request, "world/time.html", context, status=status)


def _play(days: int) -> HttpResponseBase:
    """Play for as long as a press may, and lead to the page, which says how many days are left."""
    left = days - advance(days=days, seconds=MOST_SECONDS).days
    return redirect(reverse("world:time") + (f"?kvar={left}" if left else ""))


def _days_left(said: str) -> int:
    return int(said) if re.fullmatch("[0-9]{1,2}", said) and int(said) <= MOST_DAYS else 0


def _deposit(said: dict[str, Any]) -> None:
    digits = "".join(str(said["reference"]).split())
    with routing_scope():
        today = clock.today()
    body = {
        "ocr": digits if digits.isdigit() else "",
        "text": "" if digits.isdigit() else said["reference"],
        "amount_ore": said["amount"],
        "payer": said["payer"],
        "date": today.isoformat(),
    }
    requests.post(f"{settings.SANDBOX_URL}/bank/deposits", json=body, timeout=10).raise_for_status()
