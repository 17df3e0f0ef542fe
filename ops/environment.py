"""The settings of this checkout: `.data/env`, one NAME=value a line, written by the launcher.

A variable that is already set in the environment wins, so that a real installation never needs the file.
"""

import os
from collections.abc import Mapping
from pathlib import Path

FILE = Path(".data") / "env"


def read_environment(root: Path) -> dict[str, str]:
    """The variables written down for the checkout at `root`; empty before its first set-up."""
    path = root / FILE
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name: value for name, value, *_ in pairs}


def load_environment(root: Path) -> None:
    """Put the written variables into this process, except those that are set already.

    A DATABASE_URL that still names the administrator whom `make run` was given is replaced by the application's login:
    nothing of the service ever connects as an administrator.
    """
    written = read_environment(root)
    if written and os.environ.get("DATABASE_URL") == written.get("EKRAV_ADMIN_DATABASE_URL"):
        del os.environ["DATABASE_URL"]
    for name, value in written.items():
        os.environ.setdefault(name, value)


def write_environment(root: Path, values: Mapping[str, str]) -> None:
    """Write the variables for `manage.py` and the processes; only the owner of the file may read them."""
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    fresh.write_text("".join(f"{name}={value}\n" for name, value in sorted(values.items())), encoding="utf-8")
    fresh.replace(path)
