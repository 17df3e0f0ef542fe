"""An embedded PostgreSQL on a unix socket: made, started, stopped, and started again after whatever happened to it.

The wheel brings the programs; its own lifecycle code takes a zombie for a running server. Here a lock file left behind
by a dead, dying or foreign process is removed once no process works in the data folder any more; PostgreSQL's own crash
recovery does the rest, so that nothing committed is lost.
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from ops import pids
from ops.places import SOCKET_NAME, NoServer, Place

SUPERUSER = "postgres"
READY = "ready"
# A statement that is refused holds what somebody wrote, and so does the detail of why: neither is for a log.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
MEASURED = {"max_connections": "200", "shared_buffers": "128MB", "jit": "off"}
# A throw-away database may lose everything in a crash, and is several times faster for it.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
              "max_wal_senders": "0"}  # fmt: skip


class DidNotStart(RuntimeError):
    """A server ended or stayed silent while it was being started; the message ends with its last words."""


@dataclass(kw_only=True)
class Postgres:
    """One server. `start` may be called in any state and makes it run."""

    place: Place
    log: Path
    options: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    name = "postgres"

    def url(self, *, user: str, database: str) -> str:
        """A libpq address of a database of this server. The socket's folder is what keeps others out."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.place.sockets))}"

    def start(self) -> subprocess.Popen[bytes]:
        """Make the data folder if there is none, clear away what a crash left, start, and wait until it answers."""
        if not (self.place.data / "PG_VERSION").exists():
            self._make()
        self._check_version()
        self.clear_leftovers()
        self.place.hand_over(self.place.sockets)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self._program("postgres"), "-D", str(self.place.data), *self._settings()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.place.run_as(),  # type: ignore[call-overload]
            )
        self._wait_until_ready(self.process)
        return self.process

    def stop(self, *, patience: float = 20.0) -> None:
        """Shut down fast: clients are cut off, what was committed is on disk. Also a server of an earlier run."""
        record = self.running()
        if record:
            pids.stop(record, first=signal.SIGINT, patience=patience)
        if self.process:
            self.process.wait(timeout=10)
        self.clear_leftovers()

    def running(self) -> pids.ProcessRecord | None:
        """The postmaster that serves this data folder now, whoever started it."""
        lines = self._lock_lines()
        if not lines or not lines[0].lstrip("-").isdigit():
            return None
        pid = abs(int(lines[0]))
        started = pids.start_time(pid)
        if started is None or not self._works_here(pid):
            return None
        return pids.ProcessRecord(pid=pid, started=started)

    def answers(self, pid: int | None = None) -> bool:
        """Whether the server (with this process id) has said that it takes connections."""
        lines = self._lock_lines()
        return len(lines) >= 8 and lines[0] == str(pid or lines[0]) and lines[7].strip() == READY

    def clear_leftovers(self) -> None:
        """Remove lock and socket files of a server that is gone. Does nothing while one runs."""
        if self.running():
            return
        # Backends of a killed postmaster end by themselves; while one lives the data folder must not be opened anew.
        for pid in self._strays():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 10
        while self._strays() and time.monotonic() < until:
            time.sleep(0.02)
        for left in (
            self.place.data / "postmaster.pid",
            self.place.sockets / f"{SOCKET_NAME}.lock",
            self.place.sockets / SOCKET_NAME,
        ):
            left.unlink(missing_ok=True)

    def _make(self) -> None:
        fresh = self.place.data.with_name(f"{self.place.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.place.hand_over(fresh)
        made = subprocess.run(
            [self._program("initdb"), "-D", str(fresh), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
             "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
             *(["--no-sync"] if self.options.get("fsync") == "off" else [])],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            **self.place.run_as(),  # type: ignore[call-overload]
        )  # fmt: skip
        if made.returncode:
            raise DidNotStart(f"PostgreSQL could not make its data folder: {made.stderr.strip()[-400:]}")
        fresh.rename(self.place.data)

    def _check_version(self) -> None:
        made_by = (self.place.data / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = subprocess.run(
            [self._program("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[-1]
        if ours.split(".")[0] != made_by:
            raise NoServer(f"The data in {self.place.data} is PostgreSQL {made_by}'s, the program is {ours}.")

    def _settings(self) -> list[str]:
        fixed = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
        }
        return [
            word
            for name, value in {**MEASURED, **QUIET, **fixed, **self.options}.items()
            for word in ("-c", f"{name}={value}")
        ]

    def _wait_until_ready(self, process: subprocess.Popen[bytes], patience: float = 60.0) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.answers(process.pid):
                return
            if process.poll() is not None:
                break
            time.sleep(0.01)
        words = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-6:]
        raise DidNotStart("PostgreSQL did not start. Its last words:\n  " + "\n  ".join(words))

    def _lock_lines(self) -> list[str]:
        with suppress(FileNotFoundError):
            return (self.place.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return []

    def _works_here(self, pid: int) -> bool:
        # Every process of a server has the data folder as its working folder. Without /proc the id must do.
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.place.data.resolve()
        except (FileNotFoundError, PermissionError):
            return not Path("/proc/self").exists()

    def _strays(self) -> list[int]:
        numbers = (
            (int(entry.name) for entry in Path("/proc").glob("[0-9]*")) if Path("/proc/self").exists() else ()
        )
        return [pid for pid in numbers if self._works_here(pid) and pids.start_time(pid)]

    def _program(self, name: str) -> str:
        return str(self.place.programs / "bin" / name)
