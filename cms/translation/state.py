"""What is translated, by whom, and from what: the public ``translation`` of every document."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from wagtail.models import DraftStateMixin, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.delivery.translations import TranslationInfo
from cms.translation.models import ReleasedTranslation, TranslationStatus


def record_release(instance: Model) -> None:
    """Write down how far an instance is translated now that it is released."""
    if not isinstance(instance, TranslatableMixin):
        return
    key = {"work": instance.translation_key, "locale": instance.locale.language_code}
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale=instance.locale_id
        )
        .select_related("source__locale")
        .first()
    )
    if translation is None:
        ReleasedTranslation.objects.filter(**key).delete()
        return
    ReleasedTranslation.objects.update_or_create(
        **key,
        defaults={
            "source_locale": translation.source.locale.language_code,
            "status": _status(translation),
        },
    )


def translation_states(instances: Sequence[Any]) -> Mapping[Any, TranslationInfo]:
    """Return the public state of instances of one model that are drafted and published."""
    if not isinstance(instances[0], DraftStateMixin):
        return {}
    keys = {instance.translation_key for instance in instances}
    released = {
        (row.work, row.locale): row for row in ReleasedTranslation.objects.filter(work__in=keys)
    }
    languages: dict[Any, dict[str, datetime | None]] = {}
    for work, locale, moment in _public_siblings(type(instances[0]), keys):
        languages.setdefault(work, {})[locale] = moment
    return {
        instance.pk: _info(
            instance,
            released.get((instance.translation_key, instance.locale.language_code)),
            languages.get(instance.translation_key, {}),
        )
        for instance in instances
    }


def _info(
    instance: Any, row: ReleasedTranslation | None, languages: Mapping[str, datetime | None]
) -> TranslationInfo:
    own = instance.locale.language_code
    if row is not None:
        source, status = row.source_locale, str(row.status)
    else:
        source = next(iter(languages), own)
        status = "original" if source == own else "human"
    source_moment, own_moment = languages.get(source), instance.last_published_at
    is_stale = bool(source != own and source_moment and own_moment and source_moment > own_moment)
    return TranslationInfo(status=status, source_locale=source, stale=is_stale)  # type: ignore[arg-type]


def _public_siblings(model: Any, keys: set[Any]) -> Any:
    """Return the released languages of works, the oldest first."""
    siblings = model._default_manager.filter(translation_key__in=keys, live=True)
    if hasattr(model, "alias_of"):
        siblings = siblings.filter(alias_of=None)
    return siblings.order_by("pk").values_list(
        "translation_key", "locale__language_code", "last_published_at"
    )


def _status(translation: Translation) -> TranslationStatus:
    translated = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    machine = translated.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    if segments.filter(~Q(Exists(translated))).exists():
        return TranslationStatus.PARTIAL
    if segments.filter(Exists(machine)).exists():
        return TranslationStatus.MACHINE
    return TranslationStatus.HUMAN
