"""The settings of this checkout, NAME=value: `.data/env` for the service, `.data/admin` for the launcher alone.

An environment that names its world is complete: a real installation, a container or a test never reads the files.
Otherwise a variable that is already set wins.
"""

import os
from collections.abc import Mapping
from pathlib import Path

SERVICE = Path(".data") / "env"
# The administrator's address and the logins' passwords: never in the environment of a process of the service.
ADMIN = Path(".data") / "admin"


def read_environment(root: Path, file: Path = SERVICE) -> dict[str, str]:
    """The variables written down for the checkout at `root`; empty before its first set-up."""
    path = root / file
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict((name, value) for name, _, value in (line.partition("=") for line in lines) if name)  # noqa: C402


def load_environment(root: Path) -> None:
    """Put the written variables into this process, except those that are set already.

    A DATABASE_URL that still names the administrator whom `make run` was given is replaced by the application's login:
    nothing of the service ever connects as an administrator.
    """
    if "EKRAV_WORLD" in os.environ:
        return
    given = read_environment(root, ADMIN).get("DATABASE_URL")
    if given and os.environ.get("DATABASE_URL") == given:
        del os.environ["DATABASE_URL"]
    for name, value in read_environment(root).items():
        os.environ.setdefault(name, value)


def write_environment(root: Path, values: Mapping[str, str], file: Path = SERVICE) -> None:
    """Write the variables for `manage.py` and the processes; only the owner of the file may read them."""
    path = root / file
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)
    fresh.write_text("".join(f"{name}={value}\n" for name, value in sorted(values.items())), encoding="utf-8")
    fresh.replace(path)
