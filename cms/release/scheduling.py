"""What becomes public or expires at an instant.

Each object has a transaction of its own, claimed by a conditional UPDATE: of several schedulers
one does it, and a process that dies in the middle leaves the schedule as it was. An object that
fails is recorded, waits longer after each failure, and holds up no other.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import DraftStateMixin, Page, Revision

from cms.delivery.publication import publication
from cms.release.models import ScheduledAction, ScheduleFailure

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What one look at the schedule did."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Due:
    """One action on one object; ``run`` returns the object's name when it was ours to do."""

    action: ScheduledAction
    content_type: ContentType
    object_id: object
    run: Callable[[datetime], str]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


def publish_due(at: datetime) -> Outcome:
    """Expire and publish everything whose time has come."""
    outcome = Outcome()
    for instance in due_objects(at):
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        due = _Due(ScheduledAction.EXPIRE, content_type, instance.pk, partial(_expire, instance))
        _attempt(due, outcome.expired, outcome.failed, at=at)
    for revision in due_revisions(at):
        due = _Due(
            ScheduledAction.PUBLISH,
            revision.content_type,
            revision.object_id,
            partial(_publish, revision),
        )
        _attempt(due, outcome.published, outcome.failed, at=at)
    return outcome


def due_objects(at: datetime) -> Iterator[Any]:
    """Yield the live pages and snippets whose expiry has come, earliest first in each model."""
    for model in _draftable_models():
        expiring: QuerySet[Any] = model._default_manager.filter(live=True, expire_at__lte=at)
        yield from expiring.order_by("expire_at", "pk")


def due_revisions(at: datetime) -> list[Revision]:
    """Return the revisions approved for publication at or before the instant, earliest first."""
    due = Revision.objects.filter(approved_go_live_at__lte=at).select_related("content_type")
    return list(due.order_by("approved_go_live_at", "pk"))


def _draftable_models() -> list[type[Any]]:
    snippets = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *snippets]


def _expire(instance: Any, at: datetime) -> str:
    objects = type(instance)._default_manager
    due = objects.filter(pk=instance.pk, live=True, expire_at__lte=at)
    if not due.update(expired=True):
        return ""
    fresh = objects.get(pk=instance.pk)
    specific = fresh.specific if isinstance(fresh, Page) else fresh
    specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return str(specific)


def _publish(revision: Revision, at: datetime) -> str:
    due = Revision.objects.filter(pk=revision.pk, approved_go_live_at__lte=at)
    if not due.update(approved_go_live_at=None):
        return ""
    fresh = Revision.objects.get(pk=revision.pk)
    fresh.publish(log_action="wagtail.publish.scheduled")
    # Publishing reads the object before it changes it, so that the revision holds an old copy.
    published = Revision.objects.get(pk=revision.pk).content_object
    if published.live and published.expire_at and published.expire_at <= at:
        # Both instants lie in the past: it must not be public between two transactions.
        published.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return str(published)


def _attempt(due: _Due, done: list[str], failed: list[str], *, at: datetime) -> None:
    earlier = ScheduleFailure.objects.of(due.action, due.content_type, due.object_id)
    if earlier.waiting(at=at).exists():
        return
    try:
        with publication():
            name = due.run(at)
            earlier.delete()
    except Exception as error:
        # Whatever is wrong with one object must not hold up the others.
        logger.exception(
            "Scheduled action failed",
            extra={"event": "schedule_failed", "action": due.action.value, "object": str(due)},
        )
        ScheduleFailure.objects.record(due.action, due.content_type, due.object_id, error, at=at)
        failed.append(str(due))
    else:
        if name:
            done.append(name)
