"""Where an asset's preview stands, in words for editors."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.models import LeaseState
from videos.choices import PROBLEM_TEXTS
from videos.models import VideoAsset
from videos.pipeline.errors import MediaProblem

UNKNOWN_PROBLEM = _("The preview could not be made.")


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewState:
    """What the editor shows."""

    name: str
    label: Any
    percent: int = 0
    reason: Any = ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing will change by itself."""
        return self.name in ("ready", "failed")


def state_of(asset: VideoAsset) -> PreviewState:
    """Return where the preview stands; reads the asset's jobs, prefetched ones if there are."""
    job = asset.current_job()
    if asset.has_preview:
        return PreviewState(name="ready", label=_("Ready"), percent=100)
    if job is None or job.state == LeaseState.QUEUED:
        return PreviewState(name="waiting", label=_("Waiting"))
    if job.state == LeaseState.RUNNING:
        return PreviewState(name="running", label=_("Being made"), percent=job.progress_percent)
    reason = UNKNOWN_PROBLEM
    if job.problem in MediaProblem:
        reason = PROBLEM_TEXTS[MediaProblem(job.problem)]
    return PreviewState(name="failed", label=_("Failed"), reason=reason)
