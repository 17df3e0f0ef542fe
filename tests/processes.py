"""The service's real processes on the tests' throw-away world: for stories through a real worker or a real browser."""

import os
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from ops import pids
from ops.checkout import demo_addresses
from ops.health import status
from ops.processes import process_named
from ops.throwaway import Throwaway

PORTS = 4
ROOT = Path(__file__).resolve().parents[1]


class DidNotAnswer(AssertionError):
    """A process ended or stayed silent; the message ends with its log."""


@dataclass(kw_only=True)
class Processes:
    """Starts processes of the table by name and stops them when the test ends."""

    world: Throwaway
    port: int = field(default_factory=lambda: free_ports(PORTS))
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.addresses = demo_addresses(self.port)
        self.web, self.portal = self.addresses["EKRAV_PUBLIC_URL"], self.addresses["EKRAV_PORTAL_URL"]
        self.sandbox = self.addresses["EKRAV_SANDBOX_URL"]

    def start(self, *names: str, within: float = 60.0) -> None:
        """Start processes; those with a port answer when this returns. Raises `DidNotAnswer`."""
        for name in names:
            process = process_named(name)
            outer = {**os.environ, **self.addresses, "PYTHONPATH": str(ROOT)}
            folder = self.world.home / "service"
            (folder / ".data" / "beat").mkdir(parents=True, exist_ok=True)
            with (self.world.home / f"{name}.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    process.command(base_port=self.port), cwd=folder, env=process.surroundings(outer),
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
        until = time.monotonic() + within
        for name in names:
            while not self._answers(name):
                if time.monotonic() > until or self.running[name].poll() is not None:
                    raise DidNotAnswer(f"{name}:\n{self.log(name)[-2000:]}")
                time.sleep(0.1)

    def log(self, name: str) -> str:
        """What a process has said so far."""
        path = self.world.home / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def kill(self, name: str) -> None:
        """Kill a process and its children outright."""
        process = self.running.pop(name)
        pids.kill_group(process.pid)
        process.wait(timeout=10)

    def stop(self) -> None:
        """Stop everything that was started."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                pids.kill_group(process.pid)
                process.wait(timeout=5)
            pids.kill_group(process.pid)

    def _answers(self, name: str) -> bool:
        port = process_named(name).port(self.port)
        if port is not None:
            return 0 < status(port) < 500
        return "ready." in self.log(name) if name == "worker" else self.running[name].poll() is None


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nobody listens on."""
    for _ in range(200):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        if first + count < 65000 and all(_free(port) for port in range(first, first + count)):
            return first
    raise DidNotAnswer("no free ports")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
