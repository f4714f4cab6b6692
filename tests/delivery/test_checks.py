"""Page types that nobody would deliver are noticed at start."""

import pytest

from cms.delivery import registry
from cms.delivery.checks import check_projectors, missing_projectors
from news.models import ArticlePage


def test_every_page_type_has_a_projector() -> None:
    assert check_projectors() == []


def test_a_page_type_without_a_projector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {kind: it for kind, it in registry._projectors.items() if kind != "article"}
    monkeypatch.setattr(registry, "_projectors", others)

    [error] = missing_projectors([ArticlePage])

    assert (error.id, error.obj) == ("delivery.E001", ArticlePage)
