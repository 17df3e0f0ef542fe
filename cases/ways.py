"""The ways on after the demand, and what each costs the creditor."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Quote
from cases.quote import Price, price
from ekrav.agency.models import Tariff
from ekrav.law.kronofogden import application_fee
from ekrav.law.rates import Rates
from ekrav.money import Ore


class Way(models.TextChoices):
    """What may be chosen for a case that waits."""

    PAYMENT_ORDER = "payment_order", _("Ansökan hos Kronofogden")
    SURVEILLANCE = "surveillance", _("Efterbevakning")
    WAIT = "wait", _("Vänta")


KIND = {
    Way.PAYMENT_ORDER: Quote.Kind.PAYMENT_ORDER,
    Way.SURVEILLANCE: Quote.Kind.SURVEILLANCE,
}


def price_of(*, way: Way, tariff: Tariff, on: date, rates: Rates) -> Price:
    """What the creditor pays for the way: an application, or a year of surveillance. Raises `NoRow`.

    Kronofogden's fee is an outlay. Of the 380 kr the creditor owes what the tariff says, if the debtor never pays them.
    What enforcement costs later (600 kr) is quoted when it is near.
    """
    if way is Way.PAYMENT_ORDER:
        fee = Ore(tariff.agent_fee_unpaid_ore)
        return price(fee=fee, outlay=application_fee(applied=on, rates=rates), on=on, rates=rates)
    yearly = Ore(tariff.surveillance_letter_ore * tariff.surveillance_letters_a_year)
    return price(fee=yearly if way is Way.SURVEILLANCE else Ore(0), on=on, rates=rates)
