"""Choosers whose value is the same in every language.

A chosen page or person is stored once, in whichever language the editor found it. Projection looks
up the released version in the language of the document.
"""

from wagtail.blocks import PageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.core.translating import NotTranslated


class WorkChooserBlock(NotTranslated, PageChooserBlock):
    """Choose a page; every language shows its own version of it."""


class SubjectChooserBlock(NotTranslated, SnippetChooserBlock):
    """Choose a topic, person or place; every language shows its own version of it."""
