"""Who may see a work, and when: one list of rules, asked at projection and nowhere else."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Model
from wagtail.models import DraftStateMixin, Page

type Rule = Callable[[Model, str, datetime], bool]

_rules: list[Rule] = []


def register_rule(rule: Rule) -> Rule:
    """Add a rule; it returns False for what the audience may not see at that moment."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def is_visible(instance: Model, audience: str, at: datetime) -> bool:
    """Return whether every rule lets the audience see the instance at ``at`` (aware, UTC)."""
    return all(rule(instance, audience, at) for rule in _rules)


@register_rule
def is_published(instance: Model, audience: str, at: datetime) -> bool:
    """Hide drafts, what waits for its time and what has run out."""
    if not isinstance(instance, DraftStateMixin):
        return True
    if not instance.live or instance.first_published_at is None:
        return False
    return instance.expire_at is None or instance.expire_at > at


@register_rule
def is_own_text(instance: Model, audience: str, at: datetime) -> bool:
    """Hide aliases: a copy of another language's text is not a translation."""
    return not (isinstance(instance, Page) and instance.alias_of_id)


@register_rule
def is_unrestricted(instance: Model, audience: str, at: datetime) -> bool:
    """Hide pages under a view restriction, their own or an ancestor's."""
    return not (isinstance(instance, Page) and instance.get_view_restrictions().exists())
