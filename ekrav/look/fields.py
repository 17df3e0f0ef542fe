"""Form fields drawn as the Field component, and the error summary that stands first on a page with errors.

Works with any Django form. The page's form element carries `novalidate`: the server checks, on submit.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ekrav.look.parts import Link

# How sure a value is that was read from a document: state → its shape and tone.
READ_STATES: Final = {
    "read": ("check", "accent"),
    "check": ("warning", "warn"),
    "missing": ("ring", ""),
}

# The longest answer in characters, and the width of its control.
WIDTHS: Final = ((8, "8"), (20, "16"), (40, "24"))


class NoSuchReadState(ValueError):
    """A field was said to be neither read, to be checked nor missing."""


def is_optional(bound: BoundField) -> bool:
    """Whether the field may always be left out. A form's `conditional` fields are asked for by some of its answers."""
    conditional: frozenset[str] = getattr(bound.form, "conditional", frozenset())
    return not bound.field.required and kind_of(bound) != "tick" and bound.name not in conditional


def render_field(
    bound: BoundField,
    *,
    width: str = "",
    state: str = "",
    note: str = "",
    legend: str = "",
    autocomplete: str = "",
) -> SafeString:
    """Label, hint, read state, error and control of one field.

    `width` is "4", "8", "16" or "24" characters, else what the longest answer asks for;
    `state` is "read", "check" or "missing" with its reason in `note`;
    `legend="hidden"` when the page's h1 asks the question. Raises NoSuchReadState.
    """
    if state and state not in READ_STATES:
        raise NoSuchReadState(state)
    width = width or fitting_width(bound)
    mark, tone = READ_STATES.get(state, ("", ""))
    described = " ".join(described_by(bound, state=state))
    context = {
        "bound": bound,
        "kind": kind_of(bound),
        "control": bound.as_widget(attrs=control_attributes(bound, width, described, autocomplete)),
        "described": described,
        "optional": is_optional(bound),
        "state": state,
        "mark": mark,
        "tone": tone,
        "note": note,
        "legend": legend,
    }
    return render_to_string("parts/field.html", context)


def fitting_width(bound: BoundField) -> str:
    """The width that the longest answer fits in, of a line of text; "" for the whole width."""
    longest = getattr(bound.field, "max_length", None)
    if longest is None or type(bound.field.widget) is not forms.TextInput:
        return ""
    return next((width for most, width in WIDTHS if longest <= most), "")


def kind_of(bound: BoundField) -> str:
    """Which of the three drawings a field has: "group", "tick" or "control"."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "control"


def described_by(bound: BoundField, *, state: str) -> Iterator[str]:
    """The ids of the texts that a screen reader reads after the label."""
    if bound.help_text:
        yield f"{bound.auto_id}_hint"
    if state:
        yield f"{bound.auto_id}_read"
    if bound.errors:
        yield f"{bound.auto_id}_error"


def control_attributes(bound: BoundField, width: str, described: str, autocomplete: str) -> dict[str, Any]:
    """The attributes that the control itself gets on top of its widget's own."""
    classes = ["control", *([f"w-{width}"] if width else [])]
    attributes: dict[str, Any] = {} if kind_of(bound) == "tick" else {"class": " ".join(classes)}
    if described:
        attributes["aria-describedby"] = described
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    return attributes


def error_links(some: Iterable[forms.BaseForm]) -> list[Link]:
    """Every error of these forms in the fields' own words, each leading to its field."""
    return [link for form in some for link in _errors_of(form)]


def _errors_of(form: forms.BaseForm) -> Iterator[Link]:
    for error in form.non_field_errors():
        yield Link(label=str(error), url="")
    for bound in form:
        first = "_0" if kind_of(bound) == "group" else ""
        for error in bound.errors:
            yield Link(label=str(error), url="" if bound.is_hidden else f"#{bound.auto_id}{first}")
