"""Public images: signed addresses, made on first request, gone with the last public document.

An image has no publication state of its own. It is public exactly while a usable public document
shows it, and that is asked on every request; editors see the others, uncached. A kill must take
effect within a minute, so answers live for seconds and are renewed by their ETag, although the
version in the address would allow keeping them for ever.
"""

import re
import time
from collections.abc import Callable
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.images.models import Filter, SourceImageIOError

from cms.core import imaging
from cms.core.models import NewsroomImage, NewsroomRendition
from cms.delivery.api import responses
from cms.delivery.models import Audience, DocumentDependency, DocumentStatus

CACHE_CONTROL = "public, max-age=30, s-maxage=30"
PRIVATE_CACHE_CONTROL = "private, no-store"
OPERATIONS = {
    "avif": "format-avif",
    "webp": "format-webp",
    # Transparent parts would turn black.
    "jpeg": "format-jpeg|bgcolor-ffffff",
}
ADDRESS = re.compile(
    r"^/img/(?P<signature>[0-9a-f]{1,64})/(?P<uuid>[0-9a-f-]{36})/(?P<version>[0-9a-f]{1,64})"
    r"/w-(?P<width>[0-9]{1,5})/[^/]{1,200}\.(?P<file_format>[a-z]{2,5})$",
    re.ASCII,
)
LOCK_SECONDS = 60
WAIT_SECONDS = 20
PAUSE_SECONDS = 0.05


class Busy(Exception):
    """Another request has been making this file for too long."""


def serve_public(request: HttpRequest) -> HttpResponseBase | None:
    """Answer for everybody, or return None when only an editor might see the image."""
    match = ADDRESS.match(request.path_info)
    if match is None or request.method not in ("GET", "HEAD"):
        return None
    address = match.groupdict()
    image = _find(**address)
    if image is None or not image.is_public:
        return None
    return _answer(request, image, cache_control=CACHE_CONTROL, **address)


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer what ``serve_public`` did not: editors see images that are not public yet."""
    # The session is asked first: a hidden image and one that never was must answer alike, Vary too.
    user = getattr(request, "user", None)
    is_editor = user is not None and user.has_perm("wagtailadmin.access_admin")
    match = ADDRESS.match(request.path_info)
    image = _find(**match.groupdict()) if match else None
    if match is None or image is None or not (image.is_public or is_editor):
        raise Http404
    if image.is_public:
        return _answer(request, image, cache_control=CACHE_CONTROL, **match.groupdict())
    return _answer(request, image, cache_control=PRIVATE_CACHE_CONTROL, **match.groupdict())


def public_dependencies(key: object) -> Exists:
    """Return the condition that a usable public document consulted a key."""
    return Exists(
        DocumentDependency.objects.filter(
            key=key,
            document__audience=Audience.PUBLIC,
            document__status=DocumentStatus.USABLE,
        )
    )


def _find(
    signature: str, uuid: str, version: str, width: str, file_format: str
) -> NewsroomImage | None:
    """Return the image of an address that we signed, with ``is_public``."""
    try:
        imaging.check(signature, uuid, version, int(width), file_format)
        identifier = UUID(uuid)
    except (BadRequest, ValueError):
        return None
    if file_format not in imaging.FORMATS:
        return None
    images = NewsroomImage.objects.filter(uuid=identifier)
    annotated = images.annotate(is_public=public_dependencies(f"image:{identifier}"))
    found: NewsroomImage | None = annotated.first()
    return found


def _answer(
    request: HttpRequest,
    image: NewsroomImage,
    *,
    cache_control: str,
    version: str,
    width: str,
    file_format: str,
    **rest: str,
) -> HttpResponseBase:
    if int(width) not in imaging.WIDTHS and int(width) != image.width:
        raise Http404
    if version != imaging.image_version(image):
        # The file was replaced; pages made before that are still about for a moment.
        response: HttpResponseBase = HttpResponseRedirect(
            imaging.image_url(image, width=int(width), file_format=file_format)
        )
        response["Cache-Control"] = (
            PRIVATE_CACHE_CONTROL if cache_control == PRIVATE_CACHE_CONTROL else "no-cache"
        )
        return response
    etag = f"{version}-{width}-{file_format}"
    if responses.is_not_modified(request, etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        try:
            content = _content(image, int(width), file_format)
        except SourceImageIOError as error:
            raise Http404 from error
        except Busy:
            response = HttpResponse(status=503)
            response["Retry-After"] = "2"
            patch_cache_control(response, no_store=True)
            return response
        response = HttpResponse(content, content_type=f"image/{file_format}")
        response["Content-Length"] = str(len(content))
        if request.method == "HEAD":
            response.content = b""
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = cache_control
    response["Cache-Tag"] = response["Surrogate-Key"] = f"i:{image.uuid.hex}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = responses.CONTENT_SECURITY_POLICY
    return response


def _content(image: NewsroomImage, width: int, file_format: str) -> bytes:
    """Return the bytes of one width and format; they are made once."""
    image_filter = Filter(spec=f"width-{width}|{OPERATIONS[file_format]}")
    try:
        rendition = image.find_existing_rendition(image_filter)
    except NewsroomRendition.DoesNotExist:
        rendition = _once(image, image_filter)
    try:
        with rendition.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError:
        # The folder of renditions may be emptied at any time.
        rendition.delete()
        with _once(image, image_filter).file.open("rb") as file:
            content = file.read()
    return content


def _once(image: NewsroomImage, image_filter: Filter) -> NewsroomRendition:
    """Make a rendition; of requests that come at once, one makes it and the others wait."""

    def find() -> NewsroomRendition | None:
        made: NewsroomRendition | None = image.renditions.filter(
            filter_spec=image_filter.spec, focal_point_key=image_filter.get_cache_key(image)
        ).first()
        return made

    lock = f"delivery.images.{image.pk}.{image_filter.spec}"
    if not _acquire(lock, until=find):
        found = find()
        if found is None:
            raise Busy
        return found
    try:
        # Somebody may have made it between the first look and the lock.
        return find() or image.create_rendition(image_filter)
    finally:
        cache.delete(lock)


def _acquire(lock: str, *, until: Callable[[], object | None]) -> bool:
    """Take the lock; return False when what it guards was made while waiting, or time is up."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not cache.add(lock, 1, timeout=LOCK_SECONDS):
        if until() is not None or time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_SECONDS)
    return True
