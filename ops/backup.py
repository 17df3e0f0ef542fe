"""`make backup` and `make restore FILE=…`.

A backup is one tar file: the database as pg_dump's own format, a manifest, and in a demo world the keys and the
counterparties' own store. Outside it the keys stay where they are kept; the manifest holds their fingerprint only, so
that a restore under other keys, which could read no person number, is refused.

A restore fills a fresh database and proves its book (`check_books`) before it takes the place of the present one, which
is kept beside it under a name of its own.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from psycopg import sql

from ops import places, roles
from ops.checkout import DATABASE, SECRETS, Checkout
from ops.environment import write_environment
from ops.launcher import borrowed_servers, say

DUMP = "database.dump"
MANIFEST = "manifest.json"
KEYS = "keys.json"
SANDBOX = "sandbox"


class NotRestored(RuntimeError):
    """A backup was not made or not restored; the present database is as it was."""


def back_up(root: Path, file: str) -> Path:
    """Write a backup to `file`, or to a name with the time under `.data/backups`. Raises `NotRestored`."""
    checkout = Checkout(root=root)
    settings = _settings(root)
    target = Path(file) if file else _folder(checkout) / f"ekrav-{_stamp()}.tar"
    target.parent.mkdir(parents=True, exist_ok=True)
    with borrowed_servers(root), tempfile.TemporaryDirectory(dir=_folder(checkout)) as folder:
        dump = Path(folder) / DUMP
        _program("pg_dump", "--format=custom", f"--file={dump}", _address_of(checkout, DATABASE))
        manifest = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "world": settings["EKRAV_WORLD"],
            "keys": _fingerprint(settings),
            "sha256": hashlib.sha256(dump.read_bytes()).hexdigest(),
        }
        (Path(folder) / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        if settings["EKRAV_WORLD"] == "demo":
            (Path(folder) / KEYS).write_text(
                json.dumps({name: settings[name] for name in SECRETS}), encoding="utf-8"
            )
        _pack(
            Path(folder),
            target,
            sandbox=checkout.state / SANDBOX if settings["EKRAV_WORLD"] == "demo" else None,
        )
    say(f"backup written to {target} ({target.stat().st_size / 1e6:.1f} MB)")
    return target


def restore(root: Path, file: str) -> None:
    """Make the database what it was when `file` was written, once its book is proven. Raises `NotRestored`."""
    if not file or not Path(file).is_file():
        raise NotRestored(f"There is no file {file!r}. Say which: make restore FILE=.data/backups/….tar")
    checkout = Checkout(root=root)
    _settings(root)
    if checkout.is_held():
        raise NotRestored("eKrav runs: stop it first.")
    with tempfile.TemporaryDirectory(dir=_folder(checkout)) as folder:
        _unpack(Path(file), Path(folder))
        _take_over_keys(root, Path(folder))
        with borrowed_servers(root):
            kept = _restore_database(checkout, Path(folder))
        _put_back_sandbox(checkout, Path(folder))
    say(f"restored; the database as it was before is kept as {kept}")


def _restore_database(checkout: Checkout, folder: Path) -> str:
    fresh, kept = f"{DATABASE}_restored_{_stamp()}", f"{DATABASE}_before_{_stamp()}"
    roles.lay_roles(admin_url=checkout.admin_url(), database=fresh, passwords=checkout.passwords())
    _program("pg_restore", "--exit-on-error", f"--dbname={_address_of(checkout, fresh)}", str(folder / DUMP))
    # A dump has no statistics: without them the first questions would be planned blindly.
    with psycopg.connect(_address_of(checkout, fresh), autocommit=True) as owner:
        owner.execute("ANALYZE")
    # An older backup is brought to the present schema; then its book must hold.
    addresses = {name: checkout.url(role, fresh) for role, name in roles.ADDRESSES.items()}
    if _manage(checkout, addresses, "migrate", "--noinput", "--verbosity", "0"):
        raise NotRestored(
            f"The backup cannot be brought to the present schema; it lies in the database {fresh}."
        )
    # Only the application may read the book, whichever face this process has.
    if _manage(checkout, dict.fromkeys(addresses, checkout.url(roles.APP, fresh)), "check_books"):
        raise NotRestored(f"The book of the backup does not hold; it lies in the database {fresh}.")
    _take_the_place(checkout, fresh=fresh, kept=kept)
    return kept


def _manage(checkout: Checkout, addresses: Mapping[str, str], *words: str) -> int:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=checkout.root, env={**checkout.surroundings(), **addresses}, stdin=subprocess.DEVNULL, check=False,
    ).returncode  # fmt: skip


def _take_the_place(checkout: Checkout, *, fresh: str, kept: str) -> None:
    with psycopg.connect(checkout.admin_url(), autocommit=True) as admin:
        present = admin.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        names = [(fresh, DATABASE)] if present is None else [(DATABASE, kept), (fresh, DATABASE)]
        try:
            for before, after in names:
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                admin.execute(rename.format(sql.Identifier(before), sql.Identifier(after)))
        except psycopg.errors.ObjectInUse:
            raise NotRestored(
                f"The service is connected: stop it. The restored database is {fresh}."
            ) from None


def _take_over_keys(root: Path, folder: Path) -> None:
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if hashlib.sha256((folder / DUMP).read_bytes()).hexdigest() != manifest["sha256"]:
        raise NotRestored("The backup is damaged: its database is not the one that was written.")
    settings = _settings(root)
    if manifest["keys"] == _fingerprint(settings):
        return
    if not (folder / KEYS).exists() or settings["EKRAV_WORLD"] != "demo":
        raise NotRestored(
            "The backup was made under other keys: set EKRAV_IDENTITY_KEY and EKRAV_SECRET_KEY to those."
        )
    write_environment(root, {**settings, **json.loads((folder / KEYS).read_text(encoding="utf-8"))})


def _put_back_sandbox(checkout: Checkout, folder: Path) -> None:
    present = checkout.state / SANDBOX
    if (folder / SANDBOX).exists():
        if present.exists():
            present.rename(present.with_name(f"{SANDBOX}-before-{_stamp()}"))
        shutil.move(folder / SANDBOX, present)


def _pack(folder: Path, target: Path, *, sandbox: Path | None) -> None:
    fresh = target.with_name(f"{target.name}.new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    with tarfile.open(fresh, "w") as tar:
        for part in sorted(folder.iterdir()):
            tar.add(part, arcname=part.name)
        if sandbox and sandbox.exists():
            tar.add(sandbox, arcname=SANDBOX)
    fresh.replace(target)


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as tar:
            # Python 3.11.2, Debian 12's, has no extraction filter yet: take plain files in plain places only.
            for part in tar:
                within = PurePosixPath(part.name)
                if part.isfile() and not within.is_absolute() and ".." not in within.parts:
                    _write(tar, part, folder / within)
    except tarfile.TarError:
        raise NotRestored(f"{file} is not a backup of eKrav") from None
    if not (folder / DUMP).exists() or not (folder / MANIFEST).exists():
        raise NotRestored(f"{file} is not a backup of eKrav")


def _write(tar: tarfile.TarFile, part: tarfile.TarInfo, target: Path) -> None:
    content = tar.extractfile(part)
    if content is None:
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with content, target.open("wb") as written:
        shutil.copyfileobj(content, written)
    target.chmod(0o600)


def _settings(root: Path) -> dict[str, str]:
    settings = Checkout(root=root).settings()
    if "EKRAV_WORLD" not in settings:
        raise NotRestored("This folder was never set up: run make run first.")
    return settings


def _folder(checkout: Checkout) -> Path:
    # Large files are written here too while they are made: a container's own state folder is memory.
    folder = Path(os.environ.get("EKRAV_BACKUPS") or checkout.state / "backups")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _fingerprint(settings: dict[str, str]) -> str:
    words = "\n".join(settings[name] for name in SECRETS)
    return hashlib.sha256(f"ekrav backup\n{words}".encode()).hexdigest()


def _address_of(checkout: Checkout, database: str) -> str:
    # Forced row security holds for the owner too: only the administrator can read every row, which a backup must.
    return roles.with_database(checkout.admin_url(), database)


def _program(name: str, *words: str) -> None:
    program = places.wheel_programs() / "bin" / name
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False, env={**os.environ})
    if "row-level security" in done.stderr:
        raise NotRestored(
            "The administrator's login must read every row: superuser, or a role with BYPASSRLS."
        )
    if done.returncode:
        raise NotRestored(f"{name} failed: {done.stderr.strip()[-400:]}")


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d_%H%M%S")
