"""Videos with a shotlist."""

from fractions import Fraction
from typing import Any

import pytest

from tests.factories.core import PersonFactory
from tests.factories.videos import VideoAssetFactory, VideoPageFactory
from videos.models import Shot, VideoAsset, VideoPage


def counted_asset(
    rate: Fraction = Fraction(25),
    *,
    start_frame: int = 900_000,
    frame_count: int | None = 1500,
    **fields: Any,
) -> VideoAsset:
    """Return a stored asset whose count is known: 25 frames a second from 10:00:00:00."""
    return VideoAssetFactory(
        rate_numerator=rate.numerator,
        rate_denominator=rate.denominator,
        start_frame=start_frame,
        frame_count=frame_count,
        **fields,
    )


def released_video(*shots: Shot, **fields: Any) -> VideoPage:
    """Return a released video with these rows."""
    video = VideoPageFactory(**{"asset": counted_asset(), **fields})
    video.shots = list(shots)
    video.save_revision().publish()
    return VideoPage.objects.get(pk=video.pk)


@pytest.fixture
def shotlist() -> list[Shot]:
    """Return three rows: a shot, a soundbite in it, and a shot after it."""
    return [
        Shot(in_frame=0, out_frame=250, description="Tugs at the quay"),
        Shot(
            in_frame=100,
            out_frame=200,
            kind="soundbite",
            speaker=PersonFactory(title="Ines Vandaele", role="Harbour master"),
            language="fr",
            quote="Le quai est ouvert.",
            quote_rendering="The quay is open.",
            restriction="Not for advertising.",
        ),
        Shot(in_frame=250, out_frame=500, description="Aerial of the port", place="Port Lumen"),
    ]
