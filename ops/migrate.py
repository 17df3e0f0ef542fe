"""The migration job of a real installation: roles and database first, as administrator; then the schema, as its owner.

EKRAV_ADMIN_DATABASE_URL may create roles and databases; only this job has it. The logins' names and passwords are those
of the other three addresses.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ops import roles


class AddressAmiss(RuntimeError):
    """An address is missing, or names another login than the one it is for."""


def migrate(root: Path) -> None:
    """Lay the roles and migrate. Raises `AddressAmiss`, `psycopg.Error`, `subprocess.CalledProcessError`."""
    parts = {role: urlsplit(_address(name)) for role, name in roles.ADDRESSES.items()}
    for role, address in parts.items():
        if unquote(address.username or "") != role:
            raise AddressAmiss(f"{roles.ADDRESSES[role]} must log in as {role}")
    roles.lay_roles(
        admin_url=_address("EKRAV_ADMIN_DATABASE_URL"),
        database=unquote(parts[roles.OWNER].path.lstrip("/")),
        passwords={role: unquote(address.password) for role, address in parts.items() if address.password},
    )
    surroundings = {name: value for name, value in os.environ.items() if name != "EKRAV_ADMIN_DATABASE_URL"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput"], cwd=root, env=surroundings, check=True
    )


def _address(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise AddressAmiss(f"{name} is not set")
    return value
