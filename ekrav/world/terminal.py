"""What a command of the demo world shows on the terminal: its own words, and what went wrong."""

import logging


def only_warnings() -> None:
    """Keep the log's lines about ordinary work, in JSON, off the terminal of this process."""
    logging.getLogger("ekrav").setLevel(logging.WARNING)
