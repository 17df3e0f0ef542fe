"""Mina sidor: the standing choice. Everybody in the company sees it, administrators make it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.forms import AmountField
from cases.models import StandingChoice
from cases.standing import Chosen, choose_standing, standing_choice
from cases.ways import Way, price_of
from ekrav import clock
from ekrav.accounts.access import ADMINS, CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.look.figures import kronor
from ekrav.look.parts import Row
from ekrav.money import Ore


class StandingForm(forms.Form):
    """What is chosen once for all cases. An empty amount is none of it."""

    payment_order = AmountField(
        label=_l("Kronofogden, högst kr per ärende"),
        required=False,
        help_text=_l("Lämna tomt om du inte vill ansöka utan att vi frågar."),
    )
    surveillance = AmountField(
        label=_l("Efterbevakning, högst kr per ärende och år"),
        required=False,
        help_text=_l("Lämna tomt om du inte vill efterbevaka utan att vi frågar."),
    )
    otherwise = forms.ChoiceField(
        label=_l("I alla andra fall"),
        choices=StandingChoice.Otherwise.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj vad som gäller i alla andra fall.")},
    )
    final_notice = forms.BooleanField(
        label=_l("Skicka en sista uppmaning innan vägen väljs"),
        required=False,
        help_text=_l("Gäller ärenden som registreras från nu. Brevet kostar ingenting."),
    )

    def __init__(self, data: QueryDict | None, *, least: dict[str, Ore], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self._least = least

    def clean(self) -> dict[str, Any]:
        """A ceiling that nothing fits under would never choose anything: it is said at once."""
        said = super().clean() or {}
        for name, least in self._least.items():
            if said.get(name) is not None and said[name] < least:
                words = _("Det räcker inte: det kostar %(least)s. Höj beloppet eller lämna tomt.")
                self.add_error(name, words % {"least": kronor(least)})
        return said


@creditor_page()
def standing(request: CreditorRequest) -> HttpResponseBase:
    """What holds for all cases; administrators change it."""
    may_choose = request.membership.role in ADMINS
    if request.method == "POST" and not may_choose:
        raise Http404
    latest, tariff = standing_choice(), _tariff(request)
    today, rates = clock.today(), current_rates()
    order = price_of(way=Way.PAYMENT_ORDER, tariff=tariff, on=today, rates=rates)
    yearly = price_of(way=Way.SURVEILLANCE, tariff=tariff, on=today, rates=rates)
    least = {"payment_order": order.total, "surveillance": yearly.total}
    form = StandingForm(request.POST or None, least=least, initial=_initial(latest))
    if request.method == "POST" and form.is_valid():
        choose_standing(
            creditor_id=request.membership.creditor_id,
            chosen=_chosen(form.cleaned_data),
            at=clock.now(),
            by=request.actor,
        )
        request.session["notice"] = "standing"
        return redirect("cases:overview")
    context = {
        "form": form if may_choose else None,
        "rows": _rows(latest) if latest else [],
        "order": order,
        "yearly": yearly,
        "tariff": tariff,
        "agent": rates.ore("kfm.agent_fee.max", today),
        "base": rates.ore("kfm.enforcement_base_fee", today),
    }
    return TemplateResponse(request, "cases/standing.html", context, status=400 if form.errors else 200)


def _tariff(request: CreditorRequest) -> Any:
    return Creditor.objects.select_related("tariff").get(pk=request.membership.creditor_id).tariff


def _initial(latest: StandingChoice | None) -> dict[str, Any]:
    if latest is None:
        return {"otherwise": StandingChoice.Otherwise.ASK}
    return {
        "payment_order": latest.payment_order_up_to_ore,
        "surveillance": latest.surveillance_yearly_ore,
        "otherwise": latest.otherwise,
        "final_notice": latest.final_notice,
    }


def _chosen(said: dict[str, Any]) -> Chosen:
    return Chosen(
        payment_order_up_to=said["payment_order"],
        surveillance_yearly=said["surveillance"],
        otherwise=StandingChoice.Otherwise(said["otherwise"]),
        final_notice=said["final_notice"],
    )


def _rows(latest: StandingChoice) -> list[Row]:
    def ceiling(ore: int | None) -> str:
        return _("Nej") if ore is None else _("Högst %(sum)s") % {"sum": kronor(Ore(ore))}

    return [
        Row(_("Kronofogden, per ärende"), ceiling(latest.payment_order_up_to_ore)),
        Row(_("Efterbevakning, per ärende och år"), ceiling(latest.surveillance_yearly_ore)),
        Row(_("I alla andra fall"), str(StandingChoice.Otherwise(latest.otherwise).label)),
        Row(_("Sista uppmaning"), _("Ja") if latest.final_notice else _("Nej")),
    ]
