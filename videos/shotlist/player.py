"""What the shotlist's player in the editor needs to know of an asset."""

from typing import Any

from videos.links import signed_links
from videos.models import VideoAsset
from videos.shotlist.suggestions import suggested_shots
from videos.shotlist.timing import Timing


def player_facts(asset: VideoAsset | None) -> dict[str, Any]:
    """Return how the asset counts, a link that plays for some minutes, and suggested shots."""
    timing = Timing.of(asset)
    if asset is None:
        return {"timing": None, "url": "", "shots": []}
    preview = asset.preview_rendition()
    return {
        "timing": _counting(timing) if timing else None,
        "url": signed_links(asset).file(preview) if preview else "",
        "shots": suggested_shots(asset),
    }


def _counting(timing: Timing) -> dict[str, Any]:
    return {
        "numerator": timing.rate.numerator,
        "denominator": timing.rate.denominator,
        "start": timing.start_frame,
        "isDropFrame": timing.is_drop_frame,
        "count": timing.frame_count,
    }
