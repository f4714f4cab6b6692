"""The newsroom's settings with Wagtail's own API v2 beside it, for comparison only."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2"]
ROOT_URLCONF = "benchmarks.urls"
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_SEARCH_ENABLED = False
