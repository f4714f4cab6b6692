"""Dates on the account screens, written as the language of the page does."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils.translation import get_language

from accounts.dates import day_in_words, in_words

register = template.Library()


@register.filter
def instant(moment: datetime) -> str:
    """Return the date and time in UTC."""
    return in_words(moment, get_language() or settings.LANGUAGE_CODE)


@register.filter
def day(moment: datetime) -> str:
    """Return the date in UTC."""
    return day_in_words(moment, get_language() or settings.LANGUAGE_CODE)
