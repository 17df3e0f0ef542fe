"""What the service writes in its logs: one JSON object a line, a request id, and nobody's number, code or token.

The lines are caught where they leave: behind the formatter of the handler that `ekrav.observe` configured.
"""

import io
import json
import logging
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any, ClassVar

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from ekrav.observe import configure_logging
from ekrav.scrub import scrub
from ekrav.urls import urlpatterns
from tests.cast import an_agency

TOKEN = "sYz3kQ0vT1-x9_RbWm7LqfKc5Dn8HaJpE2UgV6iZoXr"
JWT = (
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxOTk1MDUwOTIzODgiLCJub25jZSI6ImFiYyJ9."
    "mZ2xhc3NlcyBhcmUgbm90IHJlcXVpcmVkIGZvciB0aGlzIHRlc3Q"
)
NAMELESS = "kQvTxRbWmLqfKcDnHaJpEUgViZoXrsYz"
SESSION = "p3k9x0v7m2q8z1w6c5b4n7r2t0y8u6i4"
SECRETS = (
    "199505092388", "950509-2388", "19950509-2388", "19950509 2388", "950509+2388", "19 95 05 09 23 88",
    "1995-05-09-2388", "950509\N{NO-BREAK SPACE}2388", "950509\N{EN DASH}2388", "1995.05.09.2388",
    "5566778899", "556677-8899", "16556677-8899",
    "1234567890123452", "1234 5678 9012 3452",
    "950509%2D2388", "K7MH%20Q2VX%209T", "K7MH+Q2VX+9T",
    "K7MH Q2VX 9T", "K7MHQ2VX9T", "K7MH-Q2VX-9T", "k7mh q2vx 9t", "k7mhq2vx9t", "KMHQ WVXR TZ",
    TOKEN, JWT, NAMELESS, SESSION,
    "SE45 5000 0000 0583 9825 7466", "SE4550000000058398257466",
    "GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819",
)  # fmt: skip
FRAMES = (
    "{}", "betalning från {} kom", "refused: {}.", "({})", '"{}"', "person={}", "number:{}", "a;{};b", "x\n{}\ny",
    "«{}»",
)  # fmt: skip


def bare(text: str) -> str:
    """Only its letters and digits, as small letters: what neither grouping nor a sign written out can hide."""
    return re.sub(r"\\+(x[0-9a-f]{2}|u[0-9a-f]{4}|[nrt])|%[0-9a-f]{2}|[\W_]", "", text.lower())


def assert_untold(told: str, *secret: str) -> None:
    """None of the secrets is in the text, however grouped."""
    for one in secret:
        assert one not in told
        assert bare(one) not in bare(told)


@contextmanager
def caught() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the service's own logging writes on standard error meanwhile, line by line: every one must be JSON."""
    root = logging.getLogger()
    before, stream = (root.handlers, root.level), io.StringIO()
    with redirect_stderr(stream):
        configure_logging({})
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        root.handlers, root.level = before


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_message_tells_no_secret(frame: str, secret: str) -> None:
    said = frame.format(secret)
    with caught() as lines:
        logging.getLogger("cases").warning(said)
        logging.getLogger("cases").warning("%s and %r", said, {"value": said})
        structlog.get_logger("cases").warning(said)
    assert len(lines()) == 3
    assert_untold(json.dumps(lines(), ensure_ascii=False), secret)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_field_tells_no_secret(secret: str) -> None:
    fields = {
        "reason": secret,
        "status": secret,
        "route": f"x {secret}",
        "method": secret,
        "logger_": [secret],
    }
    with caught() as lines:
        logging.getLogger("cases").error("refused", extra=fields | {"thing": HttpRequest()})
        structlog.get_logger("cases").error("refused", **fields, nested={"a": {"b": (secret,)}})
    plain, structured = lines()
    assert {"event", "level", "logger", "timestamp", "reason"} <= set(plain)
    assert "thing" not in plain
    assert set(plain) < set(structured)
    assert_untold(json.dumps(lines(), ensure_ascii=False), secret)


def test_a_field_with_a_number_or_a_secrets_name_tells_neither() -> None:
    with caught() as lines:
        structlog.get_logger("cases").info(
            "x", person=199505092388, cookie="abc", token="kort", state="xyz", run=17
        )
    (line,) = lines()
    assert {name: line[name] for name in ("person", "cookie", "token", "state", "run")} == {
        "person": "[…]", "cookie": "[…]", "token": "[…]", "state": "[…]", "run": 17,
    }  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_an_exception_tells_no_secret(secret: str) -> None:
    with caught() as lines:
        for log in (logging.getLogger("cases"), structlog.get_logger("cases")):
            try:
                try:
                    raise ValueError(secret)
                except ValueError as inner:
                    raise RuntimeError({"value": secret}) from inner
            except RuntimeError:
                log.exception("it broke", stack_info=True)
    assert len(lines()) == 2
    for line in lines():
        assert "RuntimeError" in line["exception"]
        assert __name__.rsplit(".", 1)[-1] in line["exception"], "the trace still names its file"
    assert_untold(json.dumps(lines(), ensure_ascii=False), secret)


def test_a_row_that_the_database_refuses_is_not_told() -> None:
    refused = (
        'new row for relation "cases_debtor" violates check constraint "x"\n'
        "DETAIL:  Failing row contains (7, Anna Lindqvist, Storgatan 1,\nc/o Bo, 123 45, Åre)."
    )
    with caught() as lines:
        try:
            try:
                raise IntegrityError(refused)
            except IntegrityError as inner:
                raise RuntimeError("not registered") from inner
        except RuntimeError:
            logging.getLogger("cases").exception("it broke")
    (line,) = lines()
    assert "violates check constraint" in line["exception"]
    assert "RuntimeError: not registered" in line["exception"]
    assert_untold(json.dumps(line, ensure_ascii=False), "Anna", "Storgatan", "c/o Bo")


