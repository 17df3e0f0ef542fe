"""Production: the deployment check is clean, and nothing of the demo world is let in."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.checks import Error, Tags, run_checks
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client, override_settings

from ekrav.accounts.bankid.configuration import DEMO_CLIENT_SECRET
from ekrav.tenancy import agency_scope, routing_scope
from ekrav.tenancy.models import World
from ekrav.world.checks import stopped_among
from ekrav.world.play import NotADemoWorld, advance
from tests.cast import right_now, set_today
from tests.guards.forks import Forks

BROKER = "https://bankid.example.se/oidc"
PRODUCTION: Mapping[str, str] = {
    "PATH": os.environ["PATH"],
    "LANG": "C.UTF-8",
    "EKRAV_WORLD": "production",
    "EKRAV_FACE": "web",
    "EKRAV_SECRET_KEY": secrets.token_hex(32),
    "EKRAV_IDENTITY_KEY": secrets.token_hex(32),
    "EKRAV_PUBLIC_URL": "https://ekrav.example.se",
    "EKRAV_PORTAL_URL": "https://arende.example.se",
    "EKRAV_BEHIND_PROXY": "1",
    "DATABASE_URL": "postgresql://ekrav_app:secret@database.example.se:5432/ekrav",
    "EKRAV_PORTAL_DATABASE_URL": "postgresql://ekrav_portal:secret@database.example.se:5432/ekrav",
    "EKRAV_OWNER_DATABASE_URL": "postgresql://ekrav_owner:secret@database.example.se:5432/ekrav",
    "REDIS_URL": "redis://:secret@broker.example.se:6379/0",
    "EKRAV_IDP_URL": BROKER,
    "EKRAV_IDP_CLIENT_ID": "nordanvik",
    "EKRAV_IDP_CLIENT_SECRET": secrets.token_hex(16),
    "EKRAV_IDP_AUTHORIZATION_ENDPOINT": f"{BROKER}/authorize",
    "EKRAV_IDP_TOKEN_ENDPOINT": f"{BROKER}/token",
    "EKRAV_IDP_USERINFO_ENDPOINT": f"{BROKER}/userinfo",
    "EKRAV_IDP_JWKS_URI": f"{BROKER}/jwks",
    "EKRAV_BANK_URL": "https://bank.example.se/files",
    "EKRAV_PRINT_URL": "https://print.example.se/jobs",
    "EKRAV_REGISTER_URL": "https://register.example.se",
    "EKRAV_CREDIT_URL": "https://credit.example.se",
    "EKRAV_KRONOFOGDEN_URL": "https://kronofogden.example.se",
    "EKRAV_SMTP_HOST": "mail.example.se",
    "EKRAV_SIGNING_PEM": os.environ["EKRAV_SIGNING_PEM"],
}


Python = Callable[..., "subprocess.CompletedProcess[str]"]
CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Python]:
    """A Python of its own in a production environment; a variable that is changed to nothing is unset."""
    with Forks(tmp_path_factory.mktemp("forks")) as forks:

        def run(*words: str, **changed: str) -> "subprocess.CompletedProcess[str]":
            surroundings = {name: value for name, value in {**PRODUCTION, **changed}.items() if value}
            return forks.run(*words, environment=surroundings)

        yield run


@pytest.mark.parametrize("face", ["web", "portal", "owner"])
def test_the_deployment_check_is_clean_in_production(python: Python, face: str) -> None:
    checked = python(*CHECK, EKRAV_FACE=face)
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_the_portals_process_alone_knows_of_a_choice_of_language(python: Python) -> None:
    asked = "from ekrav import settings as s; print(*s.MIDDLEWARE, s.LANGUAGE_COOKIE_NAME, s.LANGUAGE_COOKIE_SECURE)"
    read = {face: python("-c", asked, EKRAV_FACE=face).stdout.split() for face in ("web", "portal", "owner")}
    choice = "debtor_portal.language.LanguageMiddleware"
    assert [face for face, words in read.items() if choice in words] == ["portal"]
    assert read["portal"][-2:] == ["__Host-ekrav_case_language", "True"]
    # Refusals are read in that language too: it stands outside whatever refuses.
    after = read["portal"][read["portal"].index(choice) + 1 :]
    assert after[:2] == [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "ekrav.edge.LargestRequestMiddleware",
    ]


def test_no_check_is_silenced_and_nothing_is_ever_debugged(python: Python) -> None:
    assert settings.SILENCED_SYSTEM_CHECKS == []
    read = python(
        "-c", "from ekrav import settings as s; print(s.SILENCED_SYSTEM_CHECKS, s.DEBUG, s.DEMO)", DEBUG="1"
    )
    assert read.stdout.split("\n")[0] == "[] False False", read.stderr


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"EKRAV_PUBLIC_URL": "http://ekrav.example.se"}, "EKRAV_PUBLIC_URL must begin with https://"),
        ({"EKRAV_PUBLIC_URL": ""}, "EKRAV_PUBLIC_URL must begin with https://"),
        ({"EKRAV_PORTAL_URL": "http://arende.example.se"}, "EKRAV_PORTAL_URL must begin with https://"),
        ({"EKRAV_SANDBOX_URL": "http://localhost:8002"}, "the sandbox is for a demo world only"),
        ({"EKRAV_BANK_URL": "http://localhost:8002/bank"}, "EKRAV_BANK_URL must begin with https://"),
        ({"EKRAV_PRINT_URL": "http://localhost:8002/print"}, "EKRAV_PRINT_URL must begin with https://"),
        (
            {"EKRAV_REGISTER_URL": "http://localhost:8002/registers"},
            "EKRAV_REGISTER_URL must begin with https://",
        ),
        ({"EKRAV_CREDIT_URL": "http://localhost:8002/credit"}, "EKRAV_CREDIT_URL must begin with https://"),
        (
            {"EKRAV_KRONOFOGDEN_URL": "http://localhost:8002/kronofogden"},
            "EKRAV_KRONOFOGDEN_URL must begin with https://",
        ),
        ({"EKRAV_IDP_URL": "http://localhost:8002/idp"}, "EKRAV_IDP_URL must be an https:// address"),
        ({"EKRAV_IDP_JWKS_URI": ""}, "EKRAV_IDP_JWKS_URI must be an https:// address"),
        ({"EKRAV_IDP_CLIENT_ID": ""}, "EKRAV_IDP_CLIENT_ID and EKRAV_IDP_CLIENT_SECRET must be set"),
        ({"EKRAV_IDP_CLIENT_SECRET": DEMO_CLIENT_SECRET}, "EKRAV_IDP_CLIENT_SECRET is the demo world's"),
        ({"EKRAV_SECRET_KEY": ""}, "EKRAV_SECRET_KEY is not set"),
        ({"EKRAV_SECRET_KEY": "short"}, "EKRAV_SECRET_KEY can be guessed"),
        ({"EKRAV_IDENTITY_KEY": "a" * 64}, "EKRAV_IDENTITY_KEY can be guessed"),
        ({"EKRAV_WORLD": "produktion"}, "EKRAV_WORLD is 'produktion'"),
        ({"DATABASE_URL": "sqlite:///ekrav"}, "must begin with postgresql://"),
    ],
)
def test_production_refuses_to_start_with_what_is_unsafe_or_of_the_demo_world(
    python: Python, changed: dict[str, str], refusal: str
) -> None:
    checked = python(*CHECK, **changed)
    assert checked.returncode != 0
    assert refusal in checked.stderr


def test_production_has_no_page_of_the_demo_world(python: Python) -> None:
    asked = python(
        "-c",
        "import django; django.setup()\n"
        "from django.urls import Resolver404, get_resolver\n"
        "print(sorted(set(get_resolver().namespace_dict) & {'world', 'look'}))\n"
        "for path in ('/look/', '/tidsmaskin/'):\n"
        "    try: print(get_resolver().resolve(path))\n"
        "    except Resolver404: print('nothing')\n",
        DJANGO_SETTINGS_MODULE="ekrav.settings",
    )
    assert asked.stdout.splitlines() == ["[]", "nothing", "nothing"], asked.stderr


def test_the_sandbox_does_not_start_in_production(python: Python, tmp_path: Path) -> None:
    started = python("-m", "ekrav.sandbox", "--port", "1", "--store", str(tmp_path / "store"))
    assert started.returncode != 0
    assert "OnlyInADemoWorld" in started.stderr
    assert not (tmp_path / "store").exists()


def test_no_demo_world_is_laid_in_production(python: Python) -> None:
    laid = python("manage.py", "demo")
    assert (laid.returncode, laid.stdout.strip()) == (0, "Inte en demovärld: inget läggs in."), laid.stderr


@pytest.mark.django_db(transaction=True)
def test_time_does_not_move_in_production() -> None:
    set_today(date(2026, 10, 12))
    with override_settings(DEMO=False, WORLD="production"), pytest.raises(NotADemoWorld):
        advance(days=1)
    assert right_now()[1] == date(2026, 10, 12)


@pytest.mark.django_db(transaction=True)
def test_a_production_databases_clock_cannot_be_turned(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute("UPDATE tenancy_world SET name = 'production', \"offset\" = '0'")
        with pytest.raises(psycopg.errors.CheckViolation, match="only_a_demo_clock_is_turned"):
            owner.execute("UPDATE tenancy_world SET \"offset\" = '1 second'")


@pytest.mark.django_db(transaction=True)
def test_the_service_cannot_make_its_database_another_worlds() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), agency_scope():
        World.objects.update(name="production")
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        routing_scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE tenancy_world SET \"offset\" = '0'")


@pytest.mark.django_db(transaction=True)
def test_a_process_and_a_database_of_two_worlds_do_not_go_together() -> None:
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    with override_settings(WORLD="production"):
        (found,) = run_checks(tags=[Tags.database], databases=["default"])
    assert isinstance(found, Error)
    assert found.id == "ekrav.E001"
    assert found.msg == "The database is of a demo world, and this process of a production world."


def test_a_database_that_stopped_among_migrations_that_are_now_one_goes_no_further() -> None:
    now_one = list(MigrationLoader(None).replacements.values())
    every = {step for migration in now_one for step in migration.replaces}
    assert stopped_among(now_one, every) == stopped_among(now_one, ()) == set()
    assert stopped_among(now_one, every - {("cases", "0027_events_of_each_debtor")}) == {"cases"}


@pytest.mark.django_db(transaction=True)
def test_a_process_of_another_world_is_not_ready() -> None:
    assert Client().get("/readyz").status_code == 200
    with override_settings(WORLD="production"):
        assert Client().get("/readyz").status_code == 503
