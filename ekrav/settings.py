"""One settings file, driven by environment variables, refusing nonsense.

`EKRAV_FACE` says which login and which pages this process has: `web` (creditors and staff, also worker and beat),
`portal` (Mitt Ärende, a database login of its own) or `owner` (migrations). `EKRAV_WORLD=demo` alone allows the
development identity provider, the sandboxed counterparties and the virtual clock.
"""

import os
import sys
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from ekrav.accounts.bankid.configuration import oidc_settings
from ekrav.payments.ways.configuration import configured

BASE_DIR = Path(__file__).resolve().parent.parent

OWNER_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "showmigrations"}


def required(name: str) -> str:
    """The variable's value. Refuses to start without it."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: run `make run` first, or set it in the environment")
    return value


def one_of(name: str, allowed: set[str], default: str) -> str:
    """The variable's value, which must be one of `allowed`."""
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(sorted(allowed))}")
    return value


def address(name: str, *, in_demo: str = "", needed: bool = False) -> str:
    """The variable's address; outside a demo world nothing has a default, and every address is https."""
    value = os.environ.get(name, in_demo if DEMO else "").rstrip("/")
    if not DEMO and not value.startswith("https://") and (value or needed):
        raise ImproperlyConfigured(f"{name} must begin with https:// outside a demo world; it is {value!r}")
    return value


def key(name: str) -> str:
    """The variable's value, too long to be guessed."""
    value = required(name)
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured(
            f"{name} can be guessed: 64 random characters are right (openssl rand -hex 32)"
        )
    return value


def pem(name: str) -> str:
    """The variable's PEM, or that of the file it names; empty when it is not set. Refuses a file it cannot read."""
    value = os.environ.get(name, "")
    if not value or value.startswith("-----BEGIN "):
        return value
    try:
        return Path(value).read_text(encoding="ascii")
    except (OSError, UnicodeError) as wrong:
        raise ImproperlyConfigured(f"{name} names a file that cannot be read as PEM: {wrong}") from wrong


def database(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address; a socket folder is given as ?host=/folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("the database address must begin with postgresql://")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


WORLD = one_of("EKRAV_WORLD", {"demo", "production"}, "production")
DEMO = WORLD == "demo"
_asked_for_owner = len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS
FACE = "owner" if _asked_for_owner else one_of("EKRAV_FACE", {"web", "portal", "owner"}, "web")

SECRET_KEY = key("EKRAV_SECRET_KEY")
# Keys the person numbers' hashes and ciphers and the debtors' codes; its version stands in front: "2:…".
IDENTITY_KEY = key("EKRAV_IDENTITY_KEY")

PUBLIC_URL = address("EKRAV_PUBLIC_URL", in_demo="http://localhost:8000", needed=True)
PORTAL_URL = address("EKRAV_PORTAL_URL", in_demo="http://localhost:8001", needed=True)
BANK_URL = address("EKRAV_BANK_URL")
# The agency's private key and certificate that settlement notes are signed with (`letters.sign`).
SIGNING_PEM = "" if FACE == "portal" else pem("EKRAV_SIGNING_PEM")
# Which of the banks' contradictory rules for payment files applies (`ekrav.bankfiles.bank_profile`).
BANK_PROFILE = one_of("EKRAV_BANK_PROFILE", {"sesba", "bgab", "sesba-03", "bgab-03"}, "sesba")
PRINT_URL = address("EKRAV_PRINT_URL")
REGISTER_URL = address("EKRAV_REGISTER_URL")
# Swish, card and internet bank: which are open, and how their providers are reached.
WAYS = configured(os.environ | {"EKRAV_FACE": FACE}, demo=DEMO)
CREDIT_URL = address("EKRAV_CREDIT_URL")
# Empty: no file channel is agreed, and staff print and send.
KRONOFOGDEN_URL = address("EKRAV_KRONOFOGDEN_URL")
SANDBOX_URL = os.environ.get("EKRAV_SANDBOX_URL", "")
if SANDBOX_URL and not DEMO:
    raise ImproperlyConfigured("EKRAV_SANDBOX_URL is set: the sandbox is for a demo world only")
_secure = PUBLIC_URL.startswith("https://")

DEBUG = False
ALLOWED_HOSTS = [
    host
    for host in {
        urlsplit(PUBLIC_URL).hostname,
        urlsplit(PORTAL_URL).hostname,
        *os.environ.get("EKRAV_HOSTS", "").split(),
    }
    if host
] + (["127.0.0.1", "localhost"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, PORTAL_URL]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "mozilla_django_oidc",
    "ekrav.look",
    "ekrav.tenancy",
    "ekrav.audit",
    "ekrav.agency",
    "ekrav.outbox",
    "ekrav.accounts",
    "ekrav.ledger",
    "ekrav.findings",
    "ekrav.payments",
    "letters",
    "ekrav.kronofogden",
    "cases",
    "payouts",
    "debtor_portal",
    "ekrav.world",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside the rest, so that their headers are on static files, redirects and refusals too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ekrav.observe.RequestLogMiddleware",
    *(["debtor_portal.language.LanguageMiddleware"] if FACE == "portal" else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ekrav.edge.LargestRequestMiddleware",
    "ekrav.edge.PrivateAnswersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ekrav.edge.NoNulMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "ekrav.portal_urls" if FACE == "portal" else "ekrav.urls"
WSGI_APPLICATION = "ekrav.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "ekrav.accounts.context.who_and_where",
            ],
        },
    }
]

