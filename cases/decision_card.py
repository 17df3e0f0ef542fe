"""What a waiting case asks of its creditor, in words: each way with its price, and what happens after it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.quote import Price
from cases.shown_price import Shown
from cases.ways import Way, price_of
from ekrav.agency.models import Tariff
from ekrav.law.rates import Rates
from ekrav.look.parts import Act, Decision, Sum
from ekrav.money import Ore, format_kronor


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way on, to be chosen by its button."""

    way: Way
    title: str
    words: str
    then: str
    sums: list[Sum]
    shown: Shown | None
    button: str


def card(*, question: str, tariff: Tariff, today: date, rates: Rates, acts: tuple[Act, ...]) -> Decision:
    """The card on the overview and on the case's page. Raises `NoRow`."""
    order = price_of(way=Way.PAYMENT_ORDER, tariff=tariff, on=today, rates=rates)
    yearly = price_of(way=Way.SURVEILLANCE, tariff=tariff, on=today, rates=rates)
    return Decision(
        kind=_("Väntar på beslut"),
        question=question,
        quote=[
            Sum(_("Ansökan hos Kronofogden, per ärende"), order.total),
            Sum(_("Efterbevakning, per ärende och år"), yearly.total, note=_("med moms")),
            Sum(_("Vänta"), Ore(0)),
        ],
        acts=acts,
        otherwise=_("Svarar du inte väntar vi. Det kostar dig ingenting."),
    )


def choices(
    *, shown: dict[Way, Shown], tariff: Tariff, offered: frozenset[Way], today: date, rates: Rates
) -> list[Choice]:
    """The ways on that are offered for one case, each with the price accepted by choosing it. Raises `NoRow`."""
    ways = [
        _payment_order(shown[Way.PAYMENT_ORDER], today=today, rates=rates),
        surveillance_choice(shown[Way.SURVEILLANCE], tariff),
        Choice(
            way=Way.WAIT,
            title=_("Vänta"),
            words=_("Räntan löper och skulden finns kvar."),
            then=_("Vi frågar dig igen om %(days)s dagar.") % {"days": tariff.ask_again_days},
            sums=[Sum(_("Du betalar"), Ore(0), total=True)],
            shown=None,
            button=_("Vänta"),
        ),
    ]
    return [choice for choice in ways if choice.way in offered]


def _payment_order(shown: Shown, *, today: date, rates: Rates) -> Choice:
    agent, base = rates.ore("kfm.agent_fee.max", today), rates.ore("kfm.enforcement_base_fee", today)
    cost = shown.price
    return Choice(
        way=Way.PAYMENT_ORDER,
        title=_("Ansök hos Kronofogden"),
        words=_(
            "Gäldenären krävs också på avgiften och på %(agent)s för vårt arbete."
            " Betalar gäldenären får du först tillbaka det du lagt ut."
            " En utmätning kostar %(base)s till. Det priset frågar vi om då."
        )
        % {"agent": format_kronor(agent), "base": format_kronor(base)},
        then=_("Ansökan skickas nästa bankdag. Gäldenären får tio dagar på sig hos Kronofogden."),
        sums=[
            Sum(_("Kronofogdens avgift, ett utlägg utan moms"), cost.outlay),
            *_fee(cost, _("Vårt arbete, om gäldenären aldrig betalar det")),
            Sum(_("Du betalar"), cost.total, total=True),
        ],
        shown=shown,
        button=_("Godkänn priset och välj Kronofogden"),
    )


def surveillance_choice(shown: Shown, tariff: Tariff) -> Choice:
    """Surveillance, at the price of a year."""
    cost = shown.price
    letters = _("%(count)s brev om året, %(each)s styck") % {
        "count": tariff.surveillance_letters_a_year,
        "each": format_kronor(Ore(tariff.surveillance_letter_ore)),
    }
    return Choice(
        way=Way.SURVEILLANCE,
        title=_("Efterbevaka"),
        words=_("Vi påminner med brev några gånger om året, tills skulden är betald eller preskriberad."),
        then=_("Breven går av sig själva. Priset är det mesta som ett år kostar, och du slutar när du vill."),
        sums=[*_fee(cost, letters), Sum(_("Du betalar per år"), cost.total, total=True)],
        shown=shown,
        button=_("Godkänn priset och välj efterbevakning"),
    )


def _fee(cost: Price, label: str) -> list[Sum]:
    return [Sum(label, cost.fee), Sum(_("Moms, 25 procent"), cost.vat)]
