"""A file of ten gigabytes, most of which is a hole, so that no disk has to hold it."""

import hashlib
import os
from pathlib import Path

import pytest
from django.core.files.storage import storages

from tests.factories.videos import clip_bytes
from tests.videos.uploads.contents import LARGE_BOX_HEADER, padding_header
from tests.videos.uploads.tus import Tus, checksum
from videos.models import Upload, VideoAsset
from videos.uploads import incoming
from videos.uploads.examining import drain_uploads

pytestmark = pytest.mark.django_db

MEBIBYTE = 1024 * 1024
END = b"the last bytes"


def sha256_with_hole(beginning: bytes, hole: int, end: bytes) -> str:
    digest = hashlib.sha256(beginning)
    zeros = bytes(MEBIBYTE)
    for start in range(0, hole, MEBIBYTE):
        digest.update(zeros[: hole - start])
    digest.update(end)
    return digest.hexdigest()


def test_is_received_hashed_and_moved(tus: Tus, soak_size, settings) -> None:
    size = soak_size(80, 10 * 1024) * MEBIBYTE
    settings.VIDEOS = {"MAX_UPLOAD_BYTES": size, "KEEP_FREE_BYTES": -size}
    clip = clip_bytes()
    beginning = clip + padding_header(size - len(clip))
    hole = size - len(beginning) - len(END)
    assert len(beginning) == len(clip) + LARGE_BOX_HEADER
    address = tus.begin(size)
    tus.send(address, beginning, offset=0)

    # As if the bytes between had been received, and the connection were lost then.
    os.truncate(incoming.path_of(Upload.objects.get().uuid), len(beginning) + hole)

    assert tus.offset(address) == size - len(END)
    last = tus.send(address, END, offset=size - len(END), Upload_Checksum=checksum(END))
    assert (last.status_code, last["Upload-Offset"]) == (204, str(size))
    drain_uploads()

    asset = VideoAsset.objects.get()
    stored = Path(storages["private"].path(asset.master.name))
    assert (asset.size_bytes, stored.stat().st_size) == (size, size)
    assert asset.sha256 == sha256_with_hole(beginning, hole, END)
    assert stored.stat().st_blocks * 512 < 8 * MEBIBYTE  # moved: a copy would have filled the hole
