"""The tus protocol, version 1.0: creation, expiration, checksum and termination.

https://tus.io/protocols/resumable-upload. Only staff get here, through the gate of the editor and
with the token against forged requests; only the owner of an upload finds it. Refusals are JSON with
a sentence for the person who uploads.
"""

import base64
import binascii
import re
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import Collection

from accounts.entrance import Entrance, EntranceFullError
from videos import access
from videos.conf import video_settings
from videos.models import Upload, UploadStage, VideoAsset
from videos.uploads import receiving
from videos.uploads.incoming import DiskFullError, UploadBusyError, UploadGoneError
from videos.uploads.limits import UploadLimit, UploadRefused
from videos.uploads.pieces import read_blocks
from videos.uploads.receiving import (
    ALGORITHMS,
    Checksum,
    ChecksumMismatchError,
    OffsetConflictError,
    PieceBrokenError,
    PieceTooLongError,
)
from videos.uploads.state import state_of

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
PIECE_CONTENT_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460  # of the protocol; it is in no registry
NUMBER = re.compile(r"[0-9]{1,18}")
LONGEST_METADATA = 8192
LONGEST_FINGERPRINT = 400
# A whole body may be larger than fits; whoever is told so must not send it first.
BUSY_SECONDS = "2"

entrance = Entrance(places=settings.WEB_THREADS_FOR_UPLOADS)


class TusError(Exception):
    """What the request is answered with instead."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str = "",
        *,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


class TusView(View):
    """What every answer of the protocol has in common."""

    overridden_methods: ClassVar[tuple[str, ...]] = ("PATCH", "DELETE")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, errors included."""
        try:
            response = self._answer(request, *args, **kwargs)
        except TusError as error:
            content = {"code": error.code, "message": error.message}
            response = JsonResponse(content, status=error.status, headers=error.headers)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    def _answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("OPTIONS", "GET"):
            if request.headers.get("Tus-Resumable") != VERSION:
                headers = {"Tus-Version": VERSION}
                raise TusError(HTTPStatus.PRECONDITION_FAILED, "version", headers=headers)
            self._override_method(request)
        try:
            return super().dispatch(request, *args, **kwargs)
        except UploadGoneError as error:
            raise _gone() from error

    def _override_method(self, request: HttpRequest) -> None:
        """Do what proxies forbid. Only a POST may ask for it: it has passed the token's check."""
        method = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and method in self.overridden_methods:
            request.method = method

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what is understood."""
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Tus-Version": VERSION,
                "Tus-Extension": EXTENSIONS,
                "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
                "Tus-Max-Size": str(video_settings().MAX_UPLOAD_BYTES),
            },
        )


class UploadsView(TusView):
    """Begins uploads."""

    http_method_names = ["post", "options"]
    overridden_methods = ()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make room for a file."""
        size = _number(request, "Upload-Length")
        metadata = _metadata(request.headers.get("Upload-Metadata", ""))
        try:
            upload = receiving.begin(
                owner=request.user,
                collection=_collection(request, metadata),
                filename=metadata.get("filename", ""),
                title=metadata.get("title", ""),
                fingerprint=metadata.get("fingerprint", "")[:LONGEST_FINGERPRINT],
                is_for_form="for_form" in metadata,
                is_in_parts="in_parts" in metadata,
                size=size,
                at=timezone.now(),
            )
        except UploadRefused as refusal:
            raise TusError(
                _status_of(refusal.limit), str(refusal.limit.value), refusal.message
            ) from refusal
        location = reverse("video_uploads:upload", args=[upload.uuid])
        headers = {"Location": location, "X-Part-Bytes": str(upload.part_bytes)}
        return HttpResponse(status=HTTPStatus.CREATED, headers=headers | _expires(upload))


