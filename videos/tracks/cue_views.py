"""The page where cues are edited, and the answers to its script."""

from typing import Any

import orjson
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from videos.links import signed_links
from videos.models import Track
from videos.pipeline.timed_text.cues import TimedTextRefused
from videos.services.tracks import TrackChanged, find_faults, save_cues
from videos.tracks.asset_pages import TrackPage, track_for
from videos.tracks.cue_json import NotCues, cues_as_json, cues_from_json, faults_as_json
from videos.tracks.editor_words import commands, script_words, shortcuts
from videos.tracks.words import cue_refusal_text

BAD_REQUEST, CONFLICT = 400, 409


class EditCuesView(TrackPage, TemplateView):
    """The player, and the cues beside it."""

    template_name = "videos/tracks/edit.html"

    def get_page_title(self) -> str:
        """Name the track."""
        return str(self.track)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the player's address and what the script begins with."""
        ids = [self.asset.uuid, self.track.uuid]
        links = signed_links(self.asset)
        preview = self.asset.preview_rendition()
        return super().get_context_data(
            preview_url=links.file(preview) if preview else "",
            commands=commands(),
            shortcuts=shortcuts(),
            vtt_url=links.track(self.track, "vtt"),
            srt_url=links.track(self.track, "srt"),
            beginning={
                **_state(self.request, self.track),
                "id": str(self.track.uuid),
                "kind": self.track.kind,
                "language": self.track.language,
                "direction": self.track.direction,
                "cues_url": reverse("video_tracks:cues", args=ids),
                "check_url": reverse("video_tracks:check", args=ids),
                "words": script_words(),
            },
            **kwargs,
        )


@never_cache
@require_http_methods(["GET", "POST"])
def cues(request: HttpRequest, uuid: Any, track: Any) -> JsonResponse:
    """Return the cues as they are, or save those that are sent."""
    found = track_for(request, uuid, track)
    if request.method == "GET":
        return JsonResponse(_state(request, found))
    try:
        sent = orjson.loads(request.body)
        version = sent["version"]
        if not isinstance(version, int):
            raise NotCues("no version")
        rows = cues_from_json(sent["cues"])
        saved = save_cues(found, rows, version=version, by=request.user)
    except TrackChanged as change:
        return JsonResponse(_state(request, change.current), status=CONFLICT)
    except TimedTextRefused as refusal:
        return JsonResponse({"problem": cue_refusal_text(refusal)}, status=BAD_REQUEST)
    except (NotCues, KeyError, TypeError, orjson.JSONDecodeError):
        return JsonResponse({"problem": _("These are no cues.")}, status=BAD_REQUEST)
    return JsonResponse(_state(request, saved))


@never_cache
@require_POST
def check(request: HttpRequest, uuid: Any, track: Any) -> JsonResponse:
    """Return the faults of the cues that are sent. Nothing is saved."""
    found = track_for(request, uuid, track)
    try:
        rows = cues_from_json(orjson.loads(request.body)["cues"])
    except TimedTextRefused as refusal:
        return JsonResponse({"problem": cue_refusal_text(refusal)}, status=BAD_REQUEST)
    except (NotCues, KeyError, TypeError, orjson.JSONDecodeError):
        return JsonResponse({"problem": _("These are no cues.")}, status=BAD_REQUEST)
    return JsonResponse({"faults": _faults(found, rows)})


def _state(request: HttpRequest, track: Track) -> dict[str, Any]:
    """Return what the page shows of a track, and a token that it may save with."""
    rows = track.cues
    saved_at = timezone.localtime(track.updated_at)
    return {
        "version": track.version,
        "cues": cues_as_json(rows),
        "faults": _faults(track, rows),
        "saved_by": str(track.updated_by) if track.updated_by else "",
        "saved_at": formats.date_format(saved_at, "SHORT_DATETIME_FORMAT"),
        "csrf_token": get_token(request),
    }


def _faults(track: Track, rows: Any) -> list[dict[str, Any]]:
    return faults_as_json(find_faults(rows, kind=track.kind, asset=track.asset))
