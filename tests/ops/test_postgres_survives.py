"""The embedded PostgreSQL after whatever may happen to it: nothing committed is lost, and it starts again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ops import pids
from ops.places import SOCKET_NAME, passing_place
from ops.postgres import SUPERUSER, THROW_AWAY, Postgres
from ops.throwaway import Throwaway
from ops.valkey import Valkey


@pytest.fixture(scope="module")
def installed() -> Iterator[Postgres]:
    """A server of these tests' own, that writes to disk like the real one."""
    place = passing_place("ekrav-test-")
    home = place.data.parent
    pids.write_record(home / "maker.pid", os.getpid())
    postgres = Postgres(place=place, log=home / "postgres.log")
    throwaway = Throwaway(home=home, postgres=postgres, valkey=_unused_valkey(home))
    yield postgres
    throwaway.remove()


@pytest.fixture
def server(installed: Postgres) -> Postgres:
    """It runs, whatever the test before has done to it, and nothing of that is kept."""
    if installed.running() is None:
        installed.start()
    with psycopg.connect(installed.url(user=SUPERUSER, database="postgres")) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
    return installed


def _unused_valkey(home: Path) -> Valkey:
    return Valkey(folder=home / "valkey", sockets=home / "broker", log=home / "valkey.log")


def committed(server: Postgres) -> list[tuple[int]]:
    with psycopg.connect(server.url(user=SUPERUSER, database="postgres")) as connection:
        return connection.execute("SELECT number FROM kept ORDER BY number").fetchall()


def commit(server: Postgres, number: int) -> None:
    with psycopg.connect(server.url(user=SUPERUSER, database="postgres")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def kill(server: Postgres) -> int:
    """Kill the postmaster and, as its parent, take note of its death."""
    assert server.process
    server.process.kill()
    server.process.wait()
    return server.process.pid


def test_a_killed_server_starts_again_with_everything_that_was_committed(server: Postgres) -> None:
    commit(server, 1)
    for number in (2, 3):
        kill(server)
        server.start()
        commit(server, number)
    assert committed(server) == [(1,), (2,), (3,)]


def test_a_zombie_postmaster_is_not_taken_for_a_running_server(server: Postgres) -> None:
    commit(server, 1)
    assert server.process
    pid = server.process.pid
    os.kill(pid, signal.SIGKILL)  # and nobody waits for it: it stays a zombie
    while pids.start_time(pid):
        pass
    zombie = server.process
    assert server.running() is None
    server.start()
    assert committed(server) == [(1,)]
    zombie.wait()


def test_a_lock_file_that_names_a_stranger_does_not_stop_the_start(server: Postgres) -> None:
    commit(server, 1)
    pid = kill(server)
    server.clear_leftovers()
    lock = server.place.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{server.place.data}\n0\n5432\n", encoding="utf-8")
    (server.place.sockets / SOCKET_NAME).touch()
    (server.place.sockets / f"{SOCKET_NAME}.lock").write_text(f"{os.getpid()}\n", encoding="utf-8")
    server.start()
    assert committed(server) == [(1,)]
    assert server.process
    assert server.process.pid != pid


def test_a_server_that_runs_is_found_by_a_second_launcher_and_can_be_stopped_by_it(server: Postgres) -> None:
    second = Postgres(place=server.place, log=server.log)
    assert server.process
    record = second.running()
    assert record
    assert record.pid == server.process.pid
    second.clear_leftovers()
    assert committed_nothing_but_answers(server)
    second.stop()
    assert second.running() is None


def committed_nothing_but_answers(server: Postgres) -> bool:
    with psycopg.connect(server.url(user=SUPERUSER, database="postgres")) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_a_half_made_data_folder_is_made_anew(server: Postgres) -> None:
    server.stop()
    half = server.place.data.with_name(f"{server.place.data.name}.new")
    server.place.data.rename(half)
    (half / "PG_VERSION").unlink()
    server.start()
    assert committed_nothing_but_answers(server)


def test_the_server_knows_swedish_letters_and_sorts_by_code_point(server: Postgres) -> None:
    with psycopg.connect(server.url(user=SUPERUSER, database="postgres")) as connection:
        row = connection.execute("SELECT upper('åäö'), current_setting('server_encoding')").fetchone()
    assert row == ("ÅÄÖ", "UTF8")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_started_by_root_the_server_runs_as_somebody_else(server: Postgres) -> None:
    assert server.process
    assert Path(f"/proc/{server.process.pid}").stat().st_uid != 0
    assert server.place.data.stat().st_mode & 0o077 == 0
    assert server.place.sockets.stat().st_mode & 0o077 == 0


def test_the_world_of_a_killed_test_run_is_swept_away_by_the_next() -> None:
    make = (
        "import os, signal; from ops.throwaway import make_throwaway; world = make_throwaway(); world.start();"
        "print(world.home, world.postgres.process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", make], capture_output=True, text=True, check=False)
    home, pid = killed.stdout.split()
    assert pids.start_time(int(pid))
    subprocess.run([sys.executable, "-c", "from ops.throwaway import _sweep; _sweep()"], check=True)
    assert not Path(home).exists()
    assert pids.start_time(int(pid)) is None


def test_a_throw_away_server_does_not_wait_for_the_disk(servers: Throwaway) -> None:
    with psycopg.connect(servers.admin_url) as connection:
        for name, value in THROW_AWAY.items():
            assert connection.execute(f"SHOW {name}").fetchone() == (value,)


def test_what_somebody_wrote_is_not_in_the_log_of_what_was_refused(server: Postgres) -> None:
    with psycopg.connect(server.url(user=SUPERUSER, database="postgres")) as connection:
        connection.execute("CREATE TEMPORARY TABLE person (number text UNIQUE)")
        connection.execute("INSERT INTO person VALUES ('19121212-1212')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('19121212-1212')")
    log = server.log.read_text(encoding="utf-8", errors="replace")
    assert ("person_number_key" in log, "19121212" in log) == (True, False)
