"""How far the work on an asset is, in words for editors."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.core.models import LeaseState
from videos.choices import PROBLEM_TEXTS
from videos.derivative_choices import CANCELLED, DerivativeStep, RenditionPurpose
from videos.models import Derivative, Rendition, VideoAsset
from videos.pipeline.errors import MediaProblem

UNKNOWN_PROBLEM = gettext_lazy("It could not be made.")
STATE_LABELS = {
    "ready": gettext_lazy("Ready"),
    "running": gettext_lazy("Being made"),
    "waiting": gettext_lazy("Waiting"),
    "failed": gettext_lazy("Failed"),
    "cancelled": gettext_lazy("Cancelled"),
}
# What a list of assets loads along, so that it costs the same for many.
WITH_STATE = (
    Prefetch("derivatives", queryset=Derivative.objects.defer("plan", "found")),
    Prefetch("renditions", queryset=Rendition.objects.filter(purpose=RenditionPurpose.PREVIEW)),
)
MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True, kw_only=True, slots=True)
class StepState:
    """One row of the editor's table."""

    step: str
    title: Any
    name: str
    label: Any
    percent: int = 0
    remark: str = ""
    engine_log: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it may be cancelled."""
        return self.name in ("running", "waiting")

    @property
    def is_ready(self) -> bool:
        """Whether it may be made again."""
        return self.name == "ready"

    @property
    def is_failed(self) -> bool:
        """Whether it may be tried again."""
        return self.name in ("failed", "cancelled")


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetState:
    """The work on an asset's master as a whole."""

    steps: tuple[StepState, ...]
    is_playable: bool

    @property
    def name(self) -> str:
        """Return what the editor most wants to know: does it go on, and did it go well."""
        names = [step.name for step in self.steps]
        for name in ("running", "waiting", "failed", "cancelled"):
            if name in names:
                return name
        return "ready" if names else "waiting"

    @property
    def label(self) -> Any:
        """Return the state in a word or two."""
        return STATE_LABELS[self.name]

    @property
    def percent(self) -> int:
        """Return how much of all steps is done."""
        done = [100 if step.name == "ready" else step.percent for step in self.steps]
        return sum(done) // len(done) if done else 0

    @property
    def is_settled(self) -> bool:
        """Whether nothing will change by itself."""
        return self.name in ("ready", "failed", "cancelled")

    @property
    def has_open(self) -> bool:
        """Whether there is something to cancel or to put first."""
        return any(step.is_open for step in self.steps)

    @property
    def summary(self) -> str:
        """Return one sentence; it changes when a step ends, so that it may be read aloud."""
        done = sum(step.name == "ready" for step in self.steps)
        parts = [
            _("%(done)s of %(all)s steps are done.") % {"done": done, "all": len(self.steps)},
            _("The video can be played.") if self.is_playable else "",
        ]
        for step in self.steps:
            if step.name == "failed":
                parts.append(_("Failed: %(step)s.") % {"step": step.title})
        return " ".join(filter(None, parts))


def state_of(asset: VideoAsset) -> AssetState:
    """Return where the work stands; reads the asset's rows, prefetched ones if there are."""
    rows = asset.current_derivatives()
    return AssetState(
        steps=tuple(_state_of_step(row) for row in rows),
        is_playable=asset.preview_rendition() is not None,
    )


def in_state(name: str) -> Q:
    """Return the condition of assets that :func:`state_of` would say are in a state."""
    running, queued = _has(state=LeaseState.RUNNING), _has(state=LeaseState.QUEUED)
    cancelled = _has(state=LeaseState.FAILED, problem=CANCELLED)
    failed = Q(Exists(_work(state=LeaseState.FAILED).exclude(problem=CANCELLED)))
    match name:
        case "running":
            return running
        case "waiting":
            return ~running & (queued | ~_has())
        case "failed":
            return ~running & ~queued & failed
        case "cancelled":
            return ~running & ~queued & ~failed & cancelled
        case _:
            return ~running & ~queued & ~failed & ~cancelled & _has()


def _has(**columns: Any) -> Q:
    return Q(Exists(_work(**columns)))


def _work(**columns: Any) -> QuerySet[Derivative]:
    return Derivative.objects.filter(asset=OuterRef("pk"), master=OuterRef("master"), **columns)


def _state_of_step(row: Derivative) -> StepState:
    name, remark = _name_and_remark(row)
    return StepState(
        step=row.step,
        title=DerivativeStep(row.step).label,
        name=name,
        label=STATE_LABELS[name],
        percent=row.percent if name == "running" else 0,
        remark=str(remark),
        engine_log=row.engine_log if name == "failed" else "",
    )


def _name_and_remark(row: Derivative) -> tuple[str, Any]:
    match row.state:
        case LeaseState.DONE:
            return "ready", ""
        case LeaseState.RUNNING:
            return "running", _time_left(row.seconds_left)
        case LeaseState.FAILED if row.problem == CANCELLED:
            return "cancelled", ""
        case LeaseState.FAILED:
            return "failed", _reason(row.problem)
        case _:
            return "waiting", _why_it_waits(row)


def _why_it_waits(row: Derivative) -> Any:
    if row.waits_for:
        return _("After: %(step)s.") % {"step": DerivativeStep(row.waits_for).label}
    if row.problem:
        return _("%(reason)s It is tried again at %(time)s.") % {
            "reason": _reason(row.problem),
            "time": date_format(localtime(row.run_after), "TIME_FORMAT"),
        }
    return ""


def _reason(problem: str) -> Any:
    if problem in MediaProblem:
        return PROBLEM_TEXTS[MediaProblem(problem)]
    return UNKNOWN_PROBLEM


def _time_left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return _("Less than a minute left.")
    if seconds < HOUR:
        minutes = round(seconds / MINUTE)
        return ngettext(
            "About %(count)s minute left.", "About %(count)s minutes left.", minutes
        ) % {"count": minutes}
    hours = round(seconds / HOUR)
    return ngettext("About %(count)s hour left.", "About %(count)s hours left.", hours) % {
        "count": hours
    }
