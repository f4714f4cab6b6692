"""A worker process that stops in the middle of an encode.

Run as ``python preview_worker.py``; the test kills it after it has said ``working``.
"""

# ruff: noqa: E402 - Django is set up before its models are imported.
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from videos.pipeline import isolation
from videos.services.making_previews import drain_previews

encode = isolation.make_preview


def encode_and_hang(source: Path, target: Path, **kwargs: object) -> object:
    def hang(share: float) -> None:
        sys.stdout.write("working\n")
        sys.stdout.flush()
        sys.stdin.read()

    return encode(source, target, on_progress=hang)


isolation.make_preview = encode_and_hang
drain_previews()
