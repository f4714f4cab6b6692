"""Kinds of videos and states of their previews."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from videos.pipeline.errors import MediaProblem


class VideoKind(models.TextChoices):
    """What a video is, as newsrooms sort footage."""

    B_ROLL = "b_roll", _("B-roll")
    STATEMENT = "statement", _("Statement")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    PACKAGE = "package", _("Package")
    INTERVIEW = "interview", _("Interview")


PROBLEM_TEXTS = {
    MediaProblem.NOT_VIDEO: _("This file is not a video in a format we can read."),
    MediaProblem.NO_PICTURE: _("This file holds no picture that can be read."),
    MediaProblem.TRUNCATED: _("This file is incomplete: its end is missing. Upload it again."),
    MediaProblem.TOO_HEAVY: _("Reading this file took too long, so it was stopped."),
    MediaProblem.CRASHED: _("The file could not be read: the decoder stopped."),
    MediaProblem.MISSING: _("The file is missing from the storage."),
}
