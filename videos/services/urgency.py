"""Whose turn it is: what will soon be public goes before what is not."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Revision

from cms.delivery.models import Audience, DocumentDependency, DocumentStatus
from videos.conf import video_settings
from videos.derivative_choices import Urgency
from videos.models import Derivative, VideoPage


def hasten_what_is_due(at: datetime) -> int:
    """Put work forward whose video is public already or scheduled soon; return how much."""
    waiting = Derivative.objects.open().filter(urgency=Urgency.NORMAL)
    keys = {row.pk: row.asset.dependency_key for row in waiting.select_related("asset")}
    if not keys:
        return 0
    public = set(
        DocumentDependency.objects.filter(
            key__in=set(keys.values()),
            document__audience=Audience.PUBLIC,
            document__status=DocumentStatus.USABLE,
        ).values_list("key", flat=True)
    )
    shown = [pk for pk, key in keys.items() if key in public]
    return waiting.filter(Q(pk__in=shown) | Q(asset__in=_assets_released_soon(at))).update(
        urgency=Urgency.SOON
    )


def _assets_released_soon(at: datetime) -> set[int]:
    """Return the assets of video pages that are scheduled; the revision says which one."""
    scheduled = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(VideoPage),
        approved_go_live_at__gt=at,
        approved_go_live_at__lte=at + timedelta(seconds=video_settings().SOON_SECONDS),
    )
    assets = (content.get("asset") for content in scheduled.values_list("content", flat=True))
    return {asset for asset in assets if asset}
