"""The first step on a fresh machine: make `.venv` from the pinned, hashed packages, then go on inside it.

Runs on any Python from 3.11 with nothing installed. Once done it needs no network: a stamp holds the pins' hash.
Called as `python -m ops.bootstrap COMMAND …`; the rest is `ops.__main__`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".data" / "tools"
PINS = ROOT / "requirements" / "dev.txt"
TOOL_PINS = ROOT / "requirements" / "tools.txt"
STAMP = VENV / "made-from"


class CannotSetUp(RuntimeError):
    """The set-up failed; the message is one line with the remedy."""


def main() -> int:
    """Make the environment if it is not as pinned, then become `python -m ops COMMAND` inside it."""
    try:
        make_environment()
    except CannotSetUp as refused:
        print(f"ekrav: {refused}", file=sys.stderr)
        return 1
    python = VENV / "bin" / "python"
    os.chdir(ROOT)
    return os.execv(python, [str(python), "-m", "ops", *sys.argv[1:]])


def make_environment() -> None:
    """Bring `.venv` to exactly the pinned packages. Does nothing when it is there. Raises `CannotSetUp`."""
    made_from = f"{hashlib.sha256(PINS.read_bytes()).hexdigest()} {ROOT}\n"
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == made_from and _works(VENV):
        return
    print("ekrav: setting up .venv (once)", flush=True)
    if not os.access(ROOT, os.W_OK):
        raise CannotSetUp(f"{ROOT} cannot be written to by this account.")
    (ROOT / ".data").mkdir(mode=0o711, exist_ok=True)
    uv = _find_uv()
    if not _works(VENV):
        _call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], "make .venv")
    sync = [
        uv,
        "pip",
        "sync",
        "--quiet",
        "--python",
        str(VENV / "bin" / "python"),
        "--require-hashes",
        str(PINS),
    ]
    try:
        _call(sync, "install the packages")
    except CannotSetUp:
        # Behind a proxy with a certificate of its own only the system's certificates will do.
        _call([*sync, "--system-certs"], "install the packages")
    STAMP.write_text(made_from, encoding="utf-8")


def _works(environment: Path) -> bool:
    python = environment / "bin" / "python"
    if not python.exists():
        return False
    newest = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", newest], capture_output=True, check=False).returncode == 0


def _find_uv() -> str:
    """A uv from the PATH, from an earlier set-up, or installed now into a folder of our own."""
    own = TOOLS / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if found:
        return found
    if not _has("ensurepip") and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_venv_module()
    if _has("ensurepip"):
        _call([sys.executable, "-m", "venv", "--clear", str(TOOLS)], "make a folder for uv")
        pip = [str(TOOLS / "bin" / "python"), "-m", "pip", "install"]
    elif _has("pip"):
        pip = [sys.executable, "-m", "pip", "install", "--target", str(TOOLS)]
    else:
        raise CannotSetUp(
            "This Python can make no environments. Install: sudo apt-get install python3-venv (or uv)"
        )
    _call(
        [*pip, "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(TOOL_PINS)],
        "install uv",
    )
    return str(own)


def _install_venv_module() -> None:
    print("ekrav: installing python3-venv", flush=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    for words in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", version]):
        subprocess.run(
            ["apt-get", *words], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip


def _has(module: str) -> bool:
    return (
        subprocess.run(
            [sys.executable, "-c", f"import {module}"], capture_output=True, check=False
        ).returncode
        == 0
    )


def _call(words: list[str], what: str) -> None:
    environment = dict(os.environ)
    if not os.access(Path.home(), os.W_OK):
        environment["UV_CACHE_DIR"] = str(ROOT / ".data" / "uv-cache")
    environment.pop("VIRTUAL_ENV", None)
    ended = subprocess.run(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    if ended.returncode:
        end = "\n  ".join(ended.stdout.strip().splitlines()[-5:])
        raise CannotSetUp(f"Could not {what} (is there a network?):\n  {end}")


if __name__ == "__main__":
    raise SystemExit(main())
