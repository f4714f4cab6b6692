"""The page "Add videos"."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from videos import access
from videos.conf import video_settings
from videos.library.master_input import ACCEPTED
from videos.uploads import limits
from videos.uploads.state import open_uploads
from videos.uploads.texts import script_texts

LIST = "wagtailsnippets_videos_videoasset:list"
ADD = "wagtailsnippets_videos_videoasset:add"


@method_decorator(never_cache, name="dispatch")
class UploadPage(WagtailAdminTemplateMixin, TemplateView):
    """Takes files into the library, several at once, over connections that break."""

    template_name = "videos/uploads/page.html"
    page_title = _("Add videos")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer those who may add somewhere."""
        if not access.policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the library."""
        library = {"url": reverse(LIST), "label": _("Video assets")}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), library, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what may be uploaded where, and what this person has not finished."""
        user = self.request.user
        room = limits.room_for(user)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "accepted": ACCEPTED,
            "collections": access.collections_for_adding(user).order_by("path"),
            "piece_bytes": video_settings().PIECE_BYTES,
            "room": room,
            "full_message": room.full.when_full if room.full else "",
            "form_url": reverse(ADD),
            "unfinished": open_uploads(user),
            "texts": script_texts(),
        }
