"""Which process is which: a process id alone says nothing once it has been given to somebody else.

A process is named by its id and its start time. A zombie (dead, but not yet waited for by its parent) counts as gone.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class StillRunning(RuntimeError):
    """A process did not end, not even when killed."""


@dataclass(frozen=True, kw_only=True)
class ProcessRecord:
    """A process that was started: its id and the start time that the system gave it."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        """Whether this very process still runs."""
        return start_time(self.pid) == self.started


def start_time(pid: int) -> str | None:
    """The start time of a living process, in the system's own words; None when it is gone or a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            # The command's name stands in brackets and may itself hold brackets and spaces.
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in "ZX" else fields[19]
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    state, _, started = answer.partition(" ")
    return None if not state or state.startswith("Z") else started.strip()


def write_record(path: Path, pid: int) -> ProcessRecord | None:
    """Write down a process just started, so that a later run can find it; None when it has ended already."""
    started = start_time(pid)
    if started is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{pid} {started}\n", encoding="utf-8")
    return ProcessRecord(pid=pid, started=started)


def read_record(path: Path) -> ProcessRecord | None:
    """The process written down at `path`; None when there is no such file or it was cut short."""
    with suppress(FileNotFoundError, ValueError):
        pid, _, started = path.read_text(encoding="utf-8").strip().partition(" ")
        if started:
            return ProcessRecord(pid=int(pid), started=started)
    return None


def stop(record: ProcessRecord, *, first: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
    """End a process and its group: ask with `first`, kill after `patience` seconds. Raises `StillRunning`."""
    for sign, seconds in ((first, patience), (signal.SIGKILL, 5.0)):
        if not record.alive:
            break
        _signal_group(record.pid, sign)
        if _gone(record, seconds):
            break
    if record.alive:
        raise StillRunning(f"process {record.pid}")


def kill_group(pid: int) -> None:
    """Kill what is left of the process group that `pid` led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _signal_group(pid: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        if sign == signal.SIGKILL and os.getpgid(pid) == pid:
            os.killpg(pid, sign)
        else:
            os.kill(pid, sign)


def _gone(record: ProcessRecord, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while record.alive:
        if time.monotonic() > until:
            return False
        with suppress(ChildProcessError):
            os.waitpid(record.pid, os.WNOHANG)
        time.sleep(0.02)
    return True