_DATABASE_OF_FACE = {
    "web": "DATABASE_URL",
    "portal": "EKRAV_PORTAL_DATABASE_URL",
    "owner": "EKRAV_OWNER_DATABASE_URL",
}
DATABASES = {"default": database(required(_DATABASE_OF_FACE[FACE]))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
SILENCED_SYSTEM_CHECKS: list[str] = []
OIDC = oidc_settings(os.environ | {"EKRAV_FACE": FACE})
globals().update(OIDC)

# Sessions: server-side for those who log in; a signed cookie for the portal, whose login may not read that table.
SESSION_ENGINE = (
    "django.contrib.sessions.backends.signed_cookies"
    if FACE == "portal"
    else "django.contrib.sessions.backends.db"
)
SESSION_COOKIE_NAME = ("__Host-" if _secure else "") + ("ekrav_case" if FACE == "portal" else "ekrav_session")
SESSION_COOKIE_AGE = 2 * 3600 if FACE == "portal" else 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = ("__Host-" if _secure else "") + ("ekrav_case_csrf" if FACE == "portal" else "ekrav_csrf")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "debtor_portal.errors.form_too_old" if FACE == "portal" else "ekrav.observe.csrf_failure"
SECURE_SSL_REDIRECT = _secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
# Not `no-referrer`: browsers then post forms from the origin "null", which the forgery check must refuse.
SECURE_REFERRER_POLICY = "strict-origin" if FACE == "portal" else "same-origin"
# What a proxy says of the request it passes on is believed only when there is one, and it is ours.
BEHIND_PROXY = os.environ.get("EKRAV_BEHIND_PROXY") == "1"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'", *cast("list[str]", OIDC["BANKID_FORM_ORIGINS"])],
        "img-src": ["'self'", "data:"],
    }
}

# A debtor's paper at the portal; an invoice or a paper elsewhere; the bank's largest file (128 MB) at its own page.
# Each with its form. What is long goes to the disk.
LARGEST_REQUEST = 11_000_000 if FACE == "portal" else 22 * 1024 * 1024
LARGER_REQUESTS = {} if FACE == "portal" else {"/handlaggning/bankfiler/": 130 * 1024 * 1024}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "sv"
# English is what a debtor may choose in Mitt Ärende, which has it all; the other faces know of no choice.
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_NAME = ("__Host-" if _secure else "") + "ekrav_case_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = _secure
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH: list[str] = []

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".data" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

# The database is the queue of record; Celery only wakes the work. A dead broker never fails a request.
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_TASK_DEFAULT_QUEUE = "ekrav"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Stockholm"

# A Maildir that the mail server delivers to what comes back to the sender's address; nothing is read without one.
BOUNCE_DIR = os.environ.get("EKRAV_BOUNCE_DIR", "")
DEFAULT_FROM_EMAIL = os.environ.get("EKRAV_FROM_EMAIL", "eKrav <noreply@localhost>")
if os.environ.get("EKRAV_MAIL_DIR"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = os.environ["EKRAV_MAIL_DIR"]
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ.get("EKRAV_SMTP_HOST", "localhost")
    EMAIL_PORT = int(os.environ.get("EKRAV_SMTP_PORT", "25"))
    EMAIL_HOST_USER = os.environ.get("EKRAV_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EKRAV_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = os.environ.get("EKRAV_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20

LOGGING_CONFIG = "ekrav.observe.configure_logging"
# Django asks nothing of the function above when this is empty.
LOGGING: dict[str, Any] = {"version": 1}
