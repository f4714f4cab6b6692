"""The file process: ``granian --interface asginl cms.asgi:application``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")
django.setup()

# Models may be imported only now.
from videos.serving.application import FileApplication  # noqa: E402
from videos.serving.sources import find_file_in_thread  # noqa: E402

application = FileApplication(find=find_file_in_thread)