def test_cookies_and_headers_are_not_told() -> None:
    said = f"Cookie: ekrav_session={SESSION}; ekrav_csrf=abc, Authorization: Bearer {JWT} Set-Cookie: __Host-x=kort"
    assert_untold(scrub(said), SESSION, JWT, "abc", "kort")


def test_a_login_in_an_address_is_not_told() -> None:
    assert scrub("no answer from postgresql://ekrav_app:hemligt@db:5432/ekrav") == (
        "no answer from postgresql://[…]@db:5432/ekrav"
    )


def test_an_address_is_told_to_its_host_only() -> None:
    assert (
        scrub("POST https://bank.example/orders/17?code=abc&state=kort gave 500")
        == "POST https://bank.example/[…] gave 500"
    )
    assert (
        scrub("Max retries exceeded with url: /bank/orders/17 (Caused by")
        == "Max retries exceeded with url: […] (Caused by"
    )


def test_what_helps_is_still_told() -> None:
    for said in (
        "bank not reached", "letter not rendered", "Task cases.tasks.wake_due_cases succeeded in 0.25s",
        "RowLevelSecurityIsMissingOnATable", "the print house answered 503, tried 3 times", "payout 17 of run 4",
        "a case does not go from paid to registered", "payments_reference_ocr_key",
    ):  # fmt: skip
        assert scrub(said) == said


@pytest.fixture
def visitor(transactional_db: None) -> Client:
    """A browser that checks forms' tokens and sees the error page instead of the exception."""
    an_agency()
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def test_requests_are_told_by_route_with_their_id_and_tell_no_secret(visitor: Client) -> None:
    number, code, state = "199505092388", "K7MH Q2VX 9T", secrets.token_urlsafe(32)
    visitor.cookies["ekrav_session"] = SESSION
    with caught() as lines:
        answers = [
            visitor.get("/healthz"),
            visitor.get(f"/finns-inte/{number}/", {"kod": code, "token": TOKEN}),
            visitor.get(f"/finns-inte/{code.replace(' ', '')}/"),
            visitor.get("/bankid/tillbaka/", {"code": TOKEN, "state": state}),
            visitor.get(f"/arenden/{number}/"),
            visitor.post(
                "/bankid/logga-in/",
                {"number": number, "code": code},
                HTTP_REFERER=f"https://x.example/{TOKEN}",
            ),
            visitor.get("/healthz", HTTP_HOST=f"{number}.example"),
            visitor.generic("GET", "/healthz", HTTP_AUTHORIZATION=f"Bearer {JWT}", HTTP_USER_AGENT=number),
        ]
    told = lines()
    requests = [line for line in told if line["event"] == "request"]
    assert [line["status"] for line in requests] == [answer.status_code for answer in answers]
    assert [line["request_id"] for line in requests] == [answer["X-Request-Id"] for answer in answers]
    assert len({line["request_id"] for line in requests}) == len(answers)
    assert all(re.fullmatch(r"[0-9a-f]{16}", line["request_id"]) for line in told)
    assert {"healthz", "unknown", "cases:case"} <= {line["route"] for line in requests}
    assert_untold(
        json.dumps(told, ensure_ascii=False), number, code, state, TOKEN, SESSION, JWT, "finns-inte"
    )


def test_a_process_that_has_started_writes_nothing_but_such_lines() -> None:
    """Not as configured by a test: as the settings have it."""
    said = (
        "import django, logging, warnings, structlog; django.setup()\n"
        "logging.getLogger('django.request').error('Not Found: %s', '/arenden/950509-2388')\n"
        "logging.getLogger('gunicorn.error').error('Error handling request %s', '/x?code=K7MHQ2VX9T')\n"
        "structlog.get_logger('cases').info('said', person='19950509-2388')\n"
        "warnings.warn('950509-2388')\n"
    )
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "ekrav.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", said], env=settings, capture_output=True, text=True, check=True
    )
    assert ended.stdout == ""
    told = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["logger"] for line in told] == ["django.request", "gunicorn.error", "cases", "py.warnings"]
    assert all({"event", "level", "timestamp"} <= set(line) for line in told)
    assert_untold(ended.stderr, "950509-2388", "K7MHQ2VX9T", "arenden")
    assert logging.getLogger("django").handlers == []


def breaks(request: HttpRequest, number: str) -> HttpResponse:
    """A page that fails, with all it was given in its words."""
    raise RuntimeError(f"no person {number} with {request.COOKIES} and {request.GET}")


class Addresses:
    """The service's addresses and one that breaks."""

    urlpatterns: ClassVar = [path("bryts/<str:number>/", breaks), *urlpatterns]


def test_a_request_that_breaks_is_told_with_its_trace_and_no_secret(visitor: Client) -> None:
    visitor.cookies["ekrav_session"] = SESSION
    with caught() as lines, override_settings(ROOT_URLCONF=Addresses):
        answer = visitor.get("/bryts/950509-2388/", {"token": TOKEN, "iban": "SE4550000000058398257466"})
    assert answer.status_code == 500
    told = lines()
    (error,) = [line for line in told if line["level"] == "error"]
    assert "RuntimeError" in error["exception"]
    assert error["request_id"] == answer["X-Request-Id"]
    assert_untold(
        json.dumps(told, ensure_ascii=False),
        "950509-2388",
        SESSION,
        TOKEN,
        "SE4550000000058398257466",
        "bryts",
    )
