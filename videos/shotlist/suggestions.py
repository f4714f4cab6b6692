"""Shots that were found in the picture, for editors to start from."""

from videos.models import VideoAsset


def suggested_shots(asset: VideoAsset) -> list[tuple[int, int]]:
    """Return pieces between two cuts in frames of the master, empty until they were looked for."""
    reports = (row.found.get("shots") for row in asset.current_derivatives())
    found = next(filter(None, reports), ())
    return [(shot["in_frame"], shot["out_frame"]) for shot in found]
