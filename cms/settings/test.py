"""Settings of the test suite: the real components, with cheap hashing and a folder per run."""

import os
import tempfile

if "DATA_DIR" not in os.environ:
    # The test processes of one run inherit the folder; tests/conftest.py removes it at the end.
    os.environ["NEWSROOM_TEST_FOLDER"] = tempfile.mkdtemp(prefix="newsroom-tests-")
    os.environ["DATA_DIR"] = os.path.join(os.environ["NEWSROOM_TEST_FOLDER"], "main")
if os.environ["DATA_DIR"] == os.path.join(os.environ.get("NEWSROOM_TEST_FOLDER", ""), "main"):
    # Each has files of its own beside its own database: a sweep would take the others' for left.
    os.environ["DATA_DIR"] = os.path.join(
        os.environ["NEWSROOM_TEST_FOLDER"], os.environ.get("PYTEST_XDIST_WORKER", "main")
    )
os.environ.pop("TASKS_URL", None)  # the suite runs tasks at once
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 48)

from cms.settings.base import *  # noqa: F403
from cms.settings.base import CACHES, DATA_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    "default": {
        "BACKEND": "django.tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "media"],
    }
}
# Test processes may share one Redis.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": f"newsroom-test-{os.getppid()}-{PROCESS}"}}
SCRATCH_DIR = FILE_UPLOAD_TEMP_DIR = DATA_DIR / "scratch"
SCRATCH_DIR.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if "cache" in DATABASES:
    # It holds nothing but the cache's table; going through every migration would take a while.
    DATABASES["cache"]["TEST"]["MIGRATE"] = False
