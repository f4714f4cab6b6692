"""Timed text of a video asset."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from cms.delivery.publication import mark_dependents, publication
from videos.choices import TrackKind
from videos.languages import UnknownLanguage, clean_language, own_name, text_direction
from videos.models.asset import VideoAsset
from videos.pipeline.timed_text.cues import Cue, accepted
from videos.pipeline.timed_text.vtt import read_webvtt, write_webvtt


def validate_language(tag: str) -> None:
    """Refuse what is no listed language.

    Raises:
        ValidationError: with what to write instead.
    """
    try:
        clean_language(tag)
    except UnknownLanguage as error:
        raise ValidationError(
            _("“%(tag)s” is no language code. Write one such as fr, uk or pt-BR."),
            code="unknown_language",
            params={"tag": tag[:40]},
        ) from error


class TrackQuerySet(models.QuerySet["Track"]):
    """Which tracks there are."""

    def shown(self) -> "TrackQuerySet":
        """Keep what the public may have, in a settled order and without the texts."""
        return (
            self.filter(is_published=True, cue_count__gt=0)
            .defer("webvtt")
            .order_by("kind", "language")
        )


class Track(models.Model):
    """Subtitles, captions or a transcript of an asset in one language.

    The text is kept as canonical WebVTT; ``cues`` are what it says. ``version`` counts the changes
    of the text, so that two editors notice each other.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asset = models.ForeignKey(VideoAsset, on_delete=models.CASCADE, related_name="tracks")
    kind = models.CharField(
        _("kind"), max_length=10, choices=TrackKind, default=TrackKind.SUBTITLES
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        validators=[validate_language],
        help_text=_("Code of the language that is written, such as en, fr, uk, ar or pt-BR."),
    )
    label = models.CharField(
        _("label"),
        max_length=80,
        blank=True,
        help_text=_("What players call it. Left empty, the language's own name."),
    )
    is_machine_made = models.BooleanField(
        _("made by a machine"),
        default=False,
        help_text=_(
            "Readers and players are told so. Remove the tick when somebody has checked it."
        ),
    )
    is_published = models.BooleanField(
        _("shown to the public"),
        default=True,
        help_text=_("With every published video that shows this file."),
    )
    source_format = models.CharField(max_length=10, blank=True, editable=False)
    webvtt = models.TextField(blank=True, editable=False)
    cue_count = models.PositiveIntegerField(_("number of cues"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "kind", "language"],
                name="videos_track_unique",
                violation_error_message=_(
                    "This file has such a track in this language already. Change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.shown_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and project what shows the asset, all or nothing."""
        with publication():
            super().save(*args, **kwargs)
            mark_dependents(self.asset.dependency_key)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and project what showed it, all or nothing."""
        with publication():
            deleted = super().delete(*args, **kwargs)
            mark_dependents(self.asset.dependency_key)
        return deleted

    def clean(self) -> None:
        """Write the language in its settled form."""
        super().clean()
        if self.language:
            validate_language(self.language)
            self.language = clean_language(self.language)

    def take_cues(self, cues: Iterable[Cue]) -> None:
        """Take over cues, without saving.

        Raises:
            TimedTextRefused: there are too many, or one cannot be.
        """
        found = accepted(cues)
        self.webvtt = write_webvtt(found)
        self.cue_count = len(found)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Return the cues in order."""
        return tuple(read_webvtt(self.webvtt))

    @property
    def shown_label(self) -> str:
        """Return what players call the track, in its own language: machine-made ones say so."""
        name = self.label or own_name(self.language)
        with translation.override(self.language):
            if self.kind == TrackKind.CAPTIONS and not self.label:
                # Translators: after the name of a language, for subtitles with sounds and speakers.
                name = pgettext("track in a player", "%(language)s (captions)") % {"language": name}
            if self.is_machine_made:
                # Translators: after the name of a track that nobody has checked yet.
                name = gettext("%(track)s – made by a machine") % {"track": name}
        return name

    @property
    def direction(self) -> str:
        """Return ``rtl`` or ``ltr``."""
        return text_direction(self.language)
