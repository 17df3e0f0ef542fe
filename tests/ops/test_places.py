"""Where the embedded server lives: in a folder that only root may enter, and under a path too long for a socket."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ops import places
from ops.checkout import Checkout
from ops.environment import ADMIN, load_environment, read_environment, write_environment
from ops.places import LONGEST_SOCKET_PATH, SOCKET_NAME, lasting_place, socket_folder
from ops.postgres import SUPERUSER, Postgres


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_in_a_folder_that_only_root_may_enter_server_and_data_live_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = Path("/var/tmp") / f"ekrav-test-{os.getpid()}"
    monkeypatch.setattr(places, "_own_folder", lambda root: outside / root.name)
    root = tmp_path / "locked"
    root.mkdir(mode=0o700)
    place = lasting_place(root)
    server = Postgres(place=place, log=tmp_path / "log")
    try:
        server.start()
        with psycopg.connect(server.url(user=SUPERUSER, database="postgres")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert place.data.is_relative_to(outside)
        assert place.programs.is_relative_to(outside)
        assert lasting_place(root) == place
    finally:
        server.stop()
        subprocess.run(["rm", "-rf", str(outside)], check=True)


def test_a_path_too_long_for_a_socket_gets_a_short_one_and_keeps_it(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-long-name-of-a-folder"] * 6)
    folder = socket_folder(deep / "postgres", SOCKET_NAME)
    assert len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert socket_folder(deep / "postgres", SOCKET_NAME) == folder
    assert socket_folder(Path("/short/postgres"), SOCKET_NAME) == Path("/short/postgres-socket")


def test_settings_are_kept_for_their_owner_alone_and_keys_are_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("EKRAV_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:secret@db/postgres")
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")
    checkout = Checkout(root=tmp_path)
    checkout.write_settings(port=9000)
    first = read_environment(tmp_path)
    checkout.write_settings(port=9100)
    second = read_environment(tmp_path)
    assert (first["EKRAV_PUBLIC_URL"], second["EKRAV_PUBLIC_URL"]) == (
        "http://localhost:9000",
        "http://localhost:9100",
    )
    assert (first["EKRAV_IDENTITY_KEY"], first["EKRAV_SECRET_KEY"]) == (
        second["EKRAV_IDENTITY_KEY"],
        second["EKRAV_SECRET_KEY"],
    )
    assert first["DATABASE_URL"] == second["DATABASE_URL"]
    for file in ("env", "admin"):
        assert stat.S_IMODE((tmp_path / ".data" / file).stat().st_mode) == 0o600
    # The administrator's address is for the launcher alone.
    assert not [value for value in second.values() if "boss" in value]
    assert second["DATABASE_URL"].startswith("postgresql://ekrav_app:")
    assert second["DATABASE_URL"].endswith("@db/ekrav")
    assert second["REDIS_URL"] == "redis://broker/0"
    assert checkout.servers() == []


def test_a_database_once_given_and_then_no_more_is_followed_by_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss@db/postgres")
    monkeypatch.delenv("REDIS_URL")
    Checkout(root=tmp_path).write_settings(port=9000)
    assert [server.name for server in Checkout(root=tmp_path).servers()] == ["valkey"]
    monkeypatch.delenv("DATABASE_URL")
    Checkout(root=tmp_path).write_settings(port=9000)
    assert [server.name for server in Checkout(root=tmp_path).servers()] == ["postgres", "valkey"]


def test_settings_that_are_loaded_already_do_not_count_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    Checkout(root=tmp_path).write_settings(port=9000)
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(name, read_environment(tmp_path)[name])
    Checkout(root=tmp_path).write_settings(port=9000)
    assert read_environment(tmp_path, ADMIN)["DATABASE_URL"] == ""
    assert len(Checkout(root=tmp_path).servers()) == 2


def test_manage_py_never_connects_as_the_administrator_it_finds_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_environment(tmp_path, {"DATABASE_URL": "postgresql://ekrav_app@db/ekrav"})
    write_environment(tmp_path, {"DATABASE_URL": "postgresql://boss@db/postgres"}, ADMIN)
    monkeypatch.delenv("EKRAV_WORLD")
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss@db/postgres")
    load_environment(tmp_path)
    assert os.environ["DATABASE_URL"] == "postgresql://ekrav_app@db/ekrav"


def test_without_a_wheel_for_the_machine_the_remedy_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    with pytest.raises(places.NoServer, match="set DATABASE_URL to a server of your own"):
        places.wheel_programs()


def test_the_bootstrap_needs_nothing_but_python() -> None:
    bare = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        "import sys; sys.path.insert(0, '.'); import ops.bootstrap, ops.environment",
    ]
    assert subprocess.run(bare, cwd=Path(__file__).resolve().parents[2], check=False).returncode == 0
