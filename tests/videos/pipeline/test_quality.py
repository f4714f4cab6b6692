"""Loudness of the sounds, and the beginning of the picture."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.videos import media as sources
from tests.videos.media import H264, Source, Tone
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.quality import Quality, measure_quality

type Media = Callable[[Source], Path]

# The first of the minimum requirements test signals of EBU Tech 3341: a stereo sine of 1 kHz at
# -23 dBFS is -23 LUFS, within 0.1 LU.
REFERENCE = Tone(hertz=1000, level_dbfs=-23.0)
SILENCE = Tone(level_dbfs=None)


class TestLoudness:
    @pytest.mark.parametrize(
        "source",
        [
            replace(H264, suffix=".mov", audio_codec="pcm_s16le"),
            replace(H264, suffix=".mkv"),
            sources.VP9,
            sources.MPEG2,
        ],
        ids=["mov", "mkv", "webm", "ts"],
    )
    def test_is_what_the_standard_says_in_every_container(
        self, source: Source, media: Media
    ) -> None:
        quality = measure_quality(media(replace(source, tones=(REFERENCE,), frames=50)))

        (sound,) = quality.sounds
        assert sound.integrated_lufs == pytest.approx(-23.0, abs=0.2)
        assert sound.true_peak_dbtp == pytest.approx(-23.0, abs=1.5)  # codecs overshoot

    def test_of_two_mono_tracks_is_that_of_the_pair(self, media: Media) -> None:
        mono = replace(REFERENCE, channels=1)
        source = replace(sources.XDCAM, tones=(mono, mono, mono, replace(mono, level_dbfs=None)))

        sounds = measure_quality(media(source)).sounds

        assert [sound.tracks for sound in sounds] == [(0, 1), (2, 3)]
        assert sounds[0].integrated_lufs == pytest.approx(-23.0, abs=0.2)
        assert sounds[1].channel_peaks_dbtp == (pytest.approx(-23, abs=0.5), None)

    def test_of_one_mono_track_is_that_of_both_loudspeakers(self, media: Media) -> None:
        source = replace(H264, suffix=".mkv", tones=(replace(REFERENCE, channels=1),))

        (sound,) = measure_quality(media(source)).sounds

        assert sound.integrated_lufs == pytest.approx(-23.0, abs=0.2)

    def test_of_surround_counts_all_channels(self, media: Media) -> None:
        source = replace(sources.PRORES, tones=(replace(REFERENCE, channels=6),))

        (sound,) = measure_quality(media(source)).sounds

        assert len(sound.channel_peaks_dbtp) == 6
        assert sound.integrated_lufs > -20

    def test_of_silence_is_none(self, media: Media) -> None:
        (sound,) = measure_quality(media(replace(H264, tones=(SILENCE,)))).sounds

        assert (sound.integrated_lufs, sound.true_peak_dbtp) == (None, None)

    def test_needs_a_sound(self, media: Media) -> None:
        assert measure_quality(media(replace(H264, tones=()))).sounds == ()


class TestBeginning:
    def test_may_be_black(self, media: Media) -> None:
        quality = measure_quality(media(replace(H264, frames=50, dark_frames=30)))

        assert quality.black_seconds == pytest.approx(1.2, abs=0.05)

    def test_may_stand_still(self, tmp_path: Path) -> None:
        quality = measure_quality(_with_still(tmp_path / "slate.mp4", still=40, frames=60))

        assert quality.frozen_seconds == pytest.approx(1.6, abs=0.1)
        assert quality.black_seconds == 0

    def test_usually_moves(self, media: Media) -> None:
        quality = measure_quality(media(H264))

        assert (quality.black_seconds, quality.frozen_seconds) == (0, 0)
        assert quality.watched_seconds == pytest.approx(0.96)


class TestChild:
    def test_measures_the_same(self, media: Media) -> None:
        shares: list[float] = []

        quality = isolation.measure_quality(media(H264), on_progress=shares.append)

        assert quality == measure_quality(media(H264))
        assert shares[-1] == 1.0

    def test_says_why_it_cannot(self, tmp_path: Path) -> None:
        (tmp_path / "notes.mp4").write_text("no video")

        with pytest.raises(MediaRefused) as caught:
            isolation.measure_quality(tmp_path / "notes.mp4")

        assert caught.value.problem is MediaProblem.NOT_VIDEO


def test_can_be_stored(media: Media) -> None:
    quality = measure_quality(media(sources.XDCAM))

    assert Quality.from_json(json.loads(json.dumps(asdict(quality)))) == quality


def _with_still(path: Path, *, still: int, frames: int) -> Path:
    """Write a slate, then the film."""
    from fractions import Fraction

    import av

    from tests.videos.media import draw

    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "1"})
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        for number in range(frames):
            frame = av.VideoFrame.from_image(draw(max(1, number - still), H264))
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(video.encode(frame))
        output.mux(video.encode())
    return path
