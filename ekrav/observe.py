"""What the program says of itself: JSON logs with a request id and no personal data, and whether it is alive.

A log line names routes, not addresses (an address may hold a case number or a token), and every text is scrubbed of
person numbers, long digit strings and tokens before it is written.
"""

import logging
import logging.config
import re
import time
import uuid
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

# Person and organisation numbers, OCR, account numbers: any run of eight digits or more, however it is grouped.
_NUMBERS = re.compile(r"\d(?:[ \-+]?\d){7,}")
# Codes and tokens: long unbroken runs of letters and digits, and the letters' code in groups.
_TOKENS = re.compile(r"\b(?=[A-Za-z_\-]*\d)[A-Za-z0-9_\-]{20,}\b|\b[A-Z2-9]{4} [A-Z2-9]{4} [A-Z2-9]{2}\b")

_SAFE_KEYS = frozenset(
    {"timestamp", "level", "logger", "request_id", "duration_ms", "status", "route", "method"}
)


def scrub(text: str) -> str:
    """The text without anything that could be a person number, a code, a token or an account."""
    return _TOKENS.sub("[…]", _NUMBERS.sub("[…]", text))


def scrub_event(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor that scrubs every value it does not know to be harmless."""
    for key, value in event.items():
        if key not in _SAFE_KEYS:
            event[key] = (
                scrub(value if isinstance(value, str) else repr(value)) if value is not None else None
            )
    return event


def configure_logging(_config: dict[str, Any]) -> None:
    """One JSON object a line on standard error, from structlog and from the standard library alike."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            scrub_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "INFO"},
            "loggers": {
                "fontTools": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
                "django.server": {"level": "WARNING"},
            },
        }
    )


class RequestLogMiddleware:
    """Give each request an id, answer with it, and write one line when it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("ekrav.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:16]
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            self.log.info(
                "request",
                method=request.method,
                route=match.view_name if match else "unknown",
                status=response.status_code,
                duration_ms=round((time.monotonic() - began) * 1000),
            )
        response["X-Request-Id"] = request_id
        return response


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and holds the schema; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM tenancy_world")
            world = cursor.fetchone()
    except Exception:
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": world is not None}, status=200 if world else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: say so, and that nothing was done."""
    return render(request, "errors/403_csrf.html", status=403)
