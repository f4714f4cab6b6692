"""Kinds of videos, shots, tracks and restrictions, and why a file cannot be used."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from videos.pipeline.errors import MediaProblem


class VideoKind(models.TextChoices):
    """What a video is, as newsrooms sort footage."""

    B_ROLL = "b_roll", _("B-roll")
    STATEMENT = "statement", _("Statement")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    PACKAGE = "package", _("Package")
    INTERVIEW = "interview", _("Interview")


class ShotKind(models.TextChoices):
    """What a row of a shotlist is."""

    SHOT = "shot", pgettext_lazy("row of a shotlist", "Shot")
    SOUNDBITE = "soundbite", _("Soundbite")


class TrackKind(models.TextChoices):
    """What a track of timed text is for."""

    SUBTITLES = "subtitles", _("Subtitles")
    CAPTIONS = "captions", pgettext_lazy("for readers who do not hear", "Captions")
    TRANSCRIPT = "transcript", _("Transcript")


class RestrictionKind(models.TextChoices):
    """What a row of the rules of use says."""

    FORBIDDEN = "forbidden", pgettext_lazy("rule of use", "No use")
    ONLY = "only", pgettext_lazy("rule of use", "Use only")


class Medium(models.TextChoices):
    """Where footage is shown."""

    BROADCAST = "broadcast", pgettext_lazy("medium", "Broadcast")
    ONLINE = "online", pgettext_lazy("medium", "Online")
    SOCIAL = "social", pgettext_lazy("medium", "Social media")
    PRINT = "print", pgettext_lazy("medium", "Print")


PROBLEM_TEXTS = {
    MediaProblem.NOT_VIDEO: _("This file is not a video in a format we can read."),
    MediaProblem.NO_PICTURE: _("This file holds no picture that can be read."),
    MediaProblem.NO_SOUND: _("This file holds no sound that can be read."),
    MediaProblem.TRUNCATED: _("This file is incomplete: its end is missing. Upload it again."),
    MediaProblem.DAMAGED: _("This file is damaged. Copy it again from where it came from."),
    MediaProblem.PICTURE_TOO_LARGE: _(
        "The picture is larger than can be worked with: 8192 × 8192 pixels in all, 16384 on a side."
    ),
    MediaProblem.TOO_HEAVY: _("Reading this file took too long, so it was stopped."),
    MediaProblem.CRASHED: _("The file could not be read: the decoder stopped."),
    MediaProblem.MISSING: _("The file is missing from the storage."),
    MediaProblem.DISK_FULL: _("There was no space left on the disk."),
    MediaProblem.MISMATCH: _(
        "A file made from this master does not match it, so it was discarded."
    ),
}
