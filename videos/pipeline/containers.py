"""Opening a media file that nobody has vouched for.

FFmpeg chooses a demuxer by content, whatever the file is called. Without a list of formats a
playlist that pretends to be a video makes it open other files of this machine, and a picture
opens as a film of one frame.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from videos.pipeline.errors import MediaProblem, MediaRefused

CONTAINERS = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "mxf", "matroska", "webm", "mpegts",
              "mpeg", "avi")  # fmt: skip
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": ",".join(CONTAINERS)}
# What decoding raises; PyAV says ValueError when the decoder could not be opened.
DECODING_ERRORS = (av.FFmpegError, ValueError)
STILL_IMAGE = "still image"
STILL_IMAGE_BRANDS = frozenset({"avif", "heic", "heix", "heim", "heis", "mif1", "miaf"})


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """Open a file in one of the accepted containers.

    Raises:
        MediaRefused: the file is missing or is no such container.
    """
    try:
        # The prefix keeps a file name from being read as the address of another protocol.
        container = av.open(f"file:{path}", options=OPTIONS)
    except FileNotFoundError as error:
        raise MediaRefused(MediaProblem.MISSING) from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise MediaRefused(MediaProblem.NOT_VIDEO, str(error)) from error
    with container:
        yield container


def picture_stream(container: InputContainer) -> VideoStream:
    """Return the stream that holds the film.

    Raises:
        MediaRefused: there is none, or it is a cover picture.
    """
    if container.metadata.get("major_brand", "").strip() in STILL_IMAGE_BRANDS:
        raise MediaRefused(MediaProblem.NOT_VIDEO, STILL_IMAGE)
    for stream in container.streams.video:
        is_cover = bool(stream.disposition & av.stream.Disposition.attached_pic)
        if stream.codec_context is None or is_cover:
            continue  # no decoder, or a picture
        if stream.width and stream.height:
            return stream
    raise MediaRefused(MediaProblem.NO_PICTURE, "no video stream")
