"""Settings of the test suite: the real components, with cheap hashing and a folder per run."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="newsroom-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 48)

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = Path(DATA_DIR) / "media"
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True
