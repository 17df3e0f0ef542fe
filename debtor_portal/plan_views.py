"""The instalment plan in Mitt Ärende: what is offered, with all that it costs, and a yes; or how far it has come."""

import uuid

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.messages import Said, say
from cases.models import Case, InstalmentPlan, Notice
from cases.plan_offer import offered_plan
from cases.plan_page import instalments_of, next_to_pay
from cases.plan_schedule import dues_of
from debtor_portal.access import DebtorRequest, debtor_page
from debtor_portal.case_seen import current_case
from debtor_portal.forms import YesForm
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.look.dates import full_date
from ekrav.look.figures import kronor
from ekrav.look.parts import Link, Row, Sum
from ekrav.money import Ore


@debtor_page
def plan(request: DebtorRequest) -> HttpResponseBase:
    """The offer and its form, or the plan that holds. A posted yes is a notice, taken up by the agency's own work."""
    case, today = current_case(), clock.today()
    offer, instalments = offered_plan(case=case, today=today), instalments_of(case=case, today=today)
    if offer is None and not instalments:
        raise Http404
    form = YesForm(request.POST or None, initial={"key": uuid.uuid4(), "plan": offer.pk if offer else None})
    if request.method == "POST" and form.is_valid():
        if offer is not None and form.cleaned_data["plan"] == offer.pk:
            _say_yes(case, offer, form.cleaned_data["key"])
            return redirect("portal:plan")
        form.add_error(None, _("Den planen är inte erbjuden längre. Läs den som gäller nu."))
    context = {
        "offer": offer,
        "said": _waits(case),
        "form": form,
        "sums": _sums(offer) if offer else [],
        "rows": _offered(offer) if offer else [],
        "instalments": [
            Row(
                _("%(n)s. %(day)s") % {"n": row.number, "day": full_date(row.on)},
                kronor(row.amount),
                "",
                row.state,
            )
            for row in instalments
        ],
        "coming": next_to_pay(case=case, rates=current_rates()),
        "back": Link(_("Till skulden"), reverse("portal:case")),
    }
    return TemplateResponse(request, "debtor_portal/plan.html", context, status=400 if form.errors else 200)


def _say_yes(case: Case, offer: InstalmentPlan, key: uuid.UUID) -> None:
    total = Ore(offer.total_ore)
    said = Said(key=key, kind=Notice.Kind.PLAN, months=offer.instalments.count(), amount=total)
    say(case=case, said=said, today=clock.today(), at=clock.now())


def _waits(case: Case) -> bool:
    """Whether a yes has been said and is not taken up yet; a wish to pay in parts names no sum and is no yes."""
    said = Notice.objects.filter(case=case, kind=Notice.Kind.PLAN, handled_at=None)
    return said.filter(amount_ore__isnull=False).exists()


def _offered(offer: InstalmentPlan) -> list[Row]:
    return [
        Row(_("%(n)s. %(day)s") % {"n": due.number, "day": full_date(due.on)}, kronor(due.amount))
        for due in dues_of(offer)
    ]


def _sums(offer: InstalmentPlan) -> list[Sum]:
    """What the plan costs, beside paying on the day it was offered."""
    fee, notices = Ore(offer.fee_ore), Ore(offer.notice_fee_ore * offer.instalments.count())
    interest = Ore(offer.total_ore - offer.debt_ore - fee - notices)
    return [
        Sum(_("Skuld"), Ore(offer.debt_ore), full_date(offer.offered_on)),
        Sum(_("Avgift för planen"), fee),
        *([Sum(_("Avgift för avier"), notices)] if notices else []),
        Sum(_("Ränta medan planen löper"), interest),
        Sum(_("Tillsammans, kr"), Ore(offer.total_ore), total=True),
    ]
