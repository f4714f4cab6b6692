"""Settings of a public installation: https only, everything named, nothing guessed.

``cms.core.production`` refuses to start any process when one of these has been loosened.
"""

from urllib.parse import urlsplit

from cms.settings import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import FRONTEND_ORIGINS, HOST
from cms.settings.second_factor import read_second_factor

PRODUCTION = True

# What an installation on one machine may guess must be said here.
SECRET_KEY = env.required("SECRET_KEY")
BASE_URL = WAGTAILADMIN_BASE_URL = env.url("BASE_URL", env.required("BASE_URL"), schemes={"https"})
FILES_URL = env.url("FILES_URL", env.required("FILES_URL"), schemes={"https"})
DEMO = env.boolean("DEMO", default=False)
STAFF_SECOND_FACTOR = read_second_factor(demo=DEMO, host=HOST)

SITE_HOST = urlsplit(BASE_URL).hostname or ""
ALLOWED_HOSTS = [SITE_HOST, *env.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [BASE_URL, *FRONTEND_ORIGINS]

# The proxy in front must set X-Forwarded-Proto itself and drop what clients send.
if env.boolean("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000, minimum=1, maximum=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
