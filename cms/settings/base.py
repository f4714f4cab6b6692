"""Settings of ``make run``: production-safe defaults, embedded services.

Concerns of some size have a file each; this one puts them together.
``production.py`` tightens, ``development.py`` and ``test.py`` relax.
"""

import os
from pathlib import Path

from cms.settings import env
from cms.settings.accounts import *  # noqa: F403 - a plain list of settings
from cms.settings.accounts import ACCOUNT_SECURITY_SCHEMES, FRONTEND_ORIGINS
from cms.settings.caches import build_caches
from cms.settings.cookies import *  # noqa: F403 - a plain list of settings
from cms.settings.csp import ACCOUNT_POLICY, EDITOR_POLICY, SITE_POLICY
from cms.settings.databases import build_databases
from cms.settings.files import build_storages, read_s3
from cms.settings.languages import *  # noqa: F403 - a plain list of settings
from cms.settings.logs import build_logging
from cms.settings.second_factor import read_second_factor
from cms.settings.secret import read_or_create_secret_key
from cms.settings.tasks import build_rq_queues, build_tasks, read_media_workers, read_tasks_url
from cms.settings.wagtail import *  # noqa: F403 - a plain list of settings

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env.writable_folder("DATA_DIR", BASE_DIR / "var")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.port("PORT", 8000)
WEB_WORKERS = env.integer("WEB_WORKERS", os.cpu_count() or 1, minimum=1, maximum=64)
# Of each web worker. Some are kept for readers when many change accounts.
WEB_THREADS, WEB_THREADS_FOR_READERS, WEB_THREADS_FOR_UPLOADS = 11, 2, 3
FILES_PORT = env.port("FILES_PORT", min(PORT + 1, env.HIGHEST_PORT))
BASE_URL = env.url("BASE_URL", f"http://{HOST}:{PORT}", schemes={"http", "https"})
FILES_URL = env.url("FILES_URL", f"http://{HOST}:{FILES_PORT}", schemes={"http", "https"})
DEMO = env.boolean("DEMO", default=True)
STAFF_SECOND_FACTOR = read_second_factor(demo=DEMO, host=HOST)

DEBUG = False
PRODUCTION = False
SECRET_KEY = env.text("SECRET_KEY") or read_or_create_secret_key(DATA_DIR)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", HOST]
CSRF_TRUSTED_ORIGINS = [BASE_URL, *FRONTEND_ORIGINS]

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
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.usersessions",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.api.middleware.LeanReadMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "accounts.api.v1.clients.AppClientMiddleware",
    "accounts.session_cookies.SessionCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.website.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.doors.AccountDoorMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.session_limits.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
LOGIN_URL = "account_login"
PASSWORD_HASHERS = ["accounts.hashers.NewsroomArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "accounts.password_validators.PolicyValidator"}]

TASKS_URL = read_tasks_url()
TASKS = build_tasks(TASKS_URL)
MEDIA_WORKERS = read_media_workers(TASKS_URL)
RQ_QUEUES = build_rq_queues(TASKS_URL)
if TASKS_URL:
    INSTALLED_APPS.append("django_rq")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
# Files under way lie on the disk of the masters, so that a finished one is renamed.
UPLOADS_DIR = PRIVATE_MEDIA_ROOT / "uploads"
S3 = read_s3()
STORAGES = build_storages(S3)
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

CSRF_FAILURE_VIEW = "cms.api.handlers.csrf_failure"
SECURE_CSP, ACCOUNT_CSP, EDITOR_CSP = SITE_POLICY, ACCOUNT_POLICY, EDITOR_POLICY
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # the editor shows previews of pages in a frame

# They need the session, and with it the whole stack.
API_FULL_STACK_PREFIXES = ["/api/v1/account/"]
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
    "APPEND_COMPONENTS": {"securitySchemes": ACCOUNT_SECURITY_SCHEMES},
    "POSTPROCESSING_HOOKS": ["cms.api.description.tidy"],
}

VIDEOS = {
    "MAX_UPLOAD_BYTES": env.mebibytes("VIDEO_MAX_UPLOAD_MB", 51_200, minimum=1),
    "USER_QUOTA_BYTES": env.mebibytes("VIDEO_USER_QUOTA_MB", 0),
    "STORE_QUOTA_BYTES": env.mebibytes("VIDEO_STORE_QUOTA_MB", 0),
    "KEEP_FREE_BYTES": env.mebibytes("VIDEO_KEEP_FREE_MB", 1024),
    "LADDER": env.json_object("VIDEO_LADDER"),
    "JOB_MEMORY_BYTES": env.mebibytes("VIDEO_JOB_MEMORY_MB", 4096, minimum=256),
    "STYLE_GUIDE": env.json_object("VIDEO_STYLE_GUIDE"),
    "TRANSCRIBER": env.text("VIDEO_TRANSCRIBER"),
    "TRANSCRIBER_COMMAND": env.text("VIDEO_TRANSCRIBER_COMMAND"),
    "RIGHTS_NOTICE_DAYS": env.integer("VIDEO_RIGHTS_NOTICE_DAYS", 7, minimum=0, maximum=365),
    "UPLOAD_SECONDS": env.integer("VIDEO_UPLOAD_HOURS", 48, minimum=1, maximum=1000) * 3600,
}

LOGGING = build_logging()
