"""One network address tries thirty wrong codes an hour, over all case numbers, and is remembered by its hash alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from debtor_portal.address import address_key
from debtor_portal.door import Locked, Opened, Wrong, try_code
from ekrav.edge import client_address
from tests.conftest import Connection
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import Bait, code
from tests.pages import text_of

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "2222222222"
HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


def guess_through(numbers: range) -> list[Opened | Wrong | Locked]:
    """One wrong code against each number, from one address."""
    with as_portal():
        return [try_code(number=f"1000{number:04d}", code=WRONG, address=HERE) for number in numbers]


def hours_pass(bypass: Connection, hours: int) -> None:
    """As if the count had begun earlier: it is in real time, which no test turns."""
    bypass.execute("UPDATE cases_portaladdress SET since = since - make_interval(hours => %s)", [hours])


def test_after_thirty_wrong_codes_over_many_numbers_an_address_waits_for_the_hour(
    world: Bait, bypass: Connection
) -> None:
    assert guess_through(range(30)) == [Wrong()] * 30
    [closed] = guess_through(range(30, 31))
    assert isinstance(closed, Locked)
    assert (closed.caller, closed.today) == (True, False)
    assert timedelta(minutes=59) < closed.wait <= timedelta(hours=1)
    # Neither tried nor counted: the thirty-first number has no row.
    assert bypass.execute("SELECT count(*) FROM cases_portalattempt").fetchone() == (30,)
    anna, right = world.anna, code(world.anna).replace(" ", "")
    with as_portal():
        assert isinstance(try_code(number=anna.number, code=right, address=HERE), Locked)
        assert isinstance(try_code(number=anna.number, code=right, address=ELSEWHERE), Opened)
    hours_pass(bypass, 1)
    assert guess_through(range(31, 32)) == [Wrong()]
    assert bypass.execute("SELECT wrong FROM cases_portaladdress WHERE wrong > 0").fetchall() == [(1,)]


def test_a_right_code_of_ones_own_forgives_no_wrong_ones(world: Bait) -> None:
    guess_through(range(29))
    with as_portal():
        right = code(world.anna).replace(" ", "")
        assert isinstance(try_code(number=world.anna.number, code=right, address=HERE), Opened)
    assert guess_through(range(29, 30)) == [Wrong()]
    assert isinstance(guess_through(range(30, 31))[0], Locked)


def test_the_door_says_that_the_connection_waits_and_that_paying_does_not(
    browser: PortalClient, world: Bait
) -> None:
    for number in range(30):
        assert browser.post("/", {"arende": f"1000{number:04d}", "kod": WRONG}).status_code == 400
    closed = browser.open(world.anna, code(world.anna))
    assert (closed.status_code, 3500 < int(closed["Retry-After"]) <= 3600) == (429, True)
    assert "För många fel koder har prövats från din uppkoppling. Försök igen om 60 minuter." in text_of(
        closed
    )
    assert "Du kan betala ändå" in text_of(closed)


def test_the_address_itself_is_kept_nowhere(browser: PortalClient, world: Bait, bypass: Connection) -> None:
    browser.post("/", {"arende": "10000001", "kod": WRONG}, REMOTE_ADDR=HERE)
    rows = bypass.execute("SELECT address_key, x::text FROM cases_portaladdress x").fetchall()
    assert [bytes(key) for key, _row in rows] == [address_key(HERE)]
    assert HERE not in rows[0][1]


def test_a_subscriber_is_one_address_however_many_it_has() -> None:
    assert address_key("2001:db8:1:2::1") == address_key("2001:db8:1:2:ffff::9")
    assert address_key("2001:db8:1:2::1") != address_key("2001:db8:1:3::1")
    assert address_key("::ffff:192.0.2.7") == address_key(HERE)
    assert address_key(HERE) != address_key(ELSEWHERE)
    assert address_key("") == address_key("unknown") == address_key("192.0.2.7:4711")


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "198.51.100.1", HERE),
        (True, "198.51.100.1", "198.51.100.1"),
        (True, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (True, "", HERE),
    ],
)
def test_a_proxys_word_is_taken_only_when_there_is_one_and_only_its_own(
    settings: Any, behind_proxy: bool, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory().get("/", REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_forged_header_gives_a_guesser_no_new_address(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    for number in range(3):
        browser.post(
            "/",
            {"arende": f"1000{number:04d}", "kod": WRONG},
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )
    assert bypass.execute("SELECT wrong FROM cases_portaladdress").fetchall() == [(3,)]
