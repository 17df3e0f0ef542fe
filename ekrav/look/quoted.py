"""Words that stay Swedish on a page that is read in English, because they are somebody's own."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from ekrav.look.figures import english


def in_swedish(text: str) -> SafeString:
    """The text, marked as Swedish for screen readers when the page around it is not."""
    return format_html('<span lang="sv">{}</span>', text) if text and english() else conditional_escape(text)
