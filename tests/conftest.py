"""Every test runs on a real PostgreSQL of its own, as the application's ordinary role.

The servers live in a temporary folder and start when the first test asks for the database; of a run on several
processes each has its own. The owner migrates a template; the tests' database is a copy of it. A test that rolls back
costs nothing; one that commits (`django_db(transaction=True)`) is followed by a reset to the template's rows, done by
the superuser, as the application's role may not empty a table.
"""

import atexit
import gc
import os
from collections.abc import Callable, Generator, Iterator
from functools import cache, lru_cache
from typing import Any

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings

from ops.doctor import find_chromium
from ops.roles import APP, BYPASS, OWNER, SCOPES, lay_bypass_role, lay_roles
from ops.throwaway import DATABASE, TEMPLATE, Throwaway, make_throwaway

# The collector at its ordinary thresholds took a tenth of the whole run.
gc.set_threshold(50_000, 20, 20)

# The settings are read before the first fixture exists, so the addresses are chosen now and the servers started later.
WORLD = make_throwaway()
atexit.register(WORLD.remove)
os.environ.update(WORLD.environment())
os.environ["DJANGO_SETTINGS_MODULE"] = "ekrav.settings"

import django  # noqa: E402

# pytest-django would do it later than the conftest files of the folders below import their models.
django.setup()
# The second process of a run inherits this environment, and must read its settings after it has chosen its own servers.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from tests.processes import Processes  # noqa: E402
from tests.reset import Seeds  # noqa: E402

DRILL = "EKRAV_DRILL" in os.environ
# The same examples in every CI run; new ones each time at a developer's desk; many in the drill.
hypothesis_settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis_settings.register_profile("drill", deadline=None, max_examples=3000, print_blob=True)
hypothesis_settings.load_profile("drill" if DRILL else "house")

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="session")
def servers() -> Throwaway:
    """The running PostgreSQL and Valkey of this test run, with the roles laid."""
    WORLD.start()
    lay_roles(admin_url=WORLD.admin_url, database=TEMPLATE)
    lay_bypass_role(admin_url=WORLD.admin_url)
    return WORLD


@pytest.fixture(scope="session")
def django_db_setup(
    servers: Throwaway, django_test_environment: None, django_db_blocker: Any
) -> Iterator[Seeds]:
    """Migrate a template as the owner, copy it, and let Django's connection be the application's login to the copy."""
    ordinary = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.settings_dict.update(USER=OWNER, NAME=TEMPLATE)
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        connection.settings_dict.update(USER=ordinary["USER"], NAME=DATABASE)
        copy_template(servers, DATABASE)
        refuse_a_role_above_the_walls()
        connection.close()
    seeds = Seeds(servers.url("postgres"))
    TransactionTestCase._fixture_teardown = lambda self: seeds.sow()  # type: ignore[attr-defined]
    yield seeds
    seeds.close()


def copy_template(servers: Throwaway, name: str) -> None:
    """Make a database `name` that is equal to the freshly migrated template."""
    with psycopg.connect(servers.admin_url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} OWNER {OWNER}')
        admin.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
        admin.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {APP}, ekrav_portal, {BYPASS}')


def refuse_a_role_above_the_walls() -> None:
    """Tests run as a role that row-level security does not bind prove nothing: stop at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR EXISTS"
            " (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p'))"
            " FROM pg_roles WHERE rolname = current_user"
        )
        role, above = cursor.fetchone()
    if above:
        pytest.exit(f"the tests connect as {role}, which row-level security does not bind", returncode=3)


@pytest.fixture
def seeds(django_db_setup: Seeds, transactional_db: None) -> Seeds:
    """`seeds.once(lay)`: a world that several tests begin with, laid by its rows from the second time on."""
    return django_db_setup


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that is looked at again is not drawn again: the same words on the same paper are the same bytes."""
    from letters import render

    monkeypatch.setattr(render, "_pdf", _drawn_once(render._pdf))


@cache
def _drawn_once(draw: Callable[..., bytes]) -> Callable[..., bytes]:
    return lru_cache(maxsize=200)(draw)


@pytest.fixture
def processes(transactional_db: None, servers: Throwaway) -> Iterator[Processes]:
    """Real processes of the service on this test's database, started by name: `processes.start("worker", "web")`."""
    started = Processes(world=servers)
    yield started
    started.stop()


@pytest.fixture
def chromium() -> str:
    """The path of the system's Chromium. Without one the test is skipped, but never in CI."""
    path = find_chromium()
    if path is None:
        pytest.skip("NO CHROMIUM: nothing was tried in a browser")
    return path


@pytest.fixture(scope="session")
def size() -> Callable[[int, int], int]:
    """`size(small, large)`: how much of something to try, in `make test` and in `make drill`."""
    return lambda small, large: large if DRILL else small


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not walk through it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test in a browser or through a worker that was skipped has failed."""
    report = yield
    demanded = any(item.get_closest_marker(name) for name in ("browser", "worker"))
    if report.skipped and demanded and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CI does not accept"
    return report


@pytest.fixture
def owner(transactional_db: None, servers: Throwaway) -> Iterator[Connection]:
    """A connection of the schema's owner, outside Django: for the catalogue, and to try what only an owner may."""
    with psycopg.connect(servers.url(OWNER), autocommit=True) as connection:
        yield connection


@pytest.fixture
def bypass(transactional_db: None, servers: Throwaway) -> Iterator[Connection]:
    """A connection with every scope's rights that row-level security does not bind: it sees whatever was committed."""
    with psycopg.connect(servers.url(BYPASS), autocommit=True) as connection:
        yield connection


@pytest.fixture
def without_row_security(transactional_db: None, servers: Throwaway) -> Iterator[None]:
    """The scope roles themselves bypass row-level security for this test: only the application's own filters stand.

    For the test of that wall. The data of the test must be committed (`django_db(transaction=True)`).
    """
    with psycopg.connect(servers.admin_url, autocommit=True) as admin:
        connection.close()
        for role in SCOPES:
            admin.execute(f"ALTER ROLE {role} BYPASSRLS")
        try:
            yield
        finally:
            for role in SCOPES:
                admin.execute(f"ALTER ROLE {role} NOBYPASSRLS")
            connection.close()
