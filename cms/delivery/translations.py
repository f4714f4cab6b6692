"""What a document says about its translation. The translation desk registers the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Model

type TranslationState = Literal["original", "human", "machine", "partial"]


@dataclass(frozen=True, slots=True)
class TranslationInfo:
    """Where a text comes from, and whether its source has been released anew since."""

    status: TranslationState
    source_locale: str
    stale: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the public JSON."""
        return {
            "status": self.status,
            "source_locale": self.source_locale,
            "stale": self.stale,
        }


type Provider = Callable[[Sequence[Model]], Mapping[Any, TranslationInfo]]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    """Ask this provider first; it answers by primary key and leaves out what it does not know.

    It gets instances of one model and must not need a query for each of them.
    """
    if provider not in _providers:
        _providers.append(provider)


def translation_info(instance: Any) -> TranslationInfo:
    """Return how the instance came about."""
    return translation_infos([instance])[instance.pk]


def translation_infos(instances: Sequence[Any]) -> dict[Any, TranslationInfo]:
    """Return the same for many instances of a model; by default the oldest is the original."""
    found: dict[Any, TranslationInfo] = {}
    for provider in _providers:
        unknown = [instance for instance in instances if instance.pk not in found]
        found |= provider(unknown) if unknown else {}
    unknown = [instance for instance in instances if instance.pk not in found]
    return found | (_by_age(unknown) if unknown else {})


def _by_age(instances: Sequence[Any]) -> dict[Any, TranslationInfo]:
    keys = {instance.translation_key for instance in instances}
    siblings = type(instances[0])._default_manager.filter(translation_key__in=keys)
    if hasattr(instances[0], "alias_of_id"):
        siblings = siblings.filter(alias_of=None)
    youngest_first = siblings.order_by("-pk").values_list(
        "translation_key", "locale__language_code"
    )
    sources = dict(youngest_first)
    infos = {}
    for instance in instances:
        own = instance.locale.language_code
        source = sources.get(instance.translation_key, own)
        status: TranslationState = "original" if source == own else "human"
        infos[instance.pk] = TranslationInfo(status=status, source_locale=source)
    return infos
