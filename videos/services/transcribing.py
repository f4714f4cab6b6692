"""Asking for speech to text, and doing it.

The result is saved once, with the end of the work, as a machine-made track that the public does not
see until an editor says so. A track that exists is never overwritten.
"""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from cms.core.models.leased import LeaseLostError
from cms.delivery.publication import publication
from videos.conf import video_settings
from videos.models import Track, Transcription, VideoAsset
from videos.models.asset import private_storage
from videos.pipeline import isolation
from videos.pipeline.errors import MediaRefused
from videos.pipeline.timed_text.cues import TimedTextRefused
from videos.services.workspace import file_at_hand
from videos.transcribing.backends import TranscriptionFailed, transcriber

logger = logging.getLogger(__name__)

SOURCE = "speech"
RENEWALS_PER_LEASE = 3
SCRATCH_PREFIX = "speech-"
SCRATCH_SECONDS = 24 * 3600


class AlreadyThere(Exception):
    """The asset has such a track, or it is being made."""


class SpeechToTextOff(Exception):
    """No backend is configured."""


def request_transcription(asset: VideoAsset, *, kind: str, language: str, by: Any) -> Transcription:
    """Ask for a track of what is said; one that failed is tried again.

    Raises:
        SpeechToTextOff: no backend is configured.
        AlreadyThere: the asset has such a track, or it is being made.
    """
    if transcriber() is None:
        raise SpeechToTextOff
    with transaction.atomic():
        if Track.objects.filter(asset=asset, kind=kind, language=language).exists():
            raise AlreadyThere
        job, is_new = Transcription.objects.get_or_create(
            asset=asset, kind=kind, language=language, defaults={"requested_by": by}
        )
        if not is_new:
            ended = Transcription.objects.filter(
                pk=job.pk, state__in=[LeaseState.DONE, LeaseState.FAILED]
            )
            again = {"state": LeaseState.QUEUED, "attempts": 0, "last_error": ""}
            if not ended.update(
                **again, run_after=timezone.now(), finished_at=None, requested_by=by
            ):
                raise AlreadyThere
        leased.kick(Transcription)
    return job


def drain_transcriptions() -> int:
    """Do the transcriptions that are due; return how many were handled."""
    lease = video_settings().LEASE_SECONDS
    return leased.drain(Transcription, transcribe, lease_seconds=lease)


def transcribe(job: Transcription) -> None:
    """Listen to the master and save what was said as a machine-made track.

    Raises:
        LeaseLostError: another worker took over; nothing is saved.
    """
    backend = transcriber()
    if backend is None:
        job.fail("Speech to text is switched off.")
        return
    asset = VideoAsset.objects.get(pk=job.asset_id)
    track = Track(
        asset=asset, kind=job.kind, language=job.language, is_machine_made=True,
        is_published=False, source_format=SOURCE, updated_by_id=job.requested_by_id,
    )  # fmt: skip
    try:
        with _scratch() as folder, _held(job):
            audio = folder / "speech.wav"
            name = asset.master.name or ""
            master = file_at_hand(private_storage(), name, folder, lambda _count: None)
            isolation.extract_speech(master, audio)
            track.take_cues(backend.transcribe(audio, job.language))
    except (TranscriptionFailed, TimedTextRefused) as failure:
        job.retry_later(failure)
        return
    except MediaRefused as refusal:
        job.fail(refusal)
        return
    with publication():
        job.finish()
        taken = Track.objects.filter(asset=asset, kind=job.kind, language=job.language)
        if not taken.exists():  # an editor was faster: theirs stays
            track.save()


@contextmanager
def _held(job: Transcription) -> Iterator[None]:
    """Renew the lease while a backend is busy for as long as it likes.

    A lease that is lost is noticed by ``finish``, which then saves nothing.
    """
    ended = threading.Event()
    lease = video_settings().LEASE_SECONDS

    def renew() -> None:
        while not ended.wait(lease / RENEWALS_PER_LEASE):
            try:
                close_old_connections()
                job.renew(lease_seconds=lease)
            except LeaseLostError:
                return
            finally:
                connection.close()

    keeper = threading.Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


@contextmanager
def _scratch() -> Iterator[Path]:
    root = Path(settings.SCRATCH_DIR)
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, dir=root) as folder:
        yield Path(folder)


def _sweep(root: Path) -> None:
    """Remove what killed workers left behind."""
    oldest = time.time() - SCRATCH_SECONDS
    for folder in root.glob(f"{SCRATCH_PREFIX}*"):
        with suppress(FileNotFoundError):  # another worker has just finished with it
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
