"""How videos become documents."""

from typing import Any

from django.db.models import QuerySet

from cms.delivery.context import ProjectionContext
from cms.delivery.models import DocumentKind
from cms.delivery.projectors import SerializerProjector
from videos.api.v1.parameters import video_facets
from videos.api.v1.serializers import VideoCardFields, VideoFields, poster_json
from videos.models import VideoPage


class VideoProjector(SerializerProjector):
    """Projects videos, with what their asset says about itself."""

    kind = DocumentKind.VIDEO
    model = VideoPage
    card_serializer = VideoCardFields
    body_serializer = VideoFields

    def sources(self) -> QuerySet[Any]:
        """Load what every video needs along."""
        return super().sources().select_related("asset__poster", "place")

    def facets(self, document: dict[str, Any]) -> frozenset[tuple[str, str]]:
        """Return what the list of videos can be narrowed by."""
        return video_facets(document)

    def sharing_image(
        self, instance: VideoPage, context: ProjectionContext
    ) -> dict[str, Any] | None:
        """Return the poster."""
        return poster_json(instance, context)
