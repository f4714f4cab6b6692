"""Tests do not see what was left, or removed, by tests before them."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import Collection, Locale, Page

ORDER = [1, 2, 3]


def assert_fresh() -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Collection.objects.filter(depth=1).count() == 1
    assert Locale.objects.count() == len(settings.WAGTAIL_CONTENT_LANGUAGES)
    assert not Group.objects.filter(name="left behind").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ORDER)
def test_a_transactional_test_finds_the_migrated_rows(turn: int) -> None:
    assert_fresh()

    Group.objects.create(name="left behind")


@pytest.mark.django_db
@pytest.mark.parametrize("turn", ORDER)
def test_any_other_test_finds_them_too(turn: int) -> None:
    assert_fresh()
