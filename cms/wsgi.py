"""WSGI entry point: the API, the pages and the editor."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after the environment is set

from accounts.entrance import open_entrance  # noqa: E402
from accounts.hashing import step_back  # noqa: E402

others = settings.WEB_THREADS_FOR_READERS + settings.WEB_THREADS_FOR_UPLOADS
open_entrance(places=settings.WEB_THREADS - others)
step_back()
