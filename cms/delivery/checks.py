"""System checks of delivery."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from cms.core.models import BasePage
from cms.delivery import registry


@register("delivery")
def check_projectors(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a page type that could be published without ever reaching a reader."""
    return list(missing_projectors(apps.get_models()))


def missing_projectors(models: Any) -> list[CheckMessage]:
    """Return an error for each page type whose kind no projector speaks for."""
    errors: list[CheckMessage] = []
    for model in models:
        if not issubclass(model, BasePage):
            continue
        projector = registry.for_model(model)
        if projector is None or str(projector.kind) != model.document_kind:
            errors.append(
                Error(
                    f"No projector is registered for pages of the kind {model.document_kind!r}.",
                    hint="Register one in AppConfig.ready(), or the pages are never delivered.",
                    obj=model,
                    id="delivery.E001",
                )
            )
    return errors
