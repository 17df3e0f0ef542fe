"""A real Celery worker on the tests' database, over the real broker."""

import time

import pytest

from tests.processes import Processes


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_what_beat_sends(processes: Processes) -> None:
    processes.start("worker", "beat")
    until = time.monotonic() + 60
    while "succeeded in" not in processes.log("worker"):
        assert time.monotonic() < until, processes.log("worker") + processes.log("beat")
        time.sleep(0.2)
