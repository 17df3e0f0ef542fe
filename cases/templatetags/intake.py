"""Tags and filters of the cases' pages."""

from django import template
from django.utils.safestring import SafeString

from cases.check_page import Asked
from ekrav.look.fields import render_field

register = template.Library()


@register.simple_tag
def read_field(asked: Asked) -> SafeString:
    """A field of the invoice with how sure the reader was of it: `{% read_field asked %}`."""
    return render_field(asked.bound, width=asked.width, state=asked.state, note=asked.reason)
