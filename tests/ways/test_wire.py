"""Swish's wire: nobody without the merchant's certificate, and every forced code comes out as itself."""

import uuid
from dataclasses import replace

import pytest
import requests
from django.conf import settings

from ekrav.money import Ore
from ekrav.payments.swish.api import Swish
from ekrav.payments.ways.open import providers
from ekrav.payments.ways.provider import Asked, Declined, NoAnswer, NotKnown, NotReached
from ekrav.payments.ways.states import State, Way
from ekrav.sandbox.swish import AT_ONCE, IN_THE_END
from tests.ways.given import tell_sandbox


def asked(amount: int = 100_00) -> Asked:
    """A payment of a hundred kronor."""
    return Asked(
        instruction_id=uuid.uuid4().hex.upper(), callback_id="A" * 32, amount=Ore(amount), ocr="110429503427",
        callback_url="http://localhost:9/x", return_url="http://localhost:9/",
    )  # fmt: skip


@pytest.fixture
def swish(sandbox: str) -> Swish:
    """The adapter, at the sandbox."""
    found = providers()[Way.SWISH]
    assert isinstance(found, Swish)
    return found


def test_whoever_has_no_certificate_stays_outside(sandbox: str) -> None:
    path = f"/v1/paymentrequests/{'0' * 32}"
    with pytest.raises(requests.exceptions.RequestException):
        requests.get(settings.WAYS.swish_url + path, verify=settings.WAYS.swish_authority, timeout=10)
    assert requests.get(f"{sandbox}/swish/swish-cpcapi/api{path}", timeout=10).status_code == 403


def test_a_server_of_another_root_is_not_spoken_to(sandbox: str, swish: Swish) -> None:
    stranger = Swish(replace(swish._merchant, authority=""))
    with pytest.raises(NotReached):
        stranger.create(asked())


@pytest.mark.parametrize("code", sorted(AT_ONCE - {"RF02", "RF03", "RF04", "RF06", "RF08", "RF09"}))
def test_what_swish_refuses_is_declined_with_its_code(swish: Swish, code: str) -> None:
    tell_sandbox("/swish/next", code=code)
    with pytest.raises(Declined) as declined:
        swish.create(asked())
    assert declined.value.code == code


@pytest.mark.parametrize("code", sorted(IN_THE_END))
def test_what_ends_without_money_says_why(swish: Swish, code: str) -> None:
    one = asked()
    tell_sandbox("/swish/next", code=code)
    begun = swish.create(one)
    url = f"{settings.SANDBOX_URL}/swish/telefon/"
    requests.post(url, data={"token": begun.token, "act": "approve"}, timeout=10).raise_for_status()
    seen = swish.read(one)
    ends = {"DS24": State.UNKNOWN, "TM01": State.EXPIRED}.get(code, State.DECLINED)
    assert (seen.state, seen.code, seen.payment_reference) == (ends, code, "")


def test_the_same_instruction_twice_is_one_and_its_answer_may_be_lost(swish: Swish) -> None:
    one = asked()
    tell_sandbox("/swish/next", code="TIMEOUT")
    with pytest.raises(NoAnswer):
        swish.create(one)
    assert (swish.create(one).token, swish.read(one).state) == ("", State.SENT)


def test_what_was_never_asked_is_not_known(swish: Swish) -> None:
    with pytest.raises(NotKnown):
        swish.read(asked())


@pytest.mark.parametrize(("ore", "code"), [(99, "AM06"), (100_000_000_000_00, "AM02")])
def test_amounts_that_swish_does_not_take(swish: Swish, ore: int, code: str) -> None:
    with pytest.raises(Declined) as declined:
        swish.create(asked(ore))
    assert declined.value.code == code


def test_an_amount_comes_back_to_the_ore(swish: Swish) -> None:
    one = asked(10_095_62)
    swish.create(one)
    assert (swish.read(one).amount, swish.read(one).currency) == (10_095_62, "SEK")
