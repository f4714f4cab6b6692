"""The sound that speech recognition listens to: one channel, 16,000 samples a second, WAV."""

from pathlib import Path

import av
from av.audio.resampler import AudioResampler

from videos.pipeline.containers import open_media
from videos.pipeline.errors import MediaProblem, MediaRefused

SAMPLE_RATE = 16_000


def extract_speech(source: Path, target: Path) -> None:
    """Write the first sound of a film as WAV, from its first sample on.

    Raises:
        MediaRefused: there is no sound that can be read.
    """
    with open_media(source) as media, av.open(str(target), "w", format="wav") as output:
        if not media.streams.audio:
            raise MediaRefused(MediaProblem.NO_SOUND, "no audio stream")
        sound = media.streams.audio[0]
        written = output.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        heard = 0
        for packet in media.demux(sound):
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue  # a damaged piece; speech around it can still be recognised
            for frame in frames:
                frame.pts = None  # samples follow each other
                for part in resampler.resample(frame):
                    heard += part.samples
                    output.mux(written.encode(part))
        for part in resampler.resample(None):
            output.mux(written.encode(part))
        output.mux(written.encode(None))
    if not heard:
        raise MediaRefused(MediaProblem.NO_SOUND, "nothing could be decoded")
