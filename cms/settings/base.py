"""Settings of ``make run``: production-safe defaults, embedded services.

Concerns of some size have a file each; this one puts them together.
``production.py`` tightens, ``development.py`` and ``test.py`` relax.
"""

import os
from pathlib import Path

from cms.settings import env
from cms.settings.caches import build_caches
from cms.settings.csp import SITE_POLICY
from cms.settings.databases import build_databases
from cms.settings.languages import *  # noqa: F403 - a plain list of settings
from cms.settings.logs import build_logging
from cms.settings.secret import read_or_create_secret_key
from cms.settings.wagtail import *  # noqa: F403 - a plain list of settings

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env.writable_folder("DATA_DIR", BASE_DIR / "var")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.port("PORT", 8000)
WEB_WORKERS = env.integer("WEB_WORKERS", os.cpu_count() or 1, minimum=1, maximum=64)
FILES_PORT = env.port("FILES_PORT", min(PORT + 1, env.HIGHEST_PORT))
BASE_URL = env.url("BASE_URL", f"http://{HOST}:{PORT}", schemes={"http", "https"})
FILES_URL = env.url("FILES_URL", f"http://{HOST}:{FILES_PORT}", schemes={"http", "https"})
DEMO = env.boolean("DEMO", default=True)

DEBUG = False
PRODUCTION = False
SECRET_KEY = env.text("SECRET_KEY") or read_or_create_secret_key(DATA_DIR)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", HOST]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "cms.website",
    "cms.api",
    "news",
    "videos",
    "accounts",
    "cms.release",
    "cms.translation",
    "cms.delivery",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.wagtail_users.NewsroomUsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.api.middleware.LeanReadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.website.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "accounts.middleware.EditorPolicyMiddleware",
    "accounts.middleware.EditorGateMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = build_databases(DATA_DIR)
DATABASE_ROUTERS = ["cms.settings.databases.EmbeddedCacheRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = build_caches()
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "wagtailadmin_login"
PASSWORD_HASHERS = ["accounts.hashers.NewsroomArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "media"],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "cms.core.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Beside the media, so that a finished file is moved into place and not copied.
SCRATCH_DIR = FILE_UPLOAD_TEMP_DIR = DATA_DIR / "scratch"
SCRATCH_DIR.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_BACKEND = "cms.core.mail.backends.OutboxBackend"
EMAIL_URL = env.url("EMAIL_URL", schemes={"smtp", "smtps"})
MAIL_DIR = DATA_DIR / "mail"
MAIL_RETENTION_DAYS = env.integer("MAIL_RETENTION_DAYS", 30, minimum=1, maximum=3_650)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "newsroom@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SECURE_CSP = SITE_POLICY
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the editor shows previews of pages in a frame
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cms.core.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    # It would describe the editor's internal API too. Tests compare ours with the committed one.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "TITLE": "Newsroom content API",
    "DESCRIPTION": (
        "Everything that the newsroom has released. Reading needs no key. An address answers alike "
        "with and without its final slash, and HEAD wherever GET is offered. Errors are problem "
        "documents (RFC 9457); an unknown parameter is one."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVERS": [{"url": "/", "description": "This newsroom"}],
    "SORT_OPERATIONS": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": ["cms.api.description.tidy"],
}

VIDEOS = {
    "MAX_UPLOAD_BYTES": env.integer("VIDEO_MAX_UPLOAD_MB", 2048, minimum=1, maximum=1_000_000)
    * 1024
    * 1024,
}

LOGGING = build_logging()
