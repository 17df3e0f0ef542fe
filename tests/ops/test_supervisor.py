"""The supervisor on a small table: what ends is started again, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import pids
from ops.checkout import Checkout, Held
from ops.processes import Process
from ops.supervisor import PortBusy, refuse_busy_ports

WEB = Process(name="web", module=("http.server", "{port}", "--bind", "127.0.0.1"), port_offset=0)
IDLE = Process(name="idle", module=("asyncio",), port_offset=None)
RUN = """
import signal
import sys
from pathlib import Path
from ops.checkout import Checkout
from ops.launcher import say
from ops.processes import Process
from ops.supervisor import Supervisor
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
checkout = Checkout(root=Path(sys.argv[1]))
lock = checkout.hold()
checkout.stop_leftovers()
supervisor = Supervisor(checkout=checkout, port=int(sys.argv[2]), say=say)
supervisor.listen_to_signals()
supervisor.start_processes([
    Process(name="web", module=("http.server", "{port}", "--bind", "127.0.0.1"), port_offset=0),
    Process(name="idle", module=("tests.ops.idle",)),
])
say("ready")
supervisor.run()
say("stopping")
supervisor.stop()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    (tmp_path / "tests" / "ops").mkdir(parents=True)
    (tmp_path / "tests" / "ops" / "idle.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    (tmp_path / ".data").mkdir()
    # With a server of its own given, the checkout starts no PostgreSQL.
    (tmp_path / ".data" / "env").touch()
    (tmp_path / ".data" / "admin").write_text("DATABASE_URL=postgresql://elsewhere/\n", encoding="utf-8")
    return Checkout(root=tmp_path)


def start(checkout: Checkout, port: int) -> "subprocess.Popen[str]":
    supervisor = subprocess.Popen(
        [sys.executable, "-c", RUN, str(checkout.root), str(port)], stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout
    assert supervisor.stdout.readline() == "ekrav: ready\n"
    return supervisor


@pytest.fixture
def running(checkout: Checkout) -> Iterator["subprocess.Popen[str]"]:
    supervisor = start(checkout, free_port())
    yield supervisor
    supervisor.terminate()
    supervisor.wait(timeout=20)
    assert supervisor.stdout
    supervisor.stdout.close()


def process_of(checkout: Checkout, name: str) -> pids.ProcessRecord:
    record = pids.read_record(checkout.record(name))
    assert record
    return record


def wait_until(condition: "object", seconds: float = 15.0) -> None:
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_killed_process_is_started_again(checkout: Checkout, running: "subprocess.Popen[str]") -> None:
    for name in ("web", "idle"):
        before = process_of(checkout, name)
        os.kill(before.pid, signal.SIGKILL)
        wait_until(lambda before=before, name=name: process_of(checkout, name) != before)
        assert process_of(checkout, name).alive
    assert running.stdout
    assert running.stdout.readline() == "ekrav: web ended (signal 9); starting it again now\n"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_and_leaves_no_trace(checkout: Checkout, sign: signal.Signals) -> None:
    supervisor = start(checkout, free_port())
    started = [process_of(checkout, name) for name in ("web", "idle")]
    supervisor.send_signal(sign)
    assert supervisor.wait(timeout=30) == 0
    assert [record.alive for record in started] == [False, False]
    assert list((checkout.state / "run").iterdir()) == []
    assert supervisor.stdout
    supervisor.stdout.close()


def test_a_closed_terminal_does_not_keep_anything_from_being_stopped(checkout: Checkout) -> None:
    supervisor = start(checkout, free_port())
    started = [process_of(checkout, name) for name in ("web", "idle")]
    assert supervisor.stdout
    supervisor.stdout.close()
    os.kill(started[1].pid, signal.SIGKILL)
    wait_until(lambda: process_of(checkout, "idle") != started[1])
    assert supervisor.poll() is None
    supervisor.send_signal(signal.SIGHUP)
    supervisor.wait(timeout=30)
    assert [record.alive for record in started] == [False, False]
    assert list((checkout.state / "run").iterdir()) == []


def test_what_a_killed_supervisor_left_running_is_stopped_by_the_next(checkout: Checkout) -> None:
    port = free_port()
    first = start(checkout, port)
    orphans = [process_of(checkout, name) for name in ("web", "idle")]
    first.kill()
    first.wait()
    assert [record.alive for record in orphans] == [True, True]
    second = start(checkout, port)
    assert [record.alive for record in orphans] == [False, False]
    second.terminate()
    second.wait(timeout=20)
    for supervisor in (first, second):
        assert supervisor.stdout
        supervisor.stdout.close()


def test_a_process_number_that_now_belongs_to_somebody_else_is_left_alone(checkout: Checkout) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    path = checkout.record("web")
    path.parent.mkdir(parents=True)
    path.write_text(f"{stranger.pid} 12345\n", encoding="utf-8")
    assert checkout.stop_leftovers() == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_second_run_is_told_who_holds_the_folder(checkout: Checkout) -> None:
    with checkout.hold():
        asked = subprocess.run(
            [sys.executable, "-c", "import sys\nfrom pathlib import Path\nfrom ops.checkout import Checkout, Held\n"
             "try: Checkout(root=Path(sys.argv[1])).hold()\nexcept Held as held: print(str(held).split()[0])",
             str(checkout.root)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert asked.stdout == f"{os.getpid()}\n"
    checkout.hold().close()


def test_a_busy_port_is_one_line_with_the_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortBusy) as refused:
            refuse_busy_ports([IDLE, WEB], base=port)
    remedy = port + 100 if port < 60000 else 8000
    assert str(refused.value) == (
        f"Port {port} (for web) cannot be used: Address already in use. Choose another: make run PORT={remedy}"
    )


def test_a_port_that_cannot_be_is_said_to_be_none() -> None:
    with pytest.raises(PortBusy, match=r"^There is no port 70000: choose PORT between 1024 and 65000\.$"):
        refuse_busy_ports([WEB], base=70000)


def test_the_holder_of_the_folder_is_exclusive_within_one_process_too(checkout: Checkout) -> None:
    with checkout.hold(), pytest.raises(Held):
        checkout.hold()
