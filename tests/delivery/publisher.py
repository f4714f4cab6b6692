"""Publishes one article again and again until it is killed. Run by a test, in a process."""

import sys
from itertools import count
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connections  # noqa: E402

from news.models import ArticlePage  # noqa: E402 - Django is set up first

if __name__ == "__main__":
    if "cache" in connections:
        call_command("createcachetable", database="cache", verbosity=0)
    page = ArticlePage.objects.get(pk=int(sys.argv[1]))
    start = int(page.title.rsplit(" ", 1)[1]) + 1
    for number in count(start):
        page = ArticlePage.objects.get(pk=page.pk)
        page.title = f"Edition {number}"
        page.save_revision().publish()
        sys.stdout.write(f"{page.title}\n")
        sys.stdout.flush()
