"""Handläggning, finance: a payment split over several cases, or used on another debt on the payer's word."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.look.dates import whole_day
from ekrav.look.figures import in_fours, kronor
from ekrav.payments.forms import SplitForm, WordForm
from ekrav.payments.models import PayersWord, UnmatchedPayment
from ekrav.payments.own_debt import NotSaidYet, Word, use_on_own_debt
from ekrav.payments.split import NotExact, NotSeveral
from ekrav.payments.split import split as split_payment
from ekrav.payments.unmatched import AlreadyResolved, NoSuchReference
from ekrav.payments.views import FINANCE, MAY_BE_ON_ITS_WAY, State, facts, too_late, waiting_payment
from ekrav.payments.ways.same_money import MayBeOnItsWay
from ekrav.tenancy import agency_scope, staff_scope


@staff_page(FINANCE, opens_scope=False)
def split(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Say how much of the payment is for each of several cases."""
    form = SplitForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, public_id, form, template="split")

    def act() -> str:
        placed = split_payment(
            entry=public_id, parts=form.cleaned_data["parts"], by=request.actor, at=_moment()
        )
        return _("Betalningen är delad på %(count)d ärenden: %(numbers)s.") % {
            "count": len(placed),
            "numbers": ", ".join(in_fours(one.case_number) for one in placed),
        }

    return _done(request, public_id, form, act, template="split")


@staff_page(FINANCE, opens_scope=False)
def own_debt(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Take down the payer's word that the money is to pay another debt of its own."""
    form = WordForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, public_id, form, template="own_debt")
    told = form.cleaned_data

    def act() -> str:
        word = Word(how=PayersWord.How(told["how"]), said_on=told["said_on"], said=told["said"])
        placed = use_on_own_debt(
            entry=public_id, ocr=told["number"], word=word, by=request.actor, at=_moment()
        )
        return _("%(amount)s är placerade på ärende %(number)s, som betalaren har bett om.") % {
            "amount": kronor(placed.amount_ore),
            "number": in_fours(placed.case_number),
        }

    return _done(request, public_id, form, act, template="own_debt")


def _done(
    request: StaffRequest,
    public_id: UUID,
    form: SplitForm | WordForm,
    act: Callable[[], str],
    *,
    template: str,
) -> HttpResponseBase:
    """Do the act and tell of it, or show the form with why not."""
    try:
        request.session["notice"] = act()
        return redirect("payments:unmatched")
    except UnmatchedPayment.DoesNotExist:
        raise Http404 from None
    except AlreadyResolved as late:
        return too_late(request, late)
    except NoSuchReference as none:
        form.add_error(
            None, _("Inget ärende har numret %(number)s. Kontrollera siffrorna.") % {"number": none}
        )
    except NotExact as wrong:
        words = _("Delarna är %(told)s tillsammans men betalningen är %(whole)s. Ändra så att de är lika.")
        form.add_error(None, words % {"told": kronor(wrong.told), "whole": kronor(wrong.whole)})
    except NotSeveral:
        form.add_error(None, _("Varje ärende ska stå en gång, med ett belopp större än 0."))
    except MayBeOnItsWay:
        form.add_error(None, MAY_BE_ON_ITS_WAY)
        return _page(request, public_id, form, template=template, status=409)
    except NotSaidYet:
        form.add_error("said_on", _("Dagen ska vara mellan den dag pengarna kom och i dag."))
    return _page(request, public_id, form, template=template)


def _page(
    request: StaffRequest,
    public_id: UUID,
    form: SplitForm | WordForm,
    *,
    template: str,
    status: int = 422,
) -> HttpResponseBase:
    with staff_scope():
        waiting = waiting_payment(public_id)
        if waiting.state != State.OPEN:
            return redirect("payments:payment", public_id)
        context = {
            "waiting": waiting,
            "facts": facts(waiting),
            "form": form,
            "came_on": whole_day(waiting.booked_date),
        }
        return render(request, f"payments/{template}.html", context, status=status if form.errors else 200)


def _moment() -> datetime:
    with agency_scope():
        return clock.now()
