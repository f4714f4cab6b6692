"""Public addresses of images: a ladder of widths in three formats, each address signed.

Addresses are computed, never generated files: a rendition is made when it is first asked for.
The hash of the file is part of the address, so a replaced picture has another one.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import slugify

if TYPE_CHECKING:
    from cms.core.models import NewsroomImage

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = ("avif", "webp", "jpeg")
DEFAULT_WIDTH = 960
SIGNATURE_LENGTH = 20


def image_json(image: "NewsroomImage", *, alt: str = "") -> dict[str, Any]:
    """Return the public JSON of an image; ``alt`` overrides the image's own description."""
    widths = [width for width in WIDTHS if width < image.width] or []
    if not widths or len(widths) < len(WIDTHS):
        widths = [*widths, image.width]
    return {
        "id": str(image.uuid),
        "alt": alt or image.description,
        "credit": image.credit,
        "width": image.width,
        "height": image.height,
        "focal_point": _focal_point(image),
        "src": image_url(image, width=min(DEFAULT_WIDTH, image.width), file_format="jpeg"),
        "srcset": {
            file_format: [
                {"url": image_url(image, width=width, file_format=file_format), "width": width}
                for width in widths
            ]
            for file_format in FORMATS
        },
    }


def image_url(image: "NewsroomImage", *, width: int, file_format: str) -> str:
    """Return the absolute signed address of one width and format."""
    name = slugify(image.title)[:60] or "image"
    version = image_version(image)
    signature = sign(str(image.uuid), version, width, file_format)
    return (
        f"{settings.BASE_URL}/img/{signature}/{image.uuid}/{version}/w-{width}/{name}.{file_format}"
    )


def image_version(image: "NewsroomImage") -> str:
    """Return a short hash of the file and its focal point; it changes when the picture does."""
    content = image.file_hash or image.file.name
    return hashlib.blake2b(
        f"{content}:{image.get_focal_point()}".encode(), digest_size=8
    ).hexdigest()


def sign(identifier: str, version: str, width: int, file_format: str) -> str:
    """Return the signature of one rendition's address."""
    message = f"{identifier}/{version}/{width}/{file_format}"
    return salted_hmac("cms.core.imaging", message, algorithm="sha256").hexdigest()[
        :SIGNATURE_LENGTH
    ]


def check(signature: str, identifier: str, version: str, width: int, file_format: str) -> None:
    """Refuse an address that we did not sign.

    Raises:
        BadRequest: the signature does not fit.
    """
    if not constant_time_compare(signature, sign(identifier, version, width, file_format)):
        raise BadRequest("This image address was not made by the newsroom.")


def _focal_point(image: "NewsroomImage") -> dict[str, float] | None:
    point = image.get_focal_point()
    if point is None or not image.width or not image.height:
        return None
    return {
        "x": round(point.centroid_x / image.width, 4),
        "y": round(point.centroid_y / image.height, 4),
    }
