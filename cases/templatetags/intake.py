"""Tags of the check page."""

from collections.abc import Mapping

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from ekrav.look.fields import render_field

register = template.Library()


@register.simple_tag
def read_field(bound: BoundField, states: Mapping[str, tuple[str, str]], *, width: str = "") -> SafeString:
    """A field with how sure the reader was of it: `{% read_field form.amount states width="16" %}`."""
    state, reason = states.get(bound.name, ("", "")) if not bound.form.is_bound else ("", "")
    return render_field(bound, width=width, state=state, note=reason)
