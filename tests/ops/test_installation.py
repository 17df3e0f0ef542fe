"""A real installation's jobs, as the containers run them: settings from the environment alone, no demo world."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from ops.roles import APP, OWNER, PORTAL
from ops.throwaway import Throwaway, make_throwaway
from tests.ops.test_processes import surroundings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[Throwaway]:
    world = make_throwaway()
    world.start()
    yield world
    world.remove()


@pytest.fixture(scope="module")
def settings(server: Throwaway, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of the migrate and backup containers, on a server of the test's."""
    return {
        **surroundings("backup"),
        "EKRAV_ADMIN_DATABASE_URL": server.admin_url,
        "EKRAV_OWNER_DATABASE_URL": server.url(OWNER, "ekrav"),
        "DATABASE_URL": server.url(APP, "ekrav"),
        "EKRAV_PORTAL_DATABASE_URL": server.url(PORTAL, "ekrav"),
        "EKRAV_SECRET_KEY": secrets.token_hex(32),
        "EKRAV_IDENTITY_KEY": secrets.token_hex(32),
        "EKRAV_BACKUPS": str(tmp_path_factory.mktemp("backups")),
        "HOME": os.environ.get("HOME", "/"),
    }


def job(settings: Mapping[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a job with these settings and nothing else of the outer environment."""
    return subprocess.run(
        [sys.executable, "-m", "ops", *words], cwd=ROOT, env=dict(settings), capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def migrated(settings: Mapping[str, str]) -> Mapping[str, str]:
    done = job(settings, "migrate")
    assert done.returncode == 0, done.stderr
    return settings


def test_the_migration_job_may_run_again_and_marks_the_world(
    migrated: Mapping[str, str], server: Throwaway
) -> None:
    assert job(migrated, "migrate").returncode == 0
    with psycopg.connect(server.url(OWNER, "ekrav")) as owner:
        assert owner.execute("SELECT name FROM tenancy_world").fetchone() == ("production",)


def test_the_migration_job_refuses_addresses_of_the_wrong_login(
    settings: Mapping[str, str], server: Throwaway
) -> None:
    refused = job({**settings, "DATABASE_URL": server.url(OWNER, "ekrav")}, "migrate")
    assert (refused.returncode, refused.stderr) == (1, "ekrav: DATABASE_URL must log in as ekrav_app\n")
    silent = job(
        {name: value for name, value in settings.items() if name != "EKRAV_ADMIN_DATABASE_URL"}, "migrate"
    )
    assert (silent.returncode, silent.stderr) == (1, "ekrav: EKRAV_ADMIN_DATABASE_URL is not set\n")
