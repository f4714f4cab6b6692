"""Subtitles in HLS: what a master playlist says of an asset's tracks, and their own playlists.

A track is one media segment of WebVTT as long as the film. Subtitles are small, so players load
them once, and no cue is cut or told twice.
"""

from videos.choices import TrackKind
from videos.links import Links
from videos.models import Track, VideoAsset
from videos.pipeline.hls import SubtitleEntry, subtitle_playlist
from videos.tracks.files import PLAYLIST, SEGMENT


def subtitle_entries(asset: VideoAsset, links: Links) -> list[SubtitleEntry]:
    """Return an asset's published subtitles and captions, for ``pipeline.hls.master_playlist``."""
    return [
        SubtitleEntry(
            uri=links.track(track, PLAYLIST),
            name=track.shown_label,
            language=track.language,
            is_captions=track.kind == TrackKind.CAPTIONS,
        )
        for track in asset.tracks.shown().exclude(kind=TrackKind.TRANSCRIPT)
    ]


def track_playlist(track: Track) -> str:
    """Return the media playlist of a track.

    It is as long as the film, or where that is unknown, as the track.
    """
    seconds = track.asset.duration_seconds or _end_of(track)
    return subtitle_playlist(f"{track.uuid}.{SEGMENT}", seconds)


def _end_of(track: Track) -> float:
    return max((max(cue.start_ms, cue.end_ms or 0) for cue in track.cues), default=0) / 1000
