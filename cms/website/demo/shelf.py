"""What has been created so far, found by the keys the texts use."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page, Revision

from accounts.models import User
from cms.core.models import NewsroomDocument, NewsroomImage
from cms.website.demo.moments import Calendar
from videos.models import VideoAsset


@dataclass(kw_only=True)
class Shelf:
    """Created objects by key; those with translations by key and locale."""

    calendar: Calendar
    editor: User
    locales: dict[str, Locale]
    images: dict[str, NewsroomImage] = field(default_factory=dict)
    documents: dict[str, NewsroomDocument] = field(default_factory=dict)
    assets: dict[str, VideoAsset] = field(default_factory=dict)
    subjects: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def subject(self, kind: str, key: str, locale: str) -> Any:
        """Return a topic, person or place in a language."""
        return self.subjects[kind, key, locale]

    def optional_subject(self, kind: str, key: str, locale: str) -> Any | None:
        """Return a topic, person or place, or None for an empty key."""
        return self.subject(kind, key, locale) if key else None

    def page(self, reference: str, locale: str) -> Page:
        """Return a page in a language, or in English when that language has none."""
        return self.pages.get((reference, locale)) or self.pages[reference, "en"]

    def revise(self, instance: Any) -> Revision:
        """Save the instance and its revision, in this order: a revision must know its rows' ids."""
        instance.save()
        return instance.save_revision(user=self.editor)

    def publish(self, instance: Any) -> None:
        """Publish through Wagtail in the editor's name, as an import does: without asking leave."""
        revision = self.revise(instance)
        revision.publish(user=self.editor, skip_permission_checks=True)
