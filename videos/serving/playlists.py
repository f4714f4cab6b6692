"""The HLS master playlist of an asset, composed of what exists when it is asked for."""

from collections.abc import Iterable, Sequence

from videos.audio_tracks import AudioTrack
from videos.derivative_choices import RenditionPurpose
from videos.models import Rendition
from videos.pipeline.hls import SoundEntry, SubtitleEntry, Variant, master_playlist

STEREO = 2


def asset_playlist(
    renditions: Iterable[Rendition],
    subtitles: Sequence[SubtitleEntry] = (),
    audio: Iterable[AudioTrack] = (),
) -> str | None:
    """Return the master playlist, the smallest picture first; None while there is no picture.

    Sounds are called as ``audio`` says.
    """
    found = list(renditions)
    playlists = {one.name: one for one in found if one.purpose == RenditionPurpose.PLAYLIST}
    streams = [
        one for one in found if one.purpose == RenditionPurpose.HLS and one.name in playlists
    ]
    pictures = sorted((one for one in streams if one.width), key=lambda one: one.peak_bit_rate)
    if not pictures:
        return None
    sounds = sorted((one for one in streams if not one.width), key=_number)
    named = {track.name: track for track in audio}
    return master_playlist(
        [
            Variant(
                uri=address_of(playlists[one.name]),
                bit_rate=one.bit_rate,
                peak_bit_rate=one.peak_bit_rate,
                codecs=one.codecs,
                width=one.width,
                height=one.height,
                rate=one.rate,
            )
            for one in pictures
        ],
        [
            SoundEntry(
                uri=address_of(playlists[one.name]),
                name=named[one.name].label if one.name in named else one.name,
                language=named[one.name].language if one.name in named else one.language,
                channels=one.channels or STEREO,
                codecs=one.codecs,
                bit_rate=one.bit_rate,
                peak_bit_rate=one.peak_bit_rate,
                is_default=one is sounds[0],
            )
            for one in sounds
        ],
        subtitles,
    )


def _number(sound: Rendition) -> tuple[int, str]:
    """Sort ``audio-10`` after ``audio-2``."""
    number = sound.name.rpartition("-")[2]
    return (int(number) if number.isdecimal() else 0, sound.name)


def address_of(rendition: Rendition) -> str:
    """Return a file's address relative to the master playlist, which lies above all of them."""
    return "/".join(rendition.file.split("/")[2:])
