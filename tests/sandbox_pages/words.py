"""What stands on a counterparty's page."""

from html import unescape
from re import DOTALL, sub


def words_of(page: str) -> str:
    """The words of the page's main part, as one line without markup."""
    main = page.partition("<main")[2]
    return " ".join(unescape(sub(r"<[^>]+>", " ", "<main" + main, flags=DOTALL)).split())
