"""Looking at an uploaded file before it is accepted."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from videos.conf import video_settings
from videos.pipeline import isolation
from videos.pipeline.probe import Probe


class UploadTooLarge(Exception):
    """The file is larger than the settings allow."""

    def __init__(self, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(f"{size_bytes} > {limit_bytes}")
        self.size_bytes = size_bytes
        self.limit_bytes = limit_bytes


def inspect_upload(upload: UploadedFile) -> Probe:
    """Return what the file holds. Its name and its declared type prove nothing and are not read.

    Raises:
        UploadTooLarge: the file exceeds ``VIDEOS["MAX_UPLOAD_BYTES"]``.
        MediaRefused: the file is not a whole video.
    """
    limit = video_settings().MAX_UPLOAD_BYTES
    size = upload.size or 0
    if size > limit:
        raise UploadTooLarge(size, limit)
    with _path_of(upload) as path:
        return isolation.probe(path)


@contextmanager
def _path_of(upload: UploadedFile) -> Iterator[Path]:
    """Give the upload a path: a small one lies in memory."""
    if isinstance(upload, TemporaryUploadedFile):
        yield Path(upload.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(dir=settings.SCRATCH_DIR) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        upload.seek(0)
        yield Path(copy.name)
