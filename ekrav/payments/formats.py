"""Which reader a file is for, by a glance at its head."""

from ekrav.bankfiles import bgmax, camt054
from ekrav.bankfiles.notification import Notification


def read_money(content: bytes) -> Notification:
    """Return what a file tells of money in and out, whichever format it is in. Raises FileRefused."""
    return bgmax.read(content) if bgmax.is_bgmax(content) else camt054.read(content)
