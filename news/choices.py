"""The fixed vocabularies of news. The values reach the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    """What sort of text an article is."""

    NEWS = "news", _("News")
    PRESS_RELEASE = "press_release", _("Press release")
    STATEMENT = "statement", _("Statement")
    SPEECH = "speech", _("Speech")
    TRANSCRIPT = "transcript", _("Transcript")
    MEDIA_ADVISORY = "media_advisory", _("Media advisory")
    OPINION = "opinion", _("Opinion")


class ProgrammeKind(models.TextChoices):
    """What sort of event a programme describes."""

    MINISTERIAL = "ministerial", _("Ministerial meeting")
    SUMMIT = "summit", _("Summit")
    VISIT = "visit", _("Visit")
    EXERCISE = "exercise", _("Exercise")
    PRESS_CONFERENCE = "press_conference", _("Press conference")


class Coverage(models.TextChoices):
    """Which media may attend a session."""

    OPEN = "open", _("Open to media")
    POOL = "pool", _("Media pool")
    CLOSED = "closed", _("Closed to media")
    LIVESTREAM = "livestream", _("Livestream only")


class SessionStatus(models.TextChoices):
    """Where a session stands."""

    SCHEDULED = "scheduled", _("Scheduled")
    MOVED = "moved", _("Moved")
    LIVE = "live", _("Live now")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")
