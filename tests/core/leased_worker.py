"""A worker process that takes one row, writes its effect and waits inside the transaction.

Run as ``python leased_worker.py``; the test kills it after it has said ``working``.
"""

# ruff: noqa: E402 - Django is set up before its models are imported.
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from django.contrib.auth.models import Group
from django.db import transaction

from cms.core import leased
from cms.core.models import OutboxMessage


def work_and_hang(row: OutboxMessage) -> None:
    with transaction.atomic():
        Group.objects.create(name=f"effect of {row.pk} by {os.getpid()}")
        print("working", flush=True)
        sys.stdin.read()
        row.finish()


leased.drain(OutboxMessage, work_and_hang, lease_seconds=30)
