"""Backup and restore of a whole installation, tried on a copy of this one with a database of its own."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ops import roles
from ops.checkout import Checkout
from ops.launcher import borrowed_servers

ROOT = Path(__file__).resolve().parents[2]
# What Python has compiled comes along; what another process is just writing of it does not.
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".data", ".*_cache", ".hypothesis", "*.pyc.*", "fonts")
SET_UP = """
from pathlib import Path
from ops import roles
from ops.checkout import Checkout
from ops.launcher import borrowed_servers
from ops.postgres import THROW_AWAY
from ops.set_up import lay_schema
root = Path.cwd()
Checkout(root=root).write_settings(port=8000)
postgres = Checkout(root=root).postgres()
postgres.start()
postgres.stop()
# What is tried here survives no crash and need not wait for the disk.
hurried = "".join(f"{name} = {value}\\n" for name, value in THROW_AWAY.items())
with (postgres.place.data / "postgresql.auto.conf").open("a") as own:
    own.write(hurried)
with borrowed_servers(root):
    lay_schema(Checkout(root=root))
"""
LINELESS_ENTRY = """
SET session_replication_role = replica;
INSERT INTO ledger_entry (creditor_id, key, kind, booked_date, posted_at, input_hash)
VALUES (1, 'lineless', 'test', '2025-03-03', now(), '\\x00');
"""


def in_copy(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in the copy, with nothing of this test run's own settings."""
    foreign = ("EKRAV_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "PYTHONPATH")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return subprocess.run(
        [root / ".venv" / "bin" / "python", *words],
        cwd=root, env=clean, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("installation") / "ekrav"
    shutil.copytree(ROOT, root, ignore=NOT_COPIED)
    (root / ".venv").symlink_to(Path(sys.prefix))
    made = in_copy(root, "-c", SET_UP)
    assert made.returncode == 0, made.stderr
    yield root
    moved_out = root / ".data" / "postgres-at"
    if moved_out.exists():
        shutil.rmtree(moved_out.read_text(encoding="utf-8").strip())


def ask(root: Path, statement: str, database: str = "ekrav") -> str:
    """Run SQL as the administrator of the copy's database while its service does not run."""
    with borrowed_servers(root):
        url = roles.with_database(Checkout(root=root).admin_url(), database)
        with psycopg.connect(url, autocommit=True) as admin:
            cursor = admin.execute(statement.encode())
            return str(cursor.fetchall()[0][0]) if cursor.description else ""


def days(root: Path, database: str = "ekrav") -> str:
    return ask(root, 'SELECT extract(day FROM "offset")::int FROM tenancy_world', database)


def move_clock(root: Path, number: int) -> None:
    ask(root, f"UPDATE tenancy_world SET \"offset\" = '{number} days'")


def back_up(root: Path) -> Path:
    done = in_copy(root, "-m", "ops", "backup", str(root / f"{len(list(root.glob('*.tar')))}.tar"))
    assert done.returncode == 0, done.stderr
    return max(root.glob("*.tar"))


def test_a_restore_brings_back_what_was_and_keeps_what_is(copy: Path) -> None:
    (copy / ".data" / "sandbox").mkdir(exist_ok=True)
    (copy / ".data" / "sandbox" / "bank").write_text("then", encoding="utf-8")
    with borrowed_servers(copy):
        move_clock(copy, 5)
        file = back_up(copy)
        move_clock(copy, 9)
    assert file.stat().st_mode & 0o077 == 0
    (copy / ".data" / "sandbox" / "bank").write_text("now", encoding="utf-8")

    restored = in_copy(copy, "-m", "ops", "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert "Böckerna stämmer" in restored.stdout
    assert (copy / ".data" / "sandbox" / "bank").read_text(encoding="utf-8") == "then"
    kept = restored.stdout.strip().split()[-1]
    assert kept.startswith("ekrav_before_")
    walls = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity AND relname = 'ledger_line'"
    # The planner knows the tables at once.
    known = "SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'ledger_chartaccount'"
    with borrowed_servers(copy):
        assert (days(copy), days(copy, kept)) == ("5", "9")
        assert (ask(copy, walls), ask(copy, known)) == ("1", "True")


def test_a_book_that_does_not_hold_is_not_restored(copy: Path) -> None:
    with borrowed_servers(copy):
        ask(copy, LINELESS_ENTRY)
        file = back_up(copy)
        ask(copy, "SET session_replication_role = replica; DELETE FROM ledger_entry WHERE key = 'lineless'")
    refused = in_copy(copy, "-m", "ops", "restore", str(file))
    assert refused.returncode == 1
    assert "INV-01 every entry balances" in refused.stdout
    assert refused.stderr.startswith(
        "ekrav: The book of the backup does not hold; it lies in the database ekrav_restored_"
    )
    assert ask(copy, "SELECT count(*) FROM ledger_entry") == "0"


def altered(file: Path, part: str, content: bytes | None) -> Path:
    """The same backup with one part changed or left out."""
    folder = file.with_suffix(".parts")
    folder.mkdir()
    with tarfile.open(file) as tar:
        for member in tar:
            packed = tar.extractfile(member) if "/" not in member.name else None
            if packed:
                (folder / member.name).write_bytes(packed.read())
    if content is None:
        (folder / part).unlink()
    else:
        (folder / part).write_bytes(content)
    target = file.with_suffix(f".{part}.altered.tar")
    with tarfile.open(target, "w") as tar:
        for entry in folder.iterdir():
            tar.add(entry, arcname=entry.name)
    shutil.rmtree(folder)
    return target


@pytest.fixture(scope="module")
def file(copy: Path) -> Path:
    """A backup like any other, to be refused."""
    return back_up(copy)


def test_a_damaged_backup_is_refused_with_one_line(copy: Path, file: Path, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.tar"
    nonsense.write_bytes(b"nothing")
    for broken, words in (
        (altered(file, "database.dump", b"cut short"), "The backup is damaged"),
        (altered(file, "manifest.json", None), "is not a backup of eKrav"),
        (nonsense, "is not a backup"),
        (tmp_path / "nowhere.tar", "There is no file"),
    ):
        refused = in_copy(copy, "-m", "ops", "restore", str(broken))
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
        assert words in refused.stderr


def test_a_backup_writes_nowhere_but_where_it_is_unpacked(copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as tar:
        for name in ("../outside", str(tmp_path / "absolute")):
            tar.addfile(tarfile.TarInfo(name))
    assert "is not a backup of eKrav" in in_copy(copy, "-m", "ops", "restore", str(file)).stderr
    assert not (tmp_path / "absolute").exists()
    assert not (copy / ".data" / "outside").exists()


def test_a_backup_made_under_other_keys_is_refused_where_it_does_not_bring_them(
    copy: Path, file: Path
) -> None:
    with tarfile.open(file) as tar:
        manifest = json.loads((tar.extractfile("manifest.json") or file.open("rb")).read())
    strange = json.dumps({**manifest, "keys": "0" * 64}).encode()
    without_keys = altered(altered(file, "manifest.json", strange), "keys.json", None)
    refused = in_copy(copy, "-m", "ops", "restore", str(without_keys))
    assert refused.returncode == 1
    assert refused.stderr.startswith("ekrav: The backup was made under other keys")


def test_nothing_is_restored_while_the_service_runs(copy: Path, file: Path) -> None:
    with Checkout(root=copy).hold():
        refused = in_copy(copy, "-m", "ops", "restore", str(file))
    assert (refused.returncode, refused.stderr) == (1, "ekrav: eKrav runs: stop it first.\n")


def test_the_administrator_is_needed_because_forced_row_security_hides_rows_from_the_owner(
    owner: "psycopg.Connection[tuple[int]]",
) -> None:
    assert owner.execute("SELECT count(*) FROM ledger_entry").fetchone() == (0,)
    forced = "SELECT count(*) FROM pg_class WHERE relname LIKE 'ledger_%' AND relforcerowsecurity AND relkind = 'r'"
    row = owner.execute(forced).fetchone()
    assert row
    assert row[0] >= 3
