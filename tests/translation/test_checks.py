"""An engine that would publish or delete by itself is refused at start."""

from typing import Any

import pytest

from cms.translation.checks import check_engine_is_safe


def test_the_settings_are_safe() -> None:
    assert check_engine_is_safe() == []


@pytest.mark.parametrize(
    ("name", "value", "error_id"),
    [
        ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True, "translation.E001"),
        ("WAGTAILLOCALIZE_DISABLE_ON_DELETE", False, "translation.E002"),
    ],
)
def test_an_unsafe_setting_is_named(settings: Any, name: str, value: bool, error_id: str) -> None:
    setattr(settings, name, value)

    [error] = check_engine_is_safe()

    assert error.id == error_id
    assert name in error.msg
