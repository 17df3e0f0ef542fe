"""Which reader a file is for, by a glance at its head."""

from collections.abc import Iterator
from typing import BinaryIO

from ekrav.bankfiles import bgmax, camt054
from ekrav.bankfiles.document import LARGEST_FILE
from ekrav.bankfiles.notification import Notification

_HEAD = 4096


def read_money(file: BinaryIO) -> Iterator[Notification]:
    """Say what a file tells of money in and out, whichever format it is in, in parts. Raises FileRefused at any."""
    file.seek(0)
    if not bgmax.is_bgmax(file.read(_HEAD)):
        yield from camt054.parts(file)
        return
    file.seek(0)
    # Its counts stand in its last record, and it is never long. One byte more than is read is enough to be refused.
    yield bgmax.read(file.read(LARGEST_FILE + 1))
