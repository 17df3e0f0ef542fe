"""Template tags and filters of the look: `{% load look %}`. What each takes is listed in `templates/README.md`."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ekrav.identity import mask_organisation_number
from ekrav.look import dates, fields, figures, shapes, statuses
from ekrav.look.navigation import address_of, main_links
from ekrav.look.parts import Link
from ekrav.look.quoted import in_swedish
from ekrav.money import NBSP, Ore

register = template.Library()

_WRITTEN_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

register.filter("kronor", figures.kronor)
register.filter("amount", figures.amount)
register.filter("short_kronor", figures.short_kronor)
register.filter("short_amount", figures.short_amount)
register.filter("signed_kronor", figures.signed_kronor)
register.filter("in_fours", figures.in_fours)
register.filter("brief_day", dates.brief_day)
register.filter("full_date", dates.full_date)
register.filter("time_of_day", dates.time_of_day)
register.filter("swedish", in_swedish)


@register.filter
def organisation_number(digits: str) -> str:
    """`5566778899` as "556677-8899"; a sole trader's is a person number and is masked; other text as it stands."""
    text = str(digits)
    return mask_organisation_number(text) if len(text) == 10 and text.isdigit() else text


@register.filter
def dial(phone: str) -> str:
    """A phone number as a `tel:` address wants it: digits and a leading plus."""
    return "".join(c for c in str(phone) if c.isdigit() or c == "+")


@register.filter
def count(number: int) -> str:
    """A whole number with its thousands apart: "3 120", in English "3,120"."""
    return f"{number:,}" if figures.english() else f"{number:,}".replace(",", NBSP)


@register.filter
def whole_dates(text: str) -> SafeString:
    """A hint whose "2025-05-15" is never broken between two lines."""
    return mark_safe(_WRITTEN_DATE.sub(r'<span class="whole">\g<0></span>', conditional_escape(text)))


@register.filter
def monogram(name: str) -> str:
    """The first letters of a company's first two words: "Åre Bygg AB" gives "ÅB"."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.simple_tag
def key_amount(ore: Ore | None) -> SafeString:
    """The large amount of a page."""
    return figures.key_amount(ore)


@register.simple_tag
def status(code: object, word: str = "", *, kind: str = "case", tag: bool = False) -> SafeString:
    """`{% status case.state %}`: shape and word; `kind="payout"` …; `tag=True` beside a heading."""
    return statuses.status_html(code, kind=kind, word=word, tag=tag)


@register.simple_tag
def marked(word: str, shape: str, tone: str = "", *, tag: bool = False) -> SafeString:
    """`{% marked "Två fält behöver dig" "warning" "warn" %}`: any word behind a shape."""
    return statuses.marked(word, name=shape, tone=tone, tag=tag)


@register.simple_tag
def shape(name: str, tone: str = "") -> SafeString:
    """The inline SVG of one shape, without a word: the word must stand beside it."""
    return shapes.shape(name, tone=tone)


@register.simple_tag(takes_context=True)
def day(context: Mapping[str, Any], value: date | None, style: str = "short") -> SafeString | str:
    """`{% day case.next_date %}` "tors 10 dec"; `"long"`, `"whole"`, `"full"`, `"brief"`. Uses `today`."""
    if value is None:
        return figures.UNKNOWN
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(context, value, style))


@register.simple_tag(takes_context=True)
def day_words(context: Mapping[str, Any], value: date, style: str = "short") -> str:
    """As `day` without the `time` element, for translated sentences: `{% day_words d "long" as by %}`."""
    today = context.get("today")
    match style:
        case "short":
            return dates.short_day(value, today=today)
        case "long":
            return dates.long_day(value, today=today)
        case "whole":
            return dates.whole_day(value)
        case "full":
            return dates.full_date(value)
        case "brief":
            return dates.brief_day(value)
    raise template.TemplateSyntaxError(f"no date style {style!r}")


@register.simple_tag(takes_context=True)
def moment(context: Mapping[str, Any], value: datetime) -> SafeString:
    """`{% moment file.read_at %}` "06:12" on the day itself, else "tis 24 nov 15:20"."""
    words = dates.short_moment(value, today=context.get("today"))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def field(bound: BoundField, **options: str) -> SafeString:
    """`{% field form.amount width="8" %}`; also `state`, `note`, `legend`, `autocomplete` (see `ekrav.look.fields`)."""
    return fields.render_field(bound, **options)


@register.simple_tag
def error_summary(*some: forms.BaseForm) -> SafeString:
    """`{% error_summary form %}`, first in the content: nothing while the forms have no errors."""
    links = fields.error_links(some)
    return render_to_string("parts/error_summary.html", {"links": links}) if links else SafeString()


@register.simple_tag
def error_prefix(*some: forms.BaseForm) -> str:
    """`{% block title %}{% error_prefix form %}…`: "Fel: " in front of the title of a page with errors."""
    return gettext("Fel:") + " " if fields.error_links(some) else ""


@register.simple_block_tag
def notice(content: SafeString, tone: str = "", shape: str = "", *, focus: bool = False) -> SafeString:
    """`{% notice "warn" %}<strong>…</strong> …{% endnotice %}`; `focus=True` for what was just done."""
    drawn = shape or {"accent": "done", "warn": "warning", "stop": "octagon"}.get(tone, "info")
    context = {"content": content, "tone": tone, "shape": drawn, "focus": focus}
    return render_to_string("parts/notice.html", context)


@register.simple_tag(takes_context=True)
def main_navigation(context: Mapping[str, Any]) -> list[Link]:
    """`{% main_navigation as links %}`: the pages of Mina sidor that exist, with the current one marked."""
    request = context.get("request")
    return main_links(path=request.path if request else "", unread=context.get("unread"))


@register.simple_tag
def address(page: str) -> str:
    """`{% address "help" as help_url %}`: where a page of the frames lies, or "" when it does not exist yet."""
    return address_of(page)
