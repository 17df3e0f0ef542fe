"""The sandboxed Riksbank: publishes made-up reference rates for the half-years after the last one that was decided.

The wire format is described in `ekrav.agency.riksbank`. `play` tells it what day it is: a half-year is published from
the last bank day before it, as the real bank does. Every figure is marked simulated.
"""

from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, jsonify, request

from ekrav.law.half_years import decision_day, half_year_of
from ekrav.law.interest import known_through
from ekrav.law.shipped import shipped_rates
from ekrav.sandbox.store import current_store

blueprint = Blueprint("riksbank", __name__)

_SPACE: Final = "riksbank"
_PATH: Final = ("2.50", "2.50", "3.00", "2.50", "2.00", "2.00")
"""Per cent, half-year by half-year, over and over."""


@blueprint.post("/play")
def play_a_day() -> tuple[Response, int]:
    """`{"today": date}`: it is that day. Answers how many half-years are published then."""
    today = date.fromisoformat(request.get_json()["today"])
    current_store().put(space=_SPACE, key="today", body={"day": today.isoformat()})
    return jsonify(published=len(_published(today))), 200


@blueprint.get("/reference-rates")
def reference_rates() -> tuple[Response, int]:
    """The published half-years that begin on `from` or later, the oldest first."""
    try:
        since = date.fromisoformat(request.args["from"])
    except ValueError:
        return jsonify(error="from: YYYY-MM-DD"), 400
    kept = current_store().get(space=_SPACE, key="today")
    rates = _published(date.fromisoformat(kept["day"])) if kept else []
    return jsonify(rates=[rate for rate in rates if str(rate["from"]) >= since.isoformat()]), 200


def _published(today: date) -> list[dict[str, str | bool]]:
    rates: list[dict[str, str | bool]] = []
    first = known_through(rates=shipped_rates()) + timedelta(days=1)
    while decision_day(first) <= today:
        _first, last = half_year_of(first)
        rates.append(
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                "percent": _PATH[len(rates) % len(_PATH)],
                "decided": decision_day(first).isoformat(),
                "simulated": True,
            }
        )
        first = last + timedelta(days=1)
    return rates
