"""Addresses of what can be watched: public ones, and short-lived signed ones for editors.

A token is a part of the path, not a parameter: so the addresses in playlists and WebVTT files,
which are relative, carry it along. It opens the files of one asset.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

from videos.conf import video_settings
from videos.models import Rendition, Track, VideoAsset
from videos.models.rendition import RENDITIONS_FOLDER

SALT = "videos.asset"
MASTER_PLAYLIST = "master.m3u8"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of one asset's files; with a token they answer whether it is public or not."""

    asset: UUID
    token: str = ""

    def file(self, rendition: Rendition) -> str:
        """Return the address of a file that can be watched."""
        return self._address(rendition.file)

    def track(self, track: Track, extension: str) -> str:
        """Return the address of a track as ``vtt``, ``srt`` or ``m3u8``."""
        return self._address(f"tracks/{track.uuid}.{extension}")

    @property
    def hls(self) -> str:
        """Return the address of the HLS master playlist."""
        return self._address(f"{RENDITIONS_FOLDER}/{self.asset}/{MASTER_PLAYLIST}")

    def _address(self, name: str) -> str:
        signed = f"signed/{self.token}/" if self.token else ""
        return f"{settings.FILES_URL}/media/{signed}{name}"


def public_links(asset: VideoAsset) -> Links:
    """Return addresses that answer while the public may see the asset."""
    return Links(asset.uuid)


def signed_links(asset: VideoAsset) -> Links:
    """Return addresses that answer for some minutes, and for long enough to watch it twice."""
    seconds = video_settings().SIGNED_LINK_SECONDS + 2 * (asset.duration_seconds or 0)
    return Links(asset.uuid, sign(asset.uuid, int(time.time() + seconds)))


def sign(asset: UUID, expires_at: int) -> str:
    """Return a token for one asset's files; ``expires_at`` is in seconds since the epoch."""
    expiry = int_to_base36(expires_at)
    return f"{expiry}-{_signature(asset, expiry)}"


def is_signed(token: str, asset: UUID) -> bool:
    """Return whether the token was made for this asset and has not run out."""
    expiry, _, signature = token.partition("-")
    if not constant_time_compare(signature, _signature(asset, expiry)):
        return False
    return base36_to_int(expiry) > time.time()


def _signature(asset: UUID, expiry: str) -> str:
    return signing.Signer(salt=SALT).signature(f"{asset}/{expiry}")
