"""Whether a process does its work: what the supervisor waits for, and what a container's health check asks."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from ops.processes import DEFAULT_PORT, process_named

_HOSTS = {"web": "EKRAV_PUBLIC_URL", "portal": "EKRAV_PORTAL_URL"}
# Beat writes its schedule down every three minutes.
BEAT_SILENCE = 600.0


def status(port: int | None, *, host: str = "localhost", path: str = "healthz") -> int:
    """The HTTP status that a server on this machine answers with; 0 when nobody answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


def is_healthy(name: str) -> bool:
    """Whether the process of that name, in this container, does its work."""
    process = process_named(name)
    port = process.port(int(os.environ.get("PORT") or DEFAULT_PORT))
    if port is not None:
        host = urlsplit(os.environ.get(_HOSTS.get(name, ""), "")).hostname or "localhost"
        return status(port, host=host, path="readyz" if name in _HOSTS else "healthz") == 200
    if name == "beat":
        schedules = list(Path(".data/beat").glob("schedule*"))
        return any(time.time() - schedule.stat().st_mtime < BEAT_SILENCE for schedule in schedules)
    ping = [sys.executable, "-m", "celery", "-A", "ekrav.celery", "inspect", "ping", "--timeout", "5"]
    return subprocess.run(ping, capture_output=True, check=False).returncode == 0
