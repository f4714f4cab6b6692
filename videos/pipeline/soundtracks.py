"""The sounds of a source as files: for download as they are, for the preview at one loudness."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from av.audio.frame import AudioFrame

from videos.pipeline.checking import Length, check
from videos.pipeline.levels import Amplifier, Meter, gain_of
from videos.pipeline.mixing import Mixer
from videos.pipeline.package import write_hls, write_mp4
from videos.pipeline.picture import look_at
from videos.pipeline.plan import Plan
from videos.pipeline.reading import Consumer, Progress, read
from videos.pipeline.results import Purpose, RenditionFile, SoundLevel, StepResult
from videos.pipeline.sound import SoundSpec
from videos.pipeline.sound_file import SoundFile

M4A, WAV = "m4a", "wav"
WAV_TYPE = "audio/wav"

type Taker = Callable[[AudioFrame], None]


def make_sounds(source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    """Decode the sounds twice: to measure them and write what is downloaded, then to even them out.

    Raises:
        MediaRefused: the source cannot be decoded, or an output is not as long as planned.
    """
    listening = Listening(source, plan)
    levels, downloads = _as_they_are(listening, folder, lambda share: on_progress(share / 2))
    previews = _evened_out(listening, folder, levels, lambda share: on_progress((1 + share) / 2))
    return StepResult(files=(*downloads, *previews), levels=tuple(levels.values()))


class Listening:
    """Decodes the sounds of a source from its first frame to the end of its last."""

    def __init__(self, source: Path, plan: Plan) -> None:
        self.source, self.sounds, self.settings = source, plan.sounds, plan.settings
        self.start = look_at(source).start
        picture = plan.renditions[0]
        self.length = Length(frame_count=picture.frame_count, rate=Fraction(picture.rate))

    def listen(self, takers: Mapping[str, list[Taker]], on_progress: Progress) -> None:
        """Give the frames of each sound to its takers, by its name."""
        first = self.sounds[0].name
        told = _Told(on_progress, self.length.samples)
        consumers: dict[int, Consumer] = {}
        mixers = []
        for spec in self.sounds:
            everyone = [*takers[spec.name], told.add] if spec.name == first else takers[spec.name]
            mixer = Mixer(spec, self.start, _to_all(everyone), samples=self.length.samples)
            consumers |= mixer.consumers
            mixers.append(mixer)
        read(self.source, sounds=consumers)
        for mixer in mixers:
            mixer.finish()


def _as_they_are(
    listening: Listening, folder: Path, on_progress: Progress
) -> tuple[dict[str, SoundLevel], list[RenditionFile]]:
    """Measure the sounds and write what is downloaded."""
    settings = listening.settings
    meters = {spec.name: Meter(spec) for spec in listening.sounds}
    takers: dict[str, list[Taker]] = {name: [meter.add] for name, meter in meters.items()}
    with ExitStack() as stack:
        outputs: dict[str, list[SoundFile]] = {M4A: [], WAV: []}
        for spec in listening.sounds:
            for form in settings.audio_formats:
                output = stack.enter_context(_download(spec, folder, form))
                outputs[form].append(output)
                takers[spec.name].append(output.add)
        listening.listen(takers, on_progress)
        for output in (*outputs[M4A], *outputs[WAV]):
            output.finish(listening.length.samples)
    files = [_fast_start(output, folder, listening.length) for output in outputs[M4A]]
    files += [_wav(output, listening.length) for output in outputs[WAV]]
    levels = {}
    for spec in listening.sounds:
        loudness = meters[spec.name].finish()
        levels[spec.name] = SoundLevel(
            rendition=spec.name,
            integrated_lufs=loudness.integrated_lufs,
            true_peak_dbtp=loudness.true_peak_dbtp,
            gain_db=gain_of(
                loudness,
                target_lufs=settings.loudness_lufs,
                highest_true_peak_dbtp=settings.highest_true_peak_dbtp,
            ),
        )
    return levels, files


def _evened_out(
    listening: Listening, folder: Path, levels: Mapping[str, SoundLevel], on_progress: Progress
) -> list[RenditionFile]:
    """Write the sounds of the preview."""
    takers: dict[str, list[Taker]] = {}
    with ExitStack() as stack:
        outputs = []
        for spec in listening.sounds:
            output = stack.enter_context(SoundFile(spec, folder / f"{spec.name}.sound.mp4"))
            amplifier = Amplifier(spec, levels[spec.name].gain_db)
            takers[spec.name] = [_through(amplifier, output)]
            outputs.append(output)
        listening.listen(takers, on_progress)
        for output in outputs:
            output.finish(listening.length.samples)
    files: list[RenditionFile] = []
    for output in outputs:
        written = write_hls(
            folder,
            output.path,
            listening.length,
            rendition=output.spec.name,
            segment_seconds=listening.settings.segment_seconds,
        )
        files += [replace(file, language=output.spec.language) for file in written]
        output.path.unlink()
    return files


def _download(spec: SoundSpec, folder: Path, form: str) -> SoundFile:
    if form == WAV:
        return SoundFile(spec, folder / f"{spec.name}.wav", codec="pcm_s24le")
    return SoundFile(spec, folder / f"{spec.name}.sound.mp4")


def _fast_start(output: SoundFile, folder: Path, length: Length) -> RenditionFile:
    spec = output.spec
    target = folder / f"{spec.name}.m4a"
    written = write_mp4(
        target, length, rendition=spec.name, picture=None, sounds=[(spec, output.path)]
    )
    output.path.unlink()
    return replace(written, language=spec.language)


def _wav(output: SoundFile, length: Length) -> RenditionFile:
    facts = check(output.path, length)
    return RenditionFile.of(
        output.path,
        rendition=output.spec.name,
        purpose=Purpose.DOWNLOAD,
        content_type=WAV_TYPE,
        channels=facts.channels,
        language=output.spec.language,
        duration_seconds=round(float(length.seconds), 6),
    )


def _through(amplifier: Amplifier, output: SoundFile) -> Taker:
    def take(frame: AudioFrame) -> None:
        for changed in amplifier.change(frame):
            output.add(changed)

    return take


def _to_all(takers: list[Taker]) -> Taker:
    def take(frame: AudioFrame) -> None:
        for taker in takers:
            taker(frame)

    return take


class _Told:
    """Tells how much of a sound has passed."""

    def __init__(self, on_progress: Progress, samples: int) -> None:
        self.on_progress, self.samples = on_progress, samples
        self.passed = 0

    def add(self, frame: AudioFrame) -> None:
        self.passed += frame.samples
        if self.samples:
            self.on_progress(min(self.passed / self.samples, 0.99))
