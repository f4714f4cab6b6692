"""A file as the process serves it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class ServedFile:
    """A file that may be read. Nothing here comes from the address that was asked for."""

    path: Path
    content_type: str
    etag: str
    disposition: str
    is_public: bool
