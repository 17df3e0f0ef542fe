"""`{% load payouts %}`: what is taken off, and bankgiro numbers as people read them."""

from django import template

from ekrav.identity import format_bankgiro
from ekrav.money import Ore

register = template.Library()


@register.filter
def minus(ore: int) -> Ore:
    """An amount as something taken off: 24000 as −24000, nothing as nothing."""
    return Ore(-ore)


@register.filter
def bankgiro(digits: str) -> str:
    """`50501055` as "5050-1055"."""
    return format_bankgiro(str(digits))
