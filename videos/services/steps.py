"""What each step of deriving does with the pipeline, and what follows from its result."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from videos.conf import video_settings
from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.metadata.embedding import NotBoxesError, write_with_packet
from videos.models import Derivative, Rendition, VideoAsset
from videos.models.asset import FOUND_FIELDS, private_storage
from videos.models.rendition import MASTER_NAME, rendition_id
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.ladder import LadderSettings, RenditionSpec
from videos.pipeline.plan import STEPS_FROM_PREVIEW, Plan, Step, plan_derivatives
from videos.pipeline.results import Purpose, RenditionFile
from videos.pipeline.steps import derive as derive_step
from videos.pipeline.steps import limits_for
from videos.services.describing import describe, described_renditions
from videos.services.holding import LeaseKeeper
from videos.services.placing import attempt_folder
from videos.services.posters import take_automatic_poster
from videos.services.requesting import plan_steps
from videos.services.workspace import local_file

HASH_CHUNK = 1024 * 1024
HASH_SHARE = 0.9  # of the facts' progress
SOUND_BYTES_PER_SECOND = 300_000  # 24-bit PCM in stereo
MEZZANINE_BYTES_PER_SECOND = 20_000_000  # ProRes 422 at 1080p
MASTER_CONTENT_TYPES = {
    "mov": "video/quicktime",
    "mp4": "video/mp4",
    "mxf": "application/mxf",
    "matroska": "video/matroska",
    "webm": "video/webm",
    "mpegts": "video/mp2t",
    "mpeg": "video/mpeg",
    "avi": "video/x-msvideo",
}


def _nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One attempt at a step: the row we hold, and folders that go with it."""

    row: Derivative
    keeper: LeaseKeeper
    scratch: Path
    output: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What a step made.

    Attributes:
        files: in the output folder, to be moved into storage.
        renditions: rows of files that lie in storage already.
        found: what was reported beside the files, as JSON.
        replaces: the files that ``files`` are copies of, by the id of their rendition.
        effect: what else follows, in the transaction that registers the files.
    """

    files: tuple[RenditionFile, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    found: dict[str, Any] = field(default_factory=dict)
    replaces: dict[UUID, str] = field(default_factory=dict)
    effect: Callable[[], None] = _nothing


def do_step(work: Work) -> Made:
    """Do a row's step in a child process.

    Raises:
        MediaRefused: the master cannot be used, or took too much.
        LeaseLostError: the work is not ours any more.
    """
    match DerivativeStep(work.row.step):
        case DerivativeStep.FACTS:
            return _find_facts(work)
        case DerivativeStep.QUALITY:
            return _measure(work)
        case DerivativeStep.POSTER:
            return _suggest_posters(work)
        case DerivativeStep.METADATA:
            return _write_metadata(work)
        case _:
            return _derive(work)


def space_needed(row: Derivative) -> int:
    """Return how many bytes of scratch space a step will use at most, roughly."""
    if row.step == DerivativeStep.METADATA:
        return 2 * sum(file.size_bytes for file in described_renditions(row.asset))
    if not row.plan:
        return 0
    plan = Plan.from_json(row.plan)
    seconds = int(plan.renditions[0].frame_count / Fraction(plan.renditions[0].rate)) + 1
    match DerivativeStep(row.step):
        case DerivativeStep.PREVIEW:
            return 2 * seconds * _bytes_a_second(plan.renditions[:1])
        case DerivativeStep.LADDER:
            return 2 * seconds * _bytes_a_second(plan.renditions[1:])
        case DerivativeStep.MEZZANINE:
            return seconds * MEZZANINE_BYTES_PER_SECOND
        case _:
            return seconds * SOUND_BYTES_PER_SECOND * len(plan.sounds)


def _bytes_a_second(renditions: tuple[RenditionSpec, ...]) -> int:
    return sum(spec.highest_bit_rate // 8 + SOUND_BYTES_PER_SECOND for spec in renditions)


def _find_facts(work: Work) -> Made:
    row, asset = work.row, work.row.asset
    master = local_file(private_storage(), row.master, work.scratch, work.keeper)
    columns: dict[str, Any] = {"sha256": asset.sha256 or _sha256(master, work.keeper)}
    probe = isolation.probe(master)
    plan = plan_derivatives(probe, LadderSettings.from_json(video_settings().LADDER))
    asset.take_facts(probe)
    asset.sha256 = columns["sha256"]

    def effect() -> None:
        found = {name: getattr(asset, name) for name in FOUND_FIELDS if name != "quality"}
        VideoAsset.objects.filter(pk=asset.pk).update(**found)
        row.refresh_from_db(fields=["urgency"])
        plan_steps(row, plan, asdict(plan))

    return Made(renditions=(_master_rendition(row, asset),), effect=effect)


def _measure(work: Work) -> Made:
    """Measure loudness and look at the beginning; editors and readers are told."""
    master = local_file(private_storage(), work.row.master, work.scratch, work.keeper)
    quality = asdict(isolation.measure_quality(master, on_progress=work.keeper.report))

    def effect() -> None:
        VideoAsset.objects.filter(pk=work.row.asset_id).update(quality=quality)

    return Made(effect=effect)


def _master_rendition(row: Derivative, asset: VideoAsset) -> Rendition:
    """Describe the master as what it is too: the first file on offer."""
    return Rendition(
        uuid=rendition_id(asset.uuid, MASTER_NAME),
        asset=asset,
        derivative=row,
        purpose=RenditionPurpose.MASTER,
        name=MASTER_NAME,
        filename=MASTER_NAME,
        file=row.master,
        content_type=MASTER_CONTENT_TYPES.get(asset.container, "application/octet-stream"),
        container=asset.container,
        codecs=asset.codecs,
        size_bytes=asset.size_bytes,
        sha256=asset.sha256,
        bit_rate=round(asset.size_bytes * 8 / (asset.duration_seconds or 1)),
        width=asset.width or 0,
        height=asset.height or 0,
        rate=f"{asset.rate.numerator}/{asset.rate.denominator}" if asset.rate else "",
        frame_count=asset.frame_count or 0,
        duration_seconds=asset.duration_seconds or 0,
    )


def _suggest_posters(work: Work) -> Made:
    made = _derive(work)
    best = (work.output / made.files[0].name).read_bytes() if made.files else b""

    def effect() -> None:
        if best:
            take_automatic_poster(work.row.asset_id, best)

    return replace(made, effect=effect)


def _write_metadata(work: Work) -> Made:
    """Copy the files for download with what is published of them now."""
    asset, row = work.row.asset, work.row
    description = describe(asset)
    if description is None or row.attempt is None:
        return Made()
    renditions = described_renditions(asset)
    files = [
        _with_packet(work, rendition, description.packet, number / len(renditions))
        for number, rendition in enumerate(renditions)
    ]
    folder = attempt_folder(asset.uuid, row.attempt)
    found = {
        "etags": description.etags,
        "packet": description.digest,
        "files": [f"{folder}/{file.name}" for file in files],
    }
    replaces = {rendition.uuid: rendition.file for rendition in renditions}
    return Made(files=tuple(files), found=found, replaces=replaces)


def _with_packet(work: Work, rendition: Rendition, packet: str, done: float) -> RenditionFile:
    with tempfile.TemporaryDirectory(dir=work.scratch) as folder:
        source = local_file(rendition.storage, rendition.file, Path(folder), work.keeper)
        try:
            written = write_with_packet(
                source,
                work.output / rendition.filename,
                packet,
                on_share=lambda _share: work.keeper.report(done),
            )
        except NotBoxesError as error:
            raise MediaRefused(MediaProblem.DAMAGED, str(error)) from error
    return RenditionFile(
        name=rendition.filename,
        rendition=rendition.name,
        purpose=Purpose.DOWNLOAD,
        content_type=rendition.content_type,
        size_bytes=written.size_bytes,
        sha256=written.sha256,
    )


def _derive(work: Work) -> Made:
    row = work.row
    step = Step(row.step)
    plan = Plan.from_json(row.plan)
    limits = replace(limits_for(plan), memory_bytes=video_settings().JOB_MEMORY_BYTES)
    result = derive_step(
        step, _source(work, step), work.output, plan, on_progress=work.keeper.report, limits=limits
    )
    found = asdict(result)
    del found["files"]
    return Made(files=result.files, found=found)


def _source(work: Work, step: Step) -> Path:
    """Return what the step reads: the master, or the preview made of it."""
    if step not in STEPS_FROM_PREVIEW:
        return local_file(private_storage(), work.row.master, work.scratch, work.keeper)
    preview = Rendition.objects.filter(
        derivative__asset=work.row.asset_id,
        derivative__master=work.row.master,
        purpose=RenditionPurpose.PREVIEW,
    ).first()
    if preview is None:
        raise MediaRefused(MediaProblem.MISSING, "the preview")
    return local_file(preview.storage, preview.file, work.scratch, work.keeper)


def _sha256(path: Path, keeper: LeaseKeeper) -> str:
    digest, size, read = hashlib.sha256(), max(1, path.stat().st_size), 0
    with path.open("rb") as file:
        while chunk := file.read(HASH_CHUNK):
            digest.update(chunk)
            read += len(chunk)
            keeper.report(read / size * HASH_SHARE)
    return digest.hexdigest()
