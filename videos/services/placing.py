"""Putting finished files into storage, where nobody sees them until they are registered."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID, uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage

from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.models import Derivative, Rendition
from videos.models.asset import private_storage
from videos.models.rendition import RENDITIONS_FOLDER, rendition_id
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.results import RenditionFile
from videos.services.holding import LeaseKeeper
from videos.services.stored_files import delete_after_commit, delete_folder


def attempt_folder(asset: UUID, attempt: UUID) -> str:
    """Return the folder of storage that an attempt writes into, alone."""
    return f"{RENDITIONS_FOLDER}/{asset}/{attempt.hex}"


def begin_attempt(row: Derivative, keeper: LeaseKeeper) -> UUID:
    """Remove what a dead attempt left in storage, and note where this one will write.

    The note is written before the first file, so that whoever comes next finds them all.

    Raises:
        LeaseLostError: the work is not ours any more.
    """
    if row.attempt is not None:
        remove_attempt(row.asset.uuid, row.attempt)
    attempt = uuid4()
    keeper.renew(attempt=attempt)
    return attempt


def remove_attempt(asset: UUID, attempt: UUID) -> None:
    """Remove the files of an attempt that was never registered."""
    for storage in (private_storage(), default_storage):
        delete_folder(storage, attempt_folder(asset, attempt))


def place_files(
    row: Derivative,
    attempt: UUID,
    folder: Path,
    files: Iterable[RenditionFile],
    keeper: LeaseKeeper,
) -> list[Rendition]:
    """Move the files into storage and return their rows, which are not saved yet.

    Raises:
        LeaseLostError: the work is not ours any more.
        OSError: the storage takes no more.
    """
    placed = []
    for file in files:
        keeper.renew(size_bytes=file.size_bytes)
        rendition = _rendition(row, attempt, file)
        _move(folder / file.name, rendition)
        placed.append(rendition)
    return placed


def replace_files(renditions: Iterable[Rendition], replaced: Mapping[UUID, str]) -> None:
    """Put copies in the place of the files that they were made from; the old ones go.

    Args:
        renditions: the copies, as ``place_files`` returned them.
        replaced: the file that each was made from, by the rendition's id.

    Raises:
        MediaRefused: a file was made anew meanwhile, so that the copy is of an outdated one.
    """
    for copy in renditions:
        old = Rendition.objects.filter(uuid=copy.uuid, file=replaced[copy.uuid])
        if not old.update(file=copy.file, size_bytes=copy.size_bytes, sha256=copy.sha256):
            raise MediaRefused(MediaProblem.MISSING, replaced[copy.uuid])
        delete_after_commit(copy.storage, replaced[copy.uuid])


def _move(path: Path, rendition: Rendition) -> None:
    with path.open("rb") as content:
        os.fsync(content.fileno())  # a row that survives a power cut must not name half a file
        stored = rendition.storage.save(rendition.file, FinishedFile(content))
    if stored != rendition.file:
        raise FileExistsError(rendition.file)


def _rendition(row: Derivative, attempt: UUID, file: RenditionFile) -> Rendition:
    purpose = RenditionPurpose(file.purpose)
    if row.step == DerivativeStep.PREVIEW and purpose == RenditionPurpose.DOWNLOAD:
        purpose = RenditionPurpose.PREVIEW  # the one file that plays everywhere
    return Rendition(
        uuid=rendition_id(row.asset.uuid, file.name),
        asset_id=row.asset_id,
        derivative=row,
        purpose=purpose,
        name=file.rendition,
        filename=file.name,
        file=f"{attempt_folder(row.asset.uuid, attempt)}/{file.name}",
        content_type=file.content_type,
        container=Path(file.name).suffix.removeprefix("."),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        bit_rate=file.bit_rate,
        peak_bit_rate=file.peak_bit_rate,
        codecs=file.codecs,
        width=file.width,
        height=file.height,
        rate=file.rate,
        frame_count=file.frame_count,
        start_seconds=file.start_seconds,
        duration_seconds=file.duration_seconds,
        language=file.language,
        label=file.label,
        channels=file.channels,
        frame=file.frame,
    )


class FinishedFile(File):
    """A finished file that the storage may move into place instead of copying."""

    def temporary_file_path(self) -> str:
        """Return where the file is; Django's file storage renames it."""
        return str(self.name)
