"""Logging: one line a record on standard error."""

from typing import Any

from cms.settings import env

LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR"}


def build_logging() -> dict[str, Any]:
    """Return LOGGING at the level of LOG_LEVEL."""
    level = env.choice("LOG_LEVEL", "INFO", LEVELS)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        },
        "filters": {"deleted": {"()": "cms.core.log_filters.IndexingOfTheDeleted"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR", "propagate": True},
            "django.tasks": {"level": "WARNING", "propagate": True, "filters": ["deleted"]},
            "django_tasks_db": {"level": "WARNING", "propagate": True},
            "wagtail": {"level": "WARNING", "propagate": True},
        },
    }
