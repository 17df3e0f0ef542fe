"""How long a decision may rest on a credit report. The law asks for a need at the time (kreditupplysningslagen 9 §)."""

from datetime import date, timedelta

from ekrav.law.rates import Rates


def fresh_through(*, taken: date, rates: Rates) -> date:
    """Return the last day on which a report taken on `taken` may be decided on. Raises NoRow."""
    return taken + timedelta(days=rates.days("credit_report.fresh_days", taken))
