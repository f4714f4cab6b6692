"""Asking for what is derived from a master: rows in the caller's transaction."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cms.core import leased
from cms.core.models import OPEN_STATES, LeaseState
from videos.derivative_choices import DerivativeStep, Urgency
from videos.models import Derivative, VideoAsset
from videos.models.asset import private_storage
from videos.models.derivative import DerivativeQuerySet
from videos.pipeline.plan import STEPS_FROM_PREVIEW, Plan
from videos.services.stored_files import delete_after_commit

# What an asset has whatever its plan: its facts, and what was written into its files.
BESIDE_THE_PLAN = (DerivativeStep.FACTS, DerivativeStep.METADATA)


def request_derivatives(asset: VideoAsset) -> None:
    """Ask for everything that is derived from the asset's master, unless it was asked for before.

    The facts come first: they decide what else there is to do. A replaced master goes with all
    that was derived from it when the transaction has committed.
    """
    if not asset.master:
        return
    _facts, is_new = Derivative.objects.get_or_create(
        asset=asset, master=asset.master.name, step=DerivativeStep.FACTS
    )
    if is_new:
        _forget_other_masters(asset)
        leased.kick(Derivative)
    elif asset.poster_id is None:
        redo(asset, DerivativeStep.POSTER)  # an editor took the poster away


@transaction.atomic
def plan_steps(facts: Derivative, plan: Plan, content: dict[str, object]) -> None:
    """Bring an asset's work in line with a plan; ``content`` is the plan as JSON.

    What was made by the same plan stays. What the plan does not name any more goes.
    """
    rows = Derivative.objects.filter(asset=facts.asset_id, master=facts.master)
    steps = {DerivativeStep(step) for step in plan.steps} | {DerivativeStep.QUALITY}
    rows.exclude(step__in=[*BESIDE_THE_PLAN, *steps]).delete()
    known = {row.step: row for row in rows}
    for step in steps:
        row = known.get(step)
        if row is not None and row.plan == content and row.state != LeaseState.FAILED:
            continue
        defaults = {
            "plan": content,
            "urgency": facts.urgency,
            "waits_for": DerivativeStep.PREVIEW if step.value in STEPS_FROM_PREVIEW else "",
        } | fresh_work()
        Derivative.objects.update_or_create(
            asset_id=facts.asset_id, master=facts.master, step=step, defaults=defaults
        )
    leased.kick(Derivative)


def redo(asset: VideoAsset, step: str) -> int:
    """Do finished work of a step again; return how much.

    What there is of it stays until the new is there.
    """
    done = Derivative.objects.filter(
        asset=asset, master=asset.master.name, step=step, state=LeaseState.DONE
    )
    count = done.update(**fresh_work())
    if count:
        leased.kick(Derivative)
    return count


@transaction.atomic
def redo_all(asset: VideoAsset) -> int:
    """Do everything again that is not on its way, by the ladder as it is declared now.

    What there is of it stays until the new is there. Return how much is done again.
    """
    rows = _rows(asset, ()).exclude(state__in=OPEN_STATES)
    from_preview = rows.filter(step__in=list(STEPS_FROM_PREVIEW))
    from_preview.update(waits_for=DerivativeStep.PREVIEW)
    count: int = rows.update(**fresh_work())
    leased.kick(Derivative)
    return count


def retry(asset: VideoAsset, steps: Iterable[str] = ()) -> int:
    """Try failed and cancelled work again, of some steps or of all; return how much."""
    count: int = _rows(asset, steps).requeue_failed(timezone.now())
    leased.kick(Derivative)
    return count


def cancel(asset: VideoAsset, steps: Iterable[str] = ()) -> int:
    """End waiting and running work, of some steps or of all; return how much."""
    return _rows(asset, steps).cancel(timezone.now())


def make_first(asset: VideoAsset) -> None:
    """Have the asset's work done before all other."""
    _rows(asset, ()).open().update(urgency=Urgency.FIRST)
    leased.kick(Derivative)


def _rows(asset: VideoAsset, steps: Iterable[str]) -> DerivativeQuerySet:
    rows = Derivative.objects.filter(asset=asset, master=asset.master.name)
    chosen = list(steps)
    return rows.filter(step__in=chosen) if chosen else rows


def fresh_work() -> dict[str, object]:
    """Return the columns of a row that waits for its first attempt."""
    return {
        "state": LeaseState.QUEUED,
        "attempts": 0,
        "refusals": 0,
        "run_after": timezone.now(),
        "finished_at": None,
        "lease_token": None,
        "leased_until": None,
        "percent": 0,
        "seconds_left": None,
        "problem": "",
        "engine_log": "",
    }


def _forget_other_masters(asset: VideoAsset) -> None:
    outdated = Derivative.objects.filter(asset=asset).exclude(master=asset.master.name)
    masters = set(outdated.values_list("master", flat=True))
    outdated.delete()
    asset.quality = {}
    VideoAsset.objects.filter(pk=asset.pk).update(quality={})
    for master in masters:
        delete_after_commit(private_storage(), master)
