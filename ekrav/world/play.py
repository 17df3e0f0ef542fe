"""The time machine: moves the demo world's clock and does, day by day, what the worker and the counterparties would do.

Everything is done by the same functions that the tasks call. Only a demo world has it.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import requests
from django.conf import settings
from django.db.models import F

from cases.apply_payment import apply_all
from cases.ask import ask_creditors
from cases.ask_paid import ask_all
from cases.authority.money import place_money
from cases.authority.not_taken import take_up_refusals
from cases.authority.take_up import take_up_answers
from cases.authority.tell import tell_all
from cases.barred import end_all_barred
from cases.credit_report import take_reports
from cases.due import do_all_due
from cases.look_up import look_up_all
from cases.messages import take_up_all
from cases.note_posted import note_all_posted
from cases.situations.from_events import take_in
from cases.surveillance.look_again import look_again_all
from cases.surveillance.summary import summarise_all
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.agency.tasks import fetch_simulated_rates
from ekrav.audit.seal import seal_log
from ekrav.kronofogden.tasks import exchange_files
from ekrav.ledger.tasks import seal
from ekrav.outbox.tasks import note_bounces, send_parcels
from ekrav.payments.tasks import ask_providers, fetch_bank_files
from ekrav.registers.credit import credit_bureau_at
from ekrav.registers.events import event_feed_at
from ekrav.tenancy import agency_scope, routing_scope
from ekrav.tenancy.models import World
from letters.tasks import collect_posted_letters, hand_over_letters, render_letters
from payouts.tasks import wake_payouts

ROUNDS = 12
PLAYERS = ("kronofogden", "bank", "print", "riksbank", "credit")


class NotADemoWorld(RuntimeError):
    """Time cannot be moved in a production world."""


class NobodyThere(RuntimeError):
    """The sandboxed counterparties do not answer: without them no day is begun, or the one that is ends here."""


class NeverQuiet(RuntimeError):
    """A day's work made new work for ever."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a stretch of time came to: how many days were played, and the day it is then."""

    days: int
    today: date


def advance(
    *, days: int, say: Callable[[str], None] = lambda _line: None, seconds: float = math.inf
) -> Played:
    """Play `days` days, one by one, until nothing is due. Raises `NotADemoWorld`, `NobodyThere`, `NeverQuiet`.

    No day is begun when `seconds` have passed, but one day is always played.
    """
    until, played = time.monotonic() + seconds, 0
    while played < days and (not played or time.monotonic() < until):
        today = _next_morning()
        play_today(today)
        say(f"{today:%Y-%m-%d}")
        played += 1
    return Played(days=played, today=_today())


def play_today(today: date) -> None:
    """Do everything that is due today, the counterparties' part included, until a whole round changes nothing."""
    for number in range(ROUNDS):
        _counterparties(today)
        if not _round(today, first=number == 0):
            return
    raise NeverQuiet(f"{today}")


def _next_morning() -> date:
    with agency_scope():
        if not settings.DEMO or World.objects.get().name != "demo":
            raise NotADemoWorld
    _ask_sandbox("GET", "healthz")
    with agency_scope():
        World.objects.update(offset=F("offset") + timedelta(days=1))
    return _today()


def _today() -> date:
    with routing_scope():
        return clock.today()


def _counterparties(today: date) -> None:
    for player in PLAYERS:
        _ask_sandbox("POST", f"{player}/play", json={"today": today.isoformat()})


def _ask_sandbox(method: str, path: str, **what: Any) -> None:
    try:
        requests.request(method, f"{settings.SANDBOX_URL}/{path}", timeout=60, **what).raise_for_status()
    except requests.RequestException as failed:
        raise NobodyThere(str(failed)) from failed


def _round(today: date, *, first: bool) -> int:
    """One round of all the daily functions; how much of it that counts was done.

    What the post has brought back is read in the day's first.
    """
    with routing_scope():
        at = clock.now()
    fetch_simulated_rates()
    rates = current_rates()
    fetch_bank_files()
    ask_providers()
    done = exchange_files() + look_up_all(today=today, at=at)
    done += take_in(feed=event_feed_at(url=settings.REGISTER_URL), today=today, at=at, rates=rates)
    done += take_up_all(today=today, at=at, rates=rates)
    done += take_up_answers(at=at, rates=rates) + take_up_refusals(today=today, at=at) + place_money(at=at)
    done += apply_all(today=today, at=at, rates=rates)
    done += take_reports(bureau=credit_bureau_at(url=settings.CREDIT_URL), today=today, at=at, rates=rates)
    done += do_all_due(today=today, at=at, rates=rates) + tell_all(today=today, at=at)
    done += ask_all(today=today, at=at)
    ask_creditors(today=today, at=at)
    render_letters()
    done += hand_over_letters()
    collect_posted_letters(returns=first)
    done += note_all_posted(today=today, at=at, rates=rates)
    done += look_again_all(today=today, at=at, rates=rates)
    done += summarise_all(today=today, at=at, rates=rates)
    done += end_all_barred(today=today, at=at, rates=rates)
    wake_payouts()
    seal()
    seal_log()
    send_parcels()
    note_bounces()
    return done
