"""Starts every process of the table, starts again what ends, and stops all of it in the opposite order.

Each part gets a process group of its own, so that a Ctrl-C in the terminal reaches the supervisor alone; and each is
written down with its start time, so that the next run finds what a killed supervisor left behind.
"""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ops import pids
from ops.checkout import Checkout
from ops.health import status
from ops.postgres import DidNotStart, Postgres
from ops.processes import Process
from ops.valkey import Valkey

_CALM = 20.0  # a part that has run this long has not just failed to start
_LONGEST_PAUSE = 30.0
_TRIES_AT_START = 3
_READY_WITHIN = 90.0


class PortBusy(RuntimeError):
    """Another program listens on a port that a process needs."""


class KeepsFailing(RuntimeError):
    """A process ended again and again while the service was being started; the message holds its last words."""


@dataclass(kw_only=True)
class Part:
    """One supervised thing: how to start it and stop it, and how it has fared."""

    name: str
    launch: Callable[[], "subprocess.Popen[bytes]"]
    first_signal: signal.Signals = signal.SIGTERM
    patience: float = 12.0
    running: "subprocess.Popen[bytes] | None" = None
    since: float = 0.0
    failures: int = 0
    next_try: float = 0.0


@dataclass(kw_only=True)
class Supervisor:
    """Runs the parts of one checkout until told to stop."""

    checkout: Checkout
    port: int
    say: Callable[[str], None]
    parts: list[Part] = field(default_factory=list)
    stopping: bool = False

    def listen_to_signals(self) -> None:
        """Let Ctrl-C, a closed terminal and a plain kill end the run in order."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if sign == signal.SIGHUP and signal.getsignal(sign) == signal.SIG_IGN:
                continue  # under nohup: the terminal may close
            signal.signal(sign, lambda *_: setattr(self, "stopping", True))

    def start_servers(self, servers: Sequence[Postgres | Valkey]) -> None:
        """Start the embedded servers; each answers when this returns."""
        for server in servers:
            first = signal.SIGINT if isinstance(server, Postgres) else signal.SIGTERM
            self._start(Part(name=server.name, launch=server.start, first_signal=first, patience=25))

    def start_processes(self, table: Sequence[Process]) -> None:
        """Start the table's processes and wait until those with a port answer. Raises `KeepsFailing`."""
        for process in table:
            self._start(Part(name=process.name, launch=self._launcher(process)))
        waiting = [process for process in table if process.port_offset is not None]
        until = time.monotonic() + _READY_WITHIN
        while waiting and not self.stopping:
            self._look_after()
            self._give_up_on_a_hopeless_part()
            waiting = [process for process in waiting if not 0 < status(process.port(self.port)) < 500]
            if time.monotonic() > until:
                raise KeepsFailing(self._last_words(waiting[0].name, "does not answer"))
            time.sleep(0.1)

    def run(self) -> None:
        """Look after the parts until a signal comes."""
        while not self.stopping:
            self._look_after()
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop everything that was started, last first."""
        for part in reversed(self.parts):
            record = pids.read_record(self.checkout.record(part.name))
            if record and part.running:
                pids.stop(record, first=part.first_signal, patience=part.patience)
                part.running.wait(timeout=5)
                pids.kill_group(part.running.pid)
            self.checkout.record(part.name).unlink(missing_ok=True)

    def _launcher(self, process: Process) -> Callable[[], "subprocess.Popen[bytes]"]:
        def launch() -> "subprocess.Popen[bytes]":
            with self.checkout.log(process.name).open("ab") as log:
                return subprocess.Popen(
                    process.command(base_port=self.port),
                    cwd=self.checkout.root,
                    env=process.surroundings(self.checkout.surroundings()),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    umask=0o077,
                )

        return launch

    def _start(self, part: Part) -> None:
        if part not in self.parts:
            self.parts.append(part)
        part.running = part.launch()
        part.since = time.monotonic()
        pids.write_record(self.checkout.record(part.name), part.running.pid)

    def _look_after(self) -> None:
        for part in self.parts:
            if part.running and part.running.poll() is not None:
                self._note_the_end(part, part.running)
            if part.running is None and time.monotonic() >= part.next_try and not self.stopping:
                self._start_again(part)

    def _note_the_end(self, part: Part, ended: "subprocess.Popen[bytes]") -> None:
        # Children that outlived it would hold its port, or do its work twice.
        pids.kill_group(ended.pid)
        part.running = None
        part.failures = 0 if time.monotonic() - part.since > _CALM else part.failures + 1
        pause = min(0.0 if part.failures < 2 else 2.0 ** (part.failures - 1), _LONGEST_PAUSE)
        part.next_try = time.monotonic() + pause
        when = f"in {pause:.0f} s" if pause else "now"
        self.say(f"{part.name} ended ({_cause(ended.returncode)}); starting it again {when}")
        if ended.returncode > 0:
            self.say(f"  its last words: {self._last_line(part.name)}")

    def _start_again(self, part: Part) -> None:
        try:
            self._start(part)
        except DidNotStart as failed:
            part.failures += 1
            part.next_try = time.monotonic() + min(2.0**part.failures, _LONGEST_PAUSE)
            self.say(str(failed))

    def _give_up_on_a_hopeless_part(self) -> None:
        for part in self.parts:
            if part.failures >= _TRIES_AT_START:
                raise KeepsFailing(self._last_words(part.name, "does not start"))

    def _last_line(self, name: str) -> str:
        log = self.checkout.log(name)
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
        return lines[-1][:160] if lines else ""

    def _last_words(self, name: str, trouble: str) -> str:
        log = self.checkout.log(name)
        lines = (
            log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-12:]
            if log.exists()
            else []
        )
        return f"{name} {trouble}. The end of {log.relative_to(self.checkout.root)}:\n  " + "\n  ".join(lines)


def refuse_busy_ports(table: Sequence[Process], *, base: int) -> None:
    """Raise `PortBusy`, with the remedy, when somebody listens where a process is to."""
    for process in table:
        first = process.port(base)
        for port in () if first is None else range(first, first + process.ports):
            _refuse_busy(port, process=process, base=base)


def _refuse_busy(port: int, *, process: Process, base: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise PortBusy(f"There is no port {port}: choose PORT between 1024 and 65000.") from None
        except OSError as refused:
            raise PortBusy(
                f"Port {port} (for {process.name}) cannot be used: {refused.strerror}."
                f" Choose another: make run PORT={base + 100 if base < 60000 else 8000}"
            ) from None


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
