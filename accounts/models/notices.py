"""Terms of use, privacy and cookie notices: written in the editor, frozen when published."""

from collections.abc import Callable
from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin

from accounts.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

_preview_screens: list[Callable[[HttpRequest, "LegalNotice"], HttpResponse]] = []


def preview_with(screen: Callable[[HttpRequest, "LegalNotice"], HttpResponse]) -> None:
    """Show drafts of notices on this screen; screens know the models, not the other way round."""
    _preview_screens[:] = [screen]


class NoticeKind(models.TextChoices):
    """Which notice it is."""

    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy notice")
    COOKIES = "cookies", _("Cookie notice")


class LegalNotice(
    TranslatableMixin, DraftStateMixin, PreviewableMixin, RevisionMixin, models.Model
):
    """A notice in one locale, as editors work on it. There is one of each kind and locale.

    Publishing freezes the text as a ``NoticeEdition``, which is all that readers see.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind.choices)
    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])
    is_substantive = models.BooleanField(
        _("ask everybody to accept this version"),
        default=True,
        help_text=_(
            "Tick it when the meaning changes. Without the tick, publishing mends the current "
            "version and nobody is asked. A translation belongs to the current version in any case."
        ),
    )
    change_note = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("One sentence for those who accepted the version before."),
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="legal_notice",
        for_concrete_model=False,
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("legal notice")
        verbose_name_plural = _("legal notices")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "locale"],
                name="accounts_notice_kind_locale_unique",
                violation_error_message=_("This notice exists in this language already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep the kind, under which editions were published, and one notice a language."""
        super().clean()
        stored = type(self).objects.filter(pk=self.pk).values_list("kind", flat=True).first()
        if stored and stored != self.kind:
            raise ValidationError({"kind": _("The kind of a notice cannot be changed.")})
        # A form without the locale leaves the constraint out.
        others = type(self).objects.exclude(pk=self.pk)
        if others.filter(kind=self.kind, locale=self.locale_id).exists():
            raise ValidationError({"kind": _("This notice exists in this language already.")})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as readers would see it."""
        return _preview_screens[0](request, self)


class NoticeEditionQuerySet(AppendOnlyQuerySet["NoticeEdition"]):
    """Editions, the ones in force first."""

    def newest_first(self) -> Self:
        """Sort by version, and within one by its mended editions."""
        return self.order_by("-version", "-number", "pk")


class NoticeEdition(AppendOnlyModel):
    """What a notice said in one locale from an instant on. Never changed, never deleted.

    Editions of the same ``version`` say the same in all languages; a higher ``number`` mends
    a mistake in one of them. A new version asks for acceptance.
    """

    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    version = models.PositiveIntegerField()
    locale = models.CharField(max_length=10)
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    body_html = models.TextField()
    change_note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()

    objects = NoticeEditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "locale", "version", "number"], name="accounts_edition_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} ({self.locale})"
