"""Settings of a public installation: https only, everything named, nothing guessed."""

from cms.settings.base import *  # noqa: F403
