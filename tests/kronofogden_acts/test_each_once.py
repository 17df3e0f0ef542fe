"""Whatever befalls the authority's files, each act happens once and in its order: seeded."""

from datetime import date
from random import Random

import pytest

from cases.models import BaseFee, Case, Title
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.filings.record import Record
from ekrav.kronofogden.take_in import take_in
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from tests.cases.endings import are_bygg_on, broken, log, owed
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import (
    applied,
    asked_of,
    confirmed,
    enforcement_story,
    file_of,
    said_again,
    served,
    take_up,
    verdict,
)

pytestmark = pytest.mark.django_db(transaction=True)


def arrivals(chance: Random, story: list[Record], *, first: int) -> tuple[list[bytes], int]:
    """The story in files, parted at random, some of it said again in a later file; every file may come early, late,
    twice, or after all others. The arrivals in their order, and the next running number."""
    told: list[list[Record]] = []
    for record in story:
        if told and chance.random() < 0.4:
            told[-1].append(record)
        else:
            told.append([record])
    if chance.random() < 0.6:
        told.append([said_again(chance.choice(story))])
    files = [file_of(first + place, records) for place, records in enumerate(told)]
    coming = [file for file in files for _ in range(chance.choice((1, 1, 2, 3)))]
    chance.shuffle(coming)
    return coming, first + len(files)


def come(chance: Random, coming: list[bytes]) -> None:
    """They come, and what there is is taken up now and then, sometimes twice."""
    at, _today = right_now()
    for content in coming:
        take_in(content=content, name="svar.xml", at=at)
        for _ in range(chance.choice((0, 1, 2))):
            take_up()
    take_up()
    assert take_up() == 0


@pytest.mark.parametrize("seed", range(6))
def test_duplicated_reordered_and_late_files_make_every_act_happen_once(seed: int) -> None:
    chance = Random(seed)
    case = applied(are_bygg_on(), up_to=90_000)
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    set_today(date(2026, 12, 14))
    story: list[Record] = [confirmed(asked.reference), served(asked.reference), verdict(asked)]
    coming, number = arrivals(chance, story, first=1)
    come(chance, coming)
    assert log(case)[-4:] == ["applied", "confirmed", "served", "titled"]

    play(date(2026, 12, 15))
    coming, _number = arrivals(chance, enforcement_story(f"{case.number}-V1"), first=number)
    set_today(date(2026, 12, 22))
    come(chance, coming)
    # A report that is told again under another name is two reports, and does nothing; all else is once.
    kinds = [
        kind
        for place, kind in enumerate(log(case))
        if kind != "enforcement_report" or place == log(case).index(kind)
    ]
    assert kinds[-6:] == [
        "titled",
        "enforcing",
        "confirmed",
        "base_fee",
        "enforcement_report",
        "enforcement_ended",
    ]
    assert counted(case) == (1, 1)
    assert owed(case, Account.CREDITOR_OWES, Account.CLAIM_OUTLAY) == [90_000, 90_000]
    assert broken() == []


def counted(case: Case) -> tuple[int, int]:
    """How many titles and fees there are."""
    with tenant_scope(case.creditor_id):
        return Title.objects.count(), BaseFee.objects.count()
