"""Numbers as editors read them."""

from django import template

from videos.text import timecode

register = template.Library()
register.filter("timecode", timecode)
