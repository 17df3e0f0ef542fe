"""The door: which code opens which case, what wrong ones cost, and that nobody learns which cases exist."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import override_settings

from debtor_portal import visit
from debtor_portal.door import Locked, Opened, Wrong, try_code
from tests.conftest import Connection
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import Bait, code
from tests.pages import text_of
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "2222 2222 22"
HOME = "192.0.2.7"
Answer = Opened | Wrong | Locked


def counted(bypass: Connection, number: str) -> tuple[Any, ...] | None:
    """Wrong today, wrong in a row, whether locked: as committed."""
    return bypass.execute(
        "SELECT wrong_today, wrong_in_row, locked_until IS NOT NULL FROM cases_portalattempt"
        " WHERE case_number = %s",
        [number],
    ).fetchone()


def guess(number: str, _person: int) -> Answer:
    """One of many at once."""
    return try_code(number=number, code=WRONG, address=HOME)


def let_time_pass(bypass: Connection, number: str, minutes: int) -> None:
    """As if the lock had been set `minutes` earlier: locks count real time, which no test turns."""
    bypass.execute(
        "UPDATE cases_portalattempt SET locked_until = locked_until - make_interval(mins => %s)"
        " WHERE case_number = %s",
        [minutes, number],
    )


@pytest.mark.parametrize("spelling", ["{}", " {} ", "lower", "joined", "hyphens"])
def test_number_and_code_are_read_with_any_spacing_and_case(
    browser: PortalClient, world: Bait, spelling: str
) -> None:
    number, typed = world.anna.number, code(world.anna)
    match spelling:
        case "lower":
            typed = typed.lower()
        case "joined":
            typed = typed.replace(" ", "")
        case "hyphens":
            number, typed = f"{number[:4]} {number[4:]}", typed.replace(" ", "-")
        case _:
            typed = spelling.format(typed)
    assert browser.post("/", {"arende": number, "kod": typed}).status_code == 302


def test_bos_code_does_not_open_annas_case(browser: PortalClient, world: Bait) -> None:
    for other in (world.bo, world.elsewhere):
        assert browser.open(world.anna, code(other)).status_code == 400
        assert browser.get("/arende/").status_code == 302
    assert browser.open(world.bo, code(world.bo)).status_code == 302
    assert "Faktura 1043" in text_of(browser.get("/arende/"))


def test_an_unknown_number_is_answered_and_counted_as_a_wrong_code_is(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    unknown = "10000001"
    known_answer = browser.open(world.anna, WRONG)
    unknown_answer = browser.post("/", {"arende": unknown, "kod": WRONG})
    assert (known_answer.status_code, unknown_answer.status_code) == (400, 400)
    same = [text_of(answer) for answer in (known_answer, unknown_answer)]
    assert same[0] == same[1]
    assert "Ärendenumret och koden hör inte ihop." in same[0]
    assert counted(bypass, world.anna.number) == counted(bypass, unknown) == (1, 1, False)


def test_counts_survive_the_refusal_and_success_resets_them(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    for wrong in range(1, 5):
        assert browser.open(world.anna, WRONG).status_code == 400
        assert counted(bypass, world.anna.number) == (wrong, wrong, False)
    assert browser.open(world.anna, code(world.anna)).status_code == 302
    assert counted(bypass, world.anna.number) == (0, 0, False)


def test_five_wrong_close_the_door_for_a_quarter_and_payment_stays_open(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    for _ in range(4):
        browser.open(world.anna, WRONG)
    fifth = browser.open(world.anna, WRONG)
    assert (fifth.status_code, 890 <= int(fifth["Retry-After"]) <= 900) == (429, True)
    assert "Försök igen om 15 minuter." in text_of(fifth)
    assert "Du kan betala ändå: bankgiro, OCR-nummer och belopp står i brevet." in text_of(fifth)
    assert "08-555 010 20" in text_of(fifth)
    right = code(world.anna)
    assert browser.open(world.anna, right).status_code == 429
    let_time_pass(bypass, world.anna.number, 14)
    assert browser.open(world.anna, right).status_code == 429
    let_time_pass(bypass, world.anna.number, 1)
    assert browser.open(world.anna, right).status_code == 302
    # Nobody else's door was closed meanwhile.
    assert browser.open(world.bo, code(world.bo)).status_code == 302


def test_twenty_wrong_in_a_day_close_the_door_until_midnight(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    for wrong in range(1, 20):
        answer = browser.open(world.anna, WRONG)
        assert answer.status_code == (429 if wrong % 5 == 0 else 400)
        let_time_pass(bypass, world.anna.number, 15)
    last = browser.open(world.anna, WRONG)
    until = bypass.execute(
        "SELECT locked_until AT TIME ZONE 'Europe/Stockholm' FROM cases_portalattempt"
    ).fetchone()
    assert last.status_code == 429
    assert until is not None
    assert f"{until[0]:%H:%M}" == "00:00"
    # The next day the count begins anew.
    bypass.execute(
        "UPDATE cases_portalattempt SET day = day - 1, locked_until = locked_until - interval '1 day'"
    )
    assert browser.open(world.anna, WRONG).status_code == 400
    assert counted(bypass, world.anna.number) == (1, 1, False)


def test_fifty_guesses_at_the_same_moment_are_five_guesses(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    for number in (world.anna.number, "10000001"):
        with as_portal(), crowd(50) as people:
            outcomes: list[Answer | Exception] = people.rush(partial(guess, number))
        assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Wrong": 4, "Locked": 46}
        assert counted(bypass, number) == (5, 0, True)


def test_a_code_that_cannot_be_one_is_neither_tried_nor_counted(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    tries = {
        "K7MH Q2VX 9": "Koden har 10 tecken.",
        "K7MH Q2VX 9O": "Koden har aldrig 0, 1, O, I eller L.",
        "": "Skriv koden.",
    }
    for typed, words in tries.items():
        answer = browser.open(world.anna, typed)
        assert (answer.status_code, words in text_of(answer)) == (400, True)
    for number in ("1234567", "12345678a", "１２３４５６７８", "x" * 41, "\x00"):
        assert browser.post("/", {"arende": number, "kod": WRONG}).status_code == 400
    assert bypass.execute("SELECT count(*) FROM cases_portalattempt").fetchone() == (0,)


def test_looking_a_hundred_times_changes_nothing(
    browser: PortalClient, world: Bait, bypass: Connection
) -> None:
    for _ in range(50):
        page = browser.get("/", {"arende": world.anna.number, "kod": code(world.anna)})
        assert browser.head("/", {"arende": world.anna.number}).status_code == 200
    assert f'value="{world.anna.number}"' in page.content.decode()
    assert code(world.anna) not in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert browser.get("/arende/").status_code == 302
    assert bypass.execute("SELECT count(*) FROM cases_portalattempt").fetchone() == (0,)


def test_try_code_says_whose_case_it_is(world: Bait) -> None:
    anna = world.anna
    with as_portal():
        assert try_code(number=anna.number, code=code(anna), address=HOME) == Opened(
            creditor_id=anna.creditor_id, case_id=anna.pk, number=anna.number
        )
        assert try_code(number=anna.number, code=WRONG, address=HOME) == Wrong()
        answers = [try_code(number=anna.number, code=WRONG, address=HOME) for _ in range(4)]
    assert isinstance(answers[-1], Locked)
    assert answers[-1].wait == timedelta(minutes=15)


def test_a_visit_ends_after_fifteen_idle_minutes_two_hours_or_at_log_out(
    browser: PortalClient, world: Bait, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    began = timezone.now()

    def turn(minutes: int) -> None:
        monkeypatch.setattr("debtor_portal.access.timezone.now", lambda: began + timedelta(minutes=minutes))

    browser.open(world.anna, code(world.anna))
    cookie = browser.cookies["ekrav_session"]
    assert cookie["httponly"]
    assert cookie["max-age"] == ""
    for minutes in range(14, 120, 14):
        turn(minutes)
        assert browser.get("/arende/").status_code == 200
    turn(121)
    ended = browser.get("/arende/")
    assert (ended.status_code, ended["Location"]) == (302, "/?slut=1")
    assert "Skriv koden igen." in text_of(browser.get("/?slut=1"))
    turn(0)
    browser.open(world.anna, code(world.anna))
    turn(16)
    assert browser.get("/arende/")["Location"] == "/?slut=1"
    turn(0)
    browser.open(world.anna, code(world.anna))
    assert browser.get("/")["Location"] == "/arende/"
    assert browser.get("/logga-ut/").status_code == 302
    assert browser.get("/arende/").status_code == 200
    assert browser.post("/logga-ut/")["Location"] == "/?ut=1"
    assert browser.get("/arende/")["Location"] == "/"


def test_a_cookie_that_was_tampered_with_opens_nothing(browser: PortalClient, world: Bait) -> None:
    browser.open(world.anna, code(world.anna))
    name = "ekrav_session"
    payload, _, signature = browser.cookies[name].value.partition(":")
    browser.cookies[name] = f"{payload[:-2]}AA:{signature}"
    assert browser.get("/arende/").status_code == 302
    with override_settings(SECRET_KEY="another installation's key, long enough to be taken"):
        forger = browser.session
        forger[visit.KEY] = {
            "creditor": world.bo.creditor_id,
            "case": world.bo.pk,
            "number": "",
            "began": 0,
            "seen": 0,
        }
        forger.save()
        browser.cookies[name] = forger.session_key or ""
    assert browser.get("/arende/").status_code == 302


def test_the_letters_address_for_genuine_letters_leads_to_the_code_and_tells_no_numbers(
    browser: PortalClient, world: Bait
) -> None:
    assert browser.get("/akta")["Location"] == "/akta/"
    assert browser.get("/personuppgifter")["Location"] == "/personuppgifter/"
    for number in (world.anna.number, "10000001"):
        assert browser.get("/akta/", {"arende": number})["Location"] == f"/?arende={number}"
    assert browser.get("/akta/", {"arende": "x"}).status_code == 400
    assert "Bankgiro" in text_of(browser.get("/akta/"))
    assert "Integritetsskyddsmyndigheten" in text_of(browser.get("/personuppgifter/"))


def test_a_form_from_elsewhere_and_a_missing_page_are_answered_in_the_debtors_frame(
    browser: PortalClient, world: Bait, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = PortalClient(enforce_csrf_checks=True, raise_request_exception=False)
    refused = strict.post("/", {"arende": world.anna.number, "kod": code(world.anna)})
    assert (refused.status_code, "Formuläret var för gammalt" in text_of(refused)) == (403, True)
    missing = browser.get("/finns-inte/")
    assert (missing.status_code, "Sidan finns inte" in text_of(missing)) == (404, True)
    browser.open(world.anna, code(world.anna))
    monkeypatch.setattr("debtor_portal.views.reckon", lambda **_: 1 / 0)
    broken = browser.get("/arende/")
    assert (broken.status_code, "Du kan betala ändå" in text_of(broken)) == (500, True)
    assert 'class="debtor"' in broken.content.decode()
    for path in ("/healthz", "/readyz"):
        assert browser.get(path).status_code == 200
