"""How an upload stands, as the page of its owner shows it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.models import LeaseState
from videos import access
from videos.choices import PROBLEM_TEXTS
from videos.models import Upload, UploadStage, VideoAsset
from videos.pipeline.errors import MediaProblem
from videos.uploads import incoming, receiving
from videos.uploads.examining import NOT_PERMITTED
from videos.uploads.taking import duplicates_of

EDIT = "wagtailsnippets_videos_videoasset:edit"


def state_of(upload: Upload, user: Any) -> dict[str, Any]:
    """Return the state as JSON-ready values; texts are in the language of the person."""
    return _outline(upload) | {
        "message": _message(upload),
        "can_retry": _has_failed(upload),
        "duplicates": _duplicates(upload, user),
        "asset": _link(upload.asset, user) if upload.asset else None,
    }


def open_uploads(user: Any) -> list[dict[str, Any]]:
    """Return what this person has not settled, newest first; without the files of forms.

    Enough to list them at a constant cost. How each stands is asked one by one afterwards.
    """
    uploads = Upload.objects.open().filter(owner=user, is_for_form=False)
    return [_outline(upload) for upload in uploads.order_by("-created_at", "-pk")]


def _outline(upload: Upload) -> dict[str, Any]:
    return {
        "id": str(upload.uuid),
        "url": reverse("video_uploads:upload", args=[upload.uuid]),
        "stage": upload.stage,
        "filename": upload.filename,
        "fingerprint": upload.fingerprint,
        "size": upload.size_bytes,
        "part_bytes": upload.part_bytes,
        "offset": _offset(upload),
    }


def _offset(upload: Upload) -> int:
    try:
        return receiving.offset_of(upload)
    except incoming.UploadGoneError:
        return 0


def _message(upload: Upload) -> str:
    if _has_failed(upload):
        return _("The file could not be checked. Nothing is lost: try again.")
    if upload.stage != UploadStage.REFUSED:
        return ""
    if upload.problem == NOT_PERMITTED:
        return _("You may no longer add videos to this collection.")
    if upload.problem in MediaProblem:
        return str(PROBLEM_TEXTS[MediaProblem(upload.problem)])
    return _("This file cannot be used.")


def _has_failed(upload: Upload) -> bool:
    return upload.stage == UploadStage.EXAMINING and upload.state == LeaseState.FAILED


def _duplicates(upload: Upload, user: Any) -> list[dict[str, str]]:
    if upload.stage != UploadStage.READY:
        return []
    links = [_link(asset, user) for asset in duplicates_of(upload, user)]
    return [link for link in links if link is not None]


def _link(asset: VideoAsset, user: Any) -> dict[str, str] | None:
    """Return title and address of an asset, None when the person may not see it."""
    if not access.assets_for(user).filter(pk=asset.pk).exists():
        return None
    may_change = access.may(user, "change", asset)
    return {"title": asset.title, "url": reverse(EDIT, args=[asset.pk]) if may_change else ""}
