"""The steps of a plan, as they run in the child process."""

from collections.abc import Callable, Sequence
from pathlib import Path

from videos.pipeline.encode import Encoding, encode
from videos.pipeline.ladder import RenditionSpec
from videos.pipeline.mastering import make_mezzanine
from videos.pipeline.package import write_hls, write_mp4
from videos.pipeline.plan import Plan, Step
from videos.pipeline.reading import Progress
from videos.pipeline.results import RenditionFile, StepResult
from videos.pipeline.shots import shots_between
from videos.pipeline.soundtracks import make_sounds
from videos.pipeline.stills import suggest_posters
from videos.pipeline.thumbnails import make_thumbnails
from videos.pipeline.waveform import make_waveforms


def derive(step: Step, source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    """Do one step; ``Step`` says which files it writes.

    Raises:
        MediaRefused: the source cannot be decoded, or an output is not as planned.
    """
    result = STEPS[step](source, folder, plan, on_progress)
    on_progress(1.0)
    return result


def _preview(source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    encoding = encode(
        source,
        folder,
        plan.renditions[:1],
        plan.sounds,
        with_shots=True,
        on_progress=on_progress,
    )
    files = _pack(encoding, folder, plan, plan.renditions[:1])
    return StepResult(files=files, shots=shots_between(encoding.cuts, encoding.length))


def _ladder(source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    specs = plan.renditions[1:]
    encoding = encode(source, folder, specs, plan.sounds, on_progress=on_progress)
    return StepResult(files=_pack(encoding, folder, plan, specs))


def _pack(
    encoding: Encoding, folder: Path, plan: Plan, specs: Sequence[RenditionSpec]
) -> tuple[RenditionFile, ...]:
    sounds = [(spec, encoding.sounds[spec.name]) for spec in plan.sounds]
    files: list[RenditionFile] = []
    for spec in specs:
        picture = encoding.pictures[spec.name]
        download = folder / f"{spec.name}.mp4"
        files.append(
            write_mp4(
                download, encoding.length, rendition=spec.name, picture=picture, sounds=sounds
            )
        )
        files += write_hls(
            folder,
            picture,
            encoding.length,
            rendition=spec.name,
            segment_seconds=spec.segment_seconds,
        )
        picture.unlink()
    for _spec, path in sounds:
        path.unlink()
    return tuple(files)


STEPS: dict[Step, Callable[[Path, Path, Plan, Progress], StepResult]] = {
    Step.POSTER: suggest_posters,
    Step.PREVIEW: _preview,
    Step.MEZZANINE: make_mezzanine,
    Step.SOUND: make_sounds,
    Step.THUMBNAILS: make_thumbnails,
    Step.WAVEFORM: make_waveforms,
    Step.LADDER: _ladder,
}
