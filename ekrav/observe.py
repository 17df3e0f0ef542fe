"""What the program says of itself: JSON logs with a request id and no personal data, and whether it is alive.

A log line names routes, not addresses (an address may hold a case number or a token), and every text is scrubbed by
`ekrav.scrub` before it is written. What is true of a person as words (a name, a street) cannot be told from other
words: it is never handed to a log, and what PostgreSQL tells of a refused row is cut off.
"""

import logging
import logging.config
import time
import uuid
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ekrav.scrub import clean

# Our own words and numbers, or made by the logging itself.
_OURS = frozenset({"timestamp", "level", "request_id"})


def scrub_event(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor that scrubs every value but those the logging made itself."""
    for key, value in event.items():
        if key not in _OURS:
            event[key] = clean(key, value)
    return event


def only_plain_extras(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The structlog processor that keeps words and numbers of what a library logs, and drops its objects.

    Django hands over the whole request, Celery a task's arguments. Of the request its id is kept: some lines about it
    are written after the middleware has let go of it.
    """
    of_request = getattr(event.get("request"), "id_in_log", None)
    if of_request is not None:
        event["request_id"] = of_request
    for key in [key for key in event if not key.startswith("_") and key != "exc_info"]:
        if not isinstance(event[key], str | int | float | uuid.UUID | None):
            del event[key]
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
        "foreign_pre_chain": [structlog.stdlib.ExtraAdder(), only_plain_extras, *shared],
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
                # Django's own handler would send whole requests by mail to whoever is an administrator.
                "django": {"handlers": [], "level": "INFO", "propagate": True},
                "fontTools": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
                "stripe": {"level": "WARNING"},
                "django.server": {"level": "WARNING"},
                # A worker of gunicorn tells of a broken request with its whole address: through here like the rest.
                "gunicorn.error": {"handlers": [], "propagate": True},
            },
        }
    )
    logging.captureWarnings(True)


class RequestLogMiddleware:
    """Give each request an id, answer with it, and write one line when it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("ekrav.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:16]
        request.id_in_log = request_id  # type: ignore[attr-defined]
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
    """The database answers, holds the schema and is of this process's world; 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM tenancy_world")
            world = cursor.fetchone()
    except Exception:
        return JsonResponse({"ready": False}, status=503)
    ready = world == (settings.WORLD,)
    return JsonResponse({"ready": ready}, status=200 if ready else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: say so, and that nothing was done."""
    return render(request, "errors/403_csrf.html", status=403)