class UploadView(TusView):
    """One upload, for its owner."""

    http_method_names = ["head", "get", "patch", "post", "delete", "options"]

    def head(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Say where the upload stands."""
        upload = own_upload(request, uuid)
        offset = receiving.offset_of(upload)
        receiving.finish_if_complete(upload, at=timezone.now())
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(upload.size_bytes)}
        return HttpResponse(headers=headers | _expires(upload))

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Say how far it has come and what is to be decided, as JSON. Not part of the protocol."""
        upload = own_upload(request, uuid)
        if receiving.finish_if_complete(upload, at=timezone.now()):
            upload = own_upload(request, uuid)
        return JsonResponse(state_of(upload, request.user))

    def patch(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Take a piece. It goes to disk as it comes."""
        upload = own_upload(request, uuid)
        if request.content_type != PIECE_CONTENT_TYPE:
            raise TusError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "content_type")
        try:
            with entrance.place():
                offset = self._receive(request, upload)
        except EntranceFullError as error:
            raise TusError(
                HTTPStatus.SERVICE_UNAVAILABLE, "busy", headers={"Retry-After": BUSY_SECONDS}
            ) from error
        upload.refresh_from_db(fields=["expires_at"])
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT, headers={"Upload-Offset": str(offset)} | _expires(upload)
        )

    def delete(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """End the upload and delete what is there of it."""
        if not receiving.discard(own_upload(request, uuid)):
            raise TusError(HTTPStatus.CONFLICT, "taken", _("This video is in the library already."))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def _receive(self, request: HttpRequest, upload: Upload) -> int:
        offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
        try:
            return receiving.receive(
                upload,
                read_blocks(request, length=length),
                offset=offset,
                length=length,
                checksum=_checksum(request),
                at=timezone.now(),
            )
        except OffsetConflictError as conflict:
            headers = {"Upload-Offset": str(conflict.offset)}
            raise TusError(HTTPStatus.CONFLICT, "offset", headers=headers) from conflict
        except PieceTooLongError as error:
            raise TusError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_long") from error
        except PieceBrokenError as broken:
            # What is still on its way would be taken for the next request.
            status = HTTPStatus.REQUEST_TIMEOUT if broken.stalled else HTTPStatus.BAD_REQUEST
            raise TusError(status, "broken", headers={"Connection": "close"}) from broken
        except ChecksumMismatchError as error:
            raise TusError(CHECKSUM_MISMATCH, "checksum") from error
        except UploadBusyError as error:
            raise TusError(HTTPStatus.LOCKED, "locked") from error
        except DiskFullError as error:
            raise TusError(
                HTTPStatus.INSUFFICIENT_STORAGE,
                "disk_full",
                _(
                    "The disk is full. Nothing is lost: ask an administrator to make room, and "
                    "resume then."
                ),
            ) from error


def own_upload(request: HttpRequest, uuid: UUID) -> Upload:
    """Return an upload of this person.

    Raises:
        Http404: there is none, or it is somebody else's.
        UploadGoneError: it was discarded.
    """
    uploads = Upload.objects.select_related("collection", "asset")
    upload = uploads.filter(uuid=uuid, owner=request.user.pk).first()
    if upload is None:
        raise Http404
    if upload.stage == UploadStage.DISCARDED:
        raise UploadGoneError(uuid)
    found: Upload = upload
    return found


def _gone() -> TusError:
    message = _("This upload is no longer there. Choose the file again.")
    return TusError(HTTPStatus.GONE, "gone", message)


def _collection(request: HttpRequest, metadata: dict[str, str]) -> Collection:
    """Return the collection that is asked for, else the first that the person may add to.

    A new master of an asset goes where the asset is, for those who may change it.
    """
    if (asset := _changeable_asset(request, metadata.get("for_form", ""))) is not None:
        return asset.collection
    allowed = access.collections_for_adding(request.user).order_by("path")
    asked = metadata.get("collection", "")
    if asked:
        allowed = allowed.filter(pk=int(asked)) if NUMBER.fullmatch(asked) else allowed.none()
    collection = allowed.first()
    if collection is None:
        raise UploadRefused(UploadLimit.COLLECTION)
    return collection


def _changeable_asset(request: HttpRequest, uuid: str) -> VideoAsset | None:
    try:
        asked = UUID(uuid)
    except ValueError:
        return None
    asset = VideoAsset.objects.filter(uuid=asked).select_related("collection").first()
    if asset is None or not access.may(request.user, "change", asset):
        raise UploadRefused(UploadLimit.COLLECTION)
    return asset


def _status_of(limit: UploadLimit) -> int:
    match limit:
        case UploadLimit.COLLECTION:
            return HTTPStatus.FORBIDDEN
        case UploadLimit.DISK | UploadLimit.LIBRARY:
            return HTTPStatus.INSUFFICIENT_STORAGE
        case UploadLimit.EMPTY:
            return HTTPStatus.BAD_REQUEST
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def _expires(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.expires_at.timestamp())}


def _number(request: HttpRequest, name: str) -> int:
    value = request.headers.get(name, "")
    if not value and name == "Content-Length":
        raise TusError(HTTPStatus.LENGTH_REQUIRED, "length")
    if not NUMBER.fullmatch(value):
        raise TusError(HTTPStatus.BAD_REQUEST, name.lower())
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    """Return the pairs of Upload-Metadata: keys and values in base64, with commas between."""
    if len(header) > LONGEST_METADATA:
        raise TusError(HTTPStatus.BAD_REQUEST, "upload-metadata")
    pairs = [pair.split() for pair in header.split(",") if pair.strip()]
    try:
        return {
            key: base64.b64decode(value[0] if value else "", validate=True).decode()
            for key, *value in pairs
        }
    except (binascii.Error, ValueError) as error:
        raise TusError(HTTPStatus.BAD_REQUEST, "upload-metadata") from error


def _checksum(request: HttpRequest) -> Checksum | None:
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _space, encoded = header.partition(" ")
    try:
        digest = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error as error:
        raise TusError(HTTPStatus.BAD_REQUEST, "upload-checksum") from error
    if algorithm not in ALGORITHMS or not digest:
        raise TusError(HTTPStatus.BAD_REQUEST, "upload-checksum")
    return Checksum(algorithm, digest)
