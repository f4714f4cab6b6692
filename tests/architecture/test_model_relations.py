"""Models follow the layers: a foreign key points downwards, as imports do."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def layers() -> list[str]:
    """Return the packages from top to bottom, as import-linter enforces them."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    [contract] = [
        contract
        for contract in configuration["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    return [name.strip() for layer in contract["layers"] for name in layer.split(":")]


def test_foreign_keys_point_downwards() -> None:
    height = {name: -position for position, name in enumerate(layers())}
    models = [model for model in apps.get_models() if model._meta.app_config.name in height]

    upwards = [
        f"{model._meta.label}.{field.name} to {field.related_model._meta.label}"
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model in models
        # Whoever uploads a file is a user, wherever users live.
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and height[field.related_model._meta.app_config.name] > height[model._meta.app_config.name]
    ]

    assert models
    assert upwards == []
