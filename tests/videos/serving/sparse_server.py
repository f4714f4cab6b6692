"""A file process that serves one large file of zeros."""

import os
from pathlib import Path

from videos.serving.application import FileApplication
from videos.serving.files import ServedFile

BIG = ServedFile(
    path=Path(os.environ["SPARSE_FILE"]),
    content_type="video/mp4",
    etag='"big"',
    disposition="inline",
    is_public=True,
)

application = FileApplication(find=lambda _path, _query: BIG)
