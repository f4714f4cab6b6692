"""Topics, people and places: what articles, programmes and videos are about."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from cms.core.translating import UntouchedField


class Subject(TranslatableMixin, DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """What the three kinds share: a title in a locale, drafts and revisions."""

    first_published_at: datetime | None
    last_published_at: datetime | None

    title = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(
        _("slug"),
        max_length=255,
        allow_unicode=True,
        blank=True,
        help_text=_("Short name for addresses. Left empty, it is made from the name."),
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("locale"),
        index.FilterField("live"),
    ]
    override_translatable_fields = [UntouchedField("slug")]

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill an empty slug from the title; what is saved live at once is released by that."""
        if not self.slug:
            self.slug = slugify(self.title, allow_unicode=True)[:255] or str(self.translation_key)
        if self.live and self.first_published_at is None:
            self.first_published_at = self.last_published_at = timezone.now()
        super().save(*args, **kwargs)


class Topic(Subject):
    """A theme that stories are filed under."""

    document_kind = "topic"

    description = models.TextField(_("description"), blank=True)

    class Meta(Subject.Meta):
        abstract = False
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Person(Subject):
    """Somebody who speaks or is spoken of."""

    document_kind = "person"

    role = models.CharField(
        _("role"),
        max_length=255,
        blank=True,
        help_text=_("Rank, title or function, as it is printed after the name."),
    )
    image = models.ForeignKey(
        "core.NewsroomImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    search_fields = [*Subject.search_fields, index.SearchField("role")]

    class Meta(Subject.Meta):
        abstract = False
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Place(Subject):
    """Where something happens."""

    document_kind = "place"

    country_code = models.CharField(
        _("country code"),
        max_length=2,
        blank=True,
        help_text=_("Two letters of ISO 3166-1, such as BE."),
    )

    class Meta(Subject.Meta):
        abstract = False
        verbose_name = _("place")
        verbose_name_plural = _("places")
