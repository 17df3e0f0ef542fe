"""How pages say that interest could not be counted: the rate of the days is not decided yet."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from ekrav.look.dates import full_date


def undecided_words(first: date | None, *, several: bool = False) -> str:
    """Why an amount (or `several`) ends before today; empty when it does not. `first`: the first day without a rate."""
    if first is None:
        return ""
    days = {"first": full_date(first), "last": full_date(first - timedelta(days=1))}
    if several:
        words = _("Räntan från %(first)s är inte beslutad ännu. Beloppen är räknade till %(last)s.")
    else:
        words = _("Räntan från %(first)s är inte beslutad ännu. Beloppet är räknat till %(last)s.")
    return words % days
