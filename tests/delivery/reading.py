"""Reading the store as its readers do."""

from typing import Any

import orjson

from cms.delivery.models import Audience, Change, ChangeCounter, Document


def document_of(page: Any, locale: str | None = None) -> Document | None:
    return Document.objects.filter(
        audience=Audience.PUBLIC,
        work=page.translation_key,
        locale=locale or page.locale.language_code,
    ).first()


def body_of(page: Any, locale: str | None = None) -> dict[str, Any]:
    document = document_of(page, locale)
    assert document is not None
    return orjson.loads(document.body)


def card_of(page: Any) -> dict[str, Any]:
    document = document_of(page)
    assert document is not None
    return orjson.loads(document.card)


def sequence(audience: str = Audience.PUBLIC) -> list[int]:
    return list(
        Change.objects.filter(audience=audience).order_by("pk").values_list("seq", flat=True)
    )


def counter(audience: str = Audience.PUBLIC) -> int:
    return ChangeCounter.objects.get(audience=audience).value
