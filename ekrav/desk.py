"""The first page of Handläggning: what waits, house by house. It asks every house, so it stands above them all."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.held import held_creditors
from ekrav.agency.models import Agency
from ekrav.look.parts import Link, Words
from ekrav.payments.models import BankFile, UnmatchedPayment
from payouts.models import PayoutRun

ROWS: Final[tuple[tuple[Words, str, Callable[[], int]], ...]] = (
    (_("Nya borgenärer att kontrollera"), "staff:creditors", lambda: held_creditors().count()),
    (
        _("Oplacerade betalningar"),
        "payments:unmatched",
        lambda: UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.OPEN).count(),
    ),
    (
        _("Bankfiler som inte kunde läsas"),
        "payments:files",
        lambda: BankFile.objects.filter(outcome=BankFile.Outcome.REFUSED).count(),
    ),
    (
        _("Utbetalningar att godkänna"),
        "payouts:runs",
        lambda: PayoutRun.objects.filter(state=PayoutRun.State.DRAFT).count(),
    ),
)


@staff_page()
def worklist(request: StaffRequest) -> HttpResponseBase:
    """Every queue with how many wait in it."""
    rows = [Link(label=word, url=url, count=count()) for word, name, count in ROWS if (url := _address(name))]
    context = {"rows": rows, "incomplete": bool(Agency.objects.get().missing())}
    return TemplateResponse(request, "accounts/staff_worklist.html", context)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
