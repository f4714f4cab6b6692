"""Proving that every file in storage belongs to a row, and every row has its file."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import Storage, default_storage

from cms.core.models import LeaseState, NewsroomImage
from cms.core.storage import RemoteStorage, UnfinishedFile
from videos.derivative_choices import RenditionPurpose
from videos.models import Derivative, Rendition, Upload, VideoAsset
from videos.models.asset import MASTERS_FOLDER, private_storage
from videos.models.rendition import RENDITIONS_FOLDER
from videos.models.upload import OPEN_STAGES
from videos.services.stored_files import delete_file, files_below
from videos.services.workspace import sweep_scratch

# A file that is stored before its row is committed, such as an upload's, is younger.
GRACE = timedelta(hours=24)
IMAGES_FOLDER = "original_images"
OLD_PREVIEWS_FOLDER = "previews"  # where previews lay before there were renditions
ROWS_AT_ONCE = 500
LOGGED_NAMES = 20

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Sweep:
    """What was found.

    Attributes:
        orphans: files without a row, as (place, name).
        unfinished: files that have parts only, which nobody adds to any more, in the same way.
        orphan_bytes: their size.
        missing: files that a row names and that are not there.
        scratch: folders of dead work on this machine.
    """

    orphans: list[tuple[str, str]] = field(default_factory=list)
    orphan_bytes: int = 0
    unfinished: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    scratch: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.orphans or self.unfinished or self.missing or self.scratch)


def sweep_media(*, at: datetime, delete: bool, grace: timedelta = GRACE) -> Sweep:
    """Look for files without rows and for rows without files; ``delete`` removes the former.

    A remote store keeps the parts of a file whose sender was killed; those go too.

    Files younger than ``grace`` are left alone, and so is what a worker writes now.
    """
    found = Sweep()
    for place, storage, folder in _places():
        for name in _unowned(storage, folder):
            if storage.get_modified_time(name) > at - grace:
                continue
            found.orphans.append((place, name))
            found.orphan_bytes += storage.size(name)
            if delete:
                delete_file(storage, name)
        if isinstance(storage, RemoteStorage):
            for unfinished in _abandoned(storage, folder, before=at - grace):
                found.unfinished.append((place, unfinished.name))
                if delete:
                    storage.abandon(unfinished)
    found.missing = list(_missing())
    dead = sweep_scratch(Path(settings.SCRATCH_DIR), delete=delete)
    found.scratch = [folder.name for folder in dead]
    return found


def sweep_daily(at: datetime) -> None:
    """Delete what is left behind, and log what is missing."""
    found = sweep_media(at=at, delete=True)
    if not found.is_clean:
        logger.warning(
            "Media swept",
            extra={
                "event": "media_swept",
                "orphans": len(found.orphans),
                "orphan_bytes": found.orphan_bytes,
                "unfinished": len(found.unfinished),
                "missing": found.missing[:LOGGED_NAMES],
            },
        )


def _places() -> Iterable[tuple[str, Storage, str]]:
    return (
        ("private", private_storage(), MASTERS_FOLDER),
        ("private", private_storage(), RENDITIONS_FOLDER),
        ("public", default_storage, RENDITIONS_FOLDER),
        ("public", default_storage, IMAGES_FOLDER),
        ("public", default_storage, OLD_PREVIEWS_FOLDER),
    )


def _unowned(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the files of a folder that no row names."""
    for names in batched(files_below(storage, folder), ROWS_AT_ONCE):
        owned = _owned(folder, names)
        yield from (name for name in names if name not in owned)


def _abandoned(
    storage: RemoteStorage, folder: str, *, before: datetime
) -> Iterator[UnfinishedFile]:
    """Yield the files of a folder that were begun long ago and that nobody adds to."""
    old = [one for one in storage.unfinished_below(folder) if one.began_at <= before]
    owned = _owned(folder, [one.name for one in old])
    yield from (one for one in old if one.name not in owned)


def _owned(folder: str, names: Sequence[str]) -> set[str]:
    if folder == MASTERS_FOLDER:
        masters = VideoAsset.objects.filter(master__in=names).values_list("master", flat=True)
        uploads = Upload.objects.filter(master_name__in=names, stage__in=OPEN_STAGES)
        return {*masters, *uploads.values_list("master_name", flat=True)}
    if folder == RENDITIONS_FOLDER:
        registered = Rendition.objects.filter(file__in=names).values_list("file", flat=True)
        return {*registered, *_being_written(names)}
    if folder == IMAGES_FOLDER:
        return set(NewsroomImage.objects.filter(file__in=names).values_list("file", flat=True))
    return set()


def _being_written(names: Sequence[str]) -> set[str]:
    """Return what a running attempt has put there so far."""
    attempts = {name: _attempt_in(name) for name in names}
    running = Derivative.objects.filter(
        attempt__in={attempt for attempt in attempts.values() if attempt},
        state=LeaseState.RUNNING,
    )
    alive = set(running.values_list("attempt", flat=True))
    return {name for name, attempt in attempts.items() if attempt in alive}


def _attempt_in(name: str) -> UUID | None:
    """Return the attempt that a path names as its folder."""
    try:
        return UUID(hex=name.split("/")[2])
    except (IndexError, ValueError):
        return None


def _missing() -> Iterator[str]:
    for master in VideoAsset.objects.exclude(master="").values_list("master", flat=True).iterator():
        if not private_storage().exists(master):
            yield master
    renditions = Rendition.objects.exclude(purpose=RenditionPurpose.MASTER)
    for rendition in renditions.iterator(chunk_size=ROWS_AT_ONCE):
        if not rendition.storage.exists(rendition.file):
            yield rendition.file
