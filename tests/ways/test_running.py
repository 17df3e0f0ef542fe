"""The running service: the worker asks the sandboxed Swish over TLS, the phone approves, Swish calls."""

import time
from collections.abc import Callable

import pytest
import requests
from django.conf import settings

from ekrav.payments.ways.states import State
from tests.processes import Processes
from tests.ways.given import begins, heard, on_the_phone, owed, reminded, seen

EVERYTHING_LEFT = 6_095_62
"""10 095,62 less 4 000,00."""


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_from_the_wish_to_the_money_on_the_case(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SANDBOX_URL", processes.sandbox)
    anna = reminded()
    processes.start("sandbox", "web", "worker", "beat")
    # Nobody's certificate opens nothing: only the worker has the merchant's.
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(processes.addresses["EKRAV_SWISH_URL"], timeout=10)
    paying = begins(anna, 4000_00)

    def until(holds: Callable[[], bool]) -> None:
        ends = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < ends, "".join(map(processes.log, ("worker", "web", "sandbox")))[-4000:]
            time.sleep(0.2)

    until(lambda: seen(paying).state == State.SENT)
    on_the_phone(paying, "approve")
    until(lambda: seen(paying).state == State.PAID)
    until(lambda: owed(anna) == EVERYTHING_LEFT)
    assert heard(paying) == ["sent", "paid"]
