"""What a document says about its translation. The translation desk registers the truth."""

from collections.abc import Callable
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


type Provider = Callable[[Model], TranslationInfo | None]

_providers: list[Provider] = []


def register_provider(provider: Provider) -> None:
    """Ask this provider first; it returns None for what it does not know."""
    if provider not in _providers:
        _providers.append(provider)


def translation_info(instance: Any) -> TranslationInfo:
    """Return how the instance came about; by default the oldest language is the original."""
    for provider in _providers:
        if (info := provider(instance)) is not None:
            return info
    siblings = type(instance)._default_manager.filter(translation_key=instance.translation_key)
    if hasattr(instance, "alias_of_id"):
        siblings = siblings.filter(alias_of=None)
    source = siblings.order_by("pk").values_list("locale__language_code", flat=True).first()
    own = instance.locale.language_code
    status: TranslationState = "original" if source in (None, own) else "human"
    return TranslationInfo(status=status, source_locale=source or own)
