"""Uploads that were received without a browser."""

from typing import Any

from django.utils import timezone
from wagtail.models import Collection

from tests.factories.videos import clip_bytes
from videos.models import Upload
from videos.uploads import receiving


def receive(content: bytes | None = None, *, owner: Any, **more: Any) -> Upload:
    """Return an upload whose last byte has arrived, so that it waits to be examined."""
    content = clip_bytes() if content is None else content
    more.setdefault("collection", Collection.get_first_root_node())
    more.setdefault("filename", "bridge.mp4")
    upload = receiving.begin(owner=owner, size=len(content), at=timezone.now(), **more)
    receiving.receive(upload, [content], offset=0, length=len(content), at=timezone.now())
    return Upload.objects.get(pk=upload.pk)
