"""A case as the creditor's people open it, in their scope: to be seen, or locked to be acted on."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases import queries
from cases.models import Case
from cases.quote import Price, QuoteRefused, Reason
from ekrav.look.parts import Link, Sum, Words

WORDS: dict[Reason, Words] = {
    Reason.UNKNOWN: _l("Priset gäller inte det här ärendet. Hämta det på nytt."),
    Reason.EXPIRED: _l("Priset har gått ut. Hämta ett nytt, så kan du godkänna det."),
    Reason.ACCEPTED: _l("Priset är redan godkänt. Inget mer behövs."),
    Reason.CHANGED: _l("Priset har ändrats sedan du såg det. Inget har hänt. Hämta det nya priset."),
    Reason.CLOSED: _l("Ärendet är redan avslutat. Inget mer behövs."),
}


LONGEST_TOKEN = 500


class QuoteForm(forms.Form):
    """The price that was shown, as the page signed it."""

    quote = forms.CharField(max_length=LONGEST_TOKEN)


def case_or_404(number: str) -> Case:
    """The case with what its pages show."""
    case = queries.case_by_number(number)
    if case is None:
        raise Http404
    return case


def locked_or_404(number: str) -> Case:
    """The case, its row locked."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
    case = rows.filter(number=number).first()
    if case is None:
        raise Http404
    return case


def shown_in(request: HttpRequest) -> str:
    """The price that was accepted, as the page signed it; empty when nothing like it was sent."""
    form = QuoteForm(request.POST)
    return str(form.cleaned_data["quote"]) if form.is_valid() else ""


def price_sums(price: Price) -> list[Sum]:
    """What ending a case costs the creditor, to the krona, with the VAT apart."""
    return [
        Sum(_("Våra kostnader som inte är betalda"), price.fee),
        Sum(_("Moms, 25 procent"), price.vat),
        Sum(_("Du betalar"), price.total, total=True),
    ]


def refused_price(request: HttpRequest, refused: QuoteRefused, *, number: str) -> HttpResponseBase:
    """Say why the price was not accepted, and where to go on."""
    return refused_page(request, words=WORDS[refused.reason], number=number)


def refused_page(request: HttpRequest, *, words: Words, number: str) -> HttpResponseBase:
    """Say why nothing was done, and lead back to the case."""
    back = Link(_("Till ärendet"), reverse("cases:case", args=[number]))
    return TemplateResponse(request, "cases/refused.html", {"words": words, "back": back}, status=409)
