"""Addresses of previews: public ones, and short-lived signed ones for editors."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from videos.conf import video_settings
from videos.models import VideoAsset

SALT = "videos.preview"
TOKEN_PARAMETER = "token"  # noqa: S105 - the name of a parameter


def preview_url(asset: VideoAsset) -> str:
    """Return the address that answers while the public may see the asset."""
    return f"{settings.FILES_URL}/media/{asset.preview.name}"


def signed_preview_url(asset: VideoAsset) -> str:
    """Return an address that answers for some minutes, whether the asset is public or not."""
    return f"{preview_url(asset)}?{TOKEN_PARAMETER}={sign(str(asset.uuid), asset.preview_hash)}"


def sign(uuid: str, preview_hash: str) -> str:
    """Return a token for one preview file."""
    return signing.TimestampSigner(salt=SALT).sign(f"{uuid}/{preview_hash}").partition("/")[2]


def is_signed(token: str, uuid: str, preview_hash: str) -> bool:
    """Return whether the token was made for this preview file a short while ago."""
    signer = signing.TimestampSigner(salt=SALT)
    max_age = timedelta(seconds=video_settings().SIGNED_LINK_SECONDS)
    try:
        return signer.unsign(f"{uuid}/{token}", max_age=max_age) == f"{uuid}/{preview_hash}"
    except signing.BadSignature:
        return False
